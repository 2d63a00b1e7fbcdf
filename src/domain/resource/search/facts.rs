//! What is asked of every entry, close together in memory: with many entries, fetching each one from
//! where it lies costs far more than looking at it.

use std::{collections::HashSet, hash::Hash, sync::Arc};

use crate::domain::resource::{
    Audience, Category, Cost, Kind, Principle, Reach, Resource, Visibility, Wheelchair,
};

/// What conditions look at.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    /// A bit for each category, by its number.
    categories: u32,
    pub public: bool,
    pub appointment_only: bool,
    /// Whether it is somewhere.
    pub placed: bool,
    pub kind: Option<Kind>,
    pub cost: Option<Cost>,
    pub wheelchair: Option<Wheelchair>,
    /// Without its groups.
    pub audience: Audience,
    /// As many entries share the same ones, these are kept once.
    pub languages: Arc<[String]>,
    pub principles: Arc<[Principle]>,
    pub reach: Arc<Reach>,
}

impl Facts {
    pub fn new(resource: &Resource, shared: &mut Shared) -> Self {
        Self {
            categories: bits(&resource.categories),
            public: resource.visibility == Visibility::Public,
            appointment_only: resource.appointment_only,
            placed: resource.place.is_some(),
            kind: resource.kind,
            cost: resource.cost,
            wheelchair: resource.access.wheelchair,
            audience: Audience { groups: Vec::new(), ..resource.audience.clone() },
            languages: shared.languages.get(&resource.languages[..]),
            principles: shared.principles.get(&resource.principles[..]),
            reach: shared.reach.get(resource.reach.clone()),
        }
    }

    /// Whether it is in one of these, as [`bits`] has them.
    pub fn in_any(&self, categories: u32) -> bool {
        self.categories & categories != 0
    }
}

/// Categories as a bit for each.
pub(super) fn bits(categories: &[Category]) -> u32 {
    const { assert!(Category::ALL.len() <= 32) };
    categories.iter().fold(0, |bits, category| bits | 1 << *category as u32)
}

/// What many entries have in common, each once.
#[derive(Default)]
pub(super) struct Shared {
    languages: Pool<[String]>,
    principles: Pool<[Principle]>,
    reach: Pool<Reach>,
}

pub(super) struct Pool<T: ?Sized>(HashSet<Arc<T>>);

impl<T: ?Sized> Default for Pool<T> {
    fn default() -> Self {
        Self(HashSet::new())
    }
}

impl<T: ?Sized + Hash + Eq> Pool<T> {
    pub fn get(&mut self, value: impl Into<Arc<T>>) -> Arc<T> {
        let value = value.into();
        if let Some(known) = self.0.get(&value) {
            return known.clone();
        }
        self.0.insert(value.clone());
        value
    }
}
