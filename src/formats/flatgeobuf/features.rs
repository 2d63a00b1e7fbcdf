//! The features of a FlatGeobuf file, one after the other.
//!
//! The crate that knows the format trusts what a file says about its own lengths; here nothing is
//! taken for longer than it is.

use std::io::{self, Read};

use flatgeobuf::{ColumnType, FgbReader, GeometryType, packed_r_tree::PackedRTree};
use geo::Geometry;
use geozero::ColumnValue;

use super::{geometry, properties};
use crate::formats::features::FeatureError;

/// The longest feature, in bytes.
const MAX_FEATURE: u32 = 64 << 20;
/// The most features that an index can be for.
const MAX_FEATURES: u64 = 1 << 40;

/// Reads a file as a stream, feature by feature.
#[derive(Debug)]
pub(in crate::formats) struct Features<R> {
    source: R,
    head: Head,
    /// The feature that was read last, with its length before it.
    bytes: Vec<u8>,
    number: u64,
}

/// What the header says.
#[derive(Debug)]
struct Head {
    columns: Vec<(String, ColumnType)>,
    kind: GeometryType,
    epsg: Option<i32>,
    /// How many features there are; 0 when it does not say.
    count: u64,
}

/// One feature of a file.
#[derive(Debug)]
pub(in crate::formats) struct Feature<'a> {
    head: &'a Head,
    table: flatgeobuf::Feature<'a>,
    bytes: usize,
    number: u64,
}

impl<R: Read> Features<R> {
    /// Reads the header and goes to the first feature.
    ///
    /// # Errors
    /// When the file is no FlatGeobuf, or ends before its first feature.
    pub(in crate::formats) fn new(mut source: R) -> Result<Self, FeatureError> {
        let no_fgb = |problem: &str| FeatureError::NoFlatGeobuf(problem.to_owned());
        let (head, node_size) = {
            let reader =
                FgbReader::open(&mut source).map_err(|error| no_fgb(&error.to_string()))?;
            let header = reader.header();
            let columns = header.columns().into_iter().flatten();
            let head = Head {
                columns: columns.map(|column| (column.name().to_owned(), column.type_())).collect(),
                kind: header.geometry_type(),
                epsg: header.crs().map(|crs| crs.code()),
                count: header.features_count(),
            };
            (head, header.index_node_size())
        };
        if head.count > 0 && node_size > 0 {
            if node_size < 2 || head.count > MAX_FEATURES {
                return Err(no_fgb("the header describes an index that there cannot be"));
            }
            let index = PackedRTree::index_size(head.count as usize, node_size) as u64;
            if io::copy(&mut (&mut source).take(index), &mut io::sink())? < index {
                return Err(no_fgb("the file ends within its index"));
            }
        }
        Ok(Self { source, head, bytes: Vec::new(), number: 0 })
    }

    /// The names of the columns.
    pub(in crate::formats) fn columns(&self) -> impl Iterator<Item = &str> {
        self.head.columns.iter().map(|(name, _)| name.as_str())
    }

    /// The EPSG code in the header, as it stands there.
    pub(in crate::formats) fn epsg(&self) -> Option<i32> {
        self.head.epsg
    }

    /// The next feature; `None` behind the last one.
    ///
    /// # Errors
    /// When the file ends too early, or the bytes are no feature.
    pub(in crate::formats) fn next(&mut self) -> Result<Option<Feature<'_>>, FeatureError> {
        if self.head.count > 0 && self.number == self.head.count {
            return Ok(None);
        }
        let number = self.number + 1;
        let broken = |problem: String| FeatureError::Feature { number, problem };
        let ends = || broken("the file ends too early".into());
        self.bytes.clear();
        match (&mut self.source).take(4).read_to_end(&mut self.bytes)? {
            0 if self.head.count == 0 => return Ok(None),
            4 => {}
            _ => return Err(ends()),
        }
        let length = self.bytes.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes));
        if length > MAX_FEATURE {
            return Err(broken(format!("it is longer than {MAX_FEATURE} bytes")));
        }
        // Memory grows with what is there, not with what is promised.
        let read = (&mut self.source).take(length.into()).read_to_end(&mut self.bytes)?;
        if read < length as usize {
            return Err(ends());
        }
        let table = flatgeobuf::size_prefixed_root_as_feature(&self.bytes);
        // The error goes on for pages about where in the file it was found.
        let table = table.map_err(|_| broken("its bytes are no feature".into()))?;
        self.number = number;
        Ok(Some(Feature { head: &self.head, table, bytes: self.bytes.len(), number }))
    }
}

