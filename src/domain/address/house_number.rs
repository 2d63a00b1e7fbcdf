//! One house number: digits and an optional addition.

use std::{cmp::Ordering, fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The highest number that is read as a house number. Five digits are a
/// postcode or a mistake; no German street comes near it.
pub(super) const MAX_NUMBER: u32 = 9999;

/// A house number such as `12`, `116c` or `12 1/2`.
///
/// The addition is a lower-case letter, a fraction (`1/2`) or a sub-number
/// (`/1`, as written in the south). `"116 c"`, `"116C"` and `"116c"` are the
/// same number. Ordered as a person would sort them: 9 < 12 < 12a < 12b < 13.
/// In data it is written as its canonical text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HouseNumber {
    number: u32,
    suffix: String,
}

/// Whether a number is odd or even: German streets have one on each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parity {
    /// 1, 3, 5 …
    Odd,
    /// 2, 4, 6 …
    Even,
}

/// Why a text is not a house number.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ParseHouseNumberError {
    /// There is no text.
    #[error("the house number is empty")]
    Empty,
    /// It is not digits with an optional letter or fraction.
    #[error("\"{0}\" is not a house number")]
    NotANumber(String),
    /// Zero, or more than four digits.
    #[error("\"{0}\" is out of range for a house number (1 to 9999)")]
    OutOfRange(String),
    /// Both ends of a range are the same number.
    #[error("\"{0}\" is a range from a number to itself")]
    EmptyRange(String),
}

impl HouseNumber {
    /// A number without an addition.
    ///
    /// # Errors
    /// Zero and numbers above 9999 are refused.
    pub fn plain(number: u32) -> Result<Self, ParseHouseNumberError> {
        Self::with_suffix(number, String::new())
    }

    /// The number without its addition.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The addition: empty, a lower-case letter, a fraction `1/2` or `/1`.
    pub fn suffix(&self) -> &str {
        &self.suffix
    }

    /// Odd or even.
    pub fn parity(&self) -> Parity {
        if self.number.is_multiple_of(2) { Parity::Even } else { Parity::Odd }
    }

    /// The same digits with another letter, for lists such as `26a,b,c`.
    pub(super) fn with_letter(&self, letter: char) -> Option<Self> {
        letter
            .is_ascii_alphabetic()
            .then(|| Self { number: self.number, suffix: letter.to_ascii_lowercase().to_string() })
    }

    /// The same digits with a sub-number behind a slash.
    pub(super) fn with_sub_number(&self, sub: u32) -> Self {
        Self { number: self.number, suffix: format!("/{sub}") }
    }

    fn with_suffix(number: u32, suffix: String) -> Result<Self, ParseHouseNumberError> {
        if number == 0 || number > MAX_NUMBER {
            return Err(ParseHouseNumberError::OutOfRange(number.to_string()));
        }
        Ok(Self { number, suffix })
    }

    /// What additions are ordered by: none, fractions, sub-numbers, letters.
    fn rank(&self) -> (u8, u32, &str) {
        match self.suffix.strip_prefix('/') {
            Some(sub) => (2, sub.parse().unwrap_or(u32::MAX), ""),
            None if self.suffix.is_empty() => (0, 0, ""),
            None if self.suffix.contains('/') => (1, 0, &self.suffix),
            None => (3, 0, &self.suffix),
        }
    }
}

/// Brings the writings of dashes, fractions and case together.
pub(super) fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for letter in text.trim().chars() {
        match letter {
            '‐' | '‑' | '‒' | '–' | '—' | '−' => tidied.push('-'),
            '½' => tidied.push_str(" 1/2"),
            '¼' => tidied.push_str(" 1/4"),
            '¾' => tidied.push_str(" 3/4"),
            _ if letter.is_whitespace() => tidied.push(' '),
            _ => tidied.push(letter.to_ascii_lowercase()),
        }
    }
    tidied
}

impl FromStr for HouseNumber {
    type Err = ParseHouseNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let tidied = tidy(text);
        let wrong = || ParseHouseNumberError::NotANumber(text.trim().to_owned());
        let digits = tidied.len() - tidied.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if tidied.is_empty() {
            return Err(ParseHouseNumberError::Empty);
        }
        if digits == 0 {
            return Err(wrong());
        }
        let number: u32 = tidied[..digits]
            .parse()
            .ok()
            .filter(|number| (1..=MAX_NUMBER).contains(number))
            .ok_or_else(|| ParseHouseNumberError::OutOfRange(text.trim().to_owned()))?;
        let addition = &tidied[digits..];
        let suffix = match addition.trim_start().as_bytes() {
            [] => String::new(),
            [letter @ b'a'..=b'z'] => char::from(*letter).to_string(),
            // A fraction needs the blank, or 12 1/2 and 121/2 would be the same.
            [over @ b'1'..=b'9', b'/', under @ b'2'..=b'9']
                if addition.starts_with(' ') && over < under =>
            {
                addition.trim_start().to_owned()
            }
            [b'/', sub @ ..]
                if !sub.is_empty() && sub.len() <= 4 && sub.iter().all(u8::is_ascii_digit) =>
            {
                // Read here only when it cannot be a range: 12/1, not 12/14.
                match addition.trim_start()[1..].parse::<u32>() {
                    Ok(sub) if sub >= 1 && sub < number => format!("/{sub}"),
                    _ => return Err(wrong()),
                }
            }
            _ => return Err(wrong()),
        };
        Self::with_suffix(number, suffix)
    }
}

impl fmt::Display for HouseNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fraction = self.suffix.starts_with(|c: char| c.is_ascii_digit());
        let blank = if fraction { " " } else { "" };
        write!(out, "{}{blank}{}", self.number, self.suffix)
    }
}

impl Ord for HouseNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.number, self.rank()).cmp(&(other.number, other.rank()))
    }
}

impl PartialOrd for HouseNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl TryFrom<String> for HouseNumber {
    type Error = ParseHouseNumberError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<HouseNumber> for String {
    fn from(number: HouseNumber) -> Self {
        number.to_string()
    }
}
