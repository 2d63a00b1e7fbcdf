//! `dataset.toml` and `organisation.toml`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Reader;
use crate::{
    domain::{
        city::CityInfo,
        edition::Edition,
        grid::Grid,
        organisation::Organisation,
        resource::hours::{BadSchoolHolidays, Calendar, SchoolHolidays},
    },
    formats::defect::Defect,
};

/// File that describes the folder.
pub const DESCRIPTION: &str = "dataset.toml";
/// File that says who answers for what.
pub const ORGANISATION: &str = "organisation.toml";

/// File with the school holidays; may be missing.
pub const SCHOOL_HOLIDAYS: &str = "school_holidays.toml";

/// What `dataset.toml` says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// Name and keys of the city.
    pub city: CityInfo,
    /// The licence of the folder.
    pub licence: Licence,
    /// Where its parts come from.
    #[serde(rename = "source", default)]
    pub sources: Vec<Source>,
    /// Its editions.
    #[serde(rename = "edition", default)]
    pub editions: Vec<EditionEntry>,
    /// What the counts of people are, when the folder has them.
    #[serde(default)]
    pub population: Option<PopulationEntry>,
}

/// What the counts of people are.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PopulationEntry {
    /// Where they come from, as it is shown beside a sum.
    pub source: String,
    /// The day of the count.
    #[serde(default)]
    pub day: Option<Date>,
}

/// The licence of a data folder.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// SPDX identifier.
    pub id: String,
    /// Full name.
    pub name: String,
    /// File with its text.
    pub file: String,
    /// What has to be shown beside a map.
    pub attribution: String,
}

/// Where parts of a data folder come from.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Name of the source.
    pub name: String,
    /// The files it went into.
    pub parts: Vec<String>,
    /// Who holds the rights.
    pub holder: String,
    /// Its licence.
    pub licence: String,
    /// Its state.
    #[serde(default)]
    pub state: Option<String>,
}

/// An edition and the files it is drawn with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EditionEntry {
    /// Validity and decision.
    #[serde(flatten)]
    pub edition: Edition,
    /// File with the Sozialräume.
    #[serde(default = "default_areas")]
    pub sozialraeume: String,
    /// File with the named borders.
    #[serde(default = "default_borders")]
    pub borders: String,
}

impl EditionEntry {
    /// An edition drawn with the files of usual names.
    pub(super) fn of(edition: Edition) -> Self {
        Self { edition, sozialraeume: default_areas(), borders: default_borders() }
    }
}

fn default_areas() -> String {
    "sozialraeume.geojson".into()
}

fn default_borders() -> String {
    "borders.geojson".into()
}

fn toml_file<T: serde::de::DeserializeOwned>(reader: &mut Reader, file: &str) -> Option<T> {
    let text = reader.text(file)?;
    let parsed = toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        Defect::new(file, "no_toml").feature(format!("Zeile {line}")).with("error", error.message())
    });
    reader.keep(parsed)
}

/// The school holidays; `None` when the folder has none.
pub(super) fn read_school_holidays(reader: &mut Reader) -> Option<SchoolHolidays> {
    if !reader.exists(SCHOOL_HOLIDAYS) {
        return None;
    }
    let holidays: SchoolHolidays = toml_file(reader, SCHOOL_HOLIDAYS)?;
    let checked = holidays.check().map_err(|error| {
        let defect = |code| Defect::new(SCHOOL_HOLIDAYS, code);
        match error {
            BadSchoolHolidays::Covers => defect("days_reversed").field("covers_to"),
            BadSchoolHolidays::Backwards(at) => {
                defect("days_reversed").feature(holidays.holiday[at].name.clone()).field("to")
            }
            BadSchoolHolidays::Order(at) => {
                defect("holidays_overlap").feature(holidays.holiday[at].name.clone()).field("from")
            }
        }
    });
    reader.keep(checked)?;
    Some(holidays)
}

/// Reads `dataset.toml`.
pub(super) fn read(reader: &mut Reader) -> Option<Description> {
    let description: Description = toml_file(reader, DESCRIPTION)?;
    let licence = &description.licence;
    for (field, value) in [
        ("licence.id", &licence.id),
        ("licence.name", &licence.name),
        ("licence.attribution", &licence.attribution),
        ("city.name", &description.city.name),
        ("city.state", &description.city.state),
    ] {
        if value.trim().is_empty() {
            reader.defects.push(Defect::new(DESCRIPTION, "missing_text").field(field));
        }
    }
    let state = &description.city.state;
    if !state.trim().is_empty() && Calendar::new(state).is_err() {
        let defect = Defect::new(DESCRIPTION, "unknown_state").field("city.state");
        reader.defects.push(defect.with("state", state));
    }
    let ags = &description.city.ags;
    if ags.len() != 8 || !ags.bytes().all(|byte| byte.is_ascii_digit()) {
        reader.defects.push(Defect::new(DESCRIPTION, "bad_ags").field("city.ags"));
    }
    for postcode in &description.city.postcodes {
        if postcode.len() != 5 || !postcode.bytes().all(|byte| byte.is_ascii_digit()) {
            let defect = Defect::new(DESCRIPTION, "bad_postcode").field("city.postcodes");
            reader.defects.push(defect.with("postcode", postcode));
        }
    }
    let file = licence.file.clone();
    if reader.text(&file).is_some_and(|text| text.trim().is_empty()) {
        reader.defects.push(Defect::new(file, "empty_licence"));
    }
    if description.sources.is_empty() {
        reader.defects.push(Defect::new(DESCRIPTION, "no_source").field("source"));
    }
    for source in &description.sources {
        if source.licence.trim().is_empty() || source.holder.trim().is_empty() {
            reader.defects.push(
                Defect::new(DESCRIPTION, "source_without_licence").feature(source.name.clone()),
            );
        }
    }
    if description.editions.is_empty() {
        reader.defects.push(Defect::new(DESCRIPTION, "no_edition").field("edition"));
    }
    for (index, entry) in description.editions.iter().enumerate() {
        for other in &description.editions[index + 1..] {
            if entry.edition.overlaps(&other.edition) {
                reader.defects.push(
                    Defect::new(DESCRIPTION, "edition_overlap")
                        .field("edition")
                        .with("first", entry.edition.number)
                        .with("second", other.edition.number),
                );
            }
        }
    }
    Some(description)
}

/// Reads `organisation.toml`.
pub(super) fn read_organisation(reader: &mut Reader) -> Option<Organisation> {
    toml_file(reader, ORGANISATION)
}

/// The projection that the description names.
pub(super) fn grid(description: &Description) -> Result<Grid, Defect> {
    description
        .city
        .epsg()
        .and_then(|epsg| Grid::new(epsg).ok())
        .ok_or_else(|| Defect::new(DESCRIPTION, "unknown_crs").field("city.crs"))
}
