//! What an official register of house numbers says of a house beside its address.

use std::{fmt, num::NonZeroU32, str::FromStr};

use serde::{Deserialize, Serialize};

/// The entry of a house in an official register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficialEntry {
    /// Its identifier there; empty where the register has none.
    pub id: Box<str>,
    /// How its position is known, where the register says so.
    pub quality: Option<Quality>,
    /// Its postcode, where the register says so.
    pub postcode: Option<Postcode>,
}

/// How the position of a house is known: the code of the register. `Display` gives the code, which
/// reads back as the same value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Quality {
    /// `A`: within the building.
    Building,
    /// `B`: within the parcel, not certainly in the building.
    Parcel,
    /// `C`: a number that only the land register uses.
    Internal,
    /// Any other code. What it means is up to its register, so that it counts as rough.
    Other(Box<str>),
}

/// A German postcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Postcode(NonZeroU32);

/// Why a text is no postcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a postcode has five digits")]
pub struct BadPostcode;

impl Quality {
    /// How far the position may be from the house, in metres; 0 where it lies in the house. The
    /// registers state no number: these are assumptions, wide enough to be safe.
    pub fn precision_m(&self) -> u16 {
        match self {
            Self::Building => 0,
            Self::Parcel | Self::Internal => 50,
            Self::Other(_) => 100,
        }
    }

    /// A word for what the code means, for messages.
    pub fn meaning(&self) -> &'static str {
        match self {
            Self::Building => "building",
            Self::Parcel => "parcel",
            Self::Internal => "internal",
            Self::Other(_) => "other",
        }
    }
}

impl From<&str> for Quality {
    fn from(code: &str) -> Self {
        match code {
            "A" | "a" => Self::Building,
            "B" | "b" => Self::Parcel,
            "C" | "c" => Self::Internal,
            other => Self::Other(other.into()),
        }
    }
}

impl From<String> for Quality {
    fn from(code: String) -> Self {
        code.as_str().into()
    }
}

impl From<Quality> for String {
    fn from(quality: Quality) -> Self {
        quality.to_string()
    }
}

impl fmt::Display for Quality {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Building => "A",
            Self::Parcel => "B",
            Self::Internal => "C",
            Self::Other(code) => code,
        })
    }
}

impl FromStr for Postcode {
    type Err = BadPostcode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let five = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().and_then(NonZeroU32::new).filter(|_| five);
        number.map(Self).ok_or(BadPostcode)
    }
}

impl TryFrom<String> for Postcode {
    type Error = BadPostcode;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Postcode> for String {
    fn from(postcode: Postcode) -> Self {
        postcode.to_string()
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:05}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_postcodes_read_back() {
        for code in ["A", "B", "C", "R", "geschätzt"] {
            assert_eq!(Quality::from(code).to_string(), code);
        }
        assert!(Quality::from("R").precision_m() > Quality::from("A").precision_m());
        assert_eq!("01067".parse::<Postcode>().map(|code| code.to_string()), Ok("01067".into()));
        for text in ["", "1067", "00000", "2284a", "228444", "+2284"] {
            assert!(text.parse::<Postcode>().is_err(), "{text}");
        }
    }
}
