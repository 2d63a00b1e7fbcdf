//! Polygons that were not made for the grid.

use proptest::prelude::*;

use super::random::{board, config};
use super::*;
use crate::domain::grid::distance_m;

type Ring = Vec<(f64, f64)>;

/// Metres of a grid point.
fn metres(p: GridPoint) -> (f64, f64) {
    (p.x as f64 / 100.0, p.y as f64 / 100.0)
}

/// An area on the grid as if it came from elsewhere.
fn as_foreign(area: &Area) -> ForeignArea {
    let ring = |ring: &Vec<GridPoint>| ring.iter().map(|p| metres(*p)).collect();
    let polygon = |rings: &PolygonRings| rings.iter().map(ring).collect();
    ForeignArea { id: area.id.clone(), polygons: area.polygons.iter().map(polygon).collect() }
}

/// Distance in cm from a position to the nearest point of rings.
fn distance_cm(p: (f64, f64), rings: &[Ring]) -> f64 {
    let to_segment = |s: &[(f64, f64)]| {
        let (a, b) = (s[0], s[1]);
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let length2 = dx * dx + dy * dy;
        let along = ((p.0 - a.0) * dx + (p.1 - a.1) * dy) / length2;
        let t = if length2 > 0.0 { along.clamp(0.0, 1.0) } else { 0.0 };
        (p.0 - a.0 - t * dx).hypot(p.1 - a.1 - t * dy) * 100.0
    };
    rings.iter().flat_map(|ring| ring.windows(2)).map(to_segment).fold(f64::MAX, f64::min)
}

/// Vertices and points in between.
fn samples(rings: &[Ring]) -> Vec<(f64, f64)> {
    let between = |s: &[(f64, f64)]| {
        let (a, b) = (s[0], s[1]);
        (0..8).map(move |i| {
            let t = f64::from(i) / 8.0;
            (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t)
        })
    };
    rings.iter().flat_map(|ring| ring.windows(2).flat_map(between)).collect()
}

fn rings(area: &ForeignArea) -> Vec<Ring> {
    area.polygons.iter().flatten().cloned().collect()
}

#[test]
fn a_vertex_and_the_edge_it_lay_on_stay_together() {
    // A slanting edge; the neighbour has a corner on it where the edge has no vertex.
    let (p, q) = ((0.0031, 0.0042), (33.3337, 77.7771));
    let corner = (p.0 + 0.37 * (q.0 - p.0), p.1 + 0.37 * (q.1 - p.1));
    let left = ForeignArea { id: "l".into(), polygons: vec![vec![vec![p, q, (-20.0, 50.0), p]]] };
    let right = ForeignArea {
        id: "r".into(),
        polygons: vec![
            vec![vec![p, (60.0, 10.0), corner, p]],
            vec![vec![corner, (60.0, 10.0), q, corner]],
        ],
    };
    let areas = snap_foreign(&[left, right]).unwrap();
    let partition = build(&areas, &[], None, &nameless()).into_result().unwrap();
    assert_eq!(partition.check(), []);
    assert_eq!(partition.areas(), areas);
}

