//! Services of HSDS as entries.

mod attributes;
mod contacts;
mod offer;
mod place;
mod unread;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use uuid::Uuid;

use super::term;
use crate::{
    domain::{
        resource::{Category, Resource, is_language},
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
    let mut notes = notes(&value, options.file);
    let code = if is_table(&value) { "hsds_table" } else { "no_hsds" };
    let services = services(value).ok_or_else(|| one(Defect::new(options.file, code)))?;
    let mut ignored = BTreeMap::new();
    // What is not running is no reason to refuse the others.
    let (running, others): (Vec<_>, Vec<_>) =
        services.iter().enumerate().partition(|(_, service)| stopped(service).is_none());
    notes.extend(left_out(&others, options.file));
    let drafts: Vec<Draft> = running
        .into_iter()
        .map(|(index, service)| draft(index + 1, service, options.source, &mut ignored))
        .collect();
    let drafts = match options.default_category {
        Some(_) => drafts,
        None => drafts.into_iter().map(with_category).collect(),
    };
    Ok(Reading { rows: check(drafts, options), notes, ignored })
}

/// Why a service is not offered now: *inactive*, *defunct*, *temporarily closed*.
fn stopped(service: &Value) -> Option<&str> {
    service["status"].as_str().filter(|status| *status != "active")
}

/// What is said of services that are left out.
fn left_out(services: &[(usize, &Value)], file: &str) -> Option<Defect> {
    let name = |(index, service): &(usize, &Value)| {
        let name = service["name"].as_str().unwrap_or_default();
        format!("{} „{name}“ ({})", index + 1, stopped(service).unwrap_or_default())
    };
    let names = services.iter().map(name).collect::<Vec<_>>().join(", ");
    let note = Defect::new(file, "hsds_stopped").with("count", services.len());
    (!services.is_empty()).then(|| note.with("services", names))
}

/// Services of others, whose terms are none of ours, come in as what every service is offered by, an
/// institution; the report says so of each.
fn with_category(mut draft: Draft) -> Draft {
    if let Ok(resource) = &mut draft.result
        && resource.categories.is_empty()
    {
        resource.categories.push(Category::Institution);
        draft.dropped.push(RowError::new("categories", "category_assumed"));
    }
    draft
}

/// What people should know about a file that can be read.
fn notes(value: &Value, file: &str) -> Vec<Defect> {
    let is_empty = |list: &Value| list.as_array().is_some_and(Vec::is_empty);
    let mut notes = Vec::new();
    if [value, &value["contents"], &value["services"]].into_iter().any(is_empty) {
        notes.push(Defect::new(file, "no_rows"));
    }
    if let Some(pages) = value["total_pages"].as_u64().filter(|pages| *pages > 1) {
        let page = value["page_number"].as_u64().unwrap_or(1);
        notes.push(Defect::new(file, "hsds_page").with("page", page).with("pages", pages));
    }
    notes
}

/// Whether this belongs to a data package: HSDS as tables that point to each other.
fn is_table(value: &Value) -> bool {
    ["resources", "service", "organization"].iter().any(|field| value[*field].is_array())
}

/// Fields that only services have; ids and names have all entities.
const OF_SERVICE: [&str; 8] = [
    "status",
    "organization",
    "service_at_locations",
    "eligibility_description",
    "minimum_age",
    "maximum_age",
    "fees_description",
    "cost_options",
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
            _ if item.contains_key("name")
                && OF_SERVICE.iter().any(|field| item.contains_key(*field)) =>
            {
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

struct Reader<'a> {
    errors: Vec<RowError>,
    dropped: Vec<RowError>,
    ignored: &'a mut BTreeMap<String, usize>,
}

impl Reader<'_> {
    fn resource(&mut self, service: &Value, source: &str) -> Resource {
        let name = self.text(service, "name").unwrap_or_default();
        let mut resource = Resource::unknown(Uuid::nil(), name);
        resource.description = self.text(service, "description");
        resource.website = self.checked(service, "url", "bad_website", is_web_page);
        resource.cost_note =
            self.text(service, "fees_description").or_else(|| self.text(service, "fees"));
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
        self.places(service, &mut resource);
        let is_ours =
            items(service, "attributes").any(|attribute| term::of_attribute(attribute).is_some());
        self.attributes(service, &mut resource);
        // Our own files say both in attributes.
        if !is_ours {
            self.hours(service, &mut resource);
            self.costs(service, &mut resource);
        }
        unread::count(service, is_ours, self.ignored);
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
}

fn items<'a>(value: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value[field].as_array().into_iter().flatten()
}
