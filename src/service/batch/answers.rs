//! From a place to an answer, and how it is written.

use std::{borrow::Cow, io::Write};

use super::{
    Areas, BatchError,
    plan::{Cells, Plan},
    rows::INVALID,
    tally::Outcome,
};
use crate::{
    domain::{
        assign::{Addresses, Brief, Positions, Question, QuestionError, Status},
        grid::{Crs, LonLat},
    },
    formats::table::write_cell,
    locale::answer::status_code,
};

/// The columns that are added to every row.
pub const COLUMNS: [&str; 12] = [
    "status",
    "team",
    "sozialraum",
    "region",
    "matched_street",
    "matched_house_number",
    "lon",
    "lat",
    "score",
    "next_score",
    "border_m",
    "edition",
];

/// What answers.
pub(super) struct Engine<'a> {
    areas: Areas<'a>,
    /// `None` for a layer, and where addresses are asked.
    positions: Option<Box<Positions<'a>>>,
    /// What is said again and again.
    ready: Vec<Ready>,
    /// `None` where positions are asked.
    addresses: Option<Box<Addresses<'a>>>,
}

/// An answer to write.
pub(super) struct Answered<'a> {
    pub brief: Brief<'a>,
    pub outcome: Outcome,
}

/// What is said of a position.
pub(super) enum Placed<'a> {
    /// The answer of this number is ready, and how many decimetres it is to the nearest border.
    Ready(usize, &'a Ready, u64),
    /// An answer of its own.
    Own(Box<Answered<'a>>),
}

/// An answer as it is written, but for the position and the distance to the border.
#[derive(Debug)]
pub(super) struct Ready {
    before: Box<[u8]>,
    between: Box<[u8]>,
    behind: Box<[u8]>,
    pub outcome: Outcome,
}

impl<'a> Engine<'a> {
    pub fn new(areas: Areas<'a>, plan: &Plan, precision_m: f64) -> Result<Self, BatchError> {
        let by_position = matches!(plan.place, Cells::Position { .. } | Cells::Geometry { .. });
        let positions = match areas {
            Areas::City(day, _) if by_position => Some(Box::new(Positions::new(day, precision_m)?)),
            _ => None,
        };
        let ready = |answered: Answered<'_>| Ready::new(&answered, plan.delimiter);
        let ready = match (&positions, areas) {
            (Some(positions), _) => {
                positions.verdicts().iter().map(|brief| ready(brief.clone().into())).collect()
            }
            (None, Areas::Layer(layer)) => {
                layer.combinations().map(|areas| ready(in_layer(&areas))).collect()
            }
            (None, Areas::City(..)) => Vec::new(),
        };
        let addresses = match areas {
            Areas::City(day, places) if !by_position => Some(Box::new(Addresses::new(day, places))),
            _ => None,
        };
        Ok(Self { areas, positions, ready, addresses })
    }

    /// The answer to a position in a coordinate system, or the code of what is wrong with it.
    pub fn position(
        &self,
        crs: &Crs,
        x: f64,
        y: f64,
    ) -> Result<(LonLat, Placed<'_>), &'static str> {
        let position = crs.to_lonlat(x, y).map_err(|_| "bad_position")?;
        let on_earth =
            (-180.0..=180.0).contains(&position.lon) && (-90.0..=90.0).contains(&position.lat);
        if !on_earth {
            return Err("bad_position");
        }
        let own = |answered| Ok((position, Placed::Own(Box::new(answered))));
        let ready = |at: usize, border_dm| Placed::Ready(at, &self.ready[at], border_dm);
        match (&self.positions, self.areas) {
            (Some(positions), _) => match positions.find(position) {
                Some(found) => Ok((position, ready(found.verdict, found.border_dm))),
                None => own(positions.brief(position).map_err(reason)?.into()),
            },
            (None, Areas::Layer(layer)) => match layer.combination(position) {
                Some((at, border_dm)) => Ok((position, ready(at, border_dm))),
                None => {
                    let given = (crs.epsg() == layer.crs().epsg()).then_some((x, y));
                    let found = layer.find(position, given).map_err(|_| "bad_position")?;
                    let mut answered = in_layer(&found.areas);
                    answered.brief.position = Some(position);
                    answered.brief.border_m = found.border_m;
                    own(answered)
                }
            },
            (None, Areas::City(..)) => Err("bad_position"),
        }
    }

    /// The answer to an address, or the code of what is wrong with it.
    pub fn address(&self, question: &Question) -> Result<Answered<'a>, &'static str> {
        let addresses = self.addresses.as_ref().ok_or("empty")?;
        addresses.brief(question).map(Answered::from).map_err(reason)
    }
}

/// The code of why a question cannot be asked.
fn reason(error: QuestionError) -> &'static str {
    match error {
        QuestionError::Empty => "empty",
        QuestionError::TooLong { .. } => "too_long",
        QuestionError::Position | QuestionError::Precision => "bad_position",
    }
}

impl<'a> From<Brief<'a>> for Answered<'a> {
    fn from(brief: Brief<'a>) -> Self {
        let open = brief.team.is_none() && brief.status != Status::Outside;
        let outcome = Outcome { status: status_code(brief.status), reason: brief.reason, open };
        Self { brief, outcome }
    }
}

