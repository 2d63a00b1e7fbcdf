//! Opening hours between the syntax of OpenStreetMap and the schedules of HSDS.
//!
//! Only what is the same every week has the fields of a schedule; everything else stays text.

use std::collections::BTreeMap;

use serde_json::Value;

const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const BYDAY: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// From when to when, as `HH:MM`; digits of equal length sort like times.
type Range = (String, String);
type Week = [Vec<Range>; 7];

/// One opening that is the same on several days of every week.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Weekly {
    /// The days, as `MO,TU`.
    pub byday: String,
    /// From when, as `HH:MM`.
    pub opens_at: String,
    /// Until when.
    pub closes_at: String,
}

/// The openings of hours that are simply weekly; nothing for all others, such as those that know
/// holidays, months or nights.
pub(super) fn weekly(hours: &str) -> Option<Vec<Weekly>> {
    let mut week = Week::default();
    for rule in hours.split(';').map(str::trim).filter(|rule| !rule.is_empty()) {
        let (days, times) = rule.split_once(' ')?;
        let times: Vec<Range> = times.split(',').map(range).collect::<Option<_>>()?;
        // A later rule replaces an earlier one on its days.
        for day in self::days(days)? {
            week[day] = times.clone();
        }
    }
    let mut openings: BTreeMap<Range, Vec<&str>> = BTreeMap::new();
    for (day, ranges) in week.iter().enumerate() {
        for range in ranges {
            openings.entry(range.clone()).or_default().push(BYDAY[day]);
        }
    }
    let weekly = |((opens_at, closes_at), days): (Range, Vec<&str>)| Weekly {
        byday: days.join(","),
        opens_at,
        closes_at,
    };
    Some(openings.into_iter().map(weekly).collect())
}

fn days(text: &str) -> Option<Vec<usize>> {
    let day = |name: &str| DAYS.iter().position(|day| *day == name);
    let mut days = Vec::new();
    for part in text.split(',') {
        match part.split_once('-') {
            None => days.push(day(part)?),
            Some((from, to)) => {
                let (from, to) = (day(from)?, day(to)?);
                days.extend((from..).take((to + 7 - from) % 7 + 1).map(|day| day % 7));
            }
        }
    }
    Some(days)
}

fn range(text: &str) -> Option<Range> {
    let (from, to) = text.trim().split_once('-')?;
    (is_time(from) && is_time(to) && from < to).then(|| (from.to_owned(), to.to_owned()))
}

fn is_time(text: &str) -> bool {
    match text.as_bytes() {
        [a, b, b':', c, d] if [a, b, c, d].iter().all(|b| b.is_ascii_digit()) => {
            text[..2] < *"24" && text[3..] < *"60"
        }
        _ => false,
    }
}

/// The hours that these schedules say, in the syntax of OpenStreetMap; nothing when they say more
/// than that some days are the same every week.
pub(super) fn osm(schedules: &[Value]) -> Option<String> {
    let mut week = Week::default();
    for schedule in schedules {
        let fields = schedule.as_object()?;
        let text = |field: &str| fields.get(field).and_then(Value::as_str);
        for (field, value) in fields {
            let harmless = match field.as_str() {
                "id"
                | "service_id"
                | "location_id"
                | "service_at_location_id"
                | "byday"
                | "opens_at"
                | "closes_at"
                | "description"
                | "wkst" => true,
                "freq" => value == "WEEKLY",
                "interval" => value.as_f64() == Some(1.0),
                _ => value.is_null(),
            };
            if !harmless {
                return None;
            }
        }
        let range = (local(text("opens_at")?)?, local(text("closes_at")?)?);
        if text("freq").is_none() || range.0 >= range.1 {
            return None;
        }
        for day in text("byday")?.split(',') {
            week[BYDAY.iter().position(|known| *known == day.trim())?].push(range.clone());
        }
    }
    for ranges in &mut week {
        ranges.sort();
        ranges.dedup();
    }
    let mut rules: Vec<String> = Vec::new();
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
            rules.push(format!("{days} {}", times.join(",")));
        }
        day = last + 1;
    }
    (!rules.is_empty()).then(|| rules.join("; "))
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

    use super::*;

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

    #[test]
    fn other_hours_stay_text() {
        for hours in [
            "24/7",
            "Mo-Fr 08:00-12:00; PH off",
            "\"nach Vereinbarung\"",
            "Mo 22:00-02:00",
            "Apr-Oct Mo 10:00-12:00",
            "Mo[1] 10:00-12:00",
            "Mo 10:00+",
            "Mo 10:00-24:00",
        ] {
            assert_eq!(weekly(hours), None, "{hours}");
        }
    }

    #[test]
    fn schedules_that_say_more_are_not_simplified() {
        let plain =
            json!({"freq": "WEEKLY", "byday": "MO", "opens_at": "10:00:00", "closes_at": "12:00"});
        assert_eq!(osm(std::slice::from_ref(&plain)).as_deref(), Some("Mo 10:00-12:00"));
        for (field, value) in [
            ("interval", json!(2)),
            ("freq", json!("MONTHLY")),
            ("until", json!("2026-01-01")),
            ("opens_at", json!("10:00Z")),
            ("byday", json!("2MO")),
            ("notes", json!("not in summer")),
        ] {
            let mut more = plain.clone();
            more[field] = value;
            assert_eq!(osm(&[more]), None, "{field}");
        }
    }
}
