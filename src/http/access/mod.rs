//! Which roles may use which route: the one table, and the gate that holds everybody to it.
//!
//! A route that is not in the table cannot be reached, so none is ever left open by mistake.

mod rules;

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequest, MatchedPath, Multipart, Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::Form;
use serde::Deserialize;

use super::{
    AppState,
    identity::{BadCredentials, SignedIn, Who, identify},
    intake,
    language::Language,
    problem::Problem,
    stack::{MAX_BODY, file_limit, is_streamed},
};

pub use rules::{Access, RULES, Rule};

/// The rule for a request; the methods that the path takes when it is not this one.
fn rule_for(method: &Method, path: &str) -> Result<&'static Rule, Vec<&'static str>> {
    let method = if method == Method::HEAD { "GET" } else { method.as_str() };
    let of_path: Vec<&Rule> = RULES.iter().filter(|rule| rule.path == path).collect();
    of_path
        .iter()
        .find(|rule| rule.method == method)
        .copied()
        .ok_or_else(|| of_path.iter().map(|rule| rule.method).collect())
}

/// Whether something can be opened under a path, by the table. Open parts of it are plain.
fn opens(path: &str) -> bool {
    let fits = |rule: &Rule| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        let same = |(part, wanted): (&str, &str)| {
            let open = part.starts_with('{') && !wanted.is_empty() && wanted.chars().all(plain);
            open || part == wanted
        };
        let parts = rule.path.split('/');
        parts.clone().count() == path.split('/').count() && parts.zip(path.split('/')).all(same)
    };
    RULES.iter().any(|rule| rule.method == "GET" && fits(rule))
}

/// Whether a path is that of a page that can be gone to: for where to go after signing in, which
/// must not lead out of the service nor do anything.
pub(super) fn is_page(path: &str) -> bool {
    const NO_PAGES: [&str; 10] = [
        "/api/",
        "/assets/",
        "/tiles/",
        "/healthz",
        "/readyz",
        "/sw.js",
        "/manifest.webmanifest",
        "/anmelden",
        "/einladung/",
        "/bestaetigen/",
    ];
    !NO_PAGES.iter().any(|beginning| path.starts_with(beginning)) && opens(path)
}

/// The page under a path, or the nearest one above it: `/konto` for `/konto/passwort`, to which
/// forms are sent.
pub(super) fn page_near(path: &str) -> &str {
    let mut near = path;
    while !opens(near) {
        match near.rsplit_once('/') {
            Some((above, _)) if !above.is_empty() => near = above,
            _ => return "/",
        }
    }
    near
}

/// Lets a request through to its route, or says why not.
pub(super) async fn gate(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(path) = request.extensions().get::<MatchedPath>().cloned() else {
        // Nothing is there: the fallback answers.
        return next.run(request).await;
    };
    let rule = match rule_for(request.method(), path.as_str()) {
        Ok(rule) => rule,
        Err(methods) => return wrong_method(&methods),
    };
    let who = match identify(&state, request.headers()).await {
        Ok(who) => who,
        // Look-ups go on for everybody, whatever their credentials are worth just now.
        Err(_) if rule.access == Access::Anyone && rule.path != "/api/v1/me" => Who::Anonymous,
        Err(BadCredentials::Token) => return bad_token(),
        Err(BadCredentials::Store(error)) => return Problem::from(error).into_response(),
    };
    let page = !path.as_str().starts_with("/api/");
    let allowed = match rule.access {
        Access::Anyone => true,
        Access::SignedIn => who.signed_in().is_some(),
        Access::Staff => !matches!(who, Who::Anonymous),
        Access::Role(role) => who.has_one_of(&[role]),
    };
    if !allowed {
        return match who {
            Who::Anonymous if page && rule.method == "GET" => {
                // Only the path: it names a page, never what was typed into one.
                let wanted = request.uri().path();
                let to = Language::of(request.uri()).link(&format!("/anmelden?weiter={wanted}"));
                Redirect::to(&to).into_response()
            }
            Who::Anonymous => not_signed_in(),
            _ => forbidden(rule.access),
        };
    }
    if let (false, true, Some(signed_in)) =
        (rule.access == Access::Anyone, rule.method != "GET", who.signed_in())
    {
        request = match with_form_token(request, signed_in).await {
            Ok(request) => request,
            Err(response) => return response,
        };
    }
    request.extensions_mut().insert(who);
    next.run(request).await
}

#[derive(Deserialize)]
struct TokenField {
    #[serde(default)]
    form_token: String,
}

