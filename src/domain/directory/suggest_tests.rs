//! Suggestions while somebody types.

use proptest::prelude::*;

use super::*;
use crate::domain::address::{Gazetteer, Neighbour};

fn directory() -> Directory {
    let street = |name: &&str| Street { name: (*name).to_owned(), ..Street::default() };
    let names = [
        "Ulzburger Straße",
        "Buchenweg",
        "Buchentwiete",
        "Oadby-and-Wigston-Straße",
        "Am Knick",
        "Mühlenweg",
        "Norderstedter Straße",
        "Quickborner Straße",
        "Kirchenstieg",
    ];
    let point = |(id, number): (u32, &&str)| AddressPoint {
        id,
        number: (*number).to_owned(),
        position: GridPoint { x: 0, y: 0 },
        readings: vec![Reading { street: StreetId(0), confidence: 1.0 }],
        official: None,
    };
    let numbers = ["308", "30", "3", "35/39", "4", "3a", "308b"];
    Directory::new(names.iter().map(street).collect(), (0..).zip(&numbers).map(point).collect())
}

fn gazetteer() -> Gazetteer {
    Gazetteer {
        town: vec!["Norderstedt".to_owned()],
        postcodes: vec!["22846".to_owned()],
        neighbours: vec![Neighbour { name: "Quickborn".to_owned(), aliases: Vec::new() }],
        ..Gazetteer::default()
    }
}

fn labels(text: &str) -> Vec<String> {
    directory().suggest(text, &gazetteer(), 5).into_iter().map(|s| s.label).collect()
}

#[test]
fn beginnings_of_any_word_are_found() {
    assert_eq!(labels("ulz"), ["Ulzburger Straße"]);
    assert_eq!(labels("wig"), ["Oadby-and-Wigston-Straße"]);
    assert_eq!(labels("buchen"), ["Buchenweg", "Buchentwiete"]);
    assert_eq!(labels("buchent")[0], "Buchentwiete");
    assert_eq!(labels("ulzburger st")[0], "Ulzburger Straße");
    assert_eq!(labels("Kirchen st")[0], "Kirchenstieg");
    assert_eq!(labels("muhl"), ["Mühlenweg"]);
    assert_eq!(labels("müh"), ["Mühlenweg"]);
    assert_eq!(labels("knick"), ["Am Knick"]);
    assert!(labels("").is_empty());
    assert!(labels("xyz").is_empty());
}

#[test]
fn what_was_typed_beside_the_street_is_kept() {
    let texts = |text: &str| -> Vec<String> {
        directory().suggest(text, &gazetteer(), 5).into_iter().map(|s| s.text).collect()
    };
    assert_eq!(texts("Ulzburger 4"), ["Ulzburger Straße 4"]);
    assert_eq!(texts("ulzburger 308"), ["Ulzburger Straße 308", "Ulzburger Straße 308b"]);
    assert_eq!(texts("Ulzburger 9999"), ["Ulzburger Straße 9999"], "known or not");
    assert_eq!(texts("Ulzburger 4, 22846"), ["Ulzburger Straße 4, 22846"]);
    assert_eq!(texts("Ulzburger 4, 22846 Norderstedt"), ["Ulzburger Straße 4, 22846 Norderstedt"]);
    assert_eq!(texts("22846 Norderstedt, ulzb"), ["Ulzburger Straße, 22846 Norderstedt"]);
    assert_eq!(texts("Norderst"), ["Norderstedter Straße"], "the beginning of a street, no town");
    assert_eq!(labels("Ulzburger 9999"), ["Ulzburger Straße"], "a number that nobody knows");
}

#[test]
fn slips_come_after_what_is_written_correctly() {
    assert_eq!(labels("ulzbruger"), ["Ulzburger Straße"]);
    let similar = labels("Buchenstraße");
    assert!(similar[..2].contains(&"Buchenweg".to_owned()), "{similar:?}");
}

#[test]
fn what_looks_like_a_street_and_something_behind_it_may_be_a_slip() {
    assert_eq!(labels("Norderstedtr Strsase"), ["Norderstedter Straße"]);
    assert_eq!(labels("Oadbystr Wigston"), ["Oadby-and-Wigston-Straße"]);
}

#[test]
fn a_blank_ends_a_word_and_its_lack_costs_little() {
    let street = |name: &&str| Street { name: (*name).to_owned(), ..Street::default() };
    let names = ["Engelau", "Engelweg", "Enge Straße", "Enger Weg", "Am Knick", "Amknoten"];
    let directory = Directory::new(names.iter().map(street).collect(), Vec::new());
    let first = |text: &str| directory.suggest(text, &gazetteer(), 5)[0].label.clone();
    assert_eq!(first("enge "), "Enge Straße");
    assert_eq!(first("enge"), "Engelau");
    assert_eq!(first("am kn"), "Am Knick");
    assert_eq!(first("amkni"), "Am Knick");
    assert_eq!(first("amkn"), "Amknoten");
}

