//! How long a search in 100,000 offers takes: filters, distance, opening hours, words. Run with
//! `cargo bench`; no test watches the clock.

#[path = "../tests/resources/made_up.rs"]
mod made_up;

use std::{hint::black_box, path::Path, sync::LazyLock};

use divan::Bencher;
use sozialraum::{
    domain::{
        grid::LonLat,
        resource::search::{Filters, Query, Viewer, When, search},
    },
    service::{Service, open},
};

const OFFERS: u128 = 100_000;

static SERVICE: LazyLock<Service> = LazyLock::new(|| {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/norderstedt");
    let service = open::from_folder(Some(&data)).expect("the shipped dataset is sound");
    service.with_records(made_up::offers(OFFERS, "mitte", "nord"))
});

fn main() {
    LazyLock::force(&SERVICE);
    divan::main();
}

/// A question from the middle of the city.
fn ask(bencher: Bencher<'_, '_>, text: &str, filters: &Filters) {
    let service = &*SERVICE;
    let near = service.city().grid.to_grid(LonLat { lon: 9.99, lat: 53.70 }).ok();
    let day = service.on(None).expect("an edition is in force");
    let query = Query {
        text,
        filters,
        near,
        viewer: Viewer::Public,
        edition: day.edition.edition.number,
        now: Service::now(),
        calendar: service.calendar(),
    };
    bencher.bench(|| search(service.resources(), black_box(&query)).hits.len());
}

#[divan::bench]
fn everything_by_distance(bencher: Bencher<'_, '_>) {
    ask(bencher, "", &Filters::default());
}

#[divan::bench]
fn filters_and_distance(bencher: Bencher<'_, '_>) {
    let filters = Filters { age: Some(5), free: true, wheelchair: true, ..Filters::default() };
    ask(bencher, "", &filters);
}

#[divan::bench]
fn open_now_and_distance(bencher: Bencher<'_, '_>) {
    ask(bencher, "", &Filters { open: Some(When::Now), ..Filters::default() });
}

#[divan::bench]
fn all_filters_and_unknown(bencher: Bencher<'_, '_>) {
    let filters = Filters {
        age: Some(5),
        open: Some(When::Today),
        language: Some("tr".to_owned()),
        sozialraum: Some("mitte".to_owned()),
        with_unknown: true,
        ..Filters::default()
    };
    ask(bencher, "", &filters);
}

#[divan::bench]
fn words_and_distance(bencher: Bencher<'_, '_>) {
    ask(bencher, "Treff", &Filters::default());
}
