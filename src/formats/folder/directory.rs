//! Streets and house numbers.

use std::collections::{BTreeMap, HashMap, HashSet};

use geo::Geometry;

use super::{FOOTPATHS, HOUSE_NUMBERS, Reader, STREETS};
use crate::{
    domain::{
        directory::{AddressPoint, OfficialEntry, Quality, Reading, Street, StreetId, StreetPlace},
        grid::{Grid, GridPoint, LonLat},
    },
    formats::{
        defect::Defect,
        flatgeobuf::{self, Row},
    },
};

fn rows(reader: &mut Reader, file: &str) -> Vec<Row> {
    let Some(bytes) = reader.bytes(file) else { return Vec::new() };
    match flatgeobuf::read(&bytes) {
        Ok(layer) => {
            if layer.epsg != 4326 {
                reader.defects.push(Defect::new(file, "layer_crs").with("epsg", layer.epsg));
            }
            if layer.rows.is_empty() {
                reader.defects.push(Defect::new(file, "no_features"));
            }
            layer.rows
        }
        Err(error) => {
            reader.defects.push(Defect::new(file, "no_flatgeobuf").with("error", error));
            Vec::new()
        }
    }
}

fn row_defect(file: &str, number: usize, code: &'static str) -> Defect {
    Defect::new(file, code).feature(format!("Objekt {number}"))
}

fn required_text(
    row: &Row,
    file: &str,
    number: usize,
    column: &'static str,
) -> Result<String, Defect> {
    row.text(column)
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
        .ok_or_else(|| row_defect(file, number, "missing_text").field(column))
}

/// The streets, by id.
pub(super) fn streets(reader: &mut Reader, grid: &Grid) -> Vec<Street> {
    let mut rows: Vec<(usize, Row)> =
        rows(reader, STREETS).into_iter().enumerate().map(|(i, row)| (i + 1, row)).collect();
    // The spatial index reorders a file; ids restore the order of the names.
    rows.sort_by_key(|(_, row)| row.integer("id"));
    let mut streets: Vec<Street> = Vec::new();
    let mut names: HashSet<(String, Option<String>)> = HashSet::new();
    for (number, row) in rows {
        let Some(street) = reader.keep(street(&row, number, grid)) else { continue };
        let place = street.place.as_ref().map(|place| place.name.clone());
        if !names.insert((street.name.clone(), place)) {
            let defect = row_defect(STREETS, number, "double_street").field("name");
            reader.defects.push(defect.with("name", &street.name));
        }
        streets.push(street);
    }
    streets
}

fn street(row: &Row, number: usize, grid: &Grid) -> Result<Street, Defect> {
    let lines = lines(row, STREETS, number, grid)?;
    Ok(Street {
        name: required_text(row, STREETS, number, "name")?,
        other_names: list(row, "other_names"),
        kind: required_text(row, STREETS, number, "kind")?,
        lines,
        place: place(row)
            .map(|name| StreetPlace { name: name.to_owned(), postcodes: list(row, "postcodes") }),
    })
}

/// The texts of a column that are separated by semicolons; none when there is no such column.
fn list(row: &Row, column: &str) -> Vec<String> {
    let text = row.text(column).unwrap_or_default();
    text.split(';').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// The municipality or part of town of a row, where the data tells several apart.
fn place(row: &Row) -> Option<&str> {
    row.text("place").map(str::trim).filter(|place| !place.is_empty())
}

/// The lines of a row on the grid.
fn lines(row: &Row, file: &str, number: usize, grid: &Grid) -> Result<Vec<Vec<GridPoint>>, Defect> {
    let lines = match &row.geometry {
        Geometry::LineString(line) => vec![line.clone()],
        Geometry::MultiLineString(lines) => lines.0.clone(),
        _ => return Err(row_defect(file, number, "no_line")),
    };
    lines
        .iter()
        .map(|line| line.coords().map(|c| on_grid(grid, c.x, c.y, file, number)).collect())
        .collect()
}

/// The paths that can be walked; none when the file is missing.
pub(super) fn footpaths(reader: &mut Reader, grid: &Grid) -> Vec<Vec<GridPoint>> {
    if !reader.exists(FOOTPATHS) {
        return Vec::new();
    }
    let mut footpaths = Vec::new();
    for (number, row) in (1..).zip(rows(reader, FOOTPATHS)) {
        let read = lines(&row, FOOTPATHS, number, grid);
        footpaths.extend(reader.keep(read).into_iter().flatten());
    }
    footpaths
}

fn on_grid(
    grid: &Grid,
    lon: f64,
    lat: f64,
    file: &str,
    number: usize,
) -> Result<GridPoint, Defect> {
    grid.to_grid(LonLat { lon, lat })
        .map_err(|_| row_defect(file, number, "position_range").with("lon", lon).with("lat", lat))
}

/// The house numbers by id, each with the readings of its rows.
pub(super) fn points(reader: &mut Reader, grid: &Grid, streets: &[Street]) -> Vec<AddressPoint> {
    if streets.is_empty() {
        // Said already; without streets every house number would be a defect of its own.
        return Vec::new();
    }
    let mut ids: Ids<'_> = HashMap::new();
    for (id, street) in (0_u32..).zip(streets) {
        let place = street.place.as_ref().map(|place| place.name.as_str());
        ids.entry(&street.name).or_default().push((place, StreetId(id)));
    }
    let mut points: BTreeMap<u32, AddressPoint> = BTreeMap::new();
    for (index, row) in rows(reader, HOUSE_NUMBERS).into_iter().enumerate() {
        let added = add_reading(&mut points, &row, index + 1, grid, &ids);
        reader.keep(added);
    }
    let mut points: Vec<AddressPoint> = points.into_values().collect();
    for point in &mut points {
        point
            .readings
            .sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.street.cmp(&b.street)));
        let sum: f64 = point.readings.iter().map(|reading| reading.confidence).sum();
        // Confidences are rounded when they are written.
        if sum > 1.01 {
            reader.defects.push(
                Defect::new(HOUSE_NUMBERS, "confidence_sum")
                    .feature(format!("Punkt {}", point.id))
                    .field("confidence")
                    .at(grid.to_lonlat(point.position))
                    .with("sum", format!("{sum:.3}")),
            );
        }
    }
    points
}

