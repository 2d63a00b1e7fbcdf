//! Who asks: anybody, somebody who is signed in, or a machine with a token.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

use super::AppState;
use crate::{
    domain::account::{Account, Role, Roles, Token},
    store::StoreError,
};

/// Who asks.
#[derive(Debug, Clone, Default)]
pub enum Who {
    /// Anybody; residents never sign in.
    #[default]
    Anonymous,
    /// Somebody who is signed in.
    Account(SignedIn),
    /// A machine.
    Token(Token),
}

/// Somebody who is signed in.
#[derive(Clone)]
pub struct SignedIn {
    /// The account.
    pub account: Account,
    /// The secret of the session.
    pub session: String,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "SignedIn({})", self.account.name)
    }
}

impl SignedIn {
    /// What a form has to carry to be taken as sent from our own page: derived from the session,
    /// which other sites cannot read.
    pub fn form_token(&self) -> String {
        let mut hash = Sha256::new();
        hash.update("form:");
        hash.update(&self.session);
        BASE64URL_NOPAD.encode(&hash.finalize())
    }
}

impl Who {
    /// What they may do.
    pub fn roles(&self) -> Roles {
        match self {
            Self::Anonymous => Roles::new(),
            Self::Account(signed_in) => signed_in.account.roles.clone(),
            Self::Token(token) => token.roles.clone(),
        }
    }

    /// Whether they have one of these roles.
    pub fn has_one_of(&self, roles: &[Role]) -> bool {
        let own = self.roles();
        roles.iter().any(|role| own.contains(role))
    }

    /// The name under which the audit record knows them.
    pub fn actor(&self) -> String {
        match self {
            Self::Anonymous => "anonymous".to_owned(),
            Self::Account(signed_in) => signed_in.account.name.clone(),
            Self::Token(token) => format!("token:{}", token.name),
        }
    }

    /// The account that is signed in.
    pub fn signed_in(&self) -> Option<&SignedIn> {
        match self {
            Self::Account(signed_in) => Some(signed_in),
            _ => None,
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Who {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().cloned().unwrap_or_default())
    }
}

/// Credentials that do not work.
#[derive(Debug)]
pub(super) enum BadCredentials {
    /// The token is unknown, revoked or has run out.
    Token,
    /// It cannot be found out at the moment.
    Store(StoreError),
}

/// Finds out who sent these headers. A cookie that does not work any more makes somebody
/// anonymous; a token that does not work is refused, as a machine should learn of it.
pub(super) async fn identify(state: &AppState, headers: &HeaderMap) -> Result<Who, BadCredentials> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let token = value.to_str().ok().and_then(bearer).ok_or(BadCredentials::Token)?;
        let token = state.accounts.token(token).await.map_err(BadCredentials::Store)?;
        return token.map(Who::Token).ok_or(BadCredentials::Token);
    }
    let jar = CookieJar::from_headers(headers);
    let Some(cookie) = jar.get(session_cookie_name(state.https())) else {
        return Ok(Who::Anonymous);
    };
    let session = cookie.value().to_owned();
    let account = state.accounts.signed_in(&session).await.map_err(BadCredentials::Store)?;
    Ok(account.map_or(Who::Anonymous, |account| Who::Account(SignedIn { account, session })))
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Behind TLS the name binds the cookie to this host and to TLS (RFC 6265bis, section 4.1.3.2).
fn session_cookie_name(https: bool) -> &'static str {
    if https { "__Host-sozialraum" } else { "sozialraum" }
}

fn device_cookie_name(https: bool) -> &'static str {
    if https { "__Host-sozialraum-browser" } else { "sozialraum-browser" }
}

fn cookie(name: &'static str, value: String, https: bool) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax)
        .build()
}

/// The cookie of a session; it ends with the browser at the latest.
pub(super) fn session_cookie(session: &str, https: bool) -> Cookie<'static> {
    cookie(session_cookie_name(https), session.to_owned(), https)
}

/// The cookie that makes a browser known for some seconds.
pub(super) fn device_cookie(device: &str, seconds: i64, https: bool) -> Cookie<'static> {
    let name = device_cookie_name(https);
    let secure = if https { "; Secure" } else { "" };
    Cookie::parse(format!(
        "{name}={device}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}"
    ))
    .expect("secrets have no characters that a cookie cannot hold")
}

/// What makes a browser known, if it sent it.
pub(super) fn device(jar: &CookieJar, https: bool) -> Option<String> {
    jar.get(device_cookie_name(https)).map(|cookie| cookie.value().to_owned())
}

/// A cookie that removes the session's.
pub(super) fn ended_cookie(https: bool) -> Cookie<'static> {
    let mut cookie = cookie(session_cookie_name(https), String::new(), https);
    cookie.make_removal();
    cookie
}
