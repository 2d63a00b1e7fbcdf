//! Which entries can be taken: what has to be there, lengths, and what each field looks like.

use std::collections::BTreeMap;

use super::{Contact, Resource, TextField, hours::Hours};
use crate::domain::text::{is_email, is_phone, is_web_page, tidy, tidy_field};

pub use crate::domain::text::MAX_LINE;

/// Longest description, in characters.
pub const MAX_TEXT: usize = 4_000;
/// Most categories, languages, contacts or groups of one entry.
const MAX_ITEMS: usize = 20;
/// Oldest age that makes sense, in years.
const MAX_AGE: u8 = 120;

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field, such as `contacts.1.email`.
    pub field: String,
    /// What is wrong, as a key of the catalogue under `resource_error`.
    pub code: &'static str,
}

impl Resource {
    /// The entry as it is kept: no blanks around texts, no empty texts, nothing twice.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        self.name = tidy(&self.name);
        let address = &mut self.address;
        for field in [
            &mut self.description,
            &mut self.provider,
            &mut self.cost_note,
            &mut self.hours,
            &mut self.contact_hours,
            &mut self.website,
            &mut self.source,
            &mut self.licence,
            &mut self.access.stop,
            &mut address.street,
            &mut address.postcode,
            &mut address.town,
            &mut address.note,
        ] {
            tidy_field(field);
        }
        for contact in &mut self.contacts {
            for field in [&mut contact.name, &mut contact.phone, &mut contact.email] {
                tidy_field(field);
            }
        }
        self.contacts.retain(|contact| *contact != Contact::default());
        self.languages = self.languages.iter().map(|code| tidy(code).to_lowercase()).collect();
        keep_first(&mut self.languages);
        keep_first(&mut self.categories);
        keep_first(&mut self.principles);
        keep_first(&mut self.audience.groups);
        for texts in self.translations.values_mut() {
            for translation in texts.values_mut() {
                translation.text = tidy(&translation.text);
            }
            texts.retain(|_, translation| !translation.text.is_empty());
        }
        self.translations.retain(|_, texts| !texts.is_empty());
        self
    }

    /// Everything that keeps the entry from being taken; empty when nothing does.
    pub fn errors(&self) -> Vec<FieldError> {
        let mut errors = Errors(Vec::new());
        if self.name.is_empty() {
            errors.add("name", "name_missing");
        }
        if self.categories.is_empty() {
            errors.add("categories", "category_missing");
        }
        errors.lengths(self);
        errors.numbers(self);
        let address = self.address.postcode.as_deref();
        if address.is_some_and(|code| code.len() != 5 || !code.bytes().all(|b| b.is_ascii_digit()))
        {
            errors.add("address.postcode", "bad_postcode");
        }
        for (index, contact) in self.contacts.iter().enumerate() {
            if contact.phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
                errors.add(format!("contacts.{index}.phone"), "bad_phone");
            }
            if contact.email.as_deref().is_some_and(|email| !is_email(email)) {
                errors.add(format!("contacts.{index}.email"), "bad_email");
            }
        }
        if self.website.as_deref().is_some_and(|page| !is_web_page(page)) {
            errors.add("website", "bad_website");
        }
        if self.languages.iter().any(|code| !is_language(code)) {
            errors.add("languages", "bad_language");
        }
        if self.translations.keys().any(|code| !is_language(code)) {
            errors.add("translations", "bad_language");
        }
        for (field, hours) in [("hours", &self.hours), ("contact_hours", &self.contact_hours)] {
            if hours.as_deref().is_some_and(|hours| Hours::parse(hours).is_err()) {
                errors.add(field, "bad_hours");
            }
        }
        errors.0
    }
}

struct Errors(Vec<FieldError>);

impl Errors {
    fn add(&mut self, field: impl Into<String>, code: &'static str) {
        self.0.push(FieldError { field: field.into(), code });
    }

    fn lengths(&mut self, resource: &Resource) {
        let name = Some(&resource.name);
        let address = &resource.address;
        let lines = [
            ("name", name),
            ("provider", resource.provider.as_ref()),
            ("address.street", address.street.as_ref()),
            ("address.town", address.town.as_ref()),
            ("address.note", address.note.as_ref()),
            ("access.stop", resource.access.stop.as_ref()),
            ("website", resource.website.as_ref()),
        ];
        let texts = [
            ("description", &resource.description),
            ("cost_note", &resource.cost_note),
            ("source", &resource.source),
            ("licence", &resource.licence),
        ];
        let longer = |text: &str, most: usize| text.chars().count() > most;
        for (field, text) in lines {
            if text.is_some_and(|text| longer(text, MAX_LINE)) {
                self.add(field, "line_too_long");
            }
        }
        for (field, text) in texts {
            if text.as_ref().is_some_and(|text| longer(text, MAX_TEXT)) {
                self.add(field, "text_too_long");
            }
        }
        for (index, contact) in resource.contacts.iter().enumerate() {
            let Contact { name, phone, email } = contact;
            for (field, text) in [("name", name), ("phone", phone), ("email", email)] {
                if text.as_ref().is_some_and(|text| longer(text, MAX_LINE)) {
                    self.add(format!("contacts.{index}.{field}"), "line_too_long");
                }
            }
        }
        self.translations(&resource.translations);
    }

