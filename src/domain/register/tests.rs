//! The register of the test city, and that any register says what the decision says.

use super::*;
use crate::domain::{
    address::{HouseNumbers, Membership, RangeWords},
    assign::{
        self, Question, Status,
        tests::fixture::{at, city, dataset},
    },
    city::{City, OnDay, Sozialraum},
    directory::{self, AddressPoint},
    grid::GridPoint,
    partition::NamedLine,
    rules::{RuleIndex, StreetRule, Verdict, check},
};

mod random;

fn day(city: &City) -> OnDay<'_> {
    OnDay { city, edition: &city.editions[0], organisation: &city.organisation }
}

/// A street of the register in a few lines.
fn lines(day: OnDay<'_>, street: &RegisterStreet) -> Vec<String> {
    let name = |face: &FaceIndex| day.edition.sozialraum(*face).id.clone();
    let names = |faces: &[FaceIndex]| faces.iter().map(name).collect::<Vec<_>>().join("+");
    let mut lines = Vec::new();
    for share in &street.shares {
        let near = match share.near_border.is_empty() {
            true => String::new(),
            false => format!(" (near a border: {})", share.near_border),
        };
        lines.push(format!("{}: {}{near}", name(&share.face), share.numbers));
    }
    for open in &street.open {
        let (numbers, reason) = (open.numbers.join(", "), open.reason.code());
        lines.push(format!("{numbers}? {reason}, {}", names(&open.faces)));
    }
    if !street.runs_through.is_empty() {
        lines.push(format!("through {}", names(&street.runs_through)));
    }
    lines
}

#[test]
fn a_street_is_whole_or_shared_or_only_known_by_its_line() {
    let city = city();
    let register = Register::of(day(&city));
    let streets: Vec<(&str, Vec<String>)> =
        register.streets.iter().map(|s| (s.name.as_str(), lines(day(&city), s))).collect();
    assert_eq!(
        streets,
        [
            (
                "Langer Damm",
                vec![
                    "west: 1–9 both sides".to_owned(),
                    "east: 10–19, 50–54 even (near a border: 10)".to_owned(),
                    "30? several_places, east+west".to_owned(),
                    "40? another_street, east+west".to_owned(),
                ]
            ),
            ("Mittelweg", vec!["through east".to_owned()]),
            ("Westerwiese", vec!["west: all".to_owned()]),
        ]
    );
    assert_eq!(register.letters(), [Some('L'), Some('M'), Some('W')]);
}

#[test]
fn rules_stand_in_the_register_also_for_numbers_that_nobody_knows() {
    let rule = |street: &str, numbers: &str, sozialraum: &str| StreetRule {
        id: String::new(),
        place: None,
        street: street.into(),
        numbers: numbers.parse().unwrap(),
        sozialraum: sozialraum.into(),
        reason: "test".into(),
    };
    let register = |rules: Vec<StreetRule>| {
        let mut data = dataset();
        data.editions[0].rules = rules;
        let city = City::build(data).unwrap();
        let register = Register::of(day(&city));
        lines(day(&city), &register.streets[0])
    };
    let ruled = register(vec![
        rule("Langer Damm", "1-5 ung.", "east"),
        rule("Langer Damm", "14-16 ger., ab 60", "west"),
    ]);
    assert_eq!(
        ruled[..2],
        [
            "east: 1–5 odd, 10–12 even, 11–19 odd, 18, 50–54 even (near a border: 10)",
            "west: 2–8 even, 7–9 odd, 14–16 even, from 60"
        ]
    );
}

#[test]
fn an_exception_leaves_its_letters_to_those_who_know_them() {
    let mut data = dataset();
    let point = |id, number: &str, east, confidence| AddressPoint {
        id,
        number: number.into(),
        position: at(east, 300),
        readings: vec![directory::Reading { street: StreetId(1), confidence }],
        official: None,
    };
    data.points = vec![point(0, "5", 300, 1.0), point(1, "7", 1500, 0.4), point(2, "7a", 300, 1.0)];
    let city = City::build(data).unwrap();
    let register = Register::of(day(&city));
    let street = &register.streets[2];
    assert_eq!(
        lines(day(&city), street),
        ["west: 7a; all except 7", "7? another_street, east+west"]
    );
    assert_eq!(street.shares[0].numbers.membership(&"7".parse().unwrap()), Membership::Outside);
}

