//! Street rules as CSV: `street,numbers,sozialraum,reason`, `edition` where a rule holds in one
//! edition only, and `place` where several streets have one name.
//!
//! House numbers are written as in a street register (`1–41 ung., 44, ab 50 ger. außer 52a`); a
//! range without a word for odd or even means both sides, an empty cell the whole street. Spreadsheets
//! may have put `;` or tabulators between the cells.

mod check;
#[cfg(test)]
mod tests;

use ::csv::{ReaderBuilder, StringRecord, WriterBuilder};

use crate::{
    domain::{
        address::{NumberRanges, RangeWords},
        rules::{StreetRule, name_rules},
    },
    formats::{
        defect::{Defect, Defects},
        resources::{
            csv::{bytes, line},
            utf8,
        },
    },
    locale::Lang,
};
pub use check::check;

/// The columns; those behind `REQUIRED` may be missing.
pub const COLUMNS: [&str; 6] = ["street", "numbers", "sozialraum", "reason", "edition", "place"];
/// How many columns there have to be.
const REQUIRED: usize = 4;

/// A rule as it stands in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleRow {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// The edition that it holds in; all of them when none is named.
    pub edition: Option<u32>,
    /// The rule, without an id.
    pub rule: StreetRule,
}

impl RuleRow {
    /// The rules of an edition as if they stood in a file of their own, below its header.
    pub fn of_edition(edition: u32, rules: Vec<StreetRule>) -> impl Iterator<Item = Self> {
        let row = move |(line, rule)| Self { line, edition: Some(edition), rule };
        (2..).zip(rules).map(row)
    }

    /// A defect of this line.
    fn defect(&self, file: &str, code: &'static str, field: &'static str) -> Defect {
        line_defect(file, self.line, code).field(field)
    }
}

fn line_defect(file: &str, line: usize, code: &'static str) -> Defect {
    Defect::new(file, code).feature(format!("Zeile {line}"))
}

/// Whether a file looks like one of rules: a table with all of their columns.
pub fn is_like_rules(bytes: &[u8]) -> bool {
    let Some(head) = bytes.split(|byte| *byte == b'\n').next() else { return false };
    let head = String::from_utf8_lossy(head).to_lowercase();
    let cells: Vec<&str> = head
        .trim_start_matches('\u{feff}')
        .split(char::from(bytes::delimiter(&head)))
        .map(|cell| cell.trim().trim_matches('"'))
        .collect();
    COLUMNS[..4].iter().all(|column| cells.contains(column))
}

/// Reads a file, as far as it can be read; a file without a rule is no defect.
pub fn read(bytes: &[u8], file: &str) -> (Vec<RuleRow>, Vec<Defect>) {
    let mut defects = Vec::new();
    let rows = rows(bytes, file, &mut defects).unwrap_or_else(|Defects(broken)| {
        defects.extend(broken);
        Vec::new()
    });
    (rows, defects)
}

fn rows(bytes: &[u8], file: &str, defects: &mut Vec<Defect>) -> Result<Vec<RuleRow>, Defects> {
    let one = |defect| Defects(vec![defect]);
    let text = &*bytes::plain_ends(utf8(file, bytes)?.into());
    let delimiter = bytes::delimiter(text);
    if let Some(line) = bytes::open_quote(text, delimiter) {
        return Err(one(Defect::new(file, "open_quote").with("line", line)));
    }
    let no_csv = |error: ::csv::Error| one(Defect::new(file, "no_csv").with("error", error));
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(no_csv)?.clone();
    let columns = columns(&header, file)?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(no_csv)?;
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            match row(&record, line(&record, text), &columns, file) {
                Ok(row) => rows.push(row),
                Err(Defects(wrong)) => defects.extend(wrong),
            }
        }
    }
    Ok(rows)
}

/// The place of each column in the file.
fn columns(header: &StringRecord, file: &str) -> Result<[Option<usize>; 6], Defects> {
    let mut columns = [None; 6];
    let mut defects = Vec::new();
    for (at, cell) in header.iter().enumerate() {
        let name = cell.trim().to_lowercase();
        match COLUMNS.iter().position(|column| *column == name) {
            Some(column) if columns[column].is_some() => {
                defects.push(Defect::new(file, "double_column").with("column", cell));
            }
            Some(column) => columns[column] = Some(at),
            None if name.is_empty() => {}
            None => {
                let defect = Defect::new(file, "unknown_rule_column").with("column", cell);
                defects.push(defect.with("columns", COLUMNS.join(", ")));
            }
        }
    }
    for (column, _) in COLUMNS.iter().zip(columns).take(REQUIRED).filter(|(_, at)| at.is_none()) {
        defects.push(Defect::new(file, "missing_column").with("column", column));
    }
    if defects.is_empty() { Ok(columns) } else { Err(Defects(defects)) }
}

