//! Streets and towns that are not the city's: none of them ever has a team.

use std::env;

use sozialraum::domain::assign::{Question, Status};

use super::{ask, common::SERVICE, names, random};

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

/// Names as they are made all over Germany, and those of the city with another kind of way or
/// another little word. `INVENTED=95000` asks all of them.
fn invented() -> Vec<String> {
    let count = env::var("INVENTED").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000);
    let mut names = names::names(count, 2);
    let streets: Vec<&str> =
        SERVICE.city().directory.streets().iter().map(|street| street.name.as_str()).collect();
    let kinds =
        ["straße", "weg", "stieg", "allee", "ring", "kamp", "platz", "hof", "berg", "wiese"];
    let little = ["Am ", "Im ", "An der ", "Auf dem ", "Zum ", "Alter ", "Neuer "];
    let mut random = random::Random::new(3);
    for _ in 0..count {
        let (one, other) = (random.of(&streets), random.of(&streets));
        names.push(match random.below(4) {
            0 => {
                let kind = kinds.iter().find(|kind| one.to_lowercase().ends_with(**kind));
                let stem = &one[..one.len() - kind.map_or(0, |kind| kind.len())];
                format!("{stem}{}", random.of(&kinds))
            }
            1 => format!("{}{one}", random.of(&little)),
            2 => {
                // The first word of one with the last one of another.
                let first = one.split([' ', '-']).next().unwrap_or_default();
                format!("{first} {}", other.rsplit([' ', '-']).next().unwrap_or_default())
            }
            _ => {
                let half = |name: &str| name.chars().count() / 2;
                let first: String = one.chars().take(half(one)).collect();
                let last: String = other.chars().skip(half(other)).collect();
                format!("{first}{last}")
            }
        });
    }
    names.retain(|name| !SERVICE.city().directory.is_street(name));
    names
}

#[test]
fn a_street_that_does_not_exist_is_never_answered_as_unique() {
    let names = invented();
    let mut wrong = Vec::new();
    for name in &names {
        for text in [format!("{name} 5"), name.clone(), format!("{name} 12, 22846 Norderstedt")] {
            let question = Question::Line(text.clone());
            let answer = SERVICE.assign_or_place(&question, None).unwrap();
            if answer.status == Status::Unique || answer.team.is_some() {
                wrong.push((text, answer.address));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", wrong.len(), names.len());
}

/// Real names of streets of other towns, none of which the city has.
const NOWHERE: &str = include_str!("nowhere.txt");

#[test]
fn streets_of_other_towns_are_never_answered_as_unique() {
    assert!(NOWHERE.lines().count() >= 500);
    let mut wrong = Vec::new();
    for name in NOWHERE.lines() {
        assert!(!SERVICE.city().directory.is_street(name), "{name} is here");
        for text in [
            name.to_owned(),
            format!("{name} 5"),
            format!("{name} 12a"),
            format!("{name}, Norderstedt"),
            format!("{name} 7, Norderstedt"),
            format!("{name} 12, 22846 Norderstedt"),
            format!("22844 Norderstedt, {name} 3"),
            format!("{name}, Norderstedt 5"),
            format!("{name} Garstedt 5"),
        ] {
            let answer = SERVICE.assign_or_place(&Question::Line(text.clone()), None).unwrap();
            if answer.status == Status::Unique || answer.team.is_some() {
                wrong.push((text, answer.address));
            }
        }
    }
    assert!(wrong.is_empty(), "{}: {wrong:#?}", wrong.len());
}

/// Streets of this name there are here, too; what stands beside them says that another one is
/// meant, or is not understood.
#[test]
fn addresses_of_other_towns_have_no_team_however_the_town_is_written() {
    const TOWNS: [&str; 50] = [
        "Hamburg",
        "22417 Hamburg",
        "22419 Hamburg-Langenhorn",
        "Hamburg Langenhorn",
        "HH-Langenhorn",
        "HH",
        "Langenhorn",
        "Hamburg-Mitte",
        "Mitte Hamburg",
        "10117 Berlin Mitte",
        "Hamburg-Norderstedt",
        "Norderstedt Hamburg",
        "22846 Hamburg",
        "bei Hamburg",
        "Quickborn",
        "25451 Quickborn",
        "25451",
        "22850 Quickborn",
        "Quickborn-Heide",
        "Quickborn (Holstein)",
        "Henstedt-Ulzburg",
        "24558 Henstedt-Ulzburg",
        "Henstedt Ulzburg",
        "Henstedt",
        "H-U",
        "Ulzburg-Süd",
        "Rhen",
        "Tangstedt",
        "22889 Tangstedt",
        "Tangstedt bei Norderstedt",
        "25499 Tangstedt",
        "Wilstedt",
        "Hasloh",
        "25474 Hasloh",
        "Ellerau",
        "25479 Ellerau",
        "Ellerau bei Quickborn",
        "24568 Kaltenkirchen",
        "23863 Kayhude",
        "Garstedt bei Winsen",
        "21441 Garstedt",
        "01768 Glashütte",
        "Glashütte Sachsen",
        "Hamburg-Glashütte",
        "25853 Norderstedt",
        "Norderstapel",
        "Süd-Norderstedt",
        "2000 Norderstedt 1",
        "A-1010 Wien",
        "Kreis Pinneberg",
    ];
    const STREETS: [&str; 4] =
        ["Rathausallee 50", "Birkenweg 3", "Quickborner Straße 9", "Langer Kamp 7"];
    let parts = |street: &str, town: &str| {
        let (street, number) = street.rsplit_once(' ').unwrap();
        Question::Parts {
            street: street.into(),
            house_number: Some(number.into()),
            postcode: None,
            town: Some(town.into()),
        }
    };
    for street in STREETS {
        for town in TOWNS {
            let lines = [
                format!("{street}, {town}"),
                format!("{street} {town}"),
                format!("{town}, {street}"),
                format!("{street}\n{town}"),
                format!("{town} {street}"),
            ];
            for question in lines.map(Question::Line).into_iter().chain([parts(street, town)]) {
                let answer = SERVICE.assign_or_place(&question, None).unwrap();
                assert_eq!(answer.team, None, "{question:?}: {:?}", answer.address);
                assert_ne!(answer.status, Status::Unique, "{question:?}");
            }
        }
    }
}

#[test]
fn a_number_behind_the_town_may_be_that_of_the_house_or_of_the_post() {
    for text in ["Rathausallee, Norderstedt 50", "Rathausallee Norderstedt 50"] {
        let answer = ask(text);
        assert_eq!((answer.status, answer.team), (Status::Ambiguous, None), "{text}");
        assert_eq!(answer.reason.code, "unread_text", "{text}");
    }
}
