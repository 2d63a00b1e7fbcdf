//! The FlatGeobuf files.

use geo::{Coord, Geometry, LineString, MultiLineString, Point};

use crate::{
    domain::{
        city::Dataset,
        directory::{Quality, Street},
        grid::{Grid, GridPoint},
    },
    formats::flatgeobuf::{self, Cell, CellType, Row},
};

fn coord(grid: &Grid, point: GridPoint) -> Coord<f64> {
    let place = grid.to_lonlat(point);
    Coord { x: place.lon, y: place.lat }
}

fn line(grid: &Grid, points: &[GridPoint]) -> LineString<f64> {
    points.iter().map(|point| coord(grid, *point)).collect()
}

/// The streets; ids are their places in the list.
pub(super) fn streets(grid: &Grid, streets: &[Street]) -> Result<Vec<u8>, anyhow::Error> {
    let columns = [
        ("id", CellType::Integer),
        ("name", CellType::Text),
        ("kind", CellType::Text),
        ("other_names", CellType::Text),
        ("place", CellType::Text),
        ("postcodes", CellType::Text),
        ("length_m", CellType::Decimal),
    ];
    let row = |(id, street): (i64, &Street)| {
        let lines = street.lines.iter().map(|points| line(grid, points)).collect();
        let edges = street.lines.iter().flat_map(|points| points.windows(2));
        let length_m: f64 = edges.map(|edge| edge[0].distance_m(edge[1])).sum();
        let mut cells = vec![
            ("id".to_owned(), Cell::Integer(id)),
            ("name".to_owned(), Cell::Text(street.name.clone())),
            ("kind".to_owned(), Cell::Text(street.kind.clone())),
            ("length_m".to_owned(), Cell::Decimal((length_m * 10.0).round() / 10.0)),
        ];
        if !street.other_names.is_empty() {
            cells.push(("other_names".to_owned(), Cell::Text(street.other_names.join("; "))));
        }
        if let Some(place) = &street.place {
            cells.push(("place".to_owned(), Cell::Text(place.name.clone())));
            cells.push(("postcodes".to_owned(), Cell::Text(place.postcodes.join("; "))));
        }
        Row { geometry: Geometry::MultiLineString(MultiLineString(lines)), cells }
    };
    let rows: Vec<Row> = (1..).zip(streets).map(row).collect();
    flatgeobuf::write("streets", &columns, &rows)
}

/// The house numbers, one row a reading.
pub(super) fn house_numbers(grid: &Grid, dataset: &Dataset) -> Result<Vec<u8>, anyhow::Error> {
    let columns = [
        ("point", CellType::Integer),
        ("number", CellType::Text),
        ("street", CellType::Text),
        ("place", CellType::Text),
        ("confidence", CellType::Decimal),
        ("rank", CellType::Integer),
        ("official_id", CellType::Text),
        ("quality", CellType::Text),
        ("postcode", CellType::Text),
    ];
    let mut rows = Vec::new();
    for point in &dataset.points {
        for (rank, reading) in (1..).zip(&point.readings) {
            let Some(street) = dataset.streets.get(reading.street.0 as usize) else { continue };
            let mut cells = vec![
                ("point".to_owned(), Cell::Integer(point.id.into())),
                ("number".to_owned(), Cell::Text(point.number.clone())),
                ("street".to_owned(), Cell::Text(street.name.clone())),
                ("confidence".to_owned(), Cell::Decimal(reading.confidence)),
                ("rank".to_owned(), Cell::Integer(rank)),
            ];
            if let Some(place) = &street.place {
                cells.push(("place".to_owned(), Cell::Text(place.name.clone())));
            }
            if let Some(entry) = &point.official {
                let mut text = |name: &str, text: String| {
                    if !text.is_empty() {
                        cells.push((name.to_owned(), Cell::Text(text)));
                    }
                };
                text("official_id", entry.id.to_string());
                text("quality", entry.quality.as_ref().map(Quality::to_string).unwrap_or_default());
                text("postcode", entry.postcode.map(String::from).unwrap_or_default());
            }
            rows.push(Row { geometry: Geometry::Point(Point(coord(grid, point.position))), cells });
        }
    }
    flatgeobuf::write("house_numbers", &columns, &rows)
}

/// The paths that can be walked.
pub(super) fn footpaths(grid: &Grid, paths: &[Vec<GridPoint>]) -> Result<Vec<u8>, anyhow::Error> {
    let row = |points: &Vec<GridPoint>| Row {
        geometry: Geometry::LineString(line(grid, points)),
        cells: Vec::new(),
    };
    let rows: Vec<Row> = paths.iter().map(row).collect();
    flatgeobuf::write("footpaths", &[], &rows)
}