impl Feature<'_> {
    /// Hands out the values by the place of their column.
    ///
    /// # Errors
    /// When the bytes are no values of these columns.
    pub(in crate::formats) fn properties(
        &self,
        mut each: impl FnMut(usize, &str, ColumnValue<'_>),
    ) -> Result<(), FeatureError> {
        let Some(bytes) = self.table.properties() else { return Ok(()) };
        let mut values = properties::Values::new(bytes.bytes());
        while let Some(column) = values.column().map_err(|problem| self.broken(problem))? {
            let of = self.head.columns.get(column);
            let (name, kind) =
                of.ok_or_else(|| self.broken("a value belongs to no column".into()))?;
            let value = values.value(*kind);
            each(column, name, value.map_err(|problem| self.broken(problem))?);
        }
        Ok(())
    }

    /// Its geometry, two dimensions of it; `None` where there is none.
    ///
    /// # Errors
    /// When it is no geometry, or one with curves.
    pub(in crate::formats) fn geometry(&self) -> Result<Option<Geometry<f64>>, FeatureError> {
        let Some(table) = self.table.geometry() else { return Ok(None) };
        let read = geometry::read(&table, self.kind(&table), self.bytes);
        read.map(Some).map_err(|problem| self.broken(problem))
    }

    /// Its position, when it is a point; otherwise what it is, or nothing where there is nothing.
    pub(in crate::formats) fn point(&self) -> Result<(f64, f64), &'static str> {
        let Some(table) = self.table.geometry() else { return Err("") };
        let kind = self.kind(&table);
        match table.xy().filter(|_| kind == GeometryType::Point) {
            Some(xy) if xy.len() >= 2 && !xy.get(0).is_nan() => Ok((xy.get(0), xy.get(1))),
            Some(_) => Err(""),
            None => Err(kind.variant_name().unwrap_or("Geometry")),
        }
    }

    fn kind(&self, table: &flatgeobuf::Geometry<'_>) -> GeometryType {
        if self.head.kind == GeometryType::Unknown { table.type_() } else { self.head.kind }
    }

    fn broken(&self, problem: String) -> FeatureError {
        FeatureError::Feature { number: self.number, problem }
    }
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::{
        super::{Cell, CellType, Row, read, write},
        *,
    };

    /// A file of one polygon with a hole and a text.
    fn file() -> Vec<u8> {
        let geometry = polygon!(
            exterior: [(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.)],
            interiors: [[(x: 4., y: 1.), (x: 5., y: 1.), (x: 5., y: 2.)]],
        );
        let cells = vec![("name".to_owned(), Cell::Text("Buchenweg".into()))];
        let rows = [Row { geometry: geometry.into(), cells }];
        write("test", &[("name", CellType::Text)], &rows).unwrap()
    }

    /// The file with other bytes in the place of the last of these.
    fn with(from: &[u8], to: &[u8]) -> Vec<u8> {
        let mut bytes = file();
        let at = memchr::memmem::rfind(&bytes, from).expect("they are there");
        bytes[at..at + to.len()].copy_from_slice(to);
        bytes
    }

    fn problem(bytes: &[u8]) -> String {
        read(bytes).expect_err("it is damaged").to_string()
    }

    /// Where the feature begins, with its length.
    fn feature(bytes: &[u8]) -> usize {
        let begins = |at: &usize| {
            let length = u32::from_le_bytes(*bytes[*at..].first_chunk().unwrap());
            length as usize == bytes.len() - at - 4
        };
        (12..bytes.len() - 4).rev().find(begins).expect("it is there")
    }

    #[test]
    fn a_feature_of_four_gigabytes_takes_no_memory() {
        let mut bytes = file();
        let at = feature(&bytes);
        for (length, expected) in [(u32::MAX - 9, "longer than"), (MAX_FEATURE, "ends too early")] {
            bytes[at..at + 4].copy_from_slice(&length.to_le_bytes());
            assert!(problem(&bytes).contains(expected), "{}", problem(&bytes));
        }
    }

    #[test]
    fn a_text_that_is_longer_than_the_file_is_refused() {
        let bytes = with(b"\x09\0\0\0Buchenweg", &[0xff; 4]);
        assert!(problem(&bytes).contains("values end too early"));
        let bytes = with(b"Buchenweg", b"\xc3\xff");
        assert!(problem(&bytes).contains("not UTF-8"));
        let bytes = with(b"\0\0\x09\0\0\0Buchenweg", &[7]);
        assert!(problem(&bytes).contains("belongs to no column"));
    }

    #[test]
    fn rings_that_end_beyond_the_coordinates_are_refused() {
        let ends = |one: u32, other: u32| [one.to_le_bytes(), other.to_le_bytes()].concat();
        for (one, other) in [(u32::MAX, 8), (4, u32::MAX), (8, 4), (1 << 31, 1 << 31)] {
            let bytes = with(&ends(4, 8), &ends(one, other));
            assert!(problem(&bytes).contains("lines end"), "{one} {other}");
        }
    }

    #[test]
    fn an_index_that_there_cannot_be_is_refused() {
        let bytes = file();
        let count = 1_u64.to_le_bytes();
        let head = &bytes[..feature(&bytes)];
        let places: Vec<usize> = memchr::memmem::find_iter(head, &count).collect();
        let refused = places.into_iter().any(|at| {
            let mut bytes = bytes.clone();
            bytes[at..at + 8].copy_from_slice(&u64::MAX.to_le_bytes());
            read(&bytes).is_err_and(|error| error.to_string().contains("an index"))
        });
        assert!(refused);
    }

    #[test]
    fn the_end_of_a_file_is_missed() {
        let bytes = file();
        for length in [0, 7, 12, 100, feature(&bytes), feature(&bytes) + 2, bytes.len() - 1] {
            assert!(read(&bytes[..length]).is_err(), "{length}");
        }
    }
}
