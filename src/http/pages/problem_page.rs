//! Problems as pages: whoever reads with a browser gets words and a way on instead of a document.

use askama::Template;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{Layout, filters, html};
use crate::http::{AppState, language::Language, problem::Problem};

/// The module whose styles the page uses.
const ENTRY: &str = "src/assignment.ts";
/// Kinds and statuses with words of their own in the group `problem` of the catalogue.
const WORDED: [&str; 11] = [
    "cross-site",
    "too-many-suggestions",
    "no-open-hours",
    "403",
    "404",
    "405",
    "408",
    "413",
    "429",
    "500",
    "503",
];

/// A problem as a page.
#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    layout: Layout,
    status: u16,
    title: String,
    text: String,
    next: String,
}

impl ProblemPage {
    fn new(mut layout: Layout, problem: &Problem, seconds: &str) -> Self {
        layout.entry.scripts.clear();
        let key = key(problem);
        let lang = layout.language.lang;
        let word = |part| lang.t(&format!("problem.{key}.{part}"), &[("seconds", seconds)]);
        let (title, text, next) = (word("title"), word("text"), word("next"));
        Self { layout, status: problem.status, title, text, next }
    }
}

/// Which words tell of a problem.
fn key(problem: &Problem) -> &'static str {
    let kind = problem.kind.rsplit(':').next().unwrap_or_default();
    let status = problem.status.to_string();
    let own = |name: &str| WORDED.into_iter().find(|worded| *worded == name);
    let usual = if problem.status >= 500 { "500" } else { "other" };
    own(kind).or_else(|| own(&status)).unwrap_or(usual)
}

/// Makes every error a problem, and every problem a page when a browser asks outside the API.
pub async fn problem_page(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let page = !request.uri().path().starts_with("/api/") && wants_page(request.headers());
    let language = Language::of(request.uri());
    let response = as_problem(next.run(request).await);
    let Some(problem) = response.extensions().get::<Problem>().filter(|_| page) else {
        return response;
    };
    let waiting = response.headers().get(header::RETRY_AFTER);
    let seconds = waiting.and_then(|value| value.to_str().ok()?.parse().ok()).unwrap_or(1);
    let service = state.service();
    let edition = service.on(None).ok().map(|day| day.edition);
    let layout = Layout::new(&language, service.city(), edition, ENTRY);
    // A second more than needed, so that it is never „1 Sekunden“.
    let page = ProblemPage::new(layout, problem, &u64::max(seconds, 2).to_string());
    let mut page = html(language.lang, response.status(), &page);
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = response.headers().get(&name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page
}

/// An error that the framework wrote as plain text, as a problem; everything else as it is.
fn as_problem(response: Response) -> Response {
    let status = response.status();
    let plain = match response.headers().get(header::CONTENT_TYPE) {
        Some(kind) => kind.as_bytes().starts_with(b"text/plain"),
        None => true,
    };
    let error = status.is_client_error() || status.is_server_error();
    if error && plain { Problem::of(status).into_response() } else { response }
}

/// Whether HTML is asked for by name, and before JSON. Programs and our scripts do not.
fn wants_page(headers: &HeaderMap) -> bool {
    let accept: Vec<&str> =
        headers.get_all(header::ACCEPT).iter().filter_map(|line| line.to_str().ok()).collect();
    let wish = |kind: &str| {
        let ranges = accept.iter().flat_map(|line| line.split(','));
        ranges.filter_map(|range| quality(range, kind)).fold(0.0, f32::max)
    };
    let html = wish("text/html");
    html > 0.0 && html > wish("application/json").max(wish("application/problem+json"))
}

/// How much an entry of `Accept` wants a media type, from 0 to 1; `None` when it names another.
fn quality(range: &str, kind: &str) -> Option<f32> {
    let mut parts = range.split(';').map(str::trim);
    if !parts.next()?.eq_ignore_ascii_case(kind) {
        return None;
    }
    let weight = parts.find_map(|part| part.strip_prefix("q="));
    Some(weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0)))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, StatusCode};

    use super::*;

    fn wants(accept: &'static str) -> bool {
        let value = HeaderValue::from_static(accept);
        wants_page(&[(header::ACCEPT, value)].into_iter().collect())
    }

    #[test]
    fn browsers_get_pages_and_programs_do_not() {
        assert!(wants("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
        assert!(wants("application/json;q=0.5, text/html"));
        assert!(!wants("*/*"));
        assert!(!wants("application/json, text/html;q=0.5"));
        assert!(!wants("text/html;q=0"));
        assert!(!wants(""));
    }

    #[test]
    fn every_problem_has_words_and_every_words_are_used() {
        let problem = |status, kind| {
            Problem::new(StatusCode::from_u16(status).unwrap(), kind, "Title", "Detail")
        };
        let mut used: Vec<&str> = WORDED.to_vec();
        used.extend(["other", "home"]);
        let words: serde_json::Value =
            serde_json::from_str(include_str!("../../../web/locales/de.json")).unwrap();
        for name in words["problem"].as_object().unwrap().keys() {
            assert!(used.contains(&name.as_str()), "problem.{name} is not used");
        }
        for (status, kind, expected) in [
            (403, "cross-site", "cross-site"),
            (403, "forbidden", "403"),
            (404, "not-found", "404"),
            (415, "no-json-type", "other"),
            (500, "internal", "500"),
            (502, "refused", "500"),
            (503, "took-too-long", "503"),
        ] {
            let key = key(&problem(status, kind));
            assert_eq!(key, expected);
        }
        for key in WORDED.into_iter().chain(["other"]) {
            for part in ["title", "text", "next"] {
                assert!(words["problem"][key][part].is_string(), "problem.{key}.{part}");
            }
        }
    }

    #[test]
    fn only_plain_errors_become_problems() {
        let plain = as_problem((StatusCode::BAD_REQUEST, "Invalid URL").into_response());
        assert!(plain.extensions().get::<Problem>().is_some());
        let page = as_problem((StatusCode::NOT_FOUND, axum::response::Html("x")).into_response());
        assert!(page.extensions().get::<Problem>().is_none());
        let fine = as_problem((StatusCode::OK, "fine").into_response());
        assert_eq!(fine.status(), StatusCode::OK);
    }
}
