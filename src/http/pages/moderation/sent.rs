//! What a form sent, field by field: for forms whose fields are not known beforehand.

use crate::domain::{coded::Coded, text::tidy_field};

/// Names and values in the order in which they were sent.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(transparent)]
pub struct Sent(pub Vec<(String, String)>);

impl Sent {
    /// The first value of a field; empty when it was not sent.
    pub fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Every value of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a field was sent with this value.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|sent| sent == value)
    }

    /// A text without blanks around it; nothing when there is none.
    pub fn text(&self, name: &str) -> Option<String> {
        let mut text = Some(self.one(name).to_owned());
        tidy_field(&mut text);
        text
    }

    /// A value that is written as its code, such as `free`.
    pub fn code<T: Coded>(&self, name: &str) -> Option<T> {
        T::of_code(self.one(name))
    }

    /// Values that are written as their codes; unknown ones are left out.
    pub fn codes<T: Coded>(&self, name: &str) -> Vec<T> {
        self.all(name).filter_map(T::of_code).collect()
    }
}
