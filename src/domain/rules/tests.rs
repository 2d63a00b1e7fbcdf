//! Street rules, on the test city.

use super::*;
use crate::domain::{assign::tests::fixture::dataset, city::City, directory::StreetPlace};

fn rule(street: &str, numbers: &str, sozialraum: &str) -> StreetRule {
    StreetRule {
        id: String::new(),
        place: None,
        street: street.into(),
        numbers: numbers.parse().expect("house numbers"),
        sozialraum: sozialraum.into(),
        reason: "test".into(),
    }
}

fn findings(rules: &[StreetRule]) -> Vec<(usize, RuleProblem)> {
    let dataset = dataset();
    let directory = Directory::new(dataset.streets, dataset.points);
    let found = check(rules, &directory, &["west", "east"]);
    found.into_iter().map(|finding| (finding.rule, finding.problem)).collect()
}

#[test]
fn rules_name_streets_and_sozialraeume_that_there_are() {
    assert_eq!(findings(&[rule("Langer Damm", "1-9 ung.", "west")]), []);
    let known = vec!["west".to_owned(), "east".to_owned()];
    assert_eq!(
        findings(&[
            rule("Langer Dam", "3", "west"),
            rule("Langer Damm", "3", "north"),
            rule("Langer Damm", "keine", "west"),
        ]),
        [
            (0, RuleProblem::UnknownStreet(vec!["Langer Damm".into()])),
            (1, RuleProblem::UnknownSozialraum(known)),
            (2, RuleProblem::NoNumbers),
        ]
    );
}

#[test]
fn a_place_tells_streets_of_one_name_apart() {
    let mut data = dataset();
    let mut twin = data.streets[0].clone();
    let place = |name: &str| Some(StreetPlace { name: name.into(), postcodes: Vec::new() });
    (data.streets[0].place, twin.place) = (place("Oberdorf"), place("Unterdorf"));
    let twin_id = StreetId(data.streets.len() as u32);
    data.streets.push(twin);
    let directory = Directory::new(data.streets, data.points);
    let at = |place: Option<&str>| {
        let rule = rule("Langer Damm", "1-9", "west");
        StreetRule { place: place.map(str::to_owned), ..rule }
    };
    assert_eq!(street_of(&at(Some("Oberdorf")), &directory), Some(StreetId(0)));
    assert_eq!(street_of(&at(Some("unterdorf")), &directory), Some(twin_id));
    for place in [None, Some("Mitteldorf")] {
        assert_eq!(street_of(&at(place), &directory), None, "{place:?}");
    }
    // The same numbers of two streets are no contradiction.
    let other = StreetRule { sozialraum: "east".into(), ..at(Some("Unterdorf")) };
    let found = check(&[at(Some("Oberdorf")), other], &directory, &["west", "east"]);
    assert!(found.iter().all(|finding| finding.problem.is_hint()), "{found:?}");
}

#[test]
fn no_number_belongs_to_two_sozialraeume() {
    let numbers = |text: &str| text.parse::<NumberRanges>().expect("house numbers");
    assert_eq!(
        findings(&[
            rule("Langer Damm", "1-9", "west"),
            rule("Langer Damm", "8-12 ger.", "east"),
            rule("Langer Damm", "5", "west"),
            rule("Langer Damm", "9a", "east"),
        ]),
        [
            (1, RuleProblem::Claimed { by: 0, numbers: numbers("8") }),
            (2, RuleProblem::SaidTwice { by: 0, numbers: numbers("5") }),
            (3, RuleProblem::NoKnownNumber),
        ]
    );
    let mut dataset = dataset();
    dataset.editions[0].rules =
        vec![rule("Langer Damm", "1-9", "west"), rule("Langer Damm", "9", "east")];
    let error = City::build(dataset).expect_err("the rules contradict each other");
    assert!(error.to_string().starts_with("edition 1: 1 street rules cannot hold"), "{error}");
}

#[test]
fn the_index_says_what_the_rules_of_a_street_say_together() {
    let mut data = dataset();
    data.editions[0].rules = vec![
        rule("Langer Damm", "1-11 ung.", "east"),
        rule("Langer Damm", "13", "east"),
        rule("Langer Damm", "12a", "west"),
    ];
    name_rules(&mut data.editions[0].rules);
    let city = City::build(data).expect("a city");
    let edition = &city.editions[0];
    let verdict = |street: u32, numbers: &str| {
        let numbers = numbers.parse().expect("house numbers");
        match edition.rules.verdict(StreetId(street), &numbers) {
            Verdict::Silent => "silent".to_owned(),
            Verdict::Sure(face, rule) => {
                format!("{} by {}", edition.sozialraum(face).id, rule.id)
            }
            Verdict::Unclear(rules) => {
                format!("unclear {}", edition.sozialraum(rules[0].0).id)
            }
        }
    };
    assert_eq!(verdict(0, "3"), "east by langer-damm-1");
    assert_eq!(verdict(0, "13"), "east by langer-damm-2");
    assert_eq!(verdict(0, "12a"), "west by langer-damm-3");
    assert_eq!(verdict(0, "12"), "silent");
    assert_eq!(verdict(0, "11a"), "unclear east");
    assert_eq!(verdict(0, "9/11"), "east by langer-damm-1");
    assert_eq!(verdict(0, "13/15"), "unclear east");
    assert_eq!(verdict(1, "7"), "silent");
    assert_eq!(edition.whole_street(StreetId(1)).map(|f| &*edition.sozialraum(f).id), Some("west"));
}

#[test]
fn a_rule_may_take_a_whole_street_or_keep_it_from_being_whole() {
    let whole = |rules: Vec<StreetRule>| {
        let mut data = dataset();
        data.editions[0].rules = rules;
        let city = City::build(data).expect("a city");
        let edition = &city.editions[0];
        [0, 1].map(|street| {
            edition.whole_street(StreetId(street)).map(|f| edition.sozialraum(f).id.clone())
        })
    };
    let both = |a: &str, b: &str| [Some(a.to_owned()), Some(b.to_owned())];
    let damm = || rule("Langer Damm", "", "east");
    assert_eq!(whole(vec![damm(), rule("Westerwiese", "7", "west")]), both("east", "west"));
    assert_eq!(whole(vec![damm(), rule("Westerwiese", "", "east")]), both("east", "east"));
    assert_eq!(whole(vec![rule("Westerwiese", "20-30", "east")]), [None, None]);
    let halves =
        vec![rule("Langer Damm", "alle ger.", "east"), rule("Langer Damm", "alle ung.", "east")];
    assert_eq!(whole(halves)[0].as_deref(), Some("east"));
}
