//! What is to be done so that the map stays true, the most urgent first.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use uuid::Uuid;

use super::{
    Category,
    duplicates::Pair,
    hours::{Calendar, Hours, SchoolDay},
    search::{Entry, Index},
};
use crate::domain::coded::coded;

coded! {
    /// Why somebody should look at an entry, the most urgent first.
    pub enum Task {
        /// Somebody has sent a suggestion about it.
        Reported = "reported",
        /// Its hours cannot be read, so nobody is told whether it is open.
        HoursUnreadable = "hours_unreadable",
        /// It lies outside the city.
        Outside = "outside",
        /// It is probably there twice.
        Duplicate = "duplicate",
        /// The day has come on which it was to be looked at again.
        Due = "due",
        /// Its hours depend on school holidays that are not known any more.
        HolidaysEnded = "holidays_ended",
        /// Nobody has vouched for it yet.
        NeverVerified = "never_verified",
        /// When it is open is not known.
        NoHours = "no_hours",
    }
}

/// What is known about the map and not in it.
pub struct Knowledge<'a> {
    /// The day.
    pub today: Date,
    /// The edition that tells in which Sozialraum a place lies; none when none is in force.
    pub edition: Option<u32>,
    /// Holidays.
    pub calendar: &'a Calendar,
    /// How many suggestions are open about which entry.
    pub reported: &'a HashMap<Uuid, u32>,
    /// Pairs that are probably the same.
    pub duplicates: &'a [Pair],
}

/// Which entries are looked at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// Only of this category; without one all but those on layers of their own, of which there
    /// are so many that everything else would drown.
    pub category: Option<Category>,
    /// Only in this Sozialraum.
    pub sozialraum: Option<String>,
    /// Only what has this to be done.
    pub task: Option<Task>,
}

/// An entry with what is to be done, the most urgent first.
#[derive(Debug)]
pub struct Item<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// Why it is here; never empty.
    pub tasks: Vec<Task>,
}

/// What is to be done.
#[derive(Debug)]
pub struct Worklist<'a> {
    /// The entries, the most urgent first; of the same urgency those due longest, then by name.
    pub items: Vec<Item<'a>>,
    /// How many entries have which task, whatever task is asked for.
    pub counts: BTreeMap<Task, usize>,
}

/// The worklist. Linear in the number of entries, some milliseconds for 100,000.
pub fn worklist<'a>(
    index: &'a Index,
    knowledge: &Knowledge<'_>,
    selection: &Selection,
) -> Worklist<'a> {
    let doubles: HashSet<Uuid> =
        knowledge.duplicates.iter().flat_map(|pair| [pair.first, pair.second]).collect();
    let mut counts: BTreeMap<Task, usize> = Task::ALL.into_iter().map(|task| (task, 0)).collect();
    let mut items = Vec::new();
    for entry in index.entries() {
        if !selected(entry, knowledge.edition, selection) {
            continue;
        }
        let tasks = tasks(index, entry, knowledge, &doubles);
        for task in &tasks {
            *counts.entry(*task).or_default() += 1;
        }
        let wanted = selection.task.is_none_or(|task| tasks.contains(&task));
        if wanted && !tasks.is_empty() {
            items.push(Item { entry, tasks });
        }
    }
    // Entries come by name; sorting keeps that order where everything else is equal.
    let due = |item: &Item<'_>| item.entry.record.next_check.unwrap_or(Date::MAX);
    items.sort_by_key(|item| (item.tasks[0], due(item)));
    Worklist { items, counts }
}

fn selected(entry: &Entry, edition: Option<u32>, selection: &Selection) -> bool {
    let resource = &entry.record.resource;
    let category = match selection.category {
        Some(category) => resource.categories.contains(&category),
        None => !resource.is_layer(),
    };
    let area = edition.and_then(|edition| entry.area(edition));
    let inside = |id: &String| area.is_some_and(|area| *area.id == **id);
    category && selection.sozialraum.as_ref().is_none_or(inside)
}

