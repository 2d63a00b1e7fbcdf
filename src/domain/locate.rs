//! Position → Sozialraum, and metres to the border: an R-tree over the borders of a partition.

mod cells;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rstar::{AABB, RTree};

use super::grid::{Foot, GridPoint, distance_m, orient};
use super::partition::{BorderIndex, FaceIndex, Hit, Partition, Piece, coordinates};

pub use cells::{Cells, Edge, Look};

/// Finds the face at a position and the borders near it.
///
/// Owns a copy of the border segments with the indices of the partition it was made from; ask that
/// partition for names. Cheap to share between threads.
#[derive(Debug)]
pub struct Locator {
    tree: RTree<Piece<Segment>>,
}

/// The border that a segment belongs to and the faces beside it.
#[derive(Debug, Clone, Copy)]
struct Segment {
    border: BorderIndex,
    left: Option<FaceIndex>,
    right: Option<FaceIndex>,
}

/// A border near a position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearBorder {
    /// Which border of the partition.
    pub border: BorderIndex,
    /// Metres to its nearest point, not rounded; 0 on the border.
    pub distance_m: f64,
    /// The nearest point of the border, to the centimetre.
    pub foot: GridPoint,
    /// The face on this side of the border, `None` outside the partition.
    pub near: Option<FaceIndex>,
    /// The face beyond the border, `None` outside the partition.
    pub beyond: Option<FaceIndex>,
}

impl NearBorder {
    /// Nearest first, then what bounds the face of the position, then by index.
    fn order(&self, face: Option<FaceIndex>, other: &Self) -> Ordering {
        let bounds = |border: &Self| border.near == face || border.beyond == face;
        let by_distance = self.distance_m.total_cmp(&other.distance_m);
        by_distance.then(bounds(other).cmp(&bounds(self))).then(self.border.cmp(&other.border))
    }
}

impl Locator {
    /// Indexes the borders of a partition; O(n log n).
    pub fn new(partition: &Partition) -> Self {
        let mut pieces = Vec::new();
        for (index, border) in partition.borders().iter().enumerate() {
            let (left, right) = (border.left(), border.right());
            let data = Segment { border: BorderIndex(index), left, right };
            pieces.extend(border.points().windows(2).map(|p| Piece { a: p[0], b: p[1], data }));
        }
        Self { tree: RTree::bulk_load(pieces) }
    }

    /// The face that a position belongs to: exactly one, or `None` outside.
    ///
    /// A position on a border counts as moved by an infinitesimal (+ε, +ε²): it belongs to the face
    /// east of the border, on a horizontal border to the one north of it. Exact; logarithmic in the
    /// usual case, because only the surroundings are searched until a border is met.
    pub fn face_at(&self, p: GridPoint) -> Option<FaceIndex> {
        let bounds = self.tree.root().envelope();
        let ([west, south], [east, north]) = (bounds.lower(), bounds.upper());
        let [x, y] = coordinates(p);
        if x < west || x > east || y < south || y > north {
            return None;
        }
        // 10 m, then four times as far, until a border is met to the west or to the east.
        let mut reach = 1_000.0;
        loop {
            let stretch = AABB::from_corners([x - reach, y], [x + reach, y]);
            if let Some(face) = self.face_beside(p, &stretch, reach) {
                return face;
            }
            if x - reach < west && x + reach > east {
                return None;
            }
            reach *= 4.0;
        }
    }

    /// The face at `p` if an edge is met within reach on the horizontal through it.
    fn face_beside(
        &self,
        p: GridPoint,
        stretch: &AABB<[f64; 2]>,
        reach: f64,
    ) -> Option<Option<FaceIndex>> {
        let mut west: Option<(Hit, Segment)> = None;
        let mut east: Option<(Hit, Segment)> = None;
        for piece in self.tree.locate_in_envelope_intersecting(stretch) {
            let Some(hit) = Hit::of(p, piece.a, piece.b) else { continue };
            if hit.side() == Ordering::Greater {
                if east.is_none_or(|(best, _)| hit.cmp(&best).is_lt()) {
                    east = Some((hit, piece.data));
                }
            } else if west.is_none_or(|(best, _)| hit.cmp(&best).is_gt()) {
                west = Some((hit, piece.data));
            }
        }
        // Beyond the reach there may be nearer edges that the search has not seen.
        let seen = |hit: &Hit| hit.offset_cm().abs() < reach - 1.0;
        let east = east.filter(|(hit, _)| seen(hit));
        let west = west.filter(|(hit, _)| seen(hit));
        let from_west = west.map(|(hit, s)| if hit.up { s.right } else { s.left });
        from_west.or(east.map(|(hit, s)| if hit.up { s.left } else { s.right }))
    }

