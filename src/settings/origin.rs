//! Where a value comes from.

use std::fmt;

use crate::locale::words::t;

/// Where a value comes from; written in German.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody set it.
    Default,
    /// A line of the file.
    File {
        /// The file as it was named.
        name: String,
        /// The line, from 1.
        line: usize,
    },
    /// An environment variable.
    Environment(&'static str),
    /// A flag, without its dashes.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => out.write_str(&t("settings.origin.default", &[])),
            Self::File { name, line } => write!(out, "{name}:{line}"),
            Self::Environment(name) => {
                out.write_str(&t("settings.origin.environment", &[("name", name)]))
            }
            Self::Flag(name) => out.write_str(&t("settings.origin.flag", &[("name", name)])),
        }
    }
}
