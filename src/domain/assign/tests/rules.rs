//! Street rules in the decision.

use super::*;
use crate::domain::rules::{StreetRule, name_rules};

/// The answer in the test city with rules (street, numbers, Sozialraum).
fn ask_with(rules: &[(&str, &str, &str)], text: &str) -> Answer {
    let mut dataset = dataset();
    dataset.editions[0].rules = rules
        .iter()
        .map(|(street, numbers, sozialraum)| StreetRule {
            id: String::new(),
            place: None,
            street: (*street).into(),
            numbers: numbers.parse().unwrap(),
            sozialraum: (*sozialraum).into(),
            reason: "Beschluss".into(),
        })
        .collect();
    name_rules(&mut dataset.editions[0].rules);
    let city = City::build(dataset).unwrap();
    assign(today(&city), &Question::Line(text.into())).unwrap()
}

fn outcome_with(
    rules: &[(&str, &str, &str)],
    text: &str,
) -> (Status, Option<String>, &'static str) {
    let answer = ask_with(rules, text);
    (answer.status, team_of(&answer).map(str::to_owned), answer.reason.code)
}

fn safe(status: Status, team: &str, code: &'static str) -> (Status, Option<String>, &'static str) {
    (status, Some(team.to_owned()), code)
}

fn candidates(answer: &Answer) -> Vec<&str> {
    answer.candidates.iter().map(|candidate| candidate.label.as_str()).collect()
}

#[test]
fn a_rule_that_agrees_settles_the_doubt_at_a_border() {
    let rules = [("Langer Damm", "1-9", "west"), ("Langer Damm", "10", "east")];
    assert_eq!(outcome("Langer Damm 10").0, Status::NearBorder);
    assert_eq!(outcome_with(&rules, "Langer Damm 10"), safe(Status::Unique, "e", "street_rule"));
    let answer = ask_with(&rules, "Langer Damm 10");
    let rule = answer.rule.unwrap();
    assert_eq!((rule.id.as_str(), rule.numbers.as_str()), ("langer-damm-2", "10"));
    assert_eq!((rule.sozialraum.name.as_str(), rule.reason.as_str()), ("Ost", "Beschluss"));
    assert_eq!(answer.border.unwrap().name, "Mittelweg");
    // A number that only may belong to the street does, by the rule.
    assert_eq!(
        outcome_with(&[("Langer Damm", "40", "east")], "Langer Damm 40"),
        safe(Status::Unique, "e", "street_rule")
    );
}

#[test]
fn where_rule_and_map_disagree_the_rule_gives_the_team_and_both_are_shown() {
    let rules = [("Langer Damm", "1-19 ung.", "east")];
    let answer = ask_with(&rules, "Langer Damm 3");
    assert_eq!((answer.status, team_of(&answer)), (Status::RuleConflict, Some("e")));
    assert_eq!(answer.sozialraum.as_ref().unwrap().id, "east");
    assert_eq!(candidates(&answer), ["Ost", "West"]);
    assert_eq!(answer.reason.values["by_rule"], "Ost");
    assert_eq!(answer.reason.values["by_map"], "West");
    assert_eq!(answer.rule.unwrap().numbers, "1–19 odd");
    // The other side of the street is not concerned.
    assert_eq!(outcome_with(&rules, "Langer Damm 4"), safe(Status::Unique, "w", "house_number"));
    assert_eq!(outcome_with(&rules, "Langer Damm 17"), safe(Status::Unique, "e", "street_rule"));
    // One of two believed places lies elsewhere.
    let answer = ask_with(&[("Langer Damm", "30", "west")], "Langer Damm 30");
    assert_eq!((answer.status, team_of(&answer)), (Status::RuleConflict, Some("w")));
}

