//! `/konto`: one's own account.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{CookieJar, Form};
use serde::Deserialize;

use super::{
    Layout, filters,
    forms::{Field, Message, Refused},
    html, own, roles,
};
use crate::{
    http::{
        AppState,
        identity::{SignedIn, Who, ended_cookie},
        language::Language,
        problem::{Params, Problem},
    },
    service::secret,
};

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OwnParams {
    hinweis: String,
}

/// What the form for a new password sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    present: String,
    password: String,
    repeat: String,
}

#[derive(Template)]
#[template(path = "own_account.html")]
struct OwnPage {
    layout: Layout,
    message: Option<Message>,
    name: String,
    roles: Vec<roles::RoleBox>,
    devices: String,
    fields: Vec<Field>,
}

async fn page(
    state: &AppState,
    language: &Language,
    who: &Who,
    signed_in: &SignedIn,
    refused: Option<Refused>,
) -> Result<OwnPage, Problem> {
    let lang = language.lang;
    let sessions = state.accounts.sessions(signed_in.account.id).await?;
    let key = if sessions == 1 { "own.devices_one" } else { "own.devices" };
    let refused = refused.as_ref();
    let field = |name, autocomplete| {
        Field::new(lang, "own", name, "password").autocomplete(autocomplete).refused(refused)
    };
    let fields = vec![
        field("present", "current-password"),
        field("password", "new-password").hint("form.password_rules"),
        field("repeat", "new-password"),
    ];
    let roles = roles::boxes(lang, &signed_in.account.roles);
    Ok(OwnPage {
        layout: Layout::of_staff(state, language, who, "/konto"),
        message: Message::errors(&fields).or_else(|| refused.map(|refused| refused.message(lang))),
        name: signed_in.account.name.clone(),
        roles: roles.into_iter().filter(|role| role.checked).collect(),
        devices: lang.t(key, &[("count", &sessions.to_string())]),
        fields,
    })
}

/// `GET /konto`.
pub async fn show(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(params): Params<OwnParams>,
) -> Result<Response, Problem> {
    let mut page = page(&state, &language, &who, own(&who)?, None).await?;
    if params.hinweis == "passwort" {
        page.message = Some(Message::done(language.lang.t("own.changed", &[])));
    }
    Ok(html(language.lang, StatusCode::OK, &page))
}

/// `POST /konto/passwort`: a new password; other devices are signed out.
pub async fn change_password(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Form(form): Form<PasswordForm>,
) -> Result<Response, Problem> {
    let signed_in = own(&who)?;
    let refused = if form.password == form.repeat {
        let session = secret::hash(&signed_in.session);
        let PasswordForm { present, password, .. } = form;
        let account = &signed_in.account;
        match state.accounts.change_password(account, present, password, session).await {
            Ok(()) => {
                return Ok(Redirect::to(&language.link("/konto?hinweis=passwort")).into_response());
            }
            Err(error) => Refused::by_accounts(error)?,
        }
    } else {
        Refused::new("repeat", "not_the_same")
    };
    let status = refused.status;
    Ok(html(language.lang, status, &page(&state, &language, &who, signed_in, Some(refused)).await?))
}

/// `POST /konto/ueberall-abmelden`: ends all sessions, this one included.
pub async fn sign_out_everywhere(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    jar: CookieJar,
) -> Result<Response, Problem> {
    state.accounts.sign_out_everywhere(own(&who)?.account.id).await?;
    let jar = jar.add(ended_cookie(state.https()));
    Ok((jar, Redirect::to(&language.link("/anmelden?hinweis=abgemeldet"))).into_response())
}