fn row(
    record: &StringRecord,
    line: usize,
    columns: &[Option<usize>; 6],
    file: &str,
) -> Result<RuleRow, Defects> {
    let mut defects = Vec::new();
    let cell = |column: usize| {
        let cell = columns[column].and_then(|at| record.get(at)).unwrap_or_default();
        bytes::as_meant(cell).trim().to_owned()
    };
    let of = columns.iter().flatten().count();
    if record.len() > of && record.iter().skip(of).any(|cell| !cell.trim().is_empty()) {
        // Most likely a list of house numbers without quotation marks.
        let defect = line_defect(file, line, "rule_cells");
        return Err(Defects(vec![defect.with("cells", record.len()).with("columns", of)]));
    }
    for column in [0, 2, 3] {
        if cell(column).is_empty() {
            defects.push(line_defect(file, line, "missing_text").field(COLUMNS[column]));
        }
    }
    let numbers = cell(1).parse::<NumberRanges>().map_err(|error| {
        let defect = line_defect(file, line, "bad_numbers").field(COLUMNS[1]);
        defects.push(defect.with("error", Lang::De.range_error(&error)));
    });
    let edition = Some(cell(4)).filter(|text| !text.is_empty()).map(|text| text.parse::<u32>());
    if edition.as_ref().is_some_and(Result::is_err) {
        let defect = line_defect(file, line, "bad_edition").field(COLUMNS[4]);
        defects.push(defect.with("edition", cell(4)));
    }
    match numbers {
        Ok(numbers) if defects.is_empty() => {
            let (street, sozialraum, reason) = (cell(0), cell(2), cell(3));
            let place = Some(cell(5)).filter(|place| !place.is_empty());
            let rule = StreetRule { id: String::new(), street, place, numbers, sozialraum, reason };
            Ok(RuleRow { line, edition: edition.and_then(Result::ok), rule })
        }
        _ => Err(Defects(defects)),
    }
}

/// The rules of an edition in the order of the file, with their ids.
pub fn of_edition(rows: &[RuleRow], edition: u32) -> Vec<StreetRule> {
    let holds = rows.iter().filter(|row| row.edition.is_none_or(|of| of == edition));
    let mut rules: Vec<StreetRule> = holds.map(|row| row.rule.clone()).collect();
    name_rules(&mut rules);
    rules
}

/// Writes the rules of editions; `edition` is written when there are several, `place` when a rule
/// names one.
pub fn write(editions: &[(u32, &[StreetRule])]) -> Vec<u8> {
    let mut rules = editions.iter().flat_map(|(_, rules)| *rules);
    let has_place = rules.any(|rule| rule.place.is_some());
    let is_written = |column: usize| match COLUMNS[column] {
        "edition" => editions.len() > 1,
        "place" => has_place,
        _ => true,
    };
    let mut writer = WriterBuilder::new().from_writer(Vec::from("\u{feff}"));
    let rows = editions.iter().flat_map(|(number, rules)| {
        rules.iter().map(|rule| {
            let numbers = match rule.numbers.is_whole() {
                true => String::new(),
                false => rule.numbers.display_with(&RangeWords::GERMAN),
            };
            let text = |text: &str| bytes::harmless(text);
            let place = text(rule.place.as_deref().unwrap_or_default());
            let (street, sozialraum) = (text(&rule.street), text(&rule.sozialraum));
            [street, numbers, sozialraum, text(&rule.reason), number.to_string(), place]
        })
    });
    let header = COLUMNS.map(str::to_owned);
    for row in std::iter::once(header).chain(rows) {
        let row = row.iter().enumerate().filter(|(column, _)| is_written(*column));
        let row = row.map(|(_, cell)| cell);
        writer.write_record(row).expect("memory takes every line, all of the same length");
    }
    writer.into_inner().expect("memory can be flushed")
}
