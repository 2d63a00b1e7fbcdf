//! What differs between two states of an entry, field by field.

use crate::{
    domain::resource::Resource,
    formats::resources::{COLUMNS, cells},
};

/// A field that has another value. Columns and values are those of the CSV file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Difference {
    /// The column, such as `contact1_phone`.
    pub column: String,
    /// What stood there; nothing when it was empty.
    pub before: Option<String>,
    /// What stands there; nothing when it is empty.
    pub after: Option<String>,
}

/// Every field that differs, in the order of the columns of a file.
pub fn differences(before: &Resource, after: &Resource) -> Vec<Difference> {
    let (mut old, mut new) = (cells(before), cells(after));
    let mut columns: Vec<String> = COLUMNS.into_iter().skip(1).map(str::to_owned).collect();
    // Contacts and translations have no fixed number of columns.
    let more: Vec<String> = old.keys().chain(new.keys()).cloned().collect();
    columns.extend(more.into_iter().filter(|column| !COLUMNS.contains(&column.as_str())));
    columns
        .into_iter()
        .map(|column| {
            let (before, after) = (old.remove(&column), new.remove(&column));
            Difference { column, before, after }
        })
        .filter(|difference| difference.before != difference.after)
        .collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::resource::{Category, Contact};

    #[test]
    fn only_what_differs_is_told_once() {
        let before = Resource::new(Uuid::nil(), "Treff", Category::MeetingPlace);
        let mut after = before.clone();
        assert_eq!(differences(&before, &after), []);
        after.name = "Neuer Treff".into();
        after.contacts.push(Contact { phone: Some("040 1".into()), ..Contact::default() });
        let found = differences(&before, &after);
        let columns: Vec<&str> = found.iter().map(|found| found.column.as_str()).collect();
        assert_eq!(columns, ["name", "contact1_phone"]);
        assert_eq!(found[1].before, None);
        assert_eq!(found[1].after.as_deref(), Some("040 1"));
    }
}