fn listed(rows: &[(&str, &str, &str)]) -> Vec<Listed> {
    let rows = rows.iter().zip(2..);
    rows.map(|((street, numbers, area), at)| Listed {
        at,
        street: (*street).into(),
        place: String::new(),
        numbers: (*numbers).into(),
        area: (*area).into(),
    })
    .collect()
}

#[test]
fn a_register_is_held_against_the_map_address_by_address() {
    let mut data = dataset();
    data.editions[0].rules = vec![StreetRule {
        id: String::new(),
        place: None,
        street: "Langer Damm".into(),
        numbers: "19".parse().unwrap(),
        sozialraum: "west".into(),
        reason: "test".into(),
    }];
    let city = City::build(data).unwrap();
    let day = day(&city);
    let rows = listed(&[
        ("Langer Damm", "1-11 ung.", "Team w"),
        ("langer damm", "2-8 ger., 30", "Bezirk 3"),
        ("Langer Damm", "13-19 ung.", "Ost"),
        ("Langer Damm", "11", "east"),
        ("Langer Dam", "1", "west"),
        ("Westerwiese", "7-x", "west"),
        ("Westerwiese", "", "Nord"),
        ("Westerwiese", "", ""),
    ]);
    let reading = Reading { areas: vec![("Bezirk 3".into(), "west".into())], ..Reading::default() };
    let found = compare(day, &Register::of(day), rows, &reading);
    let name = |face: FaceIndex| day.edition.sozialraum(face).id.clone();
    let said = |line: &Compared| {
        let contradictions = line.contradictions.iter().map(|of| match of.so_far {
            SoFar::Map(face) => format!("{} {}", of.number, name(face)),
            SoFar::Rule(face) => format!("{} {} by a rule", of.number, name(face)),
            SoFar::Open(reason) => format!("{} {}", of.number, reason.code()),
        });
        contradictions.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(said(&found.lines[0]), "11 east");
    assert_eq!(said(&found.lines[1]), "30 several_places");
    assert_eq!(said(&found.lines[2]), "19 west by a rule");
    let sound: Vec<bool> = found.lines.iter().map(Compared::is_sound).collect();
    assert_eq!(sound, [true, true, false, false, false, false, false, true]);
    assert_eq!(found.lines[3].claimed, Some((2, "11".parse().unwrap())));
    assert_eq!(found.lines[4].says, Understood::UnknownStreet(vec!["Langer Damm".into()]));
    assert!(matches!(found.lines[5].says, Understood::Numbers(_)));
    assert_eq!(found.lines[6].says, Understood::UnknownArea);
    assert_eq!(found.lines[7].says, Understood::Nothing);
    let missing: Vec<&str> = found.missing.iter().map(|id| city.directory.name(*id)).collect();
    assert_eq!(missing, ["Mittelweg"]);
    let rule = |at: usize, all| {
        let rule = found.lines[at].rule(day, all, "list");
        rule.map(|rule| format!("{}: {} → {}", rule.street, rule.numbers, rule.sozialraum))
    };
    assert_eq!(rule(0, false).as_deref(), Some("Langer Damm: 11 → west"));
    assert_eq!(rule(0, true).as_deref(), Some("Langer Damm: 1–11 odd → west"));
    assert_eq!(rule(1, false).as_deref(), Some("Langer Damm: 30 → west"));
    assert_eq!(rule(7, true), None);
}

#[test]
fn the_end_of_a_building_is_not_given_to_another_sozialraum() {
    let mut data = dataset();
    let point = |id, number: &str, east, confidence| AddressPoint {
        id,
        number: number.into(),
        position: at(east, 300),
        readings: vec![directory::Reading { street: StreetId(0), confidence }],
        official: None,
    };
    data.points = vec![
        point(0, "3", 1500, 1.0),
        point(1, "4", 300, 1.0),
        point(2, "3/5", 300, 0.04),
        point(3, "5a", 300, 1.0),
    ];
    let city = City::build(data).unwrap();
    let register = Register::of(day(&city));
    assert_eq!(lines(day(&city), &register.streets[0]), ["east: 3–5 odd", "west: 4, 5a"]);
}

fn ask(day: OnDay<'_>, text: &str) -> assign::Answer {
    let answer = assign::assign(day, &Question::Line(text.into())).unwrap();
    let street = RegisterStreet::left_to_settle(day, &answer);
    answer.with_ranges(day, street.as_ref())
}

#[test]
fn an_answer_that_waits_for_the_house_number_says_how_the_street_is_shared_out() {
    let city = city();
    let day = day(&city);
    for text in ["Langer Damm", "Langer Damm 999", "Langer Damm 1o2", "Langer Damm 40"] {
        let answer = ask(day, text);
        let ranges = answer.ranges.expect(text);
        let register = Register::of(day);
        let street = register.streets.iter().find(|street| street.name == "Langer Damm").unwrap();
        assert_eq!(ranges, StreetBody::new(day, street), "the same as in the register: {text}");
        for share in &ranges.shares {
            let own =
                |one: &&assign::Candidate| one.sozialraum.as_ref() == Some(&share.sozialraum.id);
            let candidate = answer.candidates.iter().find(own).unwrap();
            assert_eq!(candidate.house_numbers.as_ref(), Some(&share.numbers), "one truth: {text}");
        }
    }
    let settled =
        ["Langer Damm 3", "Langer Damm 10", "Langer Damm 30", "Westerwiese 999", "Nixweg 1"];
    for text in settled {
        assert_eq!(ask(day, text).ranges, None, "{text}");
    }
}

#[test]
fn on_the_map_every_house_is_where_its_list_says_and_every_line_where_it_runs() {
    let city = city();
    let day = day(&city);
    let street = city.directory.street_ids().find(|(_, s)| s.name == "Langer Damm").unwrap().0;
    let entry = RegisterStreet::of(day, street);
    let parts = parts(day, &entry);
    let numbers = |face: Option<&str>| -> Vec<&str> {
        let own = parts
            .iter()
            .filter(|(of, _)| of.map(|of| day.edition.sozialraum(of).id.as_str()) == face);
        own.flat_map(|(_, part)| part.houses.iter().map(|(number, _)| number.as_str())).collect()
    };
    assert!(numbers(Some("west")).contains(&"3") && numbers(Some("east")).contains(&"10"));
    assert_eq!(numbers(None), ["30", "30", "40"], "claimed by nobody, wherever they may be");
    for (face, part) in &parts {
        for line in &part.lines {
            let ends = line.first().unwrap().distance_m(*line.last().unwrap());
            assert!(ends > 0.0);
            for pair in line.windows(2) {
                let at = GridPoint::new(
                    i64::midpoint(pair[0].x, pair[1].x),
                    i64::midpoint(pair[0].y, pair[1].y),
                );
                assert_eq!(day.edition.face_at(at), *face);
            }
        }
    }
}

#[test]
fn a_street_lies_in_its_own_place_where_there_are_several() {
    let mut dataset = dataset();
    let place = directory::StreetPlace { name: "Birkenau".into(), postcodes: Vec::new() };
    dataset.streets[0].place = Some(place);
    let city = City::build(dataset).unwrap();
    let day = day(&city);
    let register = Register::of(day);
    let own = register.streets.iter().find(|street| street.id.0 == 0).unwrap();
    assert_eq!(StreetBody::new(day, own).place, "Birkenau");
    let other = register.streets.iter().find(|street| street.id.0 == 1).unwrap();
    assert_eq!(StreetBody::new(day, other).place, city.info.name);
    let answer = ask(day, &format!("{} 3", own.name));
    assert_eq!(answer.address.unwrap().place.as_deref(), Some("Birkenau"));
    assert_eq!(ask(day, &other.name).address.unwrap().place, None);
}
