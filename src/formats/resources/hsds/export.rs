//! Entries as services of HSDS.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{schedule, term};
use crate::{
    domain::resource::{Address, Cost, Reach, Record, Resource, Visibility},
    formats::resources::{flat::TRANSLATED, id::derived, text},
};

/// A part of the city.
#[derive(Debug, Clone)]
pub struct Area {
    /// Its name.
    pub name: String,
    /// Its outline as a GeoJSON geometry.
    pub outline: Value,
}

/// What services have to know of their city.
pub struct Context<'a> {
    /// Federal state; HSDS requires it in every address.
    pub state: &'a str,
    /// The part of the city that a reach means; nothing for `place`, and for parts that are gone.
    pub area: &'a dyn Fn(&Reach) -> Option<Area>,
}

/// A file of all entries that are on the map for everybody: an array of services.
pub fn write<'a>(records: impl IntoIterator<Item = &'a Record>, context: &Context<'_>) -> Value {
    records.into_iter().filter_map(|record| service(record, context)).collect()
}

/// The service of an entry with everything nested in it; nothing for entries that are not on the
/// map, or not for everybody.
pub fn service(record: &Record, context: &Context<'_>) -> Option<Value> {
    let resource = &record.resource;
    if !record.is_active() || resource.visibility != Visibility::Public {
        return None;
    }
    let of = Of(resource.id);
    let url = resource.website.as_deref().filter(|page| is_uri(page));
    let phones = resource.contacts.iter().filter_map(|contact| contact.phone.as_deref());
    let groups: Vec<&str> = resource
        .audience
        .groups
        .iter()
        .filter_map(|group| term::find("group", &text::code(group)))
        .map(term::Term::name)
        .collect();
    let service = json!({
        "id": resource.id,
        "name": resource.name,
        "description": resource.description,
        "url": url,
        "email": resource.contacts.iter().find_map(|contact| mail(contact.email.as_deref())),
        "status": "active",
        "fees_description": resource.cost_note,
        "eligibility_description": (!groups.is_empty()).then(|| groups.join(", ")),
        "minimum_age": resource.audience.min_age,
        "maximum_age": resource.audience.max_age,
        "assured_date": record.verification.as_ref().map(|verification| {
            verification.at.strftime("%Y-%m-%d").to_string()
        }),
        "last_modified": record.updated_at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string(),
        "phones": of.phones("service", phones),
        "schedules": of.schedules(resource),
        "service_areas": of.service_areas(resource, context),
        "service_at_locations": of.locations(resource, context),
        "languages": of.languages(&resource.languages),
        "organization": resource.provider.as_deref().map(organization),
        "cost_options": of.cost_options(resource.cost),
        "contacts": of.contacts(resource),
        "attributes": of.attributes(resource, url.is_none()),
    });
    Some(without_empty(service))
}

/// A service or organisation without what is nested in it in lists, as HSDS lists them.
pub fn basic(entity: &Value) -> Value {
    let fields = entity.as_object().into_iter().flatten();
    let flat = fields.filter(|(_, value)| !value.is_array());
    Value::Object(flat.map(|(field, value)| (field.clone(), value.clone())).collect())
}

/// The places of services, each with its basic service.
pub fn locations(services: &[Value]) -> Vec<Value> {
    let of = |service: &Value| {
        let places = service["service_at_locations"].as_array().cloned().unwrap_or_default();
        let service = basic(service);
        places.into_iter().map(move |mut place| {
            place["service"] = service.clone();
            place
        })
    };
    services.iter().flat_map(of).collect()
}

/// The organisations of services, by name, each once; `services` of each are put below it as
/// `nested` makes them.
pub fn organizations(services: &[Value], nested: impl Fn(&Value) -> Value) -> Vec<Value> {
    let mut found: BTreeMap<&str, (&Value, Vec<Value>)> = BTreeMap::new();
    for service in services {
        let organization = &service["organization"];
        if let Some(name) = organization["name"].as_str() {
            found.entry(name).or_insert((organization, Vec::new())).1.push(nested(service));
        }
    }
    let with_services = |(organization, services): (&Value, Vec<Value>)| {
        let mut organization = organization.clone();
        organization["services"] = Value::Array(services);
        organization
    };
    found.into_values().map(with_services).collect()
}

fn organization(name: &str) -> Value {
    // Nothing more is known; HSDS requires a description.
    json!({"id": derived(&["organization", name]), "name": name, "description": name})
}

