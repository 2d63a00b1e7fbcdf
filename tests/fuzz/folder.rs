//! The files of a data folder.

use std::fs;

use sozialraum::service::{check, open};
use tempfile::TempDir;

use crate::{
    city,
    common::fuzz::{damaged, fuzz},
};

/// Damages one file of the folder again and again.
fn file(name: &str, words: &[&str]) {
    let root = TempDir::new().unwrap();
    city::put(root.path());
    let seed = [city::file(name).to_vec()];
    fuzz(&name.replace('/', "-"), &seed, words, |bytes| {
        fs::write(root.path().join(name), bytes).unwrap();
        let report = check::check(root.path());
        if report.defects.is_empty() {
            // What is found sound can be served, or a defect is missing.
            open::from_folder(Some(root.path())).unwrap_or_else(|error| panic!("{error:#}"));
        }
    });
}

const GEOJSON: [&str; 10] = [
    "Point",
    "Polygon",
    "MultiPolygon",
    "LineString",
    "GeometryCollection",
    "Feature",
    "properties",
    "coordinates",
    "crs",
    "geometries",
];

#[test]
fn dataset_toml() {
    file(
        "dataset.toml",
        &["[[edition]]", "2026-01-01", "EPSG:4326", "..", "[a]", "'''", "= [", "/"],
    );
}

#[test]
fn organisation_toml() {
    file("organisation.toml", &["[[team]]", "[office]", "\"\"\"", "id = ", "= [", "{a="]);
}

#[test]
fn school_holidays_toml() {
    file("school_holidays.toml", &["[[holiday]]", "0000-01-01", "9999-12-31", "-9999-01-01"]);
}

#[test]
fn limit() {
    file("boundary.geojson", &GEOJSON);
}

#[test]
fn sozialraeume() {
    file("sozialraeume.geojson", &GEOJSON);
}

#[test]
fn borders() {
    file("borders.geojson", &GEOJSON);
}

#[test]
fn neighbours() {
    file("neighbours.geojson", &GEOJSON);
}

#[test]
fn places() {
    file("places.geojson", &GEOJSON);
}

#[test]
fn offers() {
    file("resources.geojson", &["opening_hours", "translations", "categories", "24/7", "reach"]);
}

#[test]
fn population() {
    file("population.geojson", &["minors", "total", "Polygon", "MultiPolygon"]);
}

#[test]
fn streets() {
    file("streets.fgb", &[]);
}

#[test]
fn house_numbers() {
    file("house_numbers.fgb", &["12½", "1-9999", "a"]);
}

#[test]
fn footpaths() {
    file("footpaths.fgb", &[]);
}

#[test]
fn base_map() {
    file("base/roads.fgb", &[]);
}

#[test]
fn street_rules() {
    file("street_rules.csv", &["ger.", "ung.", "außer", "ab", "bis", "–", "alle", "edition", "'="]);
}

#[test]
fn any_two_files() {
    let root = TempDir::new().unwrap();
    city::put(root.path());
    let names: Vec<&str> = city::FILES.iter().map(|(name, _)| name.as_str()).collect();
    crate::common::fuzz::fuzz_with(
        "folder",
        |dice| {
            let name = names[dice.below(names.len())];
            let other = names[dice.below(names.len())];
            let seeds = [city::file(name).to_vec(), city::file(other).to_vec()];
            [name.as_bytes(), b"\n", &damaged(dice, &seeds, &[])].concat()
        },
        |input| {
            let end = input.iter().position(|byte| *byte == b'\n').unwrap();
            let path = root.path().join(str::from_utf8(&input[..end]).unwrap());
            let whole = fs::read(&path).unwrap();
            fs::write(&path, &input[end + 1..]).unwrap();
            let _ = open::from_folder(Some(root.path()));
            fs::write(&path, whole).unwrap();
        },
    );
}
