//! Offers: places that people go to, with nothing but what their tags say.

use std::collections::HashMap;

use uuid::Uuid;

use super::{
    Note,
    ground::Ground,
    offer_rules::{self, Rule},
    streets::tidy,
};
use crate::{
    domain::{
        directory::Street,
        grid::{GridPoint, LonLat, distance_m},
        resource::{Address, Category, Contact, Cost, Resource, Wheelchair},
    },
    formats::{
        osm::{Feature, Geometry, Tags},
        resources::id_in,
    },
    locale::words::t,
};

/// Places of the same name and category nearer than this, in metres, are one.
const SAME_M: f64 = 100.0;
/// A street further off than this, in metres, says nothing about a place without a name.
const NEAR_STREET_M: f64 = 120.0;

/// The offers, and what was left out of them.
pub(super) struct Offers {
    pub resources: Vec<Resource>,
    pub notes: Vec<Note>,
}

/// The offers in the city.
pub(super) fn of(
    features: &[Feature],
    ground: &Ground,
    streets: &[Street],
    state: Option<&str>,
) -> Offers {
    let mut resources: Vec<Resource> = Vec::new();
    let mut same: HashMap<(String, Category), Vec<GridPoint>> = HashMap::new();
    let mut dropped = Vec::new();
    for feature in features {
        let Some(rule) = offer_rules::of(&feature.tags) else { continue };
        let Some(place) = middle(&feature.geometry) else { continue };
        let Some(point) = ground.point(place).filter(|point| ground.holds(*point)) else {
            continue;
        };
        let own = feature.tags.get("name").map(tidy);
        let ours = own.is_none();
        let Some(name) = own.or_else(|| unnamed(rule, &feature.tags, point, streets)) else {
            continue;
        };
        let places = same.entry((name.to_lowercase(), rule.categories[0])).or_default();
        if places.iter().any(|other| other.distance_m(point) <= SAME_M) {
            continue;
        }
        places.push(point);
        let mut resource = resource(feature, rule, name, place);
        resource.source = Some(source(feature, state, ours));
        dropped.extend(
            clear(&mut resource)
                .into_iter()
                .map(|field| format!("{}: {field} ({})", resource.name, feature.id)),
        );
        resources.push(resource);
    }
    resources
        .sort_by(|a, b| (a.categories[0], &a.name, a.id).cmp(&(b.categories[0], &b.name, b.id)));
    Offers { resources, notes: Note::of("dropped_field", &dropped).into_iter().collect() }
}

/// The middle of the box around a place.
fn middle(geometry: &Geometry) -> Option<LonLat> {
    use crate::formats::osm::Bounds;
    let bounds = match geometry {
        Geometry::Point(place) => return Some(*place),
        Geometry::Line(line) => Bounds::around(line.iter().copied())?,
        Geometry::Area(outline) => Bounds::around(outline.iter().flatten().flatten().copied())?,
    };
    Some(LonLat {
        lon: (bounds.low.lon + bounds.high.lon) / 2.0,
        lat: (bounds.low.lat + bounds.high.lat) / 2.0,
    })
}

/// What a place without a name is called: what it is, near the next street.
fn unnamed(rule: &Rule, tags: &Tags, at: GridPoint, streets: &[Street]) -> Option<String> {
    let what = rule.value(tags).filter(|_| rule.unnamed)?;
    let what = t(&format!("osm.unnamed.{what}"), &[]);
    let near = streets.iter().map(|street| (distance_to(street, at), street));
    let next = near.min_by(|a, b| a.0.total_cmp(&b.0)).filter(|(m, _)| *m <= NEAR_STREET_M);
    Some(match next {
        Some((_, street)) => t("osm.near", &[("what", &what), ("street", &street.name)]),
        None => what,
    })
}

