//! Whom to turn to.

use serde_json::Value;

use super::{super::term, Reader, items};
use crate::domain::{
    resource::{Contact, Resource},
    text::{is_email, is_phone},
};

impl Reader<'_> {
    /// The service's contacts in their order, then those of its place, then numbers and mails
    /// that none of them has.
    pub(super) fn contacts(&mut self, service: &Value, resource: &mut Resource) {
        let place = &service["service_at_locations"][0];
        let mut contacts = Vec::new();
        for contact in items(service, "contacts") {
            contacts.extend(self.contact(contact));
        }
        for of in [place, &place["location"]] {
            for contact in items(of, "contacts") {
                for contact in self.contact(contact) {
                    if !contacts.contains(&contact) {
                        contacts.push(contact);
                    }
                }
            }
        }
        for of in [service, place, &place["location"]] {
            for phone in items(of, "phones") {
                let Some(phone) = self.phone(phone) else { continue };
                if !contacts.iter().any(|contact| contact.phone.as_ref() == Some(&phone)) {
                    contacts.push(Contact { phone: Some(phone), ..Contact::default() });
                }
            }
        }
        let email = self.checked(service, "email", "bad_email", is_email);
        if email.is_some() && !contacts.iter().any(|contact| contact.email == email) {
            contacts.push(Contact { email, ..Contact::default() });
        }
        resource.contacts = contacts;
    }

    /// A contact; another one of the same name for every further number.
    fn contact(&mut self, contact: &Value) -> Vec<Contact> {
        let parts = ["name", "title", "department"].map(|field| self.text(contact, field));
        let name: Vec<String> = parts.into_iter().flatten().collect();
        let name = (!name.is_empty()).then(|| name.join(", "));
        let email = self.checked(contact, "email", "bad_email", is_email).or_else(|| {
            // Our own way for signs that the specification's addresses do not have.
            let mut own = items(contact, "attributes");
            let own = own.find(|own| term::of_attribute(own) == term::find("field", "email"))?;
            own["value"].as_str().map(str::to_owned)
        });
        let mut phones = items(contact, "phones").filter_map(|phone| self.phone(phone));
        let first = Contact { name: name.clone(), phone: phones.next(), email };
        let further =
            phones.map(|phone| Contact { name: name.clone(), phone: Some(phone), email: None });
        let all: Vec<Contact> = std::iter::once(first).chain(further).collect();
        all.into_iter().filter(|contact| *contact != Contact::default()).collect()
    }

    fn phone(&mut self, phone: &Value) -> Option<String> {
        let written = self.text(phone, "number")?;
        // Spreadsheets leave quotation marks around numbers.
        let number = written.trim_matches(['"', '\'']).trim();
        if is_phone(number) {
            return Some(number.to_owned());
        }
        self.drop("phones", "bad_phone", &written);
        None
    }
}
