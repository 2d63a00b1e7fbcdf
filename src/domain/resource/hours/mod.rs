//! Opening hours in the syntax of OpenStreetMap: read, evaluated, laid out by day.
//!
//! Local time is civil time of the place; on the days when the clocks change, a time that exists
//! twice has the same state both times. What is not known is [`State::Unknown`], never closed:
//! comments, open ends (`18:00+`), school holidays outside the covered period, and times by the
//! sun without a position.

mod appointment;
mod bad;
mod calendar;
mod days;
mod holidays;
mod index;
mod parse;
pub mod plain;
mod schedule;
mod select;
mod sun;
mod syntax;
mod token;

use std::sync::Arc;

use jiff::{
    Span,
    civil::{Date, DateTime},
};
use serde::Serialize;

pub use bad::{BadHours, Problem};
pub use calendar::{
    BadSchoolHolidays, Calendar, SchoolDay, SchoolHoliday, SchoolHolidays, SchoolSource,
    UnknownLand,
};
pub use days::{Day, OpenSpan, SpanKind};
pub use holidays::PublicHoliday;
pub use index::{DayOfAll, HoursIndex};
use schedule::{Kind, Stretch};
use syntax::{DAY, DateSelector, Rule, TimeSpan};

/// Longer texts are refused.
pub const MAX_CHARS: usize = 1_000;
/// More rules are refused.
pub const MAX_RULES: usize = 100;
/// How far [`Hours::at`] looks ahead for the next change, in days: a season and a bit.
pub const LOOK_AHEAD_DAYS: u16 = 370;

/// Opening hours, read and ready to be evaluated.
#[derive(Debug, Clone, PartialEq)]
pub struct Hours {
    text: Arc<str>,
    rules: Vec<Rule>,
    /// By rule: whether its comment says „by appointment“.
    by_appointment: Vec<bool>,
    uses_school: bool,
    /// Every day is like every other.
    constant: bool,
}

/// How things stand at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Open.
    Open {
        /// What the hours say about it.
        comment: Option<String>,
        /// When that ends; none: not within [`LOOK_AHEAD_DAYS`].
        until: Option<DateTime>,
    },
    /// Closed.
    Closed {
        /// When it surely opens next; none: not within [`LOOK_AHEAD_DAYS`].
        next_open: Option<DateTime>,
        /// What the hours say about it.
        comment: Option<String>,
    },
    /// A time has to be agreed.
    ByAppointment {
        /// In which words the hours say so.
        comment: String,
    },
    /// Not known.
    Unknown {
        /// What the hours say instead.
        comment: Option<String>,
    },
}

/// A [`State`] without its details.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StateKind {
    /// Open.
    Open,
    /// Closed.
    Closed,
    /// A time has to be agreed.
    ByAppointment,
    /// Not known.
    Unknown,
}

/// The state of something that may have no hours on file: then it is unknown.
pub fn state_of(hours: Option<&Hours>, local: DateTime, calendar: &Calendar) -> State {
    hours.map_or(State::Unknown { comment: None }, |hours| hours.at(local, calendar))
}

impl Hours {
    /// Reads an expression. Linear in its length; texts over [`MAX_CHARS`] are refused unread.
    pub fn parse(text: &str) -> Result<Self, BadHours> {
        let rules = parse::rules(text)?;
        let says_so = |rule: &Rule| rule.comment.as_deref().is_some_and(appointment::says_so);
        let constant = rules.iter().all(|rule| {
            rule.dates.is_empty() && rule.times.iter().all(|span| *span == TimeSpan::WHOLE_DAY)
        });
        let uses_school =
            rules.iter().flat_map(Rule::selectors).any(|one| *one == DateSelector::School);
        Ok(Self {
            text: Arc::from(text),
            by_appointment: rules.iter().map(says_so).collect(),
            uses_school,
            constant,
            rules,
        })
    }

    /// The text as it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether they depend on school holidays.
    pub fn needs_school_holidays(&self) -> bool {
        self.uses_school
    }

    /// What holds at a local time, and until when. Looks at as many days as it takes to find the
    /// next change, [`LOOK_AHEAD_DAYS`] at most.
    pub fn at(&self, local: DateTime, calendar: &Calendar) -> State {
        let today = self.stretches(local.date(), calendar);
        let stretch = stretch_at(&today, minute_of(local));
        let comment = self.comment(stretch);
        match self.kind(stretch) {
            StateKind::Open => {
                let until = self.next(&today, local, calendar, |kind| kind != StateKind::Open);
                State::Open { comment, until }
            }
            StateKind::Closed => {
                let next_open = self.next(&today, local, calendar, |kind| kind == StateKind::Open);
                State::Closed { next_open, comment }
            }
            StateKind::Unknown => State::Unknown { comment },
            StateKind::ByAppointment => match comment {
                Some(comment) => State::ByAppointment { comment },
                None => State::Unknown { comment },
            },
        }
    }

    /// What holds at a local time, and nothing else: for filters over many resources. Looks at one
    /// day.
    pub fn kind_at(&self, local: DateTime, calendar: &Calendar) -> StateKind {
        let today = self.stretches(local.date(), calendar);
        self.kind(stretch_at(&today, minute_of(local)))
    }

    /// When the first stretch of such a kind starts after a time.
    fn next(
        &self,
        today: &[Stretch],
        local: DateTime,
        calendar: &Calendar,
        wanted: impl Fn(StateKind) -> bool,
    ) -> Option<DateTime> {
        let start = |stretches: &[Stretch], after: Option<u16>| {
            let mut from = 0;
            stretches.iter().find_map(|stretch| {
                let here = std::mem::replace(&mut from, stretch.to);
                let later = after.is_none_or(|after| here > after);
                (later && wanted(self.kind(*stretch))).then_some(here)
            })
        };
        if let Some(minute) = start(today, Some(minute_of(local))) {
            return moment(local.date(), minute);
        }
        let days = if self.constant { 0 } else { LOOK_AHEAD_DAYS };
        let mut date = local.date();
        for _ in 0..days {
            date = date.checked_add(Span::new().days(1)).ok()?;
            if let Some(minute) = start(&self.stretches(date, calendar), None) {
                return moment(date, minute);
            }
        }
        None
    }

    fn stretches(&self, date: Date, calendar: &Calendar) -> Vec<Stretch> {
        schedule::of_day(&self.rules, self.uses_school, date, calendar)
    }

    fn comment(&self, stretch: Stretch) -> Option<String> {
        stretch.rule.and_then(|rule| self.rules[rule].comment.clone())
    }

    fn kind(&self, stretch: Stretch) -> StateKind {
        match stretch.kind {
            Kind::Open => StateKind::Open,
            Kind::Closed => StateKind::Closed,
            Kind::Unknown if stretch.rule.is_some_and(|rule| self.by_appointment[rule]) => {
                StateKind::ByAppointment
            }
            Kind::Unknown => StateKind::Unknown,
        }
    }
}

/// The minute of its day.
pub fn minute_of(local: DateTime) -> u16 {
    u16::from(local.hour().unsigned_abs()) * 60 + u16::from(local.minute().unsigned_abs())
}

fn stretch_at(stretches: &[Stretch], minute: u16) -> Stretch {
    let found = stretches.iter().find(|stretch| minute < stretch.to);
    found.copied().unwrap_or(Stretch { to: DAY, kind: Kind::Unknown, rule: None })
}

/// A minute of a day, 24:00 included.
fn moment(date: Date, minute: u16) -> Option<DateTime> {
    date.at(0, 0, 0, 0).checked_add(Span::new().minutes(i64::from(minute))).ok()
}

#[cfg(test)]
mod tests;
