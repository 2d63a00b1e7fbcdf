//! One change for many entries at once.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Category, Kind, Principle, Reach, Record, Resource, Status, Verification, Visibility};

/// What is done to every chosen entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "change", content = "value")]
pub enum BulkChange {
    /// It belongs to a category, too.
    AddCategory(Category),
    /// It does not belong to a category.
    RemoveCategory(Category),
    /// Paid, voluntary or neither; `None` for not known.
    Kind(Option<Kind>),
    /// Social work uses it in this way, too.
    AddPrinciple(Principle),
    /// Social work does not use it in this way.
    RemovePrinciple(Principle),
    /// For which part of the city it is meant.
    Reach(Reach),
    /// Who may see it.
    Visibility(Visibility),
    /// Who carries it; `None` for not known.
    Provider(Option<String>),
    /// When it is to be looked at again.
    NextCheck(Date),
    /// That somebody has made sure that it is true.
    Verified,
    /// It is taken off the map.
    Remove,
}

/// Who changes entries, and when: what a verification keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouched {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
    /// When verified entries are looked at again.
    pub next_check: Option<Date>,
}

impl BulkChange {
    /// The entry afterwards; `None` when it is so already, or not on the map. Version, time and
    /// author of the change are left to whoever keeps it.
    pub fn applied(&self, record: &Record, vouched: &Vouched) -> Option<Record> {
        if !record.is_active() {
            return None;
        }
        let mut after = record.clone();
        match self {
            Self::NextCheck(day) => after.next_check = Some(*day),
            Self::Verified => {
                let Vouched { at, by, next_check } = vouched.clone();
                after.verification = Some(Verification { at, by });
                after.next_check = next_check;
            }
            Self::Remove => after.status = Status::Removed,
            content => content.put(&mut after.resource),
        }
        (after != *record).then_some(after)
    }

    fn put(&self, resource: &mut Resource) {
        match self {
            Self::AddCategory(category) => add(&mut resource.categories, *category),
            Self::RemoveCategory(category) => resource.categories.retain(|one| one != category),
            Self::Kind(kind) => resource.kind = *kind,
            Self::AddPrinciple(principle) => add(&mut resource.principles, *principle),
            Self::RemovePrinciple(principle) => resource.principles.retain(|one| one != principle),
            Self::Reach(reach) => resource.reach = reach.clone(),
            Self::Visibility(visibility) => resource.visibility = *visibility,
            Self::Provider(provider) => resource.provider.clone_from(provider),
            Self::NextCheck(_) | Self::Verified | Self::Remove => {}
        }
    }
}

fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::domain::resource::arbitrary;

    fn vouched() -> Vouched {
        let next_check = Some(date(2027, 11, 25));
        Vouched { at: Timestamp::UNIX_EPOCH, by: "erika".into(), next_check }
    }

    fn treff() -> Record {
        let resource = Resource::new(Uuid::nil(), "Treff", Category::MeetingPlace);
        Record::new(resource, Timestamp::UNIX_EPOCH, "fritz")
    }

    #[test]
    fn what_is_so_already_is_no_change() {
        let add = BulkChange::AddCategory(Category::Sport);
        let after = add.applied(&treff(), &vouched()).unwrap();
        assert_eq!(after.resource.categories, [Category::MeetingPlace, Category::Sport]);
        assert_eq!(add.applied(&after, &vouched()), None);
        assert_eq!(BulkChange::Provider(None).applied(&after, &vouched()), None);
    }

    #[test]
    fn a_removed_entry_is_left_alone() {
        let removed = BulkChange::Remove.applied(&treff(), &vouched()).unwrap();
        assert_eq!(removed.status, Status::Removed);
        assert_eq!(BulkChange::Verified.applied(&removed, &vouched()), None);
    }

    #[test]
    fn vouching_leaves_the_content() {
        let after = BulkChange::Verified.applied(&treff(), &vouched()).unwrap();
        assert_eq!(after.resource, treff().resource);
        assert_eq!(after.verification.unwrap().by, "erika");
        assert_eq!(after.next_check, Some(date(2027, 11, 25)));
    }

    proptest! {
        #[test]
        fn a_change_done_twice_is_done_once(resource in arbitrary::resource()) {
            let record = Record::new(resource, Timestamp::UNIX_EPOCH, "fritz");
            for change in [
                BulkChange::AddCategory(Category::Kita),
                BulkChange::RemoveCategory(Category::Kita),
                BulkChange::Kind(Some(Kind::Voluntary)),
                BulkChange::AddPrinciple(Principle::Fallspezifisch),
                BulkChange::RemovePrinciple(Principle::Fallspezifisch),
                BulkChange::Reach(Reach::City),
                BulkChange::Visibility(Visibility::Office),
                BulkChange::Provider(Some("Verein".into())),
                BulkChange::NextCheck(date(2027, 1, 1)),
                BulkChange::Verified,
                BulkChange::Remove,
            ] {
                if let Some(after) = change.applied(&record, &vouched()) {
                    prop_assert_eq!(change.applied(&after, &vouched()), None);
                }
            }
        }
    }
}
