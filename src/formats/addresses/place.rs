//! Where a row lies: its coordinates on the city's grid.

use std::collections::BTreeMap;

use super::{decimal::Decimal, problem::Kind};
use crate::domain::grid::{Crs, Grid, GridError, GridPoint, LonLat, WGS84};

/// Zones in which Germany lies.
const ZONES: std::ops::RangeInclusive<u32> = 31..=33;
/// What a northing in Germany is, in metres.
const NORTHING: std::ops::RangeInclusive<i64> = 5_000_000..=6_300_000;
/// What an easting within a zone is, in metres.
const EASTING: std::ops::RangeInclusive<i64> = 100_000..=900_000;

/// How the coordinates of a file are meant.
#[derive(Debug)]
enum System {
    /// Any system of the projection library.
    Crs(Crs),
    /// ETRS89 / UTM with the zone in front or in a column, or that of the city's grid; degrees
    /// where the numbers are as small.
    Recognised,
    /// ETRS89 / UTM in this zone, with or without it in front.
    Zone(u32),
}

/// Puts rows on the grid.
#[derive(Debug)]
pub(super) struct Places<'a> {
    grid: &'a Grid,
    system: System,
    /// The corners of the city.
    bounds: (GridPoint, GridPoint),
    /// How far from them a row may lie, in metres.
    reach_m: f64,
    /// What is known of each zone other than the grid's.
    zones: BTreeMap<u32, Crs>,
    /// How many rows are in each system.
    pub crs: BTreeMap<u32, u64>,
}

/// The system that codes with the zone in front of the easting stand for.
fn zone_of(epsg: u32) -> Option<u32> {
    match epsg {
        25831..=25833 => Some(epsg - 25800),
        5649 => Some(31),
        4647 => Some(32),
        5650 => Some(33),
        _ => None,
    }
}

/// The code of a zone, with it in front of the easting or not.
fn code_of(zone: u32, in_front: bool) -> u32 {
    match (zone, in_front) {
        (31, true) => 5649,
        (32, true) => 4647,
        (33, true) => 5650,
        _ => 25800 + zone,
    }
}

impl<'a> Places<'a> {
    /// `epsg` is the system that was named, `degrees` says that columns hold degrees.
    pub fn new(
        grid: &'a Grid,
        bounds: (GridPoint, GridPoint),
        reach_m: f64,
        epsg: Option<u32>,
        degrees: bool,
    ) -> Result<Self, GridError> {
        let system = match epsg {
            Some(epsg) if !degrees || epsg == WGS84 => match zone_of(epsg) {
                Some(zone) => System::Zone(zone),
                None => System::Crs(Crs::new(epsg)?),
            },
            _ if degrees => System::Crs(Crs::new(WGS84)?),
            _ => System::Recognised,
        };
        let (zones, crs) = (BTreeMap::new(), BTreeMap::new());
        Ok(Self { grid, system, bounds, reach_m, zones, crs })
    }

    /// The place of a row.
    pub fn place(&mut self, x: &str, y: &str, zone: &str) -> Result<GridPoint, Kind> {
        let east = Decimal::read(x).ok_or(Kind::NoNumber)?;
        let north = Decimal::read(y).ok_or(Kind::NoNumber)?;
        let point = match &self.system {
            System::Crs(crs) => {
                let epsg = crs.epsg();
                let at = crs.to_lonlat(east.float(), north.float());
                self.count(epsg);
                self.on_grid(at)?
            }
            System::Zone(zone) => self.in_zone(east, north, Some(*zone))?,
            System::Recognised => {
                let column = zone.trim().parse().ok().filter(|zone| ZONES.contains(zone));
                self.recognised(east, north, column)?
            }
        };
        let far = self.far(point);
        if far <= self.reach_m {
            return Ok(point);
        }
        Err(match self.swapped(east, north) {
            true => Kind::Swapped,
            #[expect(clippy::cast_possible_truncation, reason = "kilometres on earth")]
            false => Kind::FarAway((far / 1000.0).round() as u32),
        })
    }

