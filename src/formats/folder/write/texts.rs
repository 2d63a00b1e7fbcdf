//! The TOML files.

use toml::{Table, Value};

use crate::domain::organisation::Organisation;

/// What the lists are called when each of their entries has a heading of its own.
const HEADINGS: [(&str, &str); 8] = [
    ("regions", "region"),
    ("teams", "team"),
    ("services", "service"),
    ("city_duties", "city_duty"),
    ("levels", "level"),
    ("city_offers", "city_offer"),
    ("routes", "route"),
    ("contradictions", "contradiction"),
];

/// The organisation as people write it: a heading an entry, and nothing about what is not known.
pub(super) fn organisation(organisation: &Organisation) -> Result<String, toml::ser::Error> {
    let mut table = Table::try_from(organisation)?;
    for (list, heading) in HEADINGS {
        if let Some(entries) = table.remove(list) {
            table.insert(heading.to_owned(), entries);
        }
    }
    let mut value = Value::Table(table);
    prune(&mut value);
    toml::to_string(&value)
}

/// Removes what is empty.
fn prune(value: &mut Value) {
    let empty = |value: &Value| match value {
        Value::Array(items) => items.is_empty(),
        Value::Table(table) => table.is_empty(),
        _ => false,
    };
    match value {
        Value::Array(items) => items.iter_mut().for_each(prune),
        Value::Table(table) => {
            table.iter_mut().for_each(|(_, value)| prune(value));
            table.retain(|_, value| !empty(value));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_without_an_address_are_read_as_they_are_written() {
        let text = r#"
            [office]
            id = "amt"
            name = "Amt"

            [[region]]
            id = "nord"
            name = "Nord"
            department = { id = "fachbereich", name = "Fachbereich" }

            [[team]]
            id = "nord-a"
            name = "Team"
            sozialraum = "a"
            region = "nord"

            [[route]]
            id = "no-fixed-abode"
            leads_to = "team/nord-a"
            what_to_do = "Anrufen."

            [[route]]
            id = "outside-office-hours"
            name = "Rufbereitschaft"
            contact = { phone = "040 1234" }
        "#;
        let read: Organisation = toml::from_str(text).unwrap();
        assert_eq!(read.routes.len(), 2);
        let written = organisation(&read).unwrap();
        assert!(written.contains("[[route]]"), "{written}");
        assert_eq!(toml::from_str::<Organisation>(&written).unwrap(), read);
        let unknown = text.replace("no-fixed-abode", "to-the-moon");
        let error = toml::from_str::<Organisation>(&unknown).unwrap_err();
        assert!(error.message().contains("protected-place"), "{error}");
    }
}
