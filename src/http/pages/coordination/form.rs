//! The form of an entry: what it sends, read into the entry.
//!
//! Its fields have the names under which the domain names them in its errors, so that every error
//! finds its field.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use uuid::Uuid;

use super::{hours_form::HoursForm, words::reach_of};
use crate::{
    domain::{
        grid::LonLat,
        resource::{
            Accessibility, Address, Audience, Category, Contact, Cost, FieldError, Group, Kind,
            Origin, Principle, Resource, TextField, Translation, Visibility, Wheelchair,
        },
    },
    locale::Lang,
};

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct ResourceForm(Vec<(String, String)>);

/// What is to be done with the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Keep it.
    Save,
    /// Keep it, and vouch for it.
    Verify,
    /// Show what people will read.
    Preview,
    /// Find the place of the address.
    Locate,
    /// More room to fill in.
    More,
}

impl ResourceForm {
    /// The text of a field; empty when it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, text)| text)
    }

    /// What was ticked of a list.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, text)| text.as_str())
    }

    /// Whether a box was ticked or a button used.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(field, _)| field == name)
    }

    /// Puts a text into a field.
    pub fn set(&mut self, name: &str, text: String) {
        self.set_all(name, std::iter::once(text));
    }

    /// Puts several texts into a field, instead of what is in it.
    pub fn set_all(&mut self, name: &str, texts: impl IntoIterator<Item = String>) {
        self.0.retain(|(field, _)| field != name);
        self.0.extend(texts.into_iter().map(|text| (name.to_owned(), text)));
    }

    /// Removes every field whose name begins like this.
    pub fn clear(&mut self, beginning: &str) {
        self.0.retain(|(field, _)| !field.starts_with(beginning));
    }

    /// The version that the form was made from.
    pub fn version(&self) -> i64 {
        self.text("version").parse().unwrap_or_default()
    }

    /// What the form for a new entry was marked with when it was made; a fresh mark for one that
    /// has none.
    pub fn mark(&self) -> Uuid {
        self.text("mark").parse().unwrap_or_else(|_| Uuid::new_v4())
    }

    /// The id of the new entry that the form describes. Sent twice, by an impatient click, it is
    /// the same; gone back to and filled in for another offer, it is another one.
    pub fn new_id(&self, resource: &Resource) -> Uuid {
        let content = serde_json::to_vec(resource).expect("an entry can be written as JSON");
        Uuid::new_v5(&self.mark(), &content)
    }

    /// What is to be done.
    pub fn wish(&self) -> Wish {
        match self.text("do") {
            "verify" => Wish::Verify,
            "preview" => Wish::Preview,
            "locate" => Wish::Locate,
            "more" => Wish::More,
            _ => Wish::Save,
        }
    }

    /// When to look at the entry again.
    pub fn next_check(&self) -> Result<Option<Date>, FieldError> {
        let text = self.text("next_check").trim();
        if text.is_empty() {
            return Ok(None);
        }
        Date::strptime("%Y-%m-%d", text)
            .or_else(|_| Date::strptime("%d.%m.%Y", text))
            .map(Some)
            .map_err(|_| error("next_check", "bad_day"))
    }

    /// The contacts that say something, in their order.
    fn contacts(&self) -> Vec<Contact> {
        let part = |at: usize, part: &str| {
            let text = self.text(&format!("contacts.{at}.{part}")).trim().to_owned();
            Some(text).filter(|text| !text.is_empty())
        };
        let there = |at: &usize| self.has(&format!("contacts.{at}.name"));
        (0..)
            .take_while(there)
            .map(|at| Contact {
                name: part(at, "name"),
                phone: part(at, "phone"),
                email: part(at, "email"),
            })
            .filter(|contact| *contact != Contact::default())
            .collect()
    }

    /// How many contacts there is room for.
    pub fn contact_count(&self) -> usize {
        (0..).take_while(|at| self.has(&format!("contacts.{at}.name"))).count()
    }

    /// The entry that the form describes, and what cannot be read. The form is brought into order
    /// on the way: empty rows go, there is room for one more contact. Languages that the form
    /// does not offer stay as they are on file.
    pub fn read(&mut self, on_file: &Resource) -> (Resource, Vec<FieldError>) {
        let mut errors = Vec::new();
        let contacts = self.contacts();
        self.set_contacts(&contacts);
        let hours = HoursForm::read(self).settled(&mut errors);
        hours.write(self);
        let text = |name: &str| Some(self.text(name).to_owned());
        let known = |name: &str| match self.text(name) {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        let resource = Resource {
            id: on_file.id,
            name: self.text("name").to_owned(),
            description: text("description"),
            provider: text("provider"),
            categories: self.all("categories").filter_map(Category::of_code).collect(),
            kind: Kind::of_code(self.text("kind")),
            principles: self.all("principles").filter_map(Principle::of_code).collect(),
            reach: reach_of(self.text("reach")),
            place: self.place(&mut errors),
            address: Address {
                street: text("address.street"),
                postcode: text("address.postcode"),
                town: text("address.town"),
                note: text("address.note"),
            },
            audience: Audience {
                all_ages: self.has("audience.all_ages"),
                min_age: self.age("audience.min_age", &mut errors),
                max_age: self.age("audience.max_age", &mut errors),
                groups: self.all("groups").filter_map(Group::of_code).collect(),
            },
            languages: self.languages(),
            cost: Cost::of_code(self.text("cost")),
            cost_note: text("cost_note"),
            access: Accessibility {
                wheelchair: Wheelchair::of_code(self.text("access.wheelchair")),
                toilet: known("access.toilet"),
                induction_loop: known("access.induction_loop"),
                stop: text("access.stop"),
            },
            hours: Some(hours.text),
            contact_hours: text("contact_hours"),
            appointment_only: hours.rows.appointment_only,
            contacts,
            website: text("website"),
            source: text("source"),
            licence: text("licence"),
            translations: self.translations(on_file),
            visibility: Visibility::of_code(self.text("visibility")).unwrap_or_default(),
        };
        (resource.tidy(), errors)
    }

    fn languages(&self) -> Vec<String> {
        let codes = self.text("languages").split([',', ';', ' ']);
        codes.filter(|code| !code.is_empty()).map(str::to_owned).collect()
    }

    fn age(&self, name: &'static str, errors: &mut Vec<FieldError>) -> Option<u8> {
        let text = self.text(name).trim();
        let age = text.parse().ok();
        if age.is_none() && !text.is_empty() {
            errors.push(error(name, "bad_age"));
        }
        age
    }

    /// The place; degrees may be written with a comma.
    pub fn place(&self, errors: &mut Vec<FieldError>) -> Option<LonLat> {
        let degrees = |name: &str| self.text(name).trim().replace(',', ".");
        let (lon, lat) = (degrees("lon"), degrees("lat"));
        if lon.is_empty() && lat.is_empty() {
            return None;
        }
        let place = lon.parse().ok().zip(lat.parse().ok()).map(|(lon, lat)| LonLat { lon, lat });
        if place.is_none() {
            errors.push(error("place", "bad_degrees"));
        }
        place
    }

    fn translations(
        &self,
        on_file: &Resource,
    ) -> BTreeMap<String, BTreeMap<TextField, Translation>> {
        let mut translations = on_file.translations.clone();
        for language in offered(on_file) {
            let origin = Origin::of_code(self.text(&translated(&language, "origin")))
                .unwrap_or(Origin::Person);
            let texts = TextField::ALL.map(|field| {
                let text = self.text(&translated(&language, field.code())).to_owned();
                (field, Translation { text, origin })
            });
            translations.insert(language, BTreeMap::from(texts));
        }
        translations
    }
}

