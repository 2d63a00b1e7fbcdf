//! Which named line an edge lies on, and which lines lie on no edge.

use std::collections::{BTreeMap, BTreeSet};

use rstar::RTree;

use super::chain::SidedEdge;
use super::index::{Piece, coordinates};
use super::{Finding, FindingKind, LineInfo, NamedLine};
use crate::domain::grid::{GridPoint, distance_m};

/// Every info once, in the order of ids.
pub(super) fn distinct_infos(lines: &[NamedLine]) -> Vec<&LineInfo> {
    let mut by_id: BTreeMap<&str, Vec<&LineInfo>> = BTreeMap::new();
    for line in lines {
        let same_id = by_id.entry(&line.info.id).or_default();
        if !same_id.contains(&&line.info) {
            same_id.push(&line.info);
        }
    }
    by_id.into_values().flatten().collect()
}

/// The middle of a segment, to the centimetre.
fn middle(a: GridPoint, b: GridPoint) -> GridPoint {
    GridPoint::new((a.x + b.x).div_euclid(2), (a.y + b.y).div_euclid(2))
}

/// The R-tree of edges.
fn edge_tree<'a>(edges: impl Iterator<Item = (usize, &'a SidedEdge)>) -> RTree<Piece<usize>> {
    RTree::bulk_load(edges.map(|(data, e)| Piece { a: e.a, b: e.b, data }).collect())
}

/// Points where edges have to be split because a line ends in the middle of them, and no vertex of
/// the edge is near: the name changes there.
pub(super) fn splits(edges: &[SidedEdge], lines: &[NamedLine], tolerance_m: f64) -> Vec<GridPoint> {
    let vertices: BTreeSet<GridPoint> = edges.iter().flat_map(|e| [e.a, e.b]).collect();
    let tree = edge_tree(edges.iter().enumerate());
    let ends = lines.iter().filter(|line| line.points.first() != line.points.last());
    let ends = ends.flat_map(|line| line.points.first().into_iter().chain(line.points.last()));
    let split = |&end: &GridPoint| {
        if vertices.contains(&end) {
            return None;
        }
        let edge = tree.nearest_neighbor(&coordinates(end))?;
        let foot = distance_m(end, edge.a, edge.b);
        let to_vertex = end.distance_m(edge.a).min(end.distance_m(edge.b));
        if foot.distance_m == 0.0 {
            return Some(end);
        }
        let apart = foot.distance_m <= tolerance_m && to_vertex > tolerance_m;
        apart.then(|| GridPoint::nearest(foot.x, foot.y))
    };
    ends.filter_map(split).collect()
}

/// Gives every edge the nearest line that both its ends and its middle lie on, within the tolerance,
/// and reports the lines of which a part or all lies on no edge.
pub(super) fn name(
    edges: &mut [SidedEdge],
    lines: &[NamedLine],
    infos: &[&LineInfo],
    tolerance_m: f64,
) -> Vec<Finding> {
    let info_of = |line: &NamedLine| infos.iter().position(|info| **info == line.info);
    let info_of: Vec<_> = lines.iter().map(info_of).collect();
    let pieces = lines.iter().zip(&info_of).flat_map(|(line, info)| {
        line.points.windows(2).map(move |p| Piece { a: p[0], b: p[1], data: *info })
    });
    let tree = RTree::bulk_load(pieces.collect());
    for edge in edges.iter_mut() {
        edge.info = nearest_line(&tree, edge, tolerance_m);
    }

    let mut findings = Vec::new();
    for (line, info) in lines.iter().zip(&info_of) {
        let own = edges.iter().enumerate().filter(|(_, edge)| edge.info == *info);
        findings.extend(uncovered(line, &edge_tree(own), tolerance_m));
    }
    findings
}

/// The info of the line that an edge lies on: the nearest, and the first among equally near ones.
fn nearest_line(
    tree: &RTree<Piece<Option<usize>>>,
    edge: &SidedEdge,
    tolerance_m: f64,
) -> Option<usize> {
    // Half a cell more for the middle, which is rounded to the grid.
    let reach_cm = tolerance_m * 100.0 + 0.72;
    let near = |p: GridPoint| -> BTreeMap<usize, f64> {
        let mut nearest: BTreeMap<usize, f64> = BTreeMap::new();
        for piece in tree.locate_within_distance(coordinates(p), reach_cm * reach_cm) {
            let Some(info) = piece.data else { continue };
            let distance = distance_m(p, piece.a, piece.b).distance_m;
            let best = nearest.entry(info).or_insert(distance);
            *best = best.min(distance);
        }
        nearest
    };
    let (a, b, m) = (near(edge.a), near(edge.b), near(middle(edge.a, edge.b)));
    let on_all = a.into_iter().filter_map(|(info, at_a)| {
        let (at_b, at_m) = (*b.get(&info)?, *m.get(&info)?);
        let ends = at_a.max(at_b);
        (ends <= tolerance_m).then_some((info, ends.max(at_m), at_a + at_b))
    });
    let nearest =
        on_all.min_by(|p, q| p.1.total_cmp(&q.1).then(p.2.total_cmp(&q.2)).then(p.0.cmp(&q.0)));
    nearest.map(|(info, ..)| info)
}

/// A finding when a line does not lie on edges that it names all along; vertices and the middles
/// between them are looked at.
fn uncovered(line: &NamedLine, own: &RTree<Piece<usize>>, tolerance_m: f64) -> Option<Finding> {
    let on_edge = |p: GridPoint| {
        own.nearest_neighbor(&coordinates(p)).is_some_and(|edge| {
            let reach_m = tolerance_m + 0.0072;
            distance_m(p, edge.a, edge.b).distance_m <= reach_m
        })
    };
    let (mut length_m, mut total_m) = (0.0, 0.0);
    let mut place = None;
    for p in line.points.windows(2) {
        let (a, b) = (p[0], p[1]);
        total_m += a.distance_m(b);
        let off = [a, b, middle(a, b)].into_iter().find(|p| !on_edge(*p));
        if let Some(off) = off {
            place = place.or(Some(off));
            length_m += a.distance_m(b);
        }
    }
    let whole = own.size() == 0 || length_m >= total_m && !line.points.iter().any(|p| on_edge(*p));
    let kind = if whole { FindingKind::UnusedLine } else { FindingKind::DanglingLine };
    let mut finding = Finding::new(kind, place?).line(&line.info.id);
    finding.length_m = length_m;
    Some(finding)
}
