//! Coordinate systems that files come in.

use proj4rs::{proj::Proj, transform::transform};

use super::{GridError, LonLat};

/// WGS 84 in degrees.
pub const WGS84: u32 = 4326;
/// The other system in degrees that is taken as equal to it: ETRS89.
const ETRS89: u32 = 4258;

/// A coordinate system by its EPSG code, and the way between it and WGS 84. Coordinates are always
/// east before north: longitude before latitude in degrees, easting before northing.
///
/// Systems on other ellipsoids (such as Gauß-Krüger on Bessel's) are shifted with the parameters of
/// the EPSG register, which are right to some metres.
#[derive(Debug, Clone)]
pub struct Crs {
    epsg: u32,
    /// `None` for WGS 84 itself.
    way: Option<Way>,
}

#[derive(Debug, Clone)]
struct Way {
    own: Proj,
    degrees: Proj,
}

impl Crs {
    /// The system with this code.
    ///
    /// # Errors
    /// [`GridError::UnknownCrs`] when there is none, or none that can be worked with.
    pub fn new(epsg: u32) -> Result<Self, GridError> {
        let unknown = || GridError::UnknownCrs(epsg);
        let proj = |text: &str| Proj::from_proj_string(text).map_err(|_| unknown());
        let way = match epsg {
            WGS84 | ETRS89 => None,
            // As in the grid: without a datum, so that ETRS89 is WGS 84 to the last digit.
            25828..=25838 => Some(Way {
                own: proj(&format!(
                    "+proj=utm +zone={} +ellps=GRS80 +units=m +no_defs",
                    epsg - 25800
                ))?,
                degrees: proj("+proj=longlat +ellps=GRS80 +no_defs")?,
            }),
            _ => {
                let code = u16::try_from(epsg).map_err(|_| unknown())?;
                Some(Way {
                    own: Proj::from_epsg_code(code).map_err(|_| unknown())?,
                    degrees: proj("+proj=longlat +datum=WGS84 +no_defs")?,
                })
            }
        };
        Ok(Self { epsg, way })
    }

    /// The system that a text names, such as `EPSG:25832` or `25832`; `None` when there is none, or
    /// none that can be worked with.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let prefix = text.get(..5).filter(|start| start.eq_ignore_ascii_case("EPSG:"));
        let number = if prefix.is_some() { text[5..].trim_start() } else { text };
        number.parse().ok().and_then(|epsg| Self::new(epsg).ok())
    }

    /// The EPSG code.
    pub fn epsg(&self) -> u32 {
        self.epsg
    }

    /// Whether its coordinates are degrees.
    pub fn is_degrees(&self) -> bool {
        self.way.as_ref().is_none_or(|way| way.own.is_latlong())
    }

    /// Degrees of WGS 84, rounded to 9 decimals (0.1 mm) unless they are given so.
    ///
    /// # Errors
    /// When a coordinate is no number or lies beyond the system.
    pub fn to_lonlat(&self, x: f64, y: f64) -> Result<LonLat, GridError> {
        let Some(Way { own, degrees }) = &self.way else { return Ok(LonLat { lon: x, lat: y }) };
        let (x, y) = Self::through(own, degrees, x, y)?;
        let round = |degrees: f64| (degrees * 1e9).round() / 1e9;
        Ok(LonLat { lon: round(x), lat: round(y) })
    }

    /// The coordinates of a position.
    ///
    /// # Errors
    /// As [`Crs::to_lonlat`].
    pub fn of_lonlat(&self, position: LonLat) -> Result<(f64, f64), GridError> {
        match &self.way {
            Some(Way { own, degrees }) => Self::through(degrees, own, position.lon, position.lat),
            None => Ok((position.lon, position.lat)),
        }
    }

    fn through(from: &Proj, to: &Proj, x: f64, y: f64) -> Result<(f64, f64), GridError> {
        if !x.is_finite() || !y.is_finite() {
            return Err(GridError::NotFinite { lon: x, lat: y });
        }
        let mut point = match from.is_latlong() {
            true => (x.to_radians(), y.to_radians(), 0.0),
            false => (x, y, 0.0),
        };
        let refused = |reason: String| GridError::Projection { lon: x, lat: y, reason };
        transform(from, to, &mut point).map_err(|error| refused(error.to_string()))?;
        if !point.0.is_finite() || !point.1.is_finite() {
            return Err(refused("there is no such position".into()));
        }
        Ok(match to.is_latlong() {
            true => (point.0.to_degrees(), point.1.to_degrees()),
            false => (point.0, point.1),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reference values from PROJ 9 (`cs2cs EPSG:… EPSG:4326`).
    #[test]
    fn systems_in_use_lead_to_the_same_place() {
        for (epsg, x, y, metres) in [
            (4326, 9.9918, 53.7076, 0.0),
            (4258, 9.9918, 53.7076, 0.0),
            (25832, 565_465.80, 5_951_446.61, 0.1),
            (4647, 32_565_465.80, 5_951_446.61, 0.1),
            (3857, 1_112_282.088, 7_114_972.578, 0.1),
            (31467, 3_565_562.172, 5_953_389.359, 5.0),
        ] {
            let crs = Crs::new(epsg).unwrap();
            let found = crs.to_lonlat(x, y).unwrap();
            let off = (found.lon - 9.9918).abs().max((found.lat - 53.7076).abs());
            assert!(off * 111_000.0 <= metres, "{epsg}: {found:?}");
            let back = crs.of_lonlat(found).unwrap();
            let scale = if crs.is_degrees() { 1e-9 } else { 1e-3 };
            assert!((back.0 - x).abs() < scale && (back.1 - y).abs() < scale, "{epsg}: {back:?}");
        }
    }

    #[test]
    fn what_is_no_system_and_no_coordinate_is_refused() {
        for epsg in [0, 1, 99_999] {
            assert_eq!(Crs::new(epsg).unwrap_err(), GridError::UnknownCrs(epsg));
        }
        let utm = Crs::new(25832).unwrap();
        for (x, y) in [(f64::INFINITY, 5_951_446.0), (565_465.0, f64::NEG_INFINITY)] {
            assert!(utm.to_lonlat(x, y).is_err());
        }
    }
}
