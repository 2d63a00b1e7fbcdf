//! Known numbers of a street.

use super::*;
use crate::domain::address::{HouseNumber, HouseNumbers};

const ONLY: StreetId = StreetId(0);

/// One street with these numbers; a second street with number 1.
fn directory(numbers: &[&str]) -> Directory {
    let street = |name: &str| Street { name: name.to_owned(), ..Street::default() };
    let point = |(id, number): (u32, &&str)| AddressPoint {
        id,
        number: (*number).to_owned(),
        position: GridPoint { x: i64::from(id), y: 0 },
        readings: vec![
            Reading { street: ONLY, confidence: 1.0 / f64::from(id + 1) },
            // Readings of unknown streets are left out.
            Reading { street: StreetId(99), confidence: 0.1 },
        ],
        official: None,
    };
    let points = (0..).zip(numbers).map(point).collect();
    Directory::new(vec![street("Birkenweg"), street("Lohe")], points)
}

fn number(text: &str) -> HouseNumber {
    text.parse().expect("a house number")
}

fn found(directory: &Directory, text: &str) -> (Vec<u32>, Vec<u32>, bool) {
    let numbers: HouseNumbers = text.parse().expect("house numbers");
    let found = directory.find_numbers(ONLY, &numbers);
    let ids = |places: &[Place]| places.iter().map(|place| place.point).collect();
    (ids(&found.places), ids(&found.covered_by), found.complete)
}

#[test]
fn a_number_is_never_another_one() {
    let directory = directory(&["36a", "36b", "37", "37"]);
    assert_eq!(found(&directory, "36"), (vec![], vec![], false));
    assert_eq!(found(&directory, "36 A"), (vec![0], vec![], true));
    // Two places of one number, the more believable first.
    assert_eq!(found(&directory, "37"), (vec![2, 3], vec![], true));
    assert!(directory.places(StreetId(1), &number("37")).is_empty());
    assert!(directory.places(StreetId(7), &number("37")).is_empty());
}

#[test]
fn ranges_of_the_source_are_found_as_such() {
    let directory = directory(&["35-39", "72/74", "4", "6", "8"]);
    assert_eq!(found(&directory, "35/39"), (vec![0], vec![], true));
    assert_eq!(found(&directory, "37"), (vec![], vec![0], false));
    assert_eq!(found(&directory, "36"), (vec![], vec![], false));
    assert_eq!(found(&directory, "35-37"), (vec![], vec![0], false));
    assert_eq!(found(&directory, "4-8"), (vec![2, 3, 4], vec![], true));
    assert_eq!(found(&directory, "4-10"), (vec![2, 3, 4], vec![], false));
    assert_eq!(found(&directory, "72-76"), (vec![1], vec![], false));
}

#[test]
fn lists_and_unreadable_numbers_of_the_source_are_kept() {
    let directory = directory(&["3,5", "28, 28a-f", "Haus B"]);
    assert_eq!(found(&directory, "5"), (vec![0], vec![], true));
    assert_eq!(found(&directory, "28c"), (vec![], vec![1], false));
    assert_eq!(directory.unread_numbers(ONLY)[0].number, "Haus B");
    let known: Vec<String> = directory.numbers(ONLY).iter().map(|k| k.number.to_string()).collect();
    assert_eq!(known, ["3", "5", "28", "28a-28f"]);
}

#[test]
fn neighbours_are_on_the_same_side_where_there_are_any() {
    let directory = directory(&["2", "3", "8-12", "20", "21"]);
    let neighbours = |text: &str| {
        let (below, above) = directory.neighbours(ONLY, &number(text));
        let text = |known: Option<&KnownNumber>| known.map(|k| k.number.to_string());
        (text(below), text(above))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(neighbours("14"), (some("8-12"), some("20")));
    assert_eq!(neighbours("5"), (some("3"), some("21")));
    assert_eq!(neighbours("23"), (some("21"), None));
    assert_eq!(neighbours("1"), (None, some("3")));
    assert_eq!(neighbours("2a"), (some("2"), some("8-12")));
}

#[test]
fn neighbours_across_the_street_are_better_than_none() {
    let directory = directory(&["2", "4"]);
    let (below, above) = directory.neighbours(ONLY, &number("3"));
    assert_eq!(below.map(|k| k.number.to_string()).as_deref(), Some("2"));
    assert_eq!(above.map(|k| k.number.to_string()).as_deref(), Some("4"));
}
