//! Files of any length: every row with the answer to its address or position.
//!
//! One thread reads and cuts the input into blocks of whole records, as many as there are cores
//! answer them, and the caller's thread writes them in their order. The number of blocks on the way
//! is fixed, so memory does not grow with the file. Nothing of a row is kept or logged.
//!
//! [`run`] reads from and writes to anything, so that a file that is sent by HTTP goes the same way
//! as one on disk; [`Control`] tells how far it is and stops it.

mod answers;
mod cache;
mod control;
mod plan;
mod pump;
mod rows;
mod source;
mod tally;

use std::{
    io::{self, Read, Write},
    num::NonZero,
    thread,
};

use crate::{
    domain::{
        assign::{Places, QuestionError},
        city::OnDay,
        grid::GridError,
        layer::Layer,
    },
    formats::{features::FeatureError, table::TableError},
};
use answers::Engine;
use plan::Plan;
use rows::Rows;

pub use answers::COLUMNS;
pub use control::Control;
pub use source::{Kind, Source, Watched};
pub use tally::{Count, Summary};

/// Which columns hold what is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// One column with whole addresses.
    Address(String),
    /// Columns with the parts of an address.
    Parts {
        /// Name of the street.
        street: String,
        /// House number.
        house_number: Option<String>,
        /// Postcode.
        postcode: Option<String>,
        /// Town.
        town: Option<String>,
    },
    /// Columns with coordinates: east, then north.
    Position {
        /// Longitude or easting.
        x: String,
        /// Latitude or northing.
        y: String,
    },
    /// The geometry of the features.
    Geometry,
}

/// What is asked of every row.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Where the place is to be found.
    pub place: Place,
    /// The coordinate system of positions; that of the file, or else WGS 84, when none is given.
    pub epsg: Option<u32>,
    /// How far off positions may be, in metres.
    pub precision_m: f64,
}

/// What the places are looked up in.
#[derive(Debug, Clone, Copy)]
pub enum Areas<'a> {
    /// The Sozialräume of a city, as they stand on a day.
    City(OnDay<'a>, Places<'a>),
    /// Any polygons.
    Layer(&'a Layer),
}

/// Why a file is not answered.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// There is no header.
    #[error("the file is empty")]
    Empty,
    /// A column is named that is not there.
    #[error("there is no column \"{name}\"")]
    NoColumn {
        /// The column.
        name: String,
        /// Those that are there.
        columns: Vec<String>,
    },
    /// A column that is there twice cannot be asked for.
    #[error("there are several columns \"{name}\"")]
    DoubleColumn {
        /// The column.
        name: String,
    },
    /// Rows of a table have no geometry, and no columns were named.
    #[error("no column is named")]
    NoPlace,
    /// A layer has no addresses.
    #[error("addresses cannot be looked up in a layer")]
    AddressInLayer,
    /// The coordinate system is not known.
    #[error(transparent)]
    Crs(#[from] GridError),
    /// The precision is none.
    #[error(transparent)]
    Question(#[from] QuestionError),
    /// The table cannot be read on.
    #[error(transparent)]
    Table(TableError),
    /// The features cannot be read on.
    #[error(transparent)]
    Features(#[from] FeatureError),
    /// The output cannot be written.
    #[error("the output cannot be written: {0}")]
    Write(#[source] io::Error),
    /// It was stopped.
    #[error("stopped")]
    Stopped,
}

impl From<TableError> for BatchError {
    fn from(error: TableError) -> Self {
        // Features are read through a table; what is wrong with them comes out as it went in.
        match error {
            TableError::Read(error) => match error.downcast::<FeatureError>() {
                Ok(feature) => Self::Features(feature),
                Err(error) => Self::Table(TableError::Read(error)),
            },
            other => Self::Table(other),
        }
    }
}

/// Writes every row of a source with its answer behind it, and sums up how they came out.
///
/// # Errors
/// When the file cannot be read as a whole, the request does not fit it, the output cannot be
/// written, or `control` stops it. What was written until then is of no use.
pub fn run<R: Read + Send>(
    source: Source<R>,
    mut output: impl Write,
    areas: Areas<'_>,
    request: &Request,
    control: &Control,
) -> Result<Summary, BatchError> {
    let (mut plan, blocks, first) = Plan::new(source, areas, request)?;
    let engine = Engine::new(areas, &plan, request.precision_m)?;
    output.write_all(&plan.take_header()).map_err(BatchError::Write)?;
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let make = || Rows::new(&plan, &engine);
    let summary = pump::pump(blocks, first, workers, make, &mut output, control)?;
    output.flush().map_err(BatchError::Write)?;
    Ok(summary.with_renamed(plan.renamed))
}
