//! What stands where a house number is expected: one number or a range.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::house_number::{HouseNumber, ParseHouseNumberError, tidy};

/// One house number, or a range such as `35/39`, `72-74` or `12a-14d`.
///
/// A range stays a range and is never turned into a number. `Display` gives
/// the canonical writing, which reads back as the same value; in data it is
/// written as that text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum HouseNumbers {
    /// One number.
    Single(HouseNumber),
    /// From one number to another.
    Range(HouseNumberRange),
}

/// A range of house numbers, its ends as they were written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HouseNumberRange {
    from: HouseNumber,
    to: HouseNumber,
    separator: RangeSeparator,
}

/// How the two ends of a range were joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RangeSeparator {
    /// `72-74`, also written with a longer dash or *bis*.
    Dash,
    /// `35/39`.
    Slash,
}

impl HouseNumbers {
    /// The numbers that were written: one, or both ends of the range.
    pub fn ends(&self) -> Vec<&HouseNumber> {
        match self {
            Self::Single(number) => vec![number],
            Self::Range(range) => vec![&range.from, &range.to],
        }
    }

    /// The lowest number written, which is what lists are sorted by.
    pub fn lowest(&self) -> &HouseNumber {
        match self {
            Self::Single(number) => number,
            Self::Range(range) => range.low(),
        }
    }

    /// The highest number written.
    pub fn highest(&self) -> &HouseNumber {
        match self {
            Self::Single(number) => number,
            Self::Range(range) => range.high(),
        }
    }
}

impl HouseNumberRange {
    /// The end that was written first.
    pub fn from(&self) -> &HouseNumber {
        &self.from
    }

    /// The end that was written last.
    pub fn to(&self) -> &HouseNumber {
        &self.to
    }

    /// How the ends were joined.
    pub fn separator(&self) -> RangeSeparator {
        self.separator
    }

    /// The lower end, whichever was written first.
    pub fn low(&self) -> &HouseNumber {
        (&self.from).min(&self.to)
    }

    /// The higher end.
    pub fn high(&self) -> &HouseNumber {
        (&self.from).max(&self.to)
    }

    /// Whether a number lies in the range. With both ends on the same side of
    /// the street only that side counts: 37 lies in 35-39, 36 does not.
    pub fn covers(&self, number: &HouseNumber) -> bool {
        let one_side = self.from.parity() == self.to.parity();
        self.low() <= number
            && number <= self.high()
            && (!one_side || number.parity() == self.from.parity())
    }

    /// Whether both ranges have the same ends, however they were written.
    pub fn same_ends(&self, other: &Self) -> bool {
        self.low() == other.low() && self.high() == other.high()
    }
}

/// The second end: a number, or only a letter (`12a-d`).
fn second_end(text: &str, first: &HouseNumber) -> Option<HouseNumber> {
    let mut letters = text.trim().chars();
    match (letters.next(), letters.next()) {
        // `12-d` may mean 12d or 12 to 12d, so a letter must stand on the left too.
        (Some(letter), None) if letter.is_ascii_alphabetic() && !first.suffix().is_empty() => {
            first.with_letter(letter)
        }
        _ => text.parse().ok(),
    }
}

impl FromStr for HouseNumbers {
    type Err = ParseHouseNumberError;

    /// Reads a number or a range.
    ///
    /// # Errors
    /// Letters in the middle (`5o0`), zero, more than four digits, three ends
    /// and a range from a number to itself are not house numbers.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let tidied = tidy(text).replace(" bis ", "-");
        let error = match tidied.parse::<HouseNumber>() {
            Ok(number) => return Ok(Self::Single(number)),
            Err(error) => error,
        };
        let parted = tidied
            .split_once('-')
            .map(|(from, to)| (from, to, RangeSeparator::Dash))
            .or_else(|| tidied.split_once('/').map(|(from, to)| (from, to, RangeSeparator::Slash)));
        let Some((from, to, separator)) = parted else { return Err(error) };
        let wrong = || ParseHouseNumberError::NotANumber(text.trim().to_owned());
        let from: HouseNumber = from.parse().map_err(|_| wrong())?;
        let to = second_end(to, &from).ok_or_else(wrong)?;
        if from == to {
            return Err(ParseHouseNumberError::EmptyRange(text.trim().to_owned()));
        }
        let sub_number = to.number() <= from.number() && to.suffix().is_empty();
        if separator == RangeSeparator::Slash && sub_number && from.suffix().is_empty() {
            return Ok(Self::Single(from.with_sub_number(to.number())));
        }
        if separator == RangeSeparator::Slash && to < from {
            return Err(wrong());
        }
        Ok(Self::Range(HouseNumberRange { from, to, separator }))
    }
}

impl fmt::Display for HouseNumbers {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Single(number) => number.fmt(out),
            Self::Range(range) => range.fmt(out),
        }
    }
}

impl fmt::Display for HouseNumberRange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let separator = match self.separator {
            RangeSeparator::Dash => '-',
            RangeSeparator::Slash => '/',
        };
        write!(out, "{}{separator}{}", self.from, self.to)
    }
}

impl From<HouseNumber> for HouseNumbers {
    fn from(number: HouseNumber) -> Self {
        Self::Single(number)
    }
}

impl TryFrom<String> for HouseNumbers {
    type Error = ParseHouseNumberError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<HouseNumbers> for String {
    fn from(numbers: HouseNumbers) -> Self {
        numbers.to_string()
    }
}
