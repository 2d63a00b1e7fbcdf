//! What is noted of every request: method, route, status and time under an id of its own.
//!
//! Neither path nor query, body or address of the client: a path can be mistyped social data.

use std::{fmt::Write, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method},
    middleware::Next,
    response::Response,
};
use tracing::Instrument;

use super::AppState;

/// The header that names the request in the response and in the log.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// How the access log is called in a filter: `info,access=off`.
const ACCESS: &str = "access";
/// The route of everything that has none.
const UNKNOWN: &str = "unknown";

/// Counts the request, writes its line in the log and names it in the response.
pub(super) async fn observe(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let begun = Instant::now();
    let method = method_name(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let id = new_id();
    let span = tracing::info_span!("request", %id);
    let mut response = next.run(request).instrument(span).await;
    let took = begun.elapsed();
    let route = route.as_ref().map_or(UNKNOWN, MatchedPath::as_str);
    let status = response.status().as_u16();
    state.metrics.request(method, route, status, took);
    #[expect(clippy::cast_precision_loss, reason = "a request takes no 2^53 microseconds")]
    let ms = took.as_micros() as f64 / 1000.0;
    // Probes come every few seconds and say nothing as long as they succeed.
    if matches!(route, "/healthz" | "/readyz") && response.status().is_success() {
        tracing::debug!(target: ACCESS, method, route, status, ms, id, "request");
    } else {
        tracing::info!(target: ACCESS, method, route, status, ms, id, "request");
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// The method when it is a usual one: clients can make up others, and each would be a label.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Sixteen random hexadecimal digits. Without a source of randomness an id of zeros: a request
/// is not refused for it.
fn new_id() -> String {
    let mut bytes = [0; 8];
    if let Err(error) = getrandom::fill(&mut bytes) {
        tracing::warn!(%error, "no random request id");
    }
    bytes.iter().fold(String::with_capacity(16), |mut id, byte| {
        let _ = write!(id, "{byte:02x}");
        id
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ_and_made_up_methods_do_not() {
        assert_eq!(new_id().len(), 16);
        assert_ne!(new_id(), new_id());
        let made_up = Method::from_bytes(b"GEHEIMWEG").unwrap();
        assert_eq!(method_name(&made_up), "other");
        assert_eq!(method_name(&Method::POST), "POST");
    }
}
