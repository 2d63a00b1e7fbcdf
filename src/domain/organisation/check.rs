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
        let Self { short, role, region, rhythm, leads_to, .. } = &mut self;
        for field in [short, role, region, rhythm, leads_to] {
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
        // A way without an address may lead nowhere yet.
        if self.name.is_empty() && key.kind != EntryKind::Route {
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
        // On a public page: nobody shall be able to write down where a protected place is.
        for (field, text) in
            [("contact.address", &contact.address), ("contact.room", &contact.room)]
        {
            if key.kind == EntryKind::Route && text.is_some() {
                wrong(field, "no_address_here");
            }
        }
        let target = |entry: &str| {
            let known = |(own, _): &(EntryKey, Self)| own.to_string() == entry;
            organisation.entries().iter().any(|entry| known(entry) && entry.0.kind.takes_cases())
        };
        if self.leads_to.as_deref().is_some_and(|entry| !target(entry)) {
            wrong("leads_to", "target_unknown");
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::organisation::tests::organisation;

    #[test]
    fn a_way_may_be_empty_and_leads_only_to_who_can_act() {
        let key: EntryKey = "route/no-fixed-abode".parse().unwrap();
        let errors = |leads_to: &str| {
            let leads_to = Some(leads_to.to_owned());
            Details { leads_to, ..Details::default() }.tidy().errors(&key, &organisation())
        };
        assert_eq!(errors(" "), []);
        assert_eq!(errors("team/nord-a"), []);
        for bad in ["team/west", "nord-a", "route/protected-place", "team/nord-a/x"] {
            assert_eq!(errors(bad), [FieldError { field: "leads_to", code: "target_unknown" }]);
        }
    }

    #[test]
    fn a_way_without_an_address_takes_none() {
        let mut details = Details::default();
        details.contact.address = Some("Geheimer Weg 1".into());
        details.contact.room = Some("E 12".into());
        let errors = |key: &str| details.errors(&key.parse().unwrap(), &organisation());
        let refused = |field| FieldError { field, code: "no_address_here" };
        let both = [refused("contact.address"), refused("contact.room")];
        assert_eq!(errors("route/protected-place"), both);
        assert_eq!(errors("team/nord-a").len(), 1, "only the name is missing");
    }
}
