//! What is asked of the resource map, and whether an entry fits.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::domain::{
    grid::GridPoint,
    resource::{
        Category, Cost, Kind, Principle, Reach, Resource, Visibility, Wheelchair,
        hours::{Calendar, State, StateKind},
    },
};

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
    /// Whether each of the index's hours fits, worked out when it is first needed.
    open: Vec<Option<Fit>>,
}

impl<'a> Conditions<'a> {
    pub fn new(index: &'a Index, query: &'a Query<'a>) -> Self {
        let hours = if query.filters.open.is_some() { index.hours().len() } else { 0 };
        Self { query, index, open: vec![None; hours] }
    }

    /// How the entry fits all conditions together: as badly as the worst of them.
    pub fn fit(&mut self, entry: &Entry) -> Fit {
        let resource = &entry.record.resource;
        let filters = self.query.filters;
        if !self.is_wanted(entry, resource) {
            return Fit::No;
        }
        let mut worst = Fit::Yes;
        if let Some(age) = filters.age {
            worst = worst.min(Fit::of(resource.audience.welcomes(age)));
        }
        if filters.free {
            worst = worst.min(Fit::of(resource.cost.map(|cost| cost == Cost::Free)));
        }
        if filters.wheelchair {
            let access = resource.access.wheelchair;
            worst = worst.min(Fit::of(access.map(|access| access == Wheelchair::Yes)));
        }
        if let Some(language) = &filters.language {
            let known = !resource.languages.is_empty();
            worst = worst.min(Fit::of(known.then(|| resource.languages.contains(language))));
        }
        if let Some(kind) = filters.kind {
            worst = worst.min(Fit::of(resource.kind.map(|known| known == kind)));
        }
        if let Some(principle) = filters.principle {
            let known = !resource.principles.is_empty();
            worst = worst.min(Fit::of(known.then(|| resource.principles.contains(&principle))));
        }
        // Last, as it costs most.
        if let (Some(when), true) = (filters.open, worst > Fit::No) {
            worst = worst.min(self.is_open(entry, when));
        }
        worst
    }

    /// The conditions that are always known.
    fn is_wanted(&self, entry: &Entry, resource: &Resource) -> bool {
        let filters = self.query.filters;
        let of_category = if filters.categories.is_empty() {
            !entry.layer
        } else {
            resource.categories.iter().any(|category| filters.categories.contains(category))
        };
        of_category
            && (self.query.viewer == Viewer::Staff || resource.visibility == Visibility::Public)
            && filters.sozialraum.as_deref().is_none_or(|id| self.serves(entry, id))
            && filters.region.as_deref().is_none_or(|id| self.serves_region(entry, resource, id))
    }

    /// Whether an offer lies in a Sozialraum or is meant for it.
    fn serves(&self, entry: &Entry, id: &str) -> bool {
        let edition = self.query.edition;
        entry.area(edition).is_some_and(|area| *area.id == *id)
            || self.index.is_meant_for(entry, id, edition)
    }

    fn serves_region(&self, entry: &Entry, resource: &Resource, id: &str) -> bool {
        if entry.area(self.query.edition).is_some_and(|area| *area.region == *id) {
            return true;
        }
        match &resource.reach {
            Reach::Place => false,
            Reach::Sozialraum(meant) => {
                self.index.area(meant, self.query.edition).is_some_and(|area| *area.region == *id)
            }
            Reach::Region(region) => region == id,
            Reach::City => resource.place.is_none(),
        }
    }

    fn is_open(&mut self, entry: &Entry, when: When) -> Fit {
        let Some(number) = entry.hours else { return Fit::Unknown };
        // Whoever only comes by appointment does not find an open door, but no closed one either.
        if entry.record.resource.appointment_only {
            return Fit::Unknown;
        }
        *self.open[number as usize].get_or_insert_with(|| {
            let query = self.query;
            let hours = self.index.hours();
            let at = if let When::At(at) = when { at } else { query.now };
            match hours.kinds_at(at, query.calendar)[number as usize] {
                StateKind::Open => Fit::Yes,
                StateKind::ByAppointment | StateKind::Unknown => Fit::Unknown,
                StateKind::Closed if when != When::Today => Fit::No,
                StateKind::Closed => {
                    let state = hours.get(number).map(|hours| hours.at(at, query.calendar));
                    let next = match state {
                        Some(State::Closed { next_open, .. }) => next_open,
                        _ => None,
                    };
                    Fit::of(Some(next.is_some_and(|next| next.date() == at.date())))
                }
            }
        })
    }
}
