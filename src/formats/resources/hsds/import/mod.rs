//! Services of HSDS as entries.

mod attributes;
mod contacts;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use uuid::Uuid;

use super::schedule;
use crate::{
    domain::{
        grid::LonLat,
        resource::{Cost, Reach, Resource, is_language},
        text::is_web_page,
    },
    formats::{
        defect::{Defect, Defects},
        resources::{Draft, Options, Reading, RowError, check, id, utf8},
    },
};

/// Reads a file: an array of services, one service, a page of an API (`contents`), or an object
/// with `services`. Services that come below their place or their organisation are found, too.
///
/// # Errors
/// When the file is nothing of all that.
pub fn read(bytes: &[u8], options: &Options<'_>) -> Result<Reading, Defects> {
    let json = utf8(options.file, bytes)?;
    let one = |defect| Defects(vec![defect]);
    let value: Value = serde_json::from_str(json)
        .map_err(|error| one(Defect::new(options.file, "no_json").with("error", error)))?;
    let services = services(value).ok_or_else(|| one(Defect::new(options.file, "no_hsds")))?;
    let mut ignored = BTreeMap::new();
    let drafts: Vec<Draft> = services
        .iter()
        .enumerate()
        .map(|(index, service)| draft(index + 1, service, options.source, &mut ignored))
        .collect();
    let notes = match drafts.is_empty() {
        true => vec![Defect::new(options.file, "no_rows")],
        false => Vec::new(),
    };
    Ok(Reading { rows: check(drafts, options), notes, ignored })
}

/// Fields by which an organisation, a place or a term is told from a service: all of them have an
/// id and a name.
const OF_NO_SERVICE: [&str; 9] = [
    "legal_status",
    "year_incorporated",
    "parent_organization_id",
    "locations",
    "location_type",
    "latitude",
    "taxonomy",
    "taxonomy_id",
    "taxonomy_detail",
];

fn services(value: Value) -> Option<Vec<Value>> {
    let items = match value {
        Value::Array(items) => items,
        Value::Object(mut object) => match object.remove("contents") {
            Some(Value::Array(items)) => items,
            Some(_) => return None,
            None => vec![Value::Object(object)],
        },
        _ => return None,
    };
    let mut services = Vec::new();
    for item in items {
        let Value::Object(mut item) = item else { return None };
        match (item.remove("service"), item.remove("services")) {
            // A place with its service.
            (Some(Value::Object(mut service)), _) => {
                service.insert("service_at_locations".into(), json!([item]));
                services.push(Value::Object(service));
            }
            // An organisation, or a bare list.
            (_, Some(Value::Array(below))) => {
                for service in below {
                    let Value::Object(mut service) = service else { return None };
                    if item.contains_key("name") && !service.contains_key("organization") {
                        service.insert("organization".into(), Value::Object(item.clone()));
                    }
                    services.push(Value::Object(service));
                }
            }
            // Every service has an id and a name.
            _ if OF_NO_SERVICE.iter().any(|field| item.contains_key(*field)) => return None,
            _ if item.contains_key("id") && item.contains_key("name") => {
                services.push(Value::Object(item));
            }
            _ => return None,
        }
    }
    Some(services)
}

fn draft(at: usize, service: &Value, source: &str, ignored: &mut BTreeMap<String, usize>) -> Draft {
    let mut reader = Reader { errors: Vec::new(), dropped: Vec::new(), ignored };
    let resource = reader.resource(service, source);
    let Reader { errors, dropped, .. } = reader;
    let name = resource.name.clone();
    let result = if errors.is_empty() { Ok(resource) } else { Err(errors) };
    Draft { at, name, result, dropped }
}

/// What of a service is read, or does not belong to the entry's content.
const KNOWN: [&str; 19] = [
    "id",
    "name",
    "description",
    "url",
    "email",
    "status",
    "fees_description",
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
    "last_modified",
    "assured_date",
];

static NOTHING: Value = Value::Null;

struct Reader<'a> {
    errors: Vec<RowError>,
    dropped: Vec<RowError>,
    ignored: &'a mut BTreeMap<String, usize>,
}