/// The request again if it carries the token of the session, in its form or its header. What
/// another site makes a browser send carries the cookie, but not this.
async fn with_form_token(request: Request, signed_in: &SignedIn) -> Result<Request, Response> {
    let limit = file_limit(&request).unwrap_or(MAX_BODY);
    let expected = signed_in.form_token();
    if let Some(value) = request.headers().get("x-form-token") {
        return if value == expected.as_str() { Ok(request) } else { Err(forged()) };
    }
    let streamed = is_streamed(&request);
    let (parts, body) = request.into_parts();
    if streamed {
        let (start, rest) =
            intake::beginning(body, limit).await.map_err(IntoResponse::into_response)?;
        let copy = Request::from_parts(parts.clone(), Body::from(start.clone()));
        let fits = token_of(copy).await.as_deref() == Some(&*expected);
        let again = || Request::from_parts(parts, intake::rejoined(start, rest));
        return fits.then(again).ok_or_else(forged);
    }
    let bytes: Bytes = to_bytes(body, limit).await.map_err(|_| too_large())?;
    let copy = Request::from_parts(parts.clone(), Body::from(bytes.clone()));
    if token_of(copy).await.as_deref() == Some(&*expected) {
        Ok(Request::from_parts(parts, Body::from(bytes)))
    } else {
        Err(forged())
    }
}

/// The token that a form carries. In a form with a file it has to come first.
async fn token_of(request: Request) -> Option<String> {
    let kind = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if kind.is_some_and(|kind| kind.starts_with(b"multipart/form-data")) {
        let mut form = Multipart::from_request(request, &()).await.ok()?;
        let first = form.next_field().await.ok()??;
        return if first.name() == Some("form_token") { first.text().await.ok() } else { None };
    }
    let Form(field) = Form::<TokenField>::from_request(request, &()).await.ok()?;
    Some(field.form_token)
}

fn wrong_method(methods: &[&str]) -> Response {
    let problem = Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "Method not allowed",
        "This path takes other methods; see /api/v1/openapi.json.",
    );
    let mut response = problem.into_response();
    if let Ok(allow) = HeaderValue::from_str(&methods.join(", ")) {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}

fn unauthorized(kind: &str, detail: &str) -> Response {
    let mut response =
        Problem::new(StatusCode::UNAUTHORIZED, kind, "Not signed in", detail).into_response();
    response
        .headers_mut()
        .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"sozialraum\""));
    response
}

fn not_signed_in() -> Response {
    unauthorized("not-signed-in", "Sign in, or send „Authorization: Bearer TOKEN“.")
}

fn bad_token() -> Response {
    unauthorized("bad-token", "The token is unknown, revoked or has run out.")
}

fn forbidden(access: Access) -> Response {
    let detail = match access {
        Access::Role(role) => format!("This needs the role „{role}“."),
        _ => "This is for people who are signed in; a token has no account.".to_owned(),
    };
    Problem::new(StatusCode::FORBIDDEN, "forbidden", "Not allowed", detail).into_response()
}

fn forged() -> Response {
    Problem::new(
        StatusCode::FORBIDDEN,
        "forged",
        "Not sent from this service's own page",
        "The form's token is missing or belongs to another sign-in. Load the page again; scripts \
         send it in the header X-Form-Token, machines use a bearer token instead.",
    )
    .into_response()
}

fn too_large() -> Response {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too-large",
        "Body too large",
        "The body is larger than this route takes, or broke off.",
    )
    .into_response()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_route_is_listed_twice() {
        let listed: BTreeSet<_> = RULES.iter().map(|rule| (rule.method, rule.path)).collect();
        assert_eq!(listed.len(), RULES.len());
    }

    #[test]
    fn only_pages_of_the_service_are_gone_to() {
        for page in ["/", "/konto", "/verwaltung/organisation/eintrag/team/nord-a"] {
            assert!(is_page(page), "{page}");
        }
        for other in [
            "",
            "konto",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/konto/",
            "/konto?x=1",
            "/abmelden",
            "/api/v1/teams",
            "/anmelden",
            "/einladung/x",
            "/verwaltung/organisation/eintrag/team/..",
        ] {
            assert!(!is_page(other), "{other}");
        }
    }

    #[test]
    fn what_is_no_page_has_one_above_it() {
        assert_eq!(page_near("/zustaendigkeit"), "/zustaendigkeit");
        assert_eq!(page_near("/konto/passwort"), "/konto");
        assert_eq!(
            page_near("/verwaltung/organisation/aenderung/3/zuruecknehmen"),
            "/verwaltung/organisation"
        );
        for nothing in ["/abmelden", "", "//evil.example", "/x/y/"] {
            assert_eq!(page_near(nothing), "/", "{nothing}");
        }
    }

    #[test]
    fn a_head_goes_with_its_get_and_other_methods_are_named() {
        let head = rule_for(&Method::HEAD, "/konto").unwrap();
        assert_eq!((head.method, head.access), ("GET", Access::SignedIn));
        assert_eq!(rule_for(&Method::DELETE, "/anmelden"), Err(vec!["GET", "POST"]));
        assert_eq!(rule_for(&Method::GET, "/nowhere"), Err(Vec::new()));
    }
}
