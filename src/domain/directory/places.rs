//! Streets of several places in one directory: municipalities, or parts of one that have streets
//! of the same name.

use serde::{Deserialize, Serialize};

use super::{Directory, Street, StreetId};
use crate::domain::address::{Within, normalise};

/// Where a street lies, for a directory in which that has to be said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StreetPlace {
    /// The municipality or the part of town.
    pub name: String,
    /// Its postcodes; empty when they are unknown.
    pub postcodes: Vec<String>,
}

/// The names of all places, made comparable.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<String>);

impl Places {
    pub(super) fn of(streets: &[Street]) -> Self {
        let mut names: Vec<&str> = streets
            .iter()
            .filter_map(|street| street.place.as_ref())
            .map(|place| place.name.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        Self(names.into_iter().map(|name| normalise(name).key).collect())
    }
}

impl Directory {
    /// Whether a street lies within; `None` when that is not known, or nothing is said that tells
    /// places apart.
    pub(super) fn lies_within(&self, street: StreetId, within: &Within<'_>) -> Option<bool> {
        let place = self.street(street)?.place.as_ref()?;
        let by_postcode = within
            .postcode
            .filter(|_| !place.postcodes.is_empty())
            .map(|postcode| place.postcodes.iter().any(|own| own == postcode));
        let by_name = within.place.map(|name| normalise(name).key).and_then(|key| {
            // Other names, such as that of the whole town, tell nothing apart.
            self.places.0.contains(&key).then(|| normalise(&place.name).key == key)
        });
        match (by_postcode, by_name) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (one, other) => one.or(other),
        }
    }

    /// Whether a street lies at a place of this name.
    pub fn is_at(&self, street: StreetId, place: &str) -> bool {
        let own = self.place_of(street);
        own.is_some_and(|own| normalise(own).key == normalise(place).key)
    }

    /// Where a street lies, in a directory of several places.
    pub fn place_of(&self, street: StreetId) -> Option<&str> {
        self.street(street)?.place.as_ref().map(|place| place.name.as_str())
    }

    /// The name of a street, and where it lies, where that is said.
    pub fn name_and_place(&self, street: StreetId) -> String {
        match self.place_of(street) {
            Some(place) => format!("{}, {place}", self.name(street)),
            None => self.name(street).to_owned(),
        }
    }

    /// What tells a street from all others: its name, and its place where another street has the
    /// same name; with a house number between them.
    pub fn label(&self, street: StreetId, number: Option<&str>) -> String {
        let name = self.name(street);
        let numbered = match number {
            Some(number) => format!("{name} {number}"),
            None => name.to_owned(),
        };
        match self.place_to_tell(street) {
            Some(place) => format!("{numbered}, {place}"),
            None => numbered,
        }
    }

    /// The place of a street, where another street has the same name.
    pub fn place_to_tell(&self, street: StreetId) -> Option<&str> {
        let place = self.street(street)?.place.as_ref()?;
        let mut same = self.index.with_key(&normalise(self.name(street)).key);
        same.any(|entry| entry.street != street).then_some(&place.name)
    }
}
