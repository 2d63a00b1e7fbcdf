//! Random partitions: jittered cells, each given to one of a few areas, so that areas have holes,
//! islands, several parts and points where they touch themselves.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::domain::grid::cross;
use crate::domain::locate::Locator;

/// Without a file of failures in the tree; a failure prints its input.
pub(super) fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

const SIDE: i64 = 1_000;

/// A board of `columns` × `rows` cells of about 10 m.
#[derive(Debug, Clone)]
pub(super) struct Board {
    columns: usize,
    rows: usize,
    /// Per inner corner how far it is moved, in cm.
    jitter: Vec<(i64, i64)>,
    /// Per cell its area.
    owner: Vec<u8>,
    /// Where the board lies.
    corner: GridPoint,
}

pub(super) fn board() -> impl Strategy<Value = Board> {
    (1usize..7, 1usize..7).prop_flat_map(|(columns, rows)| {
        // Less than half a side: cells stay simple and do not overlap.
        let moved = (-330i64..330, -330i64..330);
        let jitter = prop::collection::vec(moved, (columns + 1) * (rows + 1));
        let owner = prop::collection::vec(0u8..4, columns * rows);
        let corner = (-90_000_000i64..90_000_000, 0i64..700_000_000);
        (jitter, owner, corner).prop_map(move |(jitter, owner, (x, y))| Board {
            columns,
            rows,
            jitter,
            owner,
            corner: GridPoint::new(x, y),
        })
    })
}

impl Board {
    pub(super) fn at(&self, column: usize, row: usize) -> GridPoint {
        let (dx, dy) = self.jitter[row * (self.columns + 1) + column];
        let x = self.corner.x + column as i64 * SIDE + dx;
        GridPoint::new(x, self.corner.y + row as i64 * SIDE + dy)
    }

    /// The cells of each area as polygons of their own.
    pub(super) fn areas(&self) -> Vec<Area> {
        let mut areas: BTreeMap<u8, Vec<PolygonRings>> = BTreeMap::new();
        for row in 0..self.rows {
            for column in 0..self.columns {
                let corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)];
                let ring = corners.map(|(c, r)| self.at(column + c, row + r)).to_vec();
                areas.entry(self.owner[row * self.columns + column]).or_default().push(vec![ring]);
            }
        }
        let area = |(id, polygons)| Area { id: format!("area {id}"), polygons };
        areas.into_iter().map(area).collect()
    }

    pub(super) fn frame(&self) -> Area {
        let (w, h) = (self.columns, self.rows);
        let mut ring: Vec<_> = (0..w).map(|c| self.at(c, 0)).collect();
        ring.extend((0..h).map(|r| self.at(w, r)));
        ring.extend((1..=w).rev().map(|c| self.at(c, h)));
        ring.extend((1..=h).rev().map(|r| self.at(0, r)));
        ring.push(ring[0]);
        Area { id: "limit".into(), polygons: vec![vec![ring]] }
    }
}

/// Twice the area of polygons in cm².
pub(super) fn doubled(polygons: &[PolygonRings]) -> i128 {
    let rings = polygons.iter().flatten();
    rings.flat_map(|ring| ring.windows(2).map(|p| cross(ring[0], p[0], p[1]))).sum()
}

