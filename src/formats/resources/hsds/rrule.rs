//! Schedules of HSDS, which are recurrence rules of calendars (RFC 5545), as opening hours in the
//! syntax of OpenStreetMap.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;

use super::schedule::{BYDAY, DAYS, Range, Week, is_time};
use crate::domain::resource::hours::Hours;

/// What holds in the same days of the year.
#[derive(Default)]
struct Season {
    week: Week,
    /// Which of the weekdays of a month, such as the first and the last; by weekday and time.
    nth: BTreeMap<(usize, Range), Vec<i8>>,
}

/// The hours that these schedules say; nothing when they say more than weekdays, every week or
/// counted in the month, with times as they are meant here, between two days.
pub(super) fn osm(schedules: &[Value]) -> Option<String> {
    let mut seasons: BTreeMap<String, Season> = BTreeMap::new();
    for schedule in schedules {
        if !schedule.as_object()?.iter().all(|(field, value)| is_understood(field, value)) {
            return None;
        }
        let text = |field: &str| schedule[field].as_str();
        let range = (local(text("opens_at")?)?, local(text("closes_at")?)?);
        if range.0 >= range.1 {
            return None;
        }
        for dates in dates(schedule)? {
            let season = seasons.entry(dates).or_default();
            for day in text("byday")?.split(',') {
                let (nth, day) = weekday(day.trim())?;
                match (nth, text("freq")?) {
                    (None, "WEEKLY" | "MONTHLY") => season.week[day].push(range.clone()),
                    (Some(nth), "MONTHLY") => {
                        season.nth.entry((day, range.clone())).or_default().push(nth);
                    }
                    _ => return None,
                }
            }
        }
    }
    let simple = seasons.len() == 1 && seasons.values().all(|season| season.nth.is_empty());
    let rules: Vec<String> =
        seasons.into_iter().flat_map(|(dates, season)| season.rules(&dates)).collect();
    // After a comma a rule adds to the ones before, after a semicolon it replaces them.
    let hours = rules.join(if simple { "; " } else { ", " });
    Hours::parse(&hours).is_ok().then_some(hours)
}

