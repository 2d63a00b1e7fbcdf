//! What to do with each row: made from the header.

use std::{collections::HashSet, io::Read};

use super::{Areas, BatchError, COLUMNS, Place, Request, Source, head::Head};
use crate::{
    domain::grid::{Crs, WGS84},
    formats::table::{Blocks, write_cell},
};

/// The byte order mark as UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Which cells are read, and how rows are written.
#[derive(Debug)]
pub(super) struct Plan {
    pub delimiter: u8,
    pub newline: &'static [u8],
    /// How many cells a row has.
    pub cells: usize,
    /// How many of them are written again: all but the position of a feature.
    pub kept: usize,
    pub place: Cells,
    pub crs: Crs,
    /// New columns that were called otherwise, as the input has one of their name: before, after.
    pub renamed: Vec<(&'static str, String)>,
    header: Vec<u8>,
}

/// The cells that hold what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cells {
    Address(usize),
    Parts {
        street: usize,
        house_number: Option<usize>,
        postcode: Option<usize>,
        town: Option<usize>,
    },
    Position {
        x: usize,
        y: usize,
    },
    Geometry {
        x: usize,
        y: usize,
    },
}

impl Plan {
    /// Reads the header. Gives the blocks behind it and the rest of the first one.
    pub fn new<R: Read>(
        source: Source<R>,
        areas: Areas<'_>,
        request: &Request,
    ) -> Result<(Self, Blocks<R>, Vec<u8>), BatchError> {
        let head = Head::read(source)?;
        let (separator, cells, kept) = (head.delimiter, head.names.len(), head.kept);
        let (place, crs) = fit(request, &head.names, kept, head.features, head.epsg)?;
        if matches!((areas, place), (Areas::Layer(_), Cells::Address(_) | Cells::Parts { .. })) {
            return Err(BatchError::AddressInLayer);
        }
        let mut header = if head.mark { MARK.to_vec() } else { Vec::new() };
        header.extend_from_slice(&head.line);
        let renamed = new_columns(&head.names[..kept], |name| {
            if kept > 0 || header.len() > MARK.len() {
                header.push(separator);
            }
            write_cell(&mut header, name.as_bytes(), separator);
        });
        header.extend_from_slice(head.newline);
        let plan = Self {
            delimiter: separator,
            newline: head.newline,
            cells,
            kept,
            place,
            crs,
            renamed,
            header,
        };
        Ok((plan, head.blocks, head.first))
    }

    /// The header of the output.
    pub fn take_header(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.header)
    }
}

/// Calls the new columns by names that the input does not have.
fn new_columns(names: &[String], mut each: impl FnMut(&str)) -> Vec<(&'static str, String)> {
    let mut taken: HashSet<&str> = names.iter().map(String::as_str).collect();
    taken.extend(COLUMNS);
    let mut renamed = Vec::new();
    for column in COLUMNS {
        if names.iter().any(|name| name == column) {
            let free = (2..).map(|n| format!("{column}_{n}")).find(|n| !taken.contains(n.as_str()));
            let free = free.unwrap_or_default();
            each(&free);
            renamed.push((column, free));
        } else {
            each(column);
        }
    }
    renamed
}

/// The cells and the coordinate system that a request is about, if it fits the columns.
pub(super) fn fit(
    request: &Request,
    names: &[String],
    kept: usize,
    features: bool,
    epsg: Option<u32>,
) -> Result<(Cells, Crs), BatchError> {
    let place = place(&request.place, &names[..kept], names.len(), features)?;
    Ok((place, Crs::new(request.epsg.or(epsg).unwrap_or(WGS84))?))
}

fn place(
    wanted: &Place,
    names: &[String],
    cells: usize,
    features: bool,
) -> Result<Cells, BatchError> {
    let at = |wanted: &String| {
        let mut found = names.iter().enumerate().filter(|(_, name)| *name == wanted.trim());
        match (found.next(), found.next()) {
            (Some((at, _)), None) => Ok(at),
            (Some(_), Some(_)) => Err(BatchError::DoubleColumn { name: wanted.clone() }),
            (None, _) => {
                Err(BatchError::NoColumn { name: wanted.clone(), columns: names.to_vec() })
            }
        }
    };
    let maybe = |wanted: &Option<String>| wanted.as_ref().map(at).transpose();
    Ok(match wanted {
        Place::Address(column) => Cells::Address(at(column)?),
        Place::Parts { street, house_number, postcode, town } => Cells::Parts {
            street: at(street)?,
            house_number: maybe(house_number)?,
            postcode: maybe(postcode)?,
            town: maybe(town)?,
        },
        Place::Position { x, y } => Cells::Position { x: at(x)?, y: at(y)? },
        Place::Geometry if features => Cells::Geometry { x: cells - 2, y: cells - 1 },
        Place::Geometry => return Err(BatchError::NoPlace),
    })
}
