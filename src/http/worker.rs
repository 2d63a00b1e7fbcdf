//! What makes the service work without a connection and sit on a home screen: the service worker
//! and the manifest.

use std::sync::LazyLock;

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{AppState, assets, problem::Problem};

/// The worker's script, which begins with the name of this build: when anything in the front end
/// changes, the script does, and browsers take the new one and drop what they kept.
static SCRIPT: LazyLock<Option<String>> = LazyLock::new(|| {
    let (script, build) = (assets::worker()?, assets::build()?);
    Some(format!("self.BUILD={};{script}", Value::from(build)))
});

/// `GET /sw.js`: the service worker, for all pages.
pub async fn script() -> Result<Response, Problem> {
    let script = SCRIPT.as_ref().ok_or_else(|| Problem::not_found("There is no such file."))?;
    let kind = (header::CONTENT_TYPE, "text/javascript; charset=utf-8");
    Ok(([kind, (header::CACHE_CONTROL, "no-cache")], script.as_str()).into_response())
}

/// `GET /manifest.webmanifest`: how the service sits on a home screen.
pub async fn manifest(State(state): State<AppState>) -> Response {
    let service = state.service();
    let city = &service.city().info.name;
    let icon = assets::entry("src/assignment.ts").icon;
    let icons: Vec<Value> = icon
        .map(|icon| json!({ "src": icon, "type": "image/svg+xml", "sizes": "any" }))
        .into_iter()
        .collect();
    let manifest = json!({
        "name": format!("Sozialraum {city}"),
        "short_name": "Sozialraum",
        "lang": "de",
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "background_color": "#ffffff",
        "theme_color": "#171a2b",
        "icons": icons,
    });
    let kind = (header::CONTENT_TYPE, "application/manifest+json");
    ([kind, (header::CACHE_CONTROL, "no-cache")], Json(manifest)).into_response()
}
