//! A city of two squares, so that reading it takes no time.

use std::{fs, path::Path, sync::LazyLock};

use sozialraum::{
    domain::{
        city::{Dataset, EditionData, Municipality},
        directory::{AddressPoint, Reading, Street, StreetId},
        grid::GridPoint,
        partition::{LineInfo, NamedLine, PolygonRings, Sureness},
        population::{Cell, PopulationGrid},
        rules::{StreetRule, name_rules},
    },
    formats::{
        flatgeobuf,
        folder::{
            self,
            write::{About, File, Place, files},
        },
    },
};

use crate::common::data;

/// The files of its data folder.
pub static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
    let shipped = folder::read(&data());
    let description = shipped.description.unwrap();
    let about = About {
        licence: description.licence,
        licence_text: "Licence".into(),
        sources: description.sources,
        readme: "Readme".into(),
        places: vec![Place {
            name: "Mitte".into(),
            class: "suburb".into(),
            at: shipped.grid.unwrap().to_lonlat(CORNER),
        }],
    };
    files(&small(shipped.dataset.unwrap()), &about).unwrap()
});

/// One of the files.
pub fn file(name: &str) -> &'static [u8] {
    &FILES.iter().find(|(file, _)| file == name).unwrap_or_else(|| panic!("no {name}")).1
}

/// Writes the whole folder.
pub fn put(root: &Path) {
    for (name, bytes) in FILES.iter() {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

const CORNER: GridPoint = GridPoint { x: 56_500_000, y: 595_000_000 };

/// A place so many metres from the corner.
fn at(east: i64, north: i64) -> GridPoint {
    GridPoint { x: CORNER.x + east * 100, y: CORNER.y + north * 100 }
}

fn square(east: i64, width: i64) -> PolygonRings {
    let far = east + width;
    vec![vec![at(east, 0), at(far, 0), at(far, 1000), at(east, 1000), at(east, 0)]]
}

fn line(id: &str, points: Vec<GridPoint>) -> NamedLine {
    let info = LineInfo {
        id: id.into(),
        name: id.into(),
        sure: Sureness::Stated,
        uncertainty_m: 5.0,
        source: "Beschluss".into(),
        municipality: None,
    };
    NamedLine { info, points }
}

fn small(mut city: Dataset) -> Dataset {
    let edition = city.editions.remove(0);
    let mut sozialraeume = edition.sozialraeume;
    sozialraeume.truncate(2);
    for (east, area) in [0, 1000].into_iter().zip(&mut sozialraeume) {
        area.polygons = vec![square(east, 1000)];
    }
    let ids: Vec<String> = sozialraeume.iter().map(|area| area.id.clone()).collect();
    let rule = |numbers: &str, reason: &str| StreetRule {
        id: String::new(),
        place: None,
        street: "Am Knick".into(),
        numbers: numbers.parse().unwrap(),
        sozialraum: ids[0].clone(),
        reason: reason.into(),
    };
    let mut rules = vec![rule("2–4 ger.", "Beschluss"), rule("ab 11 ung. außer 13", "Wunsch")];
    name_rules(&mut rules);
    let outside = [(0, 0), (1000, 0), (2000, 0), (2000, 1000), (1000, 1000), (0, 1000), (0, 0)];
    let lines = vec![
        line("grenze", outside.map(|(x, y)| at(x, y)).to_vec()),
        line("bahn", vec![at(1000, 0), at(1000, 1000)]),
    ];
    let names = ["Am Knick", "Poppenbütteler Straße", "Weg 7", "Ulzburger Straße"];
    let street = |(north, name): (i64, &str)| Street {
        name: name.into(),
        other_names: vec![format!("Alter {name}")],
        kind: "street".into(),
        lines: vec![vec![at(100, 200 * north), at(1900, 200 * north)]],
        place: None,
    };
    let number = |index: u32| AddressPoint {
        id: index,
        number: ["1", "2a", "3-5", "7/9"][index as usize % 4].into(),
        position: at(100 + 140 * i64::from(index % 12), 210 + 200 * i64::from(index / 12)),
        readings: vec![Reading { street: StreetId(index / 12), confidence: 1.0 }],
        official: None,
    };
    let cell =
        |east: i64, minors: u32| Cell { polygon: square(east, 1000).clone(), minors, total: 90 };
    let base = flatgeobuf::Row {
        geometry: geo::LineString::from(vec![(9.98, 53.68), (9.99, 53.69), (10.0, 53.7)]).into(),
        cells: vec![("class".into(), flatgeobuf::Cell::Text("road".into()))],
    };
    let columns = [("class", flatgeobuf::CellType::Text)];
    city.resources.truncate(6);
    city.limit.polygons = vec![square(0, 2000)];
    city.municipalities = vec![Municipality {
        ags: Some("01060099".into()),
        name: "Nebenan".into(),
        district: None,
        aliases: vec!["Daneben".into()],
        office: None,
        polygons: vec![square(2000, 500)],
    }];
    Dataset {
        editions: vec![EditionData { edition: edition.edition, sozialraeume, lines, rules }],
        parts: vec!["Mitte".into()],
        streets: (1..).zip(names).map(street).collect(),
        points: (0..48).map(number).collect(),
        population: Some(PopulationGrid {
            source: "Zählung".into(),
            day: None,
            cells: vec![cell(0, 10), cell(1000, 20)],
        }),
        footpaths: vec![vec![at(100, 100), at(500, 500), at(900, 100)]],
        layers: vec![("roads".into(), flatgeobuf::write("roads", &columns, &[base]).unwrap())],
        ..city
    }
}

#[test]
fn the_small_city_is_sound() {
    let root = tempfile::tempdir().unwrap();
    put(root.path());
    let folder = folder::read(root.path());
    let wrong: Vec<String> = folder.defects.iter().map(ToString::to_string).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
