//! What a batch reads.

use std::io::{self, Read, Seek};

use super::Control;
use crate::formats::features::{FeatureError, FlatGeobufTable, GeoJsonTable};

/// The first bytes of a FlatGeobuf file.
const FLATGEOBUF: [u8; 3] = *b"fgb";

/// A table, or features as a table.
#[derive(Debug)]
pub struct Source<R> {
    pub(super) table: R,
    /// Whether the last two columns are the position of a feature.
    pub(super) features: bool,
    /// The coordinate system that the file names.
    pub(super) epsg: Option<u32>,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A table as text.
    Csv,
    /// GeoJSON.
    GeoJson,
    /// FlatGeobuf.
    FlatGeobuf,
}

/// A reader that tells how far it is and ends when it is stopped.
#[derive(Debug)]
pub struct Watched<'a, R> {
    source: R,
    control: &'a Control,
}

impl<R: Read> Source<R> {
    /// A table as text.
    pub fn csv(table: R) -> Self {
        Self { table, features: false, epsg: None }
    }

    /// The coordinate system that the file names.
    pub fn epsg(&self) -> Option<u32> {
        self.epsg
    }

    /// The table itself.
    pub fn into_table(self) -> R {
        self.table
    }
}

impl<'a> Source<Box<dyn Read + Send + 'a>> {
    /// A file whose first bytes tell what it is, and what that is. `control` learns how much is
    /// read; a GeoJSON file is read twice.
    ///
    /// # Errors
    /// When it cannot be read, or its first bytes lie.
    pub fn detect<R>(mut file: R, control: &'a Control) -> Result<(Self, Kind), FeatureError>
    where
        R: Read + Seek + Send + 'a,
    {
        let mut start = Vec::new();
        (&mut file).take(4096).read_to_end(&mut start)?;
        file.rewind()?;
        let file = Watched { source: file, control };
        let from = start.iter().position(|byte| !byte.is_ascii_whitespace());
        let kind = Kind::of(&start[from.unwrap_or(0)..]);
        let source = match kind {
            Kind::Csv => Self { table: Box::new(file), features: false, epsg: None },
            Kind::GeoJson => {
                let table = GeoJsonTable::new(file)?;
                let epsg = table.epsg();
                Self { table: Box::new(table), features: true, epsg }
            }
            Kind::FlatGeobuf => {
                let table = FlatGeobufTable::new(file)?;
                let epsg = table.epsg();
                Self { table: Box::new(table), features: true, epsg }
            }
        };
        Ok((source, kind))
    }
}

impl Kind {
    /// How often a file is read from its beginning to its end.
    pub fn passes(self) -> u64 {
        match self {
            Self::GeoJson => 2,
            Self::Csv | Self::FlatGeobuf => 1,
        }
    }

    /// What the first bytes of a file tell.
    pub fn of(start: &[u8]) -> Self {
        match start {
            start if start.starts_with(&FLATGEOBUF) && start.get(3).is_some_and(|b| *b < 32) => {
                Self::FlatGeobuf
            }
            [b'{', ..] => Self::GeoJson,
            _ => Self::Csv,
        }
    }
}

impl<'a, R> Watched<'a, R> {
    /// Watches a reader.
    pub fn new(source: R, control: &'a Control) -> Self {
        Self { source, control }
    }
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.control.is_stopped() {
            return Err(io::Error::other("stopped"));
        }
        let read = self.source.read(to)?;
        self.control.add_bytes(read as u64);
        Ok(read)
    }
}

impl<R: Seek> Seek for Watched<'_, R> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.source.seek(to)
    }
}
