//! What every page shares: city, attribution, styles and scripts.

use super::super::assets::{self, Entry};
use crate::domain::{
    city::{City, CityEdition},
    edition::EditionStatus,
};

/// The frame around a page.
pub struct Layout {
    /// Name of the city.
    pub city: String,
    /// What the licences of the data ask to be shown.
    pub attribution: String,
    /// Whether the borders are a draft, which every page says.
    pub draft: bool,
    /// Scripts and styles of this page.
    pub entry: Entry,
}

impl Layout {
    /// The frame for a page whose script is `entry`, such as `src/assignment.ts`.
    pub fn new(city: &City, edition: Option<&CityEdition>, entry: &str) -> Self {
        Self {
            city: city.info.name.clone(),
            attribution: city.attribution.clone(),
            draft: edition.is_some_and(|e| e.edition.status == EditionStatus::Draft),
            entry: assets::entry(entry),
        }
    }
}
