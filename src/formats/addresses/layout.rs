//! HK-DE without a line of headings: the fields are known by their places.

use super::{Columns, What};

/// The fields of the layout up to 2024, of which files have the first 14 to 20.
const OLDER: [Option<What>; 18] = [
    Some(What::Mark),
    Some(What::Id),
    Some(What::Quality),
    Some(What::State),
    Some(What::Region),
    Some(What::County),
    Some(What::Commune),
    // The key of the part of town.
    None,
    Some(What::StreetKey),
    Some(What::Number),
    Some(What::Suffix),
    Some(What::X),
    Some(What::Y),
    Some(What::Street),
    Some(What::Postcode),
    Some(What::Place),
    // An addition to the town.
    None,
    Some(What::Part),
];

/// The fields of the layout since 2025, of which files have the first 20 or all.
const NEWER: [Option<What>; 24] = [
    Some(What::Mark),
    Some(What::Id),
    Some(What::Quality),
    Some(What::State),
    None,
    Some(What::Region),
    None,
    Some(What::County),
    None,
    Some(What::Commune),
    Some(What::Municipality),
    None,
    Some(What::District),
    Some(What::StreetKey),
    Some(What::Street),
    Some(What::Number),
    Some(What::Suffix),
    Some(What::Zone),
    Some(What::X),
    Some(What::Y),
    Some(What::Postcode),
    Some(What::Place),
    None,
    Some(What::Part),
];
/// How many fields the older layout has when postcode and town are among them.
const WITH_TOWN: usize = 18;
/// The share of rows that have to look like a layout: some may be broken.
const MOST: f64 = 0.8;

/// The columns of rows in one of the layouts, by their number of cells and by what stands in them.
pub(super) fn columns(rows: &[Vec<String>]) -> Option<Columns> {
    let fits = |test: fn(&[String]) -> bool| {
        let fitting = rows.iter().filter(|row| test(row)).count();
        !rows.is_empty() && fitting as f64 >= rows.len() as f64 * MOST
    };
    let cells = usual(rows);
    let fields: &[Option<What>] = match () {
        () if fits(is_older) && cells >= WITH_TOWN => &OLDER,
        () if fits(is_older) => &OLDER[..14],
        () if fits(is_newer) && cells >= NEWER.len() => &NEWER,
        () if fits(is_newer) => &NEWER[..20],
        () => return None,
    };
    let mut columns = Columns::default();
    for (at, what) in fields.iter().enumerate() {
        if let Some(what) = what {
            columns.set(*what, at);
        }
    }
    Some(columns)
}

/// Whether a row has headings: a row of houses, even a broken one, has numbers.
pub(super) fn are_headings(row: &[String]) -> bool {
    row.iter().all(|cell| super::decimal::Decimal::read(cell).is_none())
}

/// How many cells most of the rows have.
pub(super) fn usual(rows: &[Vec<String>]) -> usize {
    let count = |cells: usize| rows.iter().filter(|row| row.len() == cells).count();
    rows.iter().map(Vec::len).max_by_key(|cells| count(*cells)).unwrap_or(0)
}

fn digits(row: &[String], at: usize, most: usize) -> bool {
    row.get(at).is_some_and(|cell| {
        (1..=most).contains(&cell.len()) && cell.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn number(row: &[String], at: usize) -> bool {
    row.get(at).is_some_and(|cell| super::decimal::Decimal::read(cell).is_some())
}

fn is_older(row: &[String]) -> bool {
    digits(row, 3, 2)
        && digits(row, 4, 1)
        && digits(row, 5, 2)
        && digits(row, 6, 3)
        && number(row, 11)
        && number(row, 12)
        && row.len() >= 14
}

fn is_newer(row: &[String]) -> bool {
    digits(row, 3, 2)
        && digits(row, 5, 1)
        && digits(row, 7, 2)
        && digits(row, 9, 3)
        && number(row, 18)
        && number(row, 19)
}
