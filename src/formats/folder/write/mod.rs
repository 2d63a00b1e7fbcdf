//! From a dataset to a data folder.
//!
//! [`files`] gives what [`read`](super::read) reads again; [`put`] places it, wholly or not at all.

mod areas;
mod place;
mod tables;
mod texts;

use super::{
    BASE, FOOTPATHS, HOUSE_NUMBERS, LIMIT, NEIGHBOURS, PLACES, POPULATION, RESOURCES, STREET_RULES,
    STREETS,
    description::{
        DESCRIPTION, Description, EditionEntry, Licence, ORGANISATION, PopulationEntry,
        SCHOOL_HOLIDAYS, Source,
    },
};
use crate::{
    domain::{
        city::{CityError, Dataset},
        grid::{Grid, LonLat},
        rules::StreetRule,
    },
    formats::{resources::geojson as offers, street_rules},
};

pub use areas::{areas_file, lines_file};
pub use place::{PutError, is_free, put};

/// What a folder says beside its dataset.
#[derive(Debug, Clone)]
pub struct About {
    /// The licence of the folder.
    pub licence: Licence,
    /// The text of that licence.
    pub licence_text: String,
    /// Where its parts come from; every file has to be among the parts of a source.
    pub sources: Vec<Source>,
    /// What people should know about the folder, in Markdown.
    pub readme: String,
    /// Where the parts of town lie, as far as it is known.
    pub places: Vec<Place>,
}

/// A named place in the city.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its name, as among the dataset's parts of town.
    pub name: String,
    /// What it is: `suburb`, `hamlet` …
    pub class: String,
    /// Where it is.
    pub at: LonLat,
}

/// A file of a folder: path inside it and content.
pub type File = (String, Vec<u8>);

/// The files of a data folder. Costs the memory of all of them.
///
/// # Errors
/// When the dataset's coordinate system is not supported or a table cannot be written, which
/// needs a writable temp directory.
pub fn files(dataset: &Dataset, about: &About) -> Result<Vec<File>, anyhow::Error> {
    let epsg = dataset.info.epsg().ok_or_else(|| CityError::Crs(dataset.info.crs.clone()))?;
    let grid = Grid::new(epsg)?;
    let mut files: Vec<File> = vec![
        (about.licence.file.clone(), about.licence_text.clone().into_bytes()),
        ("README.md".into(), about.readme.clone().into_bytes()),
        (ORGANISATION.into(), texts::organisation(&dataset.organisation)?.into_bytes()),
        (LIMIT.into(), areas::limit(&grid, dataset)),
        (STREETS.into(), tables::streets(&grid, &dataset.streets)?),
        (HOUSE_NUMBERS.into(), tables::house_numbers(&grid, dataset)?),
    ];
    let mut entries = Vec::new();
    for data in &dataset.editions {
        let mut entry = EditionEntry::of(data.edition.clone());
        if !entries.is_empty() {
            let number = data.edition.number;
            entry.sozialraeume = format!("sozialraeume-{number}.geojson");
            entry.borders = format!("borders-{number}.geojson");
        }
        files.push((entry.sozialraeume.clone(), areas_file(&grid, &data.sozialraeume)));
        files.push((entry.borders.clone(), lines_file(&grid, &data.lines)));
        entries.push(entry);
    }
    let mut optional = |file: &str, there: bool, bytes: &dyn Fn() -> Vec<u8>| {
        if there {
            files.push((file.to_owned(), bytes()));
        }
    };
    optional(NEIGHBOURS, !dataset.municipalities.is_empty(), &|| {
        areas::neighbours(&grid, &dataset.municipalities)
    });
    optional(PLACES, !dataset.parts.is_empty(), &|| areas::places(&dataset.parts, &about.places));
    optional(RESOURCES, !dataset.resources.is_empty(), &|| {
        areas::features(dataset.resources.iter().map(offers::feature))
    });
    let population = dataset.population.as_ref();
    optional(POPULATION, population.is_some(), &|| {
        population.map(|population| areas::population(&grid, population)).unwrap_or_default()
    });
    if let Some(holidays) = &dataset.school_holidays {
        files.push((SCHOOL_HOLIDAYS.into(), toml::to_string(holidays)?.into_bytes()));
    }
    let rules: Vec<(u32, &[StreetRule])> =
        dataset.editions.iter().map(|data| (data.edition.number, &*data.rules)).collect();
    if rules.iter().any(|(_, rules)| !rules.is_empty()) {
        files.push((STREET_RULES.into(), street_rules::write(&rules)));
    }
    if !dataset.footpaths.is_empty() {
        files.push((FOOTPATHS.into(), tables::footpaths(&grid, &dataset.footpaths)?));
    }
    for (name, bytes) in &dataset.layers {
        files.push((format!("{BASE}/{name}.fgb"), bytes.clone()));
    }
    let description = Description {
        city: dataset.info.clone(),
        licence: about.licence.clone(),
        sources: about.sources.clone(),
        editions: entries,
        population: population
            .map(|grid| PopulationEntry { source: grid.source.clone(), day: grid.day }),
    };
    files.push((DESCRIPTION.into(), toml::to_string(&description)?.into_bytes()));
    files.sort();
    Ok(files)
}
