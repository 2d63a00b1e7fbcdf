//! A file read from the first row to the last.

use std::{collections::BTreeMap, io::Read};

use super::{
    About, ColumnNames, Columns, Format, Kind, Problem, Wanted, What, layout, municipality::Filter,
    place::Places, row::Rows,
};
use crate::{
    domain::{
        grid::{Grid, GridPoint},
        house_register::Listed,
    },
    formats::{
        defect::Defect,
        table::{
            BLOCK, Blocks, DELIMITERS, Encoding, Records, TableError, Text, delimiter, unused,
        },
    },
};

/// How much of the file separator and layout are guessed from, in bytes.
const SAMPLE: usize = 64 << 10;
/// How many rows the layout is guessed from.
const SAMPLE_ROWS: usize = 200;
/// How many keys of municipalities a message names.
const KEYS: usize = 20;

/// A table, or features as a table.
#[derive(Debug)]
pub struct Input<R> {
    /// The text.
    pub table: R,
    /// What it was made of, where it is no table itself; its last two columns are then a position.
    pub features: Option<Format>,
    /// The coordinate system that the file names.
    pub epsg: Option<u32>,
}

/// What is known before a file is read.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The grid of the city.
    pub grid: &'a Grid,
    /// The corners of the city on it.
    pub bounds: (GridPoint, GridPoint),
    /// How far from them a house may lie, in metres.
    pub reach_m: f64,
    /// Whose rows are wanted.
    pub wanted: &'a Wanted,
    /// Columns that are named.
    pub columns: &'a ColumnNames,
    /// The coordinate system that is named.
    pub epsg: Option<u32>,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Contents {
    /// What was recognised of it.
    pub about: About,
    /// Whether its rows are features of a map.
    pub features: bool,
    /// How many rows it has.
    pub rows: u64,
    /// The streets and houses of those that are wanted.
    pub listed: Listed,
    /// How many rows of which municipality or place are not wanted.
    pub skipped: BTreeMap<String, u64>,
    /// How many houses have each quality, by its code; empty where none is said.
    pub qualities: BTreeMap<String, u64>,
    /// Everything that is wrong with its rows.
    pub problems: Vec<Problem>,
    /// What may be worth a look.
    pub hints: Vec<Problem>,
}

