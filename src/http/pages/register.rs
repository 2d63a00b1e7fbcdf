//! `/verzeichnis`: the street register to read, to search and to print.
//!
//! Which Sozialraum and which day is in the address and can be passed on; a street that somebody
//! looks for is not: it travels in the body of the form.

use askama::Template;
use axum::{
    Form,
    extract::{
        Query, State,
        rejection::{FormRejection, QueryRejection},
    },
    http::StatusCode,
    response::Response,
};
use jiff::civil::Date;
use serde::Deserialize;

use super::{Layout, filters, folded::Folded, html};
use crate::{
    domain::{
        address::{RangeWords, sort_key},
        city::OnDay,
        directory::Resolution,
        edition::EditionStatus,
        register::{Register, RegisterStreet},
    },
    formats::register::Row,
    http::{AppState, identity::Who, language::Language},
    locale::Lang,
    service::{
        MAX_TEXT, Service,
        register::{self, facts, rows, streets},
    },
};

const ENTRY: &str = "src/administration.ts";
/// How many similar streets are offered.
const SIMILAR: usize = 5;

/// Which register is shown; also what the form of the search carries along.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    sozialraum: String,
    as_of: String,
}

/// What the form of the search sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SearchForm {
    street: String,
    sozialraum: String,
    as_of: String,
}

/// The streets under one letter.
struct Letter {
    /// What stands above them.
    heading: String,
    /// Where links lead.
    anchor: String,
    streets: Vec<Street>,
}

/// A street and its lines.
struct Street {
    name: String,
    lines: Vec<Line>,
}

/// A line of a street.
struct Line {
    /// The house numbers; empty for what is known by the line of the street alone.
    numbers: String,
    /// Path of the page and name of the Sozialraum.
    sozialraum: Option<(String, String)>,
    team: String,
    note: Option<Folded>,
}

/// A Sozialraum to choose.
struct Choice {
    id: String,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "register.html")]
struct RegisterPage {
    layout: Layout,
    wanted: Wanted,
    street: String,
    max_text: usize,
    choices: Vec<Choice>,
    /// Why there is nothing to show.
    refused: Option<String>,
    letters: Vec<Letter>,
    count: String,
    /// Streets whose names are similar to what was looked for.
    similar: Vec<String>,
    facts: Vec<(String, String)>,
    /// What stands above every printed page.
    running: String,
    /// Address and label of each file.
    downloads: Vec<(String, String)>,
    /// The register without a search.
    all: String,
}