    fn recognised(
        &mut self,
        east: Decimal,
        north: Decimal,
        zone: Option<u32>,
    ) -> Result<GridPoint, Kind> {
        let (x, y) = (east.whole(), north.whole());
        if x.abs() <= 180 && y.abs() <= 90 {
            self.count(WGS84);
            return self.on_grid(Ok(LonLat { lon: east.float(), lat: north.float() }));
        }
        if NORTHING.contains(&x) && !NORTHING.contains(&y) {
            return Err(Kind::Swapped);
        }
        let in_front = u32::try_from(x / 1_000_000).is_ok_and(|front| ZONES.contains(&front));
        match NORTHING.contains(&y) && (in_front || EASTING.contains(&x)) {
            true => self.in_zone(east, north, zone),
            false => Err(Kind::NoSystem),
        }
    }

    /// A place in ETRS89 / UTM. Without a zone, that of the grid is tried first; what lies at the
    /// city in one zone is far away in all others.
    fn in_zone(
        &mut self,
        east: Decimal,
        north: Decimal,
        zone: Option<u32>,
    ) -> Result<GridPoint, Kind> {
        let front = u32::try_from(east.whole() / 1_000_000).unwrap_or(0);
        if ZONES.contains(&front) {
            if zone.is_some_and(|zone| zone != front) {
                return Err(Kind::OtherZone(front));
            }
            let point = self.project(east.less_millions(front.into()), north, front)?;
            self.count(code_of(front, true));
            return Ok(point);
        }
        let own = self.grid.epsg() - 25800;
        if let Some(zone) = zone {
            let point = self.project(east, north, zone)?;
            self.count(code_of(zone, false));
            return Ok(point);
        }
        let others = ZONES.filter(|zone| *zone != own);
        for zone in std::iter::once(own).chain(others) {
            if let Ok(point) = self.project(east, north, zone)
                && self.far(point) <= self.reach_m
            {
                self.count(code_of(zone, false));
                return Ok(point);
            }
        }
        self.count(code_of(own, false));
        self.project(east, north, own)
    }

    fn project(&mut self, east: Decimal, north: Decimal, zone: u32) -> Result<GridPoint, Kind> {
        let epsg = code_of(zone, false);
        if epsg == self.grid.epsg() {
            let point = GridPoint::new(east.centimetres(), north.centimetres());
            return if point.in_range() { Ok(point) } else { Err(Kind::NoPlace) };
        }
        if !self.zones.contains_key(&zone) {
            self.zones.insert(zone, Crs::new(epsg).map_err(|_| Kind::NoPlace)?);
        }
        let at = self.zones[&zone].to_lonlat(east.float(), north.float());
        self.on_grid(at)
    }

    fn on_grid(&self, at: Result<LonLat, GridError>) -> Result<GridPoint, Kind> {
        at.and_then(|at| self.grid.to_grid(at)).map_err(|_| Kind::NoPlace)
    }

    fn count(&mut self, epsg: u32) {
        *self.crs.entry(epsg).or_default() += 1;
    }

    /// How far a place lies from the corners of the city, in metres.
    fn far(&self, point: GridPoint) -> f64 {
        let (low, high) = self.bounds;
        let beside = |value: i64, low: i64, high: i64| (low - value).max(value - high).max(0);
        let x = beside(point.x, low.x, high.x) as f64;
        let y = beside(point.y, low.y, high.y) as f64;
        x.hypot(y) / 100.0
    }

    /// Whether the coordinates would lie at the city the other way round.
    fn swapped(&self, east: Decimal, north: Decimal) -> bool {
        let System::Crs(crs) = &self.system else { return false };
        let at = crs.to_lonlat(north.float(), east.float());
        self.on_grid(at).is_ok_and(|point| self.far(point) <= self.reach_m)
    }
}
