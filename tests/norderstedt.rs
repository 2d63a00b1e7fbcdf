//! The shipped dataset, asked through the service.

mod common;

use common::SERVICE;
use sozialraum::domain::{
    assign::{Question, Status},
    grid::GridPoint,
};

fn ask(text: &str) -> sozialraum::domain::assign::Answer {
    SERVICE.assign(&Question::Line(text.into()), None).unwrap()
}

/// 40 m to either side of the middle of each border lie the two areas that it divides, and it is
/// the nearest border.
#[test]
fn both_sides_of_every_border_belong_to_the_areas_it_divides() {
    let city = SERVICE.city();
    let edition = SERVICE.on(None).unwrap().edition;
    let mut looked_at = 0;
    for border in edition.partition.borders() {
        let name = &border.line().expect("every border has a name").name;
        // The middle of the longest straight piece, so that no bend is nearer.
        let Some(piece) = border
            .points()
            .windows(2)
            .max_by(|a, b| a[0].distance_m(a[1]).total_cmp(&b[0].distance_m(b[1])))
        else {
            continue;
        };
        let (a, b) = (piece[0], piece[1]);
        let length = a.distance_m(b) * 100.0;
        let (dx, dy) = ((b.x - a.x) as f64 / length, (b.y - a.y) as f64 / length);
        let middle = ((a.x + b.x) as f64 / 2.0, (a.y + b.y) as f64 / 2.0);
        for (side, face) in [(1.0, border.left()), (-1.0, border.right())] {
            let point =
                GridPoint::nearest(middle.0 - side * 4_000.0 * dy, middle.1 + side * 4_000.0 * dx);
            let near = edition.locator.nearest_border(point).unwrap();
            let found = edition.partition.border(near.border);
            if found.line().map(|line| &line.name) != Some(name) {
                continue; // Another border is closer than 40 m: nothing to say about this one.
            }
            looked_at += 1;
            assert_eq!(edition.face_at(point), face, "{name}");
            let position = city.grid.to_lonlat(point);
            let answer =
                SERVICE.assign(&Question::Position { position, precision_m: 0.0 }, None).unwrap();
            assert_eq!(answer.border.unwrap().name, *name);
        }
    }
    assert!(looked_at >= edition.partition.borders().len(), "only {looked_at} sides looked at");
}

#[test]
fn what_people_type_is_read() {
    for (text, street, number) in [
        ("Ulzburger Str. 308", "Ulzburger Straße", "308"),
        ("22846 Norderstedt, Rathausallee 50", "Rathausallee", "50"),
        ("Oadby and Wigston Str 12", "Oadby-and-Wigston-Straße", "12"),
        ("Am Knick 20, Norderstedt", "Am Knick", "20"),
        ("Ulzburger Straße 116 c", "Ulzburger Straße", "116c"),
        ("ulzburgerstrasse 308b", "Ulzburger Straße", "308b"),
        ("Poppenbuetteler Strasse 230", "Poppenbütteler Straße", "230"),
        ("POPPENBÜTTELER STR.230", "Poppenbütteler Straße", "230"),
    ] {
        let address = ask(text).address.unwrap();
        assert_eq!(address.street.as_deref(), Some(street), "{text}");
        assert_eq!(address.house_number.as_deref(), Some(number), "{text}");
        assert!(address.score > 0.9, "{text}");
    }
}

#[test]
fn another_town_is_never_a_match() {
    for text in [
        "Ulzburger Straße 10, Henstedt-Ulzburg",
        "Ulzburger Straße 10, 24558 Henstedt-Ulzburg",
        "Quickborn, Rathausallee 50",
        "Reeperbahn 1, Hamburg",
        "Rathausallee 50, 20095 Hamburg",
    ] {
        let answer = ask(text);
        assert_eq!(answer.status, Status::Outside, "{text}");
        assert_eq!(answer.team, None);
    }
    for text in
        ["Rathausallee 50, Kiel", "Rathausallee 50 Berlin", "Rathausallee 50, 22846 Hamburg"]
    {
        let answer = ask(text);
        assert_eq!(answer.team, None, "{text}");
        assert_eq!(answer.status, Status::Ambiguous, "{text}");
        assert!(!answer.candidates.is_empty());
    }
}

#[test]
fn a_street_that_does_not_exist_is_never_unique() {
    for street in [
        "Buchenstraße",
        "Buchweg",
        "Amselallee",
        "Lindenplatz",
        "Rathausweg",
        "Glockenweg",
        "Birkenring",
        "Reeperbahn",
        "Jungfernstieg",
        "Knickstraße",
        "Ulzburgweg",
        "Bahnhofsring",
    ] {
        for number in ["", " 1", " 12", " 7a"] {
            let answer = ask(&format!("{street}{number}"));
            if SERVICE.city().directory.is_street(street) {
                continue;
            }
            assert_ne!(answer.status, Status::Unique, "{street}{number}");
            assert_eq!(answer.team, None, "{street}{number}");
        }
    }
}

#[test]
fn where_a_street_lies_in_one_sozialraum_an_unknown_number_has_a_team() {
    let city = SERVICE.city();
    let edition = SERVICE.on(None).unwrap().edition;
    let mut asked = 0;
    for (id, street) in city.directory.street_ids() {
        let Some(face) = edition.extent(id).whole else { continue };
        let answer = ask(&format!("{} 9999", street.name));
        if answer.address.as_ref().and_then(|a| a.street.as_ref()) != Some(&street.name) {
            continue; // Two streets of the same writing.
        }
        asked += 1;
        assert_eq!(answer.status, Status::UnknownHouseNumber, "{}", street.name);
        let team = city.organisation.team_of(&edition.sozialraum(face).id).unwrap();
        assert_eq!(answer.team.as_ref().map(|t| &t.id), Some(&team.id), "{}", street.name);
    }
    assert!(asked > 400, "only {asked} streets lie in one Sozialraum");
}

#[test]
fn nearly_every_known_address_has_a_team() {
    let city = SERVICE.city();
    let (mut asked, mut answered) = (0, 0);
    for (id, street) in city.directory.street_ids() {
        for known in city.directory.numbers(id).iter().filter(|known| known.confidence >= 0.5) {
            asked += 1;
            let question = Question::Parts {
                street: street.name.clone(),
                house_number: Some(known.number.to_string()),
                postcode: None,
                town: None,
            };
            answered += usize::from(SERVICE.assign(&question, None).unwrap().team.is_some());
        }
    }
    assert!(answered * 100 >= asked * 93, "{answered} of {asked}");
}
