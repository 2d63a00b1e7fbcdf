//! An entry as a flat table row: named cells with text, in both directions.
//!
//! Lists stand in one cell, separated by `|`. Contacts are numbered (`contact1_name`, …), further
//! languages follow a colon (`name:en`), and who translated stands beside it (`name:en:origin`).

use std::{collections::BTreeMap, str::FromStr};

use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{RowError, id, text};
use crate::domain::{
    grid::LonLat,
    resource::{Contact, Origin, Resource, TextField, Translation},
};

/// The columns of which every entry has one, in the order in which they are written.
pub const COLUMNS: [&str; 32] = [
    "id",
    "name",
    "description",
    "provider",
    "categories",
    "kind",
    "principles",
    "reach",
    "lon",
    "lat",
    "street",
    "postcode",
    "town",
    "address_note",
    "all_ages",
    "min_age",
    "max_age",
    "groups",
    "languages",
    "cost",
    "cost_note",
    "wheelchair",
    "toilet",
    "induction_loop",
    "stop",
    "hours",
    "contact_hours",
    "appointment_only",
    "website",
    "source",
    "licence",
    "visibility",
];

/// Cells by the names of their columns; empty cells are left out.
pub type Cells = BTreeMap<String, String>;

/// The parts of a contact's column, such as `contact2_phone`.
pub(super) const CONTACT_PARTS: [&str; 3] = ["name", "phone", "email"];

/// The fields that can be translated, by their columns.
pub(super) const TRANSLATED: [(&str, TextField); 3] = [
    ("name", TextField::Name),
    ("description", TextField::Description),
    ("cost_note", TextField::CostNote),
];

/// The number and part of a contact's column.
pub(super) fn contact_column(column: &str) -> Option<(usize, &str)> {
    let (number, part) = column.strip_prefix("contact")?.split_once('_')?;
    let number = number.parse().ok().filter(|number| (1..=99).contains(number))?;
    CONTACT_PARTS.contains(&part).then_some((number, part))
}

/// Field, language and whether it is the origin's column, of a translation's column.
pub(super) fn translation_column(column: &str) -> Option<(TextField, &str, bool)> {
    let (field, rest) = column.split_once(':')?;
    let field = TRANSLATED.iter().find(|(name, _)| *name == field)?.1;
    let (language, origin) = match rest.strip_suffix(":origin") {
        Some(language) => (language, true),
        None => (rest, false),
    };
    (!language.is_empty() && !language.contains(':')).then_some((field, language, origin))
}

/// The cells of an entry.
pub fn cells(resource: &Resource) -> Cells {
    let mut cells = Writer(Cells::new());
    let Resource { address, audience, access, .. } = resource;
    cells.put("id", Some(resource.id));
    cells.put("name", Some(&resource.name));
    cells.put("description", resource.description.as_ref());
    cells.put("provider", resource.provider.as_ref());
    cells.put_codes("categories", &resource.categories);
    cells.put_codes("kind", resource.kind.as_slice());
    cells.put_codes("principles", &resource.principles);
    cells.put("reach", Some(text::reach_text(&resource.reach)));
    cells.put("lon", resource.place.map(|place| place.lon));
    cells.put("lat", resource.place.map(|place| place.lat));
    cells.put("street", address.street.as_ref());
    cells.put("postcode", address.postcode.as_ref());
    cells.put("town", address.town.as_ref());
    cells.put("address_note", address.note.as_ref());
    cells.put("all_ages", audience.all_ages.then_some(true));
    cells.put("min_age", audience.min_age);
    cells.put("max_age", audience.max_age);
    cells.put_codes("groups", &audience.groups);
    cells.put("languages", Some(resource.languages.join("|")));
    cells.put_codes("cost", resource.cost.as_slice());
    cells.put("cost_note", resource.cost_note.as_ref());
    cells.put_codes("wheelchair", access.wheelchair.as_slice());
    cells.put("toilet", access.toilet);
    cells.put("induction_loop", access.induction_loop);
    cells.put("stop", access.stop.as_ref());
    cells.put("hours", resource.hours.as_ref());
    cells.put("contact_hours", resource.contact_hours.as_ref());
    cells.put("appointment_only", resource.appointment_only.then_some(true));
    cells.put("website", resource.website.as_ref());
    cells.put("source", resource.source.as_ref());
    cells.put("licence", resource.licence.as_ref());
    cells.put_codes("visibility", &[resource.visibility]);
    for (index, contact) in resource.contacts.iter().enumerate() {
        let values = [&contact.name, &contact.phone, &contact.email];
        for (part, value) in CONTACT_PARTS.into_iter().zip(values) {
            cells.put(&format!("contact{}_{part}", index + 1), value.as_ref());
        }
    }
    for (language, texts) in &resource.translations {
        for (column, field) in TRANSLATED {
            if let Some(translation) = texts.get(&field) {
                let column = format!("{column}:{language}");
                cells.put(&format!("{column}:origin"), Some(text::code(&translation.origin)));
                cells.put(&column, Some(&translation.text));
            }
        }
    }
    cells.0
}

struct Writer(Cells);

impl Writer {
    fn put(&mut self, column: &str, value: Option<impl ToString>) {
        let value = value.map(|value| value.to_string()).filter(|value| !value.is_empty());
        if let Some(value) = value {
            self.0.insert(column.to_owned(), value);
        }
    }

    fn put_codes<T: Serialize>(&mut self, column: &str, values: &[T]) {
        let codes: Vec<String> = values.iter().map(text::code).collect();
        self.put(column, Some(codes.join("|")));
    }
}

