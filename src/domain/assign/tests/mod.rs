//! The decision, on a city made for it.

pub(crate) mod fixture;

use super::*;
use crate::domain::{
    city::City,
    directory::{AddressPoint, Reading, Street, StreetId},
    grid::GridPoint,
};
use fixture::{at, city, dataset};

fn today(city: &City) -> OnDay<'_> {
    OnDay { city, edition: &city.editions[0], organisation: &city.organisation }
}

fn ask(text: &str) -> Answer {
    let city = city();
    assign(today(&city), &Question::Line(text.into())).unwrap()
}

fn team_of(answer: &Answer) -> Option<&str> {
    answer.team.as_ref().map(|team| team.id.as_str())
}

fn outcome(text: &str) -> (Status, Option<String>, &'static str) {
    let answer = ask(text);
    (answer.status, team_of(&answer).map(str::to_owned), answer.reason.code)
}

#[test]
fn a_known_number_far_from_borders_is_unique() {
    assert_eq!(outcome("Langer Damm 3"), (Status::Unique, Some("w".into()), "house_number"));
    let answer = ask("Langer Damm 17");
    assert_eq!(team_of(&answer), Some("e"));
    assert!(answer.responsibility.is_some());
    assert_eq!(answer.address.unwrap().precision, Precision::HouseNumber);
    assert_eq!(answer.border.unwrap().name, "Stadtgrenze");
}

#[test]
fn a_number_at_the_border_names_both_teams_and_none_as_safe() {
    let answer = ask("Langer Damm 10");
    assert_eq!(answer.status, Status::NearBorder);
    assert_eq!(answer.team, None);
    assert_eq!(answer.responsibility, None);
    assert_eq!(answer.sozialraum.unwrap().id, "east");
    let teams: Vec<_> = answer.candidates.iter().map(|c| c.team.as_deref()).collect();
    assert_eq!(teams, [Some("e"), Some("w")]);
    assert_eq!(answer.border.unwrap().beyond.as_deref(), Some("west"));
}

#[test]
fn an_unknown_number_is_safe_where_the_whole_street_lies_in_one_sozialraum() {
    let known = (Status::UnknownHouseNumber, Some("w".to_owned()), "unknown_number");
    assert_eq!(outcome("Westerwiese 999"), known);
    let none = (Status::UnknownHouseNumber, None, "unknown_number");
    let beyond = outcome("Langer Damm 999");
    assert_eq!(beyond, none);
    // A street that runs along a border is never safe as a whole.
    assert_eq!(outcome("Mittelweg 999"), none);
}

#[test]
fn an_unknown_number_shows_its_neighbours_and_the_ranges_of_each_team() {
    let answer = ask("Langer Damm 20");
    assert_eq!(answer.reason.values["below"], "18");
    assert_eq!(answer.reason.values["above"], "30");
    let of = |team: &str| {
        let candidate = answer.candidates.iter().find(|c| c.team.as_deref() == Some(team));
        candidate.and_then(|c| c.house_numbers.clone()).unwrap_or_default()
    };
    assert!(of("w").starts_with("1–9"), "{}", of("w"));
    assert!(of("e").contains("10–19"), "{}", of("e"));
}

#[test]
fn an_unknown_number_is_safe_where_every_possible_place_lies_in_one_sozialraum() {
    let mut dataset = dataset();
    // Houses every 20 m; 26 is missing in the west, 98 at the border, 200 behind the last one.
    dataset.points = (1..=95_u32)
        .filter(|house| ![13, 49].contains(house))
        .map(|house| AddressPoint {
            id: house,
            number: (house * 2).to_string(),
            position: at(i64::from(house) * 20 + 40, 520),
            readings: vec![Reading { street: StreetId(0), confidence: 1.0 }],
            official: None,
        })
        .collect();
    let city = City::build(dataset).unwrap();
    let ask = |text: &str| assign(today(&city), &Question::Line(text.into())).unwrap();
    let between = ask("Langer Damm 26");
    assert_eq!(between.status, Status::UnknownHouseNumber);
    assert_eq!(team_of(&between), Some("w"));
    assert_eq!(between.reason.code, "number_between");
    assert_eq!(between.address.unwrap().house_number.as_deref(), Some("26"));
    assert_eq!(team_of(&ask("Langer Damm 24b")), Some("w"));
    assert_eq!(ask("Langer Damm 98").team, None);
    assert_eq!(ask("Langer Damm 200").team, None);
    assert_eq!(ask("Langer Damm 27").team, None);
}

