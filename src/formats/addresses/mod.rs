//! Registers of house numbers as authorities and states publish them: HK-DE in its layouts, and any
//! table with a street, a number and a position.
//!
//! Read as a stream: what is kept of a row is the house. Nothing stops at the first broken row;
//! every problem is noted with its place.

mod columns;
mod decimal;
mod layout;
mod municipality;
mod number;
mod place;
mod problem;
mod read;
mod report;
mod row;
#[cfg(test)]
mod tests;
mod what;

pub use columns::{ColumnNames, Columns};
pub use municipality::{Town, Wanted};
pub use problem::{Kind, Problem};
pub use read::{Contents, Expected, Input, encoding_name, read};
pub use report::write_report;
pub use what::What;

use super::table::Encoding;

/// How a register is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// HK-DE, recognised by the place or the names of its fields.
    HkDe {
        /// Whether its first line names the fields.
        heading: bool,
    },
    /// Any other table as text.
    Table,
    /// GeoJSON.
    GeoJson,
    /// FlatGeobuf.
    FlatGeobuf,
}

/// What was recognised of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    /// How it is written.
    pub format: Format,
    /// How its letters are written.
    pub encoding: Encoding,
    /// What separates its cells.
    pub delimiter: u8,
    /// What is read from which column, by its heading or its place (from 1).
    pub columns: Vec<(What, String)>,
    /// The coordinate systems of its positions by EPSG code, with how many rows have each.
    pub crs: Vec<(u32, u64)>,
}

/// Columns with positions, in small letters; a table with one of these pairs lists houses.
const POSITIONS: [[&str; 2]; 6] = [
    ["ostwert", "nordwert"],
    ["rechtswert", "hochwert"],
    ["ost", "nord"],
    ["east", "north"],
    ["x", "y"],
    ["lon", "lat"],
];

/// Whether a file looks like a register of house numbers: features of a map, HK-DE, or a table with
/// positions.
pub fn is_like_houses(content: &[u8]) -> bool {
    if content.starts_with(b"fgb") || content.trim_ascii_start().starts_with(b"{") {
        return true;
    }
    let Some(head) = content.split(|byte| *byte == b'\n').next() else { return false };
    let head = String::from_utf8_lossy(head).to_lowercase();
    let cells: Vec<&str> = head
        .split([';', ',', '\t', '|'])
        .map(|cell| cell.trim_matches(|c: char| c == '"' || c == '\u{feff}' || c.is_whitespace()))
        .collect();
    let plain = cells.len() > 8 && cells[0].len() == 1 && cells[1].starts_with("de");
    plain || POSITIONS.iter().any(|pair| pair.iter().all(|column| cells.contains(column)))
}
