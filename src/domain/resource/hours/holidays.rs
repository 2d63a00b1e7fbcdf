//! Public holidays of the German federal states.
//!
//! Computed for every year, by the holiday laws as they stand, with the year from which a day is
//! kept where that lies after 1995. Left out are holidays of single municipalities only: the peace
//! festival of Augsburg, the Assumption in the Catholic municipalities of Bavaria, Corpus Christi
//! in single municipalities of Saxony and Thuringia.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A federal state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Land {
    BadenWuerttemberg,
    Bayern,
    Berlin,
    Brandenburg,
    Bremen,
    Hamburg,
    Hessen,
    MecklenburgVorpommern,
    Niedersachsen,
    NordrheinWestfalen,
    RheinlandPfalz,
    Saarland,
    Sachsen,
    SachsenAnhalt,
    SchleswigHolstein,
    Thueringen,
}

impl Land {
    /// The state of that German name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name.trim() {
            "Baden-Württemberg" => Self::BadenWuerttemberg,
            "Bayern" => Self::Bayern,
            "Berlin" => Self::Berlin,
            "Brandenburg" => Self::Brandenburg,
            "Bremen" => Self::Bremen,
            "Hamburg" => Self::Hamburg,
            "Hessen" => Self::Hessen,
            "Mecklenburg-Vorpommern" => Self::MecklenburgVorpommern,
            "Niedersachsen" => Self::Niedersachsen,
            "Nordrhein-Westfalen" => Self::NordrheinWestfalen,
            "Rheinland-Pfalz" => Self::RheinlandPfalz,
            "Saarland" => Self::Saarland,
            "Sachsen" => Self::Sachsen,
            "Sachsen-Anhalt" => Self::SachsenAnhalt,
            "Schleswig-Holstein" => Self::SchleswigHolstein,
            "Thüringen" => Self::Thueringen,
            _ => return None,
        })
    }
}

/// A public holiday; the name for people comes from the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicHoliday {
    /// Neujahr.
    NewYear,
    /// Heilige Drei Könige.
    Epiphany,
    /// Internationaler Frauentag.
    WomensDay,
    /// Karfreitag.
    GoodFriday,
    /// Ostersonntag.
    EasterSunday,
    /// Ostermontag.
    EasterMonday,
    /// Tag der Arbeit.
    LabourDay,
    /// Tag der Befreiung: Berlin, 2020 and 2025.
    LiberationDay,
    /// Christi Himmelfahrt.
    Ascension,
    /// Pfingstsonntag.
    WhitSunday,
    /// Pfingstmontag.
    WhitMonday,
    /// Fronleichnam.
    CorpusChristi,
    /// Jahrestag des Volksaufstandes: Berlin, 2028.
    UprisingDay,
    /// Mariä Himmelfahrt.
    Assumption,
    /// Weltkindertag.
    ChildrensDay,
    /// Tag der Deutschen Einheit.
    UnityDay,
    /// Reformationstag.
    Reformation,
    /// Allerheiligen.
    AllSaints,
    /// Buß- und Bettag.
    RepentanceDay,
    /// Erster Weihnachtstag.
    ChristmasDay,
    /// Zweiter Weihnachtstag.
    SecondChristmasDay,
}