#[test]
fn beginnings_are_found_in_spite_of_slips() {
    // A letter replaced, swapped, left out or too many, the first one, one beside an umlaut.
    for text in ["ulxbu", "ulbzu", "ulbur", "ulzzbu", "xlzbu", "lzbur"] {
        assert_eq!(labels(text)[0], "Ulzburger Straße", "{text}");
    }
    for text in ["Mühlnew", "Mülhe", "Müxlen"] {
        assert_eq!(labels(text)[0], "Mühlenweg", "{text}");
    }
    assert_eq!(labels("Ulzb Str")[0], "Ulzburger Straße");
}

#[test]
fn other_names_and_streets_with_few_houses_come_later() {
    let street = |name: &str, other: &[&str]| Street {
        name: name.to_owned(),
        other_names: other.iter().map(|name| (*name).to_owned()).collect(),
        ..Street::default()
    };
    let point = |id: u32| AddressPoint {
        id,
        number: id.to_string(),
        position: GridPoint { x: 0, y: 0 },
        readings: vec![Reading { street: StreetId(2), confidence: 1.0 }],
        official: None,
    };
    let streets = vec![
        street("Marktplatz", &["Bergweg"]),
        street("Bergallee", &[]),
        street("Bergplatz", &[]),
    ];
    let directory = Directory::new(streets, (1..4).map(point).collect());
    let labels = directory.suggest("berg", &gazetteer(), 5).into_iter().map(|s| s.label);
    assert_eq!(labels.collect::<Vec<_>>(), ["Bergplatz", "Bergallee", "Marktplatz"]);
}

#[test]
fn known_numbers_follow_in_natural_order() {
    assert_eq!(
        labels("ulzburger str 3"),
        [
            "Ulzburger Straße 3",
            "Ulzburger Straße 3a",
            "Ulzburger Straße 30",
            "Ulzburger Straße 35/39",
            "Ulzburger Straße 308"
        ]
    );
    assert_eq!(labels("ulz 308"), ["Ulzburger Straße 308", "Ulzburger Straße 308b"]);
    assert_eq!(labels("ulz 308b, 22846 Norderstedt"), ["Ulzburger Straße 308b"]);
    // An unknown number is not replaced.
    assert_eq!(labels("Ulzburger Straße 7"), ["Ulzburger Straße"]);
}

#[test]
fn towns_and_postcodes_do_not_disturb() {
    assert_eq!(labels("22846 Norderstedt, Buchenw")[0], "Buchenweg");
    assert_eq!(labels("Buchenweg, 22846")[0], "Buchenweg");
    assert_eq!(labels("norderstedt"), ["Norderstedter Straße"]);
    assert_eq!(labels("quickborn"), ["Quickborner Straße"]);
    assert!(labels("Buchenweg 3, Quickborn").is_empty());
}

#[test]
fn a_whole_name_is_rather_misspelt_than_a_part_of_another_one() {
    let street = |name: &&str| Street { name: (*name).to_owned(), ..Street::default() };
    let names =
        ["Am Borgfeld", "Am Born", "Breite", "Breite Bergstraße", "Pastorstraße", "Pastorhof"];
    let directory = Directory::new(names.iter().map(street).collect(), Vec::new());
    let first = |text: &str| directory.suggest(text, &gazetteer(), 5)[0].label.clone();
    assert_eq!(first("Am Bron"), "Am Born");
    // A street that begins the text, or a number that is none, leaves something unread.
    assert_eq!(first("Breite Bregstraße"), "Breite Bergstraße");
    assert_eq!(first("Past0rstraße"), "Pastorstraße");
    assert_eq!(first("Pastorsrt."), "Pastorstraße");
    assert_eq!(first("breite"), "Breite");
}

proptest! {
    #[test]
    fn any_text_gets_suggestions(letters in prop::collection::vec(any::<char>(), 0..400), limit in 0..9_usize) {
        let text: String = letters.into_iter().collect();
        let suggestions = directory().suggest(&text, &gazetteer(), limit);
        prop_assert!(suggestions.len() <= limit);
        prop_assert!(suggestions.iter().all(|s| (0.0..=1.0).contains(&s.score)));
    }

    #[test]
    fn the_better_comes_first(text in "[a-zäöüß -]{0,20}") {
        let suggestions = directory().suggest(&text, &gazetteer(), 8);
        prop_assert!(suggestions.windows(2).all(|pair| pair[0].score >= pair[1].score));
    }
}