fn distance_to(street: &Street, at: GridPoint) -> f64 {
    let edges = street.lines.iter().flat_map(|line| line.windows(2));
    edges.map(|edge| distance_m(at, edge[0], edge[1]).distance_m).fold(f64::INFINITY, f64::min)
}

fn resource(feature: &Feature, rule: &Rule, name: String, place: LonLat) -> Resource {
    let tags = &feature.tags;
    let text = |keys: &[&str]| keys.iter().find_map(|key| tags.get(key)).map(str::to_owned);
    let mut resource = Resource::unknown(id(feature), name);
    resource.categories = rule.categories.to_vec();
    resource.kind = rule.kind;
    // Rounded as the map has it.
    let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
    resource.place = Some(LonLat { lon: round(place.lon), lat: round(place.lat) });
    resource.provider = text(&["operator"]);
    resource.hours = text(&["opening_hours"]);
    resource.website = text(&["website", "contact:website", "url"]);
    let contact = Contact {
        name: None,
        phone: text(&["phone", "contact:phone"]),
        email: text(&["email", "contact:email"]),
    };
    resource.contacts = vec![contact];
    resource.address = address(tags);
    resource.access.wheelchair = match tags.get("wheelchair") {
        Some("yes" | "designated") => Some(Wheelchair::Yes),
        Some("limited") => Some(Wheelchair::Limited),
        Some("no") => Some(Wheelchair::No),
        _ => None,
    };
    resource.access.toilet = match tags.get("toilets:wheelchair") {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => None,
    };
    resource.cost = match tags.get("fee") {
        Some("no") => Some(Cost::Free),
        Some("yes") => Some(Cost::Paid),
        _ => None,
    };
    resource.audience.min_age = tags.get("min_age").and_then(|age| age.parse().ok());
    resource.audience.max_age = tags.get("max_age").and_then(|age| age.parse().ok());
    resource.licence = Some("ODbL 1.0".to_owned());
    resource.tidy()
}

/// The same for the same element in every import.
fn id(feature: &Feature) -> Uuid {
    id_in("openstreetmap", &feature.id.to_string())
}

fn source(feature: &Feature, state: Option<&str>, ours: bool) -> String {
    let element = feature.id.to_string();
    let key = if ours { "osm.source_unnamed" } else { "osm.source" };
    let unknown = t("osm.readme.unknown", &[]);
    t(key, &[("element", &element), ("state", state.unwrap_or(&unknown))])
}

fn address(tags: &Tags) -> Address {
    let street = tags.get("addr:street").or_else(|| tags.get("addr:place"));
    Address {
        street: street.map(|street| {
            let number = tags.get("addr:housenumber").unwrap_or_default();
            tidy(&format!("{street} {number}"))
        }),
        postcode: tags.get("addr:postcode").map(str::to_owned),
        town: tags.get("addr:city").map(str::to_owned),
        note: None,
    }
}

/// Empties the fields whose tags cannot be taken, and names them: a number that nobody can dial or
/// hours that nobody can read help no one.
fn clear(resource: &mut Resource) -> Vec<String> {
    let fields: Vec<String> = resource.errors().into_iter().map(|error| error.field).collect();
    for field in &fields {
        match field.as_str() {
            "hours" => resource.hours = None,
            "website" => resource.website = None,
            "provider" => resource.provider = None,
            "address.postcode" => resource.address.postcode = None,
            "address.street" => resource.address.street = None,
            "address.town" => resource.address.town = None,
            "contacts.0.phone" => resource.contacts[0].phone = None,
            "contacts.0.email" => resource.contacts[0].email = None,
            "name" => resource.name = resource.name.chars().take(MAX_NAME).collect(),
            _ => {
                resource.audience.min_age = None;
                resource.audience.max_age = None;
            }
        }
    }
    resource.contacts.retain(|contact| *contact != Contact::default());
    fields
}

/// Longest name that is kept, in characters.
const MAX_NAME: usize = crate::domain::resource::MAX_LINE;
