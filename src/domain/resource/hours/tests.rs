use jiff::civil::{date, datetime};
use proptest::prelude::*;

use super::*;

/// Schleswig-Holstein with two school holidays, known for 2026.
pub fn calendar() -> Calendar {
    let holiday = |name: &str, from, to| SchoolHoliday { name: name.to_owned(), from, to };
    let school = SchoolHolidays {
        covers_from: date(2026, 1, 1),
        covers_to: date(2026, 12, 20),
        source: SchoolSource {
            decided_by: String::new(),
            read_from: String::new(),
            state: date(2026, 1, 1),
        },
        holiday: vec![
            holiday("Osterferien", date(2026, 3, 26), date(2026, 4, 10)),
            holiday("Herbstferien", date(2026, 10, 12), date(2026, 10, 24)),
        ],
    };
    Calendar::new("Schleswig-Holstein").unwrap().with_school(school).unwrap()
}

fn at(text: &str, local: DateTime) -> State {
    Hours::parse(text).unwrap().at(local, &calendar())
}

fn bad(text: &str) -> (usize, Problem) {
    let bad = Hours::parse(text).unwrap_err();
    (bad.column, bad.problem)
}

const fn wednesday(hour: i8, minute: i8) -> DateTime {
    datetime(2026, 11, 25, hour, minute, 0, 0)
}

#[test]
fn open_until_and_closed_until() {
    let text = "Mo-Fr 09:00-12:00,13:00-18:00; PH off";
    assert_eq!(
        at(text, wednesday(9, 0)),
        State::Open { comment: None, until: Some(wednesday(12, 0)) }
    );
    let closed = |next_open| State::Closed { next_open: Some(next_open), comment: None };
    assert_eq!(at(text, wednesday(12, 0)), closed(wednesday(13, 0)));
    assert_eq!(
        at(text, datetime(2026, 11, 27, 18, 0, 0, 0)),
        closed(datetime(2026, 11, 30, 9, 0, 0, 0))
    );
    // Christmas and the days after it up to a Monday.
    assert_eq!(
        at(text, datetime(2026, 12, 24, 18, 0, 0, 0)),
        closed(datetime(2026, 12, 28, 9, 0, 0, 0))
    );
}

#[test]
fn open_over_midnight_ends_on_the_next_day() {
    let until = Some(datetime(2026, 11, 28, 2, 0, 0, 0));
    let friday = datetime(2026, 11, 27, 23, 0, 0, 0);
    assert_eq!(at("Fr 20:00-02:00", friday), State::Open { comment: None, until });
}

#[test]
fn what_never_changes_has_no_next_change() {
    assert_eq!(at("24/7", wednesday(9, 0)), State::Open { comment: None, until: None });
    assert_eq!(
        at("off \"umgezogen\"", wednesday(9, 0)),
        State::Closed { next_open: None, comment: Some("umgezogen".to_owned()) }
    );
    assert_eq!(
        at("2025 Mo-Fr 09:00-12:00", wednesday(9, 0)),
        State::Closed { next_open: None, comment: None }
    );
}

#[test]
fn comments_are_by_appointment_or_unknown_and_never_closed() {
    let appointment = |comment: &str| State::ByAppointment { comment: comment.to_owned() };
    assert_eq!(at("\"nach Vereinbarung\"", wednesday(9, 0)), appointment("nach Vereinbarung"));
    assert_eq!(at("auf Anfrage", wednesday(9, 0)), appointment("auf Anfrage"));
    assert_eq!(
        at("Mo 09:00-12:00 || \"nur mit Termin\"", wednesday(9, 0)),
        appointment("nur mit Termin")
    );
    assert_eq!(
        at("\"siehe Aushang\"", wednesday(9, 0)),
        State::Unknown { comment: Some("siehe Aushang".to_owned()) }
    );
    assert_eq!(at("We 08:00+", wednesday(9, 0)), State::Unknown { comment: None });
    assert_eq!(state_of(None, wednesday(9, 0), &calendar()), State::Unknown { comment: None });
}

#[test]
fn open_ends_end_with_the_next_span_or_the_day() {
    let kind =
        |text: &str, hour| Hours::parse(text).unwrap().kind_at(wednesday(hour, 30), &calendar());
    assert_eq!(kind("08:00-12:00+", 10), StateKind::Open);
    assert_eq!(kind("08:00-12:00+", 15), StateKind::Unknown);
    assert_eq!(kind("07:00+,12:00-16:00", 10), StateKind::Unknown);
    assert_eq!(kind("07:00+,12:00-16:00", 13), StateKind::Open);
    assert_eq!(kind("07:00+,12:00-16:00", 17), StateKind::Closed);
}

