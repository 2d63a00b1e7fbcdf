//! Opening hours in the syntax of OpenStreetMap as schedules of HSDS.
//!
//! Only what is the same every week has the fields of a schedule; everything else stays text.

use std::collections::BTreeMap;

pub(super) const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
pub(super) const BYDAY: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// From when to when, as `HH:MM`; digits of equal length sort like times.
pub(super) type Range = (String, String);
pub(super) type Week = [Vec<Range>; 7];

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

/// Whether a text is `HH:MM`.
pub(super) fn is_time(text: &str) -> bool {
    match text.as_bytes() {
        [a, b, b':', c, d] if [a, b, c, d].iter().all(|b| b.is_ascii_digit()) => {
            text[..2] < *"24" && text[3..] < *"60"
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
