//! Polygons from borders: areas, regions, the outline.

use std::collections::BTreeMap;

use super::graph::by_angle;
use super::rings::doubled_area;
use super::{Area, FaceIndex, Partition, PolygonRings};
use crate::domain::grid::{GridPoint, cross};

/// A directed edge with the area to its left.
type Directed = (GridPoint, GridPoint);

impl Partition {
    /// The polygons of a face: closed rings with all vertices of its borders, exteriors
    /// counter-clockwise, holes clockwise, each starting at its smallest point; rings are simple and
    /// touch each other in points at most (valid in the sense of OGC Simple Features).
    ///
    /// # Panics
    /// When the index comes from another partition.
    pub fn area(&self, face: FaceIndex) -> Area {
        let id = self.face(face).id.clone();
        Area { id, polygons: polygons(self.edges_around(|side| side == Some(face))) }
    }

    /// The polygons of all faces, in their order.
    pub fn areas(&self) -> Vec<Area> {
        self.face_indices().map(|face| self.area(face)).collect()
    }

    /// Joins faces to larger areas (regions): `group` names the group of a face by its id, or `None`
    /// to leave it out. Sorted by group.
    pub fn dissolve(&self, group: impl Fn(&str) -> Option<String>) -> Vec<Area> {
        let groups: Vec<_> = self.faces.iter().map(|face| group(&face.id)).collect();
        let of = |side: Option<FaceIndex>| side.and_then(|face| groups[face.0].as_ref());
        let mut ids: Vec<_> = groups.iter().flatten().collect();
        ids.sort_unstable();
        ids.dedup();
        let area = |id: &String| Area {
            id: id.clone(),
            polygons: polygons(self.edges_around(|side| of(side) == Some(id))),
        };
        ids.into_iter().map(area).collect()
    }

    /// The polygons of the whole partition; what it encloses without covering it is a hole.
    pub fn outline(&self) -> Vec<PolygonRings> {
        polygons(self.edges_around(|side| side.is_some()))
    }

    /// Twice the area of a face in cm², exactly.
    ///
    /// # Panics
    /// When the index comes from another partition.
    pub fn doubled_area_cm2(&self, face: FaceIndex) -> i128 {
        // Triangles with a common corner; one near the face keeps the numbers small.
        let Some((_, border)) = self.borders_of(face).next() else { return 0 };
        let origin = border.points[0];
        let edges = self.edges_around(|side| side == Some(face));
        edges.iter().map(|&(a, b)| cross(origin, a, b)).sum()
    }

    /// The area of a face in m².
    ///
    /// # Panics
    /// When the index comes from another partition.
    pub fn area_m2(&self, face: FaceIndex) -> f64 {
        self.doubled_area_cm2(face) as f64 / 20_000.0
    }

    /// The edges with something inside on exactly one side, directed so that it is on the left.
    fn edges_around(&self, inside: impl Fn(Option<FaceIndex>) -> bool) -> Vec<Directed> {
        let mut edges = Vec::new();
        for border in &self.borders {
            let pairs = border.points.windows(2);
            match (inside(border.left), inside(border.right)) {
                (true, false) => edges.extend(pairs.map(|p| (p[0], p[1]))),
                (false, true) => edges.extend(pairs.map(|p| (p[1], p[0]))),
                _ => {}
            }
        }
        edges
    }
}

/// The polygons whose boundary consists of directed edges with the inside to their left, in canonical
/// form. O(n log n), and the number of holes times the length of the exteriors where there are
/// several of both.
pub(super) fn polygons(mut edges: Vec<Directed>) -> Vec<PolygonRings> {
    edges.sort_unstable();
    let (mut exteriors, mut holes) = (Vec::new(), Vec::new());
    for ring in walks(&edges).into_iter().flat_map(simple_rings) {
        if doubled_area(&ring) > 0 { exteriors.push(ring) } else { holes.push(ring) }
    }
    exteriors.sort_unstable();
    holes.sort_unstable();
    let mut polygons: Vec<PolygonRings> = exteriors.into_iter().map(|ring| vec![ring]).collect();
    for hole in holes {
        let around = |rings: &&mut PolygonRings| encloses(&rings[0], &hole);
        let tightest = match polygons.len() {
            1 => polygons.first_mut(),
            _ => polygons.iter_mut().filter(around).min_by_key(|rings| doubled_area(&rings[0])),
        };
        if let Some(rings) = tightest {
            rings.push(hole);
        }
    }
    polygons
}

/// Closed walks along sorted edges that keep the connected inside to their left.
fn walks(edges: &[Directed]) -> Vec<Vec<GridPoint>> {
    let mut used = vec![false; edges.len()];
    let mut walks = Vec::new();
    for first in 0..edges.len() {
        let mut walk = vec![edges[first].0];
        let mut current = first;
        while !used[current] {
            used[current] = true;
            let (from, at) = edges[current];
            walk.push(at);
            let start = edges.partition_point(|e| e.0 < at);
            let end = start + edges[start..].partition_point(|e| e.0 == at);
            // The first edge clockwise from where we came from: the largest angle below that one,
            // or, when there is none below, the largest of all.
            let next = (start..end).max_by(|&g, &h| {
                let below = |e: usize| by_angle(at, edges[e].1, from).is_lt();
                below(g).cmp(&below(h)).then_with(|| by_angle(at, edges[g].1, edges[h].1))
            });
            match next {
                Some(next) => current = next,
                None => break,
            }
        }
        if walk.len() > 1 {
            walks.push(walk);
        }
    }
    walks
}

/// Cuts a closed walk wherever it comes back to a point, and starts each ring at its smallest point.
fn simple_rings(walk: Vec<GridPoint>) -> Vec<Vec<GridPoint>> {
    let mut rings = Vec::new();
    let mut path: Vec<GridPoint> = Vec::new();
    let mut place: BTreeMap<GridPoint, usize> = BTreeMap::new();
    for point in walk {
        if let Some(&from) = place.get(&point) {
            for passed in &path[from..] {
                place.remove(passed);
            }
            rings.push(canonical(path.split_off(from)));
        }
        place.insert(point, path.len());
        path.push(point);
    }
    rings
}

/// A ring without its closing point, turned to its smallest point and closed.
fn canonical(mut ring: Vec<GridPoint>) -> Vec<GridPoint> {
    let smallest = (0..ring.len()).min_by_key(|&index| ring[index]).unwrap_or(0);
    ring.rotate_left(smallest);
    ring.extend(ring.first().copied());
    ring
}

/// Whether a ring encloses another that may touch but not cross it: the middle of an edge decides,
/// which lies on none of its edges.
fn encloses(ring: &[GridPoint], inner: &[GridPoint]) -> bool {
    let [a, b, ..] = inner else { return false };
    let twice = |p: &GridPoint| GridPoint::new(2 * p.x, 2 * p.y);
    let middle = GridPoint::new(a.x + b.x, a.y + b.y);
    let west = |p: &&[GridPoint]| {
        super::index::Hit::of(middle, twice(&p[0]), twice(&p[1]))
            .is_some_and(|hit| hit.side().is_lt())
    };
    ring.windows(2).filter(west).count() % 2 == 1
}