/// `GET /verzeichnis`: all streets, or those of a Sozialraum.
pub async fn show(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Response {
    let wanted = wanted.map(|Query(wanted)| wanted).unwrap_or_default();
    page(&state, &who, language, wanted, String::new())
}

/// `POST /verzeichnis`: the streets with what was typed in their names.
pub async fn search(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    form: Result<Form<SearchForm>, FormRejection>,
) -> Response {
    let Form(form) = form.unwrap_or_default();
    let wanted = Wanted { sozialraum: form.sozialraum, as_of: form.as_of };
    page(&state, &who, language, wanted, form.street)
}

impl Wanted {
    /// The query of a link to the same register.
    fn query(&self, more: &[(&str, &str)]) -> String {
        let own = [("sozialraum", self.sozialraum.as_str()), ("as_of", self.as_of.as_str())];
        let pairs = own.iter().chain(more).filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}={value}")).collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }
}

fn page(
    state: &AppState,
    who: &Who,
    language: Language,
    mut wanted: Wanted,
    typed: String,
) -> Response {
    let service = state.service();
    let lang = language.lang;
    let as_of = match wanted.as_of.trim() {
        "" => Ok(None),
        text => text.parse::<Date>().map(Some),
    };
    let day = as_of.clone().ok().and_then(|as_of| service.on(as_of).ok());
    let refused = match (&as_of, &day) {
        (Err(_), _) => Some(lang.t("register.bad_day", &[])),
        (Ok(_), None) => Some(lang.t("register.stale_day", &[])),
        (Ok(_), Some(_)) => None,
    };
    if refused.is_some() {
        wanted.as_of.clear();
    }
    let date = as_of.ok().flatten().unwrap_or_else(Service::today);
    let areas = day.map_or(&[][..], |day| &day.edition.sozialraeume[..]);
    if !areas.iter().any(|area| area.id == wanted.sozialraum) {
        wanted.sozialraum.clear();
    }
    let choices = areas.iter().map(|area| Choice {
        id: area.id.clone(),
        name: area.name.clone(),
        chosen: area.id == wanted.sozialraum,
    });
    let found = day.map_or_else(Found::default, |day| {
        Found::of(day, service.register(day.edition), &wanted, &typed)
    });
    let count = match found.streets.len() {
        1 => lang.t("register.count_one", &[]),
        count => lang.t("register.count", &[("count", &count.to_string())]),
    };
    let all = format!("/verzeichnis{}", wanted.query(&[]));
    let language = language.on(all.clone());
    let edition = day.map(|day| day.edition);
    let page = RegisterPage {
        layout: Layout::new(&language, service.city(), edition, ENTRY)
            .signed_in(who, "/verzeichnis"),
        street: typed,
        max_text: MAX_TEXT,
        choices: choices.collect(),
        refused,
        letters: day.map_or_else(Vec::new, |day| letters(lang, rows(day, &found.streets, lang))),
        count,
        similar: found.similar,
        running: day.map_or_else(String::new, |day| running(day, date, lang)),
        facts: day.map_or_else(Vec::new, |day| facts(day, date, lang)),
        downloads: downloads(lang, &wanted),
        all,
        wanted,
    };
    let status = if page.refused.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    html(lang, status, &page)
}

/// What stands above every printed page: a sheet may come without the others.
fn running(day: OnDay<'_>, date: Date, lang: Lang) -> String {
    let edition = &day.edition.edition;
    let number = edition.number.to_string();
    let from = lang.day(edition.valid_from);
    let of_day = lang.t("register_fact.day", &[]);
    let draft = edition.status == EditionStatus::Draft;
    let parts = [
        Some(format!("{} {}", lang.t("register.title", &[]), day.city.info.name)),
        Some(format!("{of_day} {}", lang.day(date))),
        Some(lang.t("answer.edition_line", &[("number", &number), ("from", &from)])),
        draft.then(|| lang.t("answer.edition_draft", &[])),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What a search finds.
#[derive(Default)]
struct Found<'a> {
    streets: Vec<&'a RegisterStreet>,
    similar: Vec<String>,
}

impl<'a> Found<'a> {
    fn of(day: OnDay<'_>, register: &'a Register, wanted: &Wanted, typed: &str) -> Self {
        let chosen = Some(wanted.sozialraum.as_str()).filter(|id| !id.is_empty());
        let mut streets = streets(day, register, chosen);
        let typed: String = typed.chars().take(MAX_TEXT).collect();
        let letters = sort_key(&typed);
        if letters.is_empty() {
            return Self { streets, similar: Vec::new() };
        }
        let directory = &day.city.directory;
        let resolution = directory.resolve(&typed);
        // Found by a part of its name, or by another way of writing all of it („…str.“).
        let is_meant = |street: &&RegisterStreet| {
            let exact =
                matches!(&resolution, Resolution::Exact { found, .. } if found.street == street.id);
            exact || sort_key(&street.name).contains(&letters)
        };
        streets.retain(is_meant);
        let offered = if streets.is_empty() { SIMILAR } else { 0 };
        let similar = resolution.matches().iter().take(offered);
        let similar = similar.map(|found| directory.name(found.street).to_owned()).collect();
        Self { streets, similar }
    }
}

/// The lines in groups, one for each letter.
fn letters(lang: Lang, rows: Vec<Row>) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for row in rows {
        let (heading, anchor) = match row.letter {
            Some(letter) => (letter.to_string(), format!("letter-{letter}")),
            None => (lang.t("register.other_letter", &[]), "letter-other".to_owned()),
        };
        if letters.last().is_none_or(|last| last.anchor != anchor) {
            letters.push(Letter { heading, anchor, streets: Vec::new() });
        }
        let Some(letter) = letters.last_mut() else { continue };
        if letter.streets.last().is_none_or(|last| last.name != row.street) {
            letter.streets.push(Street { name: row.street.clone(), lines: Vec::new() });
        }
        let Some(street) = letter.streets.last_mut() else { continue };
        let profile = super::profile::profile_path(&row.sozialraum);
        let named = !row.sozialraum.is_empty();
        street.lines.push(Line {
            numbers: match row.numbers.as_str() {
                // An empty list would be read as the whole street.
                "" => String::new(),
                all if named && all == RangeWords::GERMAN.all => lang.t("register.whole", &[]),
                numbers => lang.house_numbers(numbers),
            },
            sozialraum: named.then_some((profile, row.sozialraum_name)),
            team: row.team_name,
            note: (!row.note.is_empty()).then(|| Folded::new(row.note)),
        });
    }
    letters
}

fn downloads(lang: Lang, wanted: &Wanted) -> Vec<(String, String)> {
    use register::RegisterFormat::{Csv, Json, Text, Xlsx};
    let file = |format, code: &str| {
        let query = wanted.query(&[("format", code)]);
        (format!("/api/v1/register{query}"), lang.t(format, &[]))
    };
    [
        (Csv, "register.download_csv"),
        (Xlsx, "register.download_xlsx"),
        (Text, "register.download_text"),
        (Json, "register.download_json"),
    ]
    .map(|(format, label)| file(label, format.code()))
    .into()
}
