//! The form of an entry: what it sends, read into details, and its fields with what is wrong.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::fields;
use crate::{
    domain::organisation::{
        Content, Details, EntryKey, EntryKind, FieldError, Organisation, Region,
    },
    http::pages::forms::{Choice, Field},
    locale::Lang,
    service::Service,
};

/// What the form sends: texts by the name of their field.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct EntryForm(HashMap<String, String>);

impl EntryForm {
    /// The form for details that are on file.
    pub fn of(kind: EntryKind, details: &Details, valid_from: Date) -> Self {
        let text = |field: &'static str| {
            (field.to_owned(), fields::get(details, field).unwrap_or_default().to_owned())
        };
        let mut form: HashMap<String, String> =
            fields::of_kind(kind).into_iter().map(text).collect();
        form.insert("valid_from".into(), valid_from.to_string());
        Self(form)
    }

    /// The text of a field.
    pub fn text(&self, field: &str) -> &str {
        self.0.get(field).map(String::as_str).unwrap_or_default()
    }

    /// The last change that the form was made from, 0 for none.
    pub fn based_on(&self) -> i64 {
        self.text("based_on").parse().unwrap_or_default()
    }

    /// Whether the entry is to end.
    pub fn ends(&self) -> bool {
        self.0.contains_key("end")
    }

    /// First day on which it is to hold; today when none is given.
    ///
    /// # Errors
    /// When it is no day.
    pub fn valid_from(&self) -> Result<Date, FieldError> {
        let field = if self.ends() { "end_from" } else { "valid_from" };
        match self.text(field).trim() {
            "" => Ok(Service::today()),
            text => Date::strptime("%Y-%m-%d", text)
                .or_else(|_| Date::strptime("%d.%m.%Y", text))
                .map_err(|_| FieldError { field: "valid_from", code: "bad_day" }),
        }
    }

    /// What is to hold. What the form has no field for stays as it is on file.
    pub fn content(&self, kind: EntryKind, on_file: &Details) -> Content {
        if self.ends() {
            return Content::Ended;
        }
        let mut details = on_file.clone();
        for field in fields::of_kind(kind) {
            fields::set(&mut details, field, self.text(field).to_owned());
        }
        Content::Details(details)
    }

    /// The fields of a kind with what is in them and what is wrong. The region of an entry that
    /// is there already stays.
    pub fn fields(
        &self,
        lang: Lang,
        kind: EntryKind,
        organisation: &Organisation,
        new: bool,
        errors: &[FieldError],
    ) -> Vec<Field> {
        let error = |name: &str| error_of(lang, name, errors);
        let mut form: Vec<Field> = fields::of_kind(kind)
            .into_iter()
            .map(|name| Field {
                name: name.into(),
                label: fields::label(lang, kind, name),
                hint: hint(lang, name),
                value: self.text(name).to_owned(),
                error: error(name),
                kind: input(name, kind),
                autocomplete: "off",
                lang,
                ..Field::default()
            })
            .collect();
        for field in form.iter_mut().filter(|field| field.name == "region") {
            let given = |region: &&Region| new || region.id == field.value;
            let choice = |r: &Region| Choice { value: r.id.clone(), label: r.name.clone() };
            field.choices = organisation.regions.iter().filter(given).map(choice).collect();
        }
        for field in form.iter_mut().filter(|field| field.name == "leads_to") {
            field.choices = targets(lang, organisation);
        }
        form.push(Field {
            error: error("valid_from"),
            hint: Some(lang.t("entry.valid_from_hint", &[])),
            ..Field::new(lang, "entry", "valid_from", "date").value(self.text("valid_from"))
        });
        form
    }
}

/// The entries that a way without an address can lead to; first, none of them.
fn targets(lang: Lang, organisation: &Organisation) -> Vec<Choice> {
    let nobody = Choice { value: String::new(), label: lang.t("entry.no_target", &[]) };
    let entries = organisation.entries().into_iter().filter(|(key, _)| key.kind.takes_cases());
    let choice = |(key, details): (EntryKey, Details)| {
        let kind = lang.t(&format!("entry.kind_one.{}", key.kind.code()), &[]);
        Choice { value: key.to_string(), label: format!("{kind}: {}", details.name) }
    };
    std::iter::once(nobody).chain(entries.map(choice)).collect()
}

/// What is wrong with a field of the form, in words.
pub fn error_of(lang: Lang, name: &str, errors: &[FieldError]) -> Option<String> {
    let of_field = |e: &&FieldError| e.field.trim_start_matches("contact.") == name;
    errors.iter().find(of_field).map(|e| lang.t(&format!("entry.error.{}", e.code), &[]))
}

fn hint(lang: Lang, field: &str) -> Option<String> {
    let key = match field {
        "phone" => "entry.phone_hint",
        "website" => "entry.website_hint",
        "hours" => "entry.hours_hint",
        "rhythm" => "entry.rhythm_hint",
        "source" => "entry.source_hint",
        "leads_to" => "entry.leads_to_hint",
        _ => return None,
    };
    Some(lang.t(key, &[]))
}

fn input(field: &str, kind: EntryKind) -> &'static str {
    match field {
        "region" | "leads_to" => "select",
        "hours" | "source" => "area",
        "role" if kind != EntryKind::Neighbour => "area",
        // Not „email“, „tel“ or „url“: the service says itself what is wrong, in its own words.
        _ => "text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Catalogue;

    #[test]
    fn what_the_form_does_not_have_stays_on_file() {
        let on_file =
            Details { name: "Amt".into(), rhythm: Some("täglich".into()), ..Details::default() };
        let mut form = EntryForm::of(EntryKind::Office, &on_file, jiff::civil::date(2026, 1, 1));
        form.0.insert("room".into(), " E 12 ".into());
        let Content::Details(details) = form.content(EntryKind::Office, &on_file) else { panic!() };
        assert_eq!(details.rhythm.as_deref(), Some("täglich"));
        assert_eq!(details.tidy().contact.room.as_deref(), Some("E 12"));
    }

    #[test]
    fn every_error_of_a_field_has_words() {
        let codes = [
            "name_missing",
            "line_too_long",
            "text_too_long",
            "bad_phone",
            "bad_email",
            "bad_website",
            "region_missing",
            "region_unknown",
            "target_unknown",
            "no_address_here",
            "bad_day",
        ];
        for code in codes {
            assert!(Catalogue::german().has(&format!("entry.error.{code}")), "{code}");
        }
    }
}
