//! Polygons of any map as areas of a [`Layer`](crate::domain::layer::Layer): GeoJSON and FlatGeobuf.

use std::collections::BTreeSet;

use geo::{Geometry, Polygon};
use geojson::{Feature, GeoJson, GeometryValue};
use serde_json::Value;

use super::{
    features::{FeatureError, named_epsg},
    flatgeobuf::{self, Cell},
};
use crate::domain::layer::LayerArea;

type Rings = Vec<Vec<(f64, f64)>>;

/// Why a file is no layer.
#[derive(Debug, thiserror::Error)]
pub enum PolygonsError {
    /// It cannot be read.
    #[error(transparent)]
    File(#[from] FeatureError),
    /// A feature does not have the property that names it.
    #[error("feature {number} has no property \"{name}\"")]
    NoProperty {
        /// Its place in the file, counted from 1.
        number: usize,
        /// The property.
        name: String,
        /// Those that it has.
        properties: Vec<String>,
    },
    /// A feature has another geometry.
    #[error("feature {number} is no polygon but {kind}")]
    NoPolygon {
        /// Its place in the file, counted from 1.
        number: usize,
        /// What it is.
        kind: String,
    },
}

/// Reads the polygons of a file, named by a property, and the coordinate system it names.
///
/// # Errors
/// When the file is neither format, or a feature has no name or no polygon.
pub fn read(bytes: &[u8], id: &str) -> Result<(Vec<LayerArea>, Option<u32>), PolygonsError> {
    if bytes.starts_with(b"fgb") { flatgeobuf(bytes, id) } else { geojson(bytes, id) }
}

fn geojson(bytes: &[u8], id: &str) -> Result<(Vec<LayerArea>, Option<u32>), PolygonsError> {
    let no_collection = |problem: String| FeatureError::NoCollection(problem);
    let text = std::str::from_utf8(bytes).map_err(|error| no_collection(error.to_string()))?;
    let text = text.trim_start_matches('\u{feff}');
    let read = text.parse::<GeoJson>().map_err(|error| no_collection(error.to_string()))?;
    let GeoJson::FeatureCollection(collection) = read else {
        return Err(no_collection("there are no features".into()).into());
    };
    let crs = collection.foreign_members.as_ref().and_then(|members| members.get("crs"));
    let epsg = named_epsg(crs)?;
    let area = |(index, feature): (usize, Feature)| {
        let number = index + 1;
        let id = named(&feature, id, number)?;
        let polygons = match feature.geometry.map(|geometry| geometry.value) {
            Some(GeometryValue::Polygon { coordinates }) => vec![rings(&coordinates)],
            Some(GeometryValue::MultiPolygon { coordinates }) => {
                coordinates.iter().map(|polygon| rings(polygon)).collect()
            }
            None => Vec::new(),
            Some(other) => {
                let kind = other.type_name().to_owned();
                return Err(PolygonsError::NoPolygon { number, kind });
            }
        };
        Ok(LayerArea { id, polygons })
    };
    let areas: Result<Vec<_>, _> = collection.features.into_iter().enumerate().map(area).collect();
    Ok((areas?, epsg))
}

fn named(feature: &Feature, name: &str, number: usize) -> Result<String, PolygonsError> {
    let properties = feature.properties.as_ref();
    match properties.and_then(|properties| properties.get(name)) {
        Some(Value::String(text)) if !text.is_empty() => Ok(text.clone()),
        Some(Value::Number(value)) => Ok(value.to_string()),
        _ => {
            let known = properties.into_iter().flat_map(|all| all.keys().cloned()).collect();
            Err(PolygonsError::NoProperty { number, name: name.into(), properties: known })
        }
    }
}

fn rings(polygon: &[Vec<geojson::Position>]) -> Rings {
    let point = |position: &geojson::Position| match position.as_slice() {
        [x, y, ..] => (*x, *y),
        // No number: the layer refuses it by its place.
        _ => (f64::NAN, f64::NAN),
    };
    polygon.iter().map(|ring| ring.iter().map(point).collect()).collect()
}

fn flatgeobuf(bytes: &[u8], id: &str) -> Result<(Vec<LayerArea>, Option<u32>), PolygonsError> {
    let layer = flatgeobuf::read(bytes)?;
    let mut areas = Vec::new();
    for (index, row) in layer.rows.iter().enumerate() {
        let number = index + 1;
        let name = match row.cell(id) {
            Some(Cell::Text(text)) if !text.is_empty() => text.clone(),
            Some(Cell::Integer(value)) => value.to_string(),
            Some(Cell::Decimal(value)) => value.to_string(),
            _ => {
                let known: BTreeSet<String> =
                    row.cells.iter().map(|(name, _)| name.clone()).collect();
                let properties = known.into_iter().collect();
                return Err(PolygonsError::NoProperty { number, name: id.into(), properties });
            }
        };
        let polygons = match &row.geometry {
            Geometry::Polygon(polygon) => vec![outline(polygon)],
            Geometry::MultiPolygon(parts) => parts.iter().map(outline).collect(),
            other => {
                let kind = format!("{other:?}");
                let kind = kind.split('(').next().unwrap_or_default().to_owned();
                return Err(PolygonsError::NoPolygon { number, kind });
            }
        };
        areas.push(LayerArea { id: name, polygons });
    }
    Ok((areas, u32::try_from(layer.epsg).ok().filter(|epsg| *epsg > 0)))
}

fn outline(polygon: &Polygon<f64>) -> Rings {
    let ring = |line: &geo::LineString<f64>| line.coords().map(|at| (at.x, at.y)).collect();
    std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: &str = r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#;

    fn collection(feature: &str) -> String {
        format!(r#"{{"type":"FeatureCollection","features":[{{"type":"Feature",{feature}}}]}}"#)
    }

    #[test]
    fn polygons_come_with_their_names() {
        let text = collection(&format!(r#""properties":{{"nr":7}},"geometry":{SQUARE}"#));
        let (areas, epsg) = read(text.as_bytes(), "nr").unwrap();
        let ring = vec![(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)];
        assert_eq!(areas, [LayerArea { id: "7".into(), polygons: vec![vec![ring.clone()]] }]);
        assert_eq!(epsg, None);
        let square = Polygon::new(geo::LineString::from(ring.clone()), Vec::new());
        let cells = vec![("name".to_owned(), Cell::Text("a".into()))];
        let row = flatgeobuf::Row { geometry: square.into(), cells };
        let columns = [("name", flatgeobuf::CellType::Text)];
        let bytes = flatgeobuf::write("areas", &columns, &[row]).unwrap();
        let (areas, epsg) = read(&bytes, "name").unwrap();
        assert_eq!(areas, [LayerArea { id: "a".into(), polygons: vec![vec![ring]] }]);
        assert_eq!(epsg, Some(4326));
    }

    #[test]
    fn what_is_missing_is_named() {
        let text = collection(&format!(r#""properties":{{"nr":7}},"geometry":{SQUARE}"#));
        let error = read(text.as_bytes(), "name").unwrap_err();
        assert!(
            matches!(error, PolygonsError::NoProperty { properties, .. } if properties == ["nr"])
        );
        let point =
            collection(r#""properties":{"nr":7},"geometry":{"type":"Point","coordinates":[0,0]}"#);
        let error = read(point.as_bytes(), "nr").unwrap_err();
        assert!(matches!(error, PolygonsError::NoPolygon { kind, .. } if kind == "Point"));
        assert!(matches!(read(b"a,b", "a"), Err(PolygonsError::File(_))));
    }
}
