//! `/verwaltung/organisation`: all entries by kind, and how complete they are.

use std::collections::BTreeSet;

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use jiff::civil::Date;
use serde::Deserialize;

use super::{fields, history, page};
use crate::{
    domain::organisation::{Change, Details, EntryKey, EntryKind},
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{
            Layout, filters,
            forms::{Field, Message, Refused},
            html,
        },
        problem::{Params, Problem},
    },
    locale::Lang,
    service::{Service, organisation},
};

/// The day that is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListParams {
    am: String,
}

/// An entry as the list shows it.
struct Row {
    href: String,
    name: String,
    /// What it is called, where its name is that of who is responsible: the municipality of a
    /// neighbour, a way without an address.
    heading: Option<String>,
    completeness: String,
    /// KERN variant of the completeness.
    tone: &'static str,
    upcoming: Vec<String>,
}

/// The entries of a kind.
struct Group {
    code: &'static str,
    title: String,
    rows: Vec<Row>,
    open: bool,
}

#[derive(Template)]
#[template(path = "organisation.html")]
struct ListPage {
    layout: Layout,
    message: Option<Message>,
    day: Field,
    as_of: String,
    groups: Vec<Group>,
}

impl Row {
    fn new(lang: Lang, key: &EntryKey, details: &Details, asked: Option<Date>) -> Self {
        let (known, all) = fields::completeness(key.kind, details);
        let values = [("known", &*known.to_string()), ("all", &*all.to_string())];
        let query = asked.map(|day| format!("?am={day}")).unwrap_or_default();
        Self {
            href: format!("/verwaltung/organisation/eintrag/{key}{query}"),
            name: details.name.clone(),
            heading: page::route_title(lang, key),
            completeness: lang.t("organisation.known", &values),
            tone: if known == all { "success" } else { "info" },
            upcoming: Vec::new(),
        }
    }
}

/// `GET /verwaltung/organisation`.
pub async fn list(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(params): Params<ListParams>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let asked: Option<Result<Date, _>> = (!params.am.is_empty()).then(|| params.am.parse());
    let refused = matches!(asked, Some(Err(_))).then(|| Refused::new("am", "bad_day"));
    let asked = asked.and_then(Result::ok);
    let on = asked.unwrap_or_else(Service::today);
    let field = Field::new(lang, "organisation", "am", "date").hint("organisation.am_hint");
    let field = field.value(on.to_string()).refused(refused.as_ref());
    let page = ListPage {
        layout: Layout::of_staff(&state, &language, &who, "/verwaltung"),
        message: Message::errors([&field]),
        day: field,
        as_of: lang.t("organisation.as_of", &[("day", &lang.day(on))]),
        groups: groups(lang, &state, on, asked).await?,
    };
    Ok(html(lang, refused.map_or(StatusCode::OK, |refused| refused.status), &page))
}

async fn groups(
    lang: Lang,
    state: &AppState,
    on: Date,
    asked: Option<Date>,
) -> Result<Vec<Group>, Problem> {
    let changes = organisation::changes(&state.live).await?;
    let service = state.service();
    let mut rows: Vec<(EntryKey, Row)> = organisation::entries(&state.live, on)
        .await?
        .into_iter()
        .map(|entry| {
            let row = Row::new(lang, &entry.key, &entry.details, asked);
            let heading = entry.municipality.or(row.heading);
            (entry.key, Row { heading, ..row })
        })
        .collect();
    let known: BTreeSet<EntryKey> = rows.iter().map(|(key, _)| key.clone()).collect();
    rows.extend(beginning(lang, &service, &changes, on, &known));
    for (key, row) in &mut rows {
        row.upcoming = history::upcoming(lang, &service, &changes, key, on);
    }
    let mut groups: Vec<Group> = EntryKind::ALL
        .into_iter()
        .map(|kind| Group {
            code: kind.code(),
            title: lang.t(&format!("entry.kind.{}", kind.code()), &[]),
            rows: Vec::new(),
            open: kind.is_open(),
        })
        .collect();
    for (key, row) in rows {
        if let Some(group) = groups.iter_mut().find(|group| group.code == key.kind.code()) {
            group.rows.push(row);
        }
    }
    Ok(groups)
}

/// The entries that are not there yet on a day, but will be.
fn beginning(
    lang: Lang,
    service: &Service,
    changes: &[Change],
    on: Date,
    known: &BTreeSet<EntryKey>,
) -> Vec<(EntryKey, Row)> {
    let later: BTreeSet<(Date, &EntryKey)> = changes
        .iter()
        .filter(|change| change.undone.is_none() && change.valid_from > on)
        .map(|change| (change.valid_from, &change.entry))
        .collect();
    let mut found: Vec<(EntryKey, Row)> = Vec::new();
    for (first, key) in later {
        let entries = service.organisation().on(first).entries();
        let details = entries.into_iter().find(|(other, _)| other == key);
        let new = !known.contains(key) && found.iter().all(|(other, _)| other != key);
        if let (Some((_, details)), true) = (details, new) {
            found.push((key.clone(), Row::new(lang, key, &details, Some(first))));
        }
    }
    found
}