/// Easter Sunday of a Gregorian year (the anonymous algorithm of 1876); none before 1583.
pub fn easter(year: i16) -> Option<Date> {
    if year < 1583 {
        return None;
    }
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let (month, day) = ((h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
    Date::new(year, month as i8, day as i8).ok()
}

/// The public holiday on a date, if it is one.
pub fn on(date: Date, land: Land) -> Option<PublicHoliday> {
    let year = date.year();
    fixed(date.month(), date.day(), year, land).or_else(|| movable(date, year, land))
}

fn fixed(month: i8, day: i8, year: i16, land: Land) -> Option<PublicHoliday> {
    use Land::*;
    use PublicHoliday::*;
    let (holiday, kept) = match (month, day) {
        (1, 1) => (NewYear, true),
        (1, 6) => (Epiphany, matches!(land, BadenWuerttemberg | Bayern | SachsenAnhalt)),
        (3, 8) => (
            WomensDay,
            land == Berlin && year >= 2019 || land == MecklenburgVorpommern && year >= 2023,
        ),
        (5, 1) => (LabourDay, true),
        (5, 8) => (LiberationDay, land == Berlin && matches!(year, 2020 | 2025)),
        (6, 17) => (UprisingDay, land == Berlin && year == 2028),
        (8, 15) => (Assumption, land == Saarland),
        (9, 20) => (ChildrensDay, land == Thueringen && year >= 2019),
        (10, 3) => (UnityDay, true),
        (10, 31) => (
            Reformation,
            year == 2017
                || match land {
                    Brandenburg | MecklenburgVorpommern | Sachsen | SachsenAnhalt | Thueringen => {
                        true
                    }
                    Bremen | Hamburg | Niedersachsen | SchleswigHolstein => year >= 2018,
                    _ => false,
                },
        ),
        (11, 1) => (
            AllSaints,
            matches!(
                land,
                BadenWuerttemberg | Bayern | NordrheinWestfalen | RheinlandPfalz | Saarland
            ),
        ),
        // The Wednesday before 23 November.
        (11, 16..=22) => {
            let wednesday = Date::new(year, month, day)
                .is_ok_and(|date| date.weekday() == jiff::civil::Weekday::Wednesday);
            (RepentanceDay, land == Sachsen && wednesday)
        }
        (12, 25) => (ChristmasDay, true),
        (12, 26) => (SecondChristmasDay, true),
        _ => return None,
    };
    kept.then_some(holiday)
}

fn movable(date: Date, year: i16, land: Land) -> Option<PublicHoliday> {
    use Land::*;
    use PublicHoliday::*;
    // From Good Friday, at the earliest 20 March, to Corpus Christi, at the latest 24 June.
    if !(3..=6).contains(&date.month()) {
        return None;
    }
    let days = i32::from(date.day_of_year()) - i32::from(easter(year)?.day_of_year());
    let (holiday, kept) = match days {
        -2 => (GoodFriday, true),
        0 => (EasterSunday, land == Brandenburg),
        1 => (EasterMonday, true),
        39 => (Ascension, true),
        49 => (WhitSunday, land == Brandenburg),
        50 => (WhitMonday, true),
        60 => (
            CorpusChristi,
            matches!(
                land,
                BadenWuerttemberg
                    | Bayern
                    | Hessen
                    | NordrheinWestfalen
                    | RheinlandPfalz
                    | Saarland
            ),
        ),
        _ => return None,
    };
    kept.then_some(holiday)
}

#[cfg(test)]
mod tests {
    use jiff::{Span, civil::date};

    use super::*;

    #[test]
    fn easter_sundays() {
        for day in [
            date(2000, 4, 23),
            date(2008, 3, 23),
            date(2024, 3, 31),
            date(2025, 4, 20),
            date(2026, 4, 5),
            date(2038, 4, 25),
        ] {
            assert_eq!(easter(day.year()), Some(day));
        }
    }

    #[test]
    fn the_laws_of_the_states_over_time() {
        use Land::*;
        let reformation = |year, land| on(date(year, 10, 31), land).is_some();
        assert!(!reformation(2016, SchleswigHolstein) && reformation(2018, SchleswigHolstein));
        assert!(reformation(2017, SchleswigHolstein) && reformation(2017, Bayern));
        assert!(!reformation(2018, Bayern) && !reformation(2026, Berlin));
        assert_eq!(on(date(2019, 3, 8), Berlin), Some(PublicHoliday::WomensDay));
        assert_eq!(on(date(2022, 3, 8), MecklenburgVorpommern), None);
        assert_eq!(on(date(2018, 9, 20), Thueringen), None);
        assert_eq!(on(date(2026, 11, 18), Sachsen), Some(PublicHoliday::RepentanceDay));
        assert_eq!(on(date(2026, 11, 18), Hessen), None);
    }

    #[test]
    fn numbers_of_days_by_state() {
        use Land::*;
        for (land, days) in [
            (BadenWuerttemberg, 12),
            (Bayern, 12),
            (Berlin, 10),
            (Brandenburg, 12),
            (Bremen, 10),
            (Hamburg, 10),
            (Hessen, 10),
            (MecklenburgVorpommern, 11),
            (Niedersachsen, 10),
            (NordrheinWestfalen, 11),
            (RheinlandPfalz, 11),
            (Saarland, 12),
            (Sachsen, 11),
            (SachsenAnhalt, 11),
            (SchleswigHolstein, 10),
            (Thueringen, 11),
        ] {
            let year = date(2026, 1, 1).series(Span::new().days(1)).take(365);
            let holidays = year.filter(|day| on(*day, land).is_some());
            assert_eq!(holidays.count(), days, "{land:?}");
        }
    }
}
