//! Which details can be taken: lengths, and what a telephone number, an e-mail address and a
//! page on the web look like. The words themselves are the office's own.

use super::entry::{Details, EntryKey, EntryKind};
use super::{Contact, Organisation};
use crate::domain::text::{MAX_LINE, is_email, is_phone, is_web_page, tidy, tidy_field};

/// Longest text such as office hours, in characters.
pub const MAX_TEXT: usize = 1_000;

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field, such as `contact.email`.
    pub field: &'static str,
    /// What is wrong, as a key of the catalogue under `organisation.error`.
    pub code: &'static str,
}

impl Details {
    /// The details as they are kept: no blanks around texts, and no empty texts.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        self.name = tidy(&self.name);
        for field in [&mut self.short, &mut self.role, &mut self.region, &mut self.rhythm] {
            tidy_field(field);
        }
        let Contact { address, room, phone, email, website, hours, source } = &mut self.contact;
        for field in [address, room, phone, email, website, hours, source] {
            tidy_field(field);
        }
        self
    }

    /// Everything that keeps the details from being taken for an entry; empty when nothing does.
    pub fn errors(&self, key: &EntryKey, organisation: &Organisation) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut wrong = |field, code| errors.push(FieldError { field, code });
        if self.name.is_empty() {
            wrong("name", "name_missing");
        }
        let contact = &self.contact;
        let lines = [
            ("name", Some(&self.name)),
            ("short", self.short.as_ref()),
            ("contact.address", contact.address.as_ref()),
            ("contact.room", contact.room.as_ref()),
            ("contact.phone", contact.phone.as_ref()),
            ("contact.email", contact.email.as_ref()),
            ("contact.website", contact.website.as_ref()),
        ];
        let texts = [
            ("role", &self.role),
            ("rhythm", &self.rhythm),
            ("contact.hours", &contact.hours),
            ("contact.source", &contact.source),
        ];
        for (field, text) in lines {
            if text.is_some_and(|text| text.chars().count() > MAX_LINE) {
                wrong(field, "line_too_long");
            }
        }
        for (field, text) in texts {
            if text.as_ref().is_some_and(|text| text.chars().count() > MAX_TEXT) {
                wrong(field, "text_too_long");
            }
        }
        if contact.phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
            wrong("contact.phone", "bad_phone");
        }
        if contact.email.as_deref().is_some_and(|email| !is_email(email)) {
            wrong("contact.email", "bad_email");
        }
        if contact.website.as_deref().is_some_and(|page| !is_web_page(page)) {
            wrong("contact.website", "bad_website");
        }
        match (key.kind, self.region.as_deref()) {
            (EntryKind::Service, None) => wrong("region", "region_missing"),
            (EntryKind::Service, Some(region)) if organisation.region(region).is_none() => {
                wrong("region", "region_unknown");
            }
            _ => {}
        }
        errors
    }
}
