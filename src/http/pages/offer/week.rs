//! The hours of an entry, day by day.

use jiff::civil::DateTime;

use crate::{
    domain::resource::hours::{Calendar, Hours},
    locale::{Lang, opening::DayLine},
};

/// Days of the table.
const DAYS: u16 = 7;

/// Hours as a table.
#[derive(Debug)]
pub enum Week {
    /// Day by day, from today on.
    Days(Vec<DayLine>),
    /// They are on file, but cannot be read; as they stand there.
    Unread(String),
}

/// The table of hours; `None` when none are on file.
pub fn week(lang: Lang, hours: Option<&str>, now: DateTime, calendar: &Calendar) -> Option<Week> {
    let text = hours?;
    let Ok(hours) = Hours::parse(text) else { return Some(Week::Unread(text.to_owned())) };
    let days = hours.days(now.date(), DAYS, calendar);
    Some(Week::Days(days.iter().map(|day| lang.day_line(day, now.date())).collect()))
}