/// The schedules in the words of whoever wrote them, as a comment in the same syntax; nothing when
/// one of them has no words.
pub(super) fn words(schedules: &[Value]) -> Option<String> {
    let mut texts: Vec<String> = Vec::new();
    for schedule in schedules {
        let mut text = schedule["description"].as_str()?.trim().to_owned();
        if let Some(notes) = schedule["notes"].as_str() {
            text = format!("{text} ({})", notes.trim());
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('"', "'");
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    let hours = format!("\"{}\"", texts.join("; "));
    (hours.len() > 2 && Hours::parse(&hours).is_ok()).then_some(hours)
}

fn is_understood(field: &str, value: &Value) -> bool {
    match field {
        "id" | "byday" | "opens_at" | "closes_at" | "description" | "wkst" | "freq" | "dtstart"
        | "until" | "valid_from" | "valid_to" => true,
        // They say nothing about when.
        "schedule_link" | "attending_type" | "attributes" | "metadata" => true,
        "interval" => value.is_null() || value.as_f64() == Some(1.0),
        "timezone" => value.is_null() || matches!(value.as_f64(), Some(1.0 | 2.0)),
        _ => value.is_null() || value == "" || field.ends_with("_id"),
    }
}

/// The days between which a schedule holds, such as `2026 Apr 01-2026 Oct 31 `; an empty text when
/// it has no beginning and no end. One without an end takes two texts: the rest of its first year,
/// and all years after.
fn dates(schedule: &Value) -> Option<Vec<String>> {
    let day = |field: &str| match schedule[field].as_str().filter(|text| !text.is_empty()) {
        None => Some(None),
        Some(text) => text.get(..10)?.parse::<Date>().ok().map(Some),
    };
    let from = day("valid_from")?.max(day("dtstart")?);
    let to = match (day("valid_to")?, day("until")?) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    let between = |from: Date, to: Date| match from == to {
        true => format!("{} ", from.strftime("%Y %b %d")),
        false => format!("{}-{} ", from.strftime("%Y %b %d"), to.strftime("%Y %b %d")),
    };
    match (from, to) {
        (None, None) => Some(vec![String::new()]),
        (Some(from), None) if from == from.first_of_year() => {
            Some(vec![format!("{}+ ", from.year())])
        }
        (Some(from), None) => {
            Some(vec![between(from, from.last_of_year()), format!("{}+ ", from.year() + 1)])
        }
        (Some(from), Some(to)) if from <= to => Some(vec![between(from, to)]),
        _ => None,
    }
}

/// `MO` as the weekday, `2MO` or `-1MO` also as which one of the month.
fn weekday(text: &str) -> Option<(Option<i8>, usize)> {
    let (nth, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let nth = match nth {
        "" => None,
        nth => Some(nth.parse::<i8>().ok().filter(|nth| *nth != 0 && nth.abs() <= 5)?),
    };
    Some((nth, BYDAY.iter().position(|known| *known == name)?))
}

impl Season {
    fn rules(mut self, dates: &str) -> Vec<String> {
        for ranges in &mut self.week {
            ranges.sort();
            ranges.dedup();
        }
        let week = self.week;
        let mut rules = Vec::new();
        let mut day = 0;
        while day < 7 {
            let last = (day..7).take_while(|other| week[*other] == week[day]).last().unwrap_or(day);
            if !week[day].is_empty() {
                let days = match last - day {
                    0 => DAYS[day].to_owned(),
                    1 => format!("{},{}", DAYS[day], DAYS[last]),
                    _ => format!("{}-{}", DAYS[day], DAYS[last]),
                };
                let times: Vec<String> =
                    week[day].iter().map(|(from, to)| format!("{from}-{to}")).collect();
                rules.push(format!("{dates}{days} {}", times.join(",")));
            }
            day = last + 1;
        }
        for ((day, (from, to)), mut nth) in self.nth {
            nth.sort_unstable();
            nth.dedup();
            let nth: Vec<String> = nth.iter().map(i8::to_string).collect();
            rules.push(format!("{dates}{}[{}] {from}-{to}", DAYS[day], nth.join(",")));
        }
        rules
    }
}

/// `HH:MM` of a time that is meant locally: without an offset, or with one that is in use here.
fn local(time: &str) -> Option<String> {
    let (hour_minute, rest) = time.split_at_checked(5)?;
    let rest = rest.strip_prefix(":00").unwrap_or(rest);
    (is_time(hour_minute) && matches!(rest, "" | "+01:00" | "+02:00"))
        .then(|| hour_minute.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::schedule::weekly, *};

    fn back(hours: &str) -> Option<String> {
        let schedules: Vec<Value> = weekly(hours)?
            .into_iter()
            .map(|weekly| {
                json!({
                    "id": "x", "freq": "WEEKLY", "byday": weekly.byday,
                    "opens_at": weekly.opens_at, "closes_at": weekly.closes_at
                })
            })
            .collect();
        osm(&schedules)
    }

    #[test]
    fn weekly_hours_become_schedules_and_come_back() {
        for hours in
            ["Mo-Fr 08:00-12:00", "Mo,Tu 09:00-12:00,14:00-18:00; Sa 10:00-13:00", "Su 10:00-11:00"]
        {
            assert_eq!(back(hours).as_deref(), Some(hours));
        }
        assert_eq!(
            back("Mo-Fr 08:00-12:00; We 14:00-16:00").as_deref(),
            Some("Mo,Tu 08:00-12:00; We 14:00-16:00; Th,Fr 08:00-12:00")
        );
        assert_eq!(back("Sa-Mo 10:00-12:00").as_deref(), Some("Mo 10:00-12:00; Sa,Su 10:00-12:00"));
    }

    fn plain() -> Value {
        json!({"freq": "WEEKLY", "byday": "MO", "opens_at": "10:00:00", "closes_at": "12:00"})
    }

    fn with(changes: &[(&str, &str)]) -> Value {
        let mut schedule = plain();
        for (field, value) in changes {
            schedule[*field] = json!(value);
        }
        schedule
    }

    #[test]
    fn schedules_of_others_keep_their_days_in_the_month_and_in_the_year() {
        assert_eq!(osm(&[plain()]).as_deref(), Some("Mo 10:00-12:00"));
        let monthly = with(&[("freq", "MONTHLY"), ("byday", "1SA,3SA,-1FR")]);
        assert_eq!(
            osm(&[plain(), monthly]).as_deref(),
            Some("Mo 10:00-12:00, Fr[-1] 10:00-12:00, Sa[1,3] 10:00-12:00")
        );
        let summer = with(&[
            ("dtstart", "2026-04-01"),
            ("valid_from", "2026-04-06"),
            ("valid_to", "2026-12-31"),
            ("until", "2026-10-31T00:00:00Z"),
            ("schedule_link", "https://club.example"),
        ]);
        assert_eq!(osm(&[summer]).as_deref(), Some("2026 Apr 06-2026 Oct 31 Mo 10:00-12:00"));
        let begun = with(&[("dtstart", "2026-04-01")]);
        assert_eq!(
            osm(&[begun]).as_deref(),
            Some("2026 Apr 01-2026 Dec 31 Mo 10:00-12:00, 2027+ Mo 10:00-12:00")
        );
        let begun = with(&[("dtstart", "2026-01-01")]);
        assert_eq!(osm(&[begun]).as_deref(), Some("2026+ Mo 10:00-12:00"));
        let once = with(&[("valid_from", "2026-05-04"), ("valid_to", "2026-05-04")]);
        assert_eq!(osm(&[once]).as_deref(), Some("2026 May 04 Mo 10:00-12:00"));
    }

    #[test]
    fn schedules_that_say_more_are_not_simplified() {
        for (field, value) in [
            ("interval", json!(2)),
            ("freq", json!("YEARLY")),
            ("until", json!("2026-01-01")),
            ("valid_to", json!("soon")),
            ("opens_at", json!("10:00Z")),
            ("opens_at", json!("13:00")),
            ("timezone", json!(3)),
            ("byday", json!("2MO")),
            ("byday", json!("0MO")),
            ("byday", json!("Ö")),
            ("count", json!(3)),
            ("bymonthday", json!("2,3")),
            ("notes", json!("not in summer")),
        ] {
            let mut more = plain();
            more[field] = value;
            assert_eq!(osm(&[more]), None, "{field}");
        }
        assert_eq!(osm(&[]), None);
    }

    #[test]
    fn words_of_others_are_a_comment() {
        let schedules = [
            json!({"description": "Once a \"full\" moon\nat eight", "notes": "not in May"}),
            json!({"description": "By appointment"}),
            json!({"description": "By appointment"}),
        ];
        assert_eq!(
            words(&schedules).as_deref(),
            Some("\"Once a 'full' moon at eight (not in May); By appointment\"")
        );
        assert_eq!(words(&[schedules[1].clone(), plain()]), None);
        assert_eq!(words(&[json!({"description": "x".repeat(5000)})]), None);
    }
}
