//! GeoJSON (RFC 7946): one feature an entry.
//!
//! The properties are the entry as the API shows it, without its place, which is the feature's
//! geometry: a Point, or none. The data folder's own file of entries has the same shape.
//!
//! Foreign files are read with a mapping from the columns of [`COLUMNS`](super::COLUMNS) (and those
//! of contacts and translations) to the names of the file's properties.

use std::collections::HashMap;

use ::geojson::{Feature, GeometryValue, JsonObject, feature::Id};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Draft, Options, Reading, RowError, check,
    flat::{self, Cells},
    id, utf8,
};
use crate::{
    domain::{grid::LonLat, resource::Resource},
    formats::{
        defect::{Defect, Defects},
        geojson,
    },
};

/// Which property of a foreign file belongs to which of our columns: `our column → their property`.
pub type Mapping = HashMap<String, String>;

/// Reads a file: one of our own, or a foreign one with its mapping.
///
/// # Errors
/// When the file is no GeoJSON FeatureCollection in WGS 84, or the mapping names a column that
/// there is not or a property that no feature has.
pub fn read(
    bytes: &[u8],
    mapping: Option<&Mapping>,
    options: &Options<'_>,
) -> Result<Reading, Defects> {
    let text = utf8(options.file, bytes)?;
    let one = |defect| Defects(vec![defect]);
    let features = geojson::features(options.file, text).map_err(one)?;
    if let Some(mapping) = mapping {
        check_mapping(mapping, &features, options.file)?;
    }
    let draft = |(index, feature): (usize, &Feature)| {
        let result = match mapping {
            None => resource(feature, options.source),
            Some(mapping) => mapped(feature, mapping, options.source),
        };
        let title = mapping.and_then(|mapping| mapping.get("name")).map_or("name", String::as_str);
        let name = feature.property(title).and_then(Value::as_str).unwrap_or_default().to_owned();
        Draft { at: index + 1, name, result, dropped: Vec::new() }
    };
    let drafts: Vec<Draft> = features.iter().enumerate().map(draft).collect();
    let notes = match drafts.is_empty() {
        true => vec![Defect::new(options.file, "no_rows")],
        false => Vec::new(),
    };
    Ok(Reading { rows: check(drafts, options), notes, ignored: Default::default() })
}

/// Writes entries.
pub fn write<'a>(resources: impl IntoIterator<Item = &'a Resource>) -> Value {
    geojson::collection(resources.into_iter().map(feature).collect())
}

/// The feature of an entry.
pub fn feature(resource: &Resource) -> Value {
    let properties = Resource { place: None, ..resource.clone() };
    let properties = serde_json::to_value(properties).expect("an entry is plain data");
    let geometry = match resource.place {
        Some(place) => json!({"type": "Point", "coordinates": [place.lon, place.lat]}),
        None => Value::Null,
    };
    geojson::feature(&resource.id.to_string(), geometry, properties)
}

/// The entry of a feature, not yet checked against the rules of entries.
///
/// An id that is missing is derived from `source` and the content; a category that is missing is
/// left to the check.
///
/// # Errors
/// Every property that cannot be read.
pub fn resource(feature: &Feature, source: &str) -> Result<Resource, Vec<RowError>> {
    let mut errors = Vec::new();
    let place = place(feature).map_err(|error| errors.push(error)).unwrap_or_default();
    let mut properties = feature.properties.clone().unwrap_or_default();
    properties.retain(|_, value| !value.is_null());
    if properties.remove("place").is_some() {
        errors.push(RowError::new("place", "place_property"));
    }
    if let (None, Some(Id::String(id))) = (properties.get("id"), &feature.id) {
        properties.insert("id".into(), json!(id));
    }
    let without_id = !properties.contains_key("id");
    for (field, empty) in
        [("id", json!(Uuid::nil())), ("name", json!("")), ("categories", json!([]))]
    {
        properties.entry(field).or_insert(empty);
    }
    match serde_json::from_value::<Resource>(Value::Object(properties.clone())) {
        Ok(mut resource) if errors.is_empty() => {
            resource.place = place;
            if without_id {
                resource.id = id::of_content(source, &resource);
            }
            Ok(resource)
        }
        Ok(_) => Err(errors),
        Err(_) => {
            errors.extend(unreadable(&properties));
            Err(errors)
        }
    }
}

