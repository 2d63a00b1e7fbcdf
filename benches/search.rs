//! How long a search in 100,000 offers takes: filters, distance, opening hours, words. Run with
//! `cargo bench`; no test watches the clock.

#[path = "../tests/resources/made_up.rs"]
mod made_up;

use std::{hint::black_box, path::Path, sync::LazyLock};

use divan::Bencher;
use sozialraum::{
    domain::{
        grid::LonLat,
        resource::{
            Category,
            search::{Filters, Query, Viewer, When, search},
        },
    },
    service::{Service, open},
};

const OFFERS: u128 = 100_000;

/// Hours as they are written in OpenStreetMap, as odd as some of them are.
const EXPRESSIONS: &str = include_str!("../tests/opening_hours/expressions.txt");

static SERVICE: LazyLock<Service> = LazyLock::new(|| {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/norderstedt");
    let service = open::from_folder(Some(&data)).expect("the shipped dataset is sound");
    let mut offers = made_up::offers(OFFERS, "mitte", "nord");
    let real: Vec<&str> =
        EXPRESSIONS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    for (number, offer) in offers.iter_mut().enumerate() {
        let resource = &mut offer.resource;
        resource.hours = resource.hours.take().map(|_| hours(&real, number));
        resource.description = Some(description(number));
    }
    service.with_records(offers)
});

/// One of the real expressions, or one of some ten thousand in the most common forms.
fn hours(real: &[&str], number: usize) -> String {
    let (hour, minute) = (7 + number % 5, number / 5 % 12 * 5);
    let (end, quarter) = (12 + number / 60 % 8, number / 480 % 4 * 15);
    match number % 4 {
        0 => real[number / 4 % real.len()].to_owned(),
        1 => format!("Mo-Fr {hour:02}:{minute:02}-{end}:{quarter:02}; PH off"),
        2 => format!("Mo,We {hour:02}:{minute:02}-{end}:{quarter:02}; Sa 10:00-{end}:00; SH off"),
        _ => {
            format!("Tu-Th {hour:02}:{minute:02}-12:00,14:00-{end}:{quarter:02}; Su[1] 10:00-12:00")
        }
    }
}

/// A sentence of words of which some are in many offers and one is in this one only.
fn description(number: usize) -> String {
    const WORDS: [&str; 12] = [
        "Beratung",
        "Familien",
        "Kinder",
        "Jugendliche",
        "Eltern",
        "Hilfe",
        "Sprache",
        "Sport",
        "Musik",
        "Werkstatt",
        "Garten",
        "Frühstück",
    ];
    let word = |step: usize| WORDS[number / step % WORDS.len()];
    format!("{} und {} für {} im Haus Nr{number} mit {}", word(1), word(12), word(144), word(7))
}

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

#[divan::bench]
fn open_today_and_distance(bencher: Bencher<'_, '_>) {
    ask(bencher, "", &Filters { open: Some(When::Today), ..Filters::default() });
}

#[divan::bench]
fn open_at_and_distance(bencher: Bencher<'_, '_>) {
    let at = jiff::civil::date(2026, 11, 29).at(15, 0, 0, 0);
    ask(bencher, "", &Filters { open: Some(When::At(at)), ..Filters::default() });
}

#[divan::bench]
fn all_categories_and_open_today(bencher: Bencher<'_, '_>) {
    let open = Some(When::Today);
    ask(bencher, "", &Filters { categories: Category::ALL.to_vec(), open, ..Filters::default() });
}

#[divan::bench]
fn two_words_and_open_now(bencher: Bencher<'_, '_>) {
    let filters = Filters { open: Some(When::Now), with_unknown: true, ..Filters::default() };
    ask(bencher, "Beratung Familien", &filters);
}

#[divan::bench]
fn short_and_misspelt_words(bencher: Bencher<'_, '_>) {
    ask(bencher, "fu Familein", &Filters::default());
}

#[divan::bench]
fn one_word_with_two_slips(bencher: Bencher<'_, '_>) {
    ask(bencher, "Jugendlihce", &Filters::default());
}

/// What an edit costs before it is on the map.
#[divan::bench]
fn one_offer_is_changed(bencher: Bencher<'_, '_>) {
    let mut record = (**SERVICE.resources().records().nth(777).expect("there are more")).clone();
    record.resource.description = Some("Jetzt mit Bouleplatz".to_owned());
    bencher.bench(|| SERVICE.with_records(vec![record.clone()]).resources().entries().len());
}
