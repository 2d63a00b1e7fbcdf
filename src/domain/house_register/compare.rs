//! A register held against the directory: what is new, changed, gone.

use std::collections::HashMap;

use super::{House, Listed, streets};
use crate::domain::{
    address::parse_number_list,
    directory::{AddressPoint, OfficialEntry, Quality, Reading, Street, StreetId},
};

/// The directory that a register leads to, and what differs from the one before.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// The streets afterwards.
    pub streets: Vec<Street>,
    /// The houses afterwards: those that were there before by their former order, then new ones.
    pub points: Vec<AddressPoint>,
    /// The streets before.
    pub streets_before: Vec<Street>,
    /// The houses before.
    pub points_before: Vec<AddressPoint>,
    /// Where each house afterwards stands in the file; `None` for one that is kept though it is
    /// missing there.
    pub at: Vec<Option<u32>>,
    /// New houses, by their places in `points`.
    pub new: Vec<usize>,
    /// Houses of which something differs.
    pub changed: Vec<Changed>,
    /// Houses that are gone, by their places in `points_before`.
    pub gone: Vec<usize>,
    /// How many houses are kept though the file lacks them.
    pub kept_missing: usize,
    /// New streets, by their places in `streets`.
    pub new_streets: Vec<usize>,
    /// Streets that are gone, by their places in `streets_before`: neither lines nor numbers are
    /// left of them.
    pub gone_streets: Vec<usize>,
    /// Streets that had house numbers and have none any more, by their places in `streets`.
    pub emptied_streets: Vec<usize>,
}

/// A house of which something differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed {
    /// Its place in `points_before`.
    pub before: usize,
    /// Its place in `points`.
    pub after: usize,
    /// What differs.
    pub fields: Fields,
}

/// What can differ in a house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Its identifier in the register.
    Id,
    /// Its street, or how sure that is.
    Street,
    /// Its number.
    Number,
    /// Its postcode.
    Postcode,
    /// How its position is known.
    Quality,
    /// Its position.
    Position,
}

/// A set of fields.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fields(u8);

impl Field {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Id, Self::Street, Self::Number, Self::Postcode, Self::Quality, Self::Position];

    /// A word for messages and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Street => "street",
            Self::Number => "house_number",
            Self::Postcode => "postcode",
            Self::Quality => "quality",
            Self::Position => "position",
        }
    }
}

impl Fields {
    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that are in the set.
    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL.into_iter().filter(move |field| self.has(*field))
    }

    /// Whether one is in the set.
    pub fn has(self, field: Field) -> bool {
        self.0 & (1 << field as u8) != 0
    }

    fn with(self, field: Field, is: bool) -> Self {
        Self(self.0 | (u8::from(is) << field as u8))
    }
}

impl Comparison {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.gone.is_empty()
    }

    /// How many houses are as they were.
    pub fn same(&self) -> usize {
        self.points.len() - self.new.len() - self.changed.len() - self.kept_missing
    }
}

/// The writing of a house number by which it is known again.
fn canonical(number: &str) -> String {
    match parse_number_list(number).as_deref() {
        Some([one]) => one.to_string(),
        _ => number.trim().to_lowercase(),
    }
}

/// Whether two writings of a number in one street stand for the same address.
pub fn same_address(a: &str, b: &str) -> bool {
    a == b || canonical(a) == canonical(b)
}

/// Holds what a register lists against a directory.
///
/// A house is known again by its identifier, and where it or the one before has none by its street
/// and number, the nearest one where there are several. What the register does not list is gone,
/// unless `keep_missing`. Streets keep their lines; one that has neither lines nor numbers is gone.
///
/// Cost: O(n) in the houses, and O(k²) in those of one address.
pub fn compare(
    streets: Vec<Street>,
    points: Vec<AddressPoint>,
    listed: &Listed,
    keep_missing: bool,
) -> Comparison {
    let streets_before = streets;
    let bound = streets::bind(streets_before.clone(), listed);
    let partners = partners(&points, listed, &bound.of);
    let mut after: Vec<(AddressPoint, Option<u32>)> = Vec::new();
    let mut taken: Vec<Option<usize>> = vec![None; points.len()];
    let mut new = Vec::new();
    for (at, partner) in partners.into_iter().enumerate() {
        match partner {
            Some(before) => taken[before] = Some(at),
            None => new.push(at),
        }
    }
    let mut comparison = Comparison::default();
    after.reserve_exact(listed.houses.len());
    for (before, point) in points.iter().enumerate() {
        match taken[before] {
            Some(at) => {
                let point_after = as_point(point.id, at, listed, &bound.of);
                let fields = differing(point, &point_after);
                if !fields.is_empty() {
                    comparison.changed.push(Changed { before, after: after.len(), fields });
                }
                after.push((point_after, Some(listed.houses[at].at)));
            }
            None if keep_missing => {
                comparison.kept_missing += 1;
                after.push((point.clone(), None));
            }
            None => comparison.gone.push(before),
        }
    }
    let mut next = points.iter().map(|point| point.id + 1).max().unwrap_or(0);
    for at in new {
        comparison.new.push(after.len());
        after.push((as_point(next, at, listed, &bound.of), Some(listed.houses[at].at)));
        next += 1;
    }
    (comparison.points, comparison.at) = after.into_iter().unzip();
    comparison.streets_before = streets_before;
    comparison.points_before = points;
    tidy_streets(&mut comparison, bound.streets);
    comparison
}

