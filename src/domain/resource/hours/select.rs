//! On which dates a rule holds.

use jiff::{Span, civil::Date};

use super::{
    calendar::Calendar,
    holidays::easter,
    syntax::{Anchor, AnchorDay, DateSelector, Rule},
};

/// A date and what is taken for granted about it.
#[derive(Debug, Clone, Copy)]
pub struct Day<'a> {
    pub date: Date,
    public_holiday: bool,
    school_holiday: bool,
    /// None: nothing is known about the days around it, nor about the sun.
    pub calendar: Option<&'a Calendar>,
}

impl<'a> Day<'a> {
    /// A day of the calendar, taken to lie in school holidays or not.
    pub fn new(date: Date, school_holiday: bool, calendar: &'a Calendar) -> Self {
        let public_holiday = calendar.public_holiday(date).is_some();
        Self { date, public_holiday, school_holiday, calendar: Some(calendar) }
    }
}

impl Day<'static> {
    /// A day that is supposed to be such a one.
    pub fn supposed(date: Date, public_holiday: bool, school_holiday: bool) -> Self {
        Self { date, public_holiday, school_holiday, calendar: None }
    }
}

impl Rule {
    /// Whether the rule holds on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.dates.iter().all(|group| group.iter().any(|selector| selector.holds_on(day)))
    }
}

impl DateSelector {
    fn holds_on(&self, day: Day) -> bool {
        let date = day.date;
        match self {
            Self::Weekdays(days) => days >> date.weekday().to_monday_zero_offset() & 1 == 1,
            Self::Public { offset: 0 } => day.public_holiday,
            Self::Public { offset } => shifted(date, -offset)
                .zip(day.calendar)
                .is_some_and(|(date, calendar)| calendar.public_holiday(date).is_some()),
            Self::School => day.school_holiday,
            Self::Years { from, to, step } => {
                let year = date.year();
                *from <= year && to.is_none_or(|to| year <= to) && (year - from) % step == 0
            }
            Self::Months { from, to } => within(*from, *to, date.month()),
            Self::Weeks { from, to, step } => {
                let week = date.iso_week_date().week();
                (*from..=*to).contains(&week) && (week - from) % step == 0
            }
            Self::Nth { weekday, nth, offset } => shifted(date, -offset).is_some_and(|date| {
                date.weekday().to_monday_zero_offset() == *weekday
                    && nth.iter().any(|nth| {
                        if *nth > 0 {
                            (date.day() - 1) / 7 + 1 == *nth
                        } else {
                            (date.days_in_month() - date.day()) / 7 + 1 == -nth
                        }
                    })
            }),
            Self::Dates { from, to: None } => match from.year {
                Some(year) => from.in_year(year, Missing::None) == Some(date),
                // An offset may lead over the turn of the year.
                None => {
                    (-1..=1).any(|off| from.in_year(date.year() + off, Missing::None) == Some(date))
                }
            },
            Self::Dates { from, to: Some(to) } => in_range(*from, *to, date),
        }
    }
}

/// Whether a value lies in a range that may run over its end.
fn within(from: i8, to: i8, value: i8) -> bool {
    if from <= to { (from..=to).contains(&value) } else { value >= from || value <= to }
}

fn in_range(from: Anchor, to: Anchor, date: Date) -> bool {
    let bounds = |first: i16, last: i16| {
        Some((from.in_year(first, Missing::Next)?, to.in_year(last, Missing::Previous)?))
    };
    if let Some(year) = from.year {
        let Some((start, mut end)) = bounds(year, to.year.unwrap_or(year)) else { return false };
        if end < start && to.year.is_none() {
            let Some((_, later)) = bounds(year, year + 1) else { return false };
            end = later;
        }
        return (start..=end).contains(&date);
    }
    let Some((start, end)) = bounds(date.year(), date.year()) else { return false };
    if start <= end { (start..=end).contains(&date) } else { date >= start || date <= end }
}

/// What stands for 29 February in a year without it.
#[derive(Clone, Copy)]
enum Missing {
    None,
    Next,
    Previous,
}

impl Anchor {
    fn in_year(self, year: i16, missing: Missing) -> Option<Date> {
        let date = match self.day {
            AnchorDay::Easter => easter(year)?,
            AnchorDay::Date { month, day } => match (Date::new(year, month, day), missing) {
                (Ok(date), _) => date,
                (Err(_), Missing::None) => return None,
                (Err(_), Missing::Next) => Date::new(year, month + 1, 1).ok()?,
                (Err(_), Missing::Previous) => Date::new(year, month, day - 1).ok()?,
            },
            AnchorDay::Nth { month, weekday, nth } => {
                let weekday = jiff::civil::Weekday::from_monday_zero_offset(weekday).ok()?;
                Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()?
            }
        };
        shifted(date, self.offset)
    }
}

fn shifted(date: Date, days: i16) -> Option<Date> {
    if days == 0 { Some(date) } else { date.checked_add(Span::new().days(days)).ok() }
}
