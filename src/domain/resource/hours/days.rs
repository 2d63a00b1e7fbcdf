//! Hours laid out day by day, for a preview and the table of a week.

use jiff::{
    Span,
    civil::{Date, DateTime},
};
use serde::Serialize;

use super::{Calendar, Hours, PublicHoliday, SchoolDay, StateKind, moment, syntax::DAY};

/// A day and what is known about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Day {
    /// The date.
    pub date: Date,
    /// The public holiday it is.
    pub public_holiday: Option<PublicHoliday>,
    /// The school holidays it lies in; none also where no list covers the day.
    pub school_holiday: Option<String>,
    /// What is not closed, in order. A span that runs on after midnight belongs to the day it
    /// starts on.
    pub spans: Vec<OpenSpan>,
}

/// A span of time that is not closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenSpan {
    /// When it starts.
    pub from: DateTime,
    /// When it ends; midnight is 0:00 of the next day.
    pub to: DateTime,
    /// What holds in it.
    pub kind: SpanKind,
    /// What the hours say about it.
    pub comment: Option<String>,
}

/// What holds in a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SpanKind {
    /// Open.
    Open,
    /// A time has to be agreed.
    ByAppointment,
    /// Not known.
    Unknown,
}

/// Until when a span after midnight is taken for the end of the evening before.
const NIGHT_ENDS: u16 = 12 * 60;

/// A span in minutes of its day.
type Minutes = (u16, u16, SpanKind, Option<String>);

impl Hours {
    /// The days from a date on, as many as asked for. Each costs one evaluation.
    pub fn days(&self, from: Date, count: u16, calendar: &Calendar) -> Vec<Day> {
        let mut days: Vec<Day> = Vec::with_capacity(usize::from(count));
        let mut evening = from
            .checked_sub(Span::new().days(1))
            .ok()
            .and_then(|date| self.spans(date, calendar).last().cloned())
            .filter(|span| span.1 == DAY);
        // One day more than asked for: the last evening may run into it.
        let dates = from.series(Span::new().days(1)).take(usize::from(count) + 1);
        for (index, date) in dates.enumerate() {
            let mut spans = self.spans(date, calendar);
            let night = evening.take().zip(spans.first()).is_some_and(|(last, first)| {
                first.0 == 0 && first.1 <= NIGHT_ENDS && (&last.2, &last.3) == (&first.2, &first.3)
            });
            if night {
                let rest = spans.remove(0);
                let end = days.last_mut().and_then(|day| day.spans.last_mut());
                if let (Some(span), Some(to)) = (end, moment(date, rest.1)) {
                    span.to = to;
                }
            }
            if index == usize::from(count) {
                break;
            }
            evening = spans.last().filter(|span| span.1 == DAY).cloned();
            let span = |(from, to, kind, comment): Minutes| {
                Some(OpenSpan { from: moment(date, from)?, to: moment(date, to)?, kind, comment })
            };
            days.push(Day {
                date,
                public_holiday: calendar.public_holiday(date),
                school_holiday: match calendar.school_day(date) {
                    SchoolDay::Holiday(name) => Some(name.to_owned()),
                    SchoolDay::Term | SchoolDay::Unknown => None,
                },
                spans: spans.into_iter().filter_map(span).collect(),
            });
        }
        days
    }

    /// What is not closed on a date, from midnight to midnight, alike neighbours joined.
    fn spans(&self, date: Date, calendar: &Calendar) -> Vec<Minutes> {
        let mut spans: Vec<Minutes> = Vec::new();
        let mut from = 0;
        for stretch in self.stretches(date, calendar) {
            let start = std::mem::replace(&mut from, stretch.to);
            let kind = match self.kind(stretch) {
                StateKind::Open => SpanKind::Open,
                StateKind::ByAppointment => SpanKind::ByAppointment,
                StateKind::Unknown => SpanKind::Unknown,
                StateKind::Closed => continue,
            };
            let comment = self.comment(stretch);
            match spans.last_mut() {
                Some(last) if last.1 == start && (last.2, &last.3) == (kind, &comment) => {
                    last.1 = stretch.to;
                }
                _ => spans.push((start, stretch.to, kind, comment)),
            }
        }
        spans
    }
}