/// The properties that keep an entry from being read, each tried on its own.
fn unreadable(properties: &JsonObject) -> Vec<RowError> {
    let plain = json!({"id": Uuid::nil(), "name": "", "categories": []});
    let error = |(field, value): (&String, &Value)| {
        let mut probe = plain.clone();
        probe[field] = value.clone();
        let error = serde_json::from_value::<Resource>(probe).err()?;
        let code = match error.to_string().starts_with("unknown field") {
            true if plain.get(field).is_none() && is_unknown(field) => "unknown_property",
            _ => "bad_property",
        };
        Some(RowError::new(field, code).with("error", error))
    };
    properties.iter().filter_map(error).collect()
}

/// Whether entries have no such field at all (rather than an unknown one inside of it).
fn is_unknown(field: &str) -> bool {
    let probe = json!({"id": Uuid::nil(), "name": "", "categories": [], field: null});
    let error = serde_json::from_value::<Resource>(probe).err();
    error.is_some_and(|error| error.to_string().starts_with("unknown field"))
}

fn place(feature: &Feature) -> Result<Option<LonLat>, RowError> {
    match feature.geometry.as_ref().map(|geometry| &geometry.value) {
        None => Ok(None),
        Some(GeometryValue::Point { coordinates }) => match coordinates.as_slice() {
            [lon, lat, ..] => Ok(Some(LonLat { lon: *lon, lat: *lat })),
            _ => Err(RowError::new("place", "no_place")),
        },
        Some(_) => Err(RowError::new("place", "no_place")),
    }
}

/// The entry of a foreign feature.
fn mapped(feature: &Feature, mapping: &Mapping, source: &str) -> Result<Resource, Vec<RowError>> {
    let mut cells = Cells::new();
    for (column, property) in mapping {
        if let Some(text) = feature.property(property).and_then(cell) {
            cells.insert(column.clone(), text);
        }
    }
    let own = match &feature.id {
        Some(Id::String(id)) => Some(id.clone()),
        Some(Id::Number(id)) => Some(id.to_string()),
        None => None,
    };
    // Ids of other files are seldom UUIDs; the same one leads to the same entry every time.
    if let Some(foreign) = cells.remove("id").or(own) {
        cells.insert("id".into(), id::of_foreign(source, &foreign).to_string());
    }
    let place = place(feature);
    let mut result = flat::resource(&cells, source);
    match place {
        Ok(Some(place)) => {
            if let Ok(resource) = &mut result {
                resource.place = Some(place);
                if !cells.contains_key("id") {
                    resource.id = id::of_content(source, resource);
                }
            }
        }
        Ok(None) => {}
        Err(error) => {
            result = Err(result.err().unwrap_or_default().into_iter().chain([error]).collect());
        }
    }
    result
}

/// A property as a cell: lists are joined, other structures have no place in a cell.
fn cell(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().filter_map(cell).collect();
            Some(items.join("|"))
        }
        Value::Null => None,
        Value::Object(_) => Some(value.to_string()),
    }
}

