//! The features of a FlatGeobuf file as a table.

use std::{
    fmt,
    io::{self, Read},
};

use flatgeobuf::{
    FallibleStreamingIterator, FeatureIter, FeatureProperties, FgbFeature, FgbReader, GeometryType,
    reader_trait::NotSeekable,
};
use geozero::{ColumnValue, PropertyProcessor};

use super::{FeatureError, Line, Spool, header};

/// A FlatGeobuf file as a table.
pub struct FlatGeobufTable<R> {
    features: FeatureIter<R, NotSeekable>,
    columns: usize,
    epsg: Option<u32>,
    /// How many features the header promises; 0 when it does not say.
    count: u64,
    number: u64,
    kind: GeometryType,
    spool: Spool,
}

impl<R: Read> FlatGeobufTable<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// When the file is no FlatGeobuf.
    pub fn new(source: R) -> Result<Self, FeatureError> {
        let unreadable = |error: flatgeobuf::Error| FeatureError::NoFlatGeobuf(error.to_string());
        let reader = FgbReader::open(source).map_err(unreadable)?;
        let head = reader.header();
        let names: Vec<String> = head
            .columns()
            .map(|columns| columns.iter().map(|column| column.name().to_owned()).collect())
            .unwrap_or_default();
        let epsg =
            head.crs().and_then(|crs| u32::try_from(crs.code()).ok()).filter(|epsg| *epsg > 0);
        let (count, kind) = (head.features_count(), head.geometry_type());
        Ok(Self {
            features: reader.select_all_seq().map_err(unreadable)?,
            columns: names.len(),
            epsg,
            count,
            number: 0,
            kind,
            spool: Spool { bytes: header(names.iter().map(String::as_str)), given: 0 },
        })
    }

    /// The coordinate system that the header names.
    pub fn epsg(&self) -> Option<u32> {
        self.epsg
    }
}

impl<R: Read> Read for FlatGeobufTable<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let Self { features, columns, count, number, kind, spool, .. } = self;
        spool.read(to, |bytes| {
            *number += 1;
            let number = *number;
            let broken = |problem: String| FeatureError::Feature { number, problem };
            let Some(feature) = features.next().map_err(|error| broken(error.to_string()))? else {
                return match *count {
                    expected if expected >= number => Err(broken("the file ends too early".into())),
                    _ => Ok(false),
                };
            };
            let mut cells = Row(vec![String::new(); *columns]);
            feature.process_properties(&mut cells).map_err(|error| broken(error.to_string()))?;
            let mut line = Line(std::mem::take(bytes));
            cells.0.iter().for_each(|cell| line.cell(cell));
            line.position(point(feature, *kind).as_ref().map(|at| *at).map_err(String::as_str));
            *bytes = line.0;
            Ok(true)
        })
    }
}

/// The position of a point, or what the geometry is instead.
fn point(feature: &FgbFeature, of_all: GeometryType) -> Result<(f64, f64), String> {
    let Some(geometry) = feature.geometry() else { return Err(String::new()) };
    let kind = if of_all == GeometryType::Unknown { geometry.type_() } else { of_all };
    match geometry.xy().filter(|_| kind == GeometryType::Point) {
        Some(xy) if xy.len() >= 2 && !xy.get(0).is_nan() => Ok((xy.get(0), xy.get(1))),
        Some(_) => Err(String::new()),
        None => Err(kind.variant_name().unwrap_or("Geometry").to_owned()),
    }
}

struct Row(Vec<String>);

impl PropertyProcessor for Row {
    fn property(
        &mut self,
        index: usize,
        _: &str,
        value: &ColumnValue<'_>,
    ) -> geozero::error::Result<bool> {
        if let Some(cell) = self.0.get_mut(index) {
            *cell = match value {
                // Bytes have no text.
                ColumnValue::Binary(_) => String::new(),
                other => other.to_string(),
            };
        }
        Ok(false)
    }
}

impl<R> fmt::Debug for FlatGeobufTable<R> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("FlatGeobufTable").field("number", &self.number).finish_non_exhaustive()
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
