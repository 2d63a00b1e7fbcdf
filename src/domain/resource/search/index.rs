//! All entries, ready to be asked.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use uuid::Uuid;

use super::words::{WordBuilder, WordIndex, words};
use crate::domain::{
    city::City,
    footpaths::{Footpaths, Joint},
    grid::GridPoint,
    resource::{
        Category, Reach, Record, Resource, Status, TextField,
        hours::{Hours, HoursIndex},
    },
};

/// How much a text counts when words are looked for.
mod weight {
    pub const NAME: f32 = 4.0;
    pub const CATEGORY: f32 = 3.0;
    pub const PROVIDER: f32 = 2.0;
    pub const REST: f32 = 1.0;
}

/// A Sozialraum of an edition, and its region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaRef {
    /// Id of the Sozialraum.
    pub id: Arc<str>,
    /// Id of its region.
    pub region: Arc<str>,
}

/// An entry with what searching needs.
#[derive(Debug)]
pub struct Entry {
    /// The entry.
    pub record: Arc<Record>,
    /// Its place on the grid.
    pub point: Option<GridPoint>,
    /// Where it joins the footpaths.
    pub(super) joint: Option<Joint>,
    /// Whether it lies on a layer of its own.
    pub(super) layer: bool,
    /// Its hours in [`Index::hours`].
    pub(super) hours: Option<u32>,
    /// In which Sozialraum it lies, by edition.
    areas: Vec<(u32, Option<AreaRef>)>,
}

impl Entry {
    /// Whether it lies on a layer that is shown only when asked for.
    pub fn is_layer(&self) -> bool {
        self.layer
    }

    /// The Sozialraum in which it lies; `None` without a place, or outside the city.
    pub fn area(&self, edition: u32) -> Option<&AreaRef> {
        self.areas.iter().find(|(number, _)| *number == edition)?.1.as_ref()
    }
}

/// All entries of the map, immutable. Building costs about a second for 100,000 of them; what has
/// not changed is taken over.
#[derive(Debug, Default)]
pub struct Index {
    /// On the map, by name.
    entries: Vec<Entry>,
    /// All of them, those taken off the map included.
    records: HashMap<Uuid, Arc<Record>>,
    positions: HashMap<Uuid, u32>,
    hours: HoursIndex,
    words: Option<WordIndex>,
    areas: Vec<(u32, AreaRef)>,
    footpaths: Option<Arc<Footpaths>>,
}

/// The words under which people look for a category, in all languages.
pub type CategoryWords<'a> = &'a dyn Fn(Category) -> Vec<String>;

impl Index {
    /// The index over these records. Hours that cannot be read count as unknown.
    pub fn new(
        records: impl IntoIterator<Item = Arc<Record>>,
        city: &City,
        category_words: CategoryWords<'_>,
    ) -> Self {
        let records: HashMap<Uuid, Arc<Record>> =
            records.into_iter().map(|record| (record.resource.id, record)).collect();
        let areas = areas(city);
        let paths = city.footpaths.as_deref();
        let mut hours = HoursIndex::default();
        let mut active: Vec<&Arc<Record>> =
            records.values().filter(|record| record.is_active()).collect();
        active.sort_by_cached_key(|record| {
            (words(&record.resource.name).join(" "), record.resource.id)
        });
        let entries: Vec<Entry> = active
            .into_iter()
            .map(|record| {
                let point = record.resource.place.and_then(|place| city.grid.to_grid(place).ok());
                Entry {
                    record: record.clone(),
                    point,
                    joint: point.zip(paths).and_then(|(point, paths)| paths.join(point)),
                    layer: record.resource.is_layer(),
                    hours: record
                        .resource
                        .hours
                        .as_deref()
                        .and_then(|text| hours.intern(text).ok()),
                    areas: located(city, &areas, point),
                }
            })
            .collect();
        let positions =
            (0..).zip(&entries).map(|(at, entry)| (entry.record.resource.id, at)).collect();
        let words = word_index(&entries, category_words);
        Self {
            entries,
            records,
            positions,
            hours,
            words: Some(words),
            areas,
            footpaths: city.footpaths.clone(),
        }
    }

    /// The entries on the map, by name.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The records on the map, by name.
    pub fn records(&self) -> impl Iterator<Item = &Arc<Record>> {
        self.entries.iter().map(|entry| &entry.record)
    }

    /// Every record, those taken off the map included, in no order.
    pub fn all_records(&self) -> impl Iterator<Item = &Arc<Record>> {
        self.records.values()
    }

    /// The record with this id, whatever became of it.
    pub fn record(&self, id: Uuid) -> Option<&Arc<Record>> {
        self.records.get(&id)
    }