/// The house before of each that is listed.
fn partners(points: &[AddressPoint], listed: &Listed, of: &[StreetId]) -> Vec<Option<usize>> {
    let id = |point: &AddressPoint| point.official.as_ref().map_or("", |entry| &*entry.id) != "";
    let mut by_id: HashMap<&str, usize> = HashMap::new();
    for (at, point) in points.iter().enumerate() {
        if let Some(entry) = point.official.as_ref().filter(|entry| !entry.id.is_empty()) {
            by_id.insert(&entry.id, at);
        }
    }
    let mut partners: Vec<Option<usize>> = listed
        .houses
        .iter()
        .map(|house| by_id.get(&*house.id).copied().filter(|_| !house.id.is_empty()))
        .collect();
    let mut free = vec![true; points.len()];
    partners.iter().flatten().for_each(|at| free[*at] = false);
    let mut by_address: HashMap<(StreetId, String), Vec<usize>> = HashMap::new();
    for (at, point) in points.iter().enumerate().filter(|(at, _)| free[*at]) {
        if let Some(best) = point.readings.first() {
            by_address.entry((best.street, canonical(&point.number))).or_default().push(at);
        }
    }
    if by_address.is_empty() {
        return partners;
    }
    for (house, partner) in listed.houses.iter().zip(&mut partners) {
        if partner.is_some() {
            continue;
        }
        let address = (of[house.street as usize], canonical(&house.number));
        let Some(candidates) = by_address.get_mut(&address) else { continue };
        let fits = |at: &usize| house.id.is_empty() || !id(&points[*at]);
        let far = |at: usize| points[at].position.distance_m(house.position);
        let nearest = (0..candidates.len())
            .filter(|place| fits(&candidates[*place]))
            .min_by(|a, b| far(candidates[*a]).total_cmp(&far(candidates[*b])));
        *partner = nearest.map(|place| candidates.remove(place));
    }
    partners
}

fn as_point(id: u32, at: usize, listed: &Listed, of: &[StreetId]) -> AddressPoint {
    let house: &House = &listed.houses[at];
    let postcode = listed.streets[house.street as usize].postcode;
    AddressPoint {
        id,
        number: house.number.to_string(),
        position: house.position,
        readings: vec![Reading { street: of[house.street as usize], confidence: 1.0 }],
        official: Some(Box::new(OfficialEntry {
            id: house.id.clone(),
            quality: house.quality.clone(),
            postcode,
        })),
    }
}

fn differing(before: &AddressPoint, after: &AddressPoint) -> Fields {
    let id = |point: &AddressPoint| point.official.as_ref().map_or("".into(), |e| e.id.clone());
    Fields::default()
        .with(Field::Id, id(before) != id(after))
        .with(Field::Street, before.readings != after.readings)
        .with(Field::Number, before.number != after.number)
        .with(Field::Postcode, before.postcode() != after.postcode())
        .with(
            Field::Quality,
            before.quality().map(Quality::to_string) != after.quality().map(Quality::to_string),
        )
        .with(Field::Position, before.position != after.position)
}

/// Leaves out streets of which nothing is left, and says which are new, gone, or without numbers.
fn tidy_streets(comparison: &mut Comparison, streets: Vec<Street>) {
    let count = |points: &[AddressPoint]| {
        let mut counts = vec![0_u32; streets.len()];
        for reading in points.iter().flat_map(|point| &point.readings) {
            if let Some(count) = counts.get_mut(reading.street.0 as usize) {
                *count += 1;
            }
        }
        counts
    };
    let (before, after) = (count(&comparison.points_before), count(&comparison.points));
    let known = comparison.streets_before.len();
    let mut places = vec![StreetId::default(); streets.len()];
    for (at, street) in streets.into_iter().enumerate() {
        if after[at] == 0 && street.lines.is_empty() {
            if at < known {
                comparison.gone_streets.push(at);
            }
            continue;
        }
        let place = comparison.streets.len();
        if at >= known {
            comparison.new_streets.push(place);
        } else if before[at] > 0 && after[at] == 0 {
            comparison.emptied_streets.push(place);
        }
        #[expect(clippy::cast_possible_truncation, reason = "no more than before, and those fit")]
        let id = StreetId(place as u32);
        places[at] = id;
        comparison.streets.push(street);
    }
    for reading in comparison.points.iter_mut().flat_map(|point| &mut point.readings) {
        reading.street = places[reading.street.0 as usize];
    }
}
