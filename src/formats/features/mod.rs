//! The features of a map as a table: GeoJSON and FlatGeobuf, read as a stream.
//!
//! Each feature becomes one record (separated by commas, UTF-8): its properties, then [`POSITION`]:
//! the coordinates of its point. A feature without geometry has neither; any other geometry has its
//! type in the place of the first coordinate.

mod flatgeobuf;
mod geojson;
mod scan;

use std::io::{self, Read};

pub use flatgeobuf::FlatGeobufTable;
pub use geojson::GeoJsonTable;
pub(in crate::formats) use geojson::named_epsg;

use super::table::write_cell;

/// The columns that stand behind the properties: how far east, how far north.
pub const POSITION: [&str; 2] = ["x", "y"];

/// Why a file of features cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FeatureError {
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] io::Error),
    /// It is no GeoJSON FeatureCollection.
    #[error("the file is no GeoJSON FeatureCollection: {0}")]
    NoCollection(String),
    /// It is no FlatGeobuf.
    #[error("the file is no FlatGeobuf: {0}")]
    NoFlatGeobuf(String),
    /// A feature cannot be read.
    #[error("feature {number} cannot be read: {problem}")]
    Feature {
        /// Its place in the file, counted from 1.
        number: u64,
        /// What is wrong.
        problem: String,
    },
    /// The coordinate system stands behind the features, too late to be minded.
    #[error("the coordinate system (crs) stands behind the features")]
    LateCrs,
}

impl From<FeatureError> for io::Error {
    fn from(error: FeatureError) -> Self {
        match error {
            FeatureError::Read(error) => error,
            other => Self::new(io::ErrorKind::InvalidData, other),
        }
    }
}

/// One feature as a record.
#[derive(Debug, Default)]
struct Line(Vec<u8>);

impl Line {
    fn cell(&mut self, text: &str) {
        write_cell(&mut self.0, text.as_bytes(), b',');
        self.0.push(b',');
    }

    /// Ends the record with a position, or what is there instead of one.
    fn position(&mut self, position: Result<(f64, f64), &str>) {
        let text = match position {
            Ok((x, y)) => format!("{x},{y}\n"),
            Err(kind) => format!("{kind},\n"),
        };
        self.0.extend_from_slice(text.as_bytes());
    }
}

/// Text that is made piece by piece, as something to read from.
#[derive(Debug, Default)]
struct Spool {
    bytes: Vec<u8>,
    given: usize,
}

impl Spool {
    /// Gives out what is there; makes more by `next` when there is nothing, which returns false at
    /// the end.
    fn read(
        &mut self,
        to: &mut [u8],
        mut next: impl FnMut(&mut Vec<u8>) -> Result<bool, FeatureError>,
    ) -> io::Result<usize> {
        while self.given == self.bytes.len() {
            self.bytes.clear();
            self.given = 0;
            if !next(&mut self.bytes)? {
                return Ok(0);
            }
        }
        let read = (&self.bytes[self.given..]).read(to)?;
        self.given += read;
        Ok(read)
    }
}

/// The header: the names of the properties and [`POSITION`].
fn header<'a>(names: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut line = Line::default();
    names.for_each(|name| line.cell(name));
    line.0.extend_from_slice(format!("{}\n", POSITION.join(",")).as_bytes());
    line.0
}
