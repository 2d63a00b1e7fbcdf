//! Opening hours in words, day by day.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};

use super::Lang;
use crate::domain::resource::hours::{Calendar, Day, Hours, OpenSpan, PublicHoliday, SpanKind};

/// A day in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayLine {
    /// Weekday and date.
    pub day: String,
    /// The same with a short weekday.
    pub short: String,
    /// What is not closed; empty when all of it is.
    pub spans: Vec<SpanLine>,
    /// The public holiday that it is.
    pub holiday: Option<String>,
    /// The school holidays in which it lies, as the data names them.
    pub school: Option<String>,
}

/// A span of a day in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpanLine {
    /// From when to when, and what holds then unless it is simply open.
    pub text: String,
    /// What the hours say about it, in the language of the data.
    pub comment: Option<String>,
}

impl fmt::Display for SpanLine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.comment {
            Some(comment) => write!(out, "{} ({comment})", self.text),
            None => out.write_str(&self.text),
        }
    }
}

impl Lang {
    /// The week from today on in words, a line a day; as they stand when they cannot be read.
    pub fn week_lines(self, hours: &str, today: Date, calendar: &Calendar) -> String {
        let Ok(parsed) = Hours::parse(hours) else { return hours.to_owned() };
        let line = |day: &Day| {
            let DayLine { short, spans, .. } = self.day_line(day, today);
            let spans: Vec<String> = spans.iter().map(ToString::to_string).collect();
            match spans.is_empty() {
                true => format!("{short}: {}", self.t("opening.day_closed", &[])),
                false => format!("{short}: {}", spans.join(", ")),
            }
        };
        parsed.days(today, 7, calendar).iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// A day in words; `today` is named so.
    pub fn day_line(self, day: &Day, today: Date) -> DayLine {
        let name = if day.date == today {
            self.t("opening.today", &[("weekday", &self.weekday(day.date))])
        } else {
            self.weekday(day.date)
        };
        let number = day.date.day().to_string();
        let month = self.t(&format!("month.{}", day.date.month()), &[]);
        let dated = |name: &str| {
            self.t("opening.date", &[("weekday", name), ("day", &number), ("month", &month)])
        };
        DayLine {
            day: dated(&name),
            short: dated(&self.weekday_short(day.date)),
            spans: day.spans.iter().map(|span| self.span_line(span)).collect(),
            holiday: day.public_holiday.map(|holiday| self.holiday(holiday)),
            school: day.school_holiday.clone(),
        }
    }

    fn span_line(self, span: &OpenSpan) -> SpanLine {
        let midnight = |at: DateTime| at.time() == Time::midnight();
        let clock = |at: DateTime| format!("{}:{:02}", at.hour(), at.minute());
        let times = if midnight(span.from) && midnight(span.to) {
            self.t("opening.whole_day", &[])
        } else if midnight(span.to) {
            format!("{}–24:00", clock(span.from))
        } else {
            format!("{}–{}", clock(span.from), clock(span.to))
        };
        let key = match span.kind {
            SpanKind::Open => None,
            SpanKind::ByAppointment => Some("opening.span_appointment"),
            SpanKind::Unknown => Some("opening.span_unknown"),
        };
        let text = key.map_or_else(|| times.clone(), |key| self.t(key, &[("times", &times)]));
        SpanLine { text, comment: span.comment.clone() }
    }

    /// The name of a public holiday.
    pub fn holiday(self, holiday: PublicHoliday) -> String {
        let code = serde_json::to_value(holiday).unwrap_or_default();
        self.t(&format!("holiday.{}", code.as_str().unwrap_or_default()), &[])
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::resource::hours::{Calendar, Hours};

    fn lines(hours: &str, from: Date, days: u16) -> Vec<DayLine> {
        let calendar = Calendar::new("Schleswig-Holstein").unwrap();
        let days = Hours::parse(hours).unwrap().days(from, days, &calendar);
        days.iter().map(|day| Lang::De.day_line(day, from)).collect()
    }

    #[test]
    fn days_are_put_in_words() {
        let lines = lines("We 09:00-12:00,14:00-24:00; Th 00:00-24:00", date(2026, 11, 25), 3);
        assert_eq!(lines[0].day, "Mittwoch (heute), 25. November");
        let texts: Vec<&str> = lines[0].spans.iter().map(|span| &*span.text).collect();
        assert_eq!(texts[0], "9:00–12:00");
        assert_eq!(lines[2].short, "Fr, 27. November");
        assert!(lines[2].spans.is_empty());
    }

    #[test]
    fn a_week_is_a_line_a_day_and_free_words_stay() {
        let calendar = Calendar::new("Schleswig-Holstein").unwrap();
        let week = |hours| Lang::De.week_lines(hours, date(2026, 11, 25), &calendar);
        let lines = week("We 09:00-12:00 open \"mit Kind\"");
        let lines: Vec<&str> = lines.lines().collect();
        assert_eq!(lines.len(), 7);
        assert_eq!(
            lines[..2],
            ["Mi, 25. November: 9:00–12:00 (mit Kind)", "Do, 26. November: geschlossen"]
        );
        assert_eq!(week("montags ab drei"), "montags ab drei");
    }

    #[test]
    fn holidays_are_named() {
        let lines = lines("Mo-Su 09:00-12:00; PH off", date(2026, 12, 25), 1);
        assert_eq!(lines[0].holiday.as_deref(), Some("Erster Weihnachtstag"));
        assert!(lines[0].spans.is_empty());
    }

    #[test]
    fn every_public_holiday_has_a_name() {
        for land in
            ["Schleswig-Holstein", "Bayern", "Berlin", "Brandenburg", "Sachsen", "Thüringen"]
        {
            let calendar = Calendar::new(land).unwrap();
            for year in [2020, 2025, 2028] {
                for day in date(year, 1, 1).series(jiff::Span::new().days(1)).take(366) {
                    let name = calendar.public_holiday(day).map(|it| Lang::De.holiday(it));
                    assert!(!name.is_some_and(|name| name.starts_with("holiday.")), "{day}");
                }
            }
        }
    }
}
