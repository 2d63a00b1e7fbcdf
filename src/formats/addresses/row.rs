//! One row: checked, and turned into a house.

use std::{borrow::Cow, collections::HashMap};

use super::{
    Columns, Kind, Problem, What,
    decimal::Decimal,
    municipality::{Filter, ags},
    number::{Number, number},
    place::Places,
};
use crate::{
    domain::{
        directory::{Postcode, Quality},
        house_register::{House, Listed, ListedStreet},
    },
    formats::table::Record,
};

/// The longest text of a cell that makes sense, in bytes.
const MAX_TEXT: usize = 200;
/// How much of a cell a message repeats, in characters.
const SHOWN: usize = 60;
/// What UTF-8 looks like that was taken for Windows-1252, and a letter that was lost.
const GARBLED: [&str; 8] = ["Ã¤", "Ã¶", "Ã¼", "ÃŸ", "Ã„", "Ã–", "Ãœ", "\u{fffd}"];

/// What comes of the rows.
pub(super) struct Rows<'a> {
    pub columns: &'a Columns,
    /// How many cells a row has.
    pub cells: usize,
    pub filter: Filter<'a>,
    pub places: Places<'a>,
    pub listed: Listed,
    pub problems: Vec<Problem>,
    pub hints: Vec<Problem>,
    pub qualities: HashMap<String, u64>,
    /// Rows that say that they change or remove what another file has.
    pub marked: u64,
    streets: HashMap<ListedStreet, u32>,
    ids: HashMap<Box<str>, u32>,
    keyed: bool,
}

impl<'a> Rows<'a> {
    pub fn new(columns: &'a Columns, cells: usize, filter: Filter<'a>, places: Places<'a>) -> Self {
        let has = |what| columns.at(what).is_some();
        let parts = [What::State, What::Region, What::County, What::Commune];
        Self {
            columns,
            cells,
            filter,
            places,
            listed: Listed::default(),
            problems: Vec::new(),
            hints: Vec::new(),
            qualities: HashMap::new(),
            marked: 0,
            streets: HashMap::new(),
            ids: HashMap::new(),
            keyed: has(What::Ags) || parts.into_iter().all(has),
        }
    }

    /// Whether rows name their municipality by a key.
    pub fn has_keys(&self) -> bool {
        self.keyed
    }

    /// Reads a row that stands at a place of the file.
    pub fn read(&mut self, record: &Record<'_>, at: u32) {
        if record.len() != self.cells {
            let usual = u32::try_from(self.cells).unwrap_or(u32::MAX);
            return self.problem(at, None, Kind::Cells(usual), &record.len().to_string());
        }
        let Ok(_) = std::str::from_utf8(record.head(record.len())) else {
            return self.problem(at, None, Kind::Encoding, "");
        };
        let before = self.problems.len();
        let Some(key) = self.municipality(record, at) else { return };
        let cell = |what| cell(self.columns, record, what);
        let mark = cell(What::Mark);
        if matches!(&*mark, "L" | "A" | "l" | "a") {
            self.marked += 1;
        }
        let street = cell(What::Street);
        let (number_text, suffix) = (cell(What::Number), cell(What::Suffix));
        let (town, municipality) = (cell(What::Place), cell(What::Municipality));
        let (part, district) = (cell(What::Part), cell(What::District));
        let (id, quality) = (cell(What::Id), cell(What::Quality));
        let (x, y) = match self.columns.at(What::X) {
            Some(_) => (What::X, What::Y),
            None => (What::Lon, What::Lat),
        };
        let (east, north, zone) = (cell(x), cell(y), cell(What::Zone));
        let postcode_text = cell(What::Postcode);
        let street_key = cell(What::StreetKey);

        self.text(at, What::Street, &street);
        if street.is_empty() {
            self.problem(at, Some(What::Street), Kind::Missing, "");
        }
        for (what, text) in [
            (What::Id, &id),
            (What::Place, &town),
            (What::Part, &part),
            (What::Quality, &quality),
            (What::Suffix, &suffix),
            (What::Number, &number_text),
        ] {
            self.text(at, what, text);
        }
        let postcode = self.postcode(at, &postcode_text);
        let position = match self.places.place(&east, &north, &zone) {
            Ok(position) => Some(position),
            Err(kind) => {
                // A place that makes no sense is a matter of both coordinates.
                let no_number = kind == Kind::NoNumber;
                let (what, text) = match (no_number, Decimal::read(&east)) {
                    (true, Some(_)) => (y, north.to_string()),
                    (true, None) => (x, east.to_string()),
                    (false, _) => (x, format!("{east} / {north}")),
                };
                let kind = if text.is_empty() { Kind::Missing } else { kind };
                self.problem(at, Some(what), kind, &text);
                None
            }
        };
        let number = match number(&number_text, &suffix) {
            Some(Number::None) => {
                self.hint(at, What::Number, Kind::NoNumberAtAll, "");
                return;
            }
            Some(Number::Read(text)) => Some(text),
            Some(Number::Odd(text)) => {
                self.hint(at, What::Number, Kind::OddNumber, &text);
                Some(text)
            }
            None => {
                let kind = if number_text.is_empty() { Kind::Missing } else { Kind::NoHouseNumber };
                self.problem(at, Some(What::Number), kind, &number_text);
                None
            }
        };
        if !id.is_empty() {
            match self.ids.get(&*id) {
                Some(other) => {
                    let other = *other;
                    self.problem(at, Some(What::Id), Kind::SameId(other), &id);
                }
                None => drop(self.ids.insert((*id).into(), at)),
            }
        }
        let (Some(position), Some(number)) = (position, number) else { return };
        if self.problems.len() > before {
            return;
        }
        let either =
            |a: &str, b: &str| -> Box<str> { if a.is_empty() { b.into() } else { a.into() } };
        let kept = street_key.bytes().any(|byte| byte != b'0');
        let listed = ListedStreet {
            name: (*street).into(),
            key: if kept { format!("{key}{street_key}").into() } else { Box::default() },
            town: either(&town, &municipality),
            part: either(&part, &district),
            postcode,
        };
        let street = self.street(listed);
        let quality = (!quality.is_empty()).then(|| Quality::from(&*quality));
        let code = quality.as_ref().map(Quality::to_string).unwrap_or_default();
        *self.qualities.entry(code).or_default() += 1;
        self.listed.houses.push(House {
            at,
            id: (*id).into(),
            street,
            number: number.into(),
            position,
            quality,
        });
    }

