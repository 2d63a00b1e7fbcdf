//! The places of the resource map by their names, found like streets: however they are written,
//! with a slip, or half typed.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::search::Index;
use crate::domain::{
    address::Gazetteer,
    directory::{Directory, How, Street, StreetId},
};

/// Names of entries that everybody may see and that lie somewhere. Immutable.
#[derive(Debug)]
pub struct NamedPlaces {
    /// The names, each as a street of its own.
    names: Directory,
    /// The entries of each name.
    entries: Vec<Vec<Uuid>>,
}

/// A name, and the entries that have it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NamedPlace<'a> {
    /// The name as it stands at the door.
    pub name: &'a str,
    /// The entries; a chain of shops has several.
    pub entries: &'a [Uuid],
    /// How well it fits, from 0 to 1.
    pub score: f64,
}

impl NamedPlaces {
    /// The names of the map. Cost: O(n log n), some milliseconds for a thousand entries.
    pub fn new(index: &Index) -> Self {
        let mut of_name: BTreeMap<&str, Vec<Uuid>> = BTreeMap::new();
        for entry in index.entries().iter().filter(|entry| entry.is_public()) {
            if entry.point.is_some() {
                let resource = &entry.record.resource;
                of_name.entry(&resource.name).or_default().push(resource.id);
            }
        }
        let street = |name: &&str| Street { name: (*name).to_owned(), ..Street::default() };
        let names = Directory::new(of_name.keys().map(street).collect(), Vec::new());
        Self { names, entries: of_name.into_values().collect() }
    }

    /// The places with exactly this name, however it is written.
    pub fn named(&self, text: &str) -> Vec<NamedPlace<'_>> {
        let matches = self.names.search(text, usize::MAX).into_iter();
        matches
            .filter(|found| matches!(found.how, How::Exact | How::Variant))
            .map(|found| self.place(found.street, found.score))
            .collect()
    }

    /// The places whose name is at most two letters away.
    pub fn similar(&self, text: &str, limit: usize) -> Vec<NamedPlace<'_>> {
        let matches = self.names.search(text, limit).into_iter();
        matches
            .filter(|found| found.how != How::Weak)
            .map(|found| self.place(found.street, found.score))
            .collect()
    }

    /// What a text may become, best first.
    pub fn suggest(&self, text: &str, limit: usize) -> Vec<NamedPlace<'_>> {
        let suggestions = self.names.suggest(text, &Gazetteer::default(), limit).into_iter();
        suggestions.map(|found| self.place(found.street, found.score)).collect()
    }

    fn place(&self, id: StreetId, score: f64) -> NamedPlace<'_> {
        let entries = self.entries.get(id.0 as usize).map(Vec::as_slice).unwrap_or_default();
        NamedPlace { name: self.names.name(id), entries, score }
    }
}