/// The areas of a layer take the place of the Sozialraum; several are separated by `|`.
fn in_layer<'a>(areas: &[&'a str]) -> Answered<'a> {
    let (status, reason, sozialraum) = match areas {
        [] => (Status::Outside, "outside", None),
        [one] => (Status::Unique, "position", Some(Cow::Borrowed(*one))),
        several => (Status::Ambiguous, "several_areas", Some(Cow::Owned(several.join("|")))),
    };
    let brief = Brief {
        status,
        reason,
        team: None,
        sozialraum,
        region: None,
        street: None,
        house_number: None,
        position: None,
        score: Some(1.0),
        next_score: Some(0.0),
        border_m: None,
        edition: None,
    };
    let open = status == Status::Ambiguous;
    Answered { outcome: Outcome { status: status_code(status), reason, open }, brief }
}

/// The position of a row, as its new cells say it.
#[derive(Debug, Clone, Copy)]
pub(super) enum At<'a> {
    /// In degrees.
    Degrees(LonLat),
    /// As the input writes it, both cells with the separator between them.
    Written(&'a [u8]),
}

impl Ready {
    fn new(answered: &Answered<'_>, delimiter: u8) -> Self {
        let (brief, mut before, mut between, mut behind) =
            (&answered.brief, Vec::new(), Vec::new(), Vec::new());
        write_names(&mut before, answered, delimiter);
        before.push(delimiter);
        write_scores(&mut between, brief, delimiter);
        between.push(delimiter);
        write_edition(&mut behind, brief, delimiter);
        let outcome = answered.outcome;
        Self { before: before.into(), between: between.into(), behind: behind.into(), outcome }
    }

    /// Writes the new cells behind those of a row.
    pub fn write(&self, out: &mut Vec<u8>, at: At<'_>, border_dm: u64, delimiter: u8) {
        out.extend_from_slice(&self.before);
        at.write(out, delimiter);
        out.extend_from_slice(&self.between);
        tenths(out, border_dm);
        out.extend_from_slice(&self.behind);
    }
}

impl At<'_> {
    fn write(self, out: &mut Vec<u8>, delimiter: u8) {
        match self {
            Self::Written(cells) => out.extend_from_slice(cells),
            Self::Degrees(LonLat { lon, lat }) => {
                number(out, lon);
                out.push(delimiter);
                number(out, lat);
            }
        }
    }
}

/// Writes the new cells behind those of a row; `at` is how the input writes the position, where it
/// has one.
pub(super) fn write(out: &mut Vec<u8>, answered: &Answered<'_>, delimiter: u8, at: Option<At<'_>>) {
    let brief = &answered.brief;
    write_names(out, answered, delimiter);
    out.push(delimiter);
    match at.filter(|_| brief.position.is_some()).or(brief.position.map(At::Degrees)) {
        Some(at) => at.write(out, delimiter),
        None => out.push(delimiter),
    }
    write_scores(out, brief, delimiter);
    out.push(delimiter);
    if let Some(metres) = brief.border_m {
        tenths(out, (metres * 10.0).round() as u64);
    }
    write_edition(out, brief, delimiter);
}

/// From the status to the house number, a separator before each.
fn write_names(out: &mut Vec<u8>, answered: &Answered<'_>, delimiter: u8) {
    let brief = &answered.brief;
    out.push(delimiter);
    out.extend_from_slice(answered.outcome.status.as_bytes());
    let texts = [&brief.team, &brief.sozialraum, &brief.region, &brief.street, &brief.house_number];
    for text in texts {
        out.push(delimiter);
        if let Some(text) = text {
            write_cell(out, text.as_bytes(), delimiter);
        }
    }
}

fn write_scores(out: &mut Vec<u8>, brief: &Brief<'_>, delimiter: u8) {
    for score in [brief.score, brief.next_score] {
        out.push(delimiter);
        if let Some(score) = score {
            number(out, score);
        }
    }
}

fn write_edition(out: &mut Vec<u8>, brief: &Brief<'_>, delimiter: u8) {
    out.push(delimiter);
    if let Some(edition) = brief.edition {
        whole(out, edition.into());
    }
}

/// Writes the new cells of a row that cannot be asked.
pub(super) fn write_invalid(out: &mut Vec<u8>, delimiter: u8) {
    out.push(delimiter);
    out.extend_from_slice(INVALID.as_bytes());
    out.resize(out.len() + COLUMNS.len() - 1, delimiter);
}

fn number(out: &mut Vec<u8>, number: f64) {
    match number {
        0.0 => out.push(b'0'),
        1.0 => out.push(b'1'),
        // Writing to memory does not fail.
        _ => drop(write!(out, "{number}")),
    }
}

/// A number of tenths as one with one decimal.
fn tenths(out: &mut Vec<u8>, number: u64) {
    whole(out, number / 10);
    out.extend_from_slice(&[b'.', b'0' + (number % 10) as u8]);
}

fn whole(out: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}
