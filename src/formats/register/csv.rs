//! CSV as German spreadsheets open it with a double click: UTF-8 with a byte order mark, `;`
//! between the cells.

use ::csv::WriterBuilder;

use super::{COLUMNS, Row};
use crate::formats::resources::csv::bytes::harmless;

/// Writes the lines of a register.
pub fn write(rows: &[Row]) -> Vec<u8> {
    let mut writer = WriterBuilder::new().delimiter(b';').from_writer(Vec::from("\u{feff}"));
    let lines = rows.iter().map(|row| row.cells().map(harmless));
    for line in std::iter::once(COLUMNS.map(str::to_owned)).chain(lines) {
        writer.write_record(line).expect("memory takes every line, all of the same length");
    }
    writer.into_inner().expect("memory can be flushed")
}
