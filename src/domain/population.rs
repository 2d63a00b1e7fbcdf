//! How many people live where, and how many of them in each Sozialraum.

use geo::{Area, BooleanOps, BoundingRect, Intersects, LineString, MultiPolygon, Polygon};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    grid::GridPoint,
    partition::{Partition, PolygonRings},
};

/// People counted in cells, as a census publishes them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PopulationGrid {
    /// Where the counts come from.
    pub source: String,
    /// The day of the count.
    pub day: Option<Date>,
    /// The cells; they do not overlap.
    pub cells: Vec<Cell>,
}

/// A cell and who lives in all of it, whatever part of it lies in the city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Its outline on the grid.
    pub polygon: PolygonRings,
    /// People under 18.
    pub minors: u32,
    /// All people.
    pub total: u32,
}

/// How many people live in a Sozialraum, as far as the cells tell.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Estimate {
    /// The id of the Sozialraum.
    pub id: String,
    /// People under 18; no whole number, because cells are shared out.
    pub minors: f64,
    /// All people.
    pub total: f64,
    /// Its territory in m².
    pub area_m2: f64,
}

/// The people in every Sozialraum of every edition, and where the counts come from.
#[derive(Debug, Clone)]
pub struct Population {
    /// Where the counts come from.
    pub source: String,
    /// The day of the count.
    pub day: Option<Date>,
    /// By number of the edition.
    estimates: Vec<(u32, Vec<Estimate>)>,
}

impl Population {
    /// Shares a grid out to the Sozialräume of some editions.
    pub fn new<'a>(
        grid: &PopulationGrid,
        editions: impl IntoIterator<Item = (u32, &'a Partition)>,
    ) -> Self {
        let estimate = |(number, partition)| (number, grid.estimate(partition));
        Self {
            source: grid.source.clone(),
            day: grid.day,
            estimates: editions.into_iter().map(estimate).collect(),
        }
    }

    /// The people in each Sozialraum of an edition.
    pub fn of_edition(&self, number: u32) -> &[Estimate] {
        self.estimates.iter().find(|(of, _)| *of == number).map_or(&[], |found| &found.1)
    }
}

impl Cell {
    /// Its territory in m²; 0 for an outline that encloses nothing.
    pub fn area_m2(&self) -> f64 {
        square_metres(&shape(&self.polygon))
    }
}

impl PopulationGrid {
    /// The people in each Sozialraum of a partition, in the order of its faces.
    ///
    /// Each cell is shared out by area (areal weighting, Goodchild & Lam 1980): a Sozialraum that
    /// covers a third of a cell gets a third of its people, and what lies beyond the city limit is
    /// left out. The weakness of the method is the assumption that people live evenly spread in a
    /// cell: where a border divides it into wood and houses, the wood gets its share of them.
    ///
    /// Costs one clipping for every cell and Sozialraum that come near each other: some
    /// milliseconds for 200 cells.
    pub fn estimate(&self, partition: &Partition) -> Vec<Estimate> {
        let cells: Vec<(Polygon, &Cell)> =
            self.cells.iter().map(|cell| (shape(&cell.polygon), cell)).collect();
        let estimate = |face| {
            let area = partition.area(face);
            let territory: MultiPolygon = area.polygons.iter().map(shape).collect();
            let (mut minors, mut total) = (0.0, 0.0);
            for (outline, cell) in &cells {
                let share = share_within(outline, &territory);
                minors += share * f64::from(cell.minors);
                total += share * f64::from(cell.total);
            }
            Estimate { id: area.id, minors, total, area_m2: partition.area_m2(face) }
        };
        partition.face_indices().map(estimate).collect()
    }
}

/// Which part of an outline lies in a territory, from 0 to 1.
fn share_within(outline: &Polygon, territory: &MultiPolygon) -> f64 {
    let (Some(near), Some(around)) = (outline.bounding_rect(), territory.bounding_rect()) else {
        return 0.0;
    };
    let whole = square_metres(outline);
    if whole == 0.0 || !near.intersects(&around) {
        return 0.0;
    }
    square_metres(&outline.intersection(territory)) / whole
}

/// The area in m² of a shape in centimetres.
fn square_metres(shape: &impl Area<f64>) -> f64 {
    shape.unsigned_area() / 10_000.0
}