/// Reads a file; `progress` is told how many rows are read and says whether to go on.
///
/// Cost: O(n), with the houses that are wanted in memory and nothing else.
///
/// # Errors
/// When it is no register at all: a table that cannot be read, columns that are missing or not
/// clear, no coordinate system, or no row that is wanted.
pub fn read<R: Read>(
    input: Input<R>,
    file: &str,
    expected: Expected<'_>,
    progress: &mut dyn FnMut(u64) -> bool,
) -> Result<Contents, Defect> {
    let failed = |error: TableError| unreadable(file, &error);
    let mut text = Text::new(input.table).map_err(|error| failed(error.into()))?;
    let mut start = Vec::new();
    while start.len() < SAMPLE && text.append(&mut start, BLOCK).map_err(failed)? > 0 {}
    let mut line = skip_comments(&mut start);
    let marks: &[u8] = if input.features.is_some() { b"," } else { &DELIMITERS };
    let sample = &start[..start.len().min(SAMPLE)];
    let separator = delimiter(sample, marks).unwrap_or_else(|| unused(sample, marks));
    let mut blocks = Blocks::new(text, separator, start, line);
    let mut block = Vec::new();
    if !blocks.next(&mut block).map_err(failed)? {
        return Err(Defect::new(file, "address_empty"));
    }
    let head = Head::of(&block, separator, file, &expected, input.features)?;
    let degrees = head.columns.at(What::X).is_none();
    let epsg = expected.epsg.or(input.epsg);
    // Features without a system are in degrees, as GeoJSON has it.
    let degrees_by_rule = input.features.is_some() && epsg.is_none() && head.is_geometry;
    let places = Places::new(
        expected.grid,
        expected.bounds,
        expected.reach_m,
        epsg,
        degrees || degrees_by_rule,
    )
    .map_err(|error| Defect::new(file, "address_bad_crs").with("error", error))?;
    let mut rows = Rows::new(&head.columns, head.cells, Filter::new(expected.wanted), places);
    if matches!(expected.wanted, Wanted::Key(_)) && !rows.has_keys() {
        let defect = Defect::new(file, "address_no_keys");
        return Err(defect.with("columns", head.header.join(", ")));
    }
    let features = input.features.is_some();
    let mut count = 0_u64;
    let mut first = head.heading;
    loop {
        let mut records = Records::new(&block, separator);
        loop {
            let before = records.position();
            let blank = block[before..].iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
            line += ends(&block[before..before + blank]);
            let Some(record) = records.next() else { break };
            let own = record.head(record.len());
            let within = ends(own);
            if own.iter().all(|byte| *byte == separator || byte.is_ascii_whitespace()) {
                // A row of a spreadsheet in which nothing stands.
                line += within;
                continue;
            }
            if std::mem::take(&mut first) {
                line += within;
                continue;
            }
            count += 1;
            let at = if features { count } else { line };
            rows.read(&record, u32::try_from(at).unwrap_or(u32::MAX));
            line += within;
        }
        if !progress(count) {
            return Err(Defect::new(file, "address_stopped"));
        }
        if !blocks.next(&mut block).map_err(failed)? {
            break;
        }
    }
    let contents = Contents {
        about: About {
            format: head.format,
            encoding: blocks.encoding(),
            delimiter: separator,
            columns: head.named(),
            crs: rows.places.crs.iter().map(|(epsg, count)| (*epsg, *count)).collect(),
        },
        features,
        rows: count,
        skipped: std::mem::take(&mut rows.filter.skipped),
        qualities: rows.qualities.into_iter().collect(),
        listed: rows.listed,
        problems: rows.problems,
        hints: rows.hints,
    };
    sound(contents, rows.marked, file, expected.wanted)
}

/// Refuses what is no register of the municipality as a whole.
fn sound(contents: Contents, marked: u64, file: &str, wanted: &Wanted) -> Result<Contents, Defect> {
    if contents.rows == 0 {
        return Err(Defect::new(file, "address_empty"));
    }
    if marked > 0 {
        return Err(Defect::new(file, "address_differences").with("count", marked));
    }
    let without_system = contents.problems.iter().filter(|p| p.kind == Kind::NoSystem);
    if contents.listed.houses.is_empty()
        && let Some(first) = without_system.clone().next()
        && without_system.count() as u64 * 2 > contents.rows
    {
        return Err(Defect::new(file, "address_no_crs").with("text", &first.text));
    }
    let nothing = contents.listed.houses.is_empty() && contents.problems.is_empty();
    if nothing && contents.skipped.is_empty() {
        return Err(Defect::new(file, "address_no_houses"));
    }
    if nothing {
        let mut found: Vec<(&String, &u64)> = contents.skipped.iter().collect();
        found.sort_by_key(|(key, count)| (std::cmp::Reverse(**count), (*key).clone()));
        let more = found.len().saturating_sub(KEYS);
        let mut names: Vec<String> =
            found.iter().take(KEYS).map(|(key, count)| format!("{key} ({count})")).collect();
        names.extend((more > 0).then(|| format!("… (+{more})")));
        let own = match wanted {
            Wanted::City(town) => town.ags.clone(),
            Wanted::Key(key) => key.clone(),
            Wanted::All => String::new(),
        };
        let defect = Defect::new(file, "address_other_municipality").with("wanted", own);
        return Err(defect.with("found", names.join(", ")));
    }
    Ok(contents)
}

/// What the first rows tell.
struct Head {
    header: Vec<String>,
    /// Whether the first row holds the names of the columns.
    heading: bool,
    columns: Columns,
    cells: usize,
    format: Format,
    /// Whether the position is the geometry of features.
    is_geometry: bool,
}

