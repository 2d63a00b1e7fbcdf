//! The half-edge graph of a planar set of edges: faces, and which areas cover them.
//!
//! A doubly connected edge list (de Berg et al., *Computational Geometry*, chapter 2) in arrays:
//! half-edge `2e` runs along edge `e`, `2e + 1` against it, and each bounds the face to its left.
//! How often an area covers a face is its winding number, carried from the unbounded face across the
//! edges; each edge knows by how much it changes.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rstar::{AABB, RTree};

use super::index::{Hit, Piece, coordinates};
use crate::domain::grid::{GridPoint, cross};

/// Per area by how much the winding number left of an edge exceeds that on its right; never 0.
pub(super) type Deltas = Vec<(usize, i32)>;

/// An edge of the planar graph, from its smaller to its larger end.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    pub a: GridPoint,
    pub b: GridPoint,
    pub deltas: Deltas,
}

/// The edges that the pieces of snapped courses make, each once, sorted; what cancels out (an area
/// on both sides) is left out.
pub(super) fn merge_edges(courses: &[Vec<GridPoint>], deltas: &[Deltas]) -> Vec<Edge> {
    let mut pieces: BTreeMap<(GridPoint, GridPoint), BTreeMap<usize, i32>> = BTreeMap::new();
    for (course, deltas) in courses.iter().zip(deltas) {
        for p in course.windows(2) {
            let (a, b, sign) = if p[0] < p[1] { (p[0], p[1], 1) } else { (p[1], p[0], -1) };
            let sum = pieces.entry((a, b)).or_default();
            for &(area, turn) in deltas {
                *sum.entry(area).or_insert(0) += sign * turn;
            }
        }
    }
    let edge = |((a, b), sum): ((GridPoint, GridPoint), BTreeMap<usize, i32>)| {
        let deltas: Deltas = sum.into_iter().filter(|(_, turn)| *turn != 0).collect();
        (!deltas.is_empty()).then_some(Edge { a, b, deltas })
    };
    pieces.into_iter().filter_map(edge).collect()
}

/// A face of the graph. Face 0 is the unbounded one.
#[derive(Debug, Clone, Default)]
pub(super) struct GraphFace {
    /// All half-edges with this face on their left, holes included.
    pub half_edges: Vec<usize>,
    /// Twice its area in cm², exactly; meaningless for face 0.
    pub doubled_area: i128,
    /// Winding number of every area that covers it, sorted by area; never 0.
    pub winding: Deltas,
}

/// Edges and the faces between them.
pub(super) struct Graph {
    pub edges: Vec<Edge>,
    pub faces: Vec<GraphFace>,
    /// The face to the left of each half-edge.
    pub face_of: Vec<usize>,
}

impl Graph {
    /// Traces and labels the faces; O(n log n). The edges must be planar, and the deltas of each
    /// area must add up to 0 around every vertex, as those of closed rings do.
    pub(super) fn new(edges: Vec<Edge>) -> Self {
        let mut graph =
            Self { face_of: vec![usize::MAX; edges.len() * 2], edges, faces: Vec::new() };
        let cycles = graph.cycles();
        graph.collect_faces(cycles);
        graph.wind();
        graph
    }

    /// Where a half-edge starts and ends.
    pub(super) fn ends(&self, half_edge: usize) -> (GridPoint, GridPoint) {
        let edge = &self.edges[half_edge / 2];
        if half_edge.is_multiple_of(2) { (edge.a, edge.b) } else { (edge.b, edge.a) }
    }

    /// The face on the other side of a half-edge.
    pub(super) fn beyond(&self, half_edge: usize) -> usize {
        self.face_of[half_edge ^ 1]
    }

    /// The boundary walks, each with its face to the left.
    fn cycles(&self) -> Vec<Vec<usize>> {
        let count = self.edges.len() * 2;
        let mut star: Vec<usize> = (0..count).collect();
        star.sort_unstable_by(|&g, &h| {
            let ((a, b), (c, d)) = (self.ends(g), self.ends(h));
            a.cmp(&c).then_with(|| by_angle(a, b, d))
        });
        let mut place = vec![0; count];
        for (index, &half_edge) in star.iter().enumerate() {
            place[half_edge] = index;
        }
        let start = |h: usize| self.ends(h).0;
        // Back along the twin and on with its clockwise neighbour.
        let next = |h: usize| {
            let (twin, at) = (h ^ 1, place[h ^ 1]);
            if at > 0 && start(star[at - 1]) == start(twin) {
                return star[at - 1];
            }
            let behind = star[at..].partition_point(|&g| start(g) == start(twin));
            star[at + behind - 1]
        };
        let mut seen = vec![false; count];
        let mut cycles = Vec::new();
        for first in 0..count {
            let mut cycle = Vec::new();
            let mut h = first;
            while !seen[h] {
                seen[h] = true;
                cycle.push(h);
                h = next(h);
            }
            if !cycle.is_empty() {
                cycles.push(cycle);
            }
        }
        cycles
    }

