//! The self-check of a partition.

use std::collections::BTreeMap;

use rstar::RTree;

use super::graph::{Graph, by_angle, merge_edges};
use super::index::Piece;
use super::snap::touch;
use super::{FaceIndex, Finding, FindingKind, Partition};
use crate::domain::grid::GridPoint;

impl Partition {
    /// Checks from scratch that the borders are planar, that none ends where no other begins, that
    /// the faces are closed and that both sides of every border agree with what is around them;
    /// empty when all is well. O(n log n).
    ///
    /// Everything [`build()`](super::build()) makes passes; this is for tests and for those who do not
    /// want to take that on trust.
    pub fn check(&self) -> Vec<Finding> {
        let mut edges = Vec::new();
        for border in &self.borders {
            for p in border.points.windows(2) {
                edges.push((p[0], p[1], border.left, border.right));
            }
        }
        let mut findings = crossings(&edges);
        findings.extend(around_points(&edges));
        if findings.is_empty() {
            findings = self.contradictions(&edges);
        }
        findings.sort_by_key(|finding| (finding.kind, finding.place));
        findings
    }

    /// Faces of the graph whose winding numbers do not say what the borders say. This reaches what
    /// no vertex sees: an island that claims to lie in another face than it does.
    fn contradictions(&self, edges: &[SidedPair]) -> Vec<Finding> {
        let courses: Vec<_> = edges.iter().map(|&(a, b, ..)| vec![a, b]).collect();
        let delta = |&(_, _, left, right): &SidedPair| {
            let side = |side: Option<FaceIndex>, turn| side.map(|face| (face.0, turn));
            side(left, 1).into_iter().chain(side(right, -1)).collect()
        };
        let deltas: Vec<_> = edges.iter().map(delta).collect();
        let graph = Graph::new(merge_edges(&courses, &deltas));
        let mut findings = Vec::new();
        for (index, face) in graph.faces.iter().enumerate() {
            let covered = face.winding.iter().all(|(_, times)| *times == 1);
            if !covered || face.winding.len() > 1 || index == 0 && !face.winding.is_empty() {
                let start = face.half_edges.iter().map(|&h| graph.ends(h).0).min();
                let place = start.unwrap_or_default();
                findings.push(Finding::new(FindingKind::Mislabelled, place));
            }
        }
        findings
    }
}

/// An edge with its sides.
type SidedPair = (GridPoint, GridPoint, Option<FaceIndex>, Option<FaceIndex>);

fn crossings(edges: &[SidedPair]) -> Vec<Finding> {
    let piece = |(data, e): (usize, &SidedPair)| Piece { a: e.0, b: e.1, data };
    let tree = RTree::bulk_load(edges.iter().enumerate().map(piece).collect());
    let pairs = tree.intersection_candidates_with_other_tree(&tree);
    let conflict = pairs.filter(|(p, q)| p.data < q.data && touch(p.a, p.b, q.a, q.b));
    conflict.map(|(p, _)| Finding::new(FindingKind::Crossing, p.a)).collect()
}

/// Dangling ends, and points around which the sides of the edges contradict each other.
fn around_points(edges: &[SidedPair]) -> Vec<Finding> {
    let mut star: BTreeMap<GridPoint, Vec<SidedPair>> = BTreeMap::new();
    for &(a, b, left, right) in edges {
        star.entry(a).or_default().push((a, b, left, right));
        star.entry(b).or_default().push((b, a, right, left));
    }
    let mut findings = Vec::new();
    for (place, mut around) in star {
        around.sort_unstable_by(|p, q| by_angle(place, p.1, q.1));
        let next = around.iter().cycle().skip(1);
        if around.len() < 2 {
            findings.push(Finding::new(FindingKind::DanglingEnd, place));
        } else if around.iter().any(|edge| edge.2 == edge.3)
            || around.iter().zip(next).any(|(edge, next)| edge.2 != next.3)
        {
            findings.push(Finding::new(FindingKind::Mislabelled, place));
        }
    }
    findings
}