#[test]
fn school_holidays_outside_the_covered_period_are_unknown_where_they_matter() {
    let text = "Mo-Fr 09:00-12:00; SH off";
    let on = |day, hour| at(text, DateTime::from_parts(day, jiff::civil::time(hour, 0, 0, 0)));
    let closed = |state| matches!(state, State::Closed { .. });
    assert!(closed(on(date(2026, 10, 13), 10)));
    assert!(matches!(on(date(2026, 10, 26), 10), State::Open { .. }));
    assert_eq!(on(date(2026, 12, 21), 10), State::Unknown { comment: None });
    // In the afternoon it is closed either way.
    assert!(closed(on(date(2026, 12, 21), 14)));
    let without = Calendar::new("Bayern").unwrap();
    let hours = Hours::parse(text).unwrap();
    assert_eq!(hours.at(wednesday(10, 0), &without), State::Unknown { comment: None });
}

#[test]
fn the_sun_needs_a_position() {
    use crate::domain::grid::LonLat;
    let hours = Hours::parse("sunrise-sunset").unwrap();
    assert_eq!(hours.kind_at(wednesday(12, 0), &calendar()), StateKind::Unknown);
    let there = calendar().with_position(LonLat { lon: 9.99, lat: 53.7 });
    assert_eq!(hours.kind_at(wednesday(12, 0), &there), StateKind::Open);
    assert_eq!(hours.kind_at(wednesday(17, 0), &there), StateKind::Closed);
}

#[test]
fn defects_are_named_with_their_column() {
    let unexpected = |found: &str| Problem::Unexpected { found: found.to_owned() };
    assert_eq!(bad(""), (1, Problem::Empty));
    assert_eq!(bad(" ; "), (4, Problem::Empty));
    assert_eq!(bad("Mo-Fr 10:00"), (7, Problem::PointInTime));
    assert_eq!(bad("Mo-Fr 10:75-12:00"), (7, Problem::NoSuchTime));
    assert_eq!(bad("Mo-Fr 10:00-49:00"), (13, Problem::NoSuchTime));
    assert_eq!(bad("Feb 30 10:00-12:00"), (5, Problem::NoSuchDate));
    assert_eq!(bad("week 54"), (6, Problem::NoSuchDate));
    assert_eq!(bad("Mo[6]"), (4, Problem::NoSuchDate));
    assert_eq!(bad("Mo-Fr 10:00-12:00 Sa 09:00-11:00"), (19, Problem::MissingSeparator));
    assert_eq!(bad("Mo-Fr,10:00-12:00"), (7, Problem::BrokenList));
    assert_eq!(bad("Mo \"zu"), (4, Problem::OpenComment));
    assert_eq!(bad("Mo-Fr 10:00-"), (13, Problem::EndsEarly));
    assert_eq!(bad("Mo-Fr ? 10:00"), (7, unexpected("?")));
    assert_eq!(
        bad("Mo-Fr vormittags"),
        (7, Problem::UnknownWord { word: "vormittags".to_owned() })
    );
    assert_eq!(bad(&"Mo;".repeat(400)).1, Problem::TooLong);
    assert_eq!(bad(&"Mo;".repeat(200)).1, Problem::TooLong);
}

#[test]
fn days_carry_holidays_and_spans_belong_to_the_evening_they_start_in() {
    let hours = Hours::parse("Fr 20:00-02:00; Su \"nach Vereinbarung\"; PH off").unwrap();
    let days = hours.days(date(2026, 10, 30), 3, &calendar());
    assert_eq!(days.len(), 3);
    let friday = &days[0].spans;
    assert_eq!(friday.len(), 1);
    // The Saturday is Reformationstag: what is left of the night is off.
    assert_eq!(friday[0].to, datetime(2026, 10, 31, 0, 0, 0, 0));
    assert_eq!(days[1].public_holiday, Some(PublicHoliday::Reformation));
    assert!(days[1].spans.is_empty());
    assert_eq!(days[2].spans[0].kind, SpanKind::ByAppointment);
    let later = hours.days(date(2026, 10, 23), 2, &calendar());
    assert_eq!(later[0].school_holiday.as_deref(), Some("Herbstferien"));
    assert_eq!(later[0].spans[0].to, datetime(2026, 10, 24, 2, 0, 0, 0));
    assert!(later[1].spans.is_empty());
    // The night belongs to a day that was not asked for.
    assert!(hours.days(date(2026, 10, 24), 1, &calendar())[0].spans.is_empty());
}

