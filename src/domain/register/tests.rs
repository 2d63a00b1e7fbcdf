//! The register of the test city, and that any register says what the decision says.

use proptest::prelude::*;

use super::*;
use crate::domain::{
    address::{HouseNumbers, Membership, RangeWords},
    assign::{
        self, Question, Status,
        tests::fixture::{at, city, dataset},
    },
    city::{City, OnDay, Sozialraum},
    directory::{self, AddressPoint},
    partition::NamedLine,
    rules::{RuleIndex, StreetRule, Verdict, check},
};

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
                    "west: 1–9".to_owned(),
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

/// What may stand as a number on a house.
fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => (1_u32..24).prop_map(|n| n.to_string()),
        3 => (1_u32..24, "[abc]").prop_map(|(n, letter)| format!("{n}{letter}")),
        2 => (1_u32..20, 1_u32..6).prop_map(|(n, more)| format!("{n}-{}", n + more)),
        1 => (1_u32..20).prop_map(|n| format!("{n}/{}", n + 2)),
        1 => (1_u32..20, 1_u32..24).prop_map(|(a, b)| format!("{a}, {b}")),
        1 => (1_u32..20).prop_map(|n| format!("{n}-{n}c")),
        1 => Just("Haus am See".to_owned()),
    ]
}

fn confidence() -> impl Strategy<Value = f64> {
    prop::sample::select(vec![1.0, 1.0, 1.0, 0.8, 0.6, 0.4, 0.2, 0.04])
}

fn points() -> impl Strategy<Value = Vec<AddressPoint>> {
    let reading = (0_u32..3, confidence()).prop_map(|(street, confidence)| directory::Reading {
        street: StreetId(street),
        confidence,
    });
    let place = (-40_i64..2040, 1_i64..999);
    let point = (number(), place, prop::collection::vec(reading, 1..3));
    prop::collection::vec(point, 0..40).prop_map(|points| {
        let points = points.into_iter().zip(0..);
        points
            .map(|((number, (east, north), readings), id)| AddressPoint {
                id,
                number,
                position: at(east, north),
                readings,
                official: None,
            })
            .collect()
    })
}

fn rules() -> impl Strategy<Value = Vec<(usize, String, usize)>> {
    let list = prop_oneof![
        (1_u32..24, 0_u32..9).prop_map(|(n, more)| format!("{n}-{} ung., {n}", n + 2 * more + 2)),
        (1_u32..24).prop_map(|n| format!("ab {n} außer {}", n + 3)),
        number().prop_filter("a house number", |text| text.starts_with(|c: char| c.is_numeric())),
        Just("alle ger.".to_owned()),
        Just(String::new()),
    ];
    prop::collection::vec((0_usize..3, list, 0_usize..3), 0..4)
}

