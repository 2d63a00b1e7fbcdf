//! A city from an OpenStreetMap extract: everything that the map says, as a data folder.
//!
//! What the map does not say stays unknown: who the teams are, where Sozialräume end, which house
//! numbers lie between two others. The folder is a draft that a city's planners go on with.

mod addresses;
mod city;
mod footpaths;
mod ground;
mod layers;
mod offer_rules;
mod offers;
mod streets;
mod territory;
mod texts;

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::{check, german_time};
use crate::{
    domain::{
        city::{CityInfo, Dataset, EditionData},
        edition::{Edition, EditionStatus},
        grid::{Grid, GridError},
    },
    formats::{
        defect::Defects,
        folder::write::{self, About, PutError},
        osm::{Bounds, Extract, Gap, OsmError, Outline, Progress},
    },
    locale::words::t,
};

pub use city::Wanted;

/// How far around the city the base map reaches, in metres.
const MARGIN_M: f64 = 1_000.0;

/// What is to be imported.
#[derive(Debug, Clone)]
pub struct Request {
    /// The extract, an `.osm.pbf` file.
    pub file: PathBuf,
    /// Which city.
    pub city: Wanted,
    /// The level of the administrative boundaries that become Sozialräume; `None` for one
    /// Sozialraum that is the whole city.
    pub level: Option<u8>,
    /// The projected system; `None` for the one that fits the place.
    pub epsg: Option<u32>,
    /// The day from which the folder holds when the extract does not say how old it is.
    pub today: Date,
}

/// Something that was left out or has to be known, with how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The key of its words below `osm.note`.
    pub code: &'static str,
    /// How often.
    pub count: usize,
    /// Some of them.
    pub examples: Vec<String>,
}

impl Note {
    /// A note of what was found; `None` when nothing was.
    fn of(code: &'static str, found: &[String]) -> Option<Self> {
        let examples = found.iter().take(5).cloned().collect();
        (!found.is_empty()).then_some(Self { code, count: found.len(), examples })
    }

    /// The note in words.
    pub fn text(&self) -> String {
        let (count, examples) = (self.count.to_string(), self.examples.join("; "));
        t(&format!("osm.note.{}", self.code), &[("count", &count), ("examples", &examples)])
    }
}

/// A city from an extract.
#[derive(Debug)]
pub struct Compiled {
    /// The city.
    pub dataset: Dataset,
    /// What its folder says beside it.
    pub about: About,
    /// What was left out.
    pub notes: Vec<Note>,
}

