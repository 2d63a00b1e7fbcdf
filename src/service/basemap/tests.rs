use std::collections::BTreeMap;

use fast_mvt::MvtReaderRef;
use geo::{BoundingRect, Coord, polygon};

use super::*;
use crate::formats::flatgeobuf::{Cell, CellType, Row};

/// Norderstedt's town hall, more or less.
const PLACE: Coord = Coord { x: 9.99, y: 53.705 };

fn file(rows: &[Row]) -> Vec<u8> {
    flatgeobuf::write("test", &[("class", CellType::Text)], rows).unwrap()
}

fn row(class: &str, geometry: impl Into<Geometry>) -> Row {
    Row { geometry: geometry.into(), cells: vec![("class".into(), Cell::Text(class.into()))] }
}

fn square(half: f64) -> Polygon {
    let Coord { x, y } = PLACE;
    polygon![(x: x - half, y: y - half), (x: x + half, y: y - half), (x: x + half, y: y + half), (x: x - half, y: y + half)]
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "inside the scheme")]
fn tile_of(z: u8) -> (u8, u32, u32) {
    let Coord { x, y } = mercator(PLACE);
    let tiles = f64::from(1_u32 << z);
    (z, (x * tiles) as u32, (y * tiles) as u32)
}

fn counts(map: &BaseMap, (z, x, y): (u8, u32, u32)) -> BTreeMap<String, usize> {
    let bytes = map.tile(z, x, y);
    let reader = MvtReaderRef::new(&bytes).unwrap();
    reader.layers().map(|layer| (layer.name().to_owned(), layer.features().count())).collect()
}

#[test]
fn what_a_zoom_cannot_show_is_left_out() {
    let map = BaseMap::new(&[
        ("green".into(), file(&[row("wood", square(0.01))])),
        ("buildings".into(), file(&[row("building", square(0.0003))])),
    ])
    .unwrap();
    assert_eq!(counts(&map, tile_of(14)), BTreeMap::from([("green".into(), 1)]));
    assert_eq!(counts(&map, tile_of(15))["buildings"], 1);
    assert!(counts(&map, tile_of(3)).is_empty(), "smaller than it can be seen");
}

#[test]
fn a_polygon_is_cut_to_the_tile_and_its_buffer() {
    let map = BaseMap::new(&[("green".into(), file(&[row("wood", square(1.0))]))]).unwrap();
    let (z, x, y) = tile_of(16);
    let bytes = map.tile(z, x, y);
    let reader = MvtReaderRef::new(&bytes).unwrap();
    let layer = reader.layers().next().unwrap();
    let geometry = layer.features().next().unwrap().geometry().unwrap();
    let bounds = geometry.bounding_rect().unwrap();
    assert_eq!((bounds.min().x, bounds.min().y, bounds.max().x), (-96, -96, 4192));
}

#[test]
fn a_line_that_leaves_and_comes_back_is_two_pieces() {
    let window = Window::new(0, 0, 0, 0.0);
    let line = [(10.0, 10.0), (10.0, -10.0), (30.0, -10.0), (30.0, 10.0)].map(Coord::from);
    let pieces = window.clip_line(&line);
    assert_eq!(
        pieces,
        [
            [(10.0, 10.0), (10.0, 0.0)].map(Coord::from),
            [(30.0, 0.0), (30.0, 10.0)].map(Coord::from)
        ]
    );
}

#[test]
fn a_line_crossing_the_window_keeps_its_middle() {
    let window = Window::new(0, 0, 0, 0.0);
    let line = [(-100.0, 50.0), (5000.0, 50.0)].map(Coord::from);
    assert_eq!(window.clip_line(&line), [[(0.0, 50.0), (4096.0, 50.0)].map(Coord::from)]);
    let beside = [(-100.0, 50.0), (50.0, -5000.0)].map(Coord::from);
    assert!(window.clip_line(&beside).is_empty());
}

#[test]
fn the_scheme_ends_at_its_last_row_column_and_zoom() {
    assert!(BaseMap::in_range(0, 0, 0) && BaseMap::in_range(20, (1 << 20) - 1, 0));
    assert!(!BaseMap::in_range(1, 2, 0) && !BaseMap::in_range(1, 0, 2));
    assert!(!BaseMap::in_range(21, 0, 0) && !BaseMap::in_range(255, 0, 0));
}

#[test]
fn a_changed_file_changes_the_version() {
    let version = |class: &str| {
        let files = [("green".to_owned(), file(&[row(class, square(0.01))]))];
        BaseMap::new(&files).unwrap().version().to_owned()
    };
    assert_eq!(version("wood"), version("wood"));
    assert_ne!(version("wood"), version("grass"));
}

#[test]
fn other_bytes_are_refused_by_name() {
    let error = BaseMap::new(&[("water".into(), b"{}".to_vec())]).err().unwrap();
    assert!(error.to_string().contains("water"));
}
