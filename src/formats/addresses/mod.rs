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

pub use columns::{ColumnNames, Columns, What};
pub use municipality::{Town, Wanted};
pub use problem::{Kind, Problem};
pub use read::{Contents, Expected, Input, encoding_name, read};
pub use report::write_report;

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
