//! What is said by terms of a taxonomy.

use serde_json::Value;

use super::{
    super::{guess, term},
    Reader, items,
};
use crate::{
    domain::resource::{Origin, Resource, Translation},
    formats::resources::{RowError, flat, text},
};

impl Reader<'_> {
    /// What our own attributes say, and the categories that others' mean.
    pub(super) fn attributes(&mut self, service: &Value, resource: &mut Resource) {
        let mut unknown = Vec::new();
        for attribute in items(service, "attributes") {
            let value = attribute["value"].as_str().unwrap_or_default();
            if let Some(term) = term::of_attribute(attribute) {
                let label = attribute["label"].as_str().unwrap_or_default();
                if !own(term, label, value, resource) {
                    let error = RowError::new(term.code, "bad_property");
                    self.errors.push(error.with("error", format!("{label} {value}")));
                }
                continue;
            }
            let names = [&attribute["taxonomy_term"]["name"], &attribute["label"]];
            let mut names = names.into_iter().filter_map(Value::as_str);
            match names.clone().find_map(guess::category) {
                Some(category) => resource.categories.push(category),
                None => match names.next() {
                    Some(name) => unknown.push(name),
                    None => self.ignore("attributes"),
                },
            }
        }
        if !unknown.is_empty() {
            self.drop("attributes", "unknown_term", unknown.join(", "));
        }
    }
}

/// Takes over an attribute of ours; whether it could be read.
fn own(term: term::Term, label: &str, value: &str, resource: &mut Resource) -> bool {
    /// Puts a value where it belongs; whether there was one.
    fn put<T>(field: &mut Option<T>, value: Option<T>) -> bool {
        *field = value;
        field.is_some()
    }
    fn push<T>(list: &mut Vec<T>, value: Option<T>) -> bool {
        let known = value.is_some();
        list.extend(value);
        known
    }
    fn set<T>(field: &mut T, value: Option<T>) -> bool {
        value.map(|value| *field = value).is_some()
    }
    let Resource { audience, access, address, .. } = resource;
    let text = || Some(value.to_owned());
    match (term.taxonomy, term.code) {
        ("category", code) => push(&mut resource.categories, text::of_code(code)),
        ("kind", code) => put(&mut resource.kind, text::of_code(code)),
        ("principle", code) => push(&mut resource.principles, text::of_code(code)),
        ("group", code) => push(&mut audience.groups, text::of_code(code)),
        ("cost", code) => put(&mut resource.cost, text::of_code(code)),
        ("wheelchair", code) => put(&mut access.wheelchair, text::of_code(code)),
        ("feature", "all_ages") => set(&mut audience.all_ages, text::truth(value)),
        ("feature", "appointment_only") => set(&mut resource.appointment_only, text::truth(value)),
        ("feature", "toilet") => put(&mut access.toilet, text::truth(value)),
        ("feature", "induction_loop") => put(&mut access.induction_loop, text::truth(value)),
        ("field", "reach") => set(&mut resource.reach, text::reach(value)),
        ("field", "hours") => put(&mut resource.hours, text()),
        ("field", "contact_hours") => put(&mut resource.contact_hours, text()),
        ("field", "street") => put(&mut address.street, text()),
        ("field", "postcode") => put(&mut address.postcode, text()),
        ("field", "town") => put(&mut address.town, text()),
        ("field", "address_note") => put(&mut address.note, text()),
        ("field", "stop") => put(&mut access.stop, text()),
        ("field", "website") => put(&mut resource.website, text()),
        ("field", "source") => put(&mut resource.source, text()),
        ("field", "licence") => put(&mut resource.licence, text()),
        ("field", "translation") => translation(label, value, resource).is_some(),
        _ => false,
    }
}

/// A translation, whose label is `name:tr:machine`.
fn translation(label: &str, value: &str, resource: &mut Resource) -> Option<()> {
    let (column, origin) = label.rsplit_once(':')?;
    let origin: Origin = text::of_code(origin)?;
    let (field, language, _) = flat::translation_column(column)?;
    let texts = resource.translations.entry(language.to_owned()).or_default();
    texts.insert(field, Translation { text: value.to_owned(), origin });
    Some(())
}
