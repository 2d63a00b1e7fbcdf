//! All entries, ready to be asked.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use uuid::Uuid;

use super::{
    facts::{Facts, Pool, Shared, bits},
    words::{WordBuilder, WordIndex, words},
};
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
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AreaRef {
    /// Id of the Sozialraum.
    pub id: Arc<str>,
    /// Id of its region.
    pub region: Arc<str>,
}

/// An entry with what searching needs.
#[derive(Debug, Clone)]
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
    /// Its number in the index of words, whatever else is on the map.
    pub(super) slot: u32,
    pub(super) facts: Facts,
    areas: Areas,
}

/// In which Sozialraum something lies, by edition; the same one for all that lie in the same ones.
type Areas = Arc<[(u32, Option<AreaRef>)]>;

impl Entry {
    /// Whether it lies on a layer that is shown only when asked for.
    pub fn is_layer(&self) -> bool {
        self.layer
    }

    /// Whether anybody may see it.
    pub fn is_public(&self) -> bool {
        self.facts.public
    }

    /// The categories it is in, in the order of [`Category::ALL`].
    pub fn categories(&self) -> impl Iterator<Item = Category> {
        Category::ALL.into_iter().filter(|category| self.facts.in_any(bits(&[*category])))
    }

    /// The Sozialraum in which it lies; `None` without a place, or outside the city.
    pub fn area(&self, edition: u32) -> Option<&AreaRef> {
        self.areas.iter().find(|(number, _)| *number == edition)?.1.as_ref()
    }
}

/// All entries of the map, immutable. Building costs about a second for 100,000 of them, changing
/// one of them some tenths of a second: what has not changed is taken over.
#[derive(Debug, Default)]
pub struct Index {
    /// On the map, by name.
    entries: Vec<Entry>,
    /// All of them, those taken off the map included.
    records: HashMap<Uuid, Arc<Record>>,
    positions: HashMap<Uuid, u32>,
    hours: HoursIndex,
    words: WordIndex,
    /// How many numbers the index of words has given out.
    slots: u32,
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
        let empty =
            Self { areas: areas(city), footpaths: city.footpaths.clone(), ..Self::default() };
        empty.with(records, city, category_words)
    }

    /// The index with these records in the place of those with the same ids; the city has to be
    /// the one it was made with.
    #[must_use]
    pub fn with(
        &self,
        changed: impl IntoIterator<Item = Arc<Record>>,
        city: &City,
        category_words: CategoryWords<'_>,
    ) -> Self {
        // What is changed twice counts as it is at last.
        let changed: HashMap<Uuid, Arc<Record>> =
            changed.into_iter().map(|record| (record.resource.id, record)).collect();
        let mut records = self.records.clone();
        records.extend(changed.iter().map(|(id, record)| (*id, record.clone())));

        let mut hours = self.hours.clone();
        let mut making =
            Making { city, areas: &self.areas, shared: Shared::default(), pool: Pool::default() };
        let mut fresh: Vec<(Key, &Arc<Record>)> = changed
            .values()
            .filter(|record| record.is_active())
            .map(|record| (key(&record.resource), record))
            .collect();
        fresh.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let fresh = (self.slots..)
            .zip(fresh)
            .map(|(slot, (key, record))| (key, making.entry(record, slot, &mut hours)));
        let fresh: Vec<(Key, Entry)> = fresh.collect();
        let slots = self.slots + u32::try_from(fresh.len()).expect("there are fewer entries");

        let gone = |entry: &&Entry| changed.contains_key(&entry.record.resource.id);
        let old_words = words_of(self.entries.iter().filter(gone), category_words);
        let new_words = words_of(fresh.iter().map(|(_, entry)| entry), category_words);
        let words = self.words.with(old_words, new_words);

        let mut kept: Vec<Entry> =
            self.entries.iter().filter(|entry| !gone(entry)).cloned().collect();
        let mut entries: Vec<Entry> = Vec::with_capacity(kept.len() + fresh.len());
        // From the end, so that what is behind each fresh one is cut off once.
        for (key, entry) in fresh.into_iter().rev() {
            let at = kept.partition_point(|other| self::key(&other.record.resource) < key);
            entries.extend(kept.drain(at..).rev());
            entries.push(entry);
        }
        entries.extend(kept.into_iter().rev());
        entries.reverse();

        let positions =
            (0..).zip(&entries).map(|(at, entry)| (entry.record.resource.id, at)).collect();
        Self {
            entries,
            records,
            positions,
            hours,
            words,
            slots,
            areas: self.areas.clone(),
            footpaths: self.footpaths.clone(),
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
        match &*entry.facts.reach {
            Reach::Place => false,
            Reach::Sozialraum(meant) => meant == sozialraum,
            Reach::Region(region) => {
                self.area(sozialraum, edition).is_some_and(|area| *area.region == **region)
            }
            Reach::City => !entry.facts.placed,
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

    /// How well these words are in the entries, by their numbers in the index of words; 0 where one
    /// is missing. `None` for a text without words.
    pub(super) fn find(&self, text: &str) -> Option<Vec<f32>> {
        self.words.find(text, self.slots as usize)
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

/// What entries are ordered by: their names, made comparable.
type Key = (String, Uuid);

fn key(resource: &Resource) -> Key {
    (words(&resource.name).join(" "), resource.id)
}

/// What it takes to make entries.
struct Making<'a> {
    city: &'a City,
    areas: &'a [(u32, AreaRef)],
    shared: Shared,
    pool: Pool<[(u32, Option<AreaRef>)]>,
}

impl Making<'_> {
    fn entry(&mut self, record: &Arc<Record>, slot: u32, hours: &mut HoursIndex) -> Entry {
        let resource = &record.resource;
        let point = resource.place.and_then(|place| self.city.grid.to_grid(place).ok());
        let paths = self.city.footpaths.as_deref();
        Entry {
            record: record.clone(),
            point,
            joint: point.zip(paths).and_then(|(point, paths)| paths.join(point)),
            layer: resource.is_layer(),
            hours: resource.hours.as_deref().and_then(|text| hours.intern(text).ok()),
            slot,
            facts: Facts::new(resource, &mut self.shared),
            areas: self.pool.get(self.located(point)),
        }
    }

    fn located(&self, point: Option<GridPoint>) -> Vec<(u32, Option<AreaRef>)> {
        let Some(point) = point else { return Vec::new() };
        let of_edition = |edition: &crate::domain::city::CityEdition| {
            let number = edition.edition.number;
            let face = edition.face_at(point)?;
            let id = &edition.sozialraum(face).id;
            let area = self.areas.iter().find(|(of, area)| *of == number && *area.id == **id);
            area.map(|(_, area)| area.clone())
        };
        let editions = self.city.editions.iter();
        editions.map(|edition| (edition.edition.number, of_edition(edition))).collect()
    }
}

fn words_of<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    category_words: CategoryWords<'_>,
) -> WordBuilder {
    let mut of_category: BTreeMap<Category, Vec<String>> = BTreeMap::new();
    let mut builder = WordBuilder::default();
    for entry in entries {
        let resource = &entry.record.resource;
        for (text, weight) in texts(resource) {
            builder.add(entry.slot, text, weight);
        }
        for category in &resource.categories {
            let words = of_category.entry(*category).or_insert_with(|| category_words(*category));
            for text in words {
                builder.add(entry.slot, text, weight::CATEGORY);
            }
        }
    }
    builder
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
