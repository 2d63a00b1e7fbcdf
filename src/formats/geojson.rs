//! GeoJSON (RFC 7946): features with their properties, geometry straight onto the grid.

use geojson::{GeoJson, GeometryValue, JsonObject, Position};
use serde_json::{Value, json};

use crate::{
    domain::{
        grid::{Grid, GridError, GridPoint, LonLat},
        partition::{Area, ForeignArea, PolygonRings},
    },
    formats::defect::Defect,
};

/// One feature of a file, with what is needed to name it in an error.
pub struct Feature<'a> {
    file: &'a str,
    number: usize,
    properties: JsonObject,
    geometry: Option<GeometryValue>,
}

/// Reads the features of a FeatureCollection.
///
/// # Errors
/// Those of [`features`].
pub fn read<'a>(file: &'a str, text: &str) -> Result<Vec<Feature<'a>>, Defect> {
    Ok(features(file, text)?
        .into_iter()
        .enumerate()
        .map(|(index, feature)| Feature {
            file,
            number: index + 1,
            properties: feature.properties.unwrap_or_default(),
            geometry: feature.geometry.map(|geometry| geometry.value),
        })
        .collect())
}

/// The features of a FeatureCollection as they are.
///
/// # Errors
/// One defect when the text is no GeoJSON FeatureCollection or names a CRS of its own
/// (RFC 7946 knows WGS 84 alone).
pub fn features(file: &str, text: &str) -> Result<Vec<geojson::Feature>, Defect> {
    let collection = match text.parse::<GeoJson>() {
        Ok(GeoJson::FeatureCollection(collection)) => collection,
        Ok(_) => return Err(Defect::new(file, "no_collection")),
        Err(error) => return Err(Defect::new(file, "no_geojson").with("error", error)),
    };
    if collection.foreign_members.as_ref().is_some_and(|members| members.contains_key("crs")) {
        return Err(Defect::new(file, "foreign_crs"));
    }
    Ok(collection.features)
}