    /// The entry on the map with this id.
    pub fn entry(&self, id: Uuid) -> Option<&Entry> {
        self.positions.get(&id).map(|at| &self.entries[*at as usize])
    }

    /// Where an entry leads that was merged into another one, or another one after that. `None`
    /// when it leads nowhere.
    pub fn merged_into(&self, id: Uuid) -> Option<&Arc<Record>> {
        let mut record = self.record(id)?;
        // Merged entries cannot lead in a circle, but what is read from elsewhere might.
        for _ in 0..100 {
            match record.status {
                Status::Merged(into) => record = self.record(into)?,
                _ => return Some(record),
            }
        }
        None
    }

    /// Whether an offer is meant for a Sozialraum, wherever it lies: for it alone, for its region,
    /// or for the whole city without being anywhere.
    pub fn is_meant_for(&self, entry: &Entry, sozialraum: &str, edition: u32) -> bool {
        let resource = &entry.record.resource;
        match &resource.reach {
            Reach::Place => false,
            Reach::Sozialraum(meant) => meant == sozialraum,
            Reach::Region(region) => {
                self.area(sozialraum, edition).is_some_and(|area| *area.region == **region)
            }
            Reach::City => resource.place.is_none(),
        }
    }

    /// The hours that were read of an entry; `None` when they are unknown.
    pub fn hours_of(&self, entry: &Entry) -> Option<&Hours> {
        self.hours.get(entry.hours?).map(|hours| &**hours)
    }

    pub(super) fn footpaths(&self) -> Option<&Footpaths> {
        self.footpaths.as_deref()
    }

    pub(super) fn hours(&self) -> &HoursIndex {
        &self.hours
    }

    /// The entries that contain these words; `None` for a text without words.
    pub(super) fn find(&self, text: &str) -> Option<HashMap<u32, f32>> {
        self.words.as_ref()?.find(text)
    }

    /// A Sozialraum by its id.
    pub(super) fn area(&self, id: &str, edition: u32) -> Option<&AreaRef> {
        self.areas.iter().find(|(number, area)| *number == edition && *area.id == *id).map(|a| &a.1)
    }
}

fn areas(city: &City) -> Vec<(u32, AreaRef)> {
    let of_edition = |edition: &crate::domain::city::CityEdition| {
        let number = edition.edition.number;
        let area = |id: &str, region: &str| AreaRef { id: id.into(), region: region.into() };
        edition
            .sozialraeume
            .iter()
            .map(|sozialraum| (number, area(&sozialraum.id, &sozialraum.region)))
            .collect::<Vec<_>>()
    };
    city.editions.iter().flat_map(of_edition).collect()
}

fn located(
    city: &City,
    areas: &[(u32, AreaRef)],
    point: Option<GridPoint>,
) -> Vec<(u32, Option<AreaRef>)> {
    let Some(point) = point else { return Vec::new() };
    let of_edition = |edition: &crate::domain::city::CityEdition| {
        let number = edition.edition.number;
        let face = edition.face_at(point)?;
        let id = &edition.sozialraum(face).id;
        areas.iter().find(|(of, area)| *of == number && *area.id == **id).map(|a| a.1.clone())
    };
    city.editions.iter().map(|edition| (edition.edition.number, of_edition(edition))).collect()
}

fn word_index(entries: &[Entry], category_words: CategoryWords<'_>) -> WordIndex {
    let mut of_category: BTreeMap<Category, Vec<String>> = BTreeMap::new();
    let mut builder = WordBuilder::default();
    for (at, entry) in (0..).zip(entries) {
        let resource = &entry.record.resource;
        for (text, weight) in texts(resource) {
            builder.add(at, text, weight);
        }
        for category in &resource.categories {
            let words = of_category.entry(*category).or_insert_with(|| category_words(*category));
            for text in words {
                builder.add(at, text, weight::CATEGORY);
            }
        }
    }
    builder.build()
}

/// The texts of an entry in which words are looked for.
fn texts(resource: &Resource) -> Vec<(&str, f32)> {
    let mut texts = vec![(resource.name.as_str(), weight::NAME)];
    texts.extend(resource.provider.as_deref().map(|text| (text, weight::PROVIDER)));
    texts.extend(resource.address.street.as_deref().map(|text| (text, weight::PROVIDER)));
    texts.extend(resource.description.as_deref().map(|text| (text, weight::REST)));
    texts.extend(resource.address.note.as_deref().map(|text| (text, weight::REST)));
    for translations in resource.translations.values() {
        for (field, translation) in translations {
            let weight = if *field == TextField::Name { weight::NAME } else { weight::REST };
            texts.push((&translation.text, weight));
        }
    }
    texts
}
