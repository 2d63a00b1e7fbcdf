//! `/anmelden` and `/abmelden`.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{CookieJar, Form};
use serde::Deserialize;

use super::{
    Layout, filters,
    forms::{Field, Message, Refused},
    html, own,
};
use crate::{
    http::{
        AppState, Client,
        access::is_page,
        batches,
        identity::{Who, device, device_cookie, ended_cookie, session_cookie},
        language::Language,
        problem::{Params, Problem},
    },
    locale::Lang,
    service::accounts::SignInError,
    telemetry::SignIn,
};

/// What leads to the form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignInParams {
    weiter: String,
    hinweis: String,
}

/// What the form sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    name: String,
    password: String,
    weiter: String,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    layout: Layout,
    message: Option<Message>,
    name: Field,
    password: Field,
    wanted: String,
}

impl SignInPage {
    fn new(state: &AppState, language: &Language, who: &Who, name: String, wanted: String) -> Self {
        let lang = language.lang;
        Self {
            layout: Layout::of_staff(state, language, who, "/anmelden"),
            message: None,
            name: Field::new(lang, "sign_in", "name", "text").value(name).autocomplete("username"),
            password: Field::new(lang, "sign_in", "password", "password")
                .autocomplete("current-password"),
            wanted,
        }
    }
}

/// `GET /anmelden`: the form.
pub async fn form(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(params): Params<SignInParams>,
) -> Response {
    let lang = language.lang;
    let mut page = SignInPage::new(&state, &language, &who, String::new(), params.weiter);
    page.message = match params.hinweis.as_str() {
        "passwort" => Some(Message::done(lang.t("sign_in.password_chosen", &[]))),
        "abgemeldet" => Some(Message::done(lang.t("sign_in.signed_out", &[]))),
        _ => None,
    };
    html(lang, StatusCode::OK, &page)
}

/// `POST /anmelden`: signs in. The session is always a new one, so that none that somebody put
/// into the browser before is ever used; the one before it ends.
pub async fn sign_in(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    jar: CookieJar,
    client: Client,
    Form(form): Form<SignInForm>,
) -> Result<Response, Problem> {
    let https = state.https();
    let known = device(&jar, https);
    let known = known.as_deref();
    match state.accounts.sign_in(&form.name, form.password, client.group(), known).await {
        Ok(signed_in) => {
            state.metrics.sign_in(SignIn::Success);
            if let Some(former) = who.signed_in() {
                state.accounts.sign_out(&former.session).await?;
            }
            let (secret, seconds) = &signed_in.device;
            let jar = jar
                .add(session_cookie(signed_in.session.expose(), https))
                .add(device_cookie(secret.expose(), *seconds, https));
            Ok((jar, Redirect::to(&language.link(target(&form.weiter)))).into_response())
        }
        Err(error) => {
            match error {
                SignInError::Wrong => state.metrics.sign_in(SignIn::Failure),
                SignInError::Wait(_) => state.metrics.sign_in(SignIn::Locked),
                SignInError::Store(_) => {}
            }
            let page = SignInPage::new(&state, &language, &who, form.name, form.weiter);
            refused(language.lang, error, page)
        }
    }
}

fn refused(lang: Lang, error: SignInError, mut page: SignInPage) -> Result<Response, Problem> {
    let (status, text, wait) = match error {
        SignInError::Wrong => (StatusCode::UNAUTHORIZED, lang.t("sign_in.wrong", &[]), None),
        SignInError::Wait(seconds) => {
            let key = if seconds == 1 { "sign_in.wait_one" } else { "sign_in.wait" };
            let text = lang.t(key, &[("seconds", &seconds.to_string())]);
            (StatusCode::TOO_MANY_REQUESTS, text, Some(seconds))
        }
        SignInError::Store(error) => {
            let refused = Refused::by_store(error)?;
            (refused.status, refused.text(lang), None)
        }
    };
    page.message = Some(Message::failed(lang, vec![text]));
    let mut response = html(lang, status, &page);
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

/// `POST /abmelden`: ends the session.
pub async fn sign_out(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    jar: CookieJar,
) -> Result<Response, Problem> {
    state.accounts.sign_out(&own(&who)?.session).await?;
    state.batch_jobs.forget_all(batches::owner(&who)?);
    let jar = jar.add(ended_cookie(state.https()));
    Ok((jar, Redirect::to(&language.link("/anmelden?hinweis=abgemeldet"))).into_response())
}

/// Where to go after signing in: a page of this service and nothing else.
fn target(wanted: &str) -> &str {
    if is_page(wanted) { wanted } else { "/" }
}
