//! FlatGeobuf: read with its columns, written with EPSG:4326 in the header.

mod features;
mod geometry;
mod properties;

use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geo::Geometry;
use geozero::{ColumnValue, PropertyProcessor};

use super::features::FeatureError;
pub(in crate::formats) use features::Features;

/// A value in a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// Whole number.
    Integer(i64),
    /// Decimal number.
    Decimal(f64),
}

/// The type of a column to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellType {
    /// Text.
    Text,
    /// Whole number.
    Integer,
    /// Decimal number.
    Decimal,
}

/// One feature: geometry in lon/lat degrees with its cells by column name.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Geometry, longitude before latitude.
    pub geometry: Geometry<f64>,
    /// Column name and value; a missing value has no cell.
    pub cells: Vec<(String, Cell)>,
}

impl Row {
    /// The value in a column; `None` where it is missing.
    pub fn cell(&self, name: &str) -> Option<&Cell> {
        self.cells.iter().find(|(column, _)| column == name).map(|(_, cell)| cell)
    }

    /// Text in a column.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.cell(name)? {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whole number in a column.
    pub fn integer(&self, name: &str) -> Option<i64> {
        match self.cell(name)? {
            Cell::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// Number in a column.
    pub fn decimal(&self, name: &str) -> Option<f64> {
        match self.cell(name)? {
            Cell::Decimal(number) => Some(*number),
            #[expect(clippy::cast_precision_loss, reason = "ids and counts are far below 2^52")]
            Cell::Integer(number) => Some(*number as f64),
            Cell::Text(_) => None,
        }
    }
}

/// A file's content.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// The EPSG code of the header; 0 when the header names none.
    pub epsg: i32,
    /// Its features in file order.
    pub rows: Vec<Row>,
}

/// The cell of a value; `None` for what is no text and no number.
fn cell(value: &ColumnValue<'_>) -> Option<Cell> {
    Some(match *value {
        ColumnValue::String(text) | ColumnValue::Json(text) | ColumnValue::DateTime(text) => {
            Cell::Text(text.to_owned())
        }
        ColumnValue::Double(number) => Cell::Decimal(number),
        ColumnValue::Float(number) => Cell::Decimal(number.into()),
        ColumnValue::Byte(number) => Cell::Integer(number.into()),
        ColumnValue::UByte(number) => Cell::Integer(number.into()),
        ColumnValue::Bool(flag) => Cell::Integer(flag.into()),
        ColumnValue::Short(number) => Cell::Integer(number.into()),
        ColumnValue::UShort(number) => Cell::Integer(number.into()),
        ColumnValue::Int(number) => Cell::Integer(number.into()),
        ColumnValue::UInt(number) => Cell::Integer(number.into()),
        ColumnValue::Long(number) => Cell::Integer(number),
        ColumnValue::ULong(number) => Cell::Integer(number.try_into().ok()?),
        ColumnValue::Binary(_) => return None,
    })
}

/// Reads a whole file.
///
/// # Errors
/// When the bytes are not FlatGeobuf, end too early, or a feature has no geometry that can be read.
pub fn read(bytes: &[u8]) -> Result<Layer, FeatureError> {
    let mut features = Features::new(bytes)?;
    let epsg = features.epsg().unwrap_or(0);
    let mut rows = Vec::new();
    while let Some(feature) = features.next()? {
        let mut cells = Vec::new();
        feature.properties(|_, name, value| {
            cells.extend(cell(&value).map(|cell| (name.to_owned(), cell)));
        })?;
        let number = rows.len() as u64 + 1;
        let without = || FeatureError::Feature { number, problem: "it has no geometry".into() };
        rows.push(Row { geometry: feature.geometry()?.ok_or_else(without)?, cells });
    }
    Ok(Layer { epsg, rows })
}

/// Writes rows as a file with EPSG:4326 in its header.
///
/// The writer keeps its features in a temporary file, so the temp directory must be writable.
/// An empty layer is written without an index.
///
/// # Errors
/// When a geometry cannot be written or the temp directory is not writable.
pub fn write(
    name: &str,
    columns: &[(&str, CellType)],
    rows: &[Row],
) -> Result<Vec<u8>, anyhow::Error> {
    let geometry_type = match rows.first().map(|row| &row.geometry) {
        Some(first) if rows.iter().all(|row| same_kind(&row.geometry, first)) => kind(first),
        _ => GeometryType::Unknown,
    };
    let options = FgbWriterOptions {
        write_index: !rows.is_empty(),
        crs: FgbCrs { org: Some("EPSG"), code: 4326, name: Some("WGS 84"), ..Default::default() },
        promote_to_multi: false,
        ..Default::default()
    };
    let mut writer = FgbWriter::create_with_options(name, geometry_type, options)?;
    for (column, cell_type) in columns {
        let column_type = match cell_type {
            CellType::Text => ColumnType::String,
            CellType::Integer => ColumnType::Long,
            CellType::Decimal => ColumnType::Double,
        };
        writer.add_column(column, column_type, |_, column| column.nullable = true);
    }
    for row in rows {
        writer.add_feature_geom(row.geometry.clone(), |feature| {
            for (index, (column, _)) in columns.iter().enumerate() {
                let value = match row.cell(column) {
                    Some(Cell::Text(text)) => ColumnValue::String(text),
                    Some(Cell::Integer(number)) => ColumnValue::Long(*number),
                    Some(Cell::Decimal(number)) => ColumnValue::Double(*number),
                    None => continue,
                };
                // The writer only fails for columns that were not declared.
                let _ = feature.property(index, column, &value);
            }
        })?;
    }
    let mut bytes = Vec::new();
    writer.write(&mut bytes)?;
    Ok(bytes)
}

fn same_kind(a: &Geometry<f64>, b: &Geometry<f64>) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

fn kind(geometry: &Geometry<f64>) -> GeometryType {
    match geometry {
        Geometry::Point(_) => GeometryType::Point,
        Geometry::LineString(_) => GeometryType::LineString,
        Geometry::MultiLineString(_) => GeometryType::MultiLineString,
        Geometry::Polygon(_) => GeometryType::Polygon,
        Geometry::MultiPolygon(_) => GeometryType::MultiPolygon,
        _ => GeometryType::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let rows = vec![Row {
            geometry: geo::Point::new(9.99, 53.7).into(),
            cells: vec![
                ("name".into(), Cell::Text("Buchenweg".into())),
                ("uncertainty_m".into(), Cell::Decimal(10.5)),
                ("id".into(), Cell::Integer(-3)),
            ],
        }];
        let columns = [
            ("name", CellType::Text),
            ("uncertainty_m", CellType::Decimal),
            ("id", CellType::Integer),
        ];
        let bytes = write("test", &columns, &rows).unwrap();
        assert_eq!(read(&bytes).unwrap(), Layer { epsg: 4326, rows });
    }

    #[test]
    fn an_empty_layer_can_be_written_and_read() {
        let bytes = write("empty", &[("name", CellType::Text)], &[]).unwrap();
        assert!(read(&bytes).unwrap().rows.is_empty());
    }

    #[test]
    fn other_bytes_are_refused() {
        assert!(read(b"{}").is_err());
    }
}
