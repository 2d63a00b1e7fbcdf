//! Inputs of batches, and polygons to look them up in.

use std::io::{self, Cursor};

use geo::{Geometry, Point, polygon};
use serde_json::json;
use sozialraum::{
    domain::{grid::Crs, layer::Layer},
    formats::{
        flatgeobuf::{Cell, CellType, Row, write},
        polygons,
    },
    service::{
        batch::{Areas, Control, Place, Request, Source, cores, run},
        open,
    },
};
use tempfile::TempDir;

use crate::{city, common::fuzz::fuzz};

fn fgb(geometry: Geometry<f64>) -> Vec<u8> {
    let row = |name: &str| Row {
        geometry: geometry.clone(),
        cells: vec![
            ("address".into(), Cell::Text(name.into())),
            ("id".into(), Cell::Integer(7)),
            ("size".into(), Cell::Decimal(1.5)),
        ],
    };
    let columns =
        [("address", CellType::Text), ("id", CellType::Integer), ("size", CellType::Decimal)];
    write("rows", &columns, &[row("Am Knick 1"), row("Weg 7 2a"), row("x")]).unwrap()
}

fn geojson(geometry: &serde_json::Value) -> Vec<u8> {
    let feature = |id: i32| {
        json!({"type": "Feature", "geometry": geometry,
        "properties": {"address": "Am Knick 1", "id": id, "deep": {"a": [1, "]}"]}}})
    };
    json!({"type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        "features": [feature(1), feature(2)]})
    .to_string()
    .into_bytes()
}

const WORDS: [&str; 12] = [
    "EPSG::25832",
    "EPSG:4647",
    "features",
    "address",
    "\"crs\"",
    "Point",
    "Polygon",
    "coordinates",
    "Am Knick 3",
    "9,99",
    "\u{ff}",
    "properties",
];

#[test]
fn batches() {
    let root = TempDir::new().unwrap();
    city::put(root.path());
    let service = open::from_folder(Some(root.path())).unwrap();
    let point = Point::new(9.99, 53.69);
    let seeds = [
        b"address,lon,lat\nAm Knick 1,9.99,53.69\n\"Weg 7, 2\",10,53\n".to_vec(),
        b"address;lon;lat\r\nUlzburger Stra\xdfe 3;9,99;53,69\r\n".to_vec(),
        "\u{feff}address\tlon\tlat\nx\t1\t2\n".encode_utf16().flat_map(u16::to_le_bytes).collect(),
        geojson(&json!({"type": "Point", "coordinates": [9.99, 53.69]})),
        fgb(point.into()),
    ];
    let columns = |x: &str, y: &str| Place::Position { x: x.into(), y: y.into() };
    let places = [
        Place::Address("address".into()),
        columns("lon", "lat"),
        columns("x", "y"),
        Place::Geometry,
    ];
    fuzz("batch", &seeds, &WORDS, |bytes| {
        let day = service.on(None).unwrap();
        for place in &places {
            let request = Request { place: place.clone(), epsg: None, precision_m: 0.0 };
            let control = Control::default();
            let Ok((source, _)) = Source::detect(Cursor::new(bytes), &control) else { return };
            let areas = Areas::City(day, service.named_places());
            let _ = run(source, io::sink(), areas, &request, &control, cores());
        }
    });
}

/// Whether a ring spans more than a degree.
fn is_wide(polygons: &[Vec<Vec<(f64, f64)>>]) -> bool {
    let spans = |ring: &Vec<(f64, f64)>| {
        let of = |of: fn(&(f64, f64)) -> f64| {
            let all = || ring.iter().map(of);
            all().fold(f64::MIN, f64::max) - all().fold(f64::MAX, f64::min)
        };
        of(|at| at.0) > 1.0 || of(|at| at.1) > 1.0
    };
    polygons.iter().flatten().any(spans)
}

#[test]
fn areas() {
    let square = polygon![(x: 9.9, y: 53.6), (x: 10.1, y: 53.6), (x: 10.1, y: 53.8)];
    let square = Geometry::from(square);
    let many = geo::MultiPolygon(vec![
        square.clone().try_into().unwrap(),
        polygon!(exterior: [(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.)],
            interiors: [[(x: 1., y: 1.), (x: 2., y: 1.), (x: 2., y: 2.)]]),
    ]);
    let ring = json!([[9.9, 53.6], [10.1, 53.6], [10.1, 53.8], [9.9, 53.6]]);
    let metres = json!([[560000, 5940000], [561000, 5940000], [561000, 5941000.5]]);
    let metres = geojson(&json!({"type": "Polygon", "coordinates": [metres]}));
    let metres = String::from_utf8(metres).unwrap().replace("OGC:1.3:CRS84", "EPSG::25832");
    let seeds = [
        metres.into_bytes(),
        geojson(&json!({"type": "Polygon", "coordinates": [ring]})),
        geojson(&json!({"type": "MultiPolygon", "coordinates": [[ring], [ring, ring]]})),
        fgb(square),
        fgb(many.into()),
    ];
    fuzz("areas", &seeds, &WORDS, |bytes| {
        let Ok((areas, epsg)) = polygons::read(bytes, "id") else { return };
        let Ok(crs) = Crs::new(epsg.unwrap_or(4326)) else { return };
        // Borders from one end of the country to the other are fine, and take seconds here.
        if crs.is_degrees() && areas.iter().any(|area| is_wide(&area.polygons)) {
            return;
        }
        let Ok(layer) = Layer::new(&areas, crs) else { return };
        let place = sozialraum::domain::grid::LonLat { lon: 10.0, lat: 53.65 };
        let _ = layer.find(place, None);
    });
}
