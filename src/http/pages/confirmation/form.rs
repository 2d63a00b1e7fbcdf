//! The fields that a Träger can correct.

use crate::{
    domain::resource::{Contact, FieldError, Proposal, ProposedField, Resource, hours::Hours},
    http::pages::{
        forms::{Choice, Field},
        moderation::{Sent, error_text},
    },
    locale::Lang,
    service::{Service, resources::place::locate},
};

/// How many contacts the form has; more of them stay as they are.
const CONTACTS: usize = 2;
/// The fields of the contacts by their names in the form.
const CONTACT_FIELDS: [[&str; 3]; CONTACTS] = [
    ["contact1_name", "contact1_phone", "contact1_email"],
    ["contact2_name", "contact2_phone", "contact2_email"],
];
/// Languages that are offered; others that the entry has are kept and shown by their codes.
const LANGUAGES: [&str; 14] =
    ["de", "en", "tr", "ar", "uk", "ru", "pl", "fa", "ku", "ro", "bg", "es", "fr", "gsg"];
/// What cannot be known about a ramp or a toilet.
const UNKNOWN: &str = "";

/// What the form makes of an entry.
pub(super) struct Corrected {
    /// The entry with everything that can be taken over at once.
    pub resource: Resource,
    /// What a coordinator has to look at first: an address without a place, hours in free words.
    pub rest: Proposal,
}

/// A language that can be chosen.
pub(super) struct LanguageBox {
    pub code: String,
    pub label: String,
    pub checked: bool,
}

/// The form as the entry fills it.
pub(super) fn of(resource: &Resource) -> Sent {
    let cells = crate::formats::resources::cells(resource);
    let mut sent: Vec<(String, String)> = cells.into_iter().collect();
    let languages = resource.languages.iter().map(|code| ("languages".into(), code.clone()));
    // Hours stand above in words; the field is for what changes.
    sent.retain(|(name, _)| name != "languages" && name != "hours");
    sent.extend(languages);
    Sent(sent)
}

fn choices(lang: Lang, field: &str, codes: &[&str]) -> Vec<Choice> {
    let label = |code: &str| match code {
        UNKNOWN => lang.t("column.unknown", &[]),
        "true" | "false" => lang.t(&format!("column.value.truth.{code}"), &[]),
        code => lang.t(&format!("column.value.{field}.{code}"), &[]),
    };
    codes.iter().map(|code| Choice { value: (*code).to_owned(), label: label(code) }).collect()
}

/// Where an error of an entry belongs in the form.
fn path_of(name: &str) -> String {
    let contact = name.strip_prefix("contact").and_then(|rest| rest.split_once('_'));
    if let Some((number, part)) = contact {
        let index = number.parse::<usize>().unwrap_or(1) - 1;
        return format!("contacts.{index}.{part}");
    }
    match name {
        "street" | "postcode" | "town" => format!("address.{name}"),
        "address_note" => "address.note".into(),
        "stop" => "access.stop".into(),
        other => other.to_owned(),
    }
}

/// The fields of the form.
pub(super) fn fields(lang: Lang, sent: &Sent, errors: &[FieldError]) -> Vec<Field> {
    let field = |name: &'static str, kind: &'static str| {
        let mut field = Field::new(lang, "column.name_of", name, kind).value(sent.one(name));
        field.label = super::column(lang, name);
        let path = path_of(name);
        let wrong = errors.iter().find(|error| error.field == path);
        field.error = wrong.map(|error| error_text(lang, error));
        field
    };
    let select = |name: &'static str, codes: &[&str]| Field {
        choices: choices(lang, name, codes),
        ..field(name, "select")
    };
    let mut fields = vec![
        field("name", "text"),
        field("description", "area"),
        field("street", "text"),
        field("postcode", "text"),
        field("town", "text"),
        field("address_note", "text").hint("confirmation.address_note_hint"),
    ];
    for [name, phone, email] in CONTACT_FIELDS {
        fields.extend([field(name, "text"), field(phone, "tel"), field(email, "email")]);
    }
    fields.extend([
        field("website", "url"),
        field("hours", "area").hint("confirmation.hours_hint"),
        select("cost", &[UNKNOWN, "free", "reduced", "paid"]),
        field("cost_note", "text"),
        select("wheelchair", &[UNKNOWN, "yes", "limited", "no"]),
        select("toilet", &[UNKNOWN, "true", "false"]),
        select("induction_loop", &[UNKNOWN, "true", "false"]),
    ]);
    fields
}

/// The languages of the form.
pub(super) fn languages(lang: Lang, sent: &Sent, resource: &Resource) -> Vec<LanguageBox> {
    let others = resource.languages.iter().map(String::as_str);
    let others = others.filter(|code| !LANGUAGES.contains(code));
    LANGUAGES
        .into_iter()
        .chain(others)
        .map(|code| LanguageBox {
            code: code.to_owned(),
            label: match LANGUAGES.contains(&code) {
                true => lang.t(&format!("confirmation.language.{code}"), &[]),
                false => code.to_owned(),
            },
            checked: sent.has("languages", code),
        })
        .collect()
}

/// What the form makes of an entry.
pub(super) fn corrected(service: &Service, former: &Resource, sent: &Sent) -> Corrected {
    let mut resource = former.clone();
    let mut rest = Proposal::default();
    resource.name = sent.one("name").to_owned();
    resource.description = sent.text("description");
    resource.website = sent.text("website");
    resource.cost = sent.code("cost");
    resource.cost_note = sent.text("cost_note");
    resource.access.wheelchair = sent.code("wheelchair");
    resource.access.toilet = sent.one("toilet").parse().ok();
    resource.access.induction_loop = sent.one("induction_loop").parse().ok();
    resource.languages = sent.all("languages").map(str::to_owned).collect();
    for (index, [name, phone, email]) in CONTACT_FIELDS.into_iter().enumerate() {
        let contact =
            Contact { name: sent.text(name), phone: sent.text(phone), email: sent.text(email) };
        match resource.contacts.get_mut(index) {
            Some(known) => *known = contact,
            None => resource.contacts.push(contact),
        }
    }
    match sent.text("hours") {
        Some(words) if Hours::parse(&words).is_err() => {
            rest.fields.insert(ProposedField::Hours, words);
        }
        Some(hours) => resource.hours = Some(hours),
        None => {}
    }
    address(service, &mut resource, &mut rest, sent);
    Corrected { resource, rest }
}

/// An address that the directory knows moves the place with it; any other one is looked at first,
/// so that the map never shows an old place under a new address.
fn address(service: &Service, resource: &mut Resource, rest: &mut Proposal, sent: &Sent) {
    resource.address.note = sent.text("address_note");
    let former = resource.address.clone();
    let address = &mut resource.address;
    address.street = sent.text("street");
    address.postcode = sent.text("postcode");
    address.town = sent.text("town");
    if address.street == former.street || (address.street.is_some() && resource.place.is_none()) {
        return;
    }
    match locate(service, address) {
        Some(place) => resource.place = Some(place),
        None => {
            let proposed = [
                (ProposedField::Street, address.street.take()),
                (ProposedField::Postcode, address.postcode.take()),
                (ProposedField::Town, address.town.take()),
            ];
            for (field, value) in proposed {
                if let Some(value) = value {
                    rest.fields.insert(field, value);
                }
            }
            *address = former;
        }
    }
}
