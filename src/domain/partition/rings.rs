//! What a ring must be before it can bound anything.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use rstar::RTree;

use super::index::Piece;
use super::{Area, Finding, FindingKind};
use crate::domain::grid::{GRID_LIMIT, GridPoint, cross, orient};

/// Findings for every ring of an area: out of range, open, too few points, zero area, crossing
/// itself or another ring of the area. Touching in points is allowed, and so are parts of one area
/// that share an edge.
pub(super) fn check(area: &Area) -> Vec<Finding> {
    check_with(area, false)
}

/// As [`check`], but looks at each ring alone: parts of foreign areas may cross by a hair.
pub(super) fn check_apart(area: &Area) -> Vec<Finding> {
    check_with(area, true)
}

fn check_with(area: &Area, apart: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    if area.polygons.iter().all(|rings| rings.is_empty()) {
        let nowhere = GridPoint::default();
        return vec![Finding::new(FindingKind::EmptyArea, nowhere).area(&area.id)];
    }
    for ring in area.polygons.iter().flatten() {
        if let Some((kind, place)) = first_fault(ring) {
            let mut finding = Finding::new(kind, place).area(&area.id);
            finding.length_m = ring.windows(2).map(|p| p[0].distance_m(p[1])).sum();
            findings.push(finding);
        }
    }
    if findings.is_empty() {
        findings = crossings(area, apart);
    }
    findings
}

/// What is wrong with a ring alone, if anything.
fn first_fault(ring: &[GridPoint]) -> Option<(FindingKind, GridPoint)> {
    let first = *ring.first().unwrap_or(&GridPoint::default());
    // Foreign rings come in finer units; the limit only has to keep `i128` from overflowing.
    let limit = GRID_LIMIT * super::snap::FINE;
    if let Some(far) = ring.iter().find(|p| p.x.abs() > limit || p.y.abs() > limit) {
        return Some((FindingKind::OutOfRange, *far));
    }
    if ring.iter().collect::<BTreeSet<_>>().len() < 3 {
        return Some((FindingKind::TooFewPoints, first));
    }
    if ring.first() != ring.last() {
        return ring.last().map(|last| (FindingKind::OpenRing, *last));
    }
    (doubled_area(ring) == 0).then_some((FindingKind::ZeroArea, first))
}

/// Twice the signed area of a closed ring in square units of its coordinates, exactly; positive when
/// counter-clockwise.
pub(super) fn doubled_area(ring: &[GridPoint]) -> i128 {
    let Some(&origin) = ring.first() else { return 0 };
    // Relative to the ring's own start the sum stays small.
    ring.windows(2).map(|p| cross(origin, p[0], p[1])).sum()
}

/// The directed edges of an area with their turn: +1 when the area lies to the left of the edge,
/// −1 when it lies to the right. Exteriors and holes may turn either way. Edges of length 0 are left
/// out.
pub(super) fn edges(area: &Area) -> impl Iterator<Item = (GridPoint, GridPoint, i32)> {
    area.polygons.iter().flat_map(|rings| {
        rings.iter().enumerate().flat_map(|(index, ring)| {
            let ccw = doubled_area(ring) > 0;
            let turn = if ccw == (index == 0) { 1 } else { -1 };
            let edges = ring.windows(2).map(move |p| (p[0], p[1], turn));
            edges.filter(|(a, b, _)| a != b)
        })
    })
}

/// Places where the rings of an area cross (unless each is looked at alone), or a ring crosses or
/// runs along itself.
fn crossings(area: &Area, apart: bool) -> Vec<Finding> {
    let mut pieces = Vec::new();
    for (index, ring) in area.polygons.iter().flatten().enumerate() {
        let edges = ring.windows(2).filter(|p| p[0] != p[1]);
        for (at, p) in edges.enumerate() {
            pieces.push(Piece { a: p[0], b: p[1], data: (index, at) });
        }
    }
    let tree = RTree::bulk_load(pieces);
    let mut places = BTreeSet::new();
    for (p, q) in tree.intersection_candidates_with_other_tree(&tree) {
        if p.data < q.data && !(apart && p.data.0 != q.data.0) {
            places.extend(conflict(p, q));
        }
    }
    let finding = |place| Finding::new(FindingKind::SelfIntersection, place).area(&area.id);
    places.into_iter().map(finding).collect()
}

/// Near where two edges of an area cross, or where they overlap within one ring.
fn conflict(p: &Piece<(usize, usize)>, q: &Piece<(usize, usize)>) -> Option<GridPoint> {
    let (c, d) = (orient(p.a, p.b, q.a), orient(p.a, p.b, q.b));
    let (a, b) = (orient(q.a, q.b, p.a), orient(q.a, q.b, p.b));
    if c == Ordering::Equal && d == Ordering::Equal {
        if p.data.0 != q.data.0 {
            return None;
        }
        // On one line: the part they share runs from the later start to the earlier end.
        let from = p.a.min(p.b).max(q.a.min(q.b));
        let to = p.a.max(p.b).min(q.a.max(q.b));
        return (from < to).then_some(from);
    }
    let opposite = |s: Ordering, t: Ordering| s != Ordering::Equal && s == t.reverse();
    if !opposite(a, b) || !opposite(c, d) {
        return None;
    }
    let from = ratio(p, q);
    let at = |a: i64, b: i64| a as f64 + (b - a) as f64 * from;
    Some(GridPoint::nearest(at(p.a.x, p.b.x), at(p.a.y, p.b.y)))
}

/// How far along `p` the line of `q` crosses it, from 0 to 1.
fn ratio<T>(p: &Piece<T>, q: &Piece<T>) -> f64 {
    let from = cross(q.a, q.b, p.a);
    let to = cross(q.a, q.b, p.b);
    from as f64 / (from - to) as f64
}
