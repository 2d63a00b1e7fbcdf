//! Polygons from elsewhere: off the grid, and often with a neighbour's corner on an edge that has no
//! vertex there.

use std::collections::BTreeSet;

use rstar::{AABB, RTree};

use super::super::derive::polygons;
use super::super::graph::{Deltas, merge_edges};
use super::super::index::Piece;
use super::super::{Area, Finding, FindingKind, PolygonRings, rings};
use super::{FINE, Segment, cell, snap, snap_all};
use crate::domain::grid::{GRID_LIMIT, GridPoint, distance_m};

/// How near a vertex lies to an edge, in 1/256 cm, when it lies on it but for the rounding of
/// coordinates (9 decimals of a degree are 0.1 mm): 0.6 mm.
const TOUCH: i64 = FINE / 16;

/// How near to its grid point a coordinate counts as lying on the grid, in 1/256 cm: 0.1 mm, which is
/// what 9 decimals of a degree leave of it.
const ON_GRID: i64 = 3;

/// An area whose coordinates are metres in the projected CRS
/// ([`Grid::to_metres`](crate::domain::grid::Grid::to_metres)), not rounded.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignArea {
    /// What the area is called in the dataset.
    pub id: String,
    /// Per polygon the rings, exterior first; each ring closed.
    pub polygons: Vec<Vec<Vec<(f64, f64)>>>,
}

/// Puts areas on the grid together, so that edges that ran along each other do so afterwards.
///
/// Rounding each vertex on its own would let a neighbour's corner fall off the edge it lay on. Here
/// the edges are snap-rounded from where they really run: every vertex becomes its grid point and
/// every edge is bent to the grid points in whose cells it meets a vertex or crosses an edge. No
/// vertex moves by more than 0.71 cm and no point of an edge by more than 0.78 cm (half the diagonal
/// of a cell, and 0.6 mm within which a vertex counts as lying on an edge).
///
/// Areas that are all on the grid, to 0.1 mm, are taken as they are, so that a second time moves
/// nothing; only where they cross they are bent. Gaps and overlaps that were there before are there
/// afterwards: [`build()`](crate::domain::partition::build()) reports or heals them. An area thinner
/// than the grid may come out without polygons.
///
/// # Errors
/// Findings for coordinates that are not finite or out of range and for invalid rings.
pub fn snap_foreign(areas: &[ForeignArea]) -> Result<Vec<Area>, Vec<Finding>> {
    let mut findings = Vec::new();
    let fine: Vec<Area> = areas.iter().map(|area| read(area, &mut findings)).collect();
    if findings.is_empty() {
        findings = fine.iter().flat_map(rings::check_apart).collect();
    }
    if !findings.is_empty() {
        for finding in &mut findings {
            let scale = FINE as f64;
            finding.place = cell(finding.place);
            finding.area_m2 /= scale * scale;
            finding.length_m /= scale;
        }
        return Err(findings);
    }

    let on_grid = fine.iter().flat_map(|area| area.polygons.iter().flatten().flatten());
    let on_grid = on_grid.copied().all(is_on_grid);
    let vertices = vertices(&fine);
    let (mut segments, mut deltas) = (Vec::new(), Vec::<Deltas>::new());
    for (index, area) in fine.iter().enumerate() {
        for (a, b, turn) in rings::edges(area) {
            let mut add = |segment| {
                segments.push(segment);
                deltas.push(vec![(index, turn)]);
            };
            if on_grid {
                add(Segment::on_grid(cell(a), cell(b)));
            } else {
                let course = through_vertices(a, b, &vertices);
                course.windows(2).for_each(|p| add(Segment { a: p[0], b: p[1] }));
            }
        }
    }
    let courses = if on_grid { snap(&segments, &[]) } else { snap_all(&segments) };
    let edges = merge_edges(&courses, &deltas);
    let derived = |(index, area): (usize, &ForeignArea)| {
        let directed = edges.iter().filter_map(|edge| {
            let turn = edge.deltas.iter().find(|(k, _)| *k == index)?.1;
            Some(if turn > 0 { (edge.a, edge.b) } else { (edge.b, edge.a) })
        });
        Area { id: area.id.clone(), polygons: polygons(directed.collect()) }
    };
    Ok(areas.iter().enumerate().map(derived).collect())
}

/// Whether a position in 1/256 cm is a grid point but for the rounding of coordinates.
fn is_on_grid(fine: GridPoint) -> bool {
    let at = cell(fine);
    (fine.x - at.x * FINE).abs() <= ON_GRID && (fine.y - at.y * FINE).abs() <= ON_GRID
}

/// The vertices of all areas as degenerate pieces.
fn vertices(areas: &[Area]) -> RTree<Piece<()>> {
    let rings = areas.iter().flat_map(|area| area.polygons.iter().flatten());
    let points: BTreeSet<_> = rings.flatten().copied().collect();
    RTree::bulk_load(points.into_iter().map(|p| Piece { a: p, b: p, data: () }).collect())
}

/// An edge with the vertices that lie on it but for the rounding of coordinates, in order.
fn through_vertices(a: GridPoint, b: GridPoint, vertices: &RTree<Piece<()>>) -> Vec<GridPoint> {
    let margin = TOUCH as f64;
    let low = [a.x.min(b.x) as f64 - margin, a.y.min(b.y) as f64 - margin];
    let high = [a.x.max(b.x) as f64 + margin, a.y.max(b.y) as f64 + margin];
    let near = vertices.locate_in_envelope_intersecting(&AABB::from_corners(low, high));
    let touches = |p: &GridPoint| distance_m(*p, a, b).distance_m * 100.0 <= margin;
    let mut points: Vec<_> = near.map(|piece| piece.a).filter(touches).collect();
    points.retain(|p| *p != a && *p != b);
    let along = |p: &GridPoint| {
        i128::from(b.x - a.x) * i128::from(p.x - a.x)
            + i128::from(b.y - a.y) * i128::from(p.y - a.y)
    };
    // Vertices beside the ends belong to the corner, not to the edge.
    points.retain(|p| along(p) > 0 && along(p) < along(&b));
    points.sort_by_key(|p| (along(p), *p));
    points.insert(0, a);
    points.push(b);
    points
}

/// An area in 1/256 cm.
fn read(area: &ForeignArea, findings: &mut Vec<Finding>) -> Area {
    let mut point = |&(x, y): &(f64, f64)| {
        let limit = GRID_LIMIT as f64 / 100.0;
        let fits = |v: f64| v.is_finite() && v.abs() <= limit;
        if !fits(x) || !fits(y) {
            let place = GridPoint::default();
            findings.push(Finding::new(FindingKind::OutOfRange, place).area(&area.id));
            return place;
        }
        let scale = 100.0 * FINE as f64;
        GridPoint::nearest(x * scale, y * scale)
    };
    let mut ring = |ring: &Vec<(f64, f64)>| ring.iter().map(&mut point).collect();
    let mut polygon =
        |rings: &Vec<Vec<(f64, f64)>>| -> PolygonRings { rings.iter().map(&mut ring).collect() };
    Area { id: area.id.clone(), polygons: area.polygons.iter().map(&mut polygon).collect() }
}
