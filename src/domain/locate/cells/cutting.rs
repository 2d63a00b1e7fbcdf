//! Cutting the plane into cells.

use std::{
    cmp::Ordering,
    collections::{BinaryHeap, HashMap},
    f64::consts::FRAC_1_SQRT_2,
    hash::Hash,
    num::NonZero,
    panic::resume_unwind,
    thread,
};

use super::{Cells, Edge, LEAF, Line, UNKNOWN, higher, index, lower};
use crate::domain::grid::GridPoint;

/// Cells with more candidates than this are worth being cut.
const FEW: usize = 6;
/// How many cells are cut at least and at most, where that is worth it; few, so that all stay in the
/// processor's cache. Each cut costs some hundred bytes and some microseconds.
const CUTS: (usize, usize) = (2_000, 60_000);
/// The side of the smallest cells, as a power of two in centimetres: 2.56 m.
const SMALLEST: u32 = 8;
/// Cells away from all lines come later: few positions lie there.
const AWAY: f64 = 1.0 / 256.0;
/// A cut makes 4 × 4 cells.
const PARTS: usize = 16;
/// Into how many parts each side of a finished cell is cut to see which candidates are one anywhere.
const CLOSER: usize = 8;
/// How many cuts one look into the table of the beginning skips at most.
const SKIPPED: u32 = 3;
/// What is rounded on the way, in centimetres.
const ROOM: f64 = 2.0;

/// A square on the way to becoming a leaf.
struct Square {
    x: f64,
    y: f64,
    bits: u32,
    /// Its place in `cuts`.
    slot: usize,
    candidates: Vec<u32>,
    /// What is known of all of it, once no edge runs through it.
    label: Option<u32>,
    worth: f64,
}

impl<L: Clone + Eq + Hash + Sync> Cells<L> {
    /// Cuts the plane around edges. `label` is asked for a position in each cell that no edge runs
    /// through. Cost: some ten milliseconds for a thousand edges. `None` without edges.
    pub fn new(edges: &[Edge], label: impl Fn(GridPoint) -> L) -> Option<Self> {
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
        let mut cells = Self {
            edges: edges.to_vec(),
            lines: edges.iter().map(|edge| Line::new(edge, origin)).collect(),
            origin,
            bits,
            cuts: vec![0],
            starts: Vec::new(),
            start_bits: bits - 2 * SKIPPED.min((bits - SMALLEST) / 2),
            lists: Vec::new(),
            labels: Vec::new(),
        };
        let (from, to) = (cells.relative(low), cells.relative(high));
        let near = |x: f64, y: f64, side: f64| {
            x <= to.0 && x + side >= from.0 && y <= to.1 && y + side >= from.1
        };
        let candidates = (0..).take(edges.len()).collect();
        let worth = f64::INFINITY;
        let all = Square { x: 0.0, y: 0.0, bits, slot: 0, candidates, label: None, worth };
        let mut heap = BinaryHeap::from([all]);
        let (mut known, mut lists): (HashMap<L, u32>, _) = (HashMap::new(), HashMap::new());
        let most = (edges.len() / 4).clamp(CUTS.0, CUTS.1);
        let mut leaves = Vec::new();
        for cut in 0.. {
            let Some(square) = heap.pop() else { break };
            if square.worth <= 0.0 || cut >= most {
                leaves.push(square);
                continue;
            }
            let first = cells.cuts.len();
            cells.cuts[square.slot] = index(first);
            cells.cuts.resize(first + PARTS, 0);
            let bits = square.bits - 2;
            let side = (1u64 << bits) as f64;
            for part in 0..PARTS {
                let x = square.x + (part % 4) as f64 * side;
                let y = square.y + (part / 4) as f64 * side;
                let (candidates, crossed) = cells.around(&square.candidates, x, y, side);
                let label = square.label.or_else(|| {
                    let middle = |corner: f64| corner as i64 + (1 << bits) / 2;
                    (!crossed).then(|| {
                        let at = GridPoint::new(origin.x + middle(x), origin.y + middle(y));
                        // Few differ, and few stay in the processor's cache.
                        *known.entry(label(at)).or_insert_with_key(|label| {
                            cells.labels.push(label.clone());
                            index(cells.labels.len() - 1)
                        })
                    })
                });
                let many = candidates.len().saturating_sub(FEW) as f64;
                // To look closer costs as much as many candidates.
                let many = if label.is_some() { many } else { many + 50.0 };
                let weight = if near(x, y, side) { 1.0 } else { AWAY };
                let worth = if bits < SMALLEST + 2 { 0.0 } else { many * side * side * weight };
                heap.push(Square { x, y, bits, slot: first + part, candidates, label, worth });
            }
        }
        for (square, candidates) in leaves.iter().zip(cells.all_closer(&leaves)) {
            cells.leaf(square, candidates, &mut lists);
        }
        let side = 1u64 << (bits - cells.start_bits);
        let corners = (0..side * side).map(|at| (at % side, at / side));
        let start = |(x, y)| {
            let bits = cells.start_bits;
            cells.descend(cells.cuts[0], cells.bits, bits, x << bits, y << bits)
        };
        cells.starts = corners.map(start).collect();
        Some(cells)
    }
}

