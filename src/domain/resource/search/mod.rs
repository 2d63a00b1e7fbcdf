//! Searching the resource map: words, conditions, distance.
//!
//! What is not known never counts as "no": entries of which it is not known whether they fit are
//! counted apart, and shown when asked for.

mod clusters;
mod index;
mod query;
#[cfg(test)]
mod tests;
mod words;

pub use clusters::{Cluster, Window, clusters};
pub use index::{AreaRef, CategoryWords, Entry, Index};
pub use query::{Filters, Query, Viewer, When};

pub(super) use words::words;

use query::{Conditions, Fit};

/// An entry that fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// Metres to it; `None` without a place on either side.
    pub distance_m: Option<f64>,
    /// Whether the distance is the shortest way on foot; else it is as the crow flies.
    pub on_foot: bool,
    /// Whether it is not known of some condition that it fits.
    pub unknown: bool,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.record.resource.id == other.record.resource.id
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found<'a> {
    /// The entries that fit: nearest first where distances are asked for, those without a place
    /// behind them; else the best words first; else by name.
    pub hits: Vec<Hit<'a>>,
    /// How many more there are of which it is not known whether they fit.
    pub unknown: usize,
}

/// Searches all entries. Costs some milliseconds for 100,000 of them.
pub fn search<'a>(index: &'a Index, query: &Query<'_>) -> Found<'a> {
    let scores = index.find(query.text);
    if scores.is_none() && !query.text.trim().is_empty() {
        // Nothing but signs was typed: that is in no entry.
        return Found { hits: Vec::new(), unknown: 0 };
    }
    let ways = query.near.zip(index.footpaths()).and_then(|(from, paths)| paths.from(from));
    let mut conditions = Conditions::new(index, query);
    let mut unknown = 0;
    let mut hits: Vec<(u64, f32, Hit<'a>)> = Vec::new();
    for (at, entry) in (0_u32..).zip(index.entries()) {
        let score = match &scores {
            None => 0.0,
            Some(scores) => match scores.get(&at) {
                Some(score) => *score,
                None => continue,
            },
        };
        let fit = conditions.fit(entry);
        match fit {
            Fit::No => continue,
            Fit::Unknown if !query.filters.with_unknown => {
                unknown += 1;
                continue;
            }
            Fit::Unknown | Fit::Yes => {}
        }
        let foot_m = ways.as_ref().zip(entry.joint).and_then(|(ways, to)| ways.metres_to(to));
        let straight_m = query.near.zip(entry.point).map(|(from, to)| from.distance_m(to));
        let distance_m = foot_m.or(straight_m);
        // Whole centimetres order like the distances themselves.
        let order = distance_m.map_or(u64::MAX, |metres| (metres * 100.0).round() as u64);
        hits.push((
            order,
            score,
            Hit { entry, distance_m, on_foot: foot_m.is_some(), unknown: fit == Fit::Unknown },
        ));
    }
    // Entries come by name; sorting keeps that order where everything else is equal.
    if query.near.is_some() {
        hits.sort_by_key(|(order, ..)| *order);
    } else if scores.is_some() {
        hits.sort_by(|(_, a, _), (_, b, _)| b.total_cmp(a));
    }
    Found { hits: hits.into_iter().map(|(.., hit)| hit).collect(), unknown }
}
