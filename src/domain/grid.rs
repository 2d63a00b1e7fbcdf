//! Positions on the 1 cm grid of the projected CRS; WGS 84 only at the edge.
//!
//! All geometry inside the domain is whole centimetres ([`GridPoint`]), so that equality is equality
//! and the side of a line ([`orient`]) is exact. [`Grid`] is the only place where degrees come in and
//! go out. ETRS89 is taken as equal to WGS 84, as usual below half a metre.

mod crs;
mod patch;

use std::cmp::Ordering;

use proj4rs::proj::Proj;
use proj4rs::transform::transform;
use serde::{Deserialize, Serialize};

pub use crs::{Crs, WGS84};
pub use patch::Patch;

/// Largest absolute value of a grid coordinate: 2³¹ cm, more than any UTM coordinate has.
///
/// Within it every exact predicate of the domain fits into `i128`.
pub const GRID_LIMIT: i64 = 1 << 31;

/// How far from the central meridian of the zone a position may lie, in degrees.
///
/// Germany spans up to 6.1° around the meridian of zone 32; the transverse Mercator series stays
/// below a millimetre well beyond 10°.
const MAX_DEGREES_FROM_MERIDIAN: f64 = 10.0;
/// The latitudes in which ETRS89 / UTM is used, with room to spare, in degrees.
const LATITUDES: (f64, f64) = (30.0, 84.0);

/// A position in degrees of WGS 84.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LonLat {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
}

/// A position in whole centimetres of the projected CRS. Ordered by `x`, then `y`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct GridPoint {
    /// Centimetres east.
    pub x: i64,
    /// Centimetres north.
    pub y: i64,
}

impl GridPoint {
    /// The point `x` cm east, `y` cm north.
    pub const fn new(x: i64, y: i64) -> Self {
        Self { x, y }
    }

    /// The grid point nearest to a position in centimetres; halves go up (`⌊v + ½⌋`), so that every
    /// position belongs to exactly one grid cell.
    pub fn nearest(x_cm: f64, y_cm: f64) -> Self {
        Self::new((x_cm + 0.5).floor() as i64, (y_cm + 0.5).floor() as i64)
    }

    /// Whether both coordinates are within [`GRID_LIMIT`]; only then are the predicates exact.
    pub const fn in_range(self) -> bool {
        // Not `abs`, which has no answer for the lowest number.
        let most = GRID_LIMIT.unsigned_abs();
        self.x.unsigned_abs() <= most && self.y.unsigned_abs() <= most
    }

    /// Distance to another grid point in metres.
    pub fn distance_m(self, other: Self) -> f64 {
        let (dx, dy) = ((other.x - self.x) as f64, (other.y - self.y) as f64);
        dx.hypot(dy) / 100.0
    }
}

/// Why a grid cannot be made or a position cannot be put on it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum GridError {
    /// The code is not one of the supported projected systems.
    #[error("EPSG:{0} is not supported; use 25831, 25832 or 25833 (ETRS89 / UTM zone 31 to 33)")]
    UnsupportedCrs(u32),
    /// The code is none of the EPSG register, or of a system that cannot be worked with.
    #[error("EPSG:{0} is not known")]
    UnknownCrs(u32),
    /// A coordinate is NaN or infinite.
    #[error("the coordinate ({lon}, {lat}) is not a finite number")]
    NotFinite {
        /// Degrees east as given.
        lon: f64,
        /// Degrees north as given.
        lat: f64,
    },
    /// The position lies where the projection is not meant to be used.
    #[error(
        "({lon}, {lat}) is too far from the area of EPSG:{epsg}; \
         coordinates are longitude, then latitude, in degrees"
    )]
    OutOfRange {
        /// Degrees east as given.
        lon: f64,
        /// Degrees north as given.
        lat: f64,
        /// The projected system.
        epsg: u32,
    },
    /// The projection refused the position.
    #[error("({lon}, {lat}) cannot be projected: {reason}")]
    Projection {
        /// Degrees east as given.
        lon: f64,
        /// Degrees north as given.
        lat: f64,
        /// What the projection said.
        reason: String,
    },
}

/// The projected system of a dataset and the way between it and WGS 84.
#[derive(Debug, Clone)]
pub struct Grid {
    epsg: u32,
    meridian: f64,
    degrees: Proj,
    metres: Proj,
}

