//! `/verwaltung/zugriffe`: the tokens with which machines ask.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::Form;
use jiff::Timestamp;
use serde::Deserialize;

use super::{
    Layout, filters,
    forms::{Choice, Field, Message, Refused},
    html, roles,
};
use crate::{
    domain::account::{Roles, Token},
    http::{
        AppState,
        identity::Who,
        language::Language,
        problem::{Params, Path, Problem},
    },
    locale::Lang,
    service::Service,
};

/// For how many days a token can be made.
const DAYS: [u32; 4] = [30, 90, 180, 366];
/// What is chosen at first.
const USUAL_DAYS: &str = "90";

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TokenParams {
    hinweis: String,
}

/// What the form for a new token sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct TokenForm {
    name: String,
    roles: Vec<String>,
    days: String,
}

/// A token as the list shows it.
struct Row {
    id: i64,
    name: String,
    roles: String,
    created: String,
    expires: String,
    /// Text and KERN variant of its state.
    state: (String, &'static str),
    works: bool,
}

#[derive(Template)]
#[template(path = "tokens.html")]
struct TokensPage {
    layout: Layout,
    message: Option<Message>,
    /// Title and text of a token that is shown once.
    token: Option<(String, String)>,
    rows: Vec<Row>,
    name: Field,
    days: Field,
    boxes: Vec<roles::RoleBox>,
    roles_error: Option<String>,
}

/// What the page shows beside the list.
#[derive(Default)]
struct Shown {
    message: Option<Message>,
    token: Option<(String, String)>,
    typed: (String, Roles, String),
    refused: Option<Refused>,
}

impl Row {
    fn new(lang: Lang, token: Token, now: Timestamp) -> Self {
        let works = token.works_at(now);
        let on = |at: Timestamp| lang.day(Service::local(at).date());
        let state = match token.revoked_at {
            Some(at) => (lang.t("tokens.revoked", &[("day", &on(at))]), "warning"),
            None if works => (lang.t("tokens.works", &[]), "success"),
            None => (lang.t("tokens.run_out", &[]), "warning"),
        };
        let created = [("day", &*on(token.created_at)), ("who", &*token.created_by)];
        Self {
            id: token.id,
            roles: roles::names(lang, &token.roles),
            created: lang.t("tokens.created_on", &created),
            expires: on(token.expires_at),
            state,
            works,
            name: token.name,
        }
    }
}

fn days_field(lang: Lang, chosen: &str) -> Field {
    let choice = |days: u32| Choice {
        value: days.to_string(),
        label: lang.t("tokens.days_count", &[("days", &days.to_string())]),
    };
    let chosen = if chosen.is_empty() { USUAL_DAYS } else { chosen };
    let field = Field::new(lang, "tokens", "days", "select").value(chosen);
    Field { choices: DAYS.into_iter().map(choice).collect(), ..field }
}

async fn page(
    state: &AppState,
    language: &Language,
    who: &Who,
    shown: Shown,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let Shown { message, token, typed: (name, chosen, days), refused } = shown;
    let refused = refused.as_ref();
    let now = Timestamp::now();
    let tokens = state.accounts.tokens().await?.into_iter();
    let name = Field::new(lang, "tokens", "name", "text").hint("tokens.name_hint").value(name);
    let name = name.refused(refused);
    let days = days_field(lang, &days).refused(refused);
    let errors = Message::errors([&name, &days]);
    let page = TokensPage {
        layout: Layout::of_staff(state, language, who, "/verwaltung"),
        message: errors.or_else(|| refused.map(|refused| refused.message(lang))).or(message),
        token,
        rows: tokens.map(|token| Row::new(lang, token, now)).collect(),
        name,
        days,
        boxes: roles::boxes(lang, &chosen),
        roles_error: refused.and_then(|refused| refused.of("roles", lang)),
    };
    let status = refused.map_or(StatusCode::OK, |refused| refused.status);
    Ok(html(lang, status, &page))
}

/// `GET /verwaltung/zugriffe`.
pub async fn list(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(params): Params<TokenParams>,
) -> Result<Response, Problem> {
    let revoked = params.hinweis == "widerrufen";
    let message = revoked.then(|| Message::done(language.lang.t("tokens.was_revoked", &[])));
    page(&state, &language, &who, Shown { message, ..Shown::default() }).await
}

/// `POST /verwaltung/zugriffe`: a new token, shown in the response and never again.
pub async fn create(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Form(form): Form<TokenForm>,
) -> Result<Response, Problem> {
    let chosen = roles::read(&form.roles);
    let days = form.days.parse().unwrap_or_default();
    let shown = match state.accounts.add_token(&who.actor(), &form.name, &chosen, days).await {
        Ok((_, token)) => {
            let title = language.lang.t("tokens.created", &[("name", form.name.trim())]);
            Shown { token: Some((title, token)), ..Shown::default() }
        }
        Err(error) => Shown {
            typed: (form.name, chosen, form.days),
            refused: Some(Refused::by_accounts(error)?),
            ..Shown::default()
        },
    };
    page(&state, &language, &who, shown).await
}

/// `POST /verwaltung/zugriffe/{id}/widerrufen`.
pub async fn revoke(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<i64>,
) -> Result<Response, Problem> {
    match state.accounts.revoke_token(&who.actor(), id).await {
        Ok(()) => {
            let to = language.link("/verwaltung/zugriffe?hinweis=widerrufen");
            Ok(Redirect::to(&to).into_response())
        }
        Err(error) => {
            let refused = Some(Refused::by_accounts(error)?);
            page(&state, &language, &who, Shown { refused, ..Shown::default() }).await
        }
    }
}
