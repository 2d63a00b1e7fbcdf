//! Use cases: where domain, store and clock meet.

pub mod accounts;
pub mod address_files;
pub mod addresses;
pub mod audit;
pub mod backup;
pub mod basemap;
pub mod batch;
pub mod batch_jobs;
pub mod check;
pub mod doctor;
pub mod geodata;
pub mod heal;
pub mod live;
pub mod mail;
pub mod open;
pub mod organisation;
pub mod osm;
pub mod register;
pub mod register_import;
pub mod resources;
pub mod secret;
pub mod served;
pub mod street_rules;
pub mod upkeep;

use std::sync::{Arc, OnceLock};

use jiff::{
    Timestamp, Zoned,
    civil::{Date, DateTime},
    tz::TimeZone,
};

use crate::domain::{
    assign::{self, Answer, Places, Question, QuestionError},
    city::{City, CityError, Dataset, OnDay},
    directory::Suggestion,
    organisation::{Change, Timeline},
    population::Population,
    register::{Register, RegisterStreet},
    resource::{
        Category, NamedPlace, NamedPlaces, Record,
        duplicates::{self, Pair},
        hours::Calendar,
        search::Index,
    },
};
use crate::locale::Lang;

/// Longest text that a suggestion or an answer is looked up for, in characters.
pub const MAX_TEXT: usize = 300;

/// The time zone in which the offices live.
fn german_time() -> TimeZone {
    TimeZone::get("Europe/Berlin").expect("the time zone database is bundled")
}

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

/// The words under which people look for a category, in every language.
fn category_words(category: Category) -> Vec<String> {
    let texts = |lang: Lang| {
        ["category", "category_words"]
            .map(|group| lang.t(&format!("{group}.{}", category.code()), &[]))
    };
    Lang::ALL.into_iter().flat_map(texts).collect()
}

/// The answer with how its street is shared out, when that is what is left to settle.
fn with_ranges(day: OnDay<'_>, answer: Answer) -> Answer {
    let street = RegisterStreet::left_to_settle(day, &answer);
    answer.with_ranges(day, street.as_ref())
}

/// The service over one city.
#[derive(Clone)]
pub struct Service {
    city: Arc<City>,
    organisation: Arc<Timeline>,
    resources: Arc<Index>,
    /// Worked out when somebody asks for them.
    places: Arc<OnceLock<NamedPlaces>>,
    /// Worked out when somebody asks for them.
    duplicates: Arc<OnceLock<Vec<Pair>>>,
    /// That of each edition, worked out when somebody asks for it.
    registers: Arc<[OnceLock<Register>]>,
    population: Option<Arc<Population>>,
}

impl Service {
    /// Builds the service from a dataset, what was changed in its organisation since, and the
    /// entries of the resource map. The layers of the base map are left out, see
    /// [`Served`](served::Served).
    ///
    /// # Errors
    /// When the dataset is no city that can be asked.
    pub fn build(
        mut dataset: Dataset,
        changes: &[Change],
        records: Vec<Record>,
    ) -> Result<Self, CityError> {
        let grid = dataset.population.take();
        let city = City::build(dataset)?;
        let organisation = Timeline::new(city.organisation.clone(), changes);
        let resources = Index::new(records.into_iter().map(Arc::new), &city, &category_words);
        let editions = || city.editions.iter().map(|e| (e.edition.number, &e.partition));
        let population = grid.map(|grid| Arc::new(Population::new(&grid, editions())));
        let registers = city.editions.iter().map(|_| OnceLock::new()).collect();
        Ok(Self {
            city: Arc::new(city),
            organisation: Arc::new(organisation),
            resources: Arc::new(resources),
            places: Arc::default(),
            duplicates: Arc::default(),
            registers,
            population,
        })
    }

    /// The same service with these entries of the resource map in the place of those with the
    /// same ids.
    #[must_use]
    pub fn with_records(&self, records: Vec<Record>) -> Self {
        let changed = records.into_iter().map(Arc::new);
        let resources = self.resources.with(changed, &self.city, &category_words);
        Self {
            resources: Arc::new(resources),
            places: Arc::default(),
            duplicates: Arc::default(),
            ..self.clone()
        }
    }