impl<L> Cells<L> {
    /// Makes a square a leaf. Neighbours often have the same list: it is kept once.
    fn leaf(&mut self, square: &Square, candidates: Vec<u32>, known: &mut HashMap<Vec<u32>, u32>) {
        let mut list = vec![square.label.unwrap_or(UNKNOWN), index(candidates.len())];
        list.extend_from_slice(&candidates);
        let place = known.entry(list).or_insert_with_key(|list| {
            let place = index(self.lists.len());
            self.lists.extend_from_slice(list);
            place
        });
        self.cuts[square.slot] = LEAF | *place;
    }

    /// The candidates of all squares, worked out by all cores: this takes most of the time.
    fn all_closer(&self, squares: &[Square]) -> Vec<Vec<u32>>
    where
        L: Sync,
    {
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        let share = squares.len().div_ceil(threads).max(1);
        let closer = |squares: &[Square]| -> Vec<_> {
            squares.iter().map(|square| self.closer(square)).collect()
        };
        thread::scope(|scope| {
            let work = |squares| scope.spawn(move || closer(squares));
            let all: Vec<_> = squares.chunks(share).map(work).collect();
            let done = all.into_iter().map(|work| work.join());
            done.flat_map(|lists| lists.unwrap_or_else(|panic| resume_unwind(panic))).collect()
        })
    }

    /// The candidates of a square that are one in some part of it, as far as the middles of the parts
    /// tell.
    fn closer(&self, square: &Square) -> Vec<u32> {
        const PARTS: usize = CLOSER * CLOSER;
        if square.candidates.len() < 2 {
            return square.candidates.clone();
        }
        let side = (1u64 << square.bits) as f64 / CLOSER as f64;
        let corner = side * FRAC_1_SQRT_2;
        let middle = |from: f64, part: usize| from + (part as f64 + 0.5) * side;
        let x: [f64; PARTS] = std::array::from_fn(|part| middle(square.x, part % CLOSER));
        let y: [f64; PARTS] = std::array::from_fn(|part| middle(square.y, part / CLOSER));
        let mut limits = [f64::INFINITY; PARTS];
        let line = |index: &u32| &self.lines[*index as usize];
        let far = |index: &u32| -> [f64; PARTS] {
            let line = line(index);
            std::array::from_fn(|part| line.distance_2(x[part], y[part]))
        };
        let all: Vec<[f64; PARTS]> = square.candidates.iter().map(far).collect();
        for far in &all {
            limits.iter_mut().zip(far).for_each(|(limit, far)| *limit = lower(*limit, *far));
        }
        // At a corner the nearest is so much farther at most, and another one so much nearer.
        let limits = limits.map(|nearest_2| (nearest_2.sqrt() + 2.0 * corner + ROOM).powi(2));
        let within = |(index, far): &(&u32, &[f64; PARTS])| {
            let reach = line(index).reach_2.sqrt() + corner + ROOM;
            far.iter().zip(&limits).any(|(far, limit)| *far <= limit.max(reach * reach))
        };
        square.candidates.iter().zip(&all).filter(within).map(|(index, _)| *index).collect()
    }

