//! CSV, as spreadsheets write and read it.
//!
//! One line an entry. The columns are those of [`COLUMNS`], then `contact1_name`,
//! `contact1_phone`, `contact1_email`, `contact2_name` …, then translations: `name:en` with
//! `name:en:origin` (`person` or `machine`) beside it, likewise `description:` and `cost_note:`.
//! Only `name` has to be there, and `categories` unless a category is given for all. Several values
//! of one cell are separated by `|`.
//!
//! Reading also takes German names of the columns, `;` or tabulators between the cells,
//! Windows-1252, decimal commas, and `ja` and `nein`. Writing is UTF-8 with a byte order mark
//! (spreadsheets would guess otherwise) and commas (RFC 4180).
//!
//! A cell that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tabulator
//! or a line end) is written with an apostrophe before it, and read without. Nothing else is
//! changed: what looks like a script stays the text that it is.

pub(in crate::formats) mod bytes;
mod column;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use ::csv::{ReaderBuilder, StringRecord, WriterBuilder};

use super::{
    Draft, Options, Reading, RowError, check,
    flat::{self, COLUMNS, Cells},
};
use crate::{
    domain::resource::Resource,
    formats::defect::{Defect, Defects},
};

/// Reads a file.
///
/// # Errors
/// When it is no text, has no header, or a column that nobody knows: all such columns are named.
pub fn read(bytes: &[u8], options: &Options<'_>) -> Result<Reading, Defects> {
    let mut notes = Vec::new();
    let text = bytes::text(bytes, options.file, &mut notes)?;
    let delimiter = bytes::delimiter(&text);
    if let Some(line) = bytes::open_quote(&text, delimiter) {
        return Err(Defects(vec![Defect::new(options.file, "open_quote").with("line", line)]));
    }
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let unreadable = |error: ::csv::Error| {
        Defects(vec![Defect::new(options.file, "no_csv").with("error", error)])
    };
    let header = reader.headers().map_err(unreadable)?.clone();
    let columns = column::all(&header, options.file)?;
    let mut drafts = Vec::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            drafts.push(draft(line(&record, &text), &record, &columns, options));
        }
    }
    if drafts.is_empty() {
        notes.push(Defect::new(options.file, "no_rows"));
    }
    Ok(Reading { rows: check(drafts, options), notes, ignored: Default::default() })
}

/// The line on which a record begins, counted from 1.
///
/// The reader counts from the end of the record before: blank lines and the second half of a
/// Windows line end still lie between.
pub(in crate::formats) fn line(record: &StringRecord, text: &str) -> usize {
    let Some(position) = record.position() else { return 0 };
    let from = text.as_bytes().get(position.byte() as usize..).unwrap_or_default().iter();
    let between = from.take_while(|byte| b"\r\n".contains(byte)).filter(|byte| **byte == b'\n');
    position.line() as usize + between.count()
}

fn draft(at: usize, record: &StringRecord, columns: &[String], options: &Options<'_>) -> Draft {
    let mut cells = Cells::new();
    for (column, cell) in columns.iter().zip(record).filter(|(column, _)| !column.is_empty()) {
        cells.insert(column.clone(), bytes::as_meant(cell).to_owned());
    }
    let name = cells.get("name").map(|name| name.trim().to_owned()).unwrap_or_default();
    let mut result = flat::resource(&cells, options.source);
    // Cells without a column: most likely a quotation mark or separator too many. (Too few cells
    // are fine: some spreadsheets leave empty ones at the end out.)
    let of = columns.iter().map(String::as_str).chain(std::iter::repeat(""));
    if record.iter().zip(of).any(|(cell, of)| of.is_empty() && !cell.trim().is_empty()) {
        let error = RowError::new("", "too_many_cells");
        let error = error.with("cells", record.len()).with("columns", columns.len());
        result = Err(result.err().unwrap_or_default().into_iter().chain([error]).collect());
    }
    Draft { at, name, result, dropped: Vec::new() }
}

/// Writes entries. Columns that stay empty in all of them are written as well, except those of
/// contacts and translations.
pub fn write<'a>(resources: impl IntoIterator<Item = &'a Resource>) -> Vec<u8> {
    let rows: Vec<Cells> = resources.into_iter().map(flat::cells).collect();
    let used: BTreeSet<&String> = rows.iter().flat_map(Cells::keys).collect();
    let mut contacts: Vec<&String> =
        used.iter().copied().filter(|column| flat::contact_column(column).is_some()).collect();
    contacts.sort_by_key(|column| {
        flat::contact_column(column).map(|(number, part)| {
            (number, flat::CONTACT_PARTS.iter().position(|known| *known == part))
        })
    });
    let translations = used.iter().copied().filter(|column| column.contains(':'));
    let columns: Vec<&str> = COLUMNS
        .into_iter()
        .chain(contacts.into_iter().map(String::as_str))
        .chain(translations.map(String::as_str))
        .collect();
    let mut writer = WriterBuilder::new().from_writer(Vec::from("\u{feff}"));
    let lines = std::iter::once(columns.iter().map(|column| (*column).to_owned()).collect()).chain(
        rows.iter().map(|cells| {
            let cell = |column: &&str| match (*column, cells.get(*column)) {
                (_, None) => String::new(),
                // Numbers are no formulas, and spreadsheets shall see them as numbers.
                ("lon" | "lat", Some(number)) => number.clone(),
                (_, Some(text)) => bytes::harmless(text),
            };
            columns.iter().map(cell).collect::<Vec<String>>()
        }),
    );
    for line in lines {
        let line: Vec<String> = line;
        writer.write_record(line).expect("memory takes every line, all of the same length");
    }
    writer.into_inner().expect("memory can be flushed")
}