    /// Counter-clockwise walks bound a face each; the others are the outsides of connected
    /// components and belong to the face that the component lies in.
    fn collect_faces(&mut self, cycles: Vec<Vec<usize>>) {
        self.faces.push(GraphFace::default());
        let mut islands = Vec::new();
        for cycle in cycles {
            let doubled_area = self.doubled_area(&cycle);
            if doubled_area > 0 {
                self.add(self.faces.len(), cycle, doubled_area);
            } else {
                let corner = cycle.iter().map(|&h| self.ends(h).0).min();
                islands.extend(corner.map(|corner| (corner, cycle, doubled_area)));
            }
        }
        // What lies to the west of a component's smallest point has a smaller one: it is done.
        islands.sort_unstable();
        let mut tree = RTree::new();
        if islands.len() > 1 {
            let piece = |(data, e): (usize, &Edge)| Piece { a: e.a, b: e.b, data };
            tree = RTree::bulk_load(self.edges.iter().enumerate().map(piece).collect());
        }
        for (corner, cycle, doubled_area) in islands {
            let face = self.west_of(&tree, corner).unwrap_or(0);
            self.add(face, cycle, doubled_area);
        }
    }

    fn doubled_area(&self, cycle: &[usize]) -> i128 {
        let Some(&first) = cycle.first() else { return 0 };
        let origin = self.ends(first).0;
        let triangle = |&h: &usize| {
            let (a, b) = self.ends(h);
            cross(origin, a, b)
        };
        cycle.iter().map(triangle).sum()
    }

    fn add(&mut self, face: usize, cycle: Vec<usize>, doubled_area: i128) {
        if face == self.faces.len() {
            self.faces.push(GraphFace::default());
        }
        for &half_edge in &cycle {
            self.face_of[half_edge] = face;
        }
        self.faces[face].half_edges.extend(cycle);
        self.faces[face].doubled_area += doubled_area;
    }

    /// The face directly west of the smallest point of a component.
    fn west_of(&self, tree: &RTree<Piece<usize>>, p: GridPoint) -> Option<usize> {
        let [x, y] = coordinates(p);
        let mut west: Option<(Hit, usize)> = None;
        let ray = AABB::from_corners([f64::MIN, y], [x, y]);
        for piece in tree.locate_in_envelope_intersecting(&ray) {
            let Some(hit) = Hit::of(p, piece.a, piece.b) else { continue };
            let nearer = west.is_none_or(|(best, _)| hit.cmp(&best) == Ordering::Greater);
            if hit.side() == Ordering::Less && nearer {
                // East of an edge that goes up is its right side.
                west = Some((hit, piece.data * 2 + usize::from(hit.up)));
            }
        }
        west.map(|(_, half_edge)| self.face_of[half_edge])
    }

    /// Carries the winding numbers from the unbounded face to all others.
    fn wind(&mut self) {
        let mut seen = vec![false; self.faces.len()];
        seen[0] = true;
        let mut todo = vec![0];
        while let Some(face) = todo.pop() {
            for index in 0..self.faces[face].half_edges.len() {
                let half_edge = self.faces[face].half_edges[index];
                let beyond = self.beyond(half_edge);
                if seen[beyond] {
                    continue;
                }
                seen[beyond] = true;
                todo.push(beyond);
                // Deltas say what is more on the left of the edge; going over to its right
                // takes that away.
                let sign = if half_edge.is_multiple_of(2) { -1 } else { 1 };
                let mut winding: BTreeMap<usize, i32> =
                    self.faces[face].winding.iter().copied().collect();
                for &(area, turn) in &self.edges[half_edge / 2].deltas {
                    *winding.entry(area).or_insert(0) += sign * turn;
                }
                self.faces[beyond].winding =
                    winding.into_iter().filter(|(_, times)| *times != 0).collect();
            }
        }
    }
}

/// Compares two directions from `centre` by their angle, counter-clockwise from east.
pub(super) fn by_angle(centre: GridPoint, p: GridPoint, q: GridPoint) -> Ordering {
    let lower = |t: GridPoint| t.y < centre.y || (t.y == centre.y && t.x < centre.x);
    lower(p).cmp(&lower(q)).then_with(|| 0.cmp(&cross(centre, p, q)))
}
