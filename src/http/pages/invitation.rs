//! `/einladung/{link}`: choosing a password, for the first administrator a name as well.

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
    html,
};
use crate::{
    http::{
        AppState,
        identity::Who,
        language::Language,
        problem::{Path, Problem},
    },
    service::accounts::AccountError,
    store::{Invited, StoreError},
};

/// What the form sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct InvitationForm {
    name: String,
    password: String,
    repeat: String,
}

#[derive(Template)]
#[template(path = "invitation.html")]
struct InvitationPage {
    layout: Layout,
    message: Option<Message>,
    first: bool,
    fields: Vec<Field>,
}

#[derive(Template)]
#[template(path = "bad_link.html")]
struct BadLinkPage {
    layout: Layout,
}

async fn page(
    state: &AppState,
    language: &Language,
    who: &Who,
    link: &str,
    typed: String,
    refused: Option<Refused>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let layout = Layout::of_staff(state, language, who, "/anmelden");
    let Some(invited) = state.accounts.invited(link).await? else {
        return Ok(html(lang, StatusCode::GONE, &BadLinkPage { layout }));
    };
    let refused = refused.as_ref();
    let name =
        Field::new(lang, "invitation", "name", "text").autocomplete("username").refused(refused);
    let first = invited == Invited::FirstAdmin;
    let name = match invited {
        Invited::FirstAdmin => name.hint("form.name_rules").value(typed),
        // So that the browser keeps the password under the right name.
        Invited::Account(account) => Field { readonly: true, ..name.value(account.name) },
    };
    let password =
        |name| Field::new(lang, "invitation", name, "password").autocomplete("new-password");
    let fields = vec![
        name,
        password("password").hint("form.password_rules").refused(refused),
        password("repeat").refused(refused),
    ];
    let message = Message::errors(&fields).or_else(|| refused.map(|refused| refused.message(lang)));
    let status = refused.map_or(StatusCode::OK, |refused| refused.status);
    Ok(html(lang, status, &InvitationPage { layout, message, first, fields }))
}

/// `GET /einladung/{link}`.
pub async fn form(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(link): Path<String>,
) -> Result<Response, Problem> {
    page(&state, &language, &who, &link, String::new(), None).await
}

/// `POST /einladung/{link}`: the password is chosen; the link works no more.
pub async fn accept(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(link): Path<String>,
    Form(form): Form<InvitationForm>,
) -> Result<Response, Problem> {
    let InvitationForm { name, password, repeat } = form;
    let refused = if password == repeat {
        match state.accounts.accept(&link, &name, password).await {
            Ok(()) => {
                let to = language.link("/anmelden?hinweis=passwort");
                return Ok(Redirect::to(&to).into_response());
            }
            // The page itself says so.
            Err(AccountError::Store(StoreError::BadLink)) => None,
            Err(error) => Some(Refused::by_accounts(error)?),
        }
    } else {
        Some(Refused::new("repeat", "not_the_same"))
    };
    page(&state, &language, &who, &link, name, refused).await
}
