//! `/verwaltung/adressen/verlauf`: who changed which rules when, and the way back.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::AREA;
use crate::{
    domain::{city::City, rules::StreetRule},
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{
            Layout, filters,
            forms::{Message, Refused},
            html,
        },
        problem::{Params, Path, Problem},
    },
    locale::Lang,
    service::{
        Service,
        street_rules::{self, Replaced, RuleChange, RulesError},
    },
    store::StoreError,
};

/// How many changes a page shows.
const PAGE: u32 = 20;
/// How many rules of one change are shown.
const SHOWN: usize = 50;

/// Which changes are wanted, and what was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct HistoryParams {
    vor: Option<i64>,
    hinweis: String,
}

/// What became of one rule.
pub struct Line {
    /// What it said; nothing for a new one.
    pub before: Option<String>,
    /// What it says; nothing for one that is gone.
    pub after: Option<String>,
}

/// A change as the page shows it.
struct View {
    entry: i64,
    made: String,
    undoes: Option<i64>,
    lines: Vec<Line>,
    more: usize,
    can_undo: bool,
}

#[derive(Template)]
#[template(path = "rule_history.html")]
struct HistoryPage {
    layout: Layout,
    message: Option<Message>,
    changes: Vec<View>,
    older: Option<i64>,
}

/// `GET /verwaltung/adressen/verlauf`.
pub async fn history(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(params): Params<HistoryParams>,
) -> Result<Response, Problem> {
    let done = (params.hinweis == "zurueckgenommen")
        .then(|| Message::done(language.lang.t("rule_history.undone", &[])));
    page(&state, &who, &language, params.vor, done, StatusCode::OK).await
}

/// `POST /verwaltung/adressen/verlauf/{id}/zuruecknehmen`: takes a change back.
pub async fn take_back(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(entry): Path<i64>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let refused = match street_rules::take_back(state.live.store(), &who.actor(), entry).await {
        Ok(_) => {
            refresh(&state).await?;
            let to = language.link("/verwaltung/adressen/verlauf?hinweis=zurueckgenommen");
            return Ok(Redirect::to(&to).into_response());
        }
        Err(RulesError::Store(StoreError::NotFound)) => return Err(StoreError::NotFound.into()),
        Err(RulesError::Store(StoreError::Stale)) => {
            (vec![lang.t("rule_history.stale", &[])], StatusCode::CONFLICT)
        }
        Err(RulesError::Store(error)) => {
            let refused = Refused::by_store(error)?;
            (vec![refused.text(lang)], refused.status)
        }
        // What was taken away cannot hold any more: another rule names the same numbers by now.
        Err(RulesError::Defects(_)) => {
            (vec![lang.t("rule_history.claimed", &[])], StatusCode::CONFLICT)
        }
        Err(error) => return Err(Problem::internal(&error)),
    };
    let message = Some(Message::failed(lang, refused.0));
    page(&state, &who, &language, None, message, refused.1).await
}

async fn page(
    state: &AppState,
    who: &Who,
    language: &Language,
    before: Option<i64>,
    message: Option<Message>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let service = state.service();
    let before = before.unwrap_or(i64::MAX);
    let found = street_rules::history(state.live.store(), before, PAGE).await?;
    let full = found.len() == PAGE as usize;
    let page = HistoryPage {
        layout: Layout::of_staff(state, language, who, AREA),
        message,
        older: found.last().filter(|_| full).map(|last| last.entry.seq),
        changes: found.iter().map(|change| view(lang, &service, change)).collect(),
    };
    Ok(html(lang, status, &page))
}

fn view(lang: Lang, service: &Service, change: &Replaced) -> View {
    let all = || change.editions.iter().flat_map(|(_, changes)| changes);
    let count = all().count();
    let (who, when) = (&*change.entry.actor, lang.moment(&Service::local(change.entry.at)));
    View {
        entry: change.entry.seq,
        made: lang.t("entry.made", &[("who", who), ("when", &when)]),
        undoes: change.undoes,
        lines: lines(lang, service.city(), all().take(SHOWN)),
        more: count.saturating_sub(SHOWN),
        can_undo: count > 0 && stands(service, change),
    }
}

/// What becomes of rules, line by line.
pub fn lines<'a>(
    lang: Lang,
    city: &City,
    changes: impl Iterator<Item = &'a RuleChange>,
) -> Vec<Line> {
    let names: BTreeMap<&str, &str> = city
        .editions
        .iter()
        .flat_map(|edition| &edition.sozialraeume)
        .map(|area| (area.id.as_str(), area.name.as_str()))
        .collect();
    let text = |rule: &StreetRule| {
        let id = rule.sozialraum.as_str();
        let values = [
            ("street", &*rule.street_and_place()),
            ("numbers", &*lang.house_numbers(&rule.numbers.to_string())),
            ("sozialraum", names.get(id).copied().unwrap_or(id)),
            ("reason", rule.reason.as_str()),
        ];
        lang.t("street_admin.rule", &values)
    };
    changes
        .map(|change| Line { before: change.before().map(text), after: change.after().map(text) })
        .collect()
}

/// Whether the rules that a change left still stand as it left them.
pub fn stands(service: &Service, change: &Replaced) -> bool {
    change.editions.iter().all(|(number, _)| {
        let Some(day) = service.by_edition(*number) else { return false };
        let rules: Vec<StreetRule> =
            day.edition.rules.all().map(|(_, _, rule)| rule.clone()).collect();
        change.reversed(*number, &rules).is_some()
    })
}

/// Lets look-ups follow a change at once.
pub async fn refresh(state: &AppState) -> Result<(), Problem> {
    state.live.refresh().await.map(drop).map_err(|error| Problem::internal(&error))
}
