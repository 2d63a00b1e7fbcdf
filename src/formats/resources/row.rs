//! One row of a file, and what keeps it from being taken.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use crate::{
    domain::resource::{FieldError, Resource},
    locale::Catalogue,
};

/// One row of a file with its verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Where it stands: the line of a CSV file, otherwise the running number from 1.
    pub at: usize,
    /// The entry's name, as far as it is known.
    pub name: String,
    /// The entry, or everything that is wrong with it.
    pub result: Result<Resource, Vec<RowError>>,
    /// What the file says but cannot be taken over; the entry is good without it.
    pub dropped: Vec<RowError>,
}

/// What is wrong with one field of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowError {
    /// The column or property, as it is called in this service.
    pub field: String,
    /// What is wrong, as a key of the catalogue under `row_error`, or under `resource_error` when
    /// it is a rule of the entries themselves.
    pub code: &'static str,
    /// The values that the words need.
    pub values: BTreeMap<&'static str, String>,
}

impl RowError {
    /// An error of a field.
    pub fn new(field: impl Into<String>, code: &'static str) -> Self {
        Self { field: field.into(), code, values: BTreeMap::new() }
    }

    /// Adds a value for the words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.insert(name, value.to_string());
        self
    }

    /// What is wrong and what would be right, in words.
    pub fn problem(&self) -> String {
        let values: Vec<(&str, &str)> =
            self.values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let catalogue = Catalogue::german();
        let own = format!("row_error.{}", self.code);
        let key = if catalogue.has(&own) { own } else { format!("resource_error.{}", self.code) };
        catalogue.text(&key, &values)
    }
}

impl From<FieldError> for RowError {
    fn from(error: FieldError) -> Self {
        Self::new(error.field, error.code)
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "„{}“: {}", self.field, self.problem())
    }
}
