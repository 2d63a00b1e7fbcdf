//! Whatever a city looks like, its register says what the decision says, as rules, too.

use proptest::prelude::*;

use super::*;

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
            place: None,
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
                    place: None,
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
                place: String::new(),
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
