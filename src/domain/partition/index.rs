//! Segments for the R-tree.

use std::cmp::Ordering;

use rstar::{AABB, PointDistance, RTreeObject};

use crate::domain::grid::{GridPoint, distance_m};

/// A segment with what belongs to it, as an object of the R-tree.
///
/// Grid coordinates are exact as `f64`, so envelopes are exact. Distances in the tree are squared
/// centimetres; query points should be grid points.
#[derive(Debug, Clone)]
pub(crate) struct Piece<T> {
    pub a: GridPoint,
    pub b: GridPoint,
    pub data: T,
}

impl<T> RTreeObject for Piece<T> {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(coordinates(self.a), coordinates(self.b))
    }
}

impl<T> PointDistance for Piece<T> {
    fn distance_2(&self, point: &[f64; 2]) -> f64 {
        let from = GridPoint::nearest(point[0], point[1]);
        let distance = distance_m(from, self.a, self.b).distance_m * 100.0;
        distance * distance
    }
}

/// A grid point as the R-tree wants it.
pub(crate) fn coordinates(point: GridPoint) -> [f64; 2] {
    [point.x as f64, point.y as f64]
}

/// Where a line that goes up or down meets the horizontal through a point, as seen from that point.
///
/// The horizontal is taken an infinitesimal ε² above the point, so that no vertex lies on it: edges
/// meet it when they begin at or below it and end above. Ordered from west to east, exactly.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    /// Centimetres east of the point, times `rise`.
    part: i128,
    run: i128,
    rise: i128,
    /// Whether the edge goes up from its first to its second end.
    pub up: bool,
}

impl Hit {
    /// Where the edge from `a` to `b` meets the horizontal through `p`, if it does.
    pub(crate) fn of(p: GridPoint, a: GridPoint, b: GridPoint) -> Option<Self> {
        let up = a.y < b.y;
        let (low, high) = if up { (a, b) } else { (b, a) };
        if !(low.y <= p.y && p.y < high.y) {
            return None;
        }
        let (run, rise) = (i128::from(high.x - low.x), i128::from(high.y - low.y));
        let part = i128::from(low.x - p.x) * rise + i128::from(p.y - low.y) * run;
        Some(Self { part, run, rise, up })
    }

    /// On which side of the point the line is met: `Less` = west of it, `Equal` = exactly in it.
    pub(crate) fn side(&self) -> Ordering {
        self.part.cmp(&0)
    }

    /// Centimetres east of the point, rounded.
    pub(crate) fn offset_cm(&self) -> f64 {
        self.part as f64 / self.rise as f64
    }

    /// The order from west to east; where two edges meet in a vertex, that of their slopes just
    /// above it.
    pub(crate) fn cmp(&self, other: &Self) -> Ordering {
        let at = (self.part * other.rise).cmp(&(other.part * self.rise));
        at.then_with(|| (self.run * other.rise).cmp(&(other.run * self.rise)))
    }
}
