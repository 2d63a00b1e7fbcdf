//! The GeoJSON files: one feature a line, so that a difference between two folders can be read.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::Place;
use crate::{
    domain::{
        city::{Dataset, Municipality, Sozialraum},
        grid::Grid,
        partition::{Area, NamedLine, PolygonRings},
        population::PopulationGrid,
    },
    formats::geojson,
};

/// A FeatureCollection with one feature a line.
pub(super) fn features(features: impl Iterator<Item = Value>) -> Vec<u8> {
    let lines: Vec<String> = features.map(|feature| feature.to_string()).collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n"))
        .into_bytes()
}

fn feature(geometry: Value, properties: Value) -> Value {
    json!({"type": "Feature", "properties": properties, "geometry": geometry})
}

fn polygons(grid: &Grid, polygons: &[PolygonRings]) -> Value {
    if polygons.is_empty() {
        return Value::Null;
    }
    geojson::area_geometry(grid, &Area { id: String::new(), polygons: polygons.to_vec() })
}

/// The city limit.
pub(super) fn limit(grid: &Grid, dataset: &Dataset) -> Vec<u8> {
    let properties = json!({"name": dataset.info.name, "ags": dataset.info.ags});
    let geometry = polygons(grid, &dataset.limit.polygons);
    features(std::iter::once(feature(geometry, properties)))
}

/// The file of Sozialräume.
pub fn areas_file(grid: &Grid, sozialraeume: &[Sozialraum]) -> Vec<u8> {
    features(sozialraeume.iter().map(|area| {
        let properties = json!({"id": area.id, "name": area.name, "region": area.region});
        feature(polygons(grid, &area.polygons), properties)
    }))
}

/// The file of named borders.
pub fn lines_file(grid: &Grid, lines: &[NamedLine]) -> Vec<u8> {
    let mut pieces: HashMap<&str, u32> = HashMap::new();
    features(lines.iter().map(|line| {
        let piece = pieces.entry(&line.info.id).or_default();
        *piece += 1;
        // Ids are unique in a file; the pieces of one line are held together by `line`.
        let id = match *piece {
            1 => line.info.id.clone(),
            number => format!("{}-{number}", line.info.id),
        };
        let mut properties = serde_json::to_value(&line.info).unwrap_or_default();
        properties["id"] = json!(id);
        properties["line"] = json!(line.info.id);
        feature(geojson::line_geometry(grid, &line.points), properties)
    }))
}

/// The municipalities around the city; without a geometry where their territory is not known.
pub(super) fn neighbours(grid: &Grid, municipalities: &[Municipality]) -> Vec<u8> {
    features(municipalities.iter().map(|municipality| {
        let mut properties = json!({"name": municipality.name, "aliases": municipality.aliases});
        for (key, value) in [
            ("ags", &municipality.ags),
            ("district", &municipality.district),
            ("office", &municipality.office),
        ] {
            if let Some(value) = value {
                properties[key] = json!(value);
            }
        }
        feature(polygons(grid, &municipality.polygons), properties)
    }))
}

/// The parts of town; without a geometry where their place is not known.
pub(super) fn places(parts: &[String], places: &[Place]) -> Vec<u8> {
    features(parts.iter().map(|name| match places.iter().find(|place| place.name == *name) {
        Some(place) => feature(
            json!({"type": "Point", "coordinates": [place.at.lon, place.at.lat]}),
            json!({"name": name, "class": place.class}),
        ),
        None => feature(Value::Null, json!({"name": name})),
    }))
}

/// The counts of people.
pub(super) fn population(grid: &Grid, population: &PopulationGrid) -> Vec<u8> {
    features(population.cells.iter().enumerate().map(|(index, cell)| {
        let properties = json!({
            "id": (index + 1).to_string(),
            "minors": cell.minors,
            "total": cell.total,
        });
        feature(polygons(grid, std::slice::from_ref(&cell.polygon)), properties)
    }))
}
