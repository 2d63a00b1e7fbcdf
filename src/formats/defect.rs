//! What is wrong with a file: where, what, and what would be right.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use serde::Serialize;

use crate::{domain::grid::LonLat, locale::Catalogue};

/// One defect of a data folder.
///
/// `code` names its words in the catalogue: `check.<code>.problem` and `check.<code>.remedy`,
/// filled with `values`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Defect {
    /// File inside the data folder.
    pub file: Box<str>,
    /// The feature, entry or line concerned.
    pub feature: Option<Box<str>>,
    /// The field concerned.
    pub field: Option<Cow<'static, str>>,
    /// Where on the map (degrees, WGS 84).
    pub place: Option<LonLat>,
    /// What is wrong.
    pub code: &'static str,
    /// The values that the words need.
    pub values: BTreeMap<&'static str, String>,
}

impl Defect {
    /// A defect of a whole file.
    pub fn new(file: impl Into<Box<str>>, code: &'static str) -> Self {
        Self {
            file: file.into(),
            feature: None,
            field: None,
            place: None,
            code,
            values: BTreeMap::new(),
        }
    }

    /// Names the feature.
    #[must_use]
    pub fn feature(mut self, feature: impl Into<String>) -> Self {
        self.feature = Some(feature.into().into_boxed_str());
        self
    }

    /// Names the field.
    #[must_use]
    pub fn field(mut self, field: impl Into<Cow<'static, str>>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Names the place.
    #[must_use]
    pub fn at(mut self, place: LonLat) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds a value for the words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.insert(name, value.to_string());
        self
    }

    fn words(&self, part: &str) -> String {
        let values: Vec<(&str, &str)> =
            self.values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        Catalogue::german().text(&format!("check.{}.{part}", self.code), &values)
    }

    /// What is wrong, in words.
    pub fn problem(&self) -> String {
        // One line a defect, whatever a library put into its message.
        self.words("problem").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What would be right, in words.
    pub fn remedy(&self) -> String {
        self.words("remedy")
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if let Some(feature) = &self.feature {
            write!(out, ", {feature}")?;
        }
        if let Some(field) = &self.field {
            write!(out, ", „{field}“")?;
        }
        if let Some(place) = self.place {
            write!(out, " ({:.6}, {:.6})", place.lon, place.lat)?;
        }
        write!(out, ": {} {}", self.problem(), self.remedy())
    }
}

/// All defects that stopped something, as one error.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Defects(pub Vec<Defect>);