impl Grid {
    /// The grid of an ETRS89 / UTM system: 25831, 25832 or 25833.
    ///
    /// # Errors
    /// [`GridError::UnsupportedCrs`] for any other code.
    pub fn new(epsg: u32) -> Result<Self, GridError> {
        let zone = match epsg {
            25831..=25833 => epsg - 25800,
            _ => return Err(GridError::UnsupportedCrs(epsg)),
        };
        // Both sides on GRS 80 without a datum: no shift between ETRS89 and WGS 84.
        let proj =
            |text: &str| Proj::from_proj_string(text).map_err(|_| GridError::UnsupportedCrs(epsg));
        Ok(Self {
            epsg,
            meridian: f64::from(zone) * 6.0 - 183.0,
            degrees: proj("+proj=longlat +ellps=GRS80 +no_defs")?,
            metres: proj(&format!("+proj=utm +zone={zone} +ellps=GRS80 +units=m +no_defs"))?,
        })
    }

    /// The EPSG code of the projected system.
    pub fn epsg(&self) -> u32 {
        self.epsg
    }

    /// The grid point nearest to a position (at most 0.71 cm away).
    ///
    /// # Errors
    /// [`GridError`] when a coordinate is not finite, lies more than 10° from the zone's meridian or
    /// outside latitudes 30–84.
    pub fn to_grid(&self, position: LonLat) -> Result<GridPoint, GridError> {
        let (x, y) = self.to_metres(position)?;
        Ok(GridPoint::nearest(x * 100.0, y * 100.0))
    }

    /// Metres east and north, not rounded: for polygons from elsewhere, which
    /// [`snap_foreign`](super::partition::snap_foreign) puts on the grid together.
    ///
    /// # Errors
    /// As [`Grid::to_grid`].
    pub fn to_metres(&self, position: LonLat) -> Result<(f64, f64), GridError> {
        let LonLat { lon, lat } = position;
        if !lon.is_finite() || !lat.is_finite() {
            return Err(GridError::NotFinite { lon, lat });
        }
        let near = (lon - self.meridian).abs() <= MAX_DEGREES_FROM_MERIDIAN;
        if !near || lat < LATITUDES.0 || lat > LATITUDES.1 {
            let epsg = self.epsg;
            return Err(GridError::OutOfRange { lon, lat, epsg });
        }
        let mut point = (lon.to_radians(), lat.to_radians(), 0.0);
        transform(&self.degrees, &self.metres, &mut point).map_err(|error| {
            let reason = error.to_string();
            GridError::Projection { lon, lat, reason }
        })?;
        Ok((point.0, point.1))
    }

    /// The position of a grid point, rounded to 9 decimals (0.1 mm), so that
    /// [`to_grid`](Grid::to_grid) gives the same grid point again.
    ///
    /// Points beyond the zone's range are pulled to its edge: there is no position for them.
    pub fn to_lonlat(&self, point: GridPoint) -> LonLat {
        // The box around 10° on both sides of the meridian and latitudes 30 to 84, in metres.
        let x = (point.x as f64 / 100.0).clamp(-480_000.0, 1_480_000.0);
        let y = (point.y as f64 / 100.0).clamp(3_300_000.0, 9_400_000.0);
        let mut at = (x, y, 0.0);
        if transform(&self.metres, &self.degrees, &mut at).is_err() {
            // Does not happen inside the box; the meridian's foot is a harmless stand-in.
            at = (self.meridian.to_radians(), LATITUDES.0.to_radians(), 0.0);
        }
        let round = |radians: f64| (radians.to_degrees() * 1e9).round() / 1e9;
        LonLat { lon: round(at.0), lat: round(at.1) }
    }
}

/// On which side of the line from `a` to `b` the point `c` lies, exactly:
/// `Greater` = left, `Less` = right, `Equal` = on the line.
///
/// All points must be [in range](GridPoint::in_range).
pub fn orient(a: GridPoint, b: GridPoint, c: GridPoint) -> Ordering {
    cross(a, b, c).cmp(&0)
}

/// Twice the signed area of the triangle `a b c` in cm², exactly; positive when counter-clockwise.
pub fn cross(a: GridPoint, b: GridPoint, c: GridPoint) -> i128 {
    let d = |p: GridPoint, q: GridPoint| {
        (i128::from(q.x) - i128::from(p.x), i128::from(q.y) - i128::from(p.y))
    };
    let (ab, ac) = (d(a, b), d(a, c));
    ab.0 * ac.1 - ab.1 * ac.0
}

/// The point of a segment that is nearest to a position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Foot {
    /// Metres between the position and the foot.
    pub distance_m: f64,
    /// Centimetres east of the foot, not rounded.
    pub x: f64,
    /// Centimetres north of the foot, not rounded.
    pub y: f64,
}

