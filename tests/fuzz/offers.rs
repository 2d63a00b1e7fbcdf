//! Files with offers of the resource map.

use serde_json::{Value, json};
use sozialraum::{
    domain::resource::Resource,
    formats::{
        folder,
        resources::{Options, csv, geojson, hsds},
    },
};
use tempfile::TempDir;

use crate::{city, common::fuzz::fuzz};

const OPTIONS: Options<'static> =
    Options { file: "offers", source: "ring", default_category: None };

const WORDS: [&str; 14] = [
    "Mo-Fr 08:00-16:00",
    "PH off",
    "SH",
    "24/7",
    "name:tr",
    "contact_1_phone",
    "translations",
    "min_age",
    "https://",
    "+49 40",
    "2026-02-30",
    "|",
    "sport",
    "institution",
];

fn offers() -> Vec<Resource> {
    let root = TempDir::new().unwrap();
    city::put(root.path());
    folder::read_sound(root.path()).unwrap().resources
}

#[test]
fn offers_csv() {
    let offers = offers();
    let seeds = [csv::write(&offers), b"name;categories;hours\nHaus;sport;Mo 8-9\n".to_vec()];
    fuzz("offers-csv", &seeds, &WORDS, |bytes| {
        let Ok(reading) = csv::read(bytes, &OPTIONS) else { return };
        if let Some(read) = reading.resources() {
            let again = csv::read(&csv::write(&read), &OPTIONS).unwrap();
            assert_eq!(again.resources(), Some(read), "what is read can be written");
        }
    });
}

#[test]
fn offers_geojson() {
    let offers = offers();
    let seeds = [geojson::write(&offers).to_string().into_bytes()];
    let mapping: geojson::Mapping = [("name", "name"), ("town", "id"), ("hours", "hours")]
        .map(|(column, property)| (column.to_owned(), property.to_owned()))
        .into();
    fuzz("offers-geojson", &seeds, &WORDS, |bytes| {
        let _ = geojson::read(bytes, Some(&mapping), &OPTIONS);
        let Ok(reading) = geojson::read(bytes, None, &OPTIONS) else { return };
        if let Some(read) = reading.resources() {
            let again = geojson::write(&read).to_string();
            let again = geojson::read(again.as_bytes(), None, &OPTIONS).unwrap();
            assert_eq!(again.resources(), Some(read), "what is read can be written");
        }
    });
}

#[test]
fn offers_hsds() {
    let service = json!({
        "id": "ac148810-d857-441c-9679-408f346de14b", "name": "Beratung", "status": "active",
        "description": "Für alle", "url": "https://example.org", "email": "a@example.org",
        "organization": {"id": "1", "name": "Träger"}, "minimum_age": 6, "maximum_age": 17.5,
        "languages": [{"code": "tr"}], "fees_description": "kostenlos",
        "cost_options": [{"amount": 3.5, "currency": "EUR", "amount_description": "je Monat"}],
        "phones": [{"number": "+49 40 123"}], "contacts": [{"name": "A", "phones": []}],
        "schedules": [{"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "08:00Z",
            "closes_at": "16:00", "valid_from": "2026-01-01", "until": "2026-12-31"}],
        "service_at_locations": [{"location": {"latitude": 53.7, "longitude": 10.0,
            "addresses": [{"address_1": "Am Knick 1", "city": "Norderstedt"}],
            "schedules": [{"freq": "MONTHLY", "byday": "1MO,-1FR", "opens_at": "09:00",
                "closes_at": "10:00", "dtstart": "2026-03-01", "description": "am Montag"}]}}],
        "attributes": [{"label": "Sport", "value": "x", "taxonomy_term": {"name": "Sport"}}],
    });
    let nested = json!({"contents": [{"name": "Träger", "services": [service.clone()]}]});
    let of_place = json!([{"latitude": 1, "service": service.clone()}]);
    let seeds =
        [json!([service, service]), nested, of_place].map(|all: Value| all.to_string().into());
    fuzz("offers-hsds", &seeds, &WORDS, |bytes| {
        let _ = hsds::read(bytes, &OPTIONS);
    });
}
