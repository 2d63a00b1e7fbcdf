//! Many entries on a small map: neighbours are drawn as one sign with their number.

use std::collections::BTreeMap;

use super::{Entry, Hit};
use crate::domain::grid::GridPoint;

/// Entries that are drawn as one sign.
#[derive(Debug, Clone)]
pub struct Cluster<'a> {
    /// The middle of them.
    pub centre: GridPoint,
    /// How many they are.
    pub count: usize,
    /// The entry, when it is the only one.
    pub single: Option<&'a Entry>,
}

/// A part of the map, by its corners.
pub type Window = (GridPoint, GridPoint);

/// Puts the hits that have a place – and lie in the window, if there is one – into squares of
/// `size_m` metres. Every one is in exactly one cluster; with a size of 0 each place has its own.
pub fn clusters<'a>(hits: &[Hit<'a>], window: Option<Window>, size_m: f64) -> Vec<Cluster<'a>> {
    let size_cm = (size_m * 100.0).max(1.0) as i64;
    let mut squares: BTreeMap<(i64, i64), (i64, i64, Cluster<'a>)> = BTreeMap::new();
    for hit in hits {
        let Some(point) = hit.entry.point else { continue };
        let inside = window.is_none_or(|(low, high)| {
            (low.x..=high.x).contains(&point.x) && (low.y..=high.y).contains(&point.y)
        });
        if !inside {
            continue;
        }
        let square = (point.x.div_euclid(size_cm), point.y.div_euclid(size_cm));
        let (x, y, cluster) = squares.entry(square).or_insert((
            0,
            0,
            Cluster { centre: point, count: 0, single: Some(hit.entry) },
        ));
        *x += point.x;
        *y += point.y;
        cluster.count += 1;
        if cluster.count > 1 {
            cluster.single = None;
        }
    }
    let placed = |(x, y, cluster): (i64, i64, Cluster<'a>)| {
        let count = i64::try_from(cluster.count).unwrap_or(i64::MAX);
        Cluster { centre: GridPoint::new(x / count, y / count), ..cluster }
    };
    squares.into_values().map(placed).collect()
}
