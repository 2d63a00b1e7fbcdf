//! The plain form of hours, as an editor shows it: rows of days and times and a few ticks.
//!
//! Whatever it can express goes to OSM text and comes back as the same schedule; what it cannot
//! express – months, weeks, open ends, hours past midnight that meet an exception – has no plain
//! form and stays text.

use jiff::civil::date;
use serde::{Deserialize, Serialize};

use super::{
    Hours, StateKind, appointment, schedule,
    select::Day,
    syntax::{DAY, DateSelector, Join, Modifier, Rule, TimePoint, TimeSpan},
};

/// Hours in rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlainHours {
    /// The rows; several may name the same day.
    pub rows: Vec<Row>,
    /// Closed on public holidays, whatever the rows say.
    pub closed_on_public_holidays: bool,
    /// Closed in school holidays, whatever the rows say.
    pub closed_in_school_holidays: bool,
    /// The rows, or all times where there is no row, need an appointment.
    pub by_appointment_only: bool,
    /// What else there is to say; goes into the comment.
    pub note: String,
}

/// Days and a span of time on them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Weekdays from Monday on.
    pub weekdays: [bool; 7],
    /// Public holidays, too.
    pub public_holidays: bool,
    /// Start in minutes since midnight, below 24:00.
    pub from: u16,
    /// End in minutes since midnight; up to 24:00, or up to the start: then on the next day.
    pub to: u16,
}

/// Why rows make no hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadPlainHours {
    /// This row (counted from 0) names no day.
    #[error("row {0} names no day")]
    NoDay(usize),
    /// This row (counted from 0) has a time that no day has.
    #[error("row {0} has no such time")]
    NoSuchTime(usize),
    /// The note has a sign that ends a comment.
    #[error("the note contains a quote")]
    Quote,
    /// Neither rows nor anything else.
    #[error("nothing is said")]
    Empty,
}

/// What stands in the comment where nothing else says „by appointment“.
const BY_APPOINTMENT: &str = "nach Vereinbarung";
const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

impl PlainHours {
    /// The OSM text that says the same.
    pub fn to_osm(&self) -> Result<String, BadPlainHours> {
        let note = self.note.trim();
        if note.contains('"') {
            return Err(BadPlainHours::Quote);
        }
        let comment = match (self.by_appointment_only, note) {
            (true, note) if !appointment::says_so(note) => {
                let gap = if note.is_empty() { "" } else { "; " };
                format!(" \"{BY_APPOINTMENT}{gap}{note}\"")
            }
            (true, note) => format!(" \"{note}\""),
            (false, "") => String::new(),
            (false, note) => format!(" open \"{note}\""),
        };
        let mut rules = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            if row.from >= DAY || row.to > DAY {
                return Err(BadPlainHours::NoSuchTime(index));
            }
            let days = row.days().ok_or(BadPlainHours::NoDay(index))?;
            let (from, to) = (clock(row.from), clock(row.to));
            rules.push(format!("{days} {from}-{to}{comment}"));
        }
        let mut text = rules.join(", ");
        if text.is_empty() {
            if !self.by_appointment_only {
                return Err(BadPlainHours::Empty);
            }
            comment.trim_start().clone_into(&mut text);
        }
        if self.closed_on_public_holidays {
            text.push_str("; PH off");
        }
        if self.closed_in_school_holidays {
            text.push_str("; SH off");
        }
        Ok(text)
    }

    /// The plain form of hours; none where it would say something else.
    ///
    /// A form is made rule by rule; whether it says the same is then proven for every kind of day,
    /// so the making may be simple.
    pub fn of(hours: &Hours) -> Option<Self> {
        let mut plain = Self::default();
        let mut said: Option<(Modifier, Option<&str>)> = None;
        for rule in &hours.rules {
            if rule.modifier == Modifier::Off {
                let names = |selector| rule.selectors().any(|one| *one == selector);
                plain.closed_on_public_holidays |= names(DateSelector::Public { offset: 0 });
                plain.closed_in_school_holidays |= names(DateSelector::School);
                if let (Some(days), true) = (row_days(rule), rule.times.is_empty()) {
                    let days = Row { public_holidays: false, ..days };
                    plain.rows.iter_mut().for_each(|row| row.take_away(&days));
                }
                continue;
            }
            // One comment holds for all rows.
            let one = (rule.modifier, rule.comment.as_deref());
            if *said.get_or_insert(one) != one {
                return None;
            }
            let days = row_days(rule)?;
            if rule.join == Join::Normal {
                plain.rows.iter_mut().for_each(|row| row.take_away(&days));
            }
            let times: &[TimeSpan] =
                if rule.times.is_empty() { &[TimeSpan::WHOLE_DAY] } else { &rule.times };
            for span in times {
                let (from, to) = row_times(*span)?;
                plain.rows.push(Row { from, to, ..days });
            }
        }
        plain.rows.retain(|row| row.days().is_some());
        match said? {
            (Modifier::Unknown, Some(comment)) if appointment::says_so(comment) => {
                plain.by_appointment_only = true;
                let rest = comment.strip_prefix(BY_APPOINTMENT).unwrap_or(comment);
                rest.strip_prefix("; ").unwrap_or(rest).clone_into(&mut plain.note);
                if plain.rows == [Row::ALWAYS] {
                    plain.rows.clear();
                }
            }
            (Modifier::Open, comment) => comment.unwrap_or("").clone_into(&mut plain.note),
            _ => return None,
        }
        let again = Hours::parse(&plain.to_osm().ok()?).ok()?;
        same_on_every_kind_of_day(hours, &again).then_some(plain)
    }
}

