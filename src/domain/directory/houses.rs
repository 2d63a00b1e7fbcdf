//! The house numbers of each street.

use serde::{Deserialize, Serialize};

use super::{AddressPoint, Directory, Quality, StreetId};
use crate::domain::{
    address::{HouseNumber, HouseNumberRange, HouseNumbers, parse_number_list},
    grid::GridPoint,
};

/// A place that a house number stands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The id of the [`AddressPoint`].
    pub point: u32,
    /// How far the position may be off by what its source says, in metres; 0 where it says nothing.
    pub precision_m: u16,
    /// Where it is.
    pub position: GridPoint,
    /// How likely it is that the point belongs to this street, from 0 to 1.
    pub confidence: f64,
    /// The number as the source writes it.
    pub number: String,
}

/// A number or range that is known in a street.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KnownNumber {
    /// The number, or the range as the source has it.
    pub number: HouseNumbers,
    /// The best confidence of its places.
    pub confidence: f64,
    /// Where it is, the most believable first.
    pub places: Vec<Place>,
}

/// What is known of a typed number or range.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Places with exactly this number or, for a range, with the same range
    /// or any number in it. Empty when the number is unknown.
    pub places: Vec<Place>,
    /// Places with a source range that the number lies in (37 in 35-39). Not
    /// the same as known.
    pub covered_by: Vec<Place>,
    /// Whether the number is known; for a range whether the same range is, or
    /// both its ends are.
    pub complete: bool,
}

/// The numbers of one street, in natural order.
#[derive(Debug, Default)]
pub(super) struct StreetHouses {
    known: Vec<KnownNumber>,
    /// Numbers that could not be read, as they stand in the source.
    unread: Vec<Place>,
}

/// Sorts the points to their streets. Cost: O(n log n).
pub(super) fn by_street(streets: usize, points: &[AddressPoint]) -> Vec<StreetHouses> {
    let mut sorted: Vec<Vec<(HouseNumbers, Place)>> = vec![Vec::new(); streets];
    let mut houses: Vec<StreetHouses> = Vec::new();
    houses.resize_with(streets, StreetHouses::default);
    for point in points {
        let numbers = parse_number_list(&point.number);
        for reading in &point.readings {
            let at = reading.street.0 as usize;
            let (Some(list), Some(street)) = (sorted.get_mut(at), houses.get_mut(at)) else {
                continue;
            };
            let place = Place {
                point: point.id,
                precision_m: point.quality().map_or(0, Quality::precision_m),
                position: point.position,
                confidence: reading.confidence,
                number: point.number.clone(),
            };
            match &numbers {
                Some(numbers) => {
                    list.extend(numbers.iter().map(|number| (number.clone(), place.clone())));
                }
                None => street.unread.push(place),
            }
        }
    }
    for (street, mut list) in houses.iter_mut().zip(sorted) {
        list.sort_by(|a, b| {
            let ends =
                |numbers: &HouseNumbers| (numbers.lowest().clone(), numbers.highest().clone());
            ends(&a.0).cmp(&ends(&b.0)).then(b.1.confidence.total_cmp(&a.1.confidence))
        });
        for (number, place) in list {
            match street.known.last_mut().filter(|last| same(&last.number, &number)) {
                Some(last) => last.places.push(place),
                None => {
                    let confidence = place.confidence;
                    street.known.push(KnownNumber { number, confidence, places: vec![place] });
                }
            }
        }
    }
    houses
}

/// Whether two writings stand for the same number or the same range.
fn same(a: &HouseNumbers, b: &HouseNumbers) -> bool {
    match (a, b) {
        (HouseNumbers::Single(a), HouseNumbers::Single(b)) => a == b,
        (HouseNumbers::Range(a), HouseNumbers::Range(b)) => a.same_ends(b),
        _ => false,
    }
}

impl Directory {
    fn houses(&self, street: StreetId) -> &[KnownNumber] {
        self.houses.get(street.0 as usize).map_or(&[], |houses| &houses.known)
    }

    /// The known numbers of a street in natural order, ranges among them by
    /// their lower end. Empty when it has none or there is no such street.
    pub fn numbers(&self, street: StreetId) -> &[KnownNumber] {
        self.houses(street)
    }

    /// Places whose number in the source is no house number, with its text.
    pub fn unread_numbers(&self, street: StreetId) -> &[Place] {
        self.houses.get(street.0 as usize).map_or(&[], |houses| &houses.unread)
    }

    /// The places with exactly this number, its letter included, the most
    /// believable first. 36 is not 36a.
    pub fn places(&self, street: StreetId, number: &HouseNumber) -> Vec<Place> {
        let known = self.houses(street);
        let start = known.partition_point(|other| other.number.lowest() < number);
        known[start..]
            .iter()
            .take_while(|other| other.number.lowest() == number)
            .filter(|other| matches!(other.number, HouseNumbers::Single(_)))
            .flat_map(|other| other.places.iter().cloned())
            .collect()
    }

    /// What is known of a typed number or range. Cost: linear in the known
    /// numbers of the street.
    pub fn find_numbers(&self, street: StreetId, numbers: &HouseNumbers) -> Found {
        match numbers {
            HouseNumbers::Single(number) => {
                let places = self.places(street, number);
                let complete = !places.is_empty();
                let covered_by = self.in_source_ranges(street, |range| range.covers(number));
                Found { places, covered_by, complete }
            }
            HouseNumbers::Range(range) => self.find_range(street, range),
        }
    }

    fn find_range(&self, street: StreetId, range: &HouseNumberRange) -> Found {
        let same_range = |other: &KnownNumber| match &other.number {
            HouseNumbers::Range(other) => other.same_ends(range),
            HouseNumbers::Single(_) => false,
        };
        let inside = |other: &&KnownNumber| other.number.ends().iter().all(|end| range.covers(end));
        let members: Vec<&KnownNumber> =
            self.houses(street).iter().filter(|o| same_range(o) || inside(o)).collect();
        let has =
            |end: &HouseNumber| members.iter().any(|member| member.number.ends().contains(&end));
        let complete = has(range.from()) && has(range.to());
        let covered_by = self.in_source_ranges(street, |other| {
            !other.same_ends(range) && other.covers(range.from()) && other.covers(range.to())
        });
        let places = members.iter().flat_map(|member| member.places.iter().cloned()).collect();
        Found { places, covered_by, complete }
    }

    fn in_source_ranges(
        &self,
        street: StreetId,
        covers: impl Fn(&HouseNumberRange) -> bool,
    ) -> Vec<Place> {
        let covering = self.houses(street).iter().filter(|known| match &known.number {
            HouseNumbers::Range(range) => covers(range),
            HouseNumbers::Single(_) => false,
        });
        covering.flat_map(|known| known.places.iter().cloned()).collect()
    }

    /// The known numbers next below and above a number: on its side of the
    /// street where there is one, otherwise across it.
    pub fn neighbours(
        &self,
        street: StreetId,
        number: &HouseNumber,
    ) -> (Option<&KnownNumber>, Option<&KnownNumber>) {
        let known = self.houses(street);
        let side = |other: &&KnownNumber| other.number.lowest().parity() == number.parity();
        let below = || known.iter().rev().filter(|other| other.number.highest() < number);
        let above = || known.iter().filter(|other| other.number.lowest() > number);
        // Lower ends are sorted, so the nearest below has the highest end.
        let nearest_below = below().filter(side).max_by_key(|other| other.number.highest());
        (
            nearest_below.or_else(|| below().max_by_key(|other| other.number.highest())),
            above().find(side).or_else(|| above().next()),
        )
    }
}
