//! How far it is on foot, where the city's paths are known as a network.
//!
//! Lines meet where they share a position. Long stretches are divided, so that every place joins
//! the network close to where it lies; between them the shortest way is looked for (Dijkstra 1959,
//! by the crate `pathfinding`).

use std::collections::HashMap;

use pathfinding::directed::dijkstra::dijkstra_reach;
use rstar::{RTree, primitives::GeomWithData};

use super::grid::GridPoint;

/// Stretches longer than this are divided, in centimetres.
const STRETCH_CM: f64 = 2_500.0;
/// A place farther than this from every path is not joined to them, in metres.
const JOIN_M: f64 = 150.0;
/// Longer ways are not looked for, in metres.
pub const FARTHEST_M: f64 = 5_000.0;

/// Where a place joins the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joint {
    node: u32,
    /// Centimetres from the place to there, as the crow flies.
    cm: u64,
}

/// A network of paths.
#[derive(Debug, Clone)]
pub struct Footpaths {
    /// For each node the nodes next to it and the way there, in centimetres.
    next: Vec<Vec<(u32, u64)>>,
    tree: RTree<GeomWithData<[f64; 2], u32>>,
}

/// How far every node is from a place.
#[derive(Debug)]
pub struct Ways(HashMap<u32, u64>);

impl Footpaths {
    /// The network of some lines. Both directions of a line can be walked.
    pub fn new(lines: &[Vec<GridPoint>]) -> Self {
        let mut numbers: HashMap<GridPoint, u32> = HashMap::new();
        let mut next: Vec<Vec<(u32, u64)>> = Vec::new();
        let mut node = |point: GridPoint, next: &mut Vec<Vec<(u32, u64)>>| {
            *numbers.entry(point).or_insert_with(|| {
                next.push(Vec::new());
                u32::try_from(next.len() - 1).expect("fewer nodes than 2³²")
            })
        };
        for line in lines {
            for stretch in line.windows(2) {
                let points = divided(stretch[0], stretch[1]);
                for piece in points.windows(2) {
                    let cm = (piece[0].distance_m(piece[1]) * 100.0).round() as u64;
                    let (a, b) = (node(piece[0], &mut next), node(piece[1], &mut next));
                    if a != b {
                        next[a as usize].push((b, cm));
                        next[b as usize].push((a, cm));
                    }
                }
            }
        }
        let leaf = |(point, number): (&GridPoint, &u32)| {
            GeomWithData::new([point.x as f64, point.y as f64], *number)
        };
        let tree = RTree::bulk_load(numbers.iter().map(leaf).collect());
        Self { next, tree }
    }

    /// Where a place joins the network; `None` far from every path.
    pub fn join(&self, place: GridPoint) -> Option<Joint> {
        let near = self.tree.nearest_neighbor(&[place.x as f64, place.y as f64])?;
        let [x, y] = *near.geom();
        let cm = (place.x as f64 - x).hypot(place.y as f64 - y);
        (cm <= JOIN_M * 100.0).then_some(Joint { node: near.data, cm: cm.round() as u64 })
    }

    /// The ways from a place to all nodes within [`FARTHEST_M`]; `None` far from every path.
    /// Costs some milliseconds in a city.
    pub fn from(&self, place: GridPoint) -> Option<Ways> {
        let start = self.join(place)?;
        let farthest = (FARTHEST_M * 100.0) as u64;
        let reached = dijkstra_reach(&start.node, |node| self.next[*node as usize].clone());
        let within = reached
            .map(|item| (item.node, item.total_cost + start.cm))
            .take_while(|(_, cm)| *cm <= farthest);
        Some(Ways(within.collect()))
    }
}

impl Ways {
    /// Metres to a place that joins the network there; `None` when no way leads to it.
    pub fn metres_to(&self, joint: Joint) -> Option<f64> {
        let cm = self.0.get(&joint.node)? + joint.cm;
        Some(cm as f64 / 100.0)
    }
}

/// A straight stretch with points in between, so that no piece is longer than [`STRETCH_CM`].
fn divided(from: GridPoint, to: GridPoint) -> Vec<GridPoint> {
    let (dx, dy) = ((to.x - from.x) as f64, (to.y - from.y) as f64);
    let pieces = (dx.hypot(dy) / STRETCH_CM).ceil().max(1.0) as u32;
    let at = |piece: u32| {
        let part = f64::from(piece) / f64::from(pieces);
        GridPoint::nearest(from.x as f64 + dx * part, from.y as f64 + dy * part)
    };
    (0..=pieces).map(at).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(x: i64, y: i64) -> GridPoint {
        GridPoint::new(x * 100, y * 100)
    }

    fn metres(paths: &Footpaths, from: GridPoint, to: GridPoint) -> Option<f64> {
        paths.from(from)?.metres_to(paths.join(to)?)
    }

    #[test]
    fn the_way_leads_around_what_is_in_between() {
        // A horseshoe: 400 m as the crow flies, 1,400 m on foot.
        let line = vec![at(0, 0), at(0, 500), at(400, 500), at(400, 0)];
        let paths = Footpaths::new(&[line]);
        assert_eq!(metres(&paths, at(0, 0), at(400, 0)), Some(1_400.0));
        // Ten metres beside the path on either side.
        assert_eq!(metres(&paths, at(-10, 100), at(410, 100)), Some(1_220.0));
    }

    #[test]
    fn where_no_path_leads_nothing_is_said() {
        let paths = Footpaths::new(&[vec![at(0, 0), at(100, 0)], vec![at(0, 90), at(100, 90)]]);
        assert_eq!(metres(&paths, at(0, 0), at(100, 90)), None);
        assert_eq!(metres(&paths, at(0, 0), at(100, 500)), None);
        assert!(Footpaths::new(&[]).from(at(0, 0)).is_none());
        let long = Footpaths::new(&[vec![at(0, 0), at(9_000, 0)]]);
        assert_eq!(metres(&long, at(0, 0), at(4_900, 0)), Some(4_900.0));
        assert_eq!(metres(&long, at(0, 0), at(8_000, 0)), None);
    }

    proptest! {
        #[test]
        fn no_way_is_shorter_than_the_crow_flies_and_it_is_as_long_back(
            lines in prop::collection::vec(
                prop::collection::vec((0..20_i64, 0..20_i64), 2..6), 1..8),
            (a, b) in ((0..20_i64, 0..20_i64), (0..20_i64, 0..20_i64)),
        ) {
            let point = |(x, y): (i64, i64)| at(x * 50, y * 50);
            let lines: Vec<Vec<GridPoint>> =
                lines.into_iter().map(|line| line.into_iter().map(point).collect()).collect();
            let paths = Footpaths::new(&lines);
            let (a, b) = (point(a), point(b));
            let there = metres(&paths, a, b);
            prop_assert_eq!(there.map(f64::round), metres(&paths, b, a).map(f64::round));
            if let Some(there) = there {
                // Rounded to centimetres at every node.
                prop_assert!(there + 1.0 >= a.distance_m(b), "{} < {}", there, a.distance_m(b));
            }
        }
    }
}