impl Feature<'_> {
    /// A defect that names this feature.
    pub fn defect(&self, code: &'static str) -> Defect {
        let label = match self.properties.get("id").or_else(|| self.properties.get("name")) {
            Some(Value::String(id)) => format!("Objekt {} ({id})", self.number),
            _ => format!("Objekt {}", self.number),
        };
        Defect::new(self.file, code).feature(label)
    }

    /// A text that must be there and not empty.
    pub fn text(&self, field: &'static str) -> Result<String, Defect> {
        match self.properties.get(field) {
            Some(Value::String(text)) if !text.trim().is_empty() => Ok(text.clone()),
            _ => Err(self.defect("missing_text").field(field)),
        }
    }

    /// A text that may be missing or null.
    pub fn optional_text(&self, field: &'static str) -> Result<Option<String>, Defect> {
        match self.properties.get(field) {
            None | Some(Value::Null) => Ok(None),
            _ => self.text(field).map(Some),
        }
    }

    /// A list of texts that may be missing.
    pub fn texts(&self, field: &'static str) -> Vec<String> {
        match self.properties.get(field) {
            Some(Value::Array(items)) => {
                items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// A number that must be there and not negative.
    pub fn non_negative(&self, field: &'static str) -> Result<f64, Defect> {
        match self.properties.get(field).and_then(Value::as_f64) {
            Some(number) if number >= 0.0 => Ok(number),
            _ => Err(self.defect("missing_number").field(field)),
        }
    }

    /// A whole number that must be there and not negative.
    pub fn count(&self, field: &'static str) -> Result<u32, Defect> {
        let number = self.properties.get(field).and_then(Value::as_u64);
        number
            .and_then(|number| u32::try_from(number).ok())
            .ok_or_else(|| self.defect("no_count").field(field))
    }

    /// The feature as GeoJSON, for what is read as a whole.
    pub fn whole(&self) -> geojson::Feature {
        geojson::Feature {
            properties: Some(self.properties.clone()),
            geometry: self.geometry.clone().map(geojson::Geometry::new),
            ..geojson::Feature::default()
        }
    }

    /// A value from a fixed set of words, as serde knows it.
    pub fn word<T: serde::de::DeserializeOwned>(
        &self,
        field: &'static str,
        allowed: &str,
    ) -> Result<T, Defect> {
        self.properties
            .get(field)
            .and_then(|value| serde_json::from_value(value.clone()).ok())
            .ok_or_else(|| self.defect("unknown_word").field(field).with("allowed", allowed))
    }

    /// The polygons on the grid, each with its exterior ring first; none for a null geometry.
    pub fn polygons(&self, grid: &Grid) -> Result<Vec<PolygonRings>, Defect> {
        self.each_polygon(|position| self.point(grid, position))
    }

    /// The polygons as an area that is not on the grid yet, to be put there together with others.
    pub fn foreign_area(&self, id: &str, grid: &Grid) -> Result<ForeignArea, Defect> {
        let polygons =
            self.each_polygon(|position| self.projected(position, |at| grid.to_metres(at)))?;
        Ok(ForeignArea { id: id.to_owned(), polygons })
    }

    fn each_polygon<T>(
        &self,
        point: impl Fn(&Position) -> Result<T, Defect>,
    ) -> Result<Vec<Vec<Vec<T>>>, Defect> {
        let polygons = match &self.geometry {
            None => return Ok(Vec::new()),
            Some(GeometryValue::Polygon { coordinates }) => std::slice::from_ref(coordinates),
            Some(GeometryValue::MultiPolygon { coordinates }) => coordinates.as_slice(),
            Some(_) => return Err(self.defect("no_polygon")),
        };
        polygons
            .iter()
            .map(|rings| rings.iter().map(|ring| ring.iter().map(&point).collect()).collect())
            .collect()
    }

    /// The position of a Point in the range of the grid; `None` for a null geometry.
    pub fn place(&self, grid: &Grid) -> Result<Option<LonLat>, Defect> {
        match &self.geometry {
            None => Ok(None),
            Some(GeometryValue::Point { coordinates }) => {
                let place = |at| grid.to_metres(at).map(|_| at);
                self.projected(coordinates, place).map(Some)
            }
            Some(_) => Err(self.defect("no_point")),
        }
    }

    /// The vertices of a LineString on the grid.
    pub fn line(&self, grid: &Grid) -> Result<Vec<GridPoint>, Defect> {
        match &self.geometry {
            Some(GeometryValue::LineString { coordinates }) => self.points(grid, coordinates),
            _ => Err(self.defect("no_line")),
        }
    }

    fn points(&self, grid: &Grid, positions: &[Position]) -> Result<Vec<GridPoint>, Defect> {
        positions.iter().map(|position| self.point(grid, position)).collect()
    }

    fn point(&self, grid: &Grid, position: &Position) -> Result<GridPoint, Defect> {
        self.projected(position, |at| grid.to_grid(at))
    }

    fn projected<T>(
        &self,
        position: &Position,
        project: impl Fn(LonLat) -> Result<T, GridError>,
    ) -> Result<T, Defect> {
        let (lon, lat) = match position.as_slice() {
            [lon, lat, ..] => (*lon, *lat),
            _ => return Err(self.defect("short_position")),
        };
        project(LonLat { lon, lat })
            .map_err(|_| self.defect("position_range").with("lon", lon).with("lat", lat))
    }
}

/// A ring or line as positions in degrees.
pub fn positions(grid: &Grid, points: &[GridPoint]) -> Value {
    Value::Array(
        points
            .iter()
            .map(|point| {
                let LonLat { lon, lat } = grid.to_lonlat(*point);
                json!([lon, lat])
            })
            .collect(),
    )
}

/// The geometry of an area: a Polygon, or a MultiPolygon when it has several parts.
pub fn area_geometry(grid: &Grid, area: &Area) -> Value {
    let polygon = |rings: &PolygonRings| -> Value {
        Value::Array(rings.iter().map(|ring| positions(grid, ring)).collect())
    };
    match area.polygons.as_slice() {
        [only] => json!({"type": "Polygon", "coordinates": polygon(only)}),
        parts => json!({
            "type": "MultiPolygon",
            "coordinates": parts.iter().map(polygon).collect::<Vec<_>>()
        }),
    }
}

/// The geometry of a line.
pub fn line_geometry(grid: &Grid, points: &[GridPoint]) -> Value {
    json!({"type": "LineString", "coordinates": positions(grid, points)})
}

/// A feature of an outgoing file; `id` is the feature's id and also among its properties.
pub fn feature(id: &str, geometry: Value, properties: Value) -> Value {
    json!({"type": "Feature", "id": id, "geometry": geometry, "properties": properties})
}

/// A FeatureCollection of outgoing features.
pub fn collection(features: Vec<Value>) -> Value {
    json!({"type": "FeatureCollection", "features": features})
}
