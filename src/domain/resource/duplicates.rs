//! Entries that are probably the same offer, written down twice.

use std::collections::{HashMap, HashSet};

use rstar::{AABB, RTree, primitives::GeomWithData};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Category, Resource,
    search::{Index, words},
};
use crate::domain::grid::GridPoint;

/// How far apart two entries with names alike may lie, in metres.
pub const NEAR_M: f64 = 100.0;
/// The same in centimetres.
const NEAR_CM: i64 = 10_000;
/// How much of the longer of two names may differ.
const MAX_DIFFERENCE: f64 = 0.3;

/// Two entries, in one order: the same two are the same pair whichever is named first.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
pub struct Pair {
    /// The one with the smaller id.
    pub first: Uuid,
    /// The other one.
    pub second: Uuid,
}

impl Pair {
    /// The pair of these two.
    pub fn new(one: Uuid, other: Uuid) -> Self {
        Self { first: one.min(other), second: one.max(other) }
    }

    /// Whether this entry is one of the two.
    pub fn has(self, id: Uuid) -> bool {
        self.first == id || self.second == id
    }
}

/// What is compared of an entry.
struct Likeness {
    id: Uuid,
    point: Option<GridPoint>,
    name: Vec<char>,
    /// How often each letter is in the name, by its last five bits.
    letters: [u8; 32],
    street: Option<String>,
}

impl Likeness {
    fn new(resource: &Resource, point: Option<GridPoint>) -> Self {
        let name: Vec<char> = words(&resource.name).join(" ").chars().collect();
        let mut letters = [0_u8; 32];
        for letter in &name {
            let count = &mut letters[(*letter as usize) % 32];
            *count = count.saturating_add(1);
        }
        let street = resource.address.street.as_deref().map(|street| words(street).join(" "));
        Self { id: resource.id, point, name, letters, street }
    }

    fn near(&self, other: &Self) -> bool {
        let points = self.point.zip(other.point);
        points.is_some_and(|(one, other)| one.distance_m(other) <= NEAR_M)
    }

    /// Whether the names differ in at most [`MAX_DIFFERENCE`] of their letters.
    fn alike(&self, other: &Self) -> bool {
        let longer = self.name.len().max(other.name.len());
        let most = (longer as f64 * MAX_DIFFERENCE).floor() as usize;
        // Cheap to tell, and true of nearly all pairs: too many letters are only in one of them.
        let surplus = |a: &[u8; 32], b: &[u8; 32]| -> usize {
            a.iter().zip(b).map(|(a, b)| usize::from(a.saturating_sub(*b))).sum()
        };
        longer > 0
            && surplus(&self.letters, &other.letters) <= most
            && surplus(&other.letters, &self.letters) <= most
            && strsim::generic_levenshtein(&self.name, &other.name) <= most
    }

    #[cfg(test)]
    fn same_address(&self, other: &Self) -> bool {
        self.street.is_some() && self.street == other.street && self.name == other.name
    }
}

/// Whether two of them are told apart by nothing but where they are: the two sides of a stop and
/// playgrounds beside each other have the same name without being the same.
fn has_common_name(resource: &Resource) -> bool {
    let common = |category: &Category| matches!(category, Category::Stop | Category::Playground);
    resource.categories.iter().all(common)
}

/// The pairs of entries on the map that are probably the same: within [`NEAR_M`] and with names
/// alike, or with the same name in the same street. Stops and playgrounds are left out.
///
/// Costs about a second for 100,000 entries spread over a city.
pub fn pairs(index: &Index) -> Vec<Pair> {
    let entries = index.entries().iter();
    let entries = entries.filter(|entry| !has_common_name(&entry.record.resource));
    let all: Vec<Likeness> =
        entries.map(|entry| Likeness::new(&entry.record.resource, entry.point)).collect();
    among(&all)
}

