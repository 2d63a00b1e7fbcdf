//! The plane cut into cells, each with the few lines that can be nearest to a position in it: for
//! millions of positions.

use std::{cmp::Ordering, collections::BinaryHeap};

use crate::domain::grid::{GridPoint, distance_m};

/// Cells with more candidates than this are worth being cut.
const FEW: usize = 6;
/// How many cells are cut at least and at most, where that is worth it; each cut costs some hundred
/// bytes and some microseconds.
const CUTS: (usize, usize) = (6_000, 60_000);
/// The side of the smallest cells, as a power of two in centimetres: 2.56 m.
const SMALLEST: u32 = 8;
/// Cells away from all lines come later: few positions lie there.
const AWAY: f64 = 1.0 / 256.0;
/// A cut makes 4 × 4 cells.
const PARTS: usize = 16;
/// Marks a leaf.
const LEAF: u32 = 1 << 31;
/// Distances that differ less than this, relatively, are compared exactly.
const ROUNDING: f64 = 1e-9;

/// A piece of a line, and how near it matters.
#[derive(Debug, Clone, Copy)]
pub struct Edge {
    /// One end.
    pub a: GridPoint,
    /// The other end.
    pub b: GridPoint,
    /// Positions nearer than this, in metres, are [in its reach](Look::in_reach), and those on it.
    pub reach_m: f64,
}

/// Answers "what is around this position?" from a list that was made for its cell.
///
/// `L` is what is known of a whole cell that no edge runs through.
#[derive(Debug)]
pub struct Cells<L> {
    edges: Vec<Prepared>,
    origin: GridPoint,
    /// The side of the whole as a power of two in centimetres.
    bits: u32,
    /// 16 entries a cut: where the cut of the part begins, or its leaf.
    cuts: Vec<u32>,
    leaves: Vec<Leaf<L>>,
    candidates: Vec<u32>,
}

/// An edge made ready: relative to the origin, in centimetres.
#[derive(Debug, Clone, Copy)]
struct Prepared {
    x: f64,
    y: f64,
    dx: f64,
    dy: f64,
    /// One over the squared length; 0 for a point.
    part: f64,
    /// Square of the reach with room for rounding.
    reach_2: f64,
    edge: Edge,
}

#[derive(Debug)]
struct Leaf<L> {
    label: Option<L>,
    from: u32,
    to: u32,
}

/// What is known around one position.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a, L> {
    cells: &'a Cells<L>,
    leaf: &'a Leaf<L>,
    at: GridPoint,
    x: f64,
    y: f64,
}

/// A square on the way to becoming a leaf.
struct Square {
    x: f64,
    y: f64,
    bits: u32,
    /// Its place in `cuts`.
    slot: usize,
    candidates: Vec<u32>,
    /// What is known of all of it, once no edge runs through it.
    whole: bool,
    worth: f64,
}