    /// The nearest border; `None` only for a partition without borders.
    ///
    /// Several are equally near where they meet: then one that bounds the face at the position, and
    /// of those the one with the smallest index.
    pub fn nearest_border(&self, p: GridPoint) -> Option<NearBorder> {
        let face = self.face_at(p);
        let mut pieces =
            self.tree.nearest_neighbor_iter_with_distance_2(&coordinates(p)).peekable();
        let nearest_2 = pieces.peek()?.1;
        let equal = pieces.take_while(|(_, distance_2)| *distance_2 <= nearest_2);
        let near = |(piece, _): (&Piece<Segment>, f64)| {
            near_border(p, face, piece, distance_m(p, piece.a, piece.b))
        };
        equal.map(near).min_by(|a, b| a.order(face, b))
    }

    /// All borders within a distance, nearest first, each once with its nearest point; equally near
    /// ones in the order of [`nearest_border`](Locator::nearest_border).
    pub fn borders_within(&self, p: GridPoint, metres: f64) -> Vec<NearBorder> {
        let face = self.face_at(p);
        let reach_cm = metres.max(0.0) * 100.0;
        let mut nearest: BTreeMap<BorderIndex, NearBorder> = BTreeMap::new();
        // A hair more, so that rounding does not lose what is exactly this far; then exactly.
        let reach_2 = reach_cm * reach_cm * (1.0 + 1e-12);
        for piece in self.tree.locate_within_distance(coordinates(p), reach_2) {
            let foot = distance_m(p, piece.a, piece.b);
            let best = nearest.get(&piece.data.border).map(|near| near.distance_m);
            if foot.distance_m <= metres && best.is_none_or(|best| foot.distance_m < best) {
                nearest.insert(piece.data.border, near_border(p, face, piece, foot));
            }
        }
        let mut borders: Vec<_> = nearest.into_values().collect();
        borders.sort_by(|a, b| a.order(face, b));
        borders
    }
}

