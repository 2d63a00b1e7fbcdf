//! A register as an office has it: any table with a street, its house numbers and the area that
//! they belong to.

use std::{collections::BTreeMap, io::Cursor};

use ::csv::ReaderBuilder;
use calamine::{DataRef, Reader, Xlsx, XlsxError, open_workbook_from_rs};

use super::book;
use crate::formats::{
    defect::{Defect, Defects},
    resources::csv::{bytes, line},
};

/// Most cells of a sheet that are read, those before filled ones included, and the most columns: a
/// small file must not unfold into all memory.
const MAX_CELLS: usize = 2_000_000;
const MAX_COLUMNS: usize = 200;

/// A table as it stands in a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListedTable {
    /// The headings.
    pub header: Vec<String>,
    /// The lines below that hold anything.
    pub lines: Vec<Line>,
    /// What may be worth a look.
    pub notes: Vec<Defect>,
}

/// A line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its place in the file, from 1: the line of a text, the row of a sheet.
    pub at: usize,
    /// Its cells.
    pub cells: Vec<String>,
}

/// Reads CSV (any usual separator, UTF-8 or Windows-1252) or the first sheet of a workbook.
///
/// # Errors
/// When it is neither, or has no header.
pub fn read(content: &[u8], file: &str) -> Result<ListedTable, Defects> {
    let mut table = match content.starts_with(b"PK\x03\x04") {
        true => workbook(content, file)?,
        false => text(content, file)?,
    };
    let filled = |cells: &[String]| cells.iter().any(|cell| !cell.is_empty());
    table.lines.retain(|line| filled(&line.cells));
    if table.lines.is_empty() || !filled(&table.header) {
        return Err(Defects(vec![Defect::new(file, "no_register_rows")]));
    }
    Ok(table)
}

fn text(content: &[u8], file: &str) -> Result<ListedTable, Defects> {
    let mut table = ListedTable::default();
    let text = bytes::text(content, file, &mut table.notes)?;
    let delimiter = bytes::delimiter(&text);
    if let Some(line) = bytes::open_quote(&text, delimiter) {
        return Err(Defects(vec![Defect::new(file, "open_quote").with("line", line)]));
    }
    let no_csv =
        |error: ::csv::Error| Defects(vec![Defect::new(file, "no_csv").with("error", error)]);
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let cells = |record: &::csv::StringRecord| -> Vec<String> {
        record.iter().map(|cell| bytes::as_meant(cell).trim().to_owned()).collect()
    };
    table.header = cells(reader.headers().map_err(no_csv)?);
    for record in reader.records() {
        let record = record.map_err(no_csv)?;
        table.lines.push(Line { at: line(&record, &text), cells: cells(&record) });
    }
    Ok(table)
}

fn workbook(content: &[u8], file: &str) -> Result<ListedTable, Defects> {
    let one = |defect| Defects(vec![defect]);
    let broken = |error: XlsxError| one(Defect::new(file, "no_xlsx").with("error", error));
    let harmless = book::is_harmless(content).map_err(|error| broken(error.into()))?;
    let too_large = || one(Defect::new(file, "sheet_too_large").with("columns", MAX_COLUMNS));
    if !harmless {
        return Err(too_large());
    }
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(content)).map_err(broken)?;
    let Some(sheet) = book.sheet_names().first().cloned() else {
        return Ok(ListedTable::default());
    };
    let mut reader = book.worksheet_cells_reader(&sheet).map_err(broken)?;
    let mut rows: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut defects = Vec::new();
    let mut left = MAX_CELLS;
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        let (at, column) = (row as usize + 1, column as usize);
        match text_of(cell.get_value()) {
            // Nobody knows any more which numbers 1–9 were when a spreadsheet has made a day of it.
            None => defects.push(Defect::new(file, "cell_is_date").feature(format!("Zeile {at}"))),
            Some(text) if text.is_empty() => {}
            Some(text) => {
                let cells = rows.entry(at).or_default();
                let new = (column + 1).saturating_sub(cells.len());
                if column >= MAX_COLUMNS || new > left {
                    return Err(too_large());
                }
                cells.resize(cells.len() + new, String::new());
                cells[column] = text;
                left -= new;
            }
        }
    }
    if !defects.is_empty() {
        return Err(Defects(defects));
    }
    let mut lines = rows.into_iter().map(|(at, cells)| Line { at, cells });
    let header = lines.next().map(|line| line.cells).unwrap_or_default();
    Ok(ListedTable { header, lines: lines.collect(), notes: Vec::new() })
}

/// The text of a cell; `None` for a day or a time.
fn text_of(cell: &DataRef<'_>) -> Option<String> {
    Some(match cell {
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => return None,
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        // Spreadsheets keep house numbers as decimals.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::Error(error) => error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_whatever_separates_their_cells() {
        for text in [
            "Straße;Nr\nAm Markt;1-9\n\n",
            "Straße\tNr\r\nAm Markt\t1-9",
            "Straße,Nr\n\"Am Markt\",1-9",
        ] {
            let table = read(text.as_bytes(), "x.csv").unwrap();
            assert_eq!(table.header, ["Straße", "Nr"]);
            assert_eq!(table.lines, [Line { at: 2, cells: vec!["Am Markt".into(), "1-9".into()] }]);
        }
        for text in ["", "Straße;Nr\n", "PK\u{3}\u{4} no workbook"] {
            assert!(read(text.as_bytes(), "x.csv").is_err(), "{text}");
        }
    }

    #[test]
    fn a_workbook_says_the_same_as_a_text() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(1, 0, "Straße").unwrap();
        sheet.write_string(1, 1, "Nr").unwrap();
        sheet.write_string(2, 0, "Am Markt").unwrap();
        sheet.write_number(2, 1, 7).unwrap();
        let table = read(&book.save_to_buffer().unwrap(), "x.xlsx").unwrap();
        assert_eq!(table.header, ["Straße", "Nr"]);
        assert_eq!(table.lines, [Line { at: 3, cells: vec!["Am Markt".into(), "7".into()] }]);

        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "Nr").unwrap();
        let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 9, 1).unwrap();
        let format = rust_xlsxwriter::Format::new().set_num_format("d.m.");
        sheet.write_datetime_with_format(1, 0, &date, &format).unwrap();
        let Err(Defects(wrong)) = read(&book.save_to_buffer().unwrap(), "x.xlsx") else {
            panic!("a day is no list of house numbers")
        };
        assert_eq!((wrong[0].code, wrong[0].feature.as_deref()), ("cell_is_date", Some("Zeile 2")));
    }
    #[test]
    fn rows_that_are_wide_but_empty_do_not_fill_the_memory() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for row in 0..10_001 {
            sheet.write_number(row, 199, 1).unwrap();
        }
        let Err(Defects(wrong)) = read(&book.save_to_buffer().unwrap(), "x.xlsx") else {
            panic!("two million cells are enough")
        };
        assert_eq!(wrong[0].code, "sheet_too_large");
    }
}