/// A mail address that consists of what RFC 5321 allows without quotes.
fn mail(address: Option<&str>) -> Option<&str> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let is_name =
        |name: &str| name.chars().all(allowed) && name.split('.').all(|part| !part.is_empty());
    let is_label = |label: &str| {
        let inner = |c: char| c.is_ascii_alphanumeric() || c == '-';
        !label.is_empty()
            && label.chars().all(inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    address.filter(|address| {
        address
            .split_once('@')
            .is_some_and(|(name, host)| is_name(name) && host.split('.').all(is_label))
    })
}

/// Whether a page's address consists of what RFC 3986 allows.
fn is_uri(page: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    page.chars().all(allowed)
        && page.matches('#').count() <= 1
        && !page.contains(['[', ']'])
        && page.split('%').skip(1).all(|rest| {
            rest.len() >= 2 && rest.bytes().take(2).all(|byte| byte.is_ascii_hexdigit())
        })
}

/// The parts of the service with this id.
struct Of(Uuid);

impl Of {
    /// The id of a part.
    fn id(&self, parts: &[&str]) -> Uuid {
        let service = self.0.to_string();
        derived(&[&[service.as_str()], parts].concat())
    }

    fn phones<'a>(&self, of: &str, numbers: impl Iterator<Item = &'a str>) -> Value {
        let phone = |number: &str| json!({"id": self.id(&["phone", of, number]), "number": number});
        numbers.map(phone).collect()
    }

    fn contacts(&self, resource: &Resource) -> Value {
        let contact = |(index, contact): (usize, &crate::domain::resource::Contact)| {
            let of = format!("contact{index}");
            let id = self.id(&["contact", &of]);
            let email = mail(contact.email.as_deref());
            let other = contact.email.clone().filter(|_| email.is_none());
            let mut attributes = Attributes { of: id, entity: "contact", list: Vec::new() };
            attributes.add("field", "email", None, other);
            json!({
                "id": id,
                "name": contact.name,
                "email": email,
                "phones": self.phones(&of, contact.phone.as_deref().into_iter()),
                "attributes": attributes.list
            })
        };
        resource.contacts.iter().enumerate().map(contact).collect()
    }

    fn languages(&self, codes: &[String]) -> Value {
        let language =
            |code: &String| json!({"id": self.id(&["language", code]), "name": code, "code": code});
        codes.iter().map(language).collect()
    }

    fn cost_options(&self, cost: Option<Cost>) -> Value {
        let option = |option: &str, amount: Option<u8>| {
            let currency = amount.map(|_| "EUR");
            let id = self.id(&["cost", option]);
            json!([{"id": id, "option": option, "currency": currency, "amount": amount}])
        };
        match cost {
            None => Value::Null,
            Some(Cost::Free) => option("Free", Some(0)),
            Some(Cost::Reduced) => option("Less or nothing for people with little money", None),
            Some(Cost::Paid) => option("Paid", None),
        }
    }

    /// Weekly hours day by day, all others as text; the text is always there.
    fn schedules(&self, resource: &Resource) -> Value {
        let mut schedules = Vec::new();
        let kinds = [
            ("hours", &resource.hours, None),
            ("contact_hours", &resource.contact_hours, Some("Contact hours")),
        ];
        for (kind, hours, notes) in kinds {
            let Some(hours) = hours else { continue };
            let weekly = schedule::weekly(hours).filter(|weekly| !weekly.is_empty());
            match weekly {
                None => schedules.push(json!({
                    "id": self.id(&["schedule", kind]), "description": hours, "notes": notes
                })),
                Some(weekly) => schedules.extend(weekly.into_iter().map(|weekly| {
                    json!({
                        "id": self.id(&["schedule", kind, &weekly.opens_at, &weekly.closes_at]),
                        "freq": "WEEKLY",
                        "byday": weekly.byday,
                        "opens_at": weekly.opens_at,
                        "closes_at": weekly.closes_at,
                        "description": hours,
                        "notes": notes
                    })
                })),
            }
        }
        Value::Array(schedules)
    }

    fn service_areas(&self, resource: &Resource, context: &Context<'_>) -> Value {
        let Some(area) = (context.area)(&resource.reach) else { return Value::Null };
        json!([{
            "id": self.id(&["service_area"]),
            "name": area.name,
            "extent": area.outline.to_string(),
            "extent_type": "geojson"
        }])
    }

    fn locations(&self, resource: &Resource, context: &Context<'_>) -> Value {
        let address = whole(&resource.address);
        if resource.place.is_none() && address.is_none() {
            return Value::Null;
        }
        let access = &resource.access;
        let ways_in = [
            access.wheelchair.and_then(|far| term::find("wheelchair", &text::code(&far))),
            (access.toilet == Some(true)).then(|| term::find("feature", "toilet")).flatten(),
            (access.induction_loop == Some(true))
                .then(|| term::find("feature", "induction_loop"))
                .flatten(),
        ];
        let way_in = |term: term::Term| json!({"id": self.id(&["accessibility", term.taxonomy, term.code]), "description": term.name()});
        json!([{
            "id": self.id(&["service_at_location"]),
            "location": {
                "id": self.id(&["location"]),
                "location_type": "physical",
                "name": resource.name,
                "transportation": access.stop,
                "latitude": resource.place.map(|place| place.lat),
                "longitude": resource.place.map(|place| place.lon),
                "addresses": address.map(|(street, postcode, town)| json!([{
                    "id": self.id(&["address"]),
                    "address_1": street,
                    "address_2": resource.address.note,
                    "city": town,
                    "state_province": context.state,
                    "postal_code": postcode,
                    "country": "DE",
                    "address_type": "physical"
                }])),
                "accessibility": ways_in.into_iter().flatten().map(way_in).collect::<Vec<_>>()
            }
        }])
    }

    /// What HSDS has no field for.
    fn attributes(&self, resource: &Resource, website: bool) -> Value {
        let mut list = Attributes { of: self.0, entity: "service", list: Vec::new() };
        list.terms("category", &resource.categories);
        list.terms("kind", resource.kind.as_slice());
        list.terms("principle", &resource.principles);
        list.terms("group", &resource.audience.groups);
        list.terms("cost", resource.cost.as_slice());
        list.terms("wheelchair", resource.access.wheelchair.as_slice());
        let features = [
            ("all_ages", resource.audience.all_ages.then_some(true)),
            ("appointment_only", resource.appointment_only.then_some(true)),
            ("toilet", resource.access.toilet),
            ("induction_loop", resource.access.induction_loop),
        ];
        for (code, value) in features {
            list.add("feature", code, None, value.map(|value| value.to_string()));
        }
        let Address { street, postcode, town, note } = &resource.address;
        let loose = whole(&resource.address).is_none();
        let reach = (resource.reach != Reach::Place).then(|| text::reach_text(&resource.reach));
        let fields = [
            ("reach", reach),
            ("hours", resource.hours.clone()),
            ("contact_hours", resource.contact_hours.clone()),
            ("street", street.clone().filter(|_| loose)),
            ("postcode", postcode.clone().filter(|_| loose)),
            ("town", town.clone().filter(|_| loose)),
            ("address_note", note.clone().filter(|_| loose)),
            ("stop", resource.access.stop.clone()),
            ("website", resource.website.clone().filter(|_| website)),
            ("source", resource.source.clone()),
            ("licence", resource.licence.clone()),
        ];
        for (code, value) in fields {
            list.add("field", code, None, value);
        }
        for (language, texts) in &resource.translations {
            for (name, field) in TRANSLATED {
                if let Some(translation) = texts.get(&field) {
                    let label = format!("{name}:{language}:{}", text::code(&translation.origin));
                    list.add("field", "translation", Some(label), Some(translation.text.clone()));
                }
            }
        }
        Value::Array(list.list)
    }
}