impl<L: Clone> Cells<L> {
    /// Cuts the plane around edges. `label` is asked for a position in each cell that no edge runs
    /// through. Cost: some ten milliseconds for a thousand edges. `None` without edges.
    pub fn new(edges: &[Edge], label: impl Fn(GridPoint) -> L) -> Option<Self> {
        let edges_given = edges.len();
        let points = || edges.iter().flat_map(|edge| [edge.a, edge.b]);
        let low = GridPoint::new(points().map(|p| p.x).min()?, points().map(|p| p.y).min()?);
        let high = GridPoint::new(points().map(|p| p.x).max()?, points().map(|p| p.y).max()?);
        // Twice as wide as the lines, so that positions around them are served, too.
        let side = (high.x - low.x).max(high.y - low.y).max(1) * 2;
        let bits = (SMALLEST + 2).max(i64::BITS - side.leading_zeros());
        let half = 1 << (bits - 1);
        let origin = GridPoint::new(
            i64::midpoint(low.x, high.x) - half,
            i64::midpoint(low.y, high.y) - half,
        );
        let edges: Vec<Prepared> = edges.iter().map(|edge| Prepared::new(*edge, origin)).collect();
        let mut cells =
            Self { edges, origin, bits, cuts: vec![0], leaves: Vec::new(), candidates: Vec::new() };
        let (from, to) = (cells.relative(low), cells.relative(high));
        let near = |x: f64, y: f64, side: f64| {
            x <= to.0 && x + side >= from.0 && y <= to.1 && y + side >= from.1
        };
        let all = (0..).take(cells.edges.len()).collect();
        let mut heap = BinaryHeap::from([Square {
            x: 0.0,
            y: 0.0,
            bits,
            slot: 0,
            candidates: all,
            whole: false,
            worth: f64::INFINITY,
        }]);
        let most = (edges_given / 4).clamp(CUTS.0, CUTS.1);
        let mut labels = vec![None];
        for cut in 0.. {
            let Some(square) = heap.pop() else { break };
            if square.worth <= 0.0 || cut >= most {
                let label = labels[square.slot].take();
                cells.leaf(&square, label);
                continue;
            }
            let first = cells.cuts.len();
            cells.cuts[square.slot] = u32::try_from(first).unwrap_or(LEAF - 1);
            cells.cuts.resize(first + PARTS, 0);
            let known = labels[square.slot].take();
            labels.resize_with(first + PARTS, || None);
            let bits = square.bits - 2;
            let side = (1u64 << bits) as f64;
            for part in 0..PARTS {
                let x = square.x + (part % 4) as f64 * side;
                let y = square.y + (part / 4) as f64 * side;
                let (candidates, crossed) = cells.around(&square.candidates, x, y, side);
                let whole = square.whole || !crossed;
                labels[first + part] = match (&known, whole) {
                    (Some(label), _) => Some(L::clone(label)),
                    (None, true) => {
                        let middle = side as i64 / 2;
                        Some(label(GridPoint::new(
                            cells.origin.x + x as i64 + middle,
                            cells.origin.y + y as i64 + middle,
                        )))
                    }
                    (None, false) => None,
                };
                let many = candidates.len().saturating_sub(FEW) as f64;
                // An exact look for the face costs as much as many candidates.
                let many = if whole { many } else { many + 50.0 };
                let weight = if near(x, y, side) { 1.0 } else { AWAY };
                let worth = if bits < SMALLEST + 2 { 0.0 } else { many * side * side * weight };
                heap.push(Square { x, y, bits, slot: first + part, candidates, whole, worth });
            }
        }
        Some(cells)
    }

    fn leaf(&mut self, square: &Square, label: Option<L>) {
        let place = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        let from = place(self.candidates.len());
        self.candidates.extend_from_slice(&square.candidates);
        let to = place(self.candidates.len());
        self.cuts[square.slot] = LEAF | place(self.leaves.len());
        self.leaves.push(Leaf { label, from, to });
    }

    /// The edges that can be nearest to a position in a square, or have one in reach; and whether
    /// one may run through it.
    fn around(&self, of: &[u32], x: f64, y: f64, side: f64) -> (Vec<u32>, bool) {
        let (x, y) = (x + side / 2.0, y + side / 2.0);
        // Two centimetres more than half the diagonal, for what is rounded.
        let half = side * std::f64::consts::FRAC_1_SQRT_2 + 2.0;
        let distance = |index: &u32| self.edges[*index as usize].distance_2(x, y).sqrt();
        let nearest = of.iter().map(distance).fold(f64::INFINITY, f64::min);
        let mut candidates = Vec::new();
        for index in of {
            let reach = self.edges[*index as usize].reach_2.sqrt();
            if distance(index) - half <= (nearest + half).max(reach) {
                candidates.push(*index);
            }
        }
        (candidates, nearest <= half)
    }
}

