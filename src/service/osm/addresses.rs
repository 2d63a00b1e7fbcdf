//! House numbers: which street each belongs to and where it is, as far as the map says.
//!
//! Numbers between the ends of a line of interpolated ones are not made up. The decision itself
//! answers for an unknown number between two known ones, and only where every place that it could
//! have lies in one Sozialraum.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use geo::{BoundingRect, InteriorPoint};

use super::{
    Note,
    ground::{Ground, metres},
    streets::{self, tidy},
};
use crate::{
    domain::{
        address::{normalise, parse_number_list},
        directory::{AddressPoint, Reading, Street, StreetId},
        grid::GridPoint,
        partition::Area,
    },
    formats::osm::{AreaContent, ElementId, Extract, Feature, Geometry, Outline, Tags},
};

/// Places of one number nearer than this, in metres, are one house that is mapped twice.
const SAME_HOUSE_M: f64 = 15.0;
/// A shop or a school that names a number nearer than this, in metres, to a house with that number
/// says the same.
const MENTION_M: f64 = 75.0;
/// A site wider than this, in metres, does not tell where its house number is.
const SITE_M: f64 = 150.0;
/// A postcode that fewer than one in so many addresses have is a slip of a mapper.
const POSTCODE_SHARE: usize = 1_000;

/// Keys of what has an address without being the house.
const GUESTS: &[&str] = &[
    "amenity",
    "club",
    "craft",
    "healthcare",
    "leisure",
    "office",
    "shop",
    "social_facility",
    "tourism",
];

/// How much an element is the house itself; the first is believed most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    /// A node that is nothing but an address or an entrance.
    Node,
    /// A building.
    Building,
    /// Something that is at the address: a shop, a school ground.
    Guest,
}

/// A house number with the name it belongs to.
#[derive(Debug, Clone)]
struct Found {
    id: ElementId,
    source: Source,
    number: String,
    /// The street, or the place that stands in its stead.
    name: String,
    is_place: bool,
    position: GridPoint,
    postcode: Option<String>,
}

/// What was read of the addresses.
pub(super) struct Read {
    found: Vec<Found>,
    notes: Vec<Note>,
    /// The names of streets and places that house numbers belong to.
    pub named: BTreeSet<String>,
}

/// Streets with their house numbers.
pub(super) struct Placed {
    pub streets: Vec<Street>,
    pub points: Vec<AddressPoint>,
    pub postcodes: Vec<String>,
    pub notes: Vec<Note>,
}

/// Reads the addresses in the city.
pub(super) fn read(extract: &Extract, content: &AreaContent, ground: &Ground) -> Read {
    let streets = inherited(extract, content);
    let mut found = Vec::new();
    let (mut unreadable, mut without, mut wide) = (Vec::new(), Vec::new(), Vec::new());
    for feature in &content.features {
        let Some(number) = feature.tags.get("addr:housenumber").map(tidy) else { continue };
        let Some(position) = position(feature, ground).filter(|at| ground.holds(at.point)) else {
            continue;
        };
        let label = || format!("{} ({})", number, feature.id);
        let street = feature.tags.get("addr:street").map(tidy);
        let street = street.or_else(|| streets.get(&feature.id).cloned());
        let place = feature.tags.get("addr:place").map(tidy);
        let is_place = street.is_none();
        let Some(name) = street.or(place) else {
            without.push(label());
            continue;
        };
        if parse_number_list(&number).is_none() {
            unreadable.push(format!("{name} {}", label()));
            continue;
        }
        let source = source(feature);
        if source == Source::Guest && position.width_m > SITE_M {
            wide.push(format!("{name} {}", label()));
            continue;
        }
        let postcode = feature.tags.get("addr:postcode").map(str::to_owned);
        let position = position.point;
        found.push(Found { id: feature.id, source, number, name, is_place, position, postcode });
    }
    let named = found.iter().map(|found| found.name.clone()).collect();
    let lines: Vec<String> = content.interpolations.keys().map(|id| format!("way/{id}")).collect();
    let notes = [
        Note::of("unreadable_number", &unreadable),
        Note::of("without_street", &without),
        Note::of("wide_site", &wide),
        Note::of("interpolation", &lines),
    ];
    Read { found, notes: notes.into_iter().flatten().collect(), named }
}

