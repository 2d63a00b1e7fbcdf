//! Many entries on a small map: neighbours are drawn as one sign with their number.

use std::collections::BTreeMap;

use super::Hit;
use crate::domain::grid::{GridPoint, LonLat};

/// Entries that are drawn as one sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// The middle of them.
    pub centre: GridPoint,
    /// Their numbers among the hits, in order; at least one.
    pub members: Vec<usize>,
}

/// A part of the map, by its south-western and its north-eastern corner.
pub type Window = (LonLat, LonLat);

/// Puts the hits that have a place – and lie in the window, if there is one – into squares of
/// `size_m` metres. Every one is in exactly one cluster; with a size of 0 each place has its own.
pub fn clusters<'a>(
    hits: impl IntoIterator<Item = (usize, &'a Hit<'a>)>,
    window: Option<Window>,
    size_m: f64,
) -> Vec<Cluster> {
    let size_cm = (size_m * 100.0).max(1.0) as i64;
    let mut squares: BTreeMap<(i64, i64), (GridPoint, Vec<usize>)> = BTreeMap::new();
    for (number, hit) in hits {
        let Some(point) = hit.entry.point else { continue };
        let inside = window.is_none_or(|(low, high)| {
            hit.entry.record.resource.place.is_some_and(|place| {
                (low.lon..=high.lon).contains(&place.lon)
                    && (low.lat..=high.lat).contains(&place.lat)
            })
        });
        if !inside {
            continue;
        }
        let square = (point.x.div_euclid(size_cm), point.y.div_euclid(size_cm));
        let (sum, members) = squares.entry(square).or_insert((GridPoint::new(0, 0), Vec::new()));
        sum.x += point.x;
        sum.y += point.y;
        members.push(number);
    }
    let placed = |(sum, members): (GridPoint, Vec<usize>)| {
        let count = i64::try_from(members.len()).unwrap_or(i64::MAX);
        Cluster { centre: GridPoint::new(sum.x / count, sum.y / count), members }
    };
    squares.into_values().map(placed).collect()
}