impl<L> Cells<L> {
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
        let mut entry = self.cuts[0];
        let mut bits = self.bits;
        while entry & LEAF == 0 {
            bits -= 2;
            let part = (x >> bits & 3) | (y >> bits & 3) << 2;
            entry = self.cuts[entry as usize + part as usize];
        }
        let leaf = &self.leaves[(entry & !LEAF) as usize];
        Some(Look { cells: self, leaf, at, x: x as f64, y: y as f64 })
    }
}

impl<'a, L> Look<'a, L> {
    /// What is known of all positions around; `None` where an edge is too close to say.
    pub fn label(&self) -> Option<&'a L> {
        self.leaf.label.as_ref()
    }

    fn candidates(&self) -> impl Iterator<Item = (usize, &'a Prepared)> + use<'a, L> {
        let cells = self.cells;
        let list = &cells.candidates[self.leaf.from as usize..self.leaf.to as usize];
        list.iter().map(|index| (*index as usize, &cells.edges[*index as usize]))
    }

    /// Metres to the nearest edge. Calls `in_reach` with every edge that is nearer than its reach,
    /// and how far it is; an edge is named by its place in the list.
    pub fn nearest_m(&self, mut in_reach: impl FnMut(usize, f64)) -> f64 {
        let mut nearest = f64::INFINITY;
        let mut second = f64::INFINITY;
        let mut found = None;
        for (index, prepared) in self.candidates() {
            let distance_2 = prepared.distance_2(self.x, self.y);
            if distance_2 < nearest {
                (second, nearest, found) = (nearest, distance_2, Some(prepared));
            } else if distance_2 < second {
                second = distance_2;
            }
            if distance_2 <= prepared.reach_2 {
                let exact_m = prepared.exact_m(self.at);
                if exact_m < prepared.edge.reach_m || exact_m == 0.0 {
                    in_reach(index, exact_m);
                }
            }
        }
        let limit = nearest * (1.0 + ROUNDING) + ROUNDING;
        match found {
            Some(prepared) if second > limit => prepared.exact_m(self.at),
            _ => {
                let close =
                    self.candidates().filter(|(_, p)| p.distance_2(self.x, self.y) <= limit);
                close.map(|(_, p)| p.exact_m(self.at)).fold(f64::INFINITY, f64::min)
            }
        }
    }
}

impl Prepared {
    fn new(edge: Edge, origin: GridPoint) -> Self {
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
            edge,
        }
    }

    /// The squared distance in cm², right to some 15 digits.
    fn distance_2(&self, x: f64, y: f64) -> f64 {
        let (px, py) = (x - self.x, y - self.y);
        let along = ((px * self.dx + py * self.dy) * self.part).clamp(0.0, 1.0);
        let (ex, ey) = (px - along * self.dx, py - along * self.dy);
        ex * ex + ey * ey
    }

    fn exact_m(&self, at: GridPoint) -> f64 {
        distance_m(at, self.edge.a, self.edge.b).distance_m
    }
}

impl Ord for Square {
    fn cmp(&self, other: &Self) -> Ordering {
        self.worth.total_cmp(&other.worth).then(other.slot.cmp(&self.slot))
    }
}

impl PartialOrd for Square {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Square {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Square {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn p(x: i64, y: i64) -> GridPoint {
        GridPoint::new(x, y)
    }

    #[test]
    fn there_is_nothing_without_edges_and_far_away() {
        assert!(Cells::new(&[], |_| ()).is_none());
        let cells = Cells::new(&[Edge { a: p(0, 0), b: p(0, 0), reach_m: 0.0 }], |_| ()).unwrap();
        assert!(cells.look(p(i64::MAX, 0)).is_none() && cells.look(p(0, -1 << 40)).is_none());
        assert_eq!(cells.look(p(3, 4)).unwrap().nearest_m(|_, _| ()), 0.05);
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
                    let nearest = look.nearest_m(|index, distance| near.push((index, distance)));
                    prop_assert_eq!(nearest, edges.iter().map(exact).fold(f64::MAX, f64::min));
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
