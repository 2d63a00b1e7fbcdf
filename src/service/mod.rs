//! Use cases: where domain, store and clock meet.

pub mod basemap;
pub mod check;
pub mod geodata;
pub mod heal;
pub mod open;

use std::sync::Arc;

use jiff::{Zoned, civil::Date, tz::TimeZone};

use crate::domain::{
    assign::{self, Answer, Question, QuestionError},
    city::{City, CityEdition, CityError, Dataset},
    directory::Suggestion,
};
use basemap::{BadLayer, BaseMap};

/// Longest text that a suggestion or an answer is looked up for, in characters.
pub const MAX_TEXT: usize = 300;

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AskError {
    /// The question itself cannot be asked.
    #[error(transparent)]
    Question(#[from] QuestionError),
    /// No edition was in force on that day.
    #[error("no edition is in force on {day}; the first one is in force from {first_day}")]
    NoEdition {
        /// The day asked for.
        day: Date,
        /// The first day for which there is an answer.
        first_day: Date,
    },
}

/// Why a service cannot start from a dataset.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The dataset is no city that can be asked.
    #[error(transparent)]
    City(#[from] CityError),
    /// A layer of the base map cannot be read.
    #[error(transparent)]
    BaseMap(#[from] BadLayer),
}

/// The service over one city.
#[derive(Clone)]
pub struct Service {
    city: Arc<City>,
    base_map: Arc<BaseMap>,
}

impl Service {
    /// Builds the service from a dataset.
    ///
    /// # Errors
    /// When the dataset is no city that can be asked.
    pub fn build(mut dataset: Dataset) -> Result<Self, BuildError> {
        let layers = std::mem::take(&mut dataset.layers);
        let city = City::build(dataset)?;
        let base_map = BaseMap::new(&layers)?.with_streets(&city);
        Ok(Self { city: Arc::new(city), base_map: Arc::new(base_map) })
    }

    /// The city.
    pub fn city(&self) -> &City {
        &self.city
    }

    /// The base map.
    pub fn base_map(&self) -> &BaseMap {
        &self.base_map
    }

    /// Today in Germany.
    pub fn today() -> Date {
        let zone = TimeZone::get("Europe/Berlin").expect("the time zone database is bundled");
        Zoned::now().with_time_zone(zone).date()
    }

    /// The edition in force on a day; today when none is given.
    ///
    /// # Errors
    /// When no edition is in force then.
    pub fn edition(&self, as_of: Option<Date>) -> Result<&CityEdition, AskError> {
        let day = as_of.unwrap_or_else(Self::today);
        self.city.edition_on(day).ok_or_else(|| AskError::NoEdition {
            day,
            first_day: self.city.first_day().unwrap_or(day),
        })
    }

    /// Which team is responsible.
    ///
    /// # Errors
    /// When the question is empty or senseless or no edition is in force on that day.
    pub fn assign(&self, question: &Question, as_of: Option<Date>) -> Result<Answer, AskError> {
        let edition = self.edition(as_of)?;
        Ok(assign::assign(&self.city, edition, question)?)
    }

    /// What somebody who typed this may mean, best first.
    pub fn suggest(&self, text: &str, limit: usize) -> Vec<Suggestion> {
        let text: String = text.chars().take(MAX_TEXT).collect();
        self.city.directory.suggest(&text, &self.city.gazetteer, limit)
    }
}
