//! Snap rounding: bring segments to a planar state on the grid.
//!
//! Every grid point owns the half-open 1 cm cell around it. A cell is *hot* when something happens in
//! it; a segment that passes through a hot cell is bent to its centre (Hobby 1999; Guibas & Marimont
//! 1995). Two properties make the method fit for boundaries:
//!
//! * End points on the grid never move, and every bend is at most half a cell diagonal (0.71 cm)
//!   away from the *given* segment: segments are always bent from where they were given, so nothing
//!   drifts (the concern of Halperin & Packer's iterated snap rounding).
//! * Cells become hot only where they must: those of crossings, and those of the ends that a bent
//!   segment passes. Hobby's proof holds for that: what a segment sweeps over when it is bent is
//!   either an end in a cell it passes, which is hot then, or a segment that passes the hot cell too.
//!   Input that is planar comes back unchanged, so a second time changes nothing, and a vertex lying
//!   exactly on a segment splits it and bends nothing.
//!
//! Costs O(n log n) plus the pairs of segments whose boxes meet.

mod exact;
mod foreign;

use std::collections::BTreeSet;

use rstar::{AABB, RTree, RTreeObject, SelectionFunction};

pub use foreign::{ForeignArea, snap_foreign};

use super::index::{Piece, coordinates};
use crate::domain::grid::GridPoint;
pub(super) use exact::touch;
use exact::{cell, crossing, inside_segment, meets_cell};

/// Parts of a centimetre in which given segments are measured.
pub(super) const FINE: i64 = 256;

/// A given segment; its ends are in 1/256 cm, so that foreign lines are bent from where they really
/// run and not from where their ends were rounded to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    a: GridPoint,
    b: GridPoint,
}

impl Segment {
    /// A segment between grid points.
    pub(super) fn on_grid(a: GridPoint, b: GridPoint) -> Self {
        let fine = |p: GridPoint| GridPoint::new(p.x * FINE, p.y * FINE);
        Self { a: fine(a), b: fine(b) }
    }

    fn ends(self) -> [GridPoint; 2] {
        [cell(self.a), cell(self.b)]
    }
}

/// Where segments are bent or split.
#[derive(Default)]
struct Nodes {
    /// Centres of hot cells.
    hot: BTreeSet<GridPoint>,
    /// Points that split the segments exactly through them and bend nothing.
    on: BTreeSet<GridPoint>,
}

/// The course of every segment on the grid: two or more points, or one where it has shrunk to a
/// point. Pieces of different courses meet only in common ends, or are equal.
///
/// The ends of the segments must lie on the grid. `hot` are cells that are hot from the beginning.
pub(super) fn snap(segments: &[Segment], hot: &[GridPoint]) -> Vec<Vec<GridPoint>> {
    let mut nodes = meetings(segments);
    nodes.hot.extend(hot);
    let ends: BTreeSet<_> = segments.iter().flat_map(|s| s.ends()).collect();
    let ends = RTree::bulk_load(ends.into_iter().map(|at| NodePoint { at, hot: true }).collect());
    loop {
        let courses = route(segments, &nodes);
        let before = nodes.hot.len();
        for (segment, course) in segments.iter().zip(&courses) {
            let inner = course.get(1..course.len() - 1).unwrap_or_default();
            if inner.iter().any(|p| nodes.hot.contains(p)) {
                let passed = ends.locate_with_selection_function(Along(*segment));
                nodes.hot.extend(passed.map(|end| end.at));
            }
        }
        if nodes.hot.len() == before {
            return courses;
        }
    }
}

/// As [`snap`] for segments off the grid: every end and every crossing is hot.
fn snap_all(segments: &[Segment]) -> Vec<Vec<GridPoint>> {
    let mut nodes = meetings(segments);
    nodes.hot.extend(segments.iter().flat_map(|s| s.ends()));
    route(segments, &nodes)
}

/// Where segments cross, and the ends that lie exactly on another segment.
fn meetings(segments: &[Segment]) -> Nodes {
    let pieces = segments.iter().map(|s| Piece { a: s.a, b: s.b, data: *s }).collect();
    let tree = RTree::bulk_load(pieces);
    let mut nodes = Nodes::default();
    for (p, q) in tree.intersection_candidates_with_other_tree(&tree) {
        // Each pair comes both ways round, so that one end inside the other segment is enough.
        let inside = [p.a, p.b].into_iter().filter(|end| inside_segment(*end, q.a, q.b));
        nodes.on.extend(inside.map(cell));
        nodes.hot.extend(crossing(p.data, q.data));
    }
    nodes
}

/// A node in the R-tree.
struct NodePoint {
    at: GridPoint,
    hot: bool,
}

impl RTreeObject for NodePoint {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_point(coordinates(self.at))
    }
}

/// Selects the nodes that bend or split a segment; long segments only descend along their course.
struct Along(Segment);

impl SelectionFunction<NodePoint> for Along {
    fn should_unpack_parent(&self, envelope: &AABB<[f64; 2]>) -> bool {
        // A little more than half a cell: the exact test decides at the leaf.
        let margin = 0.51;
        let scale = FINE as f64;
        let a = [self.0.a.x as f64 / scale, self.0.a.y as f64 / scale];
        let d = [self.0.b.x as f64 / scale - a[0], self.0.b.y as f64 / scale - a[1]];
        let (lower, upper) = (envelope.lower(), envelope.upper());
        let apart = (0..2).any(|i| {
            a[i].max(a[i] + d[i]) < lower[i] - margin || a[i].min(a[i] + d[i]) > upper[i] + margin
        });
        if apart {
            return false;
        }
        let corner = |x: f64, y: f64| d[0] * (y - a[1]) - d[1] * (x - a[0]);
        let (x0, x1) = (lower[0] - margin, upper[0] + margin);
        let (y0, y1) = (lower[1] - margin, upper[1] + margin);
        let sides = [corner(x0, y0), corner(x0, y1), corner(x1, y0), corner(x1, y1)];
        sides.iter().any(|&s| s >= 0.0) && sides.iter().any(|&s| s <= 0.0)
    }

    fn should_unpack_leaf(&self, node: &NodePoint) -> bool {
        if node.hot {
            meets_cell(self.0, node.at)
        } else {
            let fine = GridPoint::new(node.at.x * FINE, node.at.y * FINE);
            inside_segment(fine, self.0.a, self.0.b)
        }
    }
}

/// Every segment through the nodes on its way, in order.
fn route(segments: &[Segment], nodes: &Nodes) -> Vec<Vec<GridPoint>> {
    let hot = nodes.hot.iter().map(|&at| NodePoint { at, hot: true });
    let on = nodes.on.difference(&nodes.hot).map(|&at| NodePoint { at, hot: false });
    let tree = RTree::bulk_load(hot.chain(on).collect());
    let course = |segment: &Segment| {
        let [from, to] = segment.ends();
        let (dx, dy) = (segment.b.x - segment.a.x, segment.b.y - segment.a.y);
        // A straight line visits disjoint cells in the order of their centres along it.
        let along =
            |p: &GridPoint| i128::from(dx) * i128::from(p.x) + i128::from(dy) * i128::from(p.y);
        let mut points: Vec<_> = tree
            .locate_with_selection_function(Along(*segment))
            .map(|node| node.at)
            .filter(|at| *at != from && *at != to)
            .collect();
        points.sort_by_key(|p| (along(p), *p));
        points.insert(0, from);
        points.push(to);
        points.dedup();
        points
    };
    segments.iter().map(course).collect()
}
