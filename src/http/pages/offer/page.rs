//! The page of an offer.

use super::{
    super::{
        Layout, filters,
        profile::profile_path,
        resources::offer::{code, hours_line},
        responsibility::{telephone, web_page},
    },
    calendar::hours_to_keep,
    facts::{self, Facts},
    qr::{Qr, qr},
    week::{Week, week},
    words::{Text, text_of},
};
use crate::{
    domain::resource::{Category, Contact, Record, Resource, TextField, Visibility, search::Entry},
    http::resource_item::HoursNow,
    locale::Lang,
    service::Service,
};
use askama::Template;

/// A category, and where its other offers are.
pub struct CategoryLink {
    /// Its code, which names the icon, too.
    pub code: &'static str,
    /// Its name.
    pub name: String,
    /// The list of its offers.
    pub href: String,
}

/// Somebody to turn to.
pub struct ContactLine {
    /// Who it is.
    pub name: Option<String>,
    /// Number and link.
    pub phone: Option<(String, Option<String>)>,
    /// Address and link.
    pub email: Option<String>,
}

/// Where it is.
pub struct Place {
    /// Degrees of longitude and latitude, for the map.
    pub position: Option<String>,
    /// Lines of the address.
    pub address: Vec<String>,
    /// Floor, entrance, how to find it.
    pub note: Option<String>,
    /// In which Sozialraum and region it lies.
    pub area: Option<String>,
    /// The page of that Sozialraum.
    pub profile: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "offer.html")]
pub struct OfferPage {
    layout: Layout,
    id: String,
    office: bool,
    name: Text,
    categories: Vec<CategoryLink>,
    overdue: bool,
    /// How it stands now, as code for the look and in words.
    state: &'static str,
    now: String,
    description: Option<Text>,
    by_machine: bool,
    /// Whether people come by appointment only: no day is closed then.
    by_appointment: bool,
    week: Option<Week>,
    /// Whether there are times that a calendar can keep.
    calendar: bool,
    contact_week: Option<Week>,
    place: Place,
    contacts: Vec<ContactLine>,
    website: Option<(String, Option<String>)>,
    people: Facts,
    access: Facts,
    about: Facts,
    checked: Option<String>,
    changed: String,
    next_check: Option<String>,
    address: String,
    qr: Option<Qr>,
}

impl OfferPage {
    /// The page of an entry.
    pub fn new(layout: Layout, service: &Service, entry: &Entry, public_url: &str) -> Self {
        let (lang, now) = (layout.language.lang, Service::now());
        let record: &Record = &entry.record;
        let resource = &record.resource;
        let hours = HoursNow::of(service, entry, now);
        let day = |at| lang.day(Service::local(at).date());
        let calendar = service.calendar();
        let description = text_of(resource, TextField::Description, lang);
        let name = text_of(resource, TextField::Name, lang).expect("every entry has a name");
        let by_machine =
            name.by_machine || description.as_ref().is_some_and(|text| text.by_machine);
        let address = format!("{public_url}/angebot/{}", resource.id);
        Self {
            id: resource.id.to_string(),
            office: resource.visibility == Visibility::Office,
            categories: categories(&layout, resource),
            overdue: record.is_due(now.date()),
            state: code(hours.state),
            now: hours_line(lang, &hours, now),
            by_appointment: resource.appointment_only,
            week: week(lang, resource.hours.as_deref(), now, calendar),
            calendar: hours_to_keep(service, entry).is_some(),
            contact_week: week(lang, resource.contact_hours.as_deref(), now, calendar),
            place: place(lang, service, entry),
            contacts: resource.contacts.iter().map(contact).collect(),
            website: resource.website.as_ref().map(|page| (page.clone(), web_page(page))),
            people: facts::people(lang, resource),
            access: facts::access(lang, resource),
            about: facts::about(lang, service, resource),
            checked: record.verification.as_ref().map(|checked| day(checked.at)),
            changed: day(record.updated_at),
            next_check: record.next_check.map(|date| lang.day(date)),
            qr: qr(&address),
            layout,
            name,
            description,
            by_machine,
            address,
        }
    }
}

fn categories(layout: &Layout, resource: &Resource) -> Vec<CategoryLink> {
    let link = |category: &Category| CategoryLink {
        code: category.code(),
        name: layout.language.lang.t(&format!("category.{}", category.code()), &[]),
        href: layout.language.link(&format!("/karte?category={}", category.code())),
    };
    resource.categories.iter().map(link).collect()
}

fn contact(contact: &Contact) -> ContactLine {
    ContactLine {
        name: contact.name.clone(),
        phone: contact.phone.as_ref().map(|number| (number.clone(), telephone(number))),
        email: contact.email.clone(),
    }
}

fn place(lang: Lang, service: &Service, entry: &Entry) -> Place {
    let resource = &entry.record.resource;
    let day = service.on(None).ok();
    let area = day.and_then(|day| entry.area(day.edition.edition.number));
    let profile = area.map(|area| profile_path(&area.id));
    let area = area.map(|area| {
        let sozialraum = facts::sozialraum_name(service, &area.id);
        let region = facts::region_name(service, &area.region);
        let values = [("sozialraum", &*sozialraum), ("region", &*region)];
        lang.t("offer_page.area", &values)
    });
    Place {
        position: resource.place.map(|place| format!("{},{}", place.lon, place.lat)),
        address: address_lines(resource),
        note: resource.address.note.clone(),
        area,
        profile,
    }
}

/// The lines of an address, as far as it is known.
pub fn address_lines(resource: &Resource) -> Vec<String> {
    let address = &resource.address;
    let town: Vec<&str> =
        [&address.postcode, &address.town].into_iter().filter_map(|part| part.as_deref()).collect();
    let town = (!town.is_empty()).then(|| town.join(" "));
    address.street.clone().into_iter().chain(town).collect()
}
