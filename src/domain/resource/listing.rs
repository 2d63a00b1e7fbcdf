//! Every entry for those who keep the map true, whatever became of it.

use std::sync::Arc;

use super::{
    Category, Record, Status, Visibility,
    search::{Index, words},
};
use crate::domain::coded::coded;

coded! {
    /// Which entries are listed.
    #[derive(Default)]
    pub enum Shown {
        /// Those on the map.
        #[default]
        Active = "active",
        /// Those on the map that only staff see.
        Office = "office",
        /// Those that were taken off the map.
        Removed = "removed",
        /// Those that were merged into another one.
        Merged = "merged",
        /// All.
        All = "all",
    }
}

impl Shown {
    fn has(self, record: &Record) -> bool {
        match self {
            Self::All => true,
            Self::Active => record.is_active(),
            Self::Office => record.is_active() && record.resource.visibility == Visibility::Office,
            Self::Removed => record.status == Status::Removed,
            Self::Merged => matches!(record.status, Status::Merged(_)),
        }
    }
}

/// What is looked for. All conditions hold together.
#[derive(Debug, Clone, Copy, Default)]
pub struct Listing<'a> {
    /// Words of which each is part of a word of the name, the Träger or the street.
    pub text: &'a str,
    /// Which entries are listed.
    pub shown: Shown,
    /// Only of this category.
    pub category: Option<Category>,
    /// Only on the map in this Sozialraum.
    pub sozialraum: Option<&'a str>,
    /// The edition that tells in which Sozialraum a place lies.
    pub edition: Option<u32>,
}

/// The entries, by name. Linear in their number.
pub fn listing<'a>(index: &'a Index, wanted: &Listing<'_>) -> Vec<&'a Arc<Record>> {
    let looked_for = words(wanted.text);
    let fits = |record: &&Arc<Record>| {
        let resource = &record.resource;
        let area = || {
            let entry = index.entry(resource.id)?;
            entry.area(wanted.edition?)
        };
        wanted.shown.has(record)
            && wanted.category.is_none_or(|category| resource.categories.contains(&category))
            && wanted.sozialraum.is_none_or(|id| area().is_some_and(|area| *area.id == *id))
            && contains(record, &looked_for)
    };
    let mut found: Vec<&Arc<Record>> = index.all_records().filter(fits).collect();
    found.sort_by_cached_key(|record| (words(&record.resource.name), record.resource.id));
    found
}

fn contains(record: &Record, looked_for: &[String]) -> bool {
    if looked_for.is_empty() {
        return true;
    }
    let resource = &record.resource;
    let texts =
        [Some(&resource.name), resource.provider.as_ref(), resource.address.street.as_ref()];
    let there: Vec<String> = texts.into_iter().flatten().flat_map(|text| words(text)).collect();
    looked_for.iter().all(|wanted| there.iter().any(|word| word.contains(wanted.as_str())))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{assign::tests::fixture, resource::Resource};

    #[test]
    fn removed_ones_are_found_when_asked_for_and_words_are_parts() {
        let record = |number, name: &str, status| {
            let resource = Resource::new(Uuid::from_u128(number), name, Category::Kita);
            Arc::new(Record { status, ..Record::new(resource, Timestamp::UNIX_EPOCH, "test") })
        };
        let records = [
            record(1, "Waldkita Zwergenhöhle", Status::Active),
            record(2, "Kita am Bach", Status::Removed),
        ];
        let index = Index::new(records, &fixture::city(), &|_| Vec::new());
        let names = |text, shown| {
            let wanted = Listing { text, shown, ..Listing::default() };
            let found = listing(&index, &wanted);
            found.iter().map(|record| record.resource.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names("kita", Shown::All), ["Kita am Bach", "Waldkita Zwergenhöhle"]);
        assert_eq!(names("hoehle WALD", Shown::Active), ["Waldkita Zwergenhöhle"]);
        assert_eq!(names("", Shown::Removed), ["Kita am Bach"]);
        assert_eq!(names("bach", Shown::Active), Vec::<String>::new());
    }
}
