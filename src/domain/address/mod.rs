//! Addresses as people write them: house numbers and their ranges, street
//! names made comparable, and one line of text taken apart.
//!
//! Everything here is pure and total: any text gives a value, nothing panics,
//! and nothing that was written is turned into something else. Names of the
//! own town and its neighbours come in as a [`Gazetteer`]; which texts are
//! streets is asked through a function, so this module knows no directory.

mod additions;
mod compress;
mod fold;
mod gazetteer;
mod house_number;
mod list;
mod normalise;
mod numbers;
mod range_cover;
mod ranges;
mod reader;
mod street_choice;
mod tokens;
mod towns;
mod words;

#[cfg(test)]
mod number_tests;
#[cfg(test)]
mod reader_tests;

pub use compress::{ClassRanges, compress, compress_classes};
pub use fold::sort_key;
pub use gazetteer::{Gazetteer, Neighbour, TownMention, Within};
pub use house_number::{HouseNumber, Parity, ParseHouseNumberError};
pub use list::parse_number_list;
pub(in crate::domain) use normalise::letters_of;
pub use normalise::{NormalisedStreet, normalise, normalise_partial};
pub use numbers::{HouseNumberRange, HouseNumbers, RangeSeparator};
pub use ranges::{
    Convention, MAX_LIST_CHARS, Membership, NumberRange, NumberRanges, RangeError, RangeParity,
    RangeProblem, RangeWords, Sides,
};
pub(in crate::domain) use reader::read_line_among;
pub use reader::{AddressLine, MAX_LINE_CHARS, read_line};
pub(in crate::domain) use towns::Towns;
pub(in crate::domain) use words::{ends_as_way, is_kind, is_particle};
