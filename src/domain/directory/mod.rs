//! The streets of a city and their house numbers: exact look-up, then a
//! typo-tolerant one that never guesses, known numbers, and suggestions while
//! somebody types.
//!
//! Keys come from [`normalise`](super::address::normalise()). They lie in one block of memory, each
//! with one word that tells its letters: a look-up among a hundred thousand names looks at those
//! words, compares the few texts that may fit, and takes some tenths of a millisecond.

mod edits;
mod houses;
mod index;
mod lexicon;
mod official;
mod places;
mod resolve;
mod safety;
mod score;
mod search;
mod signature;
mod suggest;
mod texts;

#[cfg(test)]
mod house_tests;
#[cfg(test)]
mod place_tests;
#[cfg(test)]
mod resolve_tests;
#[cfg(test)]
mod suggest_tests;

use serde::{Deserialize, Serialize};

use super::grid::GridPoint;
use houses::StreetHouses;
use index::Index;
use places::Places;

pub use houses::{Found, KnownNumber, Place};
pub use official::{BadPostcode, OfficialEntry, Postcode, Quality};
pub use places::StreetPlace;
pub use resolve::{AMBIGUOUS_GAP, AMBIGUOUS_MIN, MAX_CANDIDATES, Resolution, SAFE_GAP};
pub use score::VARIANT_SCORE;
pub use search::{How, StreetMatch};
pub use suggest::Suggestion;

/// A street: its place in the list that the directory was built from.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct StreetId(pub u32);

/// A named street.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Street {
    /// Its name as the city writes it.
    pub name: String,
    /// Former names and other ones in use.
    pub other_names: Vec<String>,
    /// What it is in the data: street, path, square …
    pub kind: String,
    /// Its centre lines on the grid.
    pub lines: Vec<Vec<GridPoint>>,
    /// Where it lies, in a directory of several places.
    pub place: Option<StreetPlace>,
}

/// A house with its number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AddressPoint {
    /// Stable identifier in the data.
    pub id: u32,
    /// The number as the source writes it; may be a range or a list.
    pub number: String,
    /// Where it is.
    pub position: GridPoint,
    /// The streets it may belong to, with how much is to be believed of each.
    pub readings: Vec<Reading>,
    /// Its entry in an official register, if it comes from one.
    pub official: Option<Box<OfficialEntry>>,
}

impl AddressPoint {
    /// How its position is known, where its source says so.
    pub fn quality(&self) -> Option<&Quality> {
        self.official.as_ref()?.quality.as_ref()
    }

    /// Its postcode, where its source says so.
    pub fn postcode(&self) -> Option<Postcode> {
        self.official.as_ref()?.postcode
    }
}

/// One street that a house number may belong to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The street.
    pub street: StreetId,
    /// How likely it is, from 0 to 1.
    pub confidence: f64,
}

/// Streets and house numbers, ready to be searched. Immutable.
#[derive(Debug)]
pub struct Directory {
    streets: Vec<Street>,
    points: Vec<AddressPoint>,
    houses: Vec<StreetHouses>,
    index: Index,
    places: Places,
}

impl Directory {
    /// Builds the directory; a [`StreetId`] is a place in `streets`. Readings
    /// of streets that do not exist are left out.
    ///
    /// Cost: O(n log n); about 10 ms for 500 streets and 11,000 numbers.
    pub fn new(streets: Vec<Street>, points: Vec<AddressPoint>) -> Self {
        let houses = houses::by_street(streets.len(), &points);
        let index = Index::new(&streets);
        let places = Places::of(&streets);
        Self { streets, points, houses, index, places }
    }

    /// All streets, by id.
    pub fn streets(&self) -> &[Street] {
        &self.streets
    }

    /// All streets with their ids.
    pub fn street_ids(&self) -> impl Iterator<Item = (StreetId, &Street)> {
        (0..).map(StreetId).zip(&self.streets)
    }

    /// A street; `None` when there is none with this id.
    pub fn street(&self, id: StreetId) -> Option<&Street> {
        self.streets.get(id.0 as usize)
    }

    /// The name of a street; empty when there is none with this id.
    pub fn name(&self, id: StreetId) -> &str {
        self.street(id).map_or("", |street| &street.name)
    }

    /// All house numbers, in the order they were given.
    pub fn points(&self) -> &[AddressPoint] {
        &self.points
    }

    /// What it was built from: streets and house numbers.
    pub fn into_parts(self) -> (Vec<Street>, Vec<AddressPoint>) {
        (self.streets, self.points)
    }
}