#[test]
fn no_number_and_no_readable_number_stay_what_they_are() {
    assert_eq!(outcome("Langer Damm").2, "no_number");
    let answer = ask("Langer Damm 1o2");
    assert_eq!(answer.reason.code, "unreadable_number");
    assert_eq!(answer.address.unwrap().house_number.as_deref(), Some("1o2"));
}

#[test]
fn believed_places_in_several_sozialraeume_are_ambiguous() {
    let answer = ask("Langer Damm 30");
    assert_eq!((answer.status, answer.reason.code), (Status::Ambiguous, "several_places"));
    assert_eq!(answer.candidates[0].team.as_deref(), Some("w"));
    assert_eq!(answer.candidates[1].team.as_deref(), Some("e"));
}

#[test]
fn a_number_that_more_likely_belongs_to_another_street_is_not_acted_on() {
    let answer = ask("Langer Damm 40");
    assert_eq!(
        (answer.status, answer.reason.code),
        (Status::Ambiguous, "number_of_another_street")
    );
    // The other reading of 9 Westerwiese: its whole street lies in the west.
    assert_eq!(outcome("Westerwiese 9").1.as_deref(), Some("w"));
}

#[test]
fn ranges_are_safe_when_all_of_them_lies_in_one_sozialraum() {
    assert_eq!(outcome("Langer Damm 3-7").1.as_deref(), Some("w"));
    assert_eq!(outcome("Langer Damm 5/15").0, Status::Ambiguous);
    assert_eq!(outcome("Langer Damm 15-99").0, Status::UnknownHouseNumber);
    assert_eq!(outcome("Langer Damm 15-99").1, None);
    assert_eq!(outcome("Langer Damm 50-54").1.as_deref(), Some("e"));
    // 52 lies in the source's range 50-54; 51 is on the other side of the street.
    assert_eq!(outcome("Langer Damm 52"), (Status::Unique, Some("e".into()), "number_in_range"));
    assert_eq!(outcome("Langer Damm 51").0, Status::UnknownHouseNumber);
    // A letter makes another number.
    assert_eq!(outcome("Langer Damm 3a").0, Status::UnknownHouseNumber);
}

#[test]
fn the_town_and_the_postcode_are_heard() {
    for text in ["Langer Damm 3, Nachbarstadt", "Vordorf, Langer Damm 3", "99999 Langer Damm 3"] {
        let answer = ask(text);
        assert_eq!((answer.status, answer.team), (Status::Outside, None), "{text}");
    }
    for text in [
        "Langer Damm 3, 11111 Nachbarstadt",
        "Langer Damm 3, 99999 Teststadt",
        "Langer Damm 3, Irgendwo",
    ] {
        let answer = ask(text);
        assert_eq!((answer.status, answer.team), (Status::Ambiguous, None), "{text}");
        assert_eq!(answer.candidates[0].team.as_deref(), Some("w"), "{text}");
    }
    for text in ["11111 Teststadt, Langer Damm 3", "Langer Damm 3, Altdorf"] {
        assert_eq!(team_of(&ask(text)), Some("w"), "{text}");
    }
}