/// A polygon in centimetres.
fn shape(rings: &PolygonRings) -> Polygon {
    let ring = |points: &Vec<GridPoint>| -> LineString {
        points.iter().map(|point| (point.x as f64, point.y as f64)).collect()
    };
    let mut rings = rings.iter().map(ring);
    Polygon::new(rings.next().unwrap_or_else(|| LineString::new(Vec::new())), rings.collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::partition::{self, Area, Options};

    /// A rectangle in metres.
    fn rectangle(west: i64, south: i64, east: i64, north: i64) -> PolygonRings {
        let corners = [(west, south), (east, south), (east, north), (west, north), (west, south)];
        let point = |(x, y)| GridPoint::new(50_000_000 + x * 100, 590_000_000 + y * 100);
        vec![corners.into_iter().map(point).collect()]
    }

    /// A city of 2 km × 1 km, divided by a line that runs from `south` to `north`.
    fn city(south: i64, north: i64) -> Partition {
        let corner = |x: i64, y: i64| rectangle(x, y, x + 1, y + 1)[0][0];
        let (a, b) = (corner(south, 0), corner(north, 1000));
        let ring = |corners: [GridPoint; 4]| {
            vec![vec![corners.iter().chain(&corners[..1]).copied().collect()]]
        };
        let west = ring([corner(0, 0), a, b, corner(0, 1000)]);
        let east = ring([a, corner(2000, 0), corner(2000, 1000), b]);
        let areas =
            [("east", east), ("west", west)].map(|(id, polygons)| Area { id: id.into(), polygons });
        let nameless = Options { require_names: false, ..Options::default() };
        partition::build(&areas, &[], None, &nameless).into_result().unwrap()
    }

    fn people(cells: Vec<Cell>) -> PopulationGrid {
        PopulationGrid { source: "test".into(), day: None, cells }
    }

    #[test]
    fn a_cell_is_shared_out_by_area_and_what_lies_outside_is_left_out() {
        let cells = people(vec![
            Cell { polygon: rectangle(0, 0, 500, 500), minors: 10, total: 100 },
            // Three quarters in the west.
            Cell { polygon: rectangle(700, 0, 1100, 400), minors: 4, total: 8 },
            // Half of it beyond the limit.
            Cell { polygon: rectangle(1900, 0, 2100, 200), minors: 2, total: 6 },
            Cell { polygon: rectangle(5000, 0, 5100, 100), minors: 50, total: 50 },
        ]);
        let [east, west] = cells.estimate(&city(1000, 1000)).try_into().unwrap();
        assert_eq!((east.id.as_str(), west.id.as_str()), ("east", "west"));
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{a} is not {b}");
        near(west.total, 106.0);
        near(west.minors, 13.0);
        near(east.total, 5.0);
        near(east.minors, 2.0);
        near(west.area_m2, 1e6);
    }

    #[test]
    fn a_hole_in_a_cell_holds_nobody() {
        let mut polygon = rectangle(900, 0, 1100, 200);
        polygon.extend(rectangle(900, 50, 1000, 150));
        let cells = people(vec![Cell { polygon, minors: 0, total: 30 }]);
        let [east, west] = cells.estimate(&city(1000, 1000)).try_into().unwrap();
        assert!((east.total - 20.0).abs() < 1e-6 && (west.total - 10.0).abs() < 1e-6);
    }

    #[test]
    fn a_cell_without_ground_counts_nowhere() {
        let flat = Cell { polygon: rectangle(0, 0, 500, 0), minors: 1, total: 1 };
        assert_eq!(flat.area_m2(), 0.0);
        let sum: f64 = people(vec![flat]).estimate(&city(1000, 1000)).iter().map(|e| e.total).sum();
        assert_eq!(sum, 0.0);
    }

    prop_compose! {
        fn cell()(
            west in -500i64..2300, south in -500i64..1300,
            width in 1i64..600, height in 1i64..600, minors in 0u32..200, others in 0u32..2000,
        ) -> Cell {
            let polygon = rectangle(west, south, west + width, south + height);
            Cell { polygon, minors, total: minors + others }
        }
    }

    /// People of a cell inside the city, from its corners alone.
    fn inside(cell: &Cell) -> f64 {
        let ring = &cell.polygon[0];
        let metres = |p: &GridPoint| ((p.x - 50_000_000) / 100, (p.y - 590_000_000) / 100);
        let ((west, south), (east, north)) = (metres(&ring[0]), metres(&ring[2]));
        let common = |from: i64, to: i64, most: i64| (to.min(most) - from.max(0)).max(0);
        let part = common(west, east, 2000) * common(south, north, 1000);
        f64::from(cell.total) * part as f64 / ((east - west) * (north - south)) as f64
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn a_border_that_moves_moves_people_and_loses_none(
            cells in prop::collection::vec(cell(), 1..12),
            borders in prop::collection::vec((1i64..2000, 1i64..2000), 2),
        ) {
            let inside: f64 = cells.iter().map(inside).sum();
            let cells = people(cells);
            for (south, north) in borders {
                let estimates = cells.estimate(&city(south, north));
                let sum: f64 = estimates.iter().map(|estimate| estimate.total).sum();
                prop_assert!((sum - inside).abs() < 1e-6 * inside.max(1.0), "{sum} is not {inside}");
                for estimate in estimates {
                    prop_assert!(0.0 <= estimate.minors && estimate.minors <= estimate.total + 1e-9);
                }
            }
        }
    }
}
