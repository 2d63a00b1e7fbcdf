//! A register held against small directories.

use super::*;
use crate::domain::directory::{AddressPoint, OfficialEntry, Reading, Street, StreetId};

fn listed(name: &str, key: &str, part: &str, postcode: &str) -> ListedStreet {
    ListedStreet {
        name: name.into(),
        key: key.into(),
        part: part.into(),
        postcode: postcode.parse().ok(),
        ..ListedStreet::default()
    }
}

fn house(at: u32, id: &str, street: u32, number: &str, x: i64) -> House {
    let position = GridPoint::new(x, 0);
    House { at, id: id.into(), street, number: number.into(), position, quality: None }
}

fn street(name: &str, lines: &[i64]) -> Street {
    let line = |x: &i64| vec![GridPoint::new(*x, 0), GridPoint::new(*x, 100)];
    Street { name: name.into(), lines: lines.iter().map(line).collect(), ..Street::default() }
}

fn point(id: u32, street: u32, number: &str, x: i64, confidence: f64) -> AddressPoint {
    AddressPoint {
        id,
        number: number.into(),
        position: GridPoint::new(x, 0),
        readings: vec![Reading { street: StreetId(street), confidence }],
        official: None,
    }
}

/// What is new, changed (with its fields) and gone, by number.
fn said(comparison: &Comparison) -> [Vec<String>; 3] {
    let after = |at: &usize| comparison.points[*at].number.clone();
    let changed = |changed: &Changed| {
        let fields: Vec<&str> = changed.fields.iter().map(Field::code).collect();
        format!("{}: {}", comparison.points[changed.after].number, fields.join(" "))
    };
    [
        comparison.new.iter().map(after).collect(),
        comparison.changed.iter().map(changed).collect(),
        comparison.gone.iter().map(|at| comparison.points_before[*at].number.clone()).collect(),
    ]
}

fn texts(all: [&[&str]; 3]) -> [Vec<String>; 3] {
    all.map(|of| of.iter().map(|text| (*text).to_owned()).collect())
}

#[test]
fn houses_are_known_again_by_their_identifier() {
    let streets = vec![listed("Am Markt", "", "", "22846")];
    let houses =
        vec![house(1, "a", 0, "1", 0), house(2, "b", 0, "3", 10), house(3, "c", 0, "5", 20)];
    let mut register = Listed { streets, houses };
    let first = compare(Vec::new(), Vec::new(), &register, false);
    assert_eq!(said(&first), texts([&["1", "3", "5"], &[], &[]]));
    assert_eq!((first.new_streets.len(), first.streets.len()), (1, 1));
    let again = compare(first.streets.clone(), first.points.clone(), &register, false);
    assert!(again.is_empty() && again.same() == 3 && again.new_streets.is_empty());

    // One gets another number, one moves, one has another identifier now.
    register.houses[0].number = "1a".into();
    register.houses[1].position.x += 1;
    register.houses[1].quality = Some(Quality::Parcel);
    register.houses[2].id = "d".into();
    let then = compare(first.streets, first.points, &register, false);
    assert_eq!(said(&then), texts([&["5"], &["1a: house_number", "3: quality position"], &["5"]]));
    // Numbers of houses are never given again while they are in use.
    let ids: Vec<u32> = then.points.iter().map(|point| point.id).collect();
    assert_eq!(ids, [0, 1, 3]);
}

#[test]
fn without_an_identifier_the_address_tells_and_the_nearest_of_several() {
    let streets = vec![listed("Marktstr.", "", "", "")];
    let houses =
        vec![house(1, "", 0, "7", 100), house(2, "", 0, "7", 1000), house(3, "x", 0, "8", 5)];
    let register = Listed { streets, houses };
    let before = vec![street("Marktstraße", &[0])];
    let points = vec![
        point(4, 0, "7", 1001, 1.0),
        point(5, 0, "7", 100, 1.0),
        point(6, 0, "8", 5, 0.6),
        point(9, 0, "9", 9, 1.0),
    ];
    let comparison = compare(before.clone(), points.clone(), &register, false);
    let changed: &[&str] = &["7: position", "8: id street"];
    assert_eq!(said(&comparison), texts([&[], changed, &["9"]]));
    // The street keeps its name and its lines.
    assert_eq!(comparison.streets, before);
    let kept = compare(before, points, &register, true);
    assert_eq!((kept.kept_missing, kept.points.len(), kept.gone.len()), (1, 4, 0));
}

