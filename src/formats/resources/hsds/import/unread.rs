//! What a service says that has no place in an entry.

use std::collections::BTreeMap;

use serde_json::Value;

/// Fields that are read, by the field in which their entity stands.
const READ: [(&str, &[&str]); 11] = [
    (
        "service",
        &[
            "name",
            "description",
            "url",
            "email",
            "status",
            "fees_description",
            "fees",
            "minimum_age",
            "maximum_age",
            "phones",
            "schedules",
            "service_at_locations",
            "languages",
            "organization",
            "cost_options",
            "contacts",
            "attributes",
            // When the others changed and checked it is not content of the entry.
            "last_modified",
            "assured_date",
        ],
    ),
    ("organization", &["name"]),
    ("service_at_locations", &["location", "phones", "contacts", "schedules"]),
    (
        "location",
        &[
            "name",
            "location_type",
            "latitude",
            "longitude",
            "addresses",
            "phones",
            "contacts",
            "schedules",
        ],
    ),
    ("addresses", &["address_1", "address_2", "city", "postal_code", "address_type"]),
    ("phones", &["number"]),
    ("contacts", &["name", "title", "department", "email", "phones"]),
    ("languages", &["name", "code"]),
    ("cost_options", &["option", "currency", "amount", "amount_description"]),
    (
        "schedules",
        // The rest is either understood or the schedule is left out and listed.
        &[
            "byday",
            "byweekno",
            "bymonthday",
            "byyearday",
            "opens_at",
            "closes_at",
            "count",
            "description",
            "dtstart",
            "freq",
            "interval",
            "notes",
            "timezone",
            "until",
            "valid_from",
            "valid_to",
            "wkst",
        ],
    ),
    ("attributes", &["taxonomy_term", "label", "value", "link_type", "link_entity"]),
];

/// What our own files say a second time, for others; attributes hold it for us.
const TWICE: [(&str, &str); 6] = [
    ("service", "eligibility_description"),
    ("service", "service_areas"),
    ("organization", "description"),
    ("location", "transportation"),
    ("location", "accessibility"),
    ("contacts", "attributes"),
];

/// Counts the fields of a service that nobody reads, as `field` or `entity.field`.
pub(super) fn count(service: &Value, is_ours: bool, ignored: &mut BTreeMap<String, usize>) {
    Unread { is_ours, ignored }.walk("service", service);
}

struct Unread<'a> {
    is_ours: bool,
    ignored: &'a mut BTreeMap<String, usize>,
}

impl Unread<'_> {
    fn walk(&mut self, entity: &str, value: &Value) {
        let Some((_, read)) = READ.iter().find(|(known, _)| *known == entity) else { return };
        for (field, inner) in value.as_object().into_iter().flatten() {
            let is_id = field == "id" || field.ends_with("_id");
            if is_id || is_empty(inner) || self.is_said(entity, field, value) {
                continue;
            }
            if !read.contains(&field.as_str()) {
                let prefix = if entity == "service" { "" } else { entity };
                let name = [prefix, field].join(".").trim_start_matches('.').to_owned();
                *self.ignored.entry(name).or_default() += 1;
                continue;
            }
            match inner {
                // Further places are listed, not read.
                Value::Array(items) if field == "service_at_locations" => {
                    items.first().into_iter().for_each(|item| self.walk(field, item));
                }
                Value::Array(items) => items.iter().for_each(|item| self.walk(field, item)),
                inner => self.walk(field, inner),
            }
        }
    }

    /// Whether the field only repeats what is known.
    fn is_said(&self, entity: &str, field: &str, value: &Value) -> bool {
        match (entity, field) {
            // A postcode of this country tells both.
            ("addresses", "country" | "state_province") => {
                matches!(value["country"].as_str(), None | Some("DE"))
            }
            ("organization", "description") if value["description"] == value["name"] => true,
            _ => self.is_ours && TWICE.contains(&(entity, field)),
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}