impl Reader<'_> {
    fn resource(&mut self, service: &Value, source: &str) -> Resource {
        let name = self.text(service, "name").unwrap_or_default();
        let mut resource = Resource::unknown(Uuid::nil(), name);
        if let Some(status) = service["status"].as_str().filter(|status| *status != "active") {
            self.errors.push(RowError::new("status", "not_active").with("value", status));
        }
        resource.description = self.text(service, "description");
        resource.website = self.checked(service, "url", "bad_website", is_web_page);
        resource.cost_note = self.text(service, "fees_description");
        resource.provider = self.text(&service["organization"], "name");
        resource.audience.min_age = self.age(service, "minimum_age");
        resource.audience.max_age = self.age(service, "maximum_age");
        for language in items(service, "languages") {
            // Older files have the code as the name.
            let code = ["code", "name"].iter().find_map(|field| language[*field].as_str());
            match code.map(str::to_lowercase) {
                Some(code) if is_language(&code) => resource.languages.push(code),
                Some(code) => self.drop("languages", "bad_language", code),
                None => {}
            }
        }
        self.contacts(service, &mut resource);
        // Where an organisation is tells not where its service is.
        if items(&service["organization"], "locations").next().is_some() {
            self.ignore("organization.locations");
        }
        let mut places = items(service, "service_at_locations");
        if let Some(place) = places.next() {
            self.place(place, &mut resource);
        }
        let more = places.count();
        if more > 0 {
            self.drop("service_at_locations", "more_places", more);
        }
        self.attributes(service, &mut resource);
        self.rest(service, &mut resource);
        resource.id = match &service["id"] {
            Value::String(id) => id::of_foreign(source, id),
            Value::Number(id) => id::of_foreign(source, &id.to_string()),
            _ => id::of_content(source, &resource),
        };
        resource
    }

    fn drop(&mut self, field: &str, code: &'static str, value: impl ToString) {
        self.dropped.push(RowError::new(field, code).with("value", value));
    }

    fn ignore(&mut self, field: &str) {
        *self.ignored.entry(field.to_owned()).or_default() += 1;
    }

    fn text(&mut self, value: &Value, field: &str) -> Option<String> {
        match &value[field] {
            Value::Null => None,
            Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            other => {
                let error = RowError::new(field, "no_text").with("value", other);
                self.errors.push(error);
                None
            }
        }
    }

    /// A text that is left out when it does not look as it has to.
    fn checked(
        &mut self,
        value: &Value,
        field: &str,
        code: &'static str,
        is_right: impl Fn(&str) -> bool,
    ) -> Option<String> {
        let text = self.text(value, field)?;
        if is_right(&text) {
            return Some(text);
        }
        self.drop(field, code, text);
        None
    }

    fn age(&mut self, service: &Value, field: &str) -> Option<u8> {
        let value = &service[field];
        let years = value.as_f64().or_else(|| value.as_str()?.parse().ok());
        match years {
            Some(years) if years.fract() == 0.0 && (0.0..=120.0).contains(&years) => {
                Some(years as u8)
            }
            None if value.is_null() => None,
            _ => {
                self.drop(field, "bad_age", value);
                None
            }
        }
    }

    fn place(&mut self, at: &Value, resource: &mut Resource) {
        let location = &at["location"];
        let degrees = |field: &str| {
            let value = &location[field];
            value.as_f64().or_else(|| value.as_str()?.parse().ok())
        };
        if let (Some(lon), Some(lat)) = (degrees("longitude"), degrees("latitude")) {
            if lon.abs() <= 180.0 && lat.abs() <= 90.0 {
                resource.place = Some(LonLat { lon, lat });
            } else {
                self.drop("place", "bad_place", format!("{lon}, {lat}"));
            }
        }
        let address = items(location, "addresses")
            .find(|address| address["address_type"] == "physical")
            .or_else(|| items(location, "addresses").next())
            .unwrap_or(&NOTHING);
        let is_postcode =
            |code: &str| code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit());
        resource.address.street = self.text(address, "address_1");
        resource.address.note = self.text(address, "address_2");
        resource.address.town = self.text(address, "city");
        resource.address.postcode =
            self.checked(address, "postal_code", "bad_postcode", is_postcode);
        let name = self.text(location, "name").filter(|name| *name != resource.name);
        if let Some(name) = name {
            let note = resource.address.note.take();
            resource.address.note =
                Some(note.map_or(name.clone(), |note| format!("{name}, {note}")));
        }
        let read = [
            "id",
            "name",
            "location_type",
            "latitude",
            "longitude",
            "addresses",
            "phones",
            "contacts",
            "schedules",
            "accessibility",
            "transportation",
        ];
        for (field, _) in location.as_object().into_iter().flatten() {
            if !read.contains(&field.as_str()) {
                self.ignore(&format!("location.{field}"));
            }
        }
    }

    /// What others say only in fields that our own files have attributes for; and what is ignored.
    fn rest(&mut self, service: &Value, resource: &mut Resource) {
        let place = &service["service_at_locations"][0];
        if resource.hours.is_none() && resource.contact_hours.is_none() {
            let schedules = [service, place, &place["location"]]
                .into_iter()
                .map(|of| items(of, "schedules").cloned().collect::<Vec<Value>>())
                .find(|schedules| !schedules.is_empty());
            if let Some(schedules) = schedules {
                resource.hours = schedule::osm(&schedules);
                if resource.hours.is_none() {
                    let texts = schedules.iter().filter_map(|one| one["description"].as_str());
                    let texts: Vec<&str> = texts.collect();
                    self.drop("schedules", "not_weekly", texts.join("; "));
                }
            }
        }
        if resource.cost.is_none() {
            let amounts: Option<Vec<f64>> =
                items(service, "cost_options").map(|option| option["amount"].as_f64()).collect();
            resource.cost = match amounts.as_deref() {
                None | Some([]) => None,
                Some(all) if all.iter().all(|amount| *amount == 0.0) => Some(Cost::Free),
                Some(_) => Some(Cost::Paid),
            };
        }
        let access = &resource.access;
        let spared = [
            ("eligibility_description", resource.audience.groups.is_empty()),
            ("service_areas", resource.reach == Reach::Place),
        ];
        let unknown_ways = access.wheelchair.is_none()
            && access.toilet.is_none()
            && access.induction_loop.is_none();
        for (field, value) in service.as_object().into_iter().flatten() {
            let is_ours = spared.iter().any(|(ours, unread)| ours == field && !unread);
            if !value.is_null() && !is_ours && !KNOWN.contains(&field.as_str()) {
                self.ignore(field);
            }
        }
        for (field, unread) in
            [("accessibility", unknown_ways), ("transportation", access.stop.is_none())]
        {
            if unread && !place["location"][field].is_null() {
                self.ignore(&format!("location.{field}"));
            }
        }
    }
}

fn items<'a>(value: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value[field].as_array().into_iter().flatten()
}