/// What an official register says of a house; its postcode when that is none.
fn official(row: &Row) -> Result<Option<Box<OfficialEntry>>, String> {
    let text = |column| row.text(column).map(str::trim).filter(|text: &&str| !text.is_empty());
    let (id, quality, postcode) = (text("official_id"), text("quality"), text("postcode"));
    if id.is_none() && quality.is_none() && postcode.is_none() {
        return Ok(None);
    }
    let read = |text: &str| text.parse().map_err(|_| text.to_owned());
    let postcode = postcode.map(read).transpose()?;
    let id = id.unwrap_or_default().into();
    Ok(Some(Box::new(OfficialEntry { id, quality: quality.map(Quality::from), postcode })))
}

/// The streets by name, each with its place.
type Ids<'a> = HashMap<&'a str, Vec<(Option<&'a str>, StreetId)>>;

fn add_reading(
    points: &mut BTreeMap<u32, AddressPoint>,
    row: &Row,
    row_number: usize,
    grid: &Grid,
    ids: &Ids<'_>,
) -> Result<(), Defect> {
    let defect = |code| row_defect(HOUSE_NUMBERS, row_number, code);
    let Geometry::Point(place) = &row.geometry else { return Err(defect("no_point")) };
    let place = LonLat { lon: place.x(), lat: place.y() };
    let position = on_grid(grid, place.lon, place.lat, HOUSE_NUMBERS, row_number)?;
    let id = row
        .integer("point")
        .and_then(|id| u32::try_from(id).ok())
        .ok_or_else(|| defect("missing_number").field("point").at(place))?;
    let number = required_text(row, HOUSE_NUMBERS, row_number, "number")?;
    let name = required_text(row, HOUSE_NUMBERS, row_number, "street")?;
    let of_name = ids.get(name.as_str()).map(Vec::as_slice).unwrap_or_default();
    let wanted = self::place(row);
    let mut fitting = of_name.iter().filter(|(place, _)| wanted.is_none() || *place == wanted);
    let (Some((_, street)), None) = (fitting.next(), fitting.next()) else {
        let code = if of_name.is_empty() { "unknown_street" } else { "unknown_street_place" };
        return Err(defect(code).field("street").at(place).with("street", &name));
    };
    let street = *street;
    let confidence = row
        .decimal("confidence")
        .filter(|confidence| *confidence > 0.0 && *confidence <= 1.0)
        .ok_or_else(|| defect("bad_confidence").field("confidence").at(place))?;
    let official = official(row).map_err(|postcode| {
        defect("bad_postcode").field("postcode").at(place).with("postcode", postcode)
    })?;
    let point = points.entry(id).or_insert_with(|| AddressPoint {
        id,
        number: number.clone(),
        position,
        readings: Vec::new(),
        official: official.clone(),
    });
    if point.position != position || point.number != number || point.official != official {
        return Err(defect("torn_point").field("point").at(place).with("point", id));
    }
    if point.readings.iter().any(|reading| reading.street == street) {
        return Err(defect("double_reading").field("street").at(place).with("street", &name));
    }
    point.readings.push(Reading { street, confidence });
    Ok(())
}
