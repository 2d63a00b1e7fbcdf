//! Searching the resource map: words, conditions, distance.
//!
//! What is not known never counts as "no": entries of which it is not known whether they fit are
//! counted apart, and shown when asked for.

mod clusters;
mod facts;
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
    let conditions = Conditions::new(index, query);
    let mut unknown = 0;
    let mut hits: Vec<Hit<'a>> = Vec::new();
    // What comes first: the smaller number, then the earlier hit. Entries come by name, so that
    // order is kept where everything else is equal.
    let mut order: Vec<u64> = Vec::new();
    for entry in index.entries() {
        let score = scores.as_ref().map_or(1.0, |scores| scores[entry.slot as usize]);
        if score == 0.0 {
            continue;
        }
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
        let rank = if query.near.is_some() {
            // Whole centimetres order like the distances themselves, and 32 bits are enough to go
            // around the earth.
            distance_m.map_or(u32::MAX, |metres| (metres * 100.0).round() as u32)
        } else {
            // Positive numbers order like their bits.
            u32::MAX - score.to_bits()
        };
        order.push(u64::from(rank) << 32 | hits.len() as u64);
        hits.push(Hit {
            entry,
            distance_m,
            on_foot: foot_m.is_some(),
            unknown: fit == Fit::Unknown,
        });
    }
    if query.near.is_some() || scores.is_some() {
        order.sort_unstable();
        hits = order.into_iter().map(|key| hits[(key & 0xffff_ffff) as usize]).collect();
    }
    Found { hits, unknown }
}
