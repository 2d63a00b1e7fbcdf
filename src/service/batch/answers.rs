//! From a place to an answer, and how it is written.

use std::{borrow::Cow, io::Write};

use super::{
    Areas, BatchError,
    plan::{Cells, Plan},
    rows::INVALID,
};
use crate::{
    domain::{
        assign::{Addresses, Brief, Places, Positions, QuestionError, Status},
        city::OnDay,
        grid::{Crs, LonLat},
        layer::Layer,
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
pub(super) enum Engine<'a> {
    City { day: OnDay<'a>, places: Places<'a>, positions: Option<Box<Positions<'a>>> },
    Layer(&'a Layer),
}

/// An answer and where it is.
pub(super) struct Answered<'a> {
    pub brief: Brief<'a>,
    pub status: &'static str,
    /// Whether a person has to look at it.
    pub open: bool,
}

impl<'a> Engine<'a> {
    pub fn new(areas: Areas<'a>, plan: &Plan, precision_m: f64) -> Result<Self, BatchError> {
        Ok(match areas {
            Areas::Layer(layer) => Self::Layer(layer),
            Areas::City(day, places) => {
                let by_position =
                    matches!(plan.place, Cells::Position { .. } | Cells::Geometry { .. });
                let positions = by_position
                    .then(|| Positions::new(day, precision_m))
                    .transpose()?
                    .map(Box::new);
                Self::City { day, places, positions }
            }
        })
    }

    /// The answer to a position in a coordinate system, or the code of what is wrong with it.
    pub fn position(&self, crs: &Crs, x: f64, y: f64) -> Result<Answered<'_>, &'static str> {
        let position = crs.to_lonlat(x, y).map_err(|_| "bad_position")?;
        let on_earth =
            (-180.0..=180.0).contains(&position.lon) && (-90.0..=90.0).contains(&position.lat);
        if !on_earth {
            return Err("bad_position");
        }
        match self {
            Self::City { positions, .. } => {
                let positions = positions.as_ref().ok_or("bad_position")?;
                positions.brief(position).map(Answered::from).map_err(reason)
            }
            Self::Layer(layer) => {
                let own = (crs.epsg() == layer.crs().epsg()).then_some((x, y));
                let found = layer.find(position, own).map_err(|_| "bad_position")?;
                Ok(in_layer(position, &found.areas, found.border_m))
            }
        }
    }

    /// What answers addresses in one thread; a layer has none.
    pub fn addresses(&self) -> Option<Addresses<'a>> {
        match self {
            Self::City { day, places, .. } => Some(Addresses::new(*day, *places)),
            Self::Layer(_) => None,
        }
    }
}

/// The code of why a question cannot be asked.
pub(super) fn reason(error: QuestionError) -> &'static str {
    match error {
        QuestionError::Empty => "empty",
        QuestionError::TooLong { .. } => "too_long",
        QuestionError::Position | QuestionError::Precision => "bad_position",
    }
}

impl<'a> From<Brief<'a>> for Answered<'a> {
    fn from(brief: Brief<'a>) -> Self {
        let open = brief.team.is_none() && brief.status != Status::Outside;
        Self { status: status_code(brief.status), open, brief }
    }
}

/// The areas of a layer take the place of the Sozialraum; several are separated by `|`.
fn in_layer<'a>(position: LonLat, areas: &[&'a str], border_m: Option<f64>) -> Answered<'a> {
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
        position: Some(position),
        score: Some(1.0),
        next_score: Some(0.0),
        border_m,
        edition: None,
    };
    Answered { status: status_code(status), open: status == Status::Ambiguous, brief }
}

/// Writes the new cells behind those of a row; `position` is how the input writes the position,
/// where that can be kept.
pub(super) fn write(
    out: &mut Vec<u8>,
    answered: &Answered<'_>,
    delimiter: u8,
    position: Option<(&[u8], &[u8])>,
) {
    let brief = &answered.brief;
    out.push(delimiter);
    out.extend_from_slice(answered.status.as_bytes());
    let texts = [&brief.team, &brief.sozialraum, &brief.region, &brief.street, &brief.house_number];
    for text in texts {
        out.push(delimiter);
        if let Some(text) = text {
            write_cell(out, text.as_bytes(), delimiter);
        }
    }
    match (position, brief.position) {
        (Some((lon, lat)), Some(_)) => {
            for text in [lon, lat] {
                out.push(delimiter);
                out.extend_from_slice(text);
            }
        }
        (_, at) => {
            number(out, delimiter, at.map(|at| at.lon));
            number(out, delimiter, at.map(|at| at.lat));
        }
    }
    number(out, delimiter, brief.score);
    number(out, delimiter, brief.next_score);
    out.push(delimiter);
    if let Some(metres) = brief.border_m {
        tenths(out, metres);
    }
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

fn number(out: &mut Vec<u8>, delimiter: u8, number: Option<f64>) {
    out.push(delimiter);
    match number {
        None => {}
        Some(0.0) => out.push(b'0'),
        Some(1.0) => out.push(b'1'),
        // Writing to memory does not fail.
        Some(number) => drop(write!(out, "{number}")),
    }
}

/// A number that is rounded to one decimal.
fn tenths(out: &mut Vec<u8>, number: f64) {
    let tenths = (number * 10.0).round() as u64;
    whole(out, tenths / 10);
    out.extend_from_slice(&[b'.', b'0' + (tenths % 10) as u8]);
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