/// Where a house is, and how wide what it was taken from.
struct Position {
    point: GridPoint,
    width_m: f64,
}

fn position(feature: &Feature, ground: &Ground) -> Option<Position> {
    match &feature.geometry {
        Geometry::Point(at) => Some(Position { point: ground.point(*at)?, width_m: 0.0 }),
        Geometry::Line(_) => None,
        Geometry::Area(outline) => on_surface(outline, ground),
    }
}

/// A point in an area, and the diagonal of its box.
fn on_surface(outline: &Outline, ground: &Ground) -> Option<Position> {
    let ring = |ring: &Vec<_>| ring.iter().map(|place| ground.point(*place)).collect();
    let polygon = |rings: &Vec<Vec<_>>| rings.iter().map(ring).collect::<Option<Vec<_>>>();
    let polygons = outline.iter().map(polygon).collect::<Option<Vec<_>>>()?;
    let area = metres(&Area { id: String::new(), polygons });
    let bounds = area.bounding_rect()?;
    let inside = area.interior_point()?;
    Some(Position {
        point: GridPoint::nearest(inside.x() * 100.0, inside.y() * 100.0),
        width_m: bounds.width().hypot(bounds.height()),
    })
}

fn source(feature: &Feature) -> Source {
    match feature.id {
        _ if feature.tags.has_any(&["building"]) => Source::Building,
        ElementId::Node(_) if !feature.tags.has_any(GUESTS) => Source::Node,
        _ => Source::Guest,
    }
}

/// The streets of houses that do not name theirs: by a relation of the street and its houses, or
/// by the line of house numbers that ends at them.
fn inherited(extract: &Extract, content: &AreaContent) -> HashMap<ElementId, String> {
    let tags: HashMap<ElementId, &Tags> =
        content.features.iter().map(|feature| (feature.id, &feature.tags)).collect();
    let named = |id: &ElementId, key: &str| tags.get(id).and_then(|tags| tags.get(key)).map(tidy);
    let mut streets = HashMap::new();
    for relation in extract.street_relations() {
        let of_role = |role: &'static str| {
            relation.members.iter().filter(move |member| *member.role == *role)
        };
        let own = relation.tags.get("addr:street").or_else(|| relation.tags.get("name")).map(tidy);
        let street = own.or_else(|| of_role("street").find_map(|way| named(&way.id, "name")));
        let Some(street) = street else { continue };
        for house in of_role("house").chain(of_role("address")) {
            streets.insert(house.id, street.clone());
        }
    }
    for (way, nodes) in &content.interpolations {
        let ends = nodes.iter().map(|node| ElementId::Node(*node));
        let mut names: BTreeSet<String> =
            ends.clone().filter_map(|end| named(&end, "addr:street")).collect();
        names.extend(named(&ElementId::Way(*way), "addr:street"));
        // Ends in two streets do not tell about a third.
        if let (Some(street), 1) = (names.first(), names.len()) {
            streets.extend(ends.map(|end| (end, street.clone())));
        }
    }
    streets
}

