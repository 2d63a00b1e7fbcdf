//! `/verwaltung/adressen`: the street rules of an edition, and those that contradict the map.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;

use super::{AREA, addresses::Addresses, editions};
use crate::{
    domain::{city::OnDay, directory::StreetId, partition::FaceIndex, rules::StreetRule},
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{
            Layout, filters,
            forms::{Choice, Field, Message},
            html,
        },
        problem::{Params, Problem},
    },
    locale::Lang,
    service::street_rules,
    store::StoreError,
};

/// How many rules the page shows; the counts are of all.
const SHOWN: usize = 300;

/// Which rules are wanted, and what was done before. No street is typed here: it is one of those
/// that have rules.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListParams {
    ausgabe: Option<u32>,
    sozialraum: String,
    strasse: String,
    hinweis: String,
    eintrag: Option<i64>,
}

/// A rule as the list shows it.
struct Row {
    edition: u32,
    id: String,
    street: String,
    numbers: String,
    sozialraum: String,
    reason: String,
    addresses: Addresses,
}

#[derive(Template)]
#[template(path = "street_rules.html")]
struct RulesPage {
    layout: Layout,
    message: Option<Message>,
    /// The entry of the record whose change can be taken back at once.
    undo: Option<i64>,
    edition: u32,
    edition_name: String,
    filters: Vec<Field>,
    filtered: bool,
    count: String,
    contradictions: String,
    rows: Vec<Row>,
    more: usize,
}

#[derive(Template)]
#[template(path = "rule_contradictions.html")]
struct ContradictionsPage {
    layout: Layout,
    edition_name: String,
    edition: Option<Field>,
    count: String,
    rows: Vec<Row>,
    more: usize,
}

/// `GET /verwaltung/adressen`.
pub async fn list(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(params): Params<ListParams>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let service = state.service();
    let day = editions::chosen(&service, params.ausgabe)?;
    let number = day.edition.edition.number;
    let all: Vec<_> = day.edition.rules.all().collect();
    let wanted = |(street, face, _): &&(StreetId, FaceIndex, &StreetRule)| {
        let area = &day.edition.sozialraum(*face).id;
        (params.sozialraum.is_empty() || *area == params.sozialraum)
            && (params.strasse.is_empty() || street.0.to_string() == params.strasse)
    };
    let rows: Vec<Row> = all.iter().filter(wanted).map(|of| row(lang, day, *of)).collect();
    let contradicting = rows.iter().filter(|row| row.addresses.contradicting > 0).count();
    let mut filters: Vec<Field> = editions::field(lang, &service, number).into_iter().collect();
    filters.push(areas(lang, day, &params.sozialraum));
    filters.push(streets(lang, day, &all, &params.strasse));
    let undo = match params.eintrag {
        Some(entry) => can_take_back(&state, entry).await?.then_some(entry),
        None => None,
    };
    let page = RulesPage {
        layout: Layout::of_staff(&state, &language, &who, AREA),
        message: done(lang, &params.hinweis),
        undo,
        edition: number,
        edition_name: editions::name(lang, day),
        filters,
        filtered: !params.sozialraum.is_empty() || !params.strasse.is_empty(),
        count: counted(lang, rows.len()),
        contradictions: match contradicting {
            0 => String::new(),
            1 => lang.t("street_admin.against_one", &[]),
            count => lang.t("street_admin.against", &[("count", &count.to_string())]),
        },
        more: rows.len().saturating_sub(SHOWN),
        rows: rows.into_iter().take(SHOWN).collect(),
    };
    Ok(html(lang, StatusCode::OK, &page))
}

/// `GET /verwaltung/adressen/widersprueche`: the rules that contradict the map.
pub async fn contradictions(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(params): Params<ListParams>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let service = state.service();
    let day = editions::chosen(&service, params.ausgabe)?;
    let mut rows: Vec<Row> = day.edition.rules.all().map(|of| row(lang, day, of)).collect();
    rows.retain(|row| row.addresses.contradicting > 0);
    rows.sort_by_key(|row| std::cmp::Reverse(row.addresses.contradicting));
    for row in &mut rows {
        row.addresses.rows.retain(|address| address.contradicts);
    }
    let page = ContradictionsPage {
        layout: Layout::of_staff(&state, &language, &who, AREA),
        edition_name: editions::name(lang, day),
        edition: editions::field(lang, &service, day.edition.edition.number),
        count: counted(lang, rows.len()),
        more: rows.len().saturating_sub(SHOWN),
        rows: rows.into_iter().take(SHOWN).collect(),
    };
    Ok(html(lang, StatusCode::OK, &page))
}

fn row(
    lang: Lang,
    day: OnDay<'_>,
    (street, face, rule): (StreetId, FaceIndex, &StreetRule),
) -> Row {
    Row {
        edition: day.edition.edition.number,
        id: rule.id.clone(),
        street: rule.street_and_place(),
        numbers: lang.house_numbers(&rule.numbers.to_string()),
        sozialraum: day.edition.sozialraum(face).name.clone(),
        reason: rule.reason.clone(),
        addresses: Addresses::of(lang, day, street, &rule.numbers, face),
    }
}

fn counted(lang: Lang, count: usize) -> String {
    match count {
        0 => lang.t("street_admin.no_rules", &[]),
        1 => lang.t("street_admin.rule_one", &[]),
        count => lang.t("street_admin.rules", &[("count", &count.to_string())]),
    }
}

fn done(lang: Lang, hint: &str) -> Option<Message> {
    match hint {
        "gespeichert" => Some(Message::done(lang.t("street_admin.saved", &[]))),
        "entfernt" => Some(Message::done(lang.t("street_admin.removed", &[]))),
        "unveraendert" => Some(Message::done(lang.t("street_admin.unchanged", &[]))),
        "hausnummern" => Some(Message::done(lang.t("houses_import.done", &[]))),
        "eingelesen" => Some(Message::done(lang.t("street_admin.imported", &[]))),
        _ => None,
    }
}

/// Whether the rules that a change left still stand as it left them.
async fn can_take_back(state: &AppState, entry: i64) -> Result<bool, Problem> {
    let change = match street_rules::replaced(state.live.store(), entry).await {
        Ok(change) => change,
        Err(StoreError::NotFound) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    Ok(super::history::stands(&state.service(), &change))
}

fn any(lang: Lang) -> Choice {
    Choice { value: String::new(), label: lang.t("street_admin.any", &[]) }
}

fn areas(lang: Lang, day: OnDay<'_>, chosen: &str) -> Field {
    let areas = day.edition.sozialraeume.iter();
    let choices = areas.map(|area| Choice { value: area.id.clone(), label: area.name.clone() });
    let field = Field::new(lang, "street_admin", "sozialraum", "select").value(chosen);
    Field { choices: std::iter::once(any(lang)).chain(choices).collect(), ..field }
}

/// The streets that have rules.
fn streets(
    lang: Lang,
    day: OnDay<'_>,
    all: &[(StreetId, FaceIndex, &StreetRule)],
    chosen: &str,
) -> Field {
    let directory = &day.city.directory;
    let streets: BTreeMap<&str, StreetId> =
        all.iter().map(|(street, ..)| (directory.name(*street), *street)).collect();
    let choices = streets
        .into_iter()
        .map(|(name, street)| Choice { value: street.0.to_string(), label: name.to_owned() });
    let field = Field::new(lang, "street_admin", "strasse", "select").value(chosen);
    Field { choices: std::iter::once(any(lang)).chain(choices).collect(), ..field }
}