fn among(all: &[Likeness]) -> Vec<Pair> {
    let located = all.iter().enumerate().filter_map(|(at, one)| {
        let point = one.point?;
        Some(GeomWithData::new([point.x, point.y], at))
    });
    let tree = RTree::bulk_load(located.collect());
    let mut found: HashSet<Pair> = HashSet::new();
    for (at, one) in all.iter().enumerate() {
        let Some(GridPoint { x, y }) = one.point else { continue };
        let around = AABB::from_corners([x - NEAR_CM, y - NEAR_CM], [x + NEAR_CM, y + NEAR_CM]);
        for other in tree.locate_in_envelope(&around).map(|place| place.data) {
            if other > at && one.near(&all[other]) && one.alike(&all[other]) {
                found.insert(Pair::new(one.id, all[other].id));
            }
        }
    }
    let mut by_address: HashMap<(&str, &[char]), Vec<Uuid>> = HashMap::new();
    for one in all {
        if let Some(street) = &one.street {
            by_address.entry((street, &one.name)).or_default().push(one.id);
        }
    }
    for ids in by_address.into_values() {
        for (at, one) in ids.iter().enumerate() {
            found.extend(ids[at + 1..].iter().map(|other| Pair::new(*one, *other)));
        }
    }
    let mut found: Vec<Pair> = found.into_iter().collect();
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn likeness(at: u128, name: &str, street: Option<&str>, point: Option<(i64, i64)>) -> Likeness {
        let mut resource = Resource::new(Uuid::from_u128(at), name, Category::Kita);
        resource.address.street = street.map(str::to_owned);
        Likeness::new(&resource, point.map(|(x, y)| GridPoint::new(x, y)))
    }

    #[test]
    fn near_and_alike_or_at_the_same_address_is_suspicious() {
        let all = [
            likeness(1, "Kita Sonnenschein", None, Some((0, 0))),
            likeness(2, "KiTa Sonnenschien", None, Some((9_999, 0))),
            likeness(3, "Kita Sonnenschein", None, Some((10_001, 10_001))),
            likeness(4, "Kita Regenbogen", None, Some((0, 0))),
            likeness(5, "Stadtbücherei", Some("Rathausallee 50"), None),
            likeness(6, "Stadtbuecherei", Some("rathausallee 50"), Some((900_000, 0))),
            likeness(7, "Stadtbücherei", Some("Rathausallee 5"), None),
        ];
        let pair = |one, other| Pair::new(Uuid::from_u128(one), Uuid::from_u128(other));
        assert_eq!(among(&all), [pair(1, 2), pair(5, 6)]);
    }

    #[test]
    fn the_sides_of_a_stop_are_no_duplicates() {
        let stop = Resource::new(Uuid::nil(), "Rathaus", Category::Stop);
        assert!(has_common_name(&stop));
        let kiosk = Resource { categories: vec![Category::Stop, Category::Shopping], ..stop };
        assert!(!has_common_name(&kiosk));
    }

    proptest! {
        #[test]
        fn the_same_is_found_as_by_looking_at_every_pair(
            entries in prop::collection::vec(
                ("[abä ]{0,6}", prop::option::of("[xy]"), prop::option::of((0_i64..30_000, 0_i64..30_000))),
                0..40,
            ),
        ) {
            let all: Vec<Likeness> = (0_u128..)
                .zip(&entries)
                .map(|(at, (name, street, point))| likeness(at, name, street.as_deref(), *point))
                .collect();
            let mut expected = Vec::new();
            for (at, one) in all.iter().enumerate() {
                for other in &all[at + 1..] {
                    let longer = one.name.len().max(other.name.len());
                    let distance = strsim::generic_levenshtein(&one.name, &other.name);
                    let alike = longer > 0 && distance as f64 <= longer as f64 * MAX_DIFFERENCE;
                    if alike && one.near(other) || one.same_address(other) {
                        expected.push(Pair::new(one.id, other.id));
                    }
                }
            }
            expected.sort_unstable();
            prop_assert_eq!(among(&all), expected);
        }
    }
}
