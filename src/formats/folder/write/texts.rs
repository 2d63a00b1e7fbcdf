//! The TOML files.

use toml::{Table, Value};

use crate::domain::organisation::Organisation;

/// What the lists are called when each of their entries has a heading of its own.
const HEADINGS: [(&str, &str); 7] = [
    ("regions", "region"),
    ("teams", "team"),
    ("services", "service"),
    ("city_duties", "city_duty"),
    ("levels", "level"),
    ("city_offers", "city_offer"),
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
