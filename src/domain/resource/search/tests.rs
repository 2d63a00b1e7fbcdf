//! Conditions, order and counts over a small city.

use std::sync::Arc;

use jiff::{Timestamp, civil::date};
use uuid::Uuid;

use super::*;
use crate::domain::{
    assign::tests::fixture,
    city::{City, Dataset},
    resource::{
        Category, Cost, Kind, Reach, Record, Resource, Status, Visibility, hours::Calendar,
    },
};

fn record(resource: Resource) -> Arc<Record> {
    Arc::new(Record::new(resource, Timestamp::UNIX_EPOCH, "test"))
}

fn resource(number: u128, name: &str) -> Resource {
    Resource::new(Uuid::from_u128(number), name, Category::MeetingPlace)
}

fn index(city: &City, resources: Vec<Resource>) -> Index {
    Index::new(resources.into_iter().map(record), city, &|_| vec!["Treffpunkt".into()])
}

fn ask(index: &Index, text: &str, filters: &Filters) -> (Vec<String>, usize) {
    let query = Query {
        text,
        filters,
        near: None,
        viewer: Viewer::Public,
        edition: 1,
        now: date(2026, 11, 25).at(12, 0, 0, 0),
        calendar: &Calendar::new("Schleswig-Holstein").unwrap(),
    };
    let found = search(index, &query);
    let names = found.hits.iter().map(|hit| hit.entry.record.resource.name.clone());
    (names.collect(), found.unknown)
}

#[test]
fn what_is_not_known_is_counted_apart_and_shown_when_asked_for() {
    let city = fixture::city();
    let free = Resource { cost: Some(Cost::Free), ..resource(1, "Frei") };
    let paid = Resource { cost: Some(Cost::Paid), ..resource(2, "Bezahlt") };
    let index = index(&city, vec![free, paid, resource(3, "Unbekannt")]);
    let mut filters = Filters { free: true, ..Filters::default() };
    assert_eq!(ask(&index, "", &filters), (vec!["Frei".into()], 1));
    filters.with_unknown = true;
    assert_eq!(ask(&index, "", &filters), (vec!["Frei".into(), "Unbekannt".into()], 0));
    // One "no" is enough, whatever else is unknown.
    filters.kind = Some(Kind::Voluntary);
    let paid_only = Filters { free: true, kind: Some(Kind::Voluntary), ..Filters::default() };
    assert_eq!(ask(&index, "", &paid_only), (Vec::new(), 2));
}

#[test]
fn entries_for_staff_and_layers_stay_out_of_the_way() {
    let city = fixture::city();
    let office = Resource { visibility: Visibility::Office, ..resource(1, "Intern") };
    let stop = Resource { categories: vec![Category::Stop], ..resource(2, "Haltestelle") };
    let index = index(&city, vec![office, stop, resource(3, "Haus")]);
    assert_eq!(ask(&index, "", &Filters::default()).0, ["Haus"]);
    let stops = Filters { categories: vec![Category::Stop], ..Filters::default() };
    assert_eq!(ask(&index, "", &stops).0, ["Haltestelle"]);
}

#[test]
fn words_are_found_in_names_and_categories_best_first() {
    let city = fixture::city();
    let described = Resource {
        description: Some("Hier trifft sich das Haus".into()),
        ..resource(1, "Alte Post")
    };
    let index = index(&city, vec![described, resource(2, "Haus am See")]);
    assert_eq!(ask(&index, "haus", &Filters::default()).0, ["Haus am See", "Alte Post"]);
    assert_eq!(ask(&index, "treffpunkt", &Filters::default()).0.len(), 2);
    assert_eq!(ask(&index, "!?", &Filters::default()).0.len(), 0);
    assert_eq!(ask(&index, " ", &Filters::default()).0.len(), 2);
}

#[test]
fn a_sozialraum_has_what_lies_in_it_and_what_is_meant_for_it() {
    let city = fixture::city();
    let edition = &city.editions[0];
    let (own, other) = (&edition.sozialraeume[0], &edition.sozialraeume[1]);
    let meant = |number, name, reach| Resource { reach, ..resource(number, name) };
    let index = index(
        &city,
        vec![
            meant(1, "Sozialraum", Reach::Sozialraum(own.id.clone())),
            meant(2, "Anderer", Reach::Sozialraum(other.id.clone())),
            meant(3, "Region", Reach::Region(own.region.clone())),
            meant(4, "Stadt", Reach::City),
            meant(5, "Nirgends", Reach::Place),
        ],
    );
    let filters = Filters { sozialraum: Some(own.id.clone()), ..Filters::default() };
    assert_eq!(ask(&index, "", &filters).0, ["Region", "Sozialraum", "Stadt"]);
}

