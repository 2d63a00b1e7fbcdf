//! Many resources, few expressions.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::civil::DateTime;

use super::{BadHours, Calendar, Hours, StateKind};

/// Each distinct expression once, and what it says about the minute that was asked for last.
///
/// Resources keep the number that [`HoursIndex::intern`] gives them. A filter over all of them then
/// costs one evaluation per distinct expression and minute, and an index into a list per resource.
#[derive(Debug, Default)]
pub struct HoursIndex {
    hours: Vec<Arc<Hours>>,
    by_text: HashMap<Arc<str>, u32>,
    latest: Mutex<Option<(DateTime, Arc<[StateKind]>)>>,
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
        self.latest.get_mut().unwrap_or_else(PoisonError::into_inner).take();
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

    /// What holds at a local time, by number. Computed once per minute; the calendar has to stay
    /// the same over the life of the index.
    pub fn kinds_at(&self, local: DateTime, calendar: &Calendar) -> Arc<[StateKind]> {
        let minute = local.date().at(local.hour(), local.minute(), 0, 0);
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, kinds)) = latest.as_ref().filter(|(at, _)| *at == minute) {
            return Arc::clone(kinds);
        }
        let kinds: Arc<[StateKind]> =
            self.hours.iter().map(|hours| hours.kind_at(minute, calendar)).collect();
        *latest = Some((minute, Arc::clone(&kinds)));
        kinds
    }
}
