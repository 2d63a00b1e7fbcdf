//! What is asked of the resource map, and whether an entry fits.

use std::sync::Arc;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::domain::{
    grid::GridPoint,
    resource::{
        Category, Cost, Kind, Principle, Reach, Wheelchair,
        hours::{Calendar, DayOfAll, StateKind, minute_of},
    },
};

use super::facts::bits;
use super::index::{Entry, Index};

/// When an offer is to be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// At this moment.
    Now,
    /// At some time from this moment until the end of the day.
    Today,
    /// At that time, as clocks in the city show it.
    At(DateTime),
}

/// Which entries are wanted. All conditions hold together; of several categories any.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filters {
    /// In one of these categories; when empty, in any that is not a layer of its own.
    pub categories: Vec<Category>,
    /// Somebody of this age is welcome.
    pub age: Option<u8>,
    /// It is open then.
    pub open: Option<When>,
    /// It costs nothing.
    pub free: bool,
    /// A wheelchair gets everywhere.
    pub wheelchair: bool,
    /// This language is spoken there, as ISO 639 code.
    pub language: Option<String>,
    /// Who carries it.
    pub kind: Option<Kind>,
    /// How social work uses it.
    pub principle: Option<Principle>,
    /// It lies in this Sozialraum or is meant for it.
    pub sozialraum: Option<String>,
    /// It lies in this region or is meant for it.
    pub region: Option<String>,
    /// Also those of which it is not known whether they fit.
    pub with_unknown: bool,
}

impl Filters {
    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Whose question it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Viewer {
    /// Anybody: entries for staff only are left out.
    #[default]
    Public,
    /// Staff.
    Staff,
}

/// A question to the resource map.
#[derive(Debug, Clone)]
pub struct Query<'a> {
    /// Words that have to be in the entry, misspelt or as part of a longer word if need be.
    pub text: &'a str,
    /// Conditions.
    pub filters: &'a Filters,
    /// Where distances are measured from; nearest first then.
    pub near: Option<GridPoint>,
    /// Whose question it is.
    pub viewer: Viewer,
    /// Which edition tells in which Sozialraum a place lies.
    pub edition: u32,
    /// The present time, as clocks in the city show it.
    pub now: DateTime,
    /// Holidays.
    pub calendar: &'a Calendar,
}

/// Whether an entry fits a condition, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    No,
    Unknown,
    Yes,
}

impl Fit {
    fn of(known: Option<bool>) -> Self {
        match known {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::Unknown,
        }
    }
}

/// The conditions of a question, with what has to be worked out once for all entries.
pub(super) struct Conditions<'a> {
    query: &'a Query<'a>,
    index: &'a Index,
    /// The categories that are asked for.
    categories: u32,
    /// What holds on the day on which it is to be open, and which minute of it is meant.
    open: Option<(Arc<DayOfAll>, u16)>,
}

impl<'a> Conditions<'a> {
    pub fn new(index: &'a Index, query: &'a Query<'a>) -> Self {
        let open = query.filters.open.map(|when| {
            let at = if let When::At(at) = when { at } else { query.now };
            (index.hours().day(at.date(), query.calendar), minute_of(at))
        });
        Self { query, index, categories: bits(&query.filters.categories), open }
    }

    /// How the entry fits all conditions together: as badly as the worst of them.
    pub fn fit(&self, entry: &Entry) -> Fit {
        let facts = &entry.facts;
        let filters = self.query.filters;
        if !self.is_wanted(entry) {
            return Fit::No;
        }
        let mut worst = Fit::Yes;
        if let Some(age) = filters.age {
            worst = worst.min(Fit::of(facts.audience.welcomes(age)));
        }
        if filters.free {
            worst = worst.min(Fit::of(facts.cost.map(|cost| cost == Cost::Free)));
        }
        if filters.wheelchair {
            worst = worst.min(Fit::of(facts.wheelchair.map(|access| access == Wheelchair::Yes)));
        }
        if let Some(kind) = filters.kind {
            worst = worst.min(Fit::of(facts.kind.map(|known| known == kind)));
        }
        // Last, as these cost most.
        if let (Some(language), true) = (&filters.language, worst > Fit::No) {
            let known = !facts.languages.is_empty();
            worst = worst.min(Fit::of(known.then(|| facts.languages.contains(language))));
        }
        if let (Some(principle), true) = (filters.principle, worst > Fit::No) {
            let known = !facts.principles.is_empty();
            worst = worst.min(Fit::of(known.then(|| facts.principles.contains(&principle))));
        }
        if let (Some((day, minute)), true) = (&self.open, worst > Fit::No) {
            worst = worst.min(self.is_open(entry, day, *minute));
        }
        worst
    }

    /// The conditions that are always known.
    fn is_wanted(&self, entry: &Entry) -> bool {
        let filters = self.query.filters;
        let of_category =
            if self.categories == 0 { !entry.layer } else { entry.facts.in_any(self.categories) };
        of_category
            && (self.query.viewer == Viewer::Staff || entry.facts.public)
            && filters.sozialraum.as_deref().is_none_or(|id| self.serves(entry, id))
            && filters.region.as_deref().is_none_or(|id| self.serves_region(entry, id))
    }

    /// Whether an offer lies in a Sozialraum or is meant for it.
    fn serves(&self, entry: &Entry, id: &str) -> bool {
        let edition = self.query.edition;
        entry.area(edition).is_some_and(|area| *area.id == *id)
            || self.index.is_meant_for(entry, id, edition)
    }

    fn serves_region(&self, entry: &Entry, id: &str) -> bool {
        if entry.area(self.query.edition).is_some_and(|area| *area.region == *id) {
            return true;
        }
        match &*entry.facts.reach {
            Reach::Place => false,
            Reach::Sozialraum(meant) => {
                self.index.area(meant, self.query.edition).is_some_and(|area| *area.region == *id)
            }
            Reach::Region(region) => region == id,
            Reach::City => !entry.facts.placed,
        }
    }

    fn is_open(&self, entry: &Entry, day: &DayOfAll, minute: u16) -> Fit {
        let Some(number) = entry.hours else { return Fit::Unknown };
        // Whoever only comes by appointment does not find an open door, but no closed one either.
        if entry.facts.appointment_only {
            return Fit::Unknown;
        }
        match day.kind_at(number, minute) {
            StateKind::Open => Fit::Yes,
            StateKind::ByAppointment | StateKind::Unknown => Fit::Unknown,
            StateKind::Closed => {
                let today = self.query.filters.open == Some(When::Today);
                Fit::of(Some(today && day.opens_after(number, minute)))
            }
        }
    }
}