#[test]
fn every_hit_with_a_place_is_in_exactly_one_cluster() {
    let city = fixture::city();
    let resources = (0..50_u32).map(|number| {
        let point = fixture::at(i64::from(number) * 700, i64::from(number % 7) * 900);
        let place = (number != 13).then(|| city.grid.to_lonlat(point));
        Resource { place, ..resource(u128::from(number) + 1, &format!("Ort {number}")) }
    });
    let index = index(&city, resources.collect());
    let calendar = Calendar::new("Schleswig-Holstein").unwrap();
    let query = Query {
        text: "",
        filters: &Filters::default(),
        near: Some(fixture::at(0, 0)),
        viewer: Viewer::Public,
        edition: 1,
        now: date(2026, 11, 25).at(12, 0, 0, 0),
        calendar: &calendar,
    };
    let found = search(&index, &query);
    let distances: Vec<f64> = found.hits.iter().filter_map(|hit| hit.distance_m).collect();
    assert!(distances.is_sorted() && distances.len() == 49);
    assert_eq!(found.hits.last().unwrap().entry.record.resource.name, "Ort 13");
    for size in [0.0, 10.0, 100.0, 1e6] {
        let clusters = clusters(found.hits.iter().enumerate(), None, size);
        let mut members: Vec<usize> = clusters.into_iter().flat_map(|one| one.members).collect();
        members.sort_unstable();
        assert_eq!(members, (0..49).collect::<Vec<_>>());
    }
}

#[test]
fn where_paths_are_known_the_nearest_on_foot_comes_first() {
    // The near one lies across a river that the only path leads around.
    let path =
        vec![fixture::at(0, 0), fixture::at(0, 400), fixture::at(300, 400), fixture::at(300, 0)];
    let city = City::build(Dataset { footpaths: vec![path], ..fixture::dataset() }).unwrap();
    let placed = |number, name, east, north| {
        let place = Some(city.grid.to_lonlat(fixture::at(east, north)));
        Resource { place, ..resource(number, name) }
    };
    let index = index(
        &city,
        vec![
            placed(1, "Drüben", 300, 0),
            placed(2, "Oben", 0, 400),
            placed(3, "Abseits", 150, -250),
        ],
    );
    let calendar = Calendar::new("Schleswig-Holstein").unwrap();
    let query = Query {
        text: "",
        filters: &Filters::default(),
        near: Some(fixture::at(0, 0)),
        viewer: Viewer::Public,
        edition: 1,
        now: date(2026, 11, 25).at(12, 0, 0, 0),
        calendar: &calendar,
    };
    let hits: Vec<_> = search(&index, &query)
        .hits
        .iter()
        .map(|hit| {
            let name = hit.entry.record.resource.name.as_str();
            (name, hit.distance_m.map(f64::round), hit.on_foot)
        })
        .collect();
    assert_eq!(
        hits,
        [
            ("Abseits", Some(292.0), false),
            ("Oben", Some(400.0), true),
            ("Drüben", Some(1_100.0), true)
        ]
    );
}

#[test]
fn an_index_that_was_changed_answers_like_a_new_one() {
    let city = fixture::city();
    let at = |east| Some(city.grid.to_lonlat(fixture::at(east, 0)));
    let offer = |number, name: &str, hours: Option<&str>| Resource {
        hours: hours.map(str::to_owned),
        place: at(100 * i64::try_from(number).unwrap()),
        ..resource(number, name)
    };
    let first = vec![
        offer(1, "Bücherei", Some("24/7")),
        offer(2, "Kita Aue", None),
        offer(3, "Zirkus", Some("We 10:00-14:00")),
        offer(4, "Mittagstisch", Some("We 13:00-14:00")),
    ];
    let open = Filters { open: Some(When::Now), ..Filters::default() };
    let before = index(&city, first.clone());
    assert_eq!(ask(&before, "", &open).0, ["Bücherei", "Zirkus"]);
    // One is renamed, one gets other hours, one goes, and one comes.
    let renamed = offer(1, "Stadtbibliothek", Some("24/7"));
    let later = offer(4, "Mittagstisch", Some("We 12:00-14:00"));
    let new = offer(5, "Aikido", Some("off"));
    let merged = Record { status: Status::Removed, ..(*record(offer(3, "Zirkus", None))).clone() };
    let changed = [renamed.clone(), later.clone(), new.clone()].map(record);
    let changed = changed.into_iter().chain([Arc::new(merged)]);
    let after = before.with(changed, &city, &|_| vec!["Treffpunkt".into()]);
    let anew = index(&city, vec![first[1].clone(), renamed, later, new]);
    for text in ["", "kita", "stadt", "bücherei", "zirkus", "treffpunkt", "ai", "Mitagstisch"] {
        for filters in [&Filters::default(), &open] {
            assert_eq!(ask(&after, text, filters), ask(&anew, text, filters), "{text}");
        }
    }
    let names: Vec<&str> = after.records().map(|one| one.resource.name.as_str()).collect();
    assert_eq!(names, ["Aikido", "Kita Aue", "Mittagstisch", "Stadtbibliothek"]);
    assert_eq!(ask(&after, "", &open).0, ["Mittagstisch", "Stadtbibliothek"]);
    for entry in after.entries() {
        assert_eq!(after.entry(entry.record.resource.id), Some(entry));
    }
}