#[test]
fn what_cannot_be_read_is_refused() {
    let foreign = |ring: Ring| ForeignArea { id: "x".into(), polygons: vec![vec![ring]] };
    let kind = |ring: Ring| snap_foreign(&[foreign(ring)]).unwrap_err()[0].kind;
    let nan = vec![(0.0, 0.0), (1.0, f64::NAN), (1.0, 1.0), (0.0, 0.0)];
    assert_eq!(kind(nan), FindingKind::OutOfRange);
    let far = vec![(0.0, 0.0), (1e9, 0.0), (1.0, 1.0), (0.0, 0.0)];
    assert_eq!(kind(far), FindingKind::OutOfRange);
    assert_eq!(kind(vec![(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]), FindingKind::OpenRing);
    let bow_tie = vec![(0.0, 0.0), (10.0, 10.0), (10.0, 0.0), (0.0, 30.0), (0.0, 0.0)];
    let found = snap_foreign(&[foreign(bow_tie)]).unwrap_err();
    assert_eq!(
        (found[0].kind, found[0].place),
        (FindingKind::SelfIntersection, GridPoint::new(750, 750))
    );
}

#[test]
fn degrees_with_nine_decimals_come_back_to_the_same_grid_points() {
    use crate::domain::grid::Grid;
    let grid = Grid::new(25832).unwrap();
    let corner = GridPoint::new(56_546_580, 595_144_661);
    let shift = |p: &(i64, i64)| GridPoint::new(corner.x + p.0, corner.y + p.1);
    // A spike so thin that bending its sides to each other's vertices would close it.
    let ring: Vec<_> =
        [(0, 0), (3_000, 1), (1_501, 1), (0, 900), (0, 0)].iter().map(shift).collect();
    let area = Area { id: "thin".into(), polygons: vec![vec![ring]] };
    let through = |p: (f64, f64)| {
        let point = GridPoint::nearest(p.0 * 100.0, p.1 * 100.0);
        grid.to_metres(grid.to_lonlat(point)).unwrap()
    };
    let mut foreign = as_foreign(&area);
    foreign.polygons.iter_mut().flatten().flatten().for_each(|p| *p = through(*p));
    assert_eq!(snap_foreign(&[foreign]).unwrap(), [area]);
}

proptest! {
    #![proptest_config(config())]

    /// Triangles of centimetres, each close to all others: near misses everywhere.
    #[test]
    fn a_second_time_moves_nothing_however_dense(
        corners in prop::collection::vec(prop::array::uniform3((0.0f64..0.4, 0.0f64..0.4)), 1..12),
    ) {
        let triangle = |(index, t): (usize, &[(f64, f64); 3])| {
            let ring = vec![t[0], t[1], t[2], t[0]];
            ForeignArea { id: format!("{index:02}"), polygons: vec![vec![ring]] }
        };
        let foreign: Vec<_> = corners.iter().enumerate().map(triangle).collect();
        let mut once = snap_foreign(&foreign).unwrap_or_default();
        once.retain(|area| !area.polygons.is_empty());
        let again: Vec<_> = once.iter().map(as_foreign).collect();
        prop_assert_eq!(snap_foreign(&again).unwrap(), once);
    }

    /// Cells with corners off the grid; every edge has vertices of its own on each side, so that
    /// each is a corner without a counterpart.
    #[test]
    fn foreign_polygons_move_by_less_than_a_centimetre_and_only_once(
        board in board(),
        shift in (0.0f64..0.01, 0.0f64..0.01, 0.999f64..1.001),
        cuts in prop::collection::vec(0.02f64..0.98, 64),
    ) {
        let off = |p: GridPoint| {
            let (x, y) = metres(p);
            (x * shift.2 + shift.0, y * shift.2 + shift.1)
        };
        let mut cut = cuts.iter().cycle();
        let mut foreign = Vec::new();
        for area in board.areas() {
            let mut polygons = Vec::new();
            for ring in area.polygons.iter().flatten() {
                let mut course: Ring = Vec::new();
                for s in ring.windows(2) {
                    let (a, b) = (off(s[0]), off(s[1]));
                    // From the smaller end, so that both sides cut the same line.
                    let (from, to) = if s[0] < s[1] { (a, b) } else { (b, a) };
                    let t = cut.next().copied().unwrap_or(0.5);
                    course.push(a);
                    course.push((from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t));
                }
                course.push(course[0]);
                polygons.push(vec![course]);
            }
            foreign.push(ForeignArea { id: area.id, polygons });
        }
        let areas = snap_foreign(&foreign).unwrap();
        let p = build(&areas, &[], None, &nameless()).into_result();
        prop_assert!(p.is_ok(), "{p:?}");
        let p = p.unwrap();
        prop_assert_eq!(&p.areas(), &areas, "what snap_foreign gives is planar");
        prop_assert_eq!(p.check(), vec![]);

        for (before, after) in foreign.iter().zip(&areas) {
            let (before, after) = (rings(before), rings(&as_foreign(after)));
            for sample in samples(&after) {
                prop_assert!(distance_cm(sample, &before) <= 0.79);
            }
        }
        let again: Vec<_> = areas.iter().map(as_foreign).collect();
        prop_assert_eq!(snap_foreign(&again).unwrap(), areas);
    }

    /// Whatever crosses: ends stay, bends stay within half a cell diagonal of the given segment,
    /// pieces meet in common ends only, and a second time changes nothing.
    #[test]
    fn snapping_is_planar_near_and_final(
        ends in prop::collection::vec((0i64..40, 0i64..40, 0i64..40, 0i64..40), 1..40),
    ) {
        use super::super::snap::{Segment, snap, touch};
        let segments: Vec<_> = ends.iter()
            .map(|&(a, b, c, d)| (GridPoint::new(a, b), GridPoint::new(c, d)))
            .collect();
        let given: Vec<_> = segments.iter().map(|&(a, b)| Segment::on_grid(a, b)).collect();
        let courses = snap(&given, &[]);
        let mut pieces = Vec::new();
        for (course, &(a, b)) in courses.iter().zip(&segments) {
            prop_assert_eq!((course.first(), course.last()), (Some(&a), Some(&b)));
            for p in course {
                prop_assert!(distance_m(*p, a, b).distance_m <= 0.007_072);
            }
            pieces.extend(course.windows(2).map(|p| (p[0].min(p[1]), p[0].max(p[1]))));
        }
        pieces.sort_unstable();
        pieces.dedup();
        for (i, p) in pieces.iter().enumerate() {
            for q in &pieces[i + 1..] {
                prop_assert!(!touch(p.0, p.1, q.0, q.1), "{p:?} {q:?}");
            }
        }
        let again: Vec<_> = pieces.iter().map(|&(a, b)| Segment::on_grid(a, b)).collect();
        let same: Vec<_> = pieces.iter().map(|&(a, b)| vec![a, b]).collect();
        prop_assert_eq!(snap(&again, &[]), same);
    }
}
