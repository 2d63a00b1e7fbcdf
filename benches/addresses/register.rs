//! An official register of house numbers as it might be: made from a seed, in the layouts and
//! writings that authorities use. No real house is in it.

use std::{collections::HashSet, fmt::Write as _};

use sozialraum::domain::address::normalise;

use super::{names::names, random::Random};

/// Houses on each street.
const PER_STREET: usize = 40;
/// The middle of the shipped city in millimetres of EPSG:25832, and how far around it houses are.
const MIDDLE: (i64, i64) = (565_300_000, 5_951_900_000);
const AROUND: i64 = 1_500_000;

/// A register.
pub struct Register {
    pub streets: Vec<String>,
    pub houses: Vec<House>,
}

/// One of its rows.
#[derive(Clone)]
pub struct House {
    pub id: u64,
    pub quality: char,
    pub street: usize,
    pub number: usize,
    pub suffix: Option<char>,
    /// Millimetres of EPSG:25832.
    pub east: i64,
    pub north: i64,
}

/// How a register is written.
#[derive(Clone, Copy, PartialEq)]
pub enum Layout {
    /// 18 fields without headings, with a decimal comma.
    Older,
    /// 24 fields with headings, with a decimal point and the zone in a field of its own.
    Newer,
}

const HEADINGS: &str = "nba;oid;qua;landschl;land;regbezschl;regbez;kreisschl;kreis;gmdschl;gmd;\
                        ottschl;ott;strschl;str;hnr;adz;zone;ostwert;nordwert;postplz;postonm;\
                        postonmzus;postott";

impl Register {
    /// A register of so many houses.
    pub fn new(rows: usize, seed: u64) -> Self {
        let wanted = rows.div_ceil(PER_STREET);
        let mut keys = HashSet::new();
        let mut streets = names(wanted + wanted / 4 + 10, seed);
        streets.retain(|name| keys.insert(normalise(name).key));
        streets.truncate(wanted);
        let mut random = Random::new(seed);
        let house = |row: usize| {
            let mut off = || random.below(2 * AROUND as usize) as i64 - AROUND;
            let (east, north) = (MIDDLE.0 + off(), MIDDLE.1 + off());
            let at = row % PER_STREET;
            House {
                id: row as u64,
                quality: if random.below(50) == 0 { 'B' } else { 'A' },
                street: row / PER_STREET,
                number: at / 2 + 1,
                // Every other house shares the number of the one before.
                suffix: (at % 2 == 1).then_some('a'),
                east,
                north,
            }
        };
        let houses = (0..rows).map(house).collect();
        Self { streets, houses }
    }

    /// The register as a file. `zone` puts the zone in front of the easting.
    pub fn text(&self, layout: Layout, zone: bool) -> String {
        let mut text = String::with_capacity(self.houses.len() * 130);
        if layout == Layout::Newer {
            text.push_str(HEADINGS);
            text.push_str("\r\n");
        }
        for house in &self.houses {
            self.row(&mut text, house, layout, zone);
        }
        text
    }

    fn row(&self, text: &mut String, house: &House, layout: Layout, zone: bool) {
        let street = &self.streets[house.street];
        let key = house.street + 1;
        let suffix = house.suffix.map(String::from).unwrap_or_default();
        let (id, quality, number) = (house.id, house.quality, house.number);
        let point = if layout == Layout::Older { ',' } else { '.' };
        let metres = |mm: i64| format!("{}{point}{:03}", mm / 1000, mm % 1000);
        let front = if zone { 32_000_000_000 } else { 0 };
        let (east, north) = (metres(house.east + front), metres(house.north));
        let end = "22846;Norderstedt;;";
        let _ = match layout {
            Layout::Older => write!(
                text,
                "N;DESH{id:012};{quality};01;0;60;063;0000;{key:05};{number};{suffix};{east};{north};\
                 {street};{end}\r\n"
            ),
            Layout::Newer => write!(
                text,
                "N;DESH{id:012};{quality};01;Schleswig-Holstein;0;;60;Segeberg;063;Norderstedt;0000;;\
                 {key:05};{street};{number};{suffix};32;{east};{north};{end}\r\n"
            ),
        };
    }
}
