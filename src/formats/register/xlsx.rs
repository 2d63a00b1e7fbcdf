//! A workbook: the register on the first sheet, what has to be known about it on the second.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::{About, Row};

/// Widths of the columns in characters, in the order of [`COLUMNS`](super::COLUMNS).
const WIDTHS: [f64; 9] = [28.0, 16.0, 42.0, 16.0, 28.0, 12.0, 44.0, 12.0, 50.0];

/// Writes the lines of a register under these headings.
///
/// # Errors
/// When a text does not fit into a cell (32,767 characters).
pub fn write(about: &About, headings: &[String; 9], rows: &[Row]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let day = u16::try_from(about.day.year()).unwrap_or(1900);
    let created = ExcelDateTime::from_ymd(
        day,
        about.day.month().unsigned_abs(),
        about.day.day().unsigned_abs(),
    )?;
    // The same register gives the same file, whenever it is written.
    book.set_properties(
        &DocProperties::new().set_title(&about.title).set_creation_datetime(&created),
    );
    let bold = Format::new().set_bold();
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let mut sheet = Worksheet::new();
    sheet.set_name(&about.title)?;
    for (column, (heading, width)) in (0_u16..).zip(headings.iter().zip(WIDTHS)) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
        sheet.set_column_width(column, width)?;
    }
    let mut last = 0;
    for (line, row) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(row.cells()) {
            // As text, or 1–9 would become a day.
            sheet.write_string_with_format(line, column, cell, &wrap)?;
        }
        last = line;
    }
    sheet.set_freeze_panes(1, 1)?;
    sheet.autofilter(0, 0, last, 8)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    let mut notes = Worksheet::new();
    notes.set_name("Info")?;
    notes.set_column_width(0, 24.0)?;
    notes.set_column_width(1, 90.0)?;
    for (line, (label, fact)) in (0_u32..).zip(&about.facts) {
        notes.write_string_with_format(line, 0, label, &bold)?;
        notes.write_string_with_format(line, 1, fact, &wrap)?;
    }
    book.push_worksheet(sheet);
    book.push_worksheet(notes);
    book.save_to_buffer()
}
