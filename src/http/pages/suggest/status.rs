//! `/hinweis`: what came of a suggestion. Its number travels in the body of a request only.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use axum_extra::extract::Form;
use serde::Deserialize;

use super::super::{
    Layout, filters,
    forms::{Field, Message},
    html,
};
use crate::{
    domain::resource::{Suggestion, SuggestionState},
    http::{AppState, identity::Who, language::Language, problem::Problem},
    locale::Lang,
    service::{Service, resources::suggestions},
};

/// What a number looks like.
const EXAMPLE: &str = "K7M2-9QXA-4TZD-8RHP";

/// What the form sends.
#[derive(Deserialize)]
pub struct StatusForm {
    #[serde(default)]
    receipt: String,
}

/// What became of a suggestion, in words.
struct Outcome {
    tone: &'static str,
    title: String,
    text: String,
    lines: Vec<String>,
    answer: Option<String>,
    offer: Option<String>,
}

#[derive(Template)]
#[template(path = "suggest_status.html")]
struct StatusPage {
    layout: Layout,
    message: Option<Message>,
    field: Field,
    outcome: Option<Outcome>,
}

/// `GET /hinweis`: the form.
pub async fn status(State(state): State<AppState>, who: Who, language: Language) -> Response {
    let field = field(language.lang);
    page(&state, &who, &language, field, None, StatusCode::OK)
}

/// `POST /hinweis`: what came of it.
///
/// # Errors
/// When the store fails.
pub async fn ask(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Form(form): Form<StatusForm>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let field = field(lang).value(form.receipt.clone());
    let Some(suggestion) = suggestions::by_receipt(&state.live, &form.receipt).await? else {
        let error = lang.t("suggest.error.receipt", &[("example", EXAMPLE)]);
        let field = Field { error: Some(error), ..field };
        return Ok(page(&state, &who, &language, field, None, StatusCode::NOT_FOUND));
    };
    let outcome = Outcome::new(lang, &state.service(), suggestion);
    Ok(page(&state, &who, &language, field, Some(outcome), StatusCode::OK))
}

fn field(lang: Lang) -> Field {
    Field::new(lang, "suggest", "receipt", "text")
}

fn page(
    state: &AppState,
    who: &Who,
    language: &Language,
    field: Field,
    outcome: Option<Outcome>,
    status: StatusCode,
) -> Response {
    let layout = Layout::of_residents(state, language, who, "/karte");
    let message = Message::errors([&field]);
    html(language.lang, status, &StatusPage { layout, message, field, outcome })
}

impl Outcome {
    fn new(lang: Lang, service: &Service, suggestion: Suggestion) -> Self {
        let (code, tone) = match suggestion.state {
            SuggestionState::Open => ("open", "info"),
            SuggestionState::Accepted => ("accepted", "success"),
            SuggestionState::Declined => ("declined", "info"),
        };
        let day = |key: &str, at| {
            let day = lang.day(Service::local(at).date());
            lang.t(&format!("suggest.{key}"), &[("day", &day)])
        };
        let mut lines = vec![day("status_at", suggestion.at)];
        lines.extend(suggestion.decided_at.map(|at| day("status_decided", at)));
        let entry = suggestion.resource.and_then(|id| service.resources().entry(id));
        let public = entry.filter(|entry| {
            entry.record.resource.visibility == crate::domain::resource::Visibility::Public
        });
        Self {
            tone,
            title: lang.t(&format!("suggest.state.{code}"), &[]),
            text: lang.t(&format!("suggest.state_text.{code}"), &[]),
            lines,
            answer: suggestion.answer,
            offer: public.map(|entry| format!("/angebot/{}", entry.record.resource.id)),
        }
    }
}