impl Head {
    fn of(
        block: &[u8],
        separator: u8,
        file: &str,
        expected: &Expected<'_>,
        features: Option<Format>,
    ) -> Result<Self, Defect> {
        let rows = sample(block, separator);
        let header = rows.first().cloned().ok_or_else(|| Defect::new(file, "address_empty"))?;
        let names = expected.columns;
        if features.is_none()
            && names.is_empty()
            && !layout::are_headings(&header)
            && let Some(columns) = layout::columns(&rows)
        {
            let (cells, format) = (layout::usual(&rows), Format::HkDe { heading: false });
            return Ok(Self { header, heading: false, columns, cells, format, is_geometry: false });
        }
        let named = features.map_or(header.len(), |_| header.len().saturating_sub(2));
        let mut columns = Columns::of_header(&header[..named], names, file)?;
        let positioned = columns.missing().iter().all(|what| !what.contains('|'));
        // The geometry of a feature is its position, unless columns are named.
        let is_geometry = features.is_some() && !(positioned && names.has_position());
        if is_geometry {
            columns.set_geometry(named);
        }
        let missing = columns.missing();
        if !missing.is_empty() {
            let defect = Defect::new(file, "address_columns_missing");
            return Err(defect
                .with("missing", missing.join(", "))
                .with("columns", header.join(" | ").chars().take(400).collect::<String>()));
        }
        let keys = [What::State, What::Region, What::County, What::Commune];
        let format = match features {
            Some(format) => format,
            None if keys.into_iter().all(|what| columns.at(what).is_some()) => {
                Format::HkDe { heading: true }
            }
            None => Format::Table,
        };
        let cells = header.len();
        Ok(Self { header, heading: true, columns, cells, format, is_geometry })
    }

    /// What is read from where, by headings or by places.
    fn named(&self) -> Vec<(What, String)> {
        let name = |at: usize| match self.heading {
            true => self.header.get(at).cloned().unwrap_or_default(),
            false => (at + 1).to_string(),
        };
        self.columns.found().map(|(what, at)| (what, name(at))).collect()
    }
}

fn sample(block: &[u8], separator: u8) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut records = Records::new(block, separator);
    while rows.len() < SAMPLE_ROWS
        && let Some(record) = records.next()
    {
        let text = |cell: std::borrow::Cow<'_, [u8]>| {
            // What is shown of a wrong file must not command a terminal.
            String::from_utf8_lossy(&cell).trim().replace(char::is_control, "\u{fffd}")
        };
        let row: Vec<String> = record.cells().map(text).collect();
        if row.iter().any(|cell| !cell.is_empty()) {
            rows.push(row);
        }
    }
    rows
}

/// Takes lines off the beginning that are remarks; gives the line that is then the first, from 1.
fn skip_comments(text: &mut Vec<u8>) -> u64 {
    let mut line = 1;
    while text.first() == Some(&b'#') {
        let end = memchr::memchr(b'\n', text).map_or(text.len(), |end| end + 1);
        text.drain(..end);
        line += 1;
    }
    line
}

/// How many lines end in a text.
fn ends(text: &[u8]) -> u64 {
    let mut count = memchr::memchr_iter(b'\n', text).count();
    if memchr::memchr(b'\r', text).is_some() {
        let alone = |(at, byte): (usize, &u8)| *byte == b'\r' && text.get(at + 1) != Some(&b'\n');
        count += text.iter().enumerate().filter(|pair| alone(*pair)).count();
    }
    count as u64
}

fn unreadable(file: &str, error: &TableError) -> Defect {
    match error {
        TableError::OpenQuote { line } => Defect::new(file, "open_quote").with("line", line),
        TableError::TooLong { line } => Defect::new(file, "open_quote").with("line", line),
        TableError::Encoding => Defect::new(file, "address_no_text"),
        TableError::Read(error) => Defect::new(file, "address_unreadable").with("error", error),
    }
}

/// How letters are written, as a word that people know.
pub fn encoding_name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Ascii => "ASCII",
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
        Encoding::Windows1252 => "Windows-1252 (Latin-1)",
    }
}
