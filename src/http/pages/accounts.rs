//! `/verwaltung/konten`: the accounts of staff.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::Form;
use serde::Deserialize;

use super::{
    Layout, filters,
    forms::{Field, Message, Refused},
    html, roles,
};
use crate::{
    domain::account::{Account, AccountState, Roles},
    http::{
        AppState,
        identity::Who,
        language::Language,
        problem::{Params, Path, Problem},
    },
    locale::Lang,
    service::{Service, accounts::AccountError},
};

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AccountParams {
    hinweis: String,
}

/// What the forms send.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct AccountForm {
    name: String,
    roles: Vec<String>,
}

/// An account as the list shows it.
struct Row {
    id: i64,
    name: String,
    roles: String,
    boxes: Vec<roles::RoleBox>,
    created: String,
    /// Text and KERN variant of its state.
    state: (String, &'static str),
    disabled: bool,
    /// Why what was asked for it is not done.
    error: Option<String>,
}

/// A link that is shown once.
struct Link {
    title: String,
    url: String,
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    layout: Layout,
    message: Option<Message>,
    link: Option<Link>,
    rows: Vec<Row>,
    name: Field,
    boxes: Vec<roles::RoleBox>,
    roles_error: Option<String>,
}

/// What the page shows beside the list.
#[derive(Default)]
struct Shown {
    message: Option<Message>,
    link: Option<Link>,
    /// The form for a new account as it was sent.
    typed: (String, Roles),
    /// Why something is not done: for a new account, or for the one with this number.
    refused: Option<(Option<i64>, Refused)>,
}

impl Row {
    fn new(lang: Lang, account: Account) -> Self {
        let (key, tone) = match account.state {
            AccountState::Active => ("active", "success"),
            AccountState::Invited => ("invited", "info"),
            AccountState::Disabled => ("disabled", "warning"),
        };
        Self {
            id: account.id,
            roles: roles::names(lang, &account.roles),
            boxes: roles::boxes(lang, &account.roles),
            created: lang.day(Service::local(account.created_at).date()),
            state: (lang.t(&format!("accounts.{key}"), &[]), tone),
            disabled: account.state == AccountState::Disabled,
            name: account.name,
            error: None,
        }
    }
}

async fn page(
    state: &AppState,
    language: &Language,
    who: &Who,
    shown: Shown,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let Shown { mut message, link, typed: (name, chosen), refused } = shown;
    let mut rows: Vec<Row> =
        state.accounts.all().await?.into_iter().map(|account| Row::new(lang, account)).collect();
    let of_new = refused.as_ref().filter(|(id, _)| id.is_none()).map(|(_, refused)| refused);
    let roles_error = of_new.and_then(|refused| refused.of("roles", lang));
    let name = Field::new(lang, "accounts", "name", "text")
        .hint("form.name_rules")
        .value(name)
        .refused(of_new);
    if let Some((id, refused)) = &refused {
        message = Message::errors([&name]).or_else(|| Some(refused.message(lang)));
        if let Some(row) = rows.iter_mut().find(|row| Some(row.id) == *id) {
            let text = refused.text(lang);
            let link = (format!("konto-{}", row.id), format!("{}: {text}", row.name));
            message = Some(Message { links: vec![link], ..Message::failed(lang, Vec::new()) });
            row.error = Some(text);
        }
    }
    let status = refused.map_or(StatusCode::OK, |(_, refused)| refused.status);
    let page = AccountsPage {
        layout: Layout::of_staff(state, language, who, "/verwaltung"),
        message,
        link,
        rows,
        name,
        boxes: roles::boxes(lang, &chosen),
        roles_error,
    };
    Ok(html(lang, status, &page))
}

/// `GET /verwaltung/konten`.
pub async fn list(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(params): Params<AccountParams>,
) -> Result<Response, Problem> {
    let message = match params.hinweis.as_str() {
        "rollen" => Some("accounts.roles_changed"),
        "gesperrt" => Some("accounts.was_disabled"),
        "entsperrt" => Some("accounts.was_enabled"),
        _ => None,
    };
    let message = message.map(|key| Message::done(language.lang.t(key, &[])));
    page(&state, &language, &who, Shown { message, ..Shown::default() }).await
}

/// `POST /verwaltung/konten`: a new account; its link is shown in the response and never again.
pub async fn create(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Form(form): Form<AccountForm>,
) -> Result<Response, Problem> {
    let chosen = roles::read(&form.roles);
    let shown = match state.accounts.add(&who.actor(), &form.name, &chosen).await {
        Ok((id, secret)) => {
            let name = state.accounts.get(id).await?.name;
            let title = language.lang.t("accounts.created", &[("name", &name)]);
            let link = Link { title, url: state.invitation_link(&secret) };
            Shown { link: Some(link), ..Shown::default() }
        }
        Err(error) => Shown {
            typed: (form.name, chosen),
            refused: Some((None, Refused::by_accounts(error)?)),
            ..Shown::default()
        },
    };
    page(&state, &language, &who, shown).await
}

/// `POST /verwaltung/konten/{id}/rollen`.
pub async fn set_roles(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<i64>,
    Form(form): Form<AccountForm>,
) -> Result<Response, Problem> {
    let done = state.accounts.set_roles(&who.actor(), id, &roles::read(&form.roles)).await;
    changed(&state, &language, &who, id, "rollen", done).await
}

/// `POST /verwaltung/konten/{id}/sperren`.
pub async fn disable(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<i64>,
) -> Result<Response, Problem> {
    let done = state.accounts.disable(&who.actor(), id).await;
    changed(&state, &language, &who, id, "gesperrt", done).await
}

/// `POST /verwaltung/konten/{id}/entsperren`.
pub async fn enable(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<i64>,
) -> Result<Response, Problem> {
    let done = state.accounts.enable(&who.actor(), id).await;
    changed(&state, &language, &who, id, "entsperrt", done).await
}

async fn changed(
    state: &AppState,
    language: &Language,
    who: &Who,
    id: i64,
    hint: &str,
    done: Result<(), AccountError>,
) -> Result<Response, Problem> {
    match done {
        Ok(()) => {
            let to = language.link(&format!("/verwaltung/konten?hinweis={hint}"));
            Ok(Redirect::to(&to).into_response())
        }
        Err(error) => refused(state, language, who, id, error).await,
    }
}

async fn refused(
    state: &AppState,
    language: &Language,
    who: &Who,
    id: i64,
    error: AccountError,
) -> Result<Response, Problem> {
    let refused = Some((Some(id), Refused::by_accounts(error)?));
    page(state, language, who, Shown { refused, ..Shown::default() }).await
}

/// `POST /verwaltung/konten/{id}/zuruecksetzen`: the link is shown in the response and never
/// again.
pub async fn reset(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<i64>,
) -> Result<Response, Problem> {
    match state.accounts.reset(&who.actor(), id).await {
        Ok(secret) => {
            let name = state.accounts.get(id).await?.name;
            let title = language.lang.t("accounts.was_reset", &[("name", &name)]);
            let link = Some(Link { title, url: state.invitation_link(&secret) });
            page(&state, &language, &who, Shown { link, ..Shown::default() }).await
        }
        Err(error) => refused(&state, &language, &who, id, error).await,
    }
}
