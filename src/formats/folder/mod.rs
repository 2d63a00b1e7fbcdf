//! A data folder: a city described by files.
//!
//! Reading goes on after a defect as far as it can, so that all of them are known at once.

mod areas;
mod description;
mod directory;
mod population;
mod resources;
mod street_rules;
pub mod write;

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use crate::{
    domain::{city::Dataset, grid::Grid},
    formats::defect::{Defect, Defects},
};

pub use description::{DESCRIPTION, Description, Licence, ORGANISATION, SCHOOL_HOLIDAYS, Source};

/// File with the city limit.
pub const LIMIT: &str = "boundary.geojson";
/// File with the municipalities around the city; may be missing.
pub const NEIGHBOURS: &str = "neighbours.geojson";
/// File with the names of parts of town; may be missing.
pub const PLACES: &str = "places.geojson";
/// File with the streets.
pub const STREETS: &str = "streets.fgb";
/// File with the house numbers.
pub const HOUSE_NUMBERS: &str = "house_numbers.fgb";
/// File with the offers of the resource map; may be missing.
pub const RESOURCES: &str = "resources.geojson";
/// File with how many people live where; may be missing.
pub const POPULATION: &str = "population.geojson";
/// File with the paths that can be walked; may be missing.
pub const FOOTPATHS: &str = "footpaths.fgb";
/// File with the street rules; may be missing.
pub const STREET_RULES: &str = "street_rules.csv";
/// Folder with the layers of the base map; may be missing.
pub const BASE: &str = "base";

/// What was read of a data folder.
pub struct Folder {
    /// The city, as far as it could be read; `None` when a file that everything rests on is
    /// missing or broken.
    pub dataset: Option<Dataset>,
    /// The projection it is kept in.
    pub grid: Option<Grid>,
    /// The description, for what only the folder knows (licence, sources).
    pub description: Option<Description>,
    /// Everything that is wrong, in the order of the files.
    pub defects: Vec<Defect>,
    /// What may be worth a look, but harms nothing.
    pub hints: Vec<Defect>,
}

/// Access to the files of one folder, collecting defects and hints.
struct Reader {
    root: PathBuf,
    defects: Vec<Defect>,
    hints: Vec<Defect>,
}

impl Reader {
    /// The bytes of a file; a defect when there is none.
    fn bytes(&mut self, file: &str) -> Option<Vec<u8>> {
        // Names of files come from the description, too; they must not lead to others.
        let inside = |part| matches!(part, Component::Normal(_));
        if !Path::new(file).components().all(inside) {
            self.defects.push(Defect::new(file, "outside_folder"));
            return None;
        }
        match fs::read(self.root.join(file)) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                self.defects.push(Defect::new(file, "missing_file"));
                None
            }
            Err(error) => {
                self.defects.push(Defect::new(file, "unreadable_file").with("error", error));
                None
            }
        }
    }

    /// The text of a file; a defect when it is missing or not UTF-8.
    fn text(&mut self, file: &str) -> Option<String> {
        let bytes = self.bytes(file)?;
        let text = String::from_utf8(bytes).map_err(|_| Defect::new(file, "no_utf8"));
        // Windows editors like to write a byte order mark; it means nothing here.
        self.keep(text).map(|text| text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
    }

    fn exists(&self, file: &str) -> bool {
        self.root.join(file).exists()
    }

    /// The value, or its defect noted.
    fn keep<T>(&mut self, result: Result<T, Defect>) -> Option<T> {
        result.map_err(|defect| self.defects.push(defect)).ok()
    }
}

/// Reads a data folder.
pub fn read(root: &Path) -> Folder {
    let mut reader = Reader { root: root.to_owned(), defects: Vec::new(), hints: Vec::new() };
    let description = description::read(&mut reader);
    let organisation = description::read_organisation(&mut reader);
    let grid = description.as_ref().and_then(|description| {
        let grid = description::grid(description);
        reader.keep(grid)
    });
    let dataset = match (&description, organisation, &grid) {
        (Some(description), Some(organisation), Some(grid)) => {
            let (limit, mut editions) = areas::editions(&mut reader, grid, description);
            let municipalities = areas::municipalities(&mut reader, grid);
            let parts = areas::parts(&mut reader, &description.city.name);
            let streets = directory::streets(&mut reader, grid);
            let points = directory::points(&mut reader, grid, &streets);
            street_rules::read(&mut reader, &mut editions, &streets, &points);
            let footpaths = directory::footpaths(&mut reader, grid);
            let school_holidays = description::read_school_holidays(&mut reader);
            let resources = resources::read(&mut reader, grid, &editions, &organisation);
            let population = population::read(&mut reader, grid, description);
            let layers = layers(&mut reader);
            limit.map(|limit| Dataset {
                info: description.city.clone(),
                attribution: description.licence.attribution.clone(),
                limit,
                editions,
                municipalities,
                parts,
                streets,
                points,
                organisation,
                resources,
                school_holidays,
                footpaths,
                population,
                layers,
            })
        }
        _ => None,
    };
    Folder { dataset, grid, description, defects: reader.defects, hints: reader.hints }
}

/// Reads a data folder that is to serve.
///
/// # Errors
/// All defects, when there is one.
pub fn read_sound(root: &Path) -> Result<Dataset, Defects> {
    let folder = read(root);
    match folder.dataset {
        Some(dataset) if folder.defects.is_empty() => Ok(dataset),
        _ => Err(Defects(folder.defects)),
    }
}

/// The layers of the base map by file name, in alphabetical order.
fn layers(reader: &mut Reader) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = fs::read_dir(reader.root.join(BASE)) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".fgb"))
        .collect();
    names.sort();
    let mut layers = Vec::new();
    for name in names {
        let file = format!("{BASE}/{name}");
        let Some(bytes) = reader.bytes(&file) else { continue };
        match super::flatgeobuf::read(&bytes) {
            Ok(layer) if layer.epsg == 4326 => {
                layers.push((name.trim_end_matches(".fgb").to_owned(), bytes));
            }
            Ok(layer) => {
                reader.defects.push(Defect::new(file, "layer_crs").with("epsg", layer.epsg));
            }
            Err(error) => {
                reader.defects.push(Defect::new(file, "no_flatgeobuf").with("error", error));
            }
        }
    }
    layers
}
