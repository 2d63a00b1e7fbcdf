//! One entry of the table of settings.

use super::table::Settings;
use crate::locale::words::t;

/// What a setting is when nobody sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Initial {
    /// This value, written as on the command line.
    Default(&'static str),
    /// Nothing; the text is an example of a value.
    Example(&'static str),
}

/// How a value is written in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A text in quotes.
    Text,
    /// A whole number.
    Number,
    /// A list of texts; elsewhere they are written with commas between them.
    List,
}

/// One setting: how it is named, written, read and shown.
pub struct Setting {
    /// Section and name, such as `server.listen`.
    pub key: &'static str,
    /// Its section in the file.
    pub section: &'static str,
    /// Its name in the section.
    pub name: &'static str,
    /// Its environment variable.
    pub env: &'static str,
    /// Its flag without dashes and what stands for the value in help texts.
    pub flag: Option<(&'static str, &'static str)>,
    /// Whether every command that reads settings has the flag, not `serve` alone.
    pub shared: bool,
    /// What it means, in English.
    pub(super) english: &'static str,
    /// What it is when nobody sets it.
    pub initial: Initial,
    pub(super) shape: fn() -> Shape,
    pub(super) expected: fn() -> String,
    pub(super) secret: fn() -> bool,
    pub(super) read: fn(&mut Settings, &str) -> Option<()>,
    pub(super) show: fn(&Settings) -> String,
}

impl Initial {
    /// The value as text; empty for none.
    pub(super) const fn default_text(self) -> &'static str {
        match self {
            Self::Default(text) => text,
            Self::Example(_) => "",
        }
    }
}

impl Setting {
    /// The setting of a key.
    pub(super) fn of(key: &str) -> Option<&'static Self> {
        super::table::SETTINGS.iter().find(|setting| setting.key == key)
    }

    /// What it means, in English, for help and documentation.
    pub fn english(&self) -> &'static str {
        self.english.trim()
    }

    /// What it means, in German.
    pub fn meaning(&self) -> String {
        t(&format!("settings.meaning.{}", self.key), &[])
    }

    /// How its value is written in the file.
    pub fn shape(&self) -> Shape {
        (self.shape)()
    }

    /// What would be right, in German.
    pub fn expected(&self) -> String {
        (self.expected)()
    }

    /// Whether its value must not be shown.
    pub(super) fn is_secret(&self) -> bool {
        (self.secret)()
    }

    /// Its value as text; empty for none.
    pub fn show(&self, settings: &Settings) -> String {
        (self.show)(settings)
    }

    /// A value of it as it is written in the file.
    pub(super) fn toml(&self, text: &str) -> String {
        match self.shape() {
            Shape::Number => text.to_owned(),
            Shape::Text => quoted(text),
            Shape::List => {
                let parts: Vec<String> =
                    text.split(',').filter(|part| !part.is_empty()).map(quoted).collect();
                format!("[{}]", parts.join(", "))
            }
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.trim().replace('\\', "\\\\").replace('"', "\\\""))
}
