//! Why a list of house numbers cannot be read.

use serde::Serialize;
use thiserror::Error;

/// What is wrong at one place of a list. The words for readers come from the catalogue, by the
/// code of the problem.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("character {at}, „{found}“: {problem}")]
pub struct RangeError {
    /// The place in the text, in characters from 1.
    pub at: usize,
    /// What stands there; empty at the end of the text.
    pub found: String,
    /// What is wrong with it.
    pub problem: RangeProblem,
}

/// What can be wrong with a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RangeProblem {
    /// A word or sign that no list has.
    #[error("this is neither a house number nor a word that lists have")]
    UnknownWord,
    /// Something else is missing here.
    #[error("a house number is missing here")]
    MissingNumber,
    /// Zero, or more than four digits.
    #[error("house numbers go from 1 to 9999")]
    OutOfRange,
    /// Two entries with nothing between them.
    #[error("a comma or a dash is missing before this")]
    MissingSeparator,
    /// The second end is lower than the first.
    #[error("the range goes backwards")]
    Reversed,
    /// A range from a number to itself.
    #[error("the range goes from a number to itself")]
    EmptyRange,
    /// Odd is said of an even number, or both at once.
    #[error("odd or even contradicts the number")]
    ParityContradicts,
    /// It can be read as odd, as even or as both sides.
    #[error("it is not clear which side this range means; write it behind each range")]
    AmbiguousParity,
    /// A `g` or `u` that may be a letter or a side.
    #[error("g and u may be letters or sides here; write 12g or 12 ger.")]
    AmbiguousLetter,
    /// An exception that what stands before does not include.
    #[error("this exception is not among the numbers before it; begin a new part with a semicolon")]
    ExceptionOutside,
    /// A parenthesis without its partner, or one that is not about the range before it.
    #[error("parentheses stand in pairs behind a range and say something about it: 2–12 (even)")]
    Unclosed,
    /// The text is longer than [`MAX_LIST_CHARS`](super::MAX_LIST_CHARS).
    #[error("the list is longer than 4000 characters")]
    TooLong,
}

impl RangeProblem {
    /// Every problem.
    pub const ALL: [Self; 12] = [
        Self::UnknownWord,
        Self::MissingNumber,
        Self::OutOfRange,
        Self::MissingSeparator,
        Self::Reversed,
        Self::EmptyRange,
        Self::ParityContradicts,
        Self::AmbiguousParity,
        Self::AmbiguousLetter,
        Self::ExceptionOutside,
        Self::Unclosed,
        Self::TooLong,
    ];

    /// The code, by which the catalogue has words for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownWord => "unknown_word",
            Self::MissingNumber => "missing_number",
            Self::OutOfRange => "out_of_range",
            Self::MissingSeparator => "missing_separator",
            Self::Reversed => "reversed",
            Self::EmptyRange => "empty_range",
            Self::ParityContradicts => "parity_contradicts",
            Self::AmbiguousParity => "ambiguous_parity",
            Self::AmbiguousLetter => "ambiguous_letter",
            Self::ExceptionOutside => "exception_outside",
            Self::Unclosed => "unclosed",
            Self::TooLong => "too_long",
        }
    }
}