impl Row {
    const ALWAYS: Self = Self { weekdays: [true; 7], public_holidays: false, from: 0, to: DAY };

    /// The days in OSM syntax; none where there is none.
    fn days(&self) -> Option<String> {
        let mut parts = Vec::new();
        let mut day = 0;
        while day < 7 {
            let run = self.weekdays[day..].iter().take_while(|on| **on).count();
            match run {
                0 => day += 1,
                1 | 2 => parts.extend(DAYS[day..day + run].iter().map(|name| (*name).to_owned())),
                _ => parts.push(format!("{}-{}", DAYS[day], DAYS[day + run - 1])),
            }
            day += run;
        }
        if self.public_holidays {
            parts.push("PH".to_owned());
        }
        (!parts.is_empty()).then(|| parts.join(","))
    }

    fn take_away(&mut self, other: &Self) {
        for (day, taken) in self.weekdays.iter_mut().zip(other.weekdays) {
            *day &= !taken;
        }
        self.public_holidays &= !other.public_holidays;
    }
}

/// The days of a rule that a row can name; its times are still open.
fn row_days(rule: &Rule) -> Option<Row> {
    let mut row = Row::default();
    match rule.dates.as_slice() {
        [] => row.weekdays = [true; 7],
        [group] => {
            for selector in group {
                match selector {
                    DateSelector::Weekdays(days) => {
                        let named = |day: usize| days >> day & 1 == 1;
                        row.weekdays = std::array::from_fn(|day| row.weekdays[day] || named(day));
                    }
                    DateSelector::Public { offset: 0 } => row.public_holidays = true,
                    _ => return None,
                }
            }
        }
        _ => return None,
    }
    Some(row)
}

fn row_times(span: TimeSpan) -> Option<(u16, u16)> {
    match (span.from, span.to, span.open_end) {
        (TimePoint::Fixed(from), TimePoint::Fixed(to), false) if to <= DAY => Some((from, to)),
        (TimePoint::Fixed(from), TimePoint::Fixed(to), false) if to - DAY <= from => {
            Some((from, to - DAY))
        }
        _ => None,
    }
}

