//! What is looked up again and again while many addresses are answered.

use std::{fmt, sync::Arc};

use super::shelf::Shelf;
use crate::domain::{
    address::{AddressLine, Gazetteer, Towns, Within, read_line_among},
    city::City,
    directory::{Directory, Resolution},
};

/// How many texts of one kind are kept.
const MOST: usize = 20_000;

/// Remembers what texts mean: streets repeat themselves from row to row.
pub(super) struct Memo<'a> {
    directory: &'a Directory,
    gazetteer: &'a Gazetteer,
    towns: Towns,
    resolved: Shelf<Arc<Resolution>>,
    streets: Shelf<bool>,
}

impl<'a> Memo<'a> {
    pub fn new(city: &'a City) -> Self {
        Self {
            directory: &city.directory,
            gazetteer: &city.gazetteer,
            towns: Towns::of(&city.gazetteer),
            resolved: Shelf::new(MOST),
            streets: Shelf::new(MOST),
        }
    }

    /// As [`Directory::resolve_within`].
    pub fn resolve(&self, street: &str, within: &Within<'_>) -> Arc<Resolution> {
        let found = || Arc::new(self.directory.resolve_within(street, within));
        let (postcode, place) = (within.postcode.unwrap_or(""), within.place.unwrap_or(""));
        if [street, postcode, place].iter().any(|text| text.contains('\n')) {
            return found();
        }
        self.resolved.get(&format!("{street}\n{postcode}\n{place}"), found)
    }

    /// As [`read_line`](crate::domain::address::read_line).
    pub fn read_line(&self, text: &str) -> AddressLine {
        let is_street = |text: &str| {
            let found = || self.directory.is_street(text);
            // House numbers would fill the memory with texts that do not come back.
            if text.contains(|letter: char| letter.is_ascii_digit()) {
                return found();
            }
            self.streets.get(text, found)
        };
        read_line_among(text, self.gazetteer, &self.towns, &is_street)
    }
}

impl fmt::Debug for Memo<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Memo").finish_non_exhaustive()
    }
}