    /// The same service with other changes of the organisation; costs next to nothing.
    #[must_use]
    pub fn with_changes(&self, changes: &[Change]) -> Self {
        let organisation = Timeline::new(self.city.organisation.clone(), changes);
        Self { organisation: Arc::new(organisation), ..self.clone() }
    }

    /// The city.
    pub fn city(&self) -> &City {
        &self.city
    }

    /// Who answers for what, over time.
    pub fn organisation(&self) -> &Timeline {
        &self.organisation
    }

    /// The resource map.
    pub fn resources(&self) -> &Index {
        &self.resources
    }

    /// Pairs of entries that are probably the same, see [`duplicates::pairs`]. The first call
    /// works them out.
    pub fn duplicates(&self) -> &[Pair] {
        self.duplicates.get_or_init(|| duplicates::pairs(&self.resources))
    }

    /// How many people live in each Sozialraum, if it is known.
    pub fn population(&self) -> Option<&Population> {
        self.population.as_deref()
    }

    /// Public and school holidays.
    pub fn calendar(&self) -> &Calendar {
        &self.city.calendar
    }

    /// The present time as clocks in Germany show it.
    pub fn now() -> DateTime {
        Self::local(Timestamp::now()).datetime()
    }

    /// Today in Germany.
    pub fn today() -> Date {
        Self::local(Timestamp::now()).date()
    }

    /// A time as clocks in Germany show it.
    pub fn local(at: Timestamp) -> Zoned {
        at.to_zoned(german_time())
    }

    /// When a day begins in Germany.
    pub fn start_of(day: Date) -> Timestamp {
        day.to_zoned(german_time()).map_or(Timestamp::MAX, |start| start.timestamp())
    }

    /// The city as it stands on a day; today when none is given.
    ///
    /// # Errors
    /// When no edition is in force then.
    pub fn on(&self, as_of: Option<Date>) -> Result<OnDay<'_>, AskError> {
        let day = as_of.unwrap_or_else(Self::today);
        self.city.on(day, &self.organisation).ok_or_else(|| AskError::NoEdition {
            day,
            first_day: self.city.first_day().unwrap_or(day),
        })
    }

    /// The city by one of its editions: as it stands today where that is in force, otherwise on
    /// its first day. `None` when there is no such edition.
    pub fn by_edition(&self, number: u32) -> Option<OnDay<'_>> {
        let edition = self.city.editions.iter().find(|of| of.edition.number == number)?;
        let today = Self::today();
        let day =
            if edition.edition.in_force_on(today) { today } else { edition.edition.valid_from };
        Some(OnDay { city: &self.city, edition, organisation: self.organisation.on(day) })
    }

    /// Which team is responsible.
    ///
    /// # Errors
    /// When the question is empty or senseless or no edition is in force on that day.
    pub fn assign(&self, question: &Question, as_of: Option<Date>) -> Result<Answer, AskError> {
        let day = self.on(as_of)?;
        Ok(with_ranges(day, assign::assign(day, question)?))
    }

    /// As [`assign`](Self::assign), and a line that names a place of the resource map leads to
    /// where it lies.
    ///
    /// # Errors
    /// When the question is empty or senseless or no edition is in force on that day.
    pub fn assign_or_place(
        &self,
        question: &Question,
        as_of: Option<Date>,
    ) -> Result<Answer, AskError> {
        let day = self.on(as_of)?;
        let answer = assign::assign_or_place(day, question, self.places(), &self.resources)?;
        Ok(with_ranges(day, answer))
    }

    /// The places of the resource map, for many addresses at once.
    pub fn named_places(&self) -> Places<'_> {
        (self.places(), &self.resources)
    }

    /// The places of the resource map by their names.
    fn places(&self) -> &NamedPlaces {
        self.places.get_or_init(|| NamedPlaces::new(&self.resources))
    }

    /// Places of the resource map that somebody who typed this may mean, best first.
    pub fn suggest_places(&self, text: &str, limit: usize) -> Vec<NamedPlace<'_>> {
        let text: String = text.chars().take(MAX_TEXT).collect();
        self.places().suggest(&text, limit)
    }

    /// Streets and addresses that somebody who typed this may mean, best first.
    pub fn suggest(&self, text: &str, limit: usize) -> Vec<Suggestion> {
        let text: String = text.chars().take(MAX_TEXT).collect();
        self.city.directory.suggest(&text, &self.city.gazetteer, limit)
    }
}