/// Gives every border a name of its own, two thirds of them; the rest stays nameless.
fn some_names(p: &Partition) -> Vec<NamedLine> {
    let lines = p.borders.iter().enumerate().filter(|(index, _)| index % 3 > 0);
    let named = |(index, border): (usize, &Border)| {
        let info = line(&format!("line {index}"), &[]).info;
        NamedLine { info, points: border.points.clone() }
    };
    lines.map(named).collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn derived_polygons_tile_the_frame_and_read_back_equal(board in board()) {
        let frame = board.frame();
        let p = build(&board.areas(), &[], Some(&frame), &nameless()).into_result().unwrap();
        prop_assert_eq!(p.check(), vec![]);

        // Not one vertex is lost or moved, and none is new.
        let given: BTreeSet<_> = board.areas().into_iter()
            .flat_map(|area| area.polygons).flatten().flatten().collect();
        let kept: BTreeSet<_> = p.borders().iter().flat_map(|b| b.points.clone()).collect();
        prop_assert!(kept.is_subset(&given));

        let areas = p.areas();
        let tiled: i128 = areas.iter().map(|area| doubled(&area.polygons)).sum();
        prop_assert_eq!(tiled, doubled(&frame.polygons));
        prop_assert_eq!(doubled(&p.outline()), doubled(&frame.polygons));
        for (area, face) in areas.iter().zip(p.face_indices()) {
            prop_assert_eq!(doubled(&area.polygons), p.doubled_area_cm2(face));
            let given = board.areas().into_iter().find(|given| given.id == area.id).unwrap();
            prop_assert_eq!(doubled(&area.polygons), doubled(&given.polygons));
        }

        let lines = some_names(&p);
        let named = build(&areas, &lines, Some(&frame), &nameless()).into_result().unwrap();
        let mut reversed = named.areas();
        reversed.reverse();
        let mut back = named.named_lines();
        back.reverse();
        for line in &mut back {
            line.points.reverse();
        }
        let again = build(&reversed, &back, None, &nameless());
        // Without the frame an area may enclose nothing here, so that there is no difference.
        prop_assert_eq!(again.into_result().unwrap(), named);
    }

    #[test]
    fn regions_are_valid_and_add_up(board in board()) {
        let p = build(&board.areas(), &[], None, &nameless()).into_result().unwrap();
        let regions = p.dissolve(|id| Some(if id < "area 2" { "n" } else { "s" }.to_owned()));
        let total: i128 = regions.iter().map(|area| doubled(&area.polygons)).sum();
        prop_assert_eq!(total, doubled(&board.frame().polygons));
        let q = build(&regions, &[], None, &nameless()).into_result().unwrap();
        prop_assert_eq!(q.areas(), regions);
    }

    #[test]
    fn every_point_has_exactly_one_face(
        board in board(),
        points in prop::collection::vec((-500i64..7_000, -500i64..7_000), 40),
    ) {
        use geo::algorithm::coordinate_position::{CoordPos, CoordinatePosition};
        let p = build(&board.areas(), &[], None, &nameless()).into_result().unwrap();
        let locator = Locator::new(&p);
        let areas: Vec<_> = p.areas().iter().map(to_geo).collect();
        for (dx, dy) in points {
            let point = GridPoint::new(board.corner.x + dx, board.corner.y + dy);
            let coord = geo::Coord { x: point.x as f64, y: point.y as f64 };
            let positions: Vec<_> =
                areas.iter().map(|area| area.coordinate_position(&coord)).collect();
            if positions.contains(&CoordPos::OnBoundary) {
                continue;
            }
            let inside = positions.iter().positions_of(CoordPos::Inside);
            prop_assert!(inside.len() <= 1);
            prop_assert_eq!(locator.face_at(point).map(|face| face.0), inside.first().copied());
        }
    }

    #[test]
    fn random_overlapping_input_is_made_planar_and_what_is_kept_stays(
        triangles in prop::collection::vec(prop::array::uniform3((0i64..60, 0i64..60)), 1..12),
    ) {
        // Tiny coordinates: everything is close to everything, the worst case for rounding.
        let areas: Vec<_> = triangles.iter().enumerate().map(|(index, corners)| {
            let mut ring: Vec<_> = corners.iter().map(|&(x, y)| GridPoint::new(x, y)).collect();
            ring.push(ring[0]);
            Area { id: format!("{index:02}"), polygons: vec![vec![ring]] }
        }).filter(|area| super::super::rings::check(area).is_empty()).collect();
        // Everything is healed: each overlap goes to somebody, and what remains is a partition.
        let built = build(&areas, &[], None, &healing(1e9, 1e9));
        let vanished = |f: &Finding| f.kind == FindingKind::VanishedArea
            || f.kind == FindingKind::Overlap || f.kind == FindingKind::SliverOverlap;
        prop_assert!(built.findings.iter().all(vanished), "{:?}", built.findings);
        if let Some(p) = built.partition {
            prop_assert_eq!(p.check(), vec![]);
            let again = build(&p.areas(), &[], None, &nameless());
            prop_assert_eq!(again.into_result().map(|q| q == p), Ok(true));
        }
    }
}

/// An area as `geo` has it, in centimetres.
fn to_geo(area: &Area) -> geo::MultiPolygon {
    let ring = |points: &Vec<GridPoint>| -> geo::LineString {
        points.iter().map(|p| (p.x as f64, p.y as f64)).collect()
    };
    let polygon = |rings: &PolygonRings| {
        geo::Polygon::new(ring(&rings[0]), rings[1..].iter().map(ring).collect())
    };
    area.polygons.iter().map(polygon).collect()
}

/// Where an item occurs.
trait PositionsOf<T> {
    fn positions_of(self, item: T) -> Vec<usize>;
}

impl<'a, T: PartialEq + 'a, I: Iterator<Item = &'a T>> PositionsOf<T> for I {
    fn positions_of(self, item: T) -> Vec<usize> {
        self.enumerate().filter(|(_, it)| **it == item).map(|(index, _)| index).collect()
    }
}
