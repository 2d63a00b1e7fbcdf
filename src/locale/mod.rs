//! The catalogues of words, one a language in `web/locales/`, and answers put in them, for the
//! server's pages and the command line alike.
//!
//! Keys are dotted paths into the JSON file; `{name}` in a text is replaced by the value
//! of that name.

pub mod answer;
mod groups;
mod lang;
pub mod note;
pub mod opening;
mod ranges;
pub mod words;

use std::{collections::BTreeMap, sync::LazyLock};

use rust_embed::RustEmbed;
use serde_json::Value;

pub use groups::RESIDENT_GROUPS;
pub use lang::Lang;

#[derive(RustEmbed)]
#[folder = "web/locales"]
struct Files;

/// One for each language, in their order; a language without a file has none.
static CATALOGUES: LazyLock<[Option<Catalogue>; Lang::ALL.len()]> = LazyLock::new(|| {
    Lang::ALL.map(|lang| {
        let file = Files::get(lang.file())?;
        Some(Catalogue::parse(std::str::from_utf8(&file.data).expect("catalogues are UTF-8")))
    })
});

/// All words of one language.
pub struct Catalogue {
    words: BTreeMap<String, String>,
}

impl Catalogue {
    /// The German catalogue, which is complete.
    ///
    /// # Panics
    /// Never: its file is part of the program.
    pub fn german() -> &'static Catalogue {
        Self::of(Lang::De).expect("de.json is part of the program")
    }

    /// The catalogue of a language; `None` when there is no file for it yet.
    pub fn of(lang: Lang) -> Option<&'static Catalogue> {
        CATALOGUES[lang as usize].as_ref()
    }

    fn parse(json: &str) -> Self {
        let mut words = BTreeMap::new();
        let tree = serde_json::from_str(json).expect("the embedded catalogue is valid JSON");
        flatten("", &tree, &mut words);
        Self { words }
    }

    /// All keys and texts, by key.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.words.iter().map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// Whether there is a text under this key.
    pub fn has(&self, key: &str) -> bool {
        self.words.contains_key(key)
    }

    /// The text under a key with its placeholders filled; the key itself when it is missing,
    /// so that a gap is seen and not hidden.
    pub fn text(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.words.get(key).map_or_else(|| key.to_owned(), |text| fill(text, values))
    }
}

fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
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

fn flatten(prefix: &str, value: &Value, into: &mut BTreeMap<String, String>) {
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