/// Tells the near side from the far one: the near side is the face the position lies in; for a
/// border of other faces, the side of the nearest segment it lies on.
fn near_border(
    p: GridPoint,
    face: Option<FaceIndex>,
    piece: &Piece<Segment>,
    foot: Foot,
) -> NearBorder {
    let Segment { border, left, right } = piece.data;
    let on_left = match (left == face, right == face) {
        (true, _) => true,
        (_, true) => false,
        _ => orient(piece.a, piece.b, p) != Ordering::Less,
    };
    let (near, beyond) = if on_left { (left, right) } else { (right, left) };
    let at = GridPoint::nearest(foot.x, foot.y);
    NearBorder { border, distance_m: foot.distance_m, foot: at, near, beyond }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::partition::{Area, Options, build};

    fn p(x: i64, y: i64) -> GridPoint {
        GridPoint::new(x, y)
    }

    fn area(id: &str, points: &[(i64, i64)]) -> Area {
        let mut ring: Vec<_> = points.iter().map(|&(x, y)| p(x, y)).collect();
        ring.push(ring[0]);
        Area { id: id.into(), polygons: vec![vec![ring]] }
    }

    fn partition(areas: &[Area]) -> Partition {
        let options = Options { require_names: false, ..Options::default() };
        build(areas, &[], None, &options).into_result().unwrap()
    }

    /// Two squares of 10 m; the first is west of the second.
    fn squares() -> Partition {
        let west = area("west", &[(0, 0), (1_000, 0), (1_000, 1_000), (0, 1_000)]);
        partition(&[west, area("east", &[(1_000, 0), (2_000, 0), (2_000, 1_000), (1_000, 1_000)])])
    }

    #[test]
    fn a_locator_is_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Locator>();
    }

    #[test]
    fn a_position_on_a_border_belongs_to_the_east_or_north() {
        let squares = squares();
        let locator = Locator::new(&squares);
        let at = |x, y| locator.face_at(p(x, y)).map(|face| squares.face(face).id.as_str());
        assert_eq!(at(500, 500), Some("west"));
        assert_eq!(at(1_000, 500), Some("east"));
        assert_eq!(at(999, 500), Some("west"));
        assert_eq!(at(0, 500), Some("west"), "the western edge is inside");
        assert_eq!(at(2_000, 500), None, "the eastern edge is outside");
        assert_eq!(at(500, 0), Some("west"), "the southern edge is inside");
        assert_eq!(at(500, 1_000), None, "the northern edge is outside");
        // Corners: the area that the point just north-east of it lies in.
        assert_eq!(at(0, 0), Some("west"));
        assert_eq!(at(1_000, 0), Some("east"));
        assert_eq!(at(1_000, 1_000), None);
        assert_eq!(at(-1, 500), None);
        assert_eq!(at(3_000, 500), None);
    }

    #[test]
    fn the_nearest_border_knows_both_sides() {
        let squares = squares();
        let locator = Locator::new(&squares);
        let (west, east) = (squares.face_index("west"), squares.face_index("east"));
        let near = locator.nearest_border(p(900, 500)).unwrap();
        assert_eq!((near.distance_m, near.foot), (1.0, p(1_000, 500)));
        assert_eq!((near.near, near.beyond), (west, east));
        let near = locator.nearest_border(p(1_100, 500)).unwrap();
        assert_eq!((near.near, near.beyond), (east, west));
        let outside = locator.nearest_border(p(2_300, 500)).unwrap();
        assert_eq!((outside.distance_m, outside.near, outside.beyond), (3.0, None, east));
        let on = locator.nearest_border(p(1_000, 500)).unwrap();
        assert_eq!((on.distance_m, on.near, on.beyond), (0.0, east, west));
    }

    #[test]
    fn borders_within_reach_come_once_each_and_sorted() {
        let squares = squares();
        let locator = Locator::new(&squares);
        let distances = |metres: f64| -> Vec<_> {
            let near = locator.borders_within(p(900, 400), metres);
            near.iter().map(|near| near.distance_m).collect()
        };
        assert_eq!(distances(0.99), [] as [f64; 0]);
        assert_eq!(distances(1.0), [1.0]);
        assert_eq!(distances(4.0), [1.0, 4.0]);
        assert_eq!(distances(100.0).len(), 3);
        // A border of other faces: seen from the west, east is on this side of its far edge.
        let far = locator.borders_within(p(900, 400), 100.0)[2];
        assert_eq!((far.near, far.beyond), (squares.face_index("east"), None));
    }

    /// A fan of triangles around a point, every other one missing, cut from random rays.
    fn fan(rays: &[(i64, i64)]) -> Vec<Area> {
        let mut rays: Vec<_> = rays.iter().copied().filter(|ray| *ray != (0, 0)).collect();
        rays.sort_by(|a, b| {
            let lower = |r: &(i64, i64)| (r.1, r.0) < (0, 0);
            lower(a).cmp(&lower(b)).then((b.0 * a.1).cmp(&(a.0 * b.1)))
        });
        rays.dedup_by(|a, b| a.0 * b.1 == a.1 * b.0);
        let turns = |s: &&[(i64, i64)]| s[0].0 * s[1].1 - s[0].1 * s[1].0 > 0;
        let triangle = |(index, s): (usize, &[(i64, i64)])| {
            area(&format!("{:02}", index % 3), &[(0, 0), s[0], s[1]])
        };
        let mut areas: Vec<Area> = Vec::new();
        for area in rays.windows(2).filter(turns).enumerate().map(triangle) {
            match areas.iter_mut().find(|known| known.id == area.id) {
                Some(known) => known.polygons.extend(area.polygons),
                None => areas.push(area),
            }
        }
        areas
    }

    /// The face by looking at every edge: the winding number just north-east of the point, from
    /// the edges that lie east of it.
    fn by_hand(partition: &Partition, q: GridPoint) -> Vec<FaceIndex> {
        let turn = |edge: &[GridPoint]| {
            let (a, b) = (edge[0], edge[1]);
            let up = a.y <= q.y && q.y < b.y && orient(a, b, q) == Ordering::Greater;
            let down = b.y <= q.y && q.y < a.y && orient(a, b, q) == Ordering::Less;
            i32::from(up) - i32::from(down)
        };
        let inside = |face: &FaceIndex| {
            let rings = partition.area(*face).polygons.into_iter().flatten();
            rings.map(|ring| ring.windows(2).map(turn).sum::<i32>()).sum::<i32>() == 1
        };
        partition.face_indices().filter(inside).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_answer_agrees_with_looking_at_every_edge(
            rays in prop::collection::vec((-30i64..30, -30i64..30), 2..14),
            scale in prop::sample::select(vec![1i64, 7, 1_000]),
            reach in 0.0f64..5.0,
        ) {
            let rays: Vec<_> = rays.iter().map(|&(x, y)| (x * scale, y * scale)).collect();
            let areas = fan(&rays);
            prop_assume!(!areas.is_empty());
            let partition = partition(&areas);
            let locator = Locator::new(&partition);
            for step in 0..31 * 31 {
                let q = p((step % 31 - 15) * 2 * scale, (step / 31 - 15) * 2 * scale);
                let faces = by_hand(&partition, q);
                prop_assert!(faces.len() <= 1);
                prop_assert_eq!(locator.face_at(q), faces.first().copied(), "{:?}", q);

                let mut all: Vec<_> = partition.borders().iter().enumerate().map(|(index, b)| {
                    let to = |s: &[GridPoint]| distance_m(q, s[0], s[1]).distance_m;
                    let distance = b.points().windows(2).map(to).fold(f64::MAX, f64::min);
                    let face = faces.first().copied();
                    let bounds = b.left() == face || b.right() == face;
                    (distance, !bounds, BorderIndex(index))
                }).collect();
                all.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
                let nearest = locator.nearest_border(q).unwrap();
                prop_assert_eq!((nearest.distance_m, nearest.border), (all[0].0, all[0].2));
                if nearest.distance_m > 0.0 {
                    prop_assert_eq!(nearest.near, locator.face_at(q));
                }
                all.retain(|(distance, ..)| *distance <= reach);
                let all: Vec<_> = all.iter().map(|&(distance, _, index)| (distance, index)).collect();
                let within: Vec<_> = locator.borders_within(q, reach).iter()
                    .map(|near| (near.distance_m, near.border)).collect();
                prop_assert_eq!(within, all);
            }
        }
    }
}
