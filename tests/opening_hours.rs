//! Opening hours agree with the reference implementation, apart from what is listed here.
//!
//! `tools/reference-hours` makes `expected.txt` from the two other lists.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use sozialraum::domain::{
    grid::LonLat,
    resource::hours::{Calendar, Hours, SchoolHolidays, StateKind},
};

const INSTANTS: &str = include_str!("opening_hours/instants.txt");
const EXPRESSIONS: &str = include_str!("opening_hours/expressions.txt");
const EXPECTED: &str = include_str!("opening_hours/expected.txt");
const SCHOOL: &str = include_str!("../data/norderstedt/school_holidays.toml");

/// Expressions about which the reference is wrong at some of the instants, and why.
const WRONG_ABOUT: [(&str, &str); 7] = [
    (
        "Mo-Fr 08:00-12:00+",
        "an open end is unknown; the reference says so in the first minute, then closed",
    ),
    ("12:00+,18:00-20:00", "the same: unknown until the next span, not for one minute"),
    ("00:00+", "an open end from midnight is taken for 24 hours open"),
    ("Feb 01-28 08:00-16:00", "a range that ends on 28 February only holds in leap years there"),
    ("easter -2 days-easter +1 day 10:00-16:00", "the last day of a range to Easter is left out"),
    (
        "Fr 22:00-03:00 || 20:00-06:00 \"auf Anfrage\"",
        "after midnight a fallback replaces what it should only fall back from",
    ),
    (
        "SH,PH Mo-Fr 08:00-12:00",
        "by the specification weekdays after a space restrict the holidays; they are added there",
    ),
];

/// In the first hour of this day the reference looks for the evening before 24 hours back, which
/// after the night with 23 hours is a day too early.
const SHORT_NIGHT: &str = "2026-03-30T00:30:00";

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn calendar() -> Calendar {
    let school: SchoolHolidays = toml::from_str(SCHOOL).unwrap();
    let calendar = Calendar::new("Schleswig-Holstein").unwrap().with_school(school).unwrap();
    calendar.with_position(LonLat { lon: 9.993, lat: 53.707 })
}

fn instants() -> Vec<DateTime> {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    lines(INSTANTS)
        .map(|line| {
            let instant: Timestamp = line.split(' ').next().unwrap().parse().unwrap();
            instant.to_zoned(berlin.clone()).datetime()
        })
        .collect()
}

#[test]
fn every_expression_has_the_state_that_the_reference_gives_it() {
    let (calendar, instants) = (calendar(), instants());
    let mut differences = Vec::new();
    let mut wrong = Vec::new();
    for line in lines(EXPECTED) {
        let (states, expression) = line.split_once(' ').unwrap();
        assert_eq!(states.len(), instants.len(), "{expression}");
        let hours = Hours::parse(expression).unwrap_or_else(|bad| panic!("{expression}: {bad}"));
        for (expected, instant) in states.chars().zip(&instants) {
            let state = match hours.kind_at(*instant, &calendar) {
                StateKind::Open => 'o',
                StateKind::Closed => 'c',
                StateKind::Unknown | StateKind::ByAppointment => 'u',
            };
            if state == expected || instant.to_string() == SHORT_NIGHT {
                continue;
            }
            if WRONG_ABOUT.iter().any(|(known, _)| *known == expression) {
                wrong.push(expression);
            } else {
                differences.push(format!("{expression} at {instant}: {state}, not {expected}"));
            }
        }
    }
    assert_eq!(differences, Vec::<String>::new());
    wrong.dedup();
    assert_eq!(wrong.len(), WRONG_ABOUT.len(), "only these still differ: {wrong:?}");
}

#[test]
fn the_list_is_long_enough_and_the_reference_was_asked_about_all_of_it() {
    let asked: Vec<&str> = lines(EXPECTED).map(|line| line.split_once(' ').unwrap().1).collect();
    assert_eq!(asked, lines(EXPRESSIONS).collect::<Vec<_>>());
    assert!(asked.len() >= 400, "{}", asked.len());
}