/// Found by typing on as a caller would speak: words that make it another place must not be taken
/// for a person or a part of the house.
#[test]
fn words_that_may_tell_the_place_apart_are_never_swallowed() {
    for text in [
        "Familie Schmidt Alter Langer Damm 3",
        "c/o Neuer Langer Damm 3",
        "Frau Müller nicht Langer Damm 3",
        "Familie Müller Kiel, Langer Damm 3",
        "Langer Damm 3, Familie Meier verzogen nach Kiel",
        "Langer Damm 3 c/o Müller Kiel",
        "Langer Damm 3, Firma Westerwiese 7",
        "Langer Damm 3, Altdorf bei Winsen",
        "Langer Damm 3 HH",
        "HH, Langer Damm 3",
        "Langer Damm 3, Kreis Anderswo",
        "Westerwiese\nLanger Damm 3\n11111 Teststadt",
        "Schulstraße\nLanger Damm 3\n11111 Teststadt",
        "Westerwiese 7/Irgendwo",
        "Westerwiese 7Irgendwo",
    ] {
        let answer = ask(text);
        assert_eq!(answer.team, None, "{text}: {:?}", answer.reason);
    }
    for text in ["Langer Damm 3?", "Langer Damm 3*", "Langer Damm 3..."] {
        assert_eq!(ask(text).reason.code, "unreadable_number", "{text}");
    }
    for text in [
        "Familie Schmidt, Langer Damm 3",
        "Erika Muster\nLanger Damm 3\n11111 Teststadt",
        "Adresse: Langer Damm 3",
        "Langer Damm 3, D11111 Teststadt",
        "Langer Damm 3, Teststadt-Ost",
    ] {
        let answer = ask(text);
        assert_eq!(team_of(&answer), Some("w"), "{text}: {:?}", answer.reason);
    }
}

#[test]
fn an_unknown_street_lists_the_most_similar_ones_and_chooses_none() {
    let answer = ask("Kurzer Damm 3");
    assert_eq!(answer.team, None);
    assert!(matches!(answer.status, Status::UnknownStreet | Status::Ambiguous));
    assert_eq!(ask("Zyxwvut 3").status, Status::UnknownStreet);
}

/// A known street at the beginning or the end of a misspelt one was taken, and the street that was
/// meant was not even offered.
#[test]
fn a_street_that_is_a_part_of_a_misspelt_one_does_not_hide_it() {
    let mut dataset = dataset();
    let line = dataset.streets[1].lines.clone();
    for name in [
        "Breite",
        "Breite Pferdereihe",
        "Kirschweg",
        "Kirschweg Nord",
        "Am Oberg",
        "Kirschweg Altdorf",
        "Westerwiese Altdorf",
    ] {
        let name = name.to_owned();
        dataset.streets.push(Street { name, lines: line.clone(), ..Street::default() });
    }
    let city = City::build(dataset).unwrap();
    let ask = |text: &str| assign(today(&city), &Question::Line(text.into())).unwrap();
    for (text, first, also) in [
        ("Breite Pferdreeihe", "Breite Pferdereihe", Some("Breite")),
        ("Breite Pferdreeihe, 11111 Teststadt", "Breite Pferdereihe", Some("Breite")),
        ("5 Breite Pferdreeihe", "Breite Pferdereihe 5", Some("Breite 5")),
        ("Kirschweg Nzord", "Kirschweg Nord", Some("Kirschweg")),
        ("Kirschweg Nzord Teststadt", "Kirschweg Nord", Some("Kirschweg")),
        ("Am 0berg", "Am Oberg", None),
        ("Kirschweg Irgendwo", "Kirschweg", None),
    ] {
        let answer = ask(text);
        assert_eq!((answer.status, answer.team), (Status::Ambiguous, None), "{text}");
        let labels: Vec<&str> = answer.candidates.iter().map(|c| c.label.as_str()).collect();
        assert_eq!(labels[0], first, "{text}: {labels:?}");
        assert!(also.is_none_or(|also| labels.contains(&also)), "{text}: {labels:?}");
        assert_eq!(answer.candidates[0].team.as_deref(), Some("w"), "{text}");
        assert_eq!(answer.reason.code, "unread_text", "{text}");
    }
    // "Altdorf" is a part of the town, and a part of a name.
    for (text, first) in [
        ("Kirschwegg Altdorf", "Kirschweg Altdorf"),
        ("Kirschweg Altdrf", "Kirschweg Altdorf"),
        ("Westrewiese Altdorf", "Westerwiese Altdorf"),
    ] {
        let answer = ask(text);
        assert_eq!((answer.status, answer.team), (Status::Ambiguous, None), "{text}");
        assert_eq!(answer.candidates[0].label, first, "{text}");
    }
    // With a number behind it the whole was one name before, too.
    assert_eq!(ask("Breite Pferdreeihe 5").candidates[0].label, "Breite Pferdereihe 5");
}