/// Whether two expressions agree on every weekday, be it and the day before a public holiday, in
/// school holidays or neither. Complete for expressions that ask for nothing else about a day.
fn same_on_every_kind_of_day(one: &Hours, other: &Hours) -> bool {
    let plain = |selector: &DateSelector| {
        matches!(
            selector,
            DateSelector::Weekdays(_) | DateSelector::Public { offset: 0 } | DateSelector::School
        )
    };
    if !one.rules.iter().flat_map(Rule::selectors).all(plain) {
        return false;
    }
    let laid_out = |hours: &Hours, weekday: i8, flags: u8| {
        let flag = |bit: u8| flags >> bit & 1 == 1;
        // 1 January 2001 was a Monday; its weekday is all that is looked at.
        let today = Day::supposed(date(2001, 1, 2 + weekday), flag(0), flag(1));
        let before = Day::supposed(date(2001, 1, 1 + weekday), flag(2), flag(3));
        let mut spans: Vec<(u16, StateKind, Option<String>)> = Vec::new();
        for stretch in schedule::laid_out(&hours.rules, today, Some(before)) {
            let (kind, comment) = (hours.kind(stretch), hours.comment(stretch));
            match spans.last_mut() {
                Some(last) if (last.1, &last.2) == (kind, &comment) => last.0 = stretch.to,
                _ => spans.push((stretch.to, kind, comment)),
            }
        }
        spans
    };
    (0..7).all(|weekday| {
        (0..16).all(|flags| laid_out(one, weekday, flags) == laid_out(other, weekday, flags))
    })
}

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::tests::calendar, *};

    fn plain(text: &str) -> Option<PlainHours> {
        PlainHours::of(&Hours::parse(text).unwrap())
    }

    #[test]
    fn what_rows_can_say_comes_back_as_the_same_text() {
        for text in [
            "Mo-Fr 08:00-12:00",
            "Mo,Tu 08:00-12:00, Th-Sa 14:00-18:00; PH off",
            "Mo-Fr 08:00-12:00, Mo-Fr 14:00-16:00; SH off",
            "Sa,Su,PH 10:00-16:00",
            "Mo-Su 00:00-24:00",
            "Fr,Sa 20:00-02:00",
            "\"nach Vereinbarung\"",
            "Mo-Fr 09:00-15:00 \"nach Vereinbarung\"; PH off; SH off",
            "Mo-Fr 09:00-15:00 open \"Eingang im Hof\"",
            "Tu 10:00-12:00 \"nach Vereinbarung; Zimmer 3\"",
        ] {
            assert_eq!(plain(text).map(|plain| plain.to_osm().unwrap()).as_deref(), Some(text));
        }
    }

    #[test]
    fn exceptions_by_weekday_become_rows() {
        let rows = |text| plain(text).unwrap().to_osm().unwrap();
        assert_eq!(
            rows("Mo-Fr 08:00-12:00; Th 14:00-18:00; PH,SH off"),
            "Mo-We,Fr 08:00-12:00, Th 14:00-18:00; PH off; SH off"
        );
        assert_eq!(rows("24/7"), "Mo-Su 00:00-24:00");
        assert_eq!(rows("Mo-Fr 08:00-12:00; Su off"), "Mo-Fr 08:00-12:00");
        assert_eq!(rows("Mo-We 08:00-12:00; Tu off"), "Mo,We 08:00-12:00");
    }

    #[test]
    fn what_rows_cannot_say_has_no_plain_form() {
        for text in [
            "Mo[1] 10:00-12:00",
            "Apr-Oct Mo-Fr 10:00-12:00",
            "Mo-Fr 10:00-12:00 || \"nach Vereinbarung\"",
            "Mo-Fr 18:00+",
            "Mo-Fr 10:00-12:00; Tu \"nach Vereinbarung\"",
            "SH Mo-Fr 10:00-12:00",
            "Mo-Fr 10:00-12:00; Dec 24 off",
            "Fr 20:00-02:00; Sa 10:00-12:00",
            "PH off; Mo-Fr 10:00-12:00",
            "off",
            "unknown",
            "sunrise-sunset",
        ] {
            assert_eq!(plain(text), None, "{text}");
        }
    }

    fn row() -> impl Strategy<Value = Row> {
        (any::<[bool; 7]>(), any::<bool>(), 0..96_u16, 0..=96_u16).prop_map(
            |(weekdays, public_holidays, from, to)| Row {
                weekdays,
                public_holidays,
                from: from * 15,
                to: to * 15,
            },
        )
    }

    proptest! {
        #[test]
        fn there_and_back_the_schedule_is_the_same(
            rows in prop::collection::vec(row(), 0..5),
            closed_on_public_holidays: bool,
            closed_in_school_holidays: bool,
            by_appointment_only: bool,
            note in prop::sample::select(vec!["", "Zimmer 3", "nur mit Termin", "x; y"]),
        ) {
            let plain = PlainHours {
                rows,
                closed_on_public_holidays,
                closed_in_school_holidays,
                by_appointment_only,
                note: note.to_owned(),
            };
            let Ok(text) = plain.to_osm() else { return Ok(()) };
            let hours = Hours::parse(&text).unwrap();
            let again = PlainHours::of(&hours);
            prop_assert!(again.is_some(), "{text}");
            let text_again = again.unwrap().to_osm().unwrap();
            let hours_again = Hours::parse(&text_again).unwrap();
            let calendar = calendar();
            let from = date(2026, 3, 20);
            prop_assert_eq!(
                hours.days(from, 60, &calendar),
                hours_again.days(from, 60, &calendar),
                "{} and {}", text, text_again
            );
        }
    }
}
