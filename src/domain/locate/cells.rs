//! The plane cut into cells, each with the few lines that can be nearest to a position in it: for
//! millions of positions.

mod cutting;

use crate::domain::grid::{GridPoint, distance_m};

/// Marks a leaf.
const LEAF: u32 = 1 << 31;
/// Stands for no label.
const UNKNOWN: u32 = u32::MAX;
/// Distances this close to where the rounding turns, in decimetres, are worked out exactly.
const ROUNDING: f64 = 1e-6;
/// Differences above this, in centimetres, are none of rounding.
const CERTAIN: f64 = 0.01;

/// A piece of a line, and how near it matters.
#[derive(Debug, Clone, Copy)]
pub struct Edge {
    /// One end.
    pub a: GridPoint,
    /// The other end.
    pub b: GridPoint,
    /// Positions nearer than this, in metres, are in its reach, and those on it, see [`Look::nearest_dm`].
    pub reach_m: f64,
}

/// Answers "what is around this position?" from a list that was made for its cell.
///
/// `L` is what is known of a whole cell that no edge runs through.
#[derive(Debug)]
pub struct Cells<L> {
    edges: Vec<Edge>,
    lines: Vec<Line>,
    origin: GridPoint,
    /// The side of the whole as a power of two in centimetres.
    bits: u32,
    /// 16 entries a cut: where the cut of the part begins, or its list.
    cuts: Vec<u32>,
    /// Where a look begins: for each square of a coarse net what the cuts lead to, and the side of
    /// what is left to be cut as a power of two.
    starts: Vec<(u32, u32)>,
    /// The side of those squares as a power of two in centimetres.
    start_bits: u32,
    /// For each leaf: its label, how many candidates it has, and which.
    lists: Vec<u32>,
    labels: Vec<L>,
}

/// An edge made ready: relative to the origin, in centimetres.
#[derive(Debug, Clone, Copy)]
struct Line {
    x: f64,
    y: f64,
    dx: f64,
    dy: f64,
    /// One over the squared length; 0 for a point.
    part: f64,
    /// Square of the reach with room for rounding.
    reach_2: f64,
}

/// What is known around one position.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a, L> {
    cells: &'a Cells<L>,
    label: u32,
    candidates: &'a [u32],
    at: GridPoint,
    x: f64,
    y: f64,
}

impl<L> Cells<L> {
    /// Follows the cuts from an entry to the leaf that holds a position, or to squares of a side.
    fn descend(&self, entry: u32, bits: u32, to: u32, x: u64, y: u64) -> (u32, u32) {
        let (mut entry, mut bits) = (entry, bits);
        while entry & LEAF == 0 && bits > to {
            bits -= 2;
            let part = (x >> bits & 3) | (y >> bits & 3) << 2;
            entry = self.cuts[entry as usize + part as usize];
        }
        (entry, bits)
    }

    fn relative(&self, at: GridPoint) -> (f64, f64) {
        ((at.x - self.origin.x) as f64, (at.y - self.origin.y) as f64)
    }

    /// The south-western and north-eastern corner of what is cut into cells.
    pub fn corners(&self) -> [GridPoint; 2] {
        let side = 1 << self.bits;
        [self.origin, GridPoint::new(self.origin.x + side, self.origin.y + side)]
    }

    /// What is around a position; `None` far away from all edges.
    pub fn look(&self, at: GridPoint) -> Option<Look<'_, L>> {
        let (x, y) =
            (at.x.wrapping_sub(self.origin.x) as u64, at.y.wrapping_sub(self.origin.y) as u64);
        if (x | y) >> self.bits != 0 {
            return None;
        }
        let row = y >> self.start_bits << (self.bits - self.start_bits);
        let (entry, bits) = self.starts[(row | x >> self.start_bits) as usize];
        let (entry, _) = self.descend(entry, bits, 0, x, y);
        let list = &self.lists[(entry & !LEAF) as usize..];
        let candidates = &list[2..2 + list[1] as usize];
        let (x, y) = (x as i64 as f64, y as i64 as f64);
        Some(Look { cells: self, label: list[0], candidates, at, x, y })
    }
}

impl<'a, L> Look<'a, L> {
    /// What is known of all positions around; `None` where an edge is too close to say.
    pub fn label(&self) -> Option<&'a L> {
        self.cells.labels.get(self.label as usize)
    }

    /// Decimetres to the nearest edge, rounded. Calls `in_reach` with every edge that is nearer than
    /// its reach, and how far it is in metres; an edge is named by its place in the list.
    pub fn nearest_dm(&self, mut in_reach: impl FnMut(usize, f64)) -> u64 {
        let mut nearest = f64::INFINITY;
        for index in self.candidates {
            let line = &self.cells.lines[*index as usize];
            let distance_2 = line.distance_2(self.x, self.y);
            nearest = lower(nearest, distance_2);
            if distance_2 <= line.reach_2 {
                let (index, exact_m) = (*index as usize, self.exact_m(*index));
                if exact_m < self.cells.edges[index].reach_m || exact_m == 0.0 {
                    in_reach(index, exact_m);
                }
            }
        }
        let tenths = nearest.sqrt() * 0.1;
        let whole = tenths as i64;
        let part = tenths - whole as f64;
        if (part - 0.5).abs() < ROUNDING {
            let limit = nearest * (1.0 + ROUNDING) + ROUNDING;
            let close = self.candidates.iter().filter(|index| {
                self.cells.lines[**index as usize].distance_2(self.x, self.y) <= limit
            });
            let exact_m = close.map(|index| self.exact_m(*index)).fold(f64::INFINITY, f64::min);
            return (exact_m * 10.0).round() as u64;
        }
        whole as u64 + u64::from(part > 0.5)
    }

    /// The edge that the position lies beside, and whether on its left, seen from its first end;
    /// `None` unless that is certain: nothing else is as near, and its nearest place is neither end.
    /// Nothing lies between the two then.
    pub fn beside(&self) -> Option<(usize, bool)> {
        let (mut best, mut next) = ((f64::INFINITY, 0), f64::INFINITY);
        for index in self.candidates {
            let distance_2 = self.cells.lines[*index as usize].distance_2(self.x, self.y);
            if distance_2 < best.0 {
                (best, next) = ((distance_2, *index as usize), best.0);
            } else {
                next = lower(next, distance_2);
            }
        }
        let (distance, index) = (best.0.sqrt(), best.1);
        let line = self.cells.lines.get(index)?;
        let (px, py) = (self.x - line.x, self.y - line.y);
        let along = (px * line.dx + py * line.dy) * line.part;
        let room = CERTAIN * line.part.sqrt();
        let certain = line.part > 0.0
            && distance > CERTAIN
            && next.sqrt() - distance > CERTAIN
            && (room..=1.0 - room).contains(&along);
        certain.then_some((index, line.dx * py - line.dy * px > 0.0))
    }

    fn exact_m(&self, index: u32) -> f64 {
        let edge = &self.cells.edges[index as usize];
        distance_m(self.at, edge.a, edge.b).distance_m
    }
}