#[test]
fn parts_are_read_like_a_line_and_unread_text_in_them_is_not_dropped() {
    let city = city();
    let parts = |street: &str, number: &str, town: Option<&str>| {
        let question = Question::Parts {
            street: street.into(),
            house_number: Some(number.into()),
            postcode: None,
            town: town.map(str::to_owned),
        };
        assign(today(&city), &question).unwrap()
    };
    assert_eq!(parts("Langer Damm", "3", None), ask("Langer Damm 3"));
    assert_eq!(parts("Langer Damm", "3", Some("Nachbarstadt")).status, Status::Outside);
    assert_eq!(parts("Langer Damm", "3", Some("Irgendwo")).status, Status::Ambiguous);
    assert_eq!(parts("Langer Damm 3", "3", None), ask("Langer Damm 3"));
    assert_eq!(parts("Langer Damm 3", "5", None).reason.code, "unread_text");
    for number in ["Nr. 3", "3 EG", "3 links"] {
        assert_eq!(team_of(&parts("Langer Damm", number, None)), Some("w"), "{number}");
    }
    for (number, town) in
        [("3", "HH"), ("3", "Kreis Anderswo"), ("3 Irgendwo", ""), ("Irgendwo", "")]
    {
        assert_eq!(parts("Langer Damm", number, Some(town)).team, None, "{number} {town}");
    }
    assert_eq!(parts("Langer Damm", "3 in 99999 Nachbarstadt", None).status, Status::Outside);
    assert_eq!(parts("Langer Damm, Nachbarstadt", "3", Some("Teststadt")).team, None);
}

#[test]
fn positions_are_inside_near_or_outside() {
    let city = city();
    let place = |point: GridPoint, precision_m: f64| {
        let position = city.grid.to_lonlat(point);
        assign(today(&city), &Question::Position { position, precision_m }).unwrap()
    };
    assert_eq!(team_of(&place(at(500, 500), 0.0)), Some("w"));
    assert_eq!(place(at(979, 500), 0.0).status, Status::Unique);
    assert_eq!(place(at(981, 500), 0.0).status, Status::NearBorder);
    assert_eq!(place(at(900, 500), 100.0).status, Status::NearBorder);
    let limit = place(at(500, 3), 0.0);
    assert_eq!((limit.status, limit.reason.code), (Status::NearBorder, "near_city_limit"));
    assert_eq!(limit.candidates[1].label, "Nachbarstadt");
    let outside = place(at(500, -30), 0.0);
    assert_eq!(outside.status, Status::Outside);
    assert_eq!(outside.municipality.unwrap().name, "Nachbarstadt");
    assert_eq!(place(at(500, -30_000), 0.0).municipality, None);
    // The limit is a border from the other side, too.
    let doubtful = place(at(500, -30), 50.0);
    assert_eq!((doubtful.status, doubtful.team), (Status::NearBorder, None));
    assert_eq!(doubtful.sozialraum, None);
    let labels: Vec<_> = doubtful.candidates.iter().map(|c| c.label.as_str()).collect();
    assert_eq!(labels, ["Nachbarstadt", "West"]);
}

#[test]
fn questions_that_make_no_sense_are_refused() {
    let line = |text: &str| Question::Line(text.into()).validate();
    assert_eq!(line(""), Err(QuestionError::Empty));
    assert_eq!(line(" ,.- "), Err(QuestionError::Empty));
    assert_eq!(line(&"x".repeat(301)), Err(QuestionError::TooLong { limit: 300 }));
    let place = |lon, lat, precision_m| {
        Question::Position { position: LonLat { lon, lat }, precision_m }.validate()
    };
    assert_eq!(place(f64::NAN, 53.0, 0.0), Err(QuestionError::Position));
    assert_eq!(place(9.9, 91.0, 0.0), Err(QuestionError::Position));
    assert_eq!(place(9.9, 53.0, -1.0), Err(QuestionError::Precision));
    assert_eq!(place(9.9, 53.0, f64::INFINITY), Err(QuestionError::Precision));
}

mod rules;