    fn translations(
        &mut self,
        translations: &BTreeMap<String, BTreeMap<TextField, super::Translation>>,
    ) {
        for (language, texts) in translations {
            for (field, translation) in texts {
                let most = if *field == TextField::Name { MAX_LINE } else { MAX_TEXT };
                if translation.text.chars().count() > most {
                    self.add(format!("translations.{language}"), "text_too_long");
                }
            }
        }
    }

    fn numbers(&mut self, resource: &Resource) {
        let audience = &resource.audience;
        let ages = [("min_age", audience.min_age), ("max_age", audience.max_age)];
        for (field, age) in ages {
            if age.is_some_and(|age| age > MAX_AGE) {
                self.add(format!("audience.{field}"), "bad_age");
            }
        }
        if let (Some(min), Some(max)) = (audience.min_age, audience.max_age)
            && min > max
        {
            self.add("audience.max_age", "ages_reversed");
        }
        if audience.all_ages && (audience.min_age.is_some() || audience.max_age.is_some()) {
            self.add("audience.all_ages", "ages_contradict");
        }
        let lists = [
            ("categories", resource.categories.len()),
            ("languages", resource.languages.len()),
            ("contacts", resource.contacts.len()),
            ("translations", resource.translations.len()),
        ];
        for (field, items) in lists {
            if items > MAX_ITEMS {
                self.add(field, "too_many");
            }
        }
        if let Some(place) = resource.place
            && !(place.lon.abs() <= 180.0 && place.lat.abs() <= 90.0)
        {
            self.add("place", "bad_place");
        }
    }
}

/// Whether a text can be a language tag such as `tr`, `gsg` or `de-x-leicht`.
pub fn is_language(code: &str) -> bool {
    let mut parts = code.split('-');
    let first = parts.next().is_some_and(|part| {
        (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase())
    });
    first
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

/// Removes what stands in a list a second time; the order stays.
fn keep_first<T: PartialEq>(list: &mut Vec<T>) {
    let mut index = 0;
    while index < list.len() {
        if list[..index].contains(&list[index]) {
            list.remove(index);
        } else {
            index += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{grid::LonLat, resource::Category};

    fn resource() -> Resource {
        Resource::new(Uuid::nil(), "Treffpunkt", Category::MeetingPlace)
    }

    fn codes(resource: &Resource) -> Vec<(String, &'static str)> {
        resource.errors().into_iter().map(|error| (error.field, error.code)).collect()
    }

    #[test]
    fn a_name_and_a_category_are_enough() {
        assert_eq!(codes(&resource()), Vec::new());
        let empty = Resource { name: "  ".into(), categories: Vec::new(), ..resource() }.tidy();
        assert_eq!(
            codes(&empty),
            [("name".into(), "name_missing"), ("categories".into(), "category_missing")]
        );
    }

    #[test]
    fn every_wrong_field_is_named() {
        let mut wrong = resource();
        wrong.address.postcode = Some("2284".into());
        wrong.contacts =
            vec![Contact::default(), Contact { phone: Some("?".into()), ..Contact::default() }];
        wrong.website = Some("javascript:alert(1)".into());
        wrong.languages = vec!["Deutsch".into()];
        wrong.hours = Some("no hours".into());
        wrong.audience.min_age = Some(12);
        wrong.audience.max_age = Some(6);
        wrong.place = Some(LonLat { lon: f64::NAN, lat: 53.0 });
        let fields: Vec<String> = codes(&wrong).into_iter().map(|(field, _)| field).collect();
        assert_eq!(
            fields,
            [
                "audience.max_age",
                "place",
                "address.postcode",
                "contacts.1.phone",
                "website",
                "languages",
                "hours"
            ]
        );
    }

    #[test]
    fn tidying_removes_blanks_empty_texts_and_what_is_there_twice() {
        let mut entry = resource();
        entry.description = Some(" \r\n".into());
        entry.languages = vec![" TR".into(), "tr".into()];
        entry.categories.push(Category::MeetingPlace);
        entry.contacts = vec![Contact { name: Some(" ".into()), ..Contact::default() }];
        let tidied = entry.tidy();
        assert_eq!(tidied.description, None);
        assert_eq!(tidied.languages, ["tr"]);
        assert_eq!(tidied.categories.len(), 1);
        assert!(tidied.contacts.is_empty());
    }
}
