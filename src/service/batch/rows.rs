//! The rows of a block: read, asked, written.

use super::{
    answers::{self, Answered, Engine},
    cache::{Cache, Known},
    plan::{Cells, Plan},
    tally::Tally,
};
use crate::{
    domain::{
        assign::{Addresses, Question},
        grid::WGS84,
    },
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
    addresses: Option<Addresses<'a>>,
    cache: Cache,
    question: Vec<u8>,
}

impl<'a> Rows<'a> {
    pub fn new(plan: &'a Plan, engine: &'a Engine<'a>) -> Self {
        let by_address = matches!(plan.place, Cells::Address(_) | Cells::Parts { .. });
        let addresses = engine.addresses().filter(|_| by_address);
        Self { plan, engine, addresses, cache: Cache::default(), question: Vec::new() }
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
                tally.add(INVALID, reason, true);
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
        let cell = |at: usize| record.cell(at).unwrap_or_default();
        let (x, y) = (cell(x), cell(y));
        let wrong = match (geometry, x.is_empty()) {
            (true, true) => "no_geometry",
            (true, false) => "no_point",
            (false, _) if x.trim_ascii().is_empty() && y.trim_ascii().is_empty() => "empty",
            (false, _) => "not_a_number",
        };
        let (east, north) = (coordinate(&x).ok_or(wrong)?, coordinate(&y).ok_or(wrong)?);
        let answered = self.engine.position(&self.plan.crs, east, north)?;
        let kept = self.plan.crs.epsg() == WGS84 && is_plain(&x) && is_plain(&y);
        let position = kept.then_some((&*x, &*y));
        answers::write(out, &answered, self.plan.delimiter, position);
        tally.add(answered.status, answered.brief.reason, answered.open);
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
            tally.add(known.status, known.reason, known.open);
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
        let addresses = self.addresses.as_ref().ok_or("empty")?;
        let answered = addresses.brief(&question).map(Answered::from).map_err(answers::reason)?;
        let from = out.len();
        answers::write(out, &answered, self.plan.delimiter, None);
        let (status, reason, open) = (answered.status, answered.brief.reason, answered.open);
        tally.add(status, reason, open);
        let known = Known { text: out[from..].into(), status, reason, open };
        self.cache.keep(&self.question, known);
        Ok(())
    }
}

/// A number with a decimal point or comma; neither an infinite one nor one in words.
fn coordinate(cell: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(cell.trim_ascii()).ok()?;
    let number = |text: &str| text.parse().ok().filter(|number: &f64| number.is_finite());
    if text.contains(',') && !text.contains('.') {
        return number(&text.replacen(',', ".", 1));
    }
    number(text)
}

/// Whether a number is written as others read it, too: digits with at most one decimal point.
fn is_plain(cell: &[u8]) -> bool {
    let digits = cell.strip_prefix(b"-").unwrap_or(cell);
    let inner = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    match memchr::memchr(b'.', digits) {
        Some(point) => inner(&digits[..point]) && inner(&digits[point + 1..]),
        None => inner(digits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_numbers_with_point_or_comma() {
        for (text, number) in [
            ("9.99", Some(9.99)),
            (" 53,7 ", Some(53.7)),
            ("-0.5", Some(-0.5)),
            ("5.9e6", Some(5.9e6)),
            ("565.465,80", None),
            ("1,2,3", None),
            ("inf", None),
            ("NaN", None),
            ("1e999", None),
            ("", None),
            ("53° 42'", None),
        ] {
            assert_eq!(coordinate(text.as_bytes()), number, "{text}");
        }
    }

    #[test]
    fn plain_numbers_are_kept_as_they_are_written() {
        let plain = |text: &'static str| is_plain(text.as_bytes());
        assert!(["9", "9.990", "-53.7"].into_iter().all(plain));
        assert!(!["", ".5", "9,9", "1e3", "+1", " 9", "1.", "-", "1.2.3"].into_iter().any(plain));
    }
}
