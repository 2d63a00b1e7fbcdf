//! The street register: who is responsible on a day, written as streets and ranges of house
//! numbers.
//!
//! It says what the decision says. Of every known house number the decision is asked, and the
//! fewest ranges that tell the numbers of each Sozialraum apart are written down; numbers of which
//! nobody can be sure stand apart, and no range claims them. A range also takes in the numbers
//! between its ends that nobody knows; that is what makes it a range.

mod compare;
mod open;
mod parts;
mod street;
#[cfg(test)]
mod tests;
mod written;

use super::{
    address::{NumberRanges, sort_key},
    city::OnDay,
    directory::StreetId,
    partition::FaceIndex,
};
pub use compare::{
    Compared, Comparison, Contradiction, Listed, Reading, SoFar, Understood, compare,
};
pub use open::{Open, OpenReason};
pub use parts::{Part, parts};
pub use written::{OpenBody, ShareBody, StreetBody};

/// The register of all streets, sorted as in a dictionary.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Register {
    /// The streets.
    pub streets: Vec<RegisterStreet>,
}

/// One street of the register.
#[derive(Debug, Clone, PartialEq)]
pub struct RegisterStreet {
    /// The street in the directory.
    pub id: StreetId,
    /// Its name.
    pub name: String,
    /// The letter under which it stands, `None` for a name that begins with none.
    pub letter: Option<char>,
    /// The Sozialräume that it is shared by, that of its lowest number first.
    pub shares: Vec<Share>,
    /// Numbers that have to be clarified.
    pub open: Vec<Open>,
    /// Sozialräume that its line runs through and that no number leads to.
    pub runs_through: Vec<FaceIndex>,
}

/// The numbers of a street that belong to one Sozialraum.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// The Sozialraum.
    pub face: FaceIndex,
    /// The numbers; no other share of the street includes one of them.
    pub numbers: NumberRanges,
    /// Those among the known ones that lie so near to a border that the house should be checked.
    pub near_border: NumberRanges,
}

impl Register {
    /// The register as it stands on a day. Cost: one decision for every known house number.
    pub fn of(day: OnDay<'_>) -> Self {
        let all = day.city.directory.street_ids();
        let mut streets: Vec<RegisterStreet> =
            all.map(|(id, _)| RegisterStreet::of(day, id)).collect();
        streets.sort_by_cached_key(|street| (sort_key(&street.name), street.id));
        Self { streets }
    }

    /// The letters under which there are streets, in their order.
    pub fn letters(&self) -> Vec<Option<char>> {
        let mut letters: Vec<Option<char>> = self.streets.iter().map(|s| s.letter).collect();
        letters.dedup();
        letters
    }
}

impl RegisterStreet {
    /// The entry of one street. Cost: one decision for every known number of the street.
    pub fn of(day: OnDay<'_>, id: StreetId) -> Self {
        street::entry(day, id, day.city.directory.name(id))
    }

    /// Whether a share, open number or the line of the street concerns a Sozialraum.
    pub fn concerns(&self, face: FaceIndex) -> bool {
        self.shares.iter().any(|share| share.face == face)
            || self.open.iter().any(|open| open.faces.contains(&face))
            || self.runs_through.contains(&face)
    }
}