/// The entry of a row.
///
/// A missing id is derived from the source and the content, as `id` says.
///
/// # Errors
/// Every cell that cannot be read.
pub(super) fn resource(cells: &Cells, source: &str) -> Result<Resource, Vec<RowError>> {
    let mut reader = Reader { cells, errors: Vec::new() };
    let mut resource = Resource {
        description: reader.text("description"),
        provider: reader.text("provider"),
        categories: reader.list("categories"),
        kind: reader.word("kind"),
        principles: reader.list("principles"),
        place: reader.place(),
        languages: reader.parts("languages").map(str::to_owned).collect(),
        cost: reader.word("cost"),
        cost_note: reader.text("cost_note"),
        hours: reader.text("hours"),
        contact_hours: reader.text("contact_hours"),
        appointment_only: reader.truth("appointment_only").unwrap_or_default(),
        contacts: reader.contacts(),
        website: reader.text("website"),
        source: reader.text("source"),
        licence: reader.text("licence"),
        visibility: reader.word("visibility").unwrap_or_default(),
        ..Resource::unknown(Uuid::nil(), reader.text("name").unwrap_or_default())
    };
    resource.reach = reader.reach();
    resource.address.street = reader.text("street");
    resource.address.postcode = reader.text("postcode");
    resource.address.town = reader.text("town");
    resource.address.note = reader.text("address_note");
    resource.audience.all_ages = reader.truth("all_ages").unwrap_or_default();
    resource.audience.min_age = reader.number("min_age");
    resource.audience.max_age = reader.number("max_age");
    resource.audience.groups = reader.list("groups");
    resource.access.wheelchair = reader.word("wheelchair");
    resource.access.toilet = reader.truth("toilet");
    resource.access.induction_loop = reader.truth("induction_loop");
    resource.access.stop = reader.text("stop");
    reader.translations(&mut resource);
    resource.id = match reader.cell("id").map(Uuid::parse_str) {
        Some(Ok(id)) => id,
        Some(Err(_)) => {
            reader.errors.push(RowError::new("id", "bad_id"));
            Uuid::nil()
        }
        None => id::of_content(source, &resource),
    };
    if reader.errors.is_empty() { Ok(resource) } else { Err(reader.errors) }
}

struct Reader<'a> {
    cells: &'a Cells,
    errors: Vec<RowError>,
}

impl<'a> Reader<'a> {
    fn cell(&self, column: &str) -> Option<&'a str> {
        self.cells.get(column).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }

    fn text(&self, column: &str) -> Option<String> {
        self.cell(column).map(str::to_owned)
    }

    fn parts(&self, column: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let parts = self.cell(column).unwrap_or_default().split('|').map(str::trim);
        parts.filter(|part| !part.is_empty())
    }

    /// What `read` makes of a cell; an error with `code` when it cannot.
    fn with<T>(
        &mut self,
        column: &str,
        code: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let cell = self.cell(column)?;
        let value = read(cell);
        if value.is_none() {
            self.errors.push(RowError::new(column, code).with("value", cell));
        }
        value
    }

    fn number<T: FromStr>(&mut self, column: &str) -> Option<T> {
        self.with(column, "bad_number", text::number)
    }

    fn truth(&mut self, column: &str) -> Option<bool> {
        self.with(column, "bad_truth", text::truth)
    }

    fn reach(&mut self) -> crate::domain::resource::Reach {
        self.with("reach", "bad_reach", text::reach).unwrap_or_default()
    }

    fn known<T: DeserializeOwned>(&mut self, column: &str, word: &str) -> Option<T> {
        let value = text::of_code(&word.to_lowercase());
        if value.is_none() {
            let error = RowError::new(column, "unknown_code").with("value", word);
            self.errors.push(error.with("allowed", text::codes::<T>()));
        }
        value
    }

    fn word<T: DeserializeOwned>(&mut self, column: &str) -> Option<T> {
        self.cell(column).and_then(|word| self.known(column, word))
    }

    fn list<T: DeserializeOwned>(&mut self, column: &str) -> Vec<T> {
        self.parts(column).filter_map(|word| self.known(column, word)).collect()
    }

    fn place(&mut self) -> Option<LonLat> {
        match (self.cell("lon").is_some(), self.cell("lat").is_some()) {
            (true, true) => {
                let (lon, lat) = (self.number("lon"), self.number("lat"));
                Some(LonLat { lon: lon?, lat: lat? })
            }
            (false, false) => None,
            (lon, _) => {
                let missing = if lon { "lat" } else { "lon" };
                self.errors.push(RowError::new(missing, "half_place"));
                None
            }
        }
    }

    fn contacts(&self) -> Vec<Contact> {
        let mut contacts: BTreeMap<usize, Contact> = BTreeMap::new();
        for column in self.cells.keys() {
            let Some((number, part)) = contact_column(column) else { continue };
            let contact = contacts.entry(number).or_default();
            let field = match part {
                "name" => &mut contact.name,
                "phone" => &mut contact.phone,
                _ => &mut contact.email,
            };
            *field = self.text(column);
        }
        contacts.into_values().filter(|contact| *contact != Contact::default()).collect()
    }

    fn translations(&mut self, resource: &mut Resource) {
        for column in self.cells.keys() {
            let Some((field, language, false)) = translation_column(column) else { continue };
            let Some(text) = self.text(column) else { continue };
            let beside = format!("{column}:origin");
            if self.cell(&beside).is_none() {
                // Unknown is not the same as translated by a person.
                self.errors.push(RowError::new(beside, "origin_missing"));
            } else if let Some(origin) = self.word::<Origin>(&beside) {
                let texts = resource.translations.entry(language.to_owned()).or_default();
                texts.insert(field, Translation { text, origin });
            }
        }
    }
}
