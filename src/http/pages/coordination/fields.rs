//! What an entry says, field by field: for previews, differences and merging.

use super::{
    super::resources::offer::spoken,
    words::{categories, group, origin, principle, reach_word, word},
};
use crate::{
    domain::resource::{Audience, Contact, Record, Resource, Status},
    locale::Lang,
    service::Service,
};

/// The fields in the order of the form. The last four are not for the public.
pub const FIELDS: [&str; 31] = [
    "name",
    "categories",
    "description",
    "provider",
    "kind",
    "principles",
    "reach",
    "street",
    "postcode",
    "town",
    "address_note",
    "place",
    "ages",
    "groups",
    "languages",
    "cost",
    "cost_note",
    "hours",
    "appointment_only",
    "contact_hours",
    "contacts",
    "website",
    "wheelchair",
    "toilet",
    "induction_loop",
    "stop",
    "translations",
    "visibility",
    "source",
    "licence",
    "next_check",
];

/// What a field is called.
pub fn label(lang: Lang, field: &str) -> String {
    lang.t(&format!("resource_form.field.{field}"), &[])
}

/// What an entry says in a field; `None` where that is not known.
pub fn text(lang: Lang, service: &Service, resource: &Resource, field: &str) -> Option<String> {
    let address = &resource.address;
    let access = &resource.access;
    let yes_or_no =
        |known: bool| lang.t(if known { "resource_form.yes" } else { "resource_form.no" }, &[]);
    let list = |words: Vec<String>| (!words.is_empty()).then(|| words.join(", "));
    match field {
        "name" => Some(resource.name.clone()),
        "description" => resource.description.clone(),
        "provider" => resource.provider.clone(),
        "categories" => Some(categories(lang, resource)),
        "kind" => resource.kind.map(|kind| word(lang, "kind", kind)),
        "principles" => list(resource.principles.iter().map(|one| principle(lang, *one)).collect()),
        "reach" => Some(reach_word(lang, service, &resource.reach)),
        "place" => resource.place.map(|place| lang.place(place)),
        "street" => address.street.clone(),
        "postcode" => address.postcode.clone(),
        "town" => address.town.clone(),
        "address_note" => address.note.clone(),
        "ages" => ages(lang, &resource.audience),
        "groups" => list(resource.audience.groups.iter().map(|one| group(lang, *one)).collect()),
        "languages" => list(resource.languages.iter().map(|code| spoken(lang, code)).collect()),
        "cost" => resource.cost.map(|cost| word(lang, "cost", cost)),
        "cost_note" => resource.cost_note.clone(),
        "hours" => resource.hours.clone(),
        "contact_hours" => resource.contact_hours.clone(),
        "appointment_only" => resource.appointment_only.then(|| yes_or_no(true)),
        "contacts" => list(resource.contacts.iter().map(contact).collect()),
        "website" => resource.website.clone(),
        "wheelchair" => access.wheelchair.map(|one| word(lang, "wheelchair", one)),
        "toilet" => access.toilet.map(yes_or_no),
        "induction_loop" => access.induction_loop.map(yes_or_no),
        "stop" => access.stop.clone(),
        "translations" => {
            let texts = resource.translations.iter().flat_map(|(language, texts)| {
                texts.iter().map(move |(field, translation)| {
                    let origin = origin(lang, translation.origin);
                    let field = word(lang, "text", *field);
                    format!("{language}, {field} ({origin}): {}", translation.text)
                })
            });
            list(texts.collect())
        }
        "visibility" => Some(word(lang, "visibility", resource.visibility)),
        "source" => resource.source.clone(),
        "licence" => resource.licence.clone(),
        _ => None,
    }
}

fn ages(lang: Lang, audience: &Audience) -> Option<String> {
    let age = |age: Option<u8>| age.map(|age| age.to_string()).unwrap_or_default();
    let (min, max) = (age(audience.min_age), age(audience.max_age));
    let values = [("min", &*min), ("max", &*max)];
    match (audience.all_ages, audience.min_age, audience.max_age) {
        (true, ..) => Some(lang.t("resource_form.ages.all", &[])),
        (_, None, None) => None,
        (_, Some(_), None) => Some(lang.t("resource_form.ages.from", &values)),
        (_, None, Some(_)) => Some(lang.t("resource_form.ages.to", &values)),
        (_, Some(_), Some(_)) => Some(lang.t("resource_form.ages.between", &values)),
    }
}

