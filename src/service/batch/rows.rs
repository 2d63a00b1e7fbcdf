//! The rows of a block: read, asked, written.

use super::{
    answers::{self, At, Engine, Placed},
    cache::{Cache, Known},
    coordinate::{self, Coordinate},
    plan::{Cells, Plan},
    tally::{Outcome, Tally},
};
use crate::{
    domain::{assign::Question, grid::WGS84},
    formats::table::{Record, Records},
};

/// The status of a row that cannot be asked.
pub const INVALID: &str = "invalid";

/// The codes of everything that is said of a row beside those of the decision
/// ([`REASONS`](crate::domain::assign::REASONS)); each has its words in the catalogue.
pub const ROW_REASONS: [&str; 9] = [
    "several_areas",
    "field_count",
    "encoding",
    "empty",
    "too_long",
    "not_a_number",
    "bad_position",
    "no_geometry",
    "no_point",
];

/// Between the parts of an address that is looked up among those answered before.
const PART: u8 = 0x1f;

/// One worker.
pub(super) struct Rows<'a> {
    plan: &'a Plan,
    engine: &'a Engine<'a>,
    cache: Cache,
    question: Vec<u8>,
}

impl<'a> Rows<'a> {
    /// One of so many.
    pub fn new(plan: &'a Plan, engine: &'a Engine<'a>, workers: usize) -> Self {
        Self { plan, engine, cache: Cache::one_of(workers), question: Vec::new() }
    }

    /// Writes every row of a block with its answer, and counts them.
    pub fn answer(&mut self, block: &[u8], out: &mut Vec<u8>, tally: &mut Tally) {
        let plan = self.plan;
        let readable = std::str::from_utf8(block).is_ok();
        let mut records = Records::new(block, plan.delimiter);
        while let Some(record) = records.next() {
            let head = record.head(plan.kept);
            let wrong = if record.len() != plan.cells {
                Some("field_count")
            } else if !readable && std::str::from_utf8(head).is_err() {
                Some("encoding")
            } else {
                out.extend_from_slice(head);
                self.row(&record, out, tally).err()
            };
            if let Some(reason) = wrong {
                if reason == "field_count" || reason == "encoding" {
                    out.extend_from_slice(String::from_utf8_lossy(head).as_bytes());
                    let missing = plan.kept.saturating_sub(record.len());
                    out.resize(out.len() + missing, plan.delimiter);
                }
                answers::write_invalid(out, plan.delimiter);
                tally.add(Outcome { status: INVALID, reason, open: true });
            }
            out.extend_from_slice(plan.newline);
        }
    }

    /// Writes the answer to a row, or says what is wrong with it.
    fn row(
        &mut self,
        record: &Record<'_>,
        out: &mut Vec<u8>,
        tally: &mut Tally,
    ) -> Result<(), &'static str> {
        let (x, y, geometry) = match self.plan.place {
            Cells::Position { x, y } => (x, y, false),
            Cells::Geometry { x, y } => (x, y, true),
            Cells::Address(_) | Cells::Parts { .. } => return self.address(record, out, tally),
        };
        let (east, north) = match (coordinate(record, x), coordinate(record, y)) {
            (Some(east), Some(north)) => (east, north),
            _ => return Err(no_coordinate(record, x, y, geometry)),
        };
        let (at, placed) = self.engine.position(&self.plan.crs, east.value, north.value)?;
        let delimiter = self.plan.delimiter;
        // Numbers that others read, too, stay as they are written.
        let kept = self.plan.crs.epsg() == WGS84 && east.plain && north.plain;
        let written;
        let at = if !kept {
            At::Degrees(at)
        } else if y == x + 1 && !record.is_quoted(x) && !record.is_quoted(y) {
            At::Written(record.span(x, y))
        } else {
            let cell = |at: usize| record.cell(at).unwrap_or_default();
            written = [&*cell(x), &*cell(y)].join(&delimiter);
            At::Written(&written)
        };
        match placed {
            Placed::Ready(number, ready, border_dm) => {
                ready.write(out, at, border_dm, delimiter);
                tally.add_numbered(number, ready.outcome);
            }
            Placed::Own(answered) => {
                answers::write(out, &answered, delimiter, Some(at));
                tally.add(answered.outcome);
            }
        }
        Ok(())
    }

    fn address(
        &mut self,
        record: &Record<'_>,
        out: &mut Vec<u8>,
        tally: &mut Tally,
    ) -> Result<(), &'static str> {
        let cells = match self.plan.place {
            Cells::Parts { street, house_number, postcode, town } => {
                [Some(street), house_number, postcode, town]
            }
            Cells::Address(at) | Cells::Position { x: at, .. } | Cells::Geometry { x: at, .. } => {
                [Some(at), None, None, None]
            }
        };
        self.question.clear();
        for cell in cells.into_iter().flatten() {
            self.question.extend_from_slice(&record.cell(cell).unwrap_or_default());
            self.question.push(PART);
        }
        if let Some(known) = self.cache.get(&self.question) {
            out.extend_from_slice(&known.text);
            tally.add(known.outcome);
            return Ok(());
        }
        let text = |at: Option<usize>| -> Option<String> {
            let cell = record.cell(at?)?;
            Some(String::from_utf8_lossy(&cell).into_owned())
        };
        let [first, house_number, postcode, town] = cells;
        let street = text(first).unwrap_or_default();
        let question = match self.plan.place {
            Cells::Parts { .. } => Question::Parts {
                street,
                house_number: text(house_number),
                postcode: text(postcode),
                town: text(town),
            },
            _ => Question::Line(street),
        };
        let answered = self.engine.address(&question)?;
        let from = out.len();
        answers::write(out, &answered, self.plan.delimiter, None);
        let outcome = answered.outcome;
        tally.add(outcome);
        let known = Known { text: out[from..].into(), outcome };
        self.cache.keep(&self.question, known);
        Ok(())
    }
}

/// The coordinate in a cell.
fn coordinate(record: &Record<'_>, cell: usize) -> Option<Coordinate> {
    coordinate::coordinate(&record.cell(cell)?)
}

/// Why there are no coordinates.
fn no_coordinate(record: &Record<'_>, x: usize, y: usize, geometry: bool) -> &'static str {
    let cell = |at: usize| record.cell(at).unwrap_or_default();
    let (x, y) = (cell(x), cell(y));
    match (geometry, x.is_empty()) {
        (true, true) => "no_geometry",
        (true, false) => "no_point",
        (false, _) if x.trim_ascii().is_empty() && y.trim_ascii().is_empty() => "empty",
        (false, _) => "not_a_number",
    }
}
