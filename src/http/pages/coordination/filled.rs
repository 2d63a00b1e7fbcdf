//! The form of an entry, filled in with what is kept.

use super::{
    form::{ResourceForm, translated},
    hours_form::HoursForm,
    words::reach_code,
};
use crate::domain::{
    coded::Coded,
    grid::LonLat,
    resource::{Contact, Record, Resource},
};

impl ResourceForm {
    /// The form for an entry that is kept.
    pub fn of(record: &Record) -> Self {
        let mut form = Self::of_resource(&record.resource);
        form.set("version", record.version.to_string());
        form.set("next_check", record.next_check.map(|day| day.to_string()).unwrap_or_default());
        form
    }

    /// The form for an entry that is not kept yet.
    pub fn of_resource(resource: &Resource) -> Self {
        let mut form = Self::default();
        let Resource { address, access, audience, .. } = resource;
        let yes_or_no =
            |known: Option<bool>| known.map(|known| if known { "yes" } else { "no" }.to_owned());
        let age = |age: Option<u8>| age.map(|age| age.to_string());
        let degrees = |of: fn(LonLat) -> f64| resource.place.map(|place| of(place).to_string());
        let texts = [
            ("name", Some(resource.name.clone())),
            ("description", resource.description.clone()),
            ("provider", resource.provider.clone()),
            ("kind", resource.kind.map(code)),
            ("reach", Some(reach_code(&resource.reach))),
            ("address.street", address.street.clone()),
            ("address.postcode", address.postcode.clone()),
            ("address.town", address.town.clone()),
            ("address.note", address.note.clone()),
            ("lon", degrees(|place| place.lon)),
            ("lat", degrees(|place| place.lat)),
            ("audience.min_age", age(audience.min_age)),
            ("audience.max_age", age(audience.max_age)),
            ("languages", Some(resource.languages.join(", "))),
            ("cost", resource.cost.map(code)),
            ("cost_note", resource.cost_note.clone()),
            ("contact_hours", resource.contact_hours.clone()),
            ("website", resource.website.clone()),
            ("access.wheelchair", access.wheelchair.map(code)),
            ("access.toilet", yes_or_no(access.toilet)),
            ("access.induction_loop", yes_or_no(access.induction_loop)),
            ("access.stop", access.stop.clone()),
            ("visibility", Some(code(resource.visibility))),
            ("source", resource.source.clone()),
            ("licence", resource.licence.clone()),
        ];
        for (name, text) in texts {
            form.set(name, text.unwrap_or_default());
        }
        form.set_all("categories", resource.categories.iter().copied().map(code));
        form.set_all("principles", resource.principles.iter().copied().map(code));
        form.set_all("groups", audience.groups.iter().copied().map(code));
        if audience.all_ages {
            form.set("audience.all_ages", "yes".into());
        }
        form.set_contacts(&resource.contacts);
        for (language, texts) in &resource.translations {
            for (field, translation) in texts {
                form.set(&translated(language, field.code()), translation.text.clone());
                form.set(&translated(language, "origin"), code(translation.origin));
            }
        }
        HoursForm::of(resource).write(&mut form);
        form
    }

    /// Fills in the contacts, and room for one more.
    pub(super) fn set_contacts(&mut self, contacts: &[Contact]) {
        self.clear("contacts.");
        for (at, contact) in contacts.iter().chain([&Contact::default()]).enumerate() {
            let Contact { name, phone, email } = contact;
            for (part, text) in [("name", name), ("phone", phone), ("email", email)] {
                self.set(&format!("contacts.{at}.{part}"), text.clone().unwrap_or_default());
            }
        }
    }
}

fn code(value: impl Coded) -> String {
    value.code().to_owned()
}