    /// The key of a row's municipality, empty where it has none; `None` when the row is not wanted
    /// or its key is broken.
    fn municipality(&mut self, record: &Record<'_>, at: u32) -> Option<String> {
        let cell = |what| cell(self.columns, record, what);
        if !self.keyed {
            let own = cell(What::Place);
            let place = if own.is_empty() { cell(What::Municipality) } else { own };
            let postcode = cell(What::Postcode);
            return self.filter.by_place(&place, &postcode).then(String::new);
        }
        let (what, key) = match self.columns.at(What::Ags) {
            Some(_) => (What::Ags, cell(What::Ags).into_owned()),
            None => {
                let mut key = String::with_capacity(8);
                let parts =
                    [(What::State, 2), (What::Region, 1), (What::County, 2), (What::Commune, 3)];
                let mut wrong = None;
                for (what, digits) in parts {
                    let part = cell(what);
                    let is_key = (1..=digits).contains(&part.len())
                        && part.bytes().all(|byte| byte.is_ascii_digit());
                    if !is_key {
                        wrong = wrong.or(Some((what, part.into_owned())));
                        continue;
                    }
                    // Spreadsheets cut leading zeroes off.
                    (part.len()..digits).for_each(|_| key.push('0'));
                    key.push_str(&part);
                }
                match wrong {
                    Some((what, part)) => (what, part),
                    None => (What::Commune, key),
                }
            }
        };
        let Some(key) = ags(&key) else {
            self.problem(at, Some(what), Kind::NoKey, &key);
            return None;
        };
        self.filter.by_key(&key).then_some(key)
    }

    fn postcode(&mut self, at: u32, text: &str) -> Option<Postcode> {
        if text.bytes().all(|byte| byte == b'0') {
            return None;
        }
        let postcode = text.parse().ok();
        if postcode.is_none() {
            self.problem(at, Some(What::Postcode), Kind::NoPostcode, text);
        }
        postcode
    }

    fn text(&mut self, at: u32, what: What, text: &str) {
        if GARBLED.iter().any(|garbled| text.contains(garbled)) {
            self.problem(at, Some(what), Kind::Garbled, text);
        } else if text.len() > MAX_TEXT || text.chars().any(char::is_control) {
            self.problem(at, Some(what), Kind::NoText, text);
        }
    }

    fn street(&mut self, street: ListedStreet) -> u32 {
        if let Some(at) = self.streets.get(&street) {
            return *at;
        }
        // A file has no more streets than rows, and those are counted in 32 bits.
        let at = self.listed.streets.len() as u32;
        self.listed.streets.push(street.clone());
        self.streets.insert(street, at);
        at
    }

    fn problem(&mut self, at: u32, what: Option<What>, kind: Kind, text: &str) {
        self.problems.push(Problem { at, what, kind, text: shown(text) });
    }

    fn hint(&mut self, at: u32, what: What, kind: Kind, text: &str) {
        self.hints.push(Problem { at, what: Some(what), kind, text: shown(text) });
    }
}

/// What a cell says, without blanks around it; empty where there is no such column. The row is
/// UTF-8.
fn cell<'r>(columns: &Columns, record: &Record<'r>, what: What) -> Cow<'r, str> {
    let cell = columns.at(what).and_then(|at| record.cell(at)).unwrap_or_default();
    match cell {
        Cow::Borrowed(bytes) => Cow::Borrowed(std::str::from_utf8(bytes).unwrap_or("").trim()),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).trim().to_owned()),
    }
}

fn shown(text: &str) -> Box<str> {
    text.chars()
        .take(SHOWN)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect::<String>()
        .into()
}
