//! The columns of a CSV file, by their own and by German names.

use std::collections::HashSet;

use ::csv::StringRecord;

use crate::formats::{
    defect::{Defect, Defects},
    resources::flat::{self, COLUMNS},
};

/// German names, and what else people write over such a column.
const NAMES: [(&str, &str); 62] = [
    ("bezeichnung", "name"),
    ("titel", "name"),
    ("beschreibung", "description"),
    ("träger", "provider"),
    ("anbieter", "provider"),
    ("kategorie", "categories"),
    ("kategorien", "categories"),
    ("category", "categories"),
    ("art", "kind"),
    ("prinzip", "principles"),
    ("prinzipien", "principles"),
    ("reichweite", "reach"),
    ("länge", "lon"),
    ("längengrad", "lon"),
    ("longitude", "lon"),
    ("breite", "lat"),
    ("breitengrad", "lat"),
    ("latitude", "lat"),
    ("straße", "street"),
    ("strasse", "street"),
    ("adresse", "street"),
    ("anschrift", "street"),
    ("address", "street"),
    ("plz", "postcode"),
    ("postleitzahl", "postcode"),
    ("ort", "town"),
    ("stadt", "town"),
    ("city", "town"),
    ("adresszusatz", "address_note"),
    ("alle_altersgruppen", "all_ages"),
    ("jedes_alter", "all_ages"),
    ("alter_ab", "min_age"),
    ("alter_von", "min_age"),
    ("alter_bis", "max_age"),
    ("gruppen", "groups"),
    ("zielgruppen", "groups"),
    ("zielgruppe", "groups"),
    ("sprachen", "languages"),
    ("kosten", "cost"),
    ("kostenhinweis", "cost_note"),
    ("hinweis_zu_kosten", "cost_note"),
    ("rollstuhl", "wheelchair"),
    ("rollstuhlgerecht", "wheelchair"),
    ("toilette", "toilet"),
    ("rollstuhltoilette", "toilet"),
    ("induktionsschleife", "induction_loop"),
    ("haltestelle", "stop"),
    ("öffnungszeiten", "hours"),
    ("opening_hours", "hours"),
    ("sprechzeiten", "contact_hours"),
    ("nur_mit_termin", "appointment_only"),
    ("nach_vereinbarung", "appointment_only"),
    ("internet", "website"),
    ("internetseite", "website"),
    ("webseite", "website"),
    ("url", "website"),
    ("quelle", "source"),
    ("lizenz", "licence"),
    ("license", "licence"),
    ("sichtbarkeit", "visibility"),
    ("ansprechperson", "contact1_name"),
    ("ansprechpartner", "contact1_name"),
];

/// The same for the parts of a contact, of which several are numbered: `Telefon 2`.
const CONTACT_NAMES: [(&str, &str); 9] = [
    ("ansprechperson", "name"),
    ("ansprechpartner", "name"),
    ("kontakt", "name"),
    ("telefon", "phone"),
    ("phone", "phone"),
    ("tel.", "phone"),
    ("e_mail", "email"),
    ("email", "email"),
    ("mail", "email"),
];

/// Columns that only tables of an HSDS data package have.
const HSDS: [&str; 4] = ["organization_id", "program_id", "service_id", "location_id"];

/// The header's columns by their own names; one without a name keeps none.
///
/// # Errors
/// Every column that is not known, with the most similar one that is; every column that is there
/// twice; and a header without `name`, which is no header.
pub(super) fn all(header: &StringRecord, file: &str) -> Result<Vec<String>, Defects> {
    // The tables of an HSDS data package point to each other.
    if header.iter().any(|column| HSDS.contains(&column.trim())) {
        return Err(Defects(vec![Defect::new(file, "hsds_table")]));
    }
    let mut columns = Vec::new();
    let mut defects = Vec::new();
    let mut seen = HashSet::new();
    for written in header {
        match known(written) {
            // Spreadsheets leave empty columns at the end.
            _ if written.trim().is_empty() => columns.push(String::new()),
            Some(column) if !seen.insert(column.clone()) => {
                defects.push(Defect::new(file, "double_column").with("column", written));
            }
            Some(column) => columns.push(column),
            None => defects.push(unknown(written, file)),
        }
    }
    if !seen.contains("name") {
        // Without a header every value of the first line would be reported.
        return Err(Defects(vec![Defect::new(file, "no_header")]));
    }
    if defects.is_empty() { Ok(columns) } else { Err(Defects(defects)) }
}

fn folded(written: &str) -> String {
    written.trim().to_lowercase().replace([' ', '-'], "_")
}

fn known(written: &str) -> Option<String> {
    if let Some(column) = translation(written.trim()) {
        return Some(column);
    }
    let name = folded(written);
    if COLUMNS.contains(&name.as_str()) || flat::contact_column(&name).is_some() {
        return Some(name);
    }
    if let Some((_, column)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some((*column).to_owned());
    }
    let (part, number) = match name.rsplit_once('_') {
        Some((part, number)) if number.parse::<u8>().is_ok_and(|n| n > 0) => (part, number),
        _ => (name.as_str(), "1"),
    };
    let (_, part) = CONTACT_NAMES.iter().find(|(known, _)| *known == part)?;
    Some(format!("contact{number}_{part}"))
}

/// A translation's column; its field may have a German name, too (`Beschreibung:tr`).
fn translation(written: &str) -> Option<String> {
    let (field, rest) = written.split_once(':')?;
    let field = known(field)?;
    let column = format!("{field}:{}", rest.trim());
    flat::translation_column(&column).is_some().then_some(column)
}

fn unknown(written: &str, file: &str) -> Defect {
    let name = folded(written);
    let own = COLUMNS.into_iter().map(|column| (column, column));
    let nearest = own
        .chain(NAMES)
        .max_by(|a, b| {
            strsim::jaro_winkler(a.0, &name).total_cmp(&strsim::jaro_winkler(b.0, &name))
        })
        .map_or("name", |(_, column)| column);
    Defect::new(file, "unknown_column").with("column", written).with("nearest", nearest)
}