#[test]
fn a_house_with_an_identifier_is_never_taken_for_one_with_another() {
    let register =
        Listed { streets: vec![listed("A", "", "", "")], houses: vec![house(1, "new", 0, "1", 0)] };
    let mut old = point(0, 0, "1", 0, 1.0);
    old.official = Some(Box::new(OfficialEntry { id: "old".into(), ..OfficialEntry::default() }));
    let comparison = compare(vec![street("A", &[0])], vec![old], &register, false);
    assert_eq!(said(&comparison), texts([&["1"], &[], &["1"]]));
}

#[test]
fn streets_of_one_name_are_told_apart_by_what_people_know() {
    let name = "Hauptstraße";
    let streets = vec![
        listed(name, "1", "Nord", "11111"),
        listed(name, "1", "Nord", "11112"),
        listed(name, "2", "Süd", "11112"),
        listed("Weg", "7", "Nord", "11111"),
        listed("Weg", "7", "Süd", "11112"),
    ];
    let houses = vec![
        house(1, "", 0, "1", 0),
        house(2, "", 1, "3", 10),
        house(3, "", 2, "1", 1000),
        house(4, "", 3, "1", 0),
        house(5, "", 4, "9", 1000),
    ];
    let register = Listed { streets, houses };
    let before = vec![street(name, &[5, 990]), street("Weg", &[0])];
    let first = compare(before, Vec::new(), &register, false);
    let places: Vec<(&str, Option<&str>, usize)> = first
        .streets
        .iter()
        .map(|of| (&*of.name, of.place.as_ref().map(|place| &*place.name), of.lines.len()))
        .collect();
    // Each got its lines; one street through two parts of town is one.
    assert_eq!(places, [("Weg", None, 1), (name, Some("Nord"), 1), (name, Some("Süd"), 1)]);
    let of = |number: usize| first.points[number].readings[0].street.0;
    assert_eq!([of(0), of(1), of(2), of(3), of(4)], [1, 1, 2, 0, 0]);
    let again = compare(first.streets, first.points, &register, false);
    assert!(again.is_empty() && again.new_streets.is_empty() && again.gone_streets.is_empty());
}

#[test]
fn without_keys_a_number_in_two_postcodes_tells_two_streets() {
    let streets = vec![
        listed("Ring", "", "", "11111"),
        listed("Ring", "", "", "11112"),
        listed("Allee", "", "", "11111"),
        listed("Allee", "", "", "11112"),
    ];
    let houses = vec![
        house(1, "", 0, "1", 0),
        house(2, "", 1, "1", 9000),
        house(3, "", 2, "1", 0),
        house(4, "", 3, "3", 10),
    ];
    let comparison = compare(Vec::new(), Vec::new(), &Listed { streets, houses }, false);
    let names: Vec<(&str, bool)> =
        comparison.streets.iter().map(|of| (&*of.name, of.place.is_some())).collect();
    assert_eq!(names, [("Allee", false), ("Ring", true), ("Ring", true)]);
}

#[test]
fn streets_stay_while_anything_is_known_of_them() {
    let register = Listed {
        streets: vec![listed("Alte Gasse", "", "", "")],
        houses: vec![house(1, "", 0, "1", 0)],
    };
    let mut renamed = street("Neue Gasse", &[0]);
    renamed.other_names = vec!["Alte Gasse".into()];
    let before = vec![street("Nur Nummern", &[]), street("Mit Linie", &[0]), renamed];
    let points = vec![point(0, 0, "1", 0, 1.0), point(1, 1, "1", 0, 1.0)];
    let comparison = compare(before, points, &register, false);
    assert_eq!(comparison.gone_streets, [0]);
    assert_eq!(comparison.emptied_streets, [0]);
    let names: Vec<&str> = comparison.streets.iter().map(|of| &*of.name).collect();
    assert_eq!(names, ["Mit Linie", "Neue Gasse"]);
    assert_eq!(comparison.points[0].readings[0].street, StreetId(1));
}
