//! Streets of the same name in several places.

use super::*;
use crate::domain::address::{Gazetteer, Within};

fn directory() -> Directory {
    let street = |(name, place, postcode): &(&str, &str, &str)| Street {
        name: (*name).to_owned(),
        place: (!place.is_empty()).then(|| StreetPlace {
            name: (*place).to_owned(),
            postcodes: vec![(*postcode).to_owned()],
        }),
        ..Street::default()
    };
    let streets = [
        ("Hauptstraße", "Ahrensdorf", "21001"),
        ("Hauptstraße", "Birkenau", "21002"),
        ("Kirchenweg", "Ahrensdorf", "21001"),
        ("Kirschenweg", "Birkenau", "21002"),
        ("Poppenbütteler Straße", "Birkenau", "21002"),
        ("Lindenallee", "", ""),
    ];
    Directory::new(streets.iter().map(street).collect(), Vec::new())
}

fn at<'a>(postcode: &'a str, place: &'a str) -> Within<'a> {
    let some = |text: &'a str| Some(text).filter(|text| !text.is_empty());
    Within { postcode: some(postcode), place: some(place) }
}

fn street(text: &str, within: Within<'_>) -> Option<u32> {
    directory().resolve_within(text, &within).street().map(|street| street.0)
}

#[test]
fn place_or_postcode_tell_streets_of_one_name_apart() {
    assert_eq!(street("Hauptstr.", Within::ANYWHERE), None);
    assert_eq!(street("Hauptstr.", at("", "Birkenau")), Some(1));
    assert_eq!(street("Hauptstr.", at("21001", "")), Some(0));
    assert_eq!(street("Hauptstr.", at("21001", "Ahrensdorf")), Some(0));
    // Neither fits both, and names that are no place of the directory tell nothing.
    assert_eq!(street("Hauptstr.", at("21001", "Birkenau")), None);
    assert_eq!(street("Hauptstr.", at("", "Kreis Musterland")), None);
}

#[test]
fn a_street_of_another_place_is_offered_and_never_chosen() {
    assert_eq!(street("Kirchenweg", Within::ANYWHERE), Some(2));
    for within in [at("", "Birkenau"), at("21002", "")] {
        let resolution = directory().resolve_within("Kirchenweg", &within);
        let Resolution::Ambiguous(matches) = resolution else { panic!("{resolution:?}") };
        let names: Vec<&str> = matches.iter().map(|found| found.matched_name.as_str()).collect();
        assert_eq!(names, ["Kirchenweg", "Kirschenweg"]);
    }
    assert_eq!(street("Poppenbüteler Straße", at("", "Birkenau")), Some(4));
    assert_eq!(street("Poppenbüteler Straße", at("", "Ahrensdorf")), None);
    // Where it lies is not known.
    assert_eq!(street("Lindenallee", at("21002", "Birkenau")), Some(5));
}

#[test]
fn labels_name_the_place_only_where_it_is_needed() {
    let directory = directory();
    assert_eq!(directory.label(StreetId(1), Some("5")), "Hauptstraße 5, Birkenau");
    assert_eq!(directory.label(StreetId(2), Some("5")), "Kirchenweg 5");
    let places = ["Ahrensdorf", "Birkenau"].map(str::to_owned).to_vec();
    let gazetteer = Gazetteer { parts: places, ..Gazetteer::default() };
    let labels = |text: &str| -> Vec<String> {
        directory.suggest(text, &gazetteer, 5).into_iter().map(|s| s.label).collect()
    };
    assert_eq!(labels("haupt"), ["Hauptstraße, Ahrensdorf", "Hauptstraße, Birkenau"]);
    assert_eq!(labels("Hauptstraße, Birkenau"), ["Hauptstraße, Birkenau"]);
}