/// The languages that the form has room for: those of the pages, and those on file.
pub fn offered(on_file: &Resource) -> Vec<String> {
    let pages = Lang::ALL.into_iter().filter(|lang| *lang != Lang::De);
    let mut languages: Vec<String> = pages.map(|lang| lang.tag().to_owned()).collect();
    for language in on_file.translations.keys() {
        if !languages.contains(language) {
            languages.push(language.clone());
        }
    }
    languages
}

/// The name of a field for a text in another language.
pub fn translated(language: &str, part: &str) -> String {
    format!("translations.{language}.{part}")
}

/// Something that is wrong with a field.
pub fn error(field: impl Into<String>, code: &'static str) -> FieldError {
    FieldError { field: field.into(), code }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;
    use crate::domain::resource::{
        Category, Cost, Group, Kind, Principle, Reach, Record, Visibility, Wheelchair,
    };

    /// An entry in which every field says something.
    fn full() -> Resource {
        let mut resource = Resource::new(Uuid::from_u128(7), "Treff", Category::MeetingPlace);
        resource.description = Some("Ein Treff.\nFür alle.".into());
        resource.provider = Some("Stadt".into());
        resource.kind = Some(Kind::Voluntary);
        resource.principles = vec![Principle::Fallunabhaengig];
        resource.reach = Reach::Sozialraum("mitte".into());
        resource.place = Some(LonLat { lon: 9.9918, lat: 53.7076 });
        resource.address = Address {
            street: Some("Rathausallee 50".into()),
            postcode: Some("22846".into()),
            town: Some("Musterstadt".into()),
            note: Some("Hinterhof".into()),
        };
        resource.audience.min_age = Some(3);
        resource.audience.groups = vec![Group::Families, Group::Children];
        resource.languages = vec!["de".into(), "tr".into()];
        resource.cost = Some(Cost::Reduced);
        resource.cost_note = Some("2 Euro".into());
        resource.access.wheelchair = Some(Wheelchair::Limited);
        resource.access.toilet = Some(false);
        resource.hours = Some("Mo,We 09:00-12:00; PH off".into());
        resource.contact_hours = Some("Tu 09:00-10:00".into());
        resource.contacts =
            vec![Contact { phone: Some("040 123456".into()), ..Contact::default() }];
        resource.website = Some("https://treff.example".into());
        resource.source = Some("Anruf".into());
        let text = Translation { text: "Meeting place".into(), origin: Origin::Machine };
        resource.translations.insert("en".into(), BTreeMap::from([(TextField::Name, text)]));
        resource.visibility = Visibility::Office;
        resource
    }

    #[test]
    fn a_form_that_is_sent_as_it_came_changes_nothing() {
        let record = Record::new(full(), Timestamp::UNIX_EPOCH, "test");
        let mut form = ResourceForm::of(&record);
        let (read, errors) = form.read(&record.resource);
        assert_eq!(errors, []);
        assert_eq!(read, record.resource);
        assert_eq!((form.version(), form.next_check()), (1, Ok(None)));
    }

    #[test]
    fn what_cannot_be_read_is_named_and_stays_in_the_form() {
        let mut form = ResourceForm::of_resource(&full());
        form.set("audience.min_age", "drei".into());
        form.set("lon", "ost".into());
        form.set("next_check", "bald".into());
        let (_, errors) = form.read(&full());
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["place", "audience.min_age"]);
        assert_eq!(form.text("audience.min_age"), "drei");
        assert_eq!(form.next_check().unwrap_err().code, "bad_day");
        form.set("lon", "9,99".into());
        assert_eq!(form.place(&mut Vec::new()).unwrap().lon, 9.99);
    }

    #[test]
    fn an_empty_contact_goes_and_there_is_room_for_one_more() {
        let mut form = ResourceForm::of_resource(&full());
        form.set("contacts.0.phone", " ".into());
        form.set("contacts.1.email", "treff@stadt.example".into());
        let (read, _) = form.read(&full());
        assert_eq!(read.contacts.len(), 1);
        assert_eq!(form.contact_count(), 2);
        assert_eq!(form.text("contacts.0.email"), "treff@stadt.example");
    }
}