fn check_mapping(mapping: &Mapping, features: &[Feature], file: &str) -> Result<(), Defects> {
    let mut defects = Vec::new();
    for (column, property) in mapping {
        let known = flat::COLUMNS.contains(&column.as_str())
            || flat::contact_column(column).is_some()
            || flat::translation_column(column).is_some();
        if !known {
            let defect = Defect::new(file, "unknown_mapping").with("column", column);
            defects.push(defect.with("known", flat::COLUMNS.join(", ")));
        } else if !features.is_empty()
            && !features.iter().any(|feature| feature.contains_property(property))
        {
            defects.push(Defect::new(file, "unmapped").with("property", property));
        }
    }
    defects.sort_by(|a, b| a.values.cmp(&b.values));
    if defects.is_empty() { Ok(()) } else { Err(Defects(defects)) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::resource::{Category, arbitrary};

    fn options() -> Options<'static> {
        Options { file: "a.geojson", source: "ring", default_category: None }
    }

    fn collection(features: Value) -> Vec<u8> {
        json!({"type": "FeatureCollection", "features": features}).to_string().into_bytes()
    }

    fn own(properties: Value, coordinates: Value) -> Row {
        let geometry = match coordinates {
            Value::Null => Value::Null,
            _ => json!({"type": "Point", "coordinates": coordinates}),
        };
        let feature = json!({"type": "Feature", "properties": properties, "geometry": geometry});
        read(&collection(json!([feature])), None, &options()).unwrap().rows.remove(0)
    }

    fn wrong(row: Row) -> Vec<(String, &'static str)> {
        row.result.unwrap_err().into_iter().map(|error| (error.field, error.code)).collect()
    }

    use super::super::Row;

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            resources in prop::collection::vec(arbitrary::resource(), 1..4)
        ) {
            let file = write(&resources).to_string();
            let reading = read(file.as_bytes(), None, &options()).unwrap();
            prop_assert_eq!(reading.resources(), Some(resources));
        }
    }

    #[test]
    fn every_wrong_property_is_named() {
        let row = own(
            json!({"name": 7, "categories": ["sprot"], "opening": "x", "address": {"plz": "1"}}),
            json!([10.0, 53.7]),
        );
        assert_eq!(
            wrong(row),
            [
                ("address".into(), "bad_property"),
                ("categories".into(), "bad_property"),
                ("name".into(), "bad_property"),
                ("opening".into(), "unknown_property"),
            ]
        );
        let plain = json!({"name": "Haus", "categories": ["sport"], "hours": "no hours"});
        assert_eq!(wrong(own(plain, Value::Null)), [("hours".into(), "bad_hours")]);
    }

    #[test]
    fn swapped_and_projected_coordinates_are_explained() {
        let haus = || json!({"name": "Haus", "categories": ["sport"]});
        assert!(own(haus(), json!([10.0, 53.7])).result.is_ok());
        for (coordinates, code) in [
            (json!([53.7, 10.0]), "swapped_place"),
            (json!([565_000.0, 5_950_000.0]), "metres_place"),
            (json!([200.0, 10.0]), "bad_place"),
        ] {
            assert_eq!(wrong(own(haus(), coordinates)), [("place".into(), code)]);
        }
    }

    #[test]
    fn a_foreign_file_is_read_with_a_mapping() {
        let feature = |id: Value, name: &str| {
            json!({
                "type": "Feature", "id": id, "geometry": {"type": "Point", "coordinates": [10, 53.7]},
                "properties": {"NAME": name, "ART": ["sport", "club"], "AB": 6, "FREI": true, "X": {}}
            })
        };
        let bytes = collection(json!([feature(json!(17), "Halle"), feature(Value::Null, "Platz")]));
        let mapping: Mapping = [("name", "NAME"), ("categories", "ART"), ("min_age", "AB")]
            .map(|(column, property)| (column.to_owned(), property.to_owned()))
            .into();
        let resources = || read(&bytes, Some(&mapping), &options()).unwrap().resources().unwrap();
        let [halle, platz] = resources().try_into().unwrap();
        assert_eq!(halle.id, id::of_foreign("ring", "17"));
        assert_eq!(halle.categories, [Category::Sport, Category::Club]);
        assert_eq!(halle.audience.min_age, Some(6));
        assert_eq!(halle.place.unwrap().lat, 53.7);
        assert_eq!(platz.id, resources()[1].id);
        let wrong: Mapping =
            [("title".into(), "NAME".into()), ("town".into(), "STADT".into())].into();
        let Defects(defects) = read(&bytes, Some(&wrong), &options()).unwrap_err();
        let codes: Vec<_> = defects.iter().map(|defect| defect.code).collect();
        assert_eq!(codes, ["unknown_mapping", "unmapped"]);
    }

    #[test]
    fn files_that_are_something_else_are_refused() {
        for (bytes, code) in [
            (&b"\xff"[..], "no_utf8"),
            (b"name;ort", "no_geojson"),
            (br#"{"type": "Point", "coordinates": [1, 2]}"#, "no_collection"),
        ] {
            let Defects(defects) = read(bytes, None, &options()).unwrap_err();
            assert_eq!(defects[0].code, code);
        }
    }
}
