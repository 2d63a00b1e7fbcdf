//! The steps of an entry that take no form: vouching, undoing, bringing back, removing.

use askama::Template;
use axum::{
    extract::{FromRequest, FromRequestParts, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use axum_extra::extract::Form;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    entry::{on, path},
    page::{self, Shown},
    worklist::ListQuery,
};
use crate::{
    domain::resource::MAX_LINE,
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{
            Layout, filters,
            forms::{Field, Message, Refused},
            html,
        },
        problem::{Path, Problem},
    },
    service::resources::{self, ResourceError},
    store::StoreError,
};

/// A step that somebody saw, and where they came from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    version: i64,
    /// The step whose state is wanted.
    change: i64,
    /// Why an entry is taken off the map.
    reason: String,
    /// Sent from the worklist, which is gone back to.
    list: bool,
    #[serde(flatten)]
    query: ListQuery,
}

#[derive(Template)]
#[template(path = "resource_remove.html")]
struct RemovePage {
    layout: Layout,
    message: Option<Message>,
    path: String,
    name: String,
    version: i64,
    reason: Field,
}

/// A step of an entry that somebody asked for with a button.
pub struct Step {
    state: AppState,
    who: Who,
    language: Language,
    id: Uuid,
    form: StepForm,
}

impl FromRequest<AppState> for Step {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let asked = <(Who, Language, Path<Uuid>)>::from_request_parts(&mut parts, state).await;
        let (who, language, Path(id)) = asked?;
        let form = Form::from_request(Request::from_parts(parts, body), state).await;
        let Form(form) = form.map_err(IntoResponse::into_response)?;
        Ok(Self { state: state.clone(), who, language, id, form })
    }
}

impl Step {
    /// Leads on when it was done, or shows why not.
    async fn led(self, done: Result<(), ResourceError>, hint: &str) -> Result<Response, Problem> {
        let Self { state, who, language, id, form } = self;
        let hint = match done {
            Ok(()) => hint,
            Err(ResourceError::Store(StoreError::Stale)) if form.list => "veraltet",
            Err(ResourceError::Store(error)) => {
                let refused = Refused::by_store(error)?;
                let shown = Shown {
                    message: Some(refused.message(language.lang)),
                    status: refused.status,
                    ..Shown::default()
                };
                return page::existing(&state, &language, &who, id, shown).await;
            }
            Err(other) => return Err(other.into()),
        };
        let to = if form.list {
            form.query.address(&[("hinweis", hint), ("eintrag", &id.to_string())])
        } else {
            format!("{}?hinweis={hint}", path(id))
        };
        Ok(on(&language, &to))
    }
}

/// `POST /koordination/angebot/{id}/geprueft`: vouches for the entry as it stands.
pub async fn verify(step: Step) -> Result<Response, Problem> {
    let Step { state, who, id, form, .. } = &step;
    let done = resources::verify(&state.live, &who.actor(), *id, form.version, None).await;
    step.led(done, "geprueft").await
}

/// `POST /koordination/angebot/{id}/zuruecknehmen`: takes the last step back.
pub async fn undo(step: Step) -> Result<Response, Problem> {
    let Step { state, who, id, form, .. } = &step;
    let done = resources::undo(&state.live, &who.actor(), *id, form.version).await;
    step.led(done, "zurueckgenommen").await
}

/// `POST /koordination/angebot/{id}/wiederherstellen`: brings back an earlier state.
pub async fn restore(step: Step) -> Result<Response, Problem> {
    let Step { state, who, id, form, .. } = &step;
    let seen = (*id, form.version);
    let done = resources::restore(&state.live, &who.actor(), seen, form.change).await;
    step.led(done, "wiederhergestellt").await
}

/// `GET /koordination/angebot/{id}/entfernen`: asks whether that is meant.
pub async fn ask_remove(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    remove_page(&state, &language, &who, id, None)
}

/// `POST /koordination/angebot/{id}/entfernen`: takes the entry off the map.
pub async fn remove(step: Step) -> Result<Response, Problem> {
    let Step { state, who, language, id, form } = &step;
    let reason = form.reason.trim();
    if reason.is_empty() || reason.chars().count() > MAX_LINE {
        return remove_page(state, language, who, *id, Some(reason));
    }
    let done = resources::remove(&state.live, &who.actor(), *id, form.version, Some(reason)).await;
    step.led(done, "entfernt").await
}

fn remove_page(
    state: &AppState,
    language: &Language,
    who: &Who,
    id: Uuid,
    typed: Option<&str>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let service = state.service();
    let record = service.resources().record(id).filter(|record| record.is_active());
    let record = record.ok_or(ResourceError::NotFound)?;
    let field = Field::new(lang, "coordination", "reason", "text").hint("coordination.reason_hint");
    let field = Field {
        error: typed.map(|_| lang.t("coordination.reason_missing", &[])),
        ..field.value(typed.unwrap_or_default())
    };
    let page = RemovePage {
        layout: Layout::of_staff(state, language, who, "/koordination"),
        message: Message::errors([&field]),
        path: path(id),
        name: record.resource.name.clone(),
        version: record.version,
        reason: field,
    };
    let wrong = typed.is_some();
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(html(lang, status, &page))
}
