//! The beginning of a file: how it is written, and what its columns are called.

use std::io::Read;

use super::{BatchError, Source};
use crate::formats::table::{
    BLOCK, Blocks, DELIMITERS, Records, TableError, Text, delimiter, unused,
};

/// How much of the file the separator is guessed from, in bytes.
const SAMPLE: usize = 64 << 10;

/// A file up to its header, and the rest of it.
#[derive(Debug)]
pub(super) struct Head<R> {
    pub delimiter: u8,
    pub newline: &'static [u8],
    /// Whether the file begins with a byte order mark.
    pub mark: bool,
    /// The names of all columns, those of a feature's position at the end.
    pub names: Vec<String>,
    /// How many of them are written again: all but the position of a feature.
    pub kept: usize,
    /// The header as it stands, up to the columns that are kept.
    pub line: Vec<u8>,
    /// The coordinate system that the file names.
    pub epsg: Option<u32>,
    pub features: bool,
    /// The records behind the header that are read already.
    pub first: Vec<u8>,
    pub blocks: Blocks<R>,
}

impl<R: Read> Head<R> {
    /// Reads the first block of a source.
    pub fn read(source: Source<R>) -> Result<Self, BatchError> {
        let Source { table, features, epsg } = source;
        let mut text = Text::new(table).map_err(TableError::from)?;
        let mut start = Vec::new();
        while start.len() < SAMPLE && text.append(&mut start, BLOCK)? > 0 {}
        let marks: &[u8] = if features { b"," } else { &DELIMITERS };
        let sample = &start[..start.len().min(SAMPLE)];
        let separator = delimiter(sample, marks).unwrap_or_else(|| unused(sample, marks));
        let mark = text.has_mark();
        let mut blocks = Blocks::new(text, separator, start, 1);
        let mut first = Vec::new();
        blocks.next(&mut first)?;
        let mut records = Records::new(&first, separator);
        let record = records.next().ok_or(BatchError::Empty)?;
        let names: Vec<String> =
            record.cells().map(|name| String::from_utf8_lossy(&name).trim().to_owned()).collect();
        let kept = if features { names.len() - 2 } else { names.len() };
        let line = record.head(kept).to_vec();
        let behind = records.position();
        let newline: &[u8] = if first[behind..].starts_with(b"\r\n") { b"\r\n" } else { b"\n" };
        first.drain(..behind);
        Ok(Self {
            delimiter: separator,
            newline,
            mark,
            names,
            kept,
            line,
            epsg,
            features,
            first,
            blocks,
        })
    }
}
