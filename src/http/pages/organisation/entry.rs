//! `/verwaltung/organisation/eintrag/…` and `/neu/…`: one entry, its form and its history.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::Form;
use jiff::civil::Date;
use serde::Deserialize;

use super::{
    form::EntryForm,
    page::{self, Shown},
};
use crate::{
    domain::organisation::{BadKey, EntryKey, EntryKind},
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::forms::Refused,
        problem::{Params, Path, Problem},
    },
    service::{
        Service,
        organisation::{self, Edit, EditError},
    },
};

/// The day that is shown, and what was done before.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct EntryParams {
    am: Option<Date>,
    gespeichert: Option<i64>,
    zurueckgenommen: Option<i64>,
    wiederhergestellt: Option<i64>,
}

/// `GET /verwaltung/organisation/eintrag/{kind}/{id}`.
pub async fn show(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path((kind, id)): Path<(String, String)>,
    Params(params): Params<EntryParams>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let key = key(&kind, &id)?;
    let message = match (params.gespeichert, params.zurueckgenommen, params.wiederhergestellt) {
        (Some(change), ..) => page::saved(&state, lang, &key, change).await?,
        (_, Some(_), _) => Some(page::done(lang, "entry.was_undone")),
        (_, _, Some(_)) => Some(page::done(lang, "entry.was_redone")),
        _ => None,
    };
    let day = params.am.unwrap_or_else(Service::today);
    page::existing(&state, &language, &who, &key, day, Shown { message, ..Shown::default() }).await
}

/// `POST /verwaltung/organisation/eintrag/{kind}/{id}`: records a change, or the end.
pub async fn edit(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path((kind, id)): Path<(String, String)>,
    Form(form): Form<EntryForm>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let key = key(&kind, &id)?;
    let error = match record(&state, &who, &key, &form).await {
        Ok((change, valid_from)) => return Ok(saved(&language, &key, change, valid_from)),
        Err(error) => error,
    };
    let day = form.valid_from().unwrap_or_else(|_| Service::today());
    // The form for the end has none of the details.
    let typed = (!form.ends()).then(|| form.clone());
    let shown = match error {
        EditError::Fields(errors) => Shown { form: typed, errors, ..Shown::default() },
        EditError::Store(error) => {
            let refused = Refused::by_store(error)?;
            let stale = refused.status == StatusCode::CONFLICT;
            let message = if stale {
                page::stale(&state, lang, &key, &form).await?
            } else {
                refused.message(lang)
            };
            let status = refused.status;
            Shown { form: typed, message: Some(message), status, ..Shown::default() }
        }
        other => return Err(other.into()),
    };
    page::existing(&state, &language, &who, &key, day, shown).await
}

/// `GET /verwaltung/organisation/neu/{kind}`.
pub async fn new(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(kind): Path<String>,
) -> Result<Response, Problem> {
    page::empty(&state, &language, &who, open_kind(&kind)?, Shown::default())
}

/// `POST /verwaltung/organisation/neu/{kind}`: adds an entry.
pub async fn add(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(kind): Path<String>,
    Form(form): Form<EntryForm>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let kind = open_kind(&kind)?;
    let added = match organisation::new_key(&state.live, kind, form.text("name")).await {
        Ok(key) => record(&state, &who, &key, &form).await.map(|done| (key, done)),
        Err(error) => Err(error),
    };
    let shown = match added {
        Ok((key, (change, valid_from))) => return Ok(saved(&language, &key, change, valid_from)),
        Err(EditError::Fields(errors)) => Shown { form: Some(form), errors, ..Shown::default() },
        Err(EditError::Store(error)) => {
            let refused = Refused::by_store(error)?;
            Shown {
                form: Some(form),
                message: Some(refused.message(lang)),
                status: refused.status,
                ..Shown::default()
            }
        }
        Err(other) => return Err(other.into()),
    };
    page::empty(&state, &language, &who, kind, shown)
}

/// `POST /verwaltung/organisation/aenderung/{id}/zuruecknehmen`.
pub async fn undo(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<i64>,
) -> Result<Response, Problem> {
    turn(&state, &language, &who, id, true).await
}

/// `POST /verwaltung/organisation/aenderung/{id}/wiederherstellen`.
pub async fn redo(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<i64>,
) -> Result<Response, Problem> {
    turn(&state, &language, &who, id, false).await
}

async fn turn(
    state: &AppState,
    language: &Language,
    who: &Who,
    id: i64,
    undone: bool,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let done = if undone { "zurueckgenommen" } else { "wiederhergestellt" };
    let error = match organisation::undo(&state.live, &who.actor(), id, undone).await {
        Ok(change) => {
            let to = format!("/verwaltung/organisation/eintrag/{}?{done}={id}", change.entry);
            return Ok(Redirect::to(&language.link(&to)).into_response());
        }
        Err(EditError::Store(error)) => error,
        Err(other) => return Err(other.into()),
    };
    let changes = organisation::changes(&state.live).await?;
    let change = changes.into_iter().find(|change| change.id == id).ok_or(EditError::NoEntry)?;
    let refused = Refused::by_store(error)?;
    let shown =
        Shown { message: Some(refused.message(lang)), status: refused.status, ..Shown::default() };
    page::existing(state, language, who, &change.entry, Service::today(), shown).await
}

/// Records what a form sent; the number of the change and its first day.
async fn record(
    state: &AppState,
    who: &Who,
    key: &EntryKey,
    form: &EntryForm,
) -> Result<(i64, Date), EditError> {
    let valid_from = form.valid_from();
    let on = valid_from.as_ref().copied().unwrap_or_else(|_| Service::today());
    let on_file = organisation::entry(&state.live, key, on).await?;
    let content = form.content(key.kind, &on_file.map(|entry| entry.details).unwrap_or_default());
    let valid_from = valid_from.map_err(|error| EditError::Fields(vec![error]))?;
    let edit = Edit { entry: key.clone(), valid_from, content, based_on: form.based_on() };
    Ok((organisation::edit(&state.live, &who.actor(), edit).await?, valid_from))
}

/// On to the entry as it stands from the first day of the change on.
fn saved(language: &Language, key: &EntryKey, change: i64, valid_from: Date) -> Response {
    let day = valid_from.max(Service::today());
    let to = format!("/verwaltung/organisation/eintrag/{key}?am={day}&gespeichert={change}");
    Redirect::to(&language.link(&to)).into_response()
}

fn key(kind: &str, id: &str) -> Result<EntryKey, BadKey> {
    format!("{kind}/{id}").parse()
}

fn open_kind(code: &str) -> Result<EntryKind, BadKey> {
    EntryKind::of_code(code).filter(|kind| kind.is_open()).ok_or(BadKey)
}
