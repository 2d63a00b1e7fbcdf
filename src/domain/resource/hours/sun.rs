//! Sunrise and the like at a place, to the minute or two that refraction leaves open.
//!
//! The equations are those of Meeus, *Astronomical Algorithms*, in the shortened form that the
//! NOAA solar calculator uses.

use jiff::civil::{Date, Weekday};

use crate::domain::grid::LonLat;

/// A moment of the day that depends on the sun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SunEvent {
    /// Civil dawn: the sun is 6° below the horizon.
    Dawn,
    Sunrise,
    Sunset,
    /// Civil dusk.
    Dusk,
}

impl SunEvent {
    /// Roughly when it happens over the year, in minutes: tells a morning from an evening.
    pub fn usual(self) -> u16 {
        match self {
            Self::Dawn => 330,
            Self::Sunrise => 360,
            Self::Sunset => 1080,
            Self::Dusk => 1110,
        }
    }

    /// Minutes since midnight, German time; none where the sun does not get there on that day.
    pub fn on(self, date: Date, place: LonLat) -> Option<u16> {
        let (altitude, evening) = match self {
            Self::Dawn => (-6.0, false),
            Self::Sunrise => (-0.833, false),
            Self::Sunset => (-0.833, true),
            Self::Dusk => (-6.0, true),
        };
        let mut utc = if evening { 1080.0 } else { 360.0 };
        // The sun moves on while the day goes by: the second round uses its place at the event.
        for _ in 0..2 {
            let (declination, equation_of_time) = sun_at(date, utc);
            let latitude = place.lat.to_radians();
            let cosine = (f64::to_radians(altitude).sin() - latitude.sin() * declination.sin())
                / (latitude.cos() * declination.cos());
            if !(-1.0..=1.0).contains(&cosine) {
                return None;
            }
            let angle = cosine.acos().to_degrees();
            let signed = if evening { -angle } else { angle };
            utc = 720.0 - 4.0 * (place.lon + signed) - equation_of_time;
        }
        let offset = if is_summer_time(date) { 120.0 } else { 60.0 };
        let local = (utc + offset).floor();
        (0.0..1440.0).contains(&local).then_some(local as u16)
    }
}

/// Declination (radians) and equation of time (minutes).
fn sun_at(date: Date, minutes_utc: f64) -> (f64, f64) {
    let days = (date - jiff::civil::date(2000, 1, 1)).get_days();
    let century = (f64::from(days) - 0.5 + minutes_utc / 1440.0) / 36525.0;
    let longitude = (280.46646 + century * (36000.76983 + century * 0.0003032)) % 360.0;
    let anomaly = (357.52911 + century * (35999.05029 - 0.0001537 * century)).to_radians();
    let eccentricity = 0.016708634 - century * (0.000042037 + 0.0000001267 * century);
    let centre = anomaly.sin() * (1.914602 - century * (0.004817 + 0.000014 * century))
        + (2.0 * anomaly).sin() * (0.019993 - 0.000101 * century)
        + (3.0 * anomaly).sin() * 0.000289;
    let node = (125.04 - 1934.136 * century).to_radians();
    let apparent = (longitude + centre - 0.00569 - 0.00478 * node.sin()).to_radians();
    let obliquity = (23.439291 - century * 0.0130042 + 0.00256 * node.cos()).to_radians();
    let declination = (obliquity.sin() * apparent.sin()).asin();
    let y = (obliquity / 2.0).tan().powi(2);
    let mean = longitude.to_radians();
    let equation = y * (2.0 * mean).sin() - 2.0 * eccentricity * anomaly.sin()
        + 4.0 * eccentricity * y * anomaly.sin() * (2.0 * mean).cos()
        - 0.5 * y * y * (4.0 * mean).sin()
        - 1.25 * eccentricity * eccentricity * (2.0 * anomaly).sin();
    (declination, 4.0 * equation.to_degrees())
}

/// Whether clocks show summer time for most of the day: from the last Sunday in March to the
/// Saturday before the last Sunday in October.
fn is_summer_time(date: Date) -> bool {
    let last_sunday = |month| {
        date.with()
            .month(month)
            .day(1)
            .build()
            .ok()
            .and_then(|first| first.nth_weekday_of_month(-1, Weekday::Sunday).ok())
    };
    match (last_sunday(3), last_sunday(10)) {
        (Some(from), Some(to)) => from <= date && date < to,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// Almanac values for Hamburg (53°33′ N, 10°00′ E).
    #[test]
    fn the_sun_over_hamburg() {
        let hamburg = LonLat { lon: 10.0, lat: 53.55 };
        let near = |event: SunEvent, day, hour: i32, minute: i32| {
            let minutes = i32::from(event.on(day, hamburg).unwrap());
            assert!((minutes - (hour * 60 + minute)).abs() <= 2, "{event:?} {day}: {minutes}");
        };
        near(SunEvent::Sunrise, date(2026, 6, 21), 4, 50);
        near(SunEvent::Sunset, date(2026, 6, 21), 21, 53);
        near(SunEvent::Sunrise, date(2026, 12, 21), 8, 34);
        near(SunEvent::Sunset, date(2026, 12, 21), 16, 2);
    }
}