/// Puts the house numbers to the streets. A name that no street has, by itself or as another name,
/// becomes a street of its own that is known by its houses alone.
pub(super) fn place(read: Read, mut streets: Vec<Street>, ground: &Ground) -> Placed {
    let mut notes = read.notes;
    let mut found = once(read.found);
    let mut missing: BTreeMap<String, Vec<&Found>> = BTreeMap::new();
    let known = Known::new(&streets);
    for house in &found {
        if known.street(&house.name).is_none() {
            missing.entry(house.name.clone()).or_default().push(house);
        }
    }
    let (mut places, mut unknown) = (Vec::new(), Vec::new());
    let mut added = Vec::new();
    for (name, houses) in missing {
        let is_place = houses.iter().all(|house| house.is_place);
        if is_place {
            places.push(name.clone())
        } else {
            unknown.push(name.clone())
        }
        // Nothing is known of its course: it is where its houses are.
        let lines = houses.iter().map(|house| vec![house.position; 2]).collect();
        let kind = if is_place { "place" } else { "addresses" };
        added.push(Street {
            name,
            other_names: Vec::new(),
            kind: kind.to_owned(),
            lines,
            place: None,
        });
    }
    notes.extend(Note::of("place", &places));
    notes.extend(Note::of("unknown_street", &unknown));
    streets.extend(added);
    streets::sort(&mut streets);
    let known = Known::new(&streets);
    found.sort_by_cached_key(|house| (known.street(&house.name), natural(&house.number), house.id));
    let point = |(id, house): (u32, &Found)| {
        let street = known.street(&house.name)?;
        let readings = vec![Reading { street, confidence: 1.0 }];
        let (number, position) = (house.number.clone(), house.position);
        Some(AddressPoint { id, number, position, readings, official: None })
    };
    let points = (1..).zip(&found).filter_map(point).collect();
    let postcodes = postcodes(&found);
    debug_assert!(found.iter().all(|house| ground.holds(house.position)));
    Placed { streets, points, postcodes, notes }
}

/// House numbers in the order of counting.
fn natural(number: &str) -> (u32, String) {
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    (digits.parse().unwrap_or_default(), number.to_owned())
}

/// Every house once: of an address that is mapped on the door, on the building and in the shop,
/// what is believed most.
fn once(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|house| (house.source, house.id));
    let mut kept: HashMap<(String, String), Vec<Found>> = HashMap::new();
    for house in found {
        let key = (normalise(&house.name).key, house.number.to_lowercase());
        let others = kept.entry(key).or_default();
        let near_m = if house.source == Source::Guest { MENTION_M } else { SAME_HOUSE_M };
        match others.iter_mut().find(|o| o.position.distance_m(house.position) <= near_m) {
            Some(other) => other.postcode = other.postcode.take().or(house.postcode),
            None => others.push(house),
        }
    }
    let mut all: Vec<Found> = kept.into_values().flatten().collect();
    all.sort_by_key(|house| house.id);
    all
}

/// Streets by name.
struct Known {
    by_name: HashMap<String, StreetId>,
    /// By comparable name; `None` where several streets share it.
    by_key: HashMap<String, Option<StreetId>>,
}

impl Known {
    fn new(streets: &[Street]) -> Self {
        let mut by_name = HashMap::new();
        let mut by_key: HashMap<String, Option<StreetId>> = HashMap::new();
        for (id, street) in (0..).map(StreetId).zip(streets) {
            for name in std::iter::once(&street.name).chain(&street.other_names) {
                by_name.entry(name.clone()).or_insert(id);
                let same = by_key.entry(normalise(name).key).or_insert(Some(id));
                *same = same.filter(|same| *same == id);
            }
        }
        Self { by_name, by_key }
    }

    /// The street of this name, written the same or in one of the usual other ways.
    fn street(&self, name: &str) -> Option<StreetId> {
        let exact = self.by_name.get(name).copied();
        exact.or_else(|| self.by_key.get(&normalise(name).key).copied().flatten())
    }
}

fn postcodes(found: &[Found]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for postcode in found.iter().filter_map(|house| house.postcode.as_deref()) {
        *counts.entry(postcode).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    let is_one = |code: &str| code.len() == 5 && code.bytes().all(|b| b.is_ascii_digit());
    counts
        .into_iter()
        .filter(|(code, count)| is_one(code) && count * POSTCODE_SHARE >= all)
        .map(|(code, _)| code.to_owned())
        .collect()
}
