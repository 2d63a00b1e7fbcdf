//! Which details can be taken: lengths, and what a telephone number, an e-mail address and a
//! page on the web look like. The words themselves are the office's own.

use super::entry::{Details, EntryKey, EntryKind};
use super::{Contact, Organisation};

/// Longest name or short field, in characters.
pub const MAX_LINE: usize = 200;
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
        self.name = tidy_text(&self.name);
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

fn tidy_text(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

fn tidy_field(field: &mut Option<String>) {
    *field = field.as_deref().map(tidy_text).filter(|text| !text.is_empty());
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 3 && text.chars().all(|c| c.is_ascii_digit() || " +-/().–".contains(c))
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    !name.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !text.contains(|c: char| {
            c.is_whitespace() || c.is_control() || "<>,;\"@".contains(c) && c != '@'
        })
        && !host.contains('@')
}

fn is_web_page(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty())
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_mails_and_pages_are_told_from_other_texts() {
        for good in ["040 53595-0", "+49 (40) 535 95 0", "110"] {
            assert!(is_phone(good), "{good}");
        }
        for bad in ["im Sekretariat", "04", "040 535 95 <script>"] {
            assert!(!is_phone(bad), "{bad}");
        }
        for good in ["team@stadt.example", "nord.a@jugend.stadt.example"] {
            assert!(is_email(good), "{good}");
        }
        for bad in
            ["stadt.example", "a@b", "a@b@c.de", "a b@c.de", "@c.de", "a@c.", "x@y.de, z@y.de"]
        {
            assert!(!is_email(bad), "{bad}");
        }
        assert!(is_web_page("https://stadt.example/jugend?x=1"));
        for bad in ["stadt.example", "javascript:alert(1)", "https://", "https://a b"] {
            assert!(!is_web_page(bad), "{bad}");
        }
    }
}