/// Street, postcode and town, when all are there: HSDS knows no other address.
fn whole(address: &Address) -> Option<(&str, &str, &str)> {
    let Address { street, postcode, town, .. } = address;
    Some((street.as_deref()?, postcode.as_deref()?, town.as_deref()?))
}

/// Attributes of an entity.
struct Attributes {
    of: Uuid,
    entity: &'static str,
    list: Vec<Value>,
}

impl Attributes {
    fn terms<T: Serialize>(&mut self, taxonomy: &str, values: &[T]) {
        for value in values {
            self.push(taxonomy, &text::code(value), None, None);
        }
    }

    fn add(&mut self, taxonomy: &str, code: &str, label: Option<String>, value: Option<String>) {
        if value.is_some() {
            self.push(taxonomy, code, label, value);
        }
    }

    fn push(&mut self, taxonomy: &str, code: &str, label: Option<String>, value: Option<String>) {
        let term = term::find(taxonomy, code).expect("every code has a term");
        let name = label.as_deref().unwrap_or_default();
        self.list.push(json!({
            "id": Of(self.of).id(&["attribute", taxonomy, code, name]),
            "link_id": self.of,
            "link_type": taxonomy,
            "link_entity": self.entity,
            "value": value,
            "label": label,
            "taxonomy_term": term.to_json()
        }));
    }
}

/// The value without nulls and empty lists, as HSDS wants it.
fn without_empty(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(field, value)| (field, without_empty(value)));
            let empty =
                |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            Value::Object(fields.filter(|(_, value)| !empty(value)).collect::<Map<_, _>>())
        }
        Value::Array(items) => items.into_iter().map(without_empty).collect(),
        plain => plain,
    }
}