/// A city of three Sozialräume side by side, with borders wherever they fall.
fn random_city(
    cuts: (i64, i64),
    points: Vec<AddressPoint>,
    rules: Vec<(usize, String, usize)>,
) -> City {
    let mut data = dataset();
    let (first, second) = cuts;
    let rectangle = |west: i64, east: i64| {
        vec![vec![at(west, 0), at(east, 0), at(east, 1000), at(west, 1000), at(west, 0)]]
    };
    let edition = &mut data.editions[0];
    let area = |id: &str, west, east| Sozialraum {
        id: id.into(),
        name: id.into(),
        region: "all".into(),
        polygons: vec![rectangle(west, east)],
    };
    edition.sozialraeume =
        vec![area("west", 0, first), area("middle", first, second), area("east", second, 2000)];
    let limit = edition.lines.remove(1);
    let inner = edition.lines.remove(0);
    let line = |id: &str, east: i64| {
        let mut info = inner.info.clone();
        info.id = id.into();
        NamedLine { info, points: vec![at(east, 0), at(east, 1000)] }
    };
    edition.lines = vec![line("one", first), line("two", second), limit];
    let mut team = data.organisation.teams[0].clone();
    (team.id, team.sozialraum) = ("m".into(), "middle".into());
    data.organisation.teams.push(team);
    data.points = points;
    let directory = directory::Directory::new(data.streets.clone(), data.points.clone());
    let ids = ["west", "middle", "east"];
    for (street, numbers, sozialraum) in rules {
        let Ok(numbers) = numbers.parse() else { continue };
        let mut with = edition.rules.clone();
        with.push(StreetRule {
            id: String::new(),
            street: data.streets[street].name.clone(),
            numbers,
            sozialraum: ids[sozialraum].into(),
            reason: "test".into(),
        });
        if check(&with, &directory, &ids).iter().all(|finding| finding.problem.is_hint()) {
            edition.rules = with;
        }
    }
    City::build(data).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_register_read_back_as_rules_says_what_the_decision_says(
        first in 30_i64..1900,
        width in 30_i64..900,
        points in points(),
        rules in rules(),
    ) {
        let city = random_city((first, (first + width).min(1970)), points, rules);
        let day = day(&city);
        let register = Register::of(day);
        let mut read_back = Vec::new();
        for street in &register.streets {
            for share in &street.shares {
                let printed = share.numbers.display_with(&RangeWords::GERMAN);
                let numbers: NumberRanges = printed.parse().unwrap();
                prop_assert_eq!(&numbers, &share.numbers, "{}", &printed);
                read_back.push(StreetRule {
                    id: String::new(),
                    street: street.name.clone(),
                    numbers,
                    sozialraum: day.edition.sozialraum(share.face).id.clone(),
                    reason: "register".into(),
                });
            }
        }
        // Refused when two shares overlap.
        let read_back = RuleIndex::new(read_back, &city.directory, &day.edition.partition);
        let read_back = read_back.map_err(|findings| TestCaseError::fail(format!("{findings:?}")))?;
        for street in &register.streets {
            for known in city.directory.numbers(street.id) {
                let text = known.number.to_string();
                let question = Question::Parts {
                    street: street.name.clone(),
                    house_number: Some(text.clone()),
                    postcode: None,
                    town: None,
                };
                let answer = assign::assign(day, &question).unwrap();
                let open = street.open.iter().find(|open| open.numbers.contains(&text));
                let says = match read_back.verdict(street.id, &known.number) {
                    Verdict::Sure(face, _) => Some(day.edition.sozialraum(face).id.clone()),
                    _ => None,
                };
                let decided = match answer.status {
                    Status::Unique | Status::NearBorder | Status::RuleConflict => {
                        answer.sozialraum.map(|area| area.id)
                    }
                    Status::UnknownHouseNumber => continue,
                    _ => None,
                };
                let mixed = open.is_some_and(|open| open.reason == OpenReason::Mixed);
                let building = matches!(known.number, HouseNumbers::Range(_));
                if building && says.is_some() && decided.is_none() {
                    // Its numbers are sure one by one.
                    for end in known.number.ends() {
                        let of_end = read_back.verdict(street.id, &end.clone().into());
                        prop_assert!(matches!(of_end, Verdict::Sure(..)));
                    }
                    prop_assert!(open.is_none());
                } else if mixed {
                    prop_assert!(building);
                    prop_assert_eq!(says, None);
                } else {
                    prop_assert_eq!(&says, &decided, "{} {}", &street.name, &text);
                    // Complete: what no list gives to anybody is said to be open.
                    prop_assert_eq!(open.is_some(), decided.is_none(), "{} {}", &street.name, &text);
                }
            }
        }
        let own: Vec<Listed> = register
            .streets
            .iter()
            .flat_map(|street| street.shares.iter().map(move |share| (street, share)))
            .zip(2..)
            .map(|((street, share), at)| Listed {
                at,
                street: street.name.clone(),
                numbers: share.numbers.display_with(&RangeWords::GERMAN),
                area: day.edition.sozialraum(share.face).name.clone(),
            })
            .collect();
        for line in compare(day, &register, own, &Reading::default()).lines {
            prop_assert!(line.claimed.is_none() && line.contradictions.is_empty(), "{:?}", line);
        }
        for (id, rules) in city.directory.street_ids().filter_map(|(id, _)| Some((id, day.edition.rules.street(id)?))) {
            let street = register.streets.iter().find(|street| street.id == id).unwrap();
            for (face, rule) in rules.rules() {
                let share = street.shares.iter().find(|share| share.face == *face).unwrap();
                prop_assert_eq!(&share.numbers.union(&rule.numbers), &share.numbers);
            }
        }
    }
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