#[test]
fn an_unknown_number_that_a_rule_names_stays_unknown_with_the_team_of_the_rule() {
    let rules = [("Langer Damm", "20-29 ger.", "west")];
    let known = safe(Status::UnknownHouseNumber, "w", "number_in_rule");
    assert_eq!(outcome_with(&rules, "Langer Damm 22"), known);
    assert!(ask_with(&rules, "Langer Damm 22").rule.is_some());
    assert_eq!(outcome_with(&rules, "Langer Damm 21").1, None);
    // Elsewhere in a street that is whole on the map, but not for the rules.
    let rules = [("Westerwiese", "20-30", "east")];
    assert_eq!(outcome_with(&rules, "Westerwiese 25").1.as_deref(), Some("e"));
    let answer = ask_with(&rules, "Westerwiese 999");
    assert_eq!((team_of(&answer), candidates(&answer).len()), (None, 2));
    assert_eq!(outcome_with(&rules, "Westerwiese 7").1.as_deref(), Some("w"));
}

#[test]
fn what_a_rule_leaves_open_is_asked_unless_the_map_says_the_same() {
    let left_open = |sozialraum, text| {
        let rules = [("Langer Damm", "1-2", sozialraum), ("Westerwiese", "5", sozialraum)];
        outcome_with(&rules, text)
    };
    assert_eq!(left_open("west", "Langer Damm 2a").1, None);
    assert_eq!(
        left_open("west", "Westerwiese 5a"),
        safe(Status::UnknownHouseNumber, "w", "unknown_number")
    );
    assert_eq!(
        left_open("east", "Westerwiese 5a"),
        (Status::UnknownHouseNumber, None, "rule_unclear")
    );
    // 50-54 is one building in the east; the rule names a part of it.
    let building = |sozialraum| {
        let answer = ask_with(&[("Langer Damm", "50-52", sozialraum)], "Langer Damm 50-54");
        (answer.status, team_of(&answer).map(str::to_owned), answer.candidates.len())
    };
    assert_eq!(building("east"), (Status::Unique, Some("e".into()), 0));
    assert_eq!(building("west"), (Status::Ambiguous, None, 2));
    assert_eq!(
        outcome_with(&[("Langer Damm", "50-54", "west")], "Langer Damm 50-54").0,
        Status::RuleConflict
    );
}

#[test]
fn a_rule_for_the_whole_street_answers_without_a_number() {
    let rules = [("Langer Damm", "", "west")];
    let answer = ask_with(&rules, "Langer Damm");
    assert_eq!((answer.status, team_of(&answer)), (Status::UnknownHouseNumber, Some("w")));
    assert_eq!(answer.reason.values["whole_street"], true);
    assert!(answer.rule.is_some());
    assert_eq!(
        outcome_with(&rules, "Langer Damm 17"),
        safe(Status::RuleConflict, "w", "rule_conflict")
    );
    // A rule for a part of a street keeps it from being whole.
    assert_eq!(outcome("Westerwiese").1.as_deref(), Some("w"));
    assert_eq!(outcome_with(&[("Westerwiese", "7", "east")], "Westerwiese").1, None);
}

#[test]
fn the_ranges_of_each_team_follow_the_rules() {
    let answer = ask_with(&[("Langer Damm", "1-9 ung.", "east")], "Langer Damm");
    let numbers: Vec<_> =
        answer.candidates.iter().map(|c| (c.label.as_str(), c.house_numbers.as_deref())).collect();
    let west = numbers.iter().find(|(label, _)| *label == "West").unwrap().1.unwrap();
    assert!(west.starts_with("2–8 even"), "{west}");
}

#[test]
fn a_rule_does_not_make_a_contradictory_question_safe_nor_speak_for_positions() {
    let rules = [("Langer Damm", "", "west")];
    let answer = ask_with(&rules, "Langer Damm 17 Unsinnwort");
    assert_ne!(answer.status, Status::Unique);
    assert_eq!(team_of(&answer), None);
    let mut data = dataset();
    data.editions[0].rules = vec![StreetRule {
        id: "langer-damm-1".into(),
        place: None,
        street: "Langer Damm".into(),
        numbers: "".parse().unwrap(),
        sozialraum: "west".into(),
        reason: "Beschluss".into(),
    }];
    let city = City::build(data).unwrap();
    let position = city.grid.to_lonlat(at(1700, 505));
    let asked = Question::Position { position, precision_m: 5.0 };
    let answer = assign(today(&city), &asked).unwrap();
    assert_eq!((team_of(&answer), &answer.rule), (Some("e"), &None));
}
