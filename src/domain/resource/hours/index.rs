//! Many resources, few expressions.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use jiff::civil::Date;

use super::{BadHours, Calendar, Hours, StateKind};

/// So many days are kept: today, tomorrow, and what somebody asked for.
const KEPT_DAYS: usize = 4;

/// Each distinct expression once, and what it says about the days that were asked for last.
///
/// Resources keep the number that [`HoursIndex::intern`] gives them. A filter over all of them then
/// costs one evaluation per distinct expression and day, and a look into a list per resource.
#[derive(Debug, Default)]
pub struct HoursIndex {
    hours: Vec<Arc<Hours>>,
    by_text: HashMap<Arc<str>, u32>,
    /// The latest last.
    days: Mutex<VecDeque<(Date, Arc<DayOfAll>)>>,
}

impl Clone for HoursIndex {
    fn clone(&self) -> Self {
        let days = self.days.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Self { hours: self.hours.clone(), by_text: self.by_text.clone(), days: Mutex::new(days) }
    }
}

impl HoursIndex {
    /// The number of an expression; reads it the first time.
    pub fn intern(&mut self, text: &str) -> Result<u32, BadHours> {
        if let Some(number) = self.by_text.get(text) {
            return Ok(*number);
        }
        let hours = Arc::new(Hours::parse(text)?);
        let number = u32::try_from(self.hours.len()).unwrap_or(u32::MAX);
        self.by_text.insert(Arc::clone(&hours.text), number);
        self.hours.push(hours);
        Ok(number)
    }

    /// The expression of a number.
    pub fn get(&self, number: u32) -> Option<&Arc<Hours>> {
        self.hours.get(number as usize)
    }

    /// How many distinct expressions there are.
    pub fn len(&self) -> usize {
        self.hours.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.hours.is_empty()
    }

    /// What every expression says about a day. Computed once per day; the calendar has to stay the
    /// same over the life of the index.
    pub fn day(&self, date: Date, calendar: &Calendar) -> Arc<DayOfAll> {
        let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        let known = days.iter().position(|(other, _)| *other == date);
        let mut day = known.and_then(|at| days.remove(at)).map(|(_, day)| day).unwrap_or_default();
        if day.ends.len() < self.hours.len() {
            // Also where expressions have come since.
            let day = Arc::make_mut(&mut day);
            for hours in &self.hours[day.ends.len()..] {
                day.add(hours, date, calendar);
            }
        }
        if days.len() >= KEPT_DAYS {
            days.pop_front();
        }
        days.push_back((date, Arc::clone(&day)));
        day
    }
}

/// What every expression of an index says about one day.
#[derive(Debug, Clone, Default)]
pub struct DayOfAll {
    /// Where the stretches of each expression end.
    ends: Vec<u32>,
    /// The stretches of all: until which minute, and what holds.
    stretches: Vec<(u16, StateKind)>,
}

impl DayOfAll {
    fn add(&mut self, hours: &Hours, date: Date, calendar: &Calendar) {
        let stretches = hours.stretches(date, calendar);
        self.stretches.extend(stretches.into_iter().map(|one| (one.to, hours.kind(one))));
        self.ends.push(u32::try_from(self.stretches.len()).unwrap_or(u32::MAX));
    }

    fn of(&self, number: u32) -> &[(u16, StateKind)] {
        let at = number as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.stretches[start as usize..self.ends[at] as usize]
    }

    /// What holds by an expression at a minute of the day.
    pub fn kind_at(&self, number: u32, minute: u16) -> StateKind {
        let found = self.of(number).iter().find(|(to, _)| minute < *to);
        found.map_or(StateKind::Unknown, |(_, kind)| *kind)
    }

    /// Whether it surely opens after that minute, on the same day.
    pub fn opens_after(&self, number: u32, minute: u16) -> bool {
        let mut from = 0;
        self.of(number).iter().any(|(to, kind)| {
            let start = std::mem::replace(&mut from, *to);
            start > minute && *kind == StateKind::Open
        })
    }
}