    /// The edges that can be nearest to a position in a square, or have one in reach, as far as its
    /// middle tells: a bit more than those of [`around`](Self::around), at a fraction of the cost.
    fn near_middle(&self, of: &[u32], x: f64, y: f64, side: f64) -> Vec<u32> {
        let half = side / 2.0;
        let corner = half * std::f64::consts::SQRT_2;
        let from = |index: &u32| self.lines[*index as usize].distance_2(x + half, y + half);
        let all: Vec<f64> = of.iter().map(from).collect();
        let nearest = all.iter().copied().fold(f64::INFINITY, lower).sqrt();
        // At a corner the nearest is so much farther at most, and another one so much nearer.
        let limit = nearest + 2.0 * corner + ROOM;
        let within = |(index, distance_2): &(&u32, f64)| {
            let reach = self.lines[**index as usize].reach_2.sqrt() + corner + ROOM;
            *distance_2 <= limit.max(reach) * limit.max(reach)
        };
        of.iter().zip(all).filter(within).map(|(index, _)| *index).collect()
    }

    /// The edges that can be nearest to a position in a square, or have one in reach; and whether
    /// one may run through it.
    fn around(&self, of: &[u32], x: f64, y: f64, side: f64) -> (Vec<u32>, bool) {
        let square = [(x, y), (x + side, y), (x, y + side), (x + side, y + side)];
        let line = |index: &u32| &self.lines[*index as usize];
        // The farthest place from a line is a corner.
        let farthest = |index: &u32| {
            square.map(|(x, y)| line(index).distance_2(x, y)).into_iter().fold(0.0, higher)
        };
        let mut candidates = self.near_middle(of, x, y, side);
        let nearest = candidates.iter().map(farthest).fold(f64::INFINITY, lower).sqrt();
        let mut crossed = false;
        candidates.retain(|index| {
            let from = line(index).gap_to_square(x, y, side) - ROOM;
            let is = from <= nearest.max(line(index).reach_2.sqrt());
            crossed |= is && from <= 0.0;
            is
        });
        (candidates, crossed)
    }
}

impl Line {
    /// At most the distance to a square, in centimetres; not above 0 when it runs through it.
    fn gap_to_square(&self, x: f64, y: f64, side: f64) -> f64 {
        let half = side / 2.0;
        let to_middle = self.distance_2(x + half, y + half).sqrt();
        if to_middle <= half {
            return 0.0;
        }
        let (x, y) = (x + half - self.x, y + half - self.y);
        // Both are convex: the widest gap between their shadows on the axes, on the line's normal
        // and towards the ends of the line.
        let beside =
            |at, from, to| higher(lower(from, to) - at - half, at - half - higher(from, to));
        let (right, up) = (beside(x, 0.0, self.dx), beside(y, 0.0, self.dy));
        let normal = if self.part > 0.0 {
            let per_length = self.part.sqrt();
            let (nx, ny) = (self.dy * per_length, -self.dx * per_length);
            (x * nx + y * ny).abs() - half * (nx.abs() + ny.abs())
        } else {
            0.0
        };
        let (right, up) = (higher(right, 0.0), higher(up, 0.0));
        let corner = (right * right + up * up).sqrt();
        let round = to_middle - half * std::f64::consts::SQRT_2;
        higher(higher(normal, corner), round)
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
