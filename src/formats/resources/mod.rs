//! The resource map in files: CSV for spreadsheets, GeoJSON for maps, HSDS for other directories.
//!
//! Reading never stops at the first wrong row: every row comes with its verdict, so that a dry run
//! can show all of them. What is wrong with a file as a whole is a [`Defects`].
//!
//! | | reading | writing |
//! |---|---|---|
//! | CSV | [`csv::read`] | [`csv::write`] |
//! | GeoJSON | [`geojson::read`] | [`geojson::write`] |
//! | HSDS 3 | [`hsds::read`] | [`hsds::write`] |

pub mod csv;
mod flat;
pub mod geojson;
pub mod hsds;
mod id;
mod row;
mod text;

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use crate::{
    domain::resource::{Category, Resource},
    formats::defect::{Defect, Defects},
};

pub use flat::{COLUMNS, Cells, cells};
pub use id::of_foreign as id_in;
pub use row::{Row, RowError};

/// How a file is to be read.
pub struct Options<'a> {
    /// Name of the file, for messages.
    pub file: &'a str,
    /// A lasting name of where the file comes from, such as `stadtjugendring`. Entries without an
    /// id of their own get one from it, so it must stay the same from import to import.
    pub source: &'a str,
    /// The category of entries that name none; without it they are refused, those of HSDS taken for
    /// institutions.
    pub default_category: Option<Category>,
}

/// What a file says.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Every row in the order of the file, with its verdict.
    pub rows: Vec<Row>,
    /// What people should know about the file although it can be read.
    pub notes: Vec<Defect>,
    /// Fields of a foreign format that have no place here, with how often they occurred.
    pub ignored: BTreeMap<String, usize>,
}

impl Reading {
    /// The entries when every row can be taken, otherwise nothing: an import is all or nothing.
    pub fn resources(&self) -> Option<Vec<Resource>> {
        self.rows.iter().map(|row| row.result.as_ref().ok().cloned()).collect()
    }
}

/// One entry of a file before it is checked.
struct Draft {
    at: usize,
    name: String,
    result: Result<Resource, Vec<RowError>>,
    dropped: Vec<RowError>,
}

/// Checks the drafts: every rule of [`Resource::errors`], and no id twice.
fn check(drafts: Vec<Draft>, options: &Options<'_>) -> Vec<Row> {
    let mut seen: HashMap<Uuid, usize> = HashMap::new();
    let check = |Draft { at, name, result, dropped }| {
        let result = result.and_then(|resource: Resource| {
            let mut resource = resource.tidy();
            if resource.categories.is_empty() {
                resource.categories.extend(options.default_category);
            }
            let mut errors: Vec<RowError> =
                resource.errors().into_iter().map(RowError::from).collect();
            if let Some(error) = resource.place.and_then(text::unlikely_place) {
                errors.retain(|error| error.field != "place");
                errors.push(error);
            }
            if let Some(first) = seen.insert(resource.id, at) {
                errors.push(RowError::new("id", "double_entry").with("first", first));
            }
            if errors.is_empty() { Ok(resource) } else { Err(errors) }
        });
        Row { at, name, result, dropped }
    };
    drafts.into_iter().map(check).collect()
}

/// A file's bytes as text.
///
/// # Errors
/// One defect when the file is not UTF-8.
pub(in crate::formats) fn utf8<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Defects> {
    let text =
        std::str::from_utf8(bytes).map_err(|_| Defects(vec![Defect::new(file, "no_utf8")]))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}