#[test]
fn an_index_reads_each_expression_once() {
    let mut index = HoursIndex::default();
    let one = index.intern("Mo-Fr 09:00-12:00").unwrap();
    let two = index.intern("off").unwrap();
    assert_eq!(index.intern("Mo-Fr 09:00-12:00").unwrap(), one);
    assert!(index.intern("Mo-Fr vormittags").is_err());
    assert_eq!(index.len(), 2);
    assert_eq!(index.get(one).unwrap().text(), "Mo-Fr 09:00-12:00");
    let date = wednesday(10, 0).date();
    let day = index.day(date, &calendar());
    assert_eq!(day.kind_at(one, 600), StateKind::Open);
    assert_eq!(day.kind_at(two, 600), StateKind::Closed);
    assert_eq!(day.kind_at(one, 780), StateKind::Closed);
    assert!(day.opens_after(one, 480) && !day.opens_after(one, 540));
    // What comes later is in the days that are known already.
    let three = index.intern("24/7").unwrap();
    assert_eq!(index.day(date, &calendar()).kind_at(three, 0), StateKind::Open);
    for later in 1..10 {
        let date = date.checked_add(jiff::Span::new().days(later)).unwrap();
        let day = index.day(date, &calendar());
        for (number, hours) in [one, two, three].map(|n| (n, index.get(n).unwrap())) {
            for hour in 0..24_i8 {
                let minute = u16::from(hour.unsigned_abs()) * 60;
                let at = date.at(hour, 0, 0, 0);
                assert_eq!(day.kind_at(number, minute), hours.kind_at(at, &calendar()));
            }
        }
    }
}

/// Pieces of expressions, in any order: mostly nonsense, often enough sense.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Mo",
        "Fr",
        "Su",
        "-",
        ",",
        ", ",
        ";",
        " || ",
        " ",
        ":",
        "10:00",
        "08:30",
        "26:00",
        "24:00",
        "+",
        "/",
        "[",
        "]",
        "1",
        "-1",
        "53",
        "PH",
        "SH",
        "off",
        "open",
        "unknown",
        "\"x\"",
        "\"",
        "week ",
        "Jan",
        "Feb",
        "Dec",
        "29",
        "31",
        "easter",
        " -1 day",
        " +200 days",
        "2026",
        "9999",
        "24/7",
        "sunrise",
        "(sunset",
        "-01:00)",
        "täglich",
        "nach Vereinbarung",
        "„",
        "“",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_is_read_or_refused_and_evaluated_anywhere(
        text in prop_oneof![pieces(), any::<String>()],
        year in prop::sample::select(vec![-9999_i16, 0, 1600, 2026, 2028, 9999]),
        day in 1..=365_i16,
    ) {
        match Hours::parse(&text) {
            Err(bad) => prop_assert!((1..=text.chars().count() + 1).contains(&bad.column)),
            Ok(hours) => {
                prop_assert_eq!(hours.text(), &text);
                let date = date(year, 1, 1).with().day_of_year(day).build().unwrap();
                let local = date.at(23, 30, 0, 0);
                let kind = hours.kind_at(local, &calendar());
                prop_assert_eq!(kind == StateKind::Open, matches!(hours.at(local, &calendar()), State::Open { .. }));
                hours.days(date, 3, &calendar());
                plain::PlainHours::of(&hours);
            }
        }
    }

    #[test]
    fn a_next_change_is_one(text in pieces(), day in 1..=365_i16, minute in 0..1440_i64) {
        let Ok(hours) = Hours::parse(&text) else { return Ok(()) };
        let date = date(2026, 1, 1).with().day_of_year(day).build().unwrap();
        let local = date.at(0, 0, 0, 0).checked_add(Span::new().minutes(minute)).unwrap();
        match hours.at(local, &calendar()) {
            State::Open { until: Some(change), .. } => {
                prop_assert!(change > local);
                prop_assert_ne!(hours.kind_at(change, &calendar()), StateKind::Open);
            }
            State::Closed { next_open: Some(change), .. } => {
                prop_assert!(change > local);
                prop_assert_eq!(hours.kind_at(change, &calendar()), StateKind::Open);
            }
            _ => {}
        }
    }
}