fn contact(contact: &Contact) -> String {
    let parts = [&contact.name, &contact.phone, &contact.email];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" · ")
}

/// Lets a field of one entry say what it says in another one.
pub fn take(resource: &mut Resource, from: &Resource, field: &str) {
    let from = from.clone();
    let (address, access) = (&mut resource.address, &mut resource.access);
    match field {
        "name" => resource.name = from.name,
        "description" => resource.description = from.description,
        "provider" => resource.provider = from.provider,
        "categories" => resource.categories = from.categories,
        "kind" => resource.kind = from.kind,
        "principles" => resource.principles = from.principles,
        "reach" => resource.reach = from.reach,
        "place" => resource.place = from.place,
        "street" => address.street = from.address.street,
        "postcode" => address.postcode = from.address.postcode,
        "town" => address.town = from.address.town,
        "address_note" => address.note = from.address.note,
        "ages" => {
            let groups = std::mem::take(&mut resource.audience.groups);
            resource.audience = Audience { groups, ..from.audience };
        }
        "groups" => resource.audience.groups = from.audience.groups,
        "languages" => resource.languages = from.languages,
        "cost" => resource.cost = from.cost,
        "cost_note" => resource.cost_note = from.cost_note,
        "hours" => resource.hours = from.hours,
        "contact_hours" => resource.contact_hours = from.contact_hours,
        "appointment_only" => resource.appointment_only = from.appointment_only,
        "contacts" => resource.contacts = from.contacts,
        "website" => resource.website = from.website,
        "wheelchair" => access.wheelchair = from.access.wheelchair,
        "toilet" => access.toilet = from.access.toilet,
        "induction_loop" => access.induction_loop = from.access.induction_loop,
        "stop" => access.stop = from.access.stop,
        "translations" => resource.translations = from.translations,
        "visibility" => resource.visibility = from.visibility,
        "source" => resource.source = from.source,
        "licence" => resource.licence = from.licence,
        _ => {}
    }
}

/// A field that a change gives another value.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is.
    pub label: String,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
}

/// What differs between two steps of an entry, field by field.
pub fn differences(
    lang: Lang,
    service: &Service,
    before: &Record,
    after: &Record,
) -> Vec<Difference> {
    let unknown = || lang.t("resource_form.unknown", &[]);
    let of = |record: &Record, field: &str| match field {
        "next_check" => record.next_check.map(|day| lang.day(day)),
        field => text(lang, service, &record.resource, field),
    };
    let mut found: Vec<Difference> = FIELDS
        .into_iter()
        .filter(|field| of(before, field) != of(after, field))
        .map(|field| Difference {
            label: label(lang, field),
            before: of(before, field).unwrap_or_else(unknown),
            after: of(after, field).unwrap_or_else(unknown),
        })
        .collect();
    if before.status != after.status {
        found.push(Difference {
            label: lang.t("resource_form.field.status", &[]),
            before: status(lang, &before.status),
            after: status(lang, &after.status),
        });
    }
    found
}

/// What became of an entry, in words.
pub fn status(lang: Lang, status: &Status) -> String {
    let key = match status {
        Status::Active => "resource_form.status.active",
        Status::Merged(_) => "resource_form.status.merged",
        Status::Removed => "resource_form.status.removed",
    };
    lang.t(key, &[])
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{domain::resource::Category, locale::Catalogue};

    #[test]
    fn every_field_has_a_label() {
        for field in FIELDS {
            assert!(Catalogue::german().has(&format!("resource_form.field.{field}")), "{field}");
        }
    }

    #[test]
    fn what_is_taken_is_what_the_other_one_says() {
        let mut rich = Resource::new(Uuid::nil(), "Reich", Category::Kita);
        rich.provider = Some("Stadt".into());
        rich.audience = Audience { all_ages: true, ..Audience::default() };
        rich.address.note = Some("2. Stock".into());
        rich.access.toilet = Some(false);
        let mut poor = Resource::new(Uuid::nil(), "Arm", Category::School);
        for field in FIELDS {
            take(&mut poor, &rich, field);
        }
        assert_eq!(poor, rich);
    }
}