/// Why an extract does not become a city.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The extract cannot be read.
    #[error(transparent)]
    Osm(#[from] OsmError),
    /// There is no such city; the most similar ones, with their keys.
    #[error("no municipality {wanted} among {all}")]
    NoCity {
        /// What was asked for.
        wanted: String,
        /// How many municipalities the extract has.
        all: usize,
        /// Name and key of those most like it.
        similar: Vec<String>,
    },
    /// Several cities have this name.
    #[error("several municipalities of this name: {}", .0.join(", "))]
    SeveralCities(Vec<String>),
    /// The outline of a territory does not close.
    #[error("the outline of {name} is open")]
    Open {
        /// Whose outline.
        name: String,
        /// The relation.
        relation: i64,
        /// Where.
        gaps: Vec<Gap>,
    },
    /// The city has no key, or one of no federal state.
    #[error("the key „{0}“ belongs to no federal state")]
    NoState(String),
    /// There are no boundaries of that level in the city; levels with how many there are.
    #[error("no boundaries of level {level} in the city")]
    NoAreas {
        /// The level asked for.
        level: u8,
        /// The levels that there are, with the number of boundaries.
        found: Vec<(u8, usize)>,
    },
    /// The areas do not tile the city.
    #[error("the areas do not tile the city: {0}")]
    Areas(Defects),
    /// The projected system does not fit.
    #[error(transparent)]
    Grid(#[from] GridError),
    /// The result is no sound data folder.
    #[error("the result is no sound data folder: {0}")]
    Unsound(Defects),
    /// The result cannot be put in its place.
    #[error("{0}")]
    Put(PutError<Defects>),
    /// A table cannot be written.
    #[error(transparent)]
    Table(#[from] anyhow::Error),
}

/// Compiles a city from an extract. Takes some minutes and some hundred megabytes for a federal
/// state; nothing is written.
///
/// # Errors
/// When the extract cannot be read, does not have the city, or its boundaries do not close.
pub fn compile(request: &Request, progress: Progress<'_>) -> Result<Compiled, ImportError> {
    let extract = Extract::open(&request.file, progress)?;
    let found = city::find(&extract, &request.city)?;
    let state = city::state(&found.ags).ok_or_else(|| ImportError::NoState(found.ags.clone()))?;
    let mapped = territory::read(&extract, &found, request.level, progress)?;
    let bounds: Vec<Bounds> = boxes(&mapped.limit, MARGIN_M);
    let epsg = request.epsg.unwrap_or_else(|| city::epsg(&bounds));
    let grid = Grid::new(epsg)?;
    let drawn = territory::draw(&grid, &found.name, &mapped)?;
    let around: Vec<Bounds> =
        mapped.neighbours.iter().flat_map(|n| boxes(&n.outline, 0.0)).collect();
    let content = extract.area(&bounds, &around, progress)?;

    let day = extract.state.map(|state| state.to_zoned(german_time()).date());
    let state_of_map = day.map(|day| day.to_string());
    let features = &content.features;
    let places = territory::places(features, &drawn.ground, &found.name);
    let municipalities = territory::municipalities(&mapped, drawn.outlines, features, &places);
    let read = addresses::read(&extract, &content, &drawn.ground);
    let streets = streets::of(features, &drawn.ground, &read.named);
    let directory = addresses::place(read, streets, &drawn.ground);
    let offers = offers::of(features, &drawn.ground, &directory.streets, state_of_map.as_deref());

    let mut notes = directory.notes;
    notes.extend(offers.notes);
    let broken: Vec<String> = content.broken.iter().map(ToString::to_string).collect();
    notes.extend(Note::of("broken", &broken));
    let info = CityInfo {
        name: found.name.clone(),
        ags: found.ags.clone(),
        state: state.to_owned(),
        district: city::district(&extract, &found.ags),
        crs: format!("EPSG:{epsg}"),
        postcodes: directory.postcodes,
    };
    let edition = Edition {
        number: 1,
        valid_from: day.unwrap_or(request.today),
        valid_to: None,
        decision: t("osm.edition.decision", &[]),
        status: EditionStatus::Draft,
        note: Some(match request.level {
            Some(level) => t("osm.edition.note_level", &[("level", &level.to_string())]),
            None => t("osm.edition.note_whole", &[]),
        }),
    };
    let organisation = texts::organisation(&info, &drawn.sozialraeume);
    let layers = layers::of(features, &bounds)?;
    let data = EditionData {
        edition,
        sozialraeume: drawn.sozialraeume,
        lines: drawn.lines,
        rules: Vec::new(),
    };
    let dataset = Dataset {
        info,
        attribution: texts::ATTRIBUTION.to_owned(),
        limit: drawn.limit,
        editions: vec![data],
        municipalities,
        parts: places.iter().map(|place| place.name.clone()).collect(),
        streets: directory.streets,
        points: directory.points,
        organisation,
        resources: offers.resources,
        school_holidays: None,
        population: None,
        footpaths: footpaths::of(features, &drawn.ground),
        layers,
    };
    let about = texts::about(&dataset, places, state_of_map.as_deref(), &notes);
    Ok(Compiled { dataset, about, notes })
}

/// Writes a city as a data folder and proves it, wholly or not at all.
///
/// # Errors
/// When there is something already that is not to be replaced, when a file cannot be written, and
/// when the folder has a defect; nothing is changed then.
pub fn put(
    compiled: &Compiled,
    target: &Path,
    replace: bool,
) -> Result<check::Counts, ImportError> {
    let files = write::files(&compiled.dataset, &compiled.about)?;
    let mut counts = check::Counts::default();
    let proved = |root: &Path| {
        let report = check::check(root);
        counts = report.counts;
        if report.defects.is_empty() { Ok(()) } else { Err(Defects(report.defects)) }
    };
    write::put(target, replace, &files, proved).map_err(|error| match error {
        PutError::Refused(defects) => ImportError::Unsound(defects),
        other => ImportError::Put(other),
    })?;
    Ok(counts)
}

/// The boxes around the parts of a territory.
fn boxes(outline: &Outline, margin_m: f64) -> Vec<Bounds> {
    let exteriors = outline.iter().filter_map(|rings| rings.first());
    let around = exteriors.filter_map(|ring| Bounds::around(ring.iter().copied()));
    around.map(|bounds| bounds.wider(margin_m)).collect()
}