impl Line {
    fn new(edge: &Edge, origin: GridPoint) -> Self {
        let (dx, dy) = ((edge.b.x - edge.a.x) as f64, (edge.b.y - edge.a.y) as f64);
        let length_2 = dx * dx + dy * dy;
        // A tenth of a millimetre more.
        let reach = edge.reach_m.max(0.0) * 100.0 + 0.01;
        Self {
            x: (edge.a.x - origin.x) as f64,
            y: (edge.a.y - origin.y) as f64,
            dx,
            dy,
            part: if length_2 > 0.0 { 1.0 / length_2 } else { 0.0 },
            reach_2: reach * reach,
        }
    }

    /// The squared distance in cm², right to some 15 digits.
    fn distance_2(&self, x: f64, y: f64) -> f64 {
        let (px, py) = (x - self.x, y - self.y);
        let along = higher(0.0, lower(1.0, (px * self.dx + py * self.dy) * self.part));
        let (ex, ey) = (px - along * self.dx, py - along * self.dy);
        ex * ex + ey * ey
    }
}

/// The lower one of two numbers, neither of them NaN: one instruction, unlike `f64::min`.
fn lower(one: f64, other: f64) -> f64 {
    if one < other { one } else { other }
}

/// The higher one of two numbers, neither of them NaN.
fn higher(one: f64, other: f64) -> f64 {
    if one > other { one } else { other }
}

/// A place in a list; lists stay far below four billion entries.
fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(UNKNOWN)
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::grid::orient;

    fn p(x: i64, y: i64) -> GridPoint {
        GridPoint::new(x, y)
    }

    #[test]
    fn there_is_nothing_without_edges_and_far_away() {
        assert!(Cells::new(&[], |_| ()).is_none());
        let cells = Cells::new(&[Edge { a: p(0, 0), b: p(0, 0), reach_m: 0.0 }], |_| ()).unwrap();
        assert!(cells.look(p(i64::MAX, 0)).is_none() && cells.look(p(0, -1 << 40)).is_none());
        assert_eq!(cells.look(p(30, 40)).unwrap().nearest_dm(|_, _| ()), 5);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_look_agrees_with_looking_at_every_edge(
            ends in prop::collection::vec((-40i64..40, -40i64..40), 2..30),
            scale in prop::sample::select(vec![1i64, 300, 20_000]),
            reach_m in prop::sample::select(vec![0.0, 0.5, 40.0, 900.0]),
            at in prop::collection::vec((-60i64..60, -60i64..60, -3i64..3, -3i64..3), 60),
        ) {
            let ends: Vec<_> = ends.iter().map(|&(x, y)| p(x * scale, y * scale)).collect();
            let edge = |pair: &[GridPoint]| Edge { a: pair[0], b: pair[1], reach_m };
            let edges: Vec<Edge> = ends.windows(2).map(edge).collect();
            let all = Cells::new(&edges, |_| ()).unwrap();
            for (x, y, dx, dy) in at {
                let at = p(x * scale + dx, y * scale + dy);
                let exact = |edge: &Edge| distance_m(at, edge.a, edge.b).distance_m;
                if let Some(look) = all.look(at) {
                    let mut near = Vec::new();
                    let nearest = look.nearest_dm(|index, distance| near.push((index, distance)));
                    let exact_m = edges.iter().map(exact).fold(f64::MAX, f64::min);
                    prop_assert_eq!(nearest, (exact_m * 10.0).round() as u64);
                    if let Some((index, left)) = look.beside() {
                        let Edge { a, b, .. } = edges[index];
                        let side = if left { Ordering::Greater } else { Ordering::Less };
                        prop_assert_eq!(orient(a, b, at), side);
                        prop_assert_eq!(exact(&edges[index]), exact_m);
                        let equal = edges.iter().filter(|edge| exact(edge) == exact_m).count();
                        prop_assert_eq!(equal, 1);
                    }
                    near.sort_by_key(|(index, _)| *index);
                    let distances = edges.iter().map(exact).enumerate();
                    let expected: Vec<_> =
                        distances.filter(|(_, m)| *m < reach_m || *m == 0.0).collect();
                    prop_assert_eq!(near, expected);
                }
            }
        }
    }
}
