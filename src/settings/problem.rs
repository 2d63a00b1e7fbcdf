//! What is wrong with the settings: where, what, and what would be right.

use std::fmt;

use super::origin::Origin;
use crate::locale::words::t;

/// One thing that is wrong.
///
/// `code` names its words in the catalogue: `settings.problem.<code>`, filled with `values`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it is written.
    pub origin: Origin,
    /// The key concerned, where one is.
    pub key: Option<String>,
    /// What is wrong.
    pub code: &'static str,
    /// The values that the words need.
    pub values: Vec<(&'static str, String)>,
}

impl Problem {
    pub(super) fn new(
        origin: Origin,
        key: Option<&str>,
        code: &'static str,
        values: &[(&'static str, &str)],
    ) -> Self {
        let values = values.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Self { origin, key: key.map(str::to_owned), code, values }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values: Vec<(&str, &str)> =
            self.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        write!(out, "{}: ", self.origin)?;
        if let Some(key) = &self.key {
            write!(out, "{key}: ")?;
        }
        // One line a problem, whatever a library put into its message.
        let text = t(&format!("settings.problem.{}", self.code), &values);
        out.write_str(&text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// Why there are no settings: everything that is wrong, at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The file that was named cannot be read.
    #[error("{}", t("settings.unreadable", &[("file", file), ("error", error)]))]
    Unreadable {
        /// The file as it was named.
        file: String,
        /// Why.
        error: String,
    },
    /// Some values do not fit.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Problems(Vec<Problem>),
}