fn tasks(
    index: &Index,
    entry: &Entry,
    knowledge: &Knowledge<'_>,
    doubles: &HashSet<Uuid>,
) -> Vec<Task> {
    let record = &entry.record;
    let resource = &record.resource;
    let hours = index.hours_of(entry);
    let has = |task: Task| match task {
        Task::Reported => knowledge.reported.contains_key(&resource.id),
        Task::HoursUnreadable => resource.hours.is_some() && hours.is_none(),
        Task::Outside => {
            let outside = |edition| entry.area(edition).is_none();
            resource.place.is_some() && knowledge.edition.is_some_and(outside)
        }
        Task::Duplicate => doubles.contains(&resource.id),
        Task::Due => record.is_due(knowledge.today),
        Task::HolidaysEnded => {
            hours.is_some_and(|hours| lacks_holidays(hours, knowledge.calendar, knowledge.today))
        }
        Task::NeverVerified => record.verification.is_none(),
        Task::NoHours => resource.hours.is_none() && !resource.appointment_only,
    };
    Task::ALL.into_iter().filter(|task| has(*task)).collect()
}

/// Whether hours depend on school holidays of which nothing is known today.
fn lacks_holidays(hours: &Hours, calendar: &Calendar, today: Date) -> bool {
    hours.needs_school_holidays() && calendar.school_day(today) == SchoolDay::Unknown
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::{Timestamp, civil::date};

    use super::*;
    use crate::domain::{
        assign::tests::fixture,
        grid::LonLat,
        resource::{Record, Resource, Verification},
    };

    fn record(number: u128, name: &str, change: impl FnOnce(&mut Record)) -> Arc<Record> {
        let resource = Resource::new(Uuid::from_u128(number), name, Category::Kita);
        let mut record = Record::new(resource, Timestamp::UNIX_EPOCH, "test");
        record.resource.hours = Some("Mo-Fr 08:00-16:00".into());
        record.verification = Some(Verification { at: Timestamp::UNIX_EPOCH, by: "test".into() });
        change(&mut record);
        Arc::new(record)
    }

    fn asked(index: &Index, selection: &Selection) -> (Vec<(String, Vec<Task>)>, usize) {
        let reported = HashMap::from([(Uuid::from_u128(3), 2)]);
        let knowledge = Knowledge {
            today: date(2026, 11, 25),
            edition: Some(1),
            calendar: &Calendar::new("Schleswig-Holstein").unwrap(),
            reported: &reported,
            duplicates: &[],
        };
        let list = worklist(index, &knowledge, selection);
        let item = |item: &Item<'_>| (item.entry.record.resource.name.clone(), item.tasks.clone());
        (list.items.iter().map(item).collect(), list.counts[&Task::NeverVerified])
    }

    #[test]
    fn the_most_urgent_comes_first_and_what_is_in_order_does_not_come() {
        let city = fixture::city();
        let index = Index::new(
            [
                record(1, "In Ordnung", |_| {}),
                record(2, "Neu", |record| record.verification = None),
                record(3, "Gemeldet", |record| record.verification = None),
                record(4, "Fällig", |record| record.next_check = Some(date(2026, 11, 25))),
                record(5, "Lange fällig", |record| record.next_check = Some(date(2026, 1, 1))),
                record(6, "Morgen", |record| record.next_check = Some(date(2026, 11, 26))),
                record(7, "Draußen", |record| {
                    record.resource.place = Some(LonLat { lon: 9.0, lat: 50.0 });
                }),
                record(8, "Zeiten", |record| record.resource.hours = None),
                record(9, "Haltestelle", |record| {
                    record.resource.categories = vec![Category::Stop];
                    record.verification = None;
                }),
            ],
            &city,
            &|_| Vec::new(),
        );
        let (items, never) = asked(&index, &Selection::default());
        let names: Vec<&str> = items.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Gemeldet", "Draußen", "Lange fällig", "Fällig", "Neu", "Zeiten"]);
        assert_eq!(items[0].1, [Task::Reported, Task::NeverVerified]);
        assert_eq!(never, 2);

        let due = Selection { task: Some(Task::Due), ..Selection::default() };
        assert_eq!(asked(&index, &due).0.len(), 2);
        assert_eq!(asked(&index, &due).1, 2, "counts stay");
        let stops = Selection { category: Some(Category::Stop), ..Selection::default() };
        assert_eq!(asked(&index, &stops).0[0].0, "Haltestelle");
        let nowhere = Selection { sozialraum: Some("x".into()), ..Selection::default() };
        assert!(asked(&index, &nowhere).0.is_empty());
    }

    #[test]
    fn codes_are_what_addresses_say() {
        for task in Task::ALL {
            assert_eq!(serde_json::to_value(task).unwrap(), task.code());
            assert_eq!(Task::of_code(task.code()), Some(task));
        }
    }
}
