//! The one catalogue of words, `web/locales/`, and answers put in them, for the server's pages and
//! the command line alike.
//!
//! Keys are dotted paths into the JSON file; `{name}` in a text is replaced by the value
//! of that name.

pub mod answer;
pub mod note;
pub mod words;

use std::{collections::HashMap, sync::LazyLock};

use serde_json::Value;

static GERMAN: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::parse(include_str!("../../web/locales/de.json")));

/// All words of one language.
pub struct Catalogue {
    words: HashMap<String, String>,
}

impl Catalogue {
    /// The German catalogue, which is complete.
    pub fn german() -> &'static Catalogue {
        &GERMAN
    }

    fn parse(json: &str) -> Self {
        let mut words = HashMap::new();
        let tree = serde_json::from_str(json).expect("the embedded catalogue is valid JSON");
        flatten("", &tree, &mut words);
        Self { words }
    }

    /// Whether there is a text under this key.
    pub fn has(&self, key: &str) -> bool {
        self.words.contains_key(key)
    }

    /// The text under a key with its placeholders filled; the key itself when it is missing,
    /// so that a gap is seen and not hidden.
    pub fn text(&self, key: &str, values: &[(&str, &str)]) -> String {
        let Some(template) = self.words.get(key) else {
            return key.to_owned();
        };
        let mut text = String::with_capacity(template.len());
        let mut rest = template.as_str();
        // One pass, so that a value containing braces is never read as a placeholder.
        while let Some(open) = rest.find('{') {
            let Some(length) = rest[open..].find('}') else { break };
            let name = &rest[open + 1..open + length];
            text.push_str(&rest[..open]);
            match values.iter().find(|(key, _)| *key == name) {
                Some((_, value)) => text.push_str(value),
                None => text.push_str(&rest[open..=open + length]),
            }
            rest = &rest[open + length + 1..];
        }
        text.push_str(rest);
        text
    }
}

fn flatten(prefix: &str, value: &Value, into: &mut HashMap<String, String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                flatten(&path, value, into);
            }
        }
        Value::String(text) => {
            into.insert(prefix.to_owned(), text.clone());
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_and_never_read_as_placeholders() {
        let catalogue = Catalogue::parse(r#"{"a":{"b":"{x} und {y}"}}"#);
        assert_eq!(catalogue.text("a.b", &[("x", "{y}"), ("y", "2")]), "{y} und 2");
        assert_eq!(catalogue.text("a.b", &[("x", "1")]), "1 und {y}");
        assert_eq!(catalogue.text("a.c", &[]), "a.c");
    }
}
