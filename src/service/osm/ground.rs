//! The territory of the city, to ask what lies in it.

use geo::{BooleanOps, Buffer, Coord, LineString, MultiLineString, MultiPolygon, Polygon};

use crate::domain::{
    grid::{Grid, GridPoint, LonLat},
    locate::Locator,
    partition::{Area, Partition},
};

/// Streets are kept this far beyond the city limit, in metres: some run along it.
const BESIDE_M: f64 = 40.0;
/// Pieces of a street shorter than this, in metres, are left over from cutting.
const PIECE_M: f64 = 1.0;

/// The grid and the territory on it.
pub(super) struct Ground {
    pub grid: Grid,
    locator: Locator,
    /// The territory and what lies beside it, in metres.
    wide: MultiPolygon<f64>,
}

/// A polygon of the grid in metres.
pub(super) fn metres(area: &Area) -> MultiPolygon<f64> {
    let coord = |p: &GridPoint| Coord { x: p.x as f64 / 100.0, y: p.y as f64 / 100.0 };
    let ring = |ring: &Vec<GridPoint>| -> LineString<f64> { ring.iter().map(coord).collect() };
    let polygon = |rings: &Vec<Vec<GridPoint>>| {
        let mut rings = rings.iter().map(ring);
        let exterior = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
        Polygon::new(exterior, rings.collect())
    };
    MultiPolygon(area.polygons.iter().map(polygon).collect())
}

impl Ground {
    pub fn new(grid: Grid, limit: &Area, partition: &Partition) -> Self {
        let wide = metres(limit).buffer(BESIDE_M);
        Self { grid, locator: Locator::new(partition), wide }
    }

    /// A place on the grid.
    pub fn point(&self, place: LonLat) -> Option<GridPoint> {
        self.grid.to_grid(place).ok()
    }

    /// Whether a point lies in the city.
    pub fn holds(&self, point: GridPoint) -> bool {
        self.locator.face_at(point).is_some()
    }

    /// Whether a place lies in the city.
    pub fn holds_place(&self, place: LonLat) -> bool {
        self.point(place).is_some_and(|point| self.holds(point))
    }

    fn is_beside(&self, point: GridPoint) -> bool {
        self.holds(point) || !self.locator.borders_within(point, BESIDE_M).is_empty()
    }

    /// The pieces of a line in the city or beside it.
    pub fn cut(&self, line: &[LonLat]) -> Vec<Vec<GridPoint>> {
        let mut points: Vec<GridPoint> = line.iter().filter_map(|p| self.point(*p)).collect();
        points.dedup();
        let beside = points.iter().filter(|point| self.is_beside(**point)).count();
        let pieces = match beside {
            0 => Vec::new(),
            all if all == points.len() => vec![points],
            _ => self.clip(&points),
        };
        let long = |piece: &Vec<GridPoint>| {
            piece.windows(2).map(|p| p[0].distance_m(p[1])).sum::<f64>() >= PIECE_M
        };
        pieces.into_iter().filter(long).collect()
    }

    fn clip(&self, points: &[GridPoint]) -> Vec<Vec<GridPoint>> {
        let coord = |p: &GridPoint| Coord { x: p.x as f64 / 100.0, y: p.y as f64 / 100.0 };
        let line: LineString<f64> = points.iter().map(coord).collect();
        let inside = self.wide.clip(&MultiLineString(vec![line]), false);
        let point = |c: &Coord<f64>| GridPoint::nearest(c.x * 100.0, c.y * 100.0);
        inside.0.iter().map(|line| line.coords().map(point).collect()).collect()
    }
}
