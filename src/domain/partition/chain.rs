//! From labelled edges to borders between nodes.

use std::collections::BTreeMap;

use super::{Border, FaceIndex, LineInfo};
use crate::domain::grid::GridPoint;

/// An edge of the finished partition: different areas on its sides, and the line that names it (an
/// index into the distinct infos).
#[derive(Debug, Clone)]
pub(super) struct SidedEdge {
    pub a: GridPoint,
    pub b: GridPoint,
    pub left: Option<usize>,
    pub right: Option<usize>,
    pub info: Option<usize>,
}

/// What must stay the same along a border, seen in the direction of travel.
type Sides = (Option<usize>, Option<usize>, Option<usize>);

impl SidedEdge {
    /// Where the edge leads from one of its ends, and its sides on the way.
    fn from(&self, end: GridPoint) -> (GridPoint, Sides) {
        if end == self.a {
            (self.b, (self.left, self.right, self.info))
        } else {
            (self.a, (self.right, self.left, self.info))
        }
    }
}

/// Joins sorted edges to borders, in canonical order and direction.
pub(super) fn borders(edges: &[SidedEdge], infos: &[&LineInfo]) -> Vec<Border> {
    let mut star: BTreeMap<GridPoint, Vec<usize>> = BTreeMap::new();
    for (index, edge) in edges.iter().enumerate() {
        star.entry(edge.a).or_default().push(index);
        star.entry(edge.b).or_default().push(index);
    }
    // The edge that goes on from an end of another, when nothing changes there.
    let onward = |at: GridPoint, came: usize| -> Option<usize> {
        let around = &star[&at];
        let [p, q] = around[..] else { return None };
        let next = if p == came { q } else { p };
        let (left, right, info) = edges[came].from(at).1;
        (edges[next].from(at).1 == (right, left, info)).then_some(next)
    };
    let mut used = vec![false; edges.len()];
    let mut borders = Vec::new();
    // First what begins at a node; what is left then are closed borders without one, which begin at
    // their smallest point because points come in order.
    for closed in [false, true] {
        for (&start, around) in &star {
            for &first in around {
                if used[first] || !closed && onward(start, first).is_some() {
                    continue;
                }
                let (mut at, sides) = edges[first].from(start);
                let mut points = vec![start, at];
                let mut current = first;
                used[first] = true;
                while let Some(next) = onward(at, current).filter(|next| !used[*next]) {
                    used[next] = true;
                    current = next;
                    at = edges[next].from(at).0;
                    points.push(at);
                }
                borders.push(canonical(points, sides, infos));
            }
        }
    }
    borders.sort_unstable_by(|p, q| p.points.cmp(&q.points));
    borders
}

/// A border in its canonical direction.
fn canonical(mut points: Vec<GridPoint>, sides: Sides, infos: &[&LineInfo]) -> Border {
    let (mut left, mut right, info) = sides;
    if points.iter().rev().lt(points.iter()) {
        points.reverse();
        std::mem::swap(&mut left, &mut right);
    }
    Border {
        points,
        left: left.map(FaceIndex),
        right: right.map(FaceIndex),
        line: info.map(|index| infos[index].clone()),
    }
}
