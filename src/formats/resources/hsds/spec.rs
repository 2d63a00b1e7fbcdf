//! What the specification (HSDS 3.2, `schema/*.json`) asks of the entities that we write, as facts:
//! required properties, types, formats and fixed words. The official schemas are not part of this
//! project; they allow any further property, here every unknown one is an error.

use jiff::{Timestamp, civil::Date};
use serde_json::Value;
use uuid::Uuid;

/// One property: name, type (`uuid`, `text`, `uri`, `email`, `number`, `date`, `moment`, words
/// separated by `|`, `[entity]` for a list, `entity` with a capital for a nested one).
type Property = (&'static str, &'static str);

/// An entity: name, how many of its properties (the first ones) are required, properties.
const ENTITIES: [(&str, usize, &[Property]); 16] = [
    (
        "Service",
        3,
        &[
            ("id", "uuid"),
            ("name", "text"),
            ("status", "active|inactive|defunct|temporarily closed"),
            ("description", "text"),
            ("url", "uri"),
            ("email", "email"),
            ("fees_description", "text"),
            ("eligibility_description", "text"),
            ("minimum_age", "number"),
            ("maximum_age", "number"),
            ("assured_date", "date"),
            ("last_modified", "moment"),
            ("phones", "[Phone]"),
            ("schedules", "[Schedule]"),
            ("service_areas", "[ServiceArea]"),
            ("service_at_locations", "[ServiceAtLocation]"),
            ("languages", "[Language]"),
            ("organization", "Organization"),
            ("cost_options", "[CostOption]"),
            ("contacts", "[Contact]"),
            ("attributes", "[Attribute]"),
        ],
    ),
    (
        "Organization",
        3,
        &[("id", "uuid"), ("name", "text"), ("description", "text"), ("services", "[Service]")],
    ),
    ("ServiceAtLocation", 1, &[("id", "uuid"), ("location", "Location"), ("service", "Service")]),
    (
        "Location",
        2,
        &[
            ("id", "uuid"),
            ("location_type", "physical|postal|virtual"),
            ("name", "text"),
            ("transportation", "text"),
            ("latitude", "number"),
            ("longitude", "number"),
            ("addresses", "[Address]"),
            ("accessibility", "[Accessibility]"),
        ],
    ),
    (
        "Address",
        7,
        &[
            ("id", "uuid"),
            ("address_1", "text"),
            ("city", "text"),
            ("state_province", "text"),
            ("postal_code", "text"),
            ("country", "text"),
            ("address_type", "physical|postal|virtual"),
            ("address_2", "text"),
        ],
    ),
    ("Accessibility", 1, &[("id", "uuid"), ("description", "text")]),
    ("Phone", 2, &[("id", "uuid"), ("number", "text")]),
    (
        "Contact",
        1,
        &[
            ("id", "uuid"),
            ("name", "text"),
            ("email", "email"),
            ("phones", "[Phone]"),
            ("attributes", "[Attribute]"),
        ],
    ),
    ("Language", 1, &[("id", "uuid"), ("name", "text"), ("code", "text")]),
    (
        "Schedule",
        1,
        &[
            ("id", "uuid"),
            ("freq", "WEEKLY|MONTHLY"),
            ("byday", "text"),
            ("opens_at", "text"),
            ("closes_at", "text"),
            ("description", "text"),
            ("notes", "text"),
        ],
    ),
    (
        "CostOption",
        1,
        &[("id", "uuid"), ("option", "text"), ("currency", "text"), ("amount", "number")],
    ),
    (
        "ServiceArea",
        1,
        &[("id", "uuid"), ("name", "text"), ("extent", "text"), ("extent_type", "geojson")],
    ),
    (
        "Attribute",
        1,
        &[
            ("id", "uuid"),
            ("link_id", "uuid"),
            ("link_type", "text"),
            ("link_entity", "text"),
            ("value", "text"),
            ("label", "text"),
            ("taxonomy_term", "TaxonomyTerm"),
        ],
    ),
    (
        "TaxonomyTerm",
        3,
        &[
            ("id", "uuid"),
            ("name", "text"),
            ("description", "text"),
            ("code", "text"),
            ("taxonomy", "text"),
            ("taxonomy_id", "uuid"),
            ("taxonomy_detail", "Taxonomy"),
            ("language", "text"),
        ],
    ),
    ("Taxonomy", 3, &[("id", "uuid"), ("name", "text"), ("description", "text")]),
    ("Id", 1, &[("id", "uuid")]),
];

/// Everything in which a value is not the entity that it should be.
pub(super) fn errors(value: &Value, entity: &str) -> Vec<String> {
    let mut errors = Vec::new();
    check(value, entity, entity, &mut errors);
    errors
}

fn check(value: &Value, kind: &str, path: &str, errors: &mut Vec<String>) {
    if let Some(item) = kind.strip_prefix('[') {
        let item = item.trim_end_matches(']');
        match value.as_array() {
            Some(items) => items.iter().for_each(|value| check(value, item, path, errors)),
            None => errors.push(format!("{path} is no list")),
        }
    } else if let Some((_, required, properties)) = ENTITIES.iter().find(|(name, ..)| *name == kind)
    {
        for (name, _) in &properties[..*required] {
            if value.get(name).is_none() {
                errors.push(format!("{path}.{name} is missing"));
            }
        }
        for (name, value) in value.as_object().into_iter().flatten() {
            match properties.iter().find(|(known, _)| known == name) {
                Some((_, kind)) => check(value, kind, &format!("{path}.{name}"), errors),
                None => errors.push(format!("{path}.{name} is unknown")),
            }
        }
    } else if !is(value, kind) {
        errors.push(format!("{path} is no {kind}: {value}"));
    }
}

fn is(value: &Value, kind: &str) -> bool {
    if kind == "number" {
        return value.is_number();
    }
    let Some(text) = value.as_str() else { return false };
    match kind {
        "uuid" => Uuid::parse_str(text).is_ok(),
        "text" => true,
        "uri" => text.is_ascii() && text.contains("://") && !text.contains([' ', '<', '"']),
        "email" => {
            let allowed = |c: char| c.is_ascii_graphic() && !"()<>[]:;,\\\"".contains(c);
            text.chars().all(allowed) && text.matches('@').count() == 1 && !text.contains("..")
        }
        "date" => text.parse::<Date>().is_ok() && text.len() == 10,
        "moment" => text.parse::<Timestamp>().is_ok() && text.ends_with('Z'),
        words => words.split('|').any(|word| word == text),
    }
}