/// The distance from `p` to the segment `a b` and its foot point.
///
/// Exactly 0 when `p` lies on the segment; otherwise right to about 15 digits.
pub fn distance_m(p: GridPoint, a: GridPoint, b: GridPoint) -> Foot {
    let (dx, dy) = (i128::from(b.x - a.x), i128::from(b.y - a.y));
    let along = dx * i128::from(p.x - a.x) + dy * i128::from(p.y - a.y);
    let length2 = dx * dx + dy * dy;
    let end = |q: GridPoint| Foot { distance_m: p.distance_m(q), x: q.x as f64, y: q.y as f64 };
    if along <= 0 {
        return end(a);
    }
    if along >= length2 {
        return end(b);
    }
    let t = along as f64 / length2 as f64;
    Foot {
        distance_m: cross(a, b, p).unsigned_abs() as f64 / (length2 as f64).sqrt() / 100.0,
        x: a.x as f64 + t * dx as f64,
        y: a.y as f64 + t * dy as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn p(x: i64, y: i64) -> GridPoint {
        GridPoint::new(x, y)
    }

    #[test]
    fn a_grid_is_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Grid>();
    }

    #[test]
    fn the_central_meridian_has_easting_500_km() {
        for (epsg, lon) in [(25831, 3.0), (25832, 9.0), (25833, 15.0)] {
            let grid = Grid::new(epsg).unwrap();
            assert_eq!(grid.to_grid(LonLat { lon, lat: 52.0 }).unwrap().x, 50_000_000);
        }
    }

    /// Reference values from PROJ 9 (`proj +proj=utm +zone=… +ellps=GRS80`).
    #[test]
    fn positions_agree_with_proj() {
        for (epsg, lon, lat, x, y) in [
            (25832, 10.0, 54.0, 56_554_852, 598_398_445),
            (25832, 9.9918, 53.7076, 56_546_580, 595_144_661),
            (25833, 13.4, 52.5, 39_139_073, 581_785_524),
        ] {
            let grid = Grid::new(epsg).unwrap();
            assert_eq!(grid.to_grid(LonLat { lon, lat }).unwrap(), p(x, y));
        }
    }

    #[test]
    fn what_is_no_position_in_the_zone_is_refused() {
        let grid = Grid::new(25832).unwrap();
        assert_eq!(Grid::new(3857).unwrap_err(), GridError::UnsupportedCrs(3857));
        for (lon, lat) in [(f64::NAN, 53.0), (9.0, f64::INFINITY)] {
            assert!(matches!(grid.to_grid(LonLat { lon, lat }), Err(GridError::NotFinite { .. })));
        }
        // Swapped coordinates, another continent, the south.
        for (lon, lat) in [(53.7, 10.0), (-74.0, 40.7), (9.0, -53.0), (20.0, 53.0)] {
            assert!(matches!(grid.to_grid(LonLat { lon, lat }), Err(GridError::OutOfRange { .. })));
        }
    }

    #[test]
    fn sides_are_exact_where_floats_are_not() {
        let far = GRID_LIMIT;
        assert_eq!(orient(p(-far, -far), p(far, far), p(0, 0)), Ordering::Equal);
        assert_eq!(orient(p(-far, -far), p(far, far), p(0, 1)), Ordering::Greater);
        assert_eq!(orient(p(-far, -far), p(far, far - 1), p(0, 0)), Ordering::Greater);
    }

    #[test]
    fn distance_knows_its_foot() {
        let foot = distance_m(p(300, 400), p(0, 0), p(1_000, 0));
        assert_eq!(foot, Foot { distance_m: 4.0, x: 300.0, y: 0.0 });
        assert_eq!(distance_m(p(-300, 400), p(0, 0), p(1_000, 0)).distance_m, 5.0);
        assert_eq!(distance_m(p(-300, 400), p(0, 0), p(0, 0)).distance_m, 5.0);
        assert_eq!(distance_m(p(3, 1), p(0, 0), p(6, 2)).distance_m, 0.0);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn grid_to_degrees_and_back_is_the_identity(
            x in 20_000_000i64..90_000_000,
            y in 520_000_000i64..612_000_000,
            epsg in 25831u32..=25833,
        ) {
            let grid = Grid::new(epsg).unwrap();
            prop_assert_eq!(grid.to_grid(grid.to_lonlat(p(x, y))).unwrap(), p(x, y));
        }
    }
}
