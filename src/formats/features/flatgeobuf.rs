//! The features of a FlatGeobuf file as a table.

use std::io::{self, Read};

use geozero::ColumnValue;

use super::{FeatureError, Line, Spool, header};
use crate::formats::flatgeobuf::Features;

/// A FlatGeobuf file as a table.
#[derive(Debug)]
pub struct FlatGeobufTable<R> {
    features: Features<R>,
    columns: usize,
    spool: Spool,
}

impl<R: Read> FlatGeobufTable<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// When the file is no FlatGeobuf.
    pub fn new(source: R) -> Result<Self, FeatureError> {
        let features = Features::new(source)?;
        let (bytes, columns) = (header(features.columns()), features.columns().count());
        Ok(Self { features, columns, spool: Spool { bytes, given: 0 } })
    }

    /// The coordinate system that the header names.
    pub fn epsg(&self) -> Option<u32> {
        self.features.epsg().and_then(|code| u32::try_from(code).ok()).filter(|code| *code > 0)
    }
}

impl<R: Read> Read for FlatGeobufTable<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let Self { features, columns, spool } = self;
        spool.read(to, |bytes| {
            let Some(feature) = features.next()? else { return Ok(false) };
            let mut cells = vec![String::new(); *columns];
            feature.properties(|column, _, value| {
                cells[column] = match value {
                    // Bytes have no text.
                    ColumnValue::Binary(_) => String::new(),
                    other => other.to_string(),
                };
            })?;
            let mut line = Line(std::mem::take(bytes));
            cells.iter().for_each(|cell| line.cell(cell));
            line.position(feature.point());
            *bytes = line.0;
            Ok(true)
        })
    }
}

#[cfg(test)]
mod tests {
    use geo::{Geometry, Point, line_string};

    use super::*;
    use crate::formats::flatgeobuf::{Cell, CellType, Row, write};

    fn file(geometry: Geometry<f64>) -> Vec<u8> {
        let cells = vec![
            ("name".to_owned(), Cell::Text("a,\"b\"".into())),
            ("number".to_owned(), Cell::Decimal(1.5)),
        ];
        let columns =
            [("name", CellType::Text), ("number", CellType::Decimal), ("none", CellType::Text)];
        write("test", &columns, &[Row { geometry, cells }]).unwrap()
    }

    fn table(bytes: &[u8]) -> (String, Option<u32>) {
        let mut table = FlatGeobufTable::new(bytes).unwrap();
        let mut lines = String::new();
        table.read_to_string(&mut lines).unwrap();
        (lines, table.epsg())
    }

    #[test]
    fn features_become_records() {
        let point = file(Point::new(9.99, 53.7).into());
        let expected = "name,number,none,x,y\n\"a,\"\"b\"\"\",1.5,,9.99,53.7\n";
        assert_eq!(table(&point), (expected.to_owned(), Some(4326)));
        let line = file(line_string![(x: 1.0, y: 2.0), (x: 3.0, y: 4.0)].into());
        assert!(table(&line).0.ends_with(",1.5,,LineString,\n"));
    }

    #[test]
    fn half_a_file_is_no_file() {
        let bytes = file(Point::new(9.99, 53.7).into());
        for length in [0, 7, 100, bytes.len() - 30, bytes.len() - 1] {
            let read = FlatGeobufTable::new(&bytes[..length])
                .map_err(io::Error::from)
                .and_then(|mut table| table.read_to_string(&mut String::new()));
            assert!(read.is_err(), "{length}");
        }
    }
}
