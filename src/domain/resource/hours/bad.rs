//! Why an expression was refused.

use serde::Serialize;

/// An expression that is not understood: where and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("column {column}: {problem}")]
pub struct BadHours {
    /// The character at which reading stopped, counted from 1.
    pub column: usize,
    /// What is wrong there.
    #[serde(flatten)]
    pub problem: Problem,
}

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum Problem {
    /// Nothing is said.
    #[error("nothing is said")]
    Empty,
    /// More than [`super::MAX_CHARS`] characters, or more rules than anybody writes by hand.
    #[error("too long")]
    TooLong,
    /// A word that has no meaning here; a comment would stand in quotes.
    #[error("unknown word {word:?}")]
    UnknownWord {
        /// The word as typed.
        word: String,
    },
    /// A sign where something else is needed.
    #[error("unexpected {found:?}")]
    Unexpected {
        /// What stands there.
        found: String,
    },
    /// The text ends where something is needed.
    #[error("ends too early")]
    EndsEarly,
    /// A comment without its closing quote.
    #[error("the comment is not closed")]
    OpenComment,
    /// Such as `25:00` as a start, `10:75` or `50:00`.
    #[error("no such time of day")]
    NoSuchTime,
    /// A time without an end: `10:00-12:00` or `10:00+` would be right.
    #[error("a time without an end")]
    PointInTime,
    /// Such as `Feb 30`, week 54, `Mo[6]` or a range that runs backwards.
    #[error("no such date")]
    NoSuchDate,
    /// A second selector of the same kind: `;` or `,` is missing before it.
    #[error("a separator is missing")]
    MissingSeparator,
    /// A comma with nothing after it that could belong to the list.
    #[error("the list does not go on")]
    BrokenList,
}
