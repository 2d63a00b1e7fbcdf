//! Where nodes are: sixteen bytes a node.

use crate::domain::grid::LonLat;

/// Parts of a degree in which OpenStreetMap counts.
const PER_DEGREE: f64 = 1e7;

/// Nodes by number with their places.
#[derive(Debug, Clone, Default)]
pub(super) struct Positions(Vec<(i64, [i32; 2])>);

impl Positions {
    /// Takes nodes in any order; of the same node twice, one is kept.
    pub fn new(mut nodes: Vec<(i64, [i32; 2])>) -> Self {
        nodes.sort_unstable();
        nodes.dedup_by_key(|(id, _)| *id);
        Self(nodes)
    }

    /// Adds other nodes.
    pub fn extend(&mut self, others: Self) {
        let mut all = std::mem::take(&mut self.0);
        all.extend(others.0);
        *self = Self::new(all);
    }

    /// Where a node is; logarithmic.
    pub fn get(&self, id: i64) -> Option<LonLat> {
        let at = self.0.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        let [lon, lat] = self.0[at].1;
        Some(LonLat { lon: degrees(lon), lat: degrees(lat) })
    }

    /// Whether the place of a node is known.
    pub fn has(&self, id: i64) -> bool {
        self.0.binary_search_by_key(&id, |(id, _)| *id).is_ok()
    }
}

/// Units of the map as degrees.
pub(super) fn degrees(units: i32) -> f64 {
    f64::from(units) / PER_DEGREE
}

/// Degrees as units of the map, pulled into their range.
pub(super) fn units(degrees: f64) -> i32 {
    (degrees * PER_DEGREE).round() as i32
}
