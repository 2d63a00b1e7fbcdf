//! Tables as text (CSV) that are too long for the memory: decoded, cut into blocks of whole records,
//! and split into cells, without copying what nobody changes.
//!
//! Cells are those that the `csv` crate reads: a quotation mark opens a cell only at its beginning,
//! two within are one, and lines may end with LF, CR or both. Blank lines are no records.

mod blocks;
mod dialect;
mod encoding;
mod record;

pub use blocks::{BLOCK, Blocks, MAX_RECORD};
pub use dialect::{DELIMITERS, delimiter, folded, unused};
pub(in crate::formats) use encoding::windows_1252;
pub use encoding::{Encoding, Text};
pub use record::{Cells, Record, Records, write_cell};

/// Why a table cannot be read on.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] std::io::Error),
    /// A quotation mark is never closed; everything behind it would be one cell.
    #[error("the quotation mark in line {line} is never closed")]
    OpenQuote {
        /// The line of the mark, counted from 1.
        line: u64,
    },
    /// A record is longer than [`MAX_RECORD`].
    #[error("the record in line {line} is longer than {MAX_RECORD} bytes")]
    TooLong {
        /// The line in which the record begins, counted from 1.
        line: u64,
    },
    /// The bytes are no text in UTF-8, UTF-16 or Windows-1252.
    #[error("the file is no text in UTF-8, UTF-16 or Windows-1252")]
    Encoding,
}
