//! Bodies of requests: read whole, within a size and a time, before any handler sees them.

use std::{future::poll_fn, pin::Pin, time::Duration};

use axum::{
    body::{Body, HttpBody, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::time::timeout;

use super::{
    problem::Problem,
    stack::{file_limit, is_streamed},
};

/// How much of a body that is too large is read and thrown away, in bytes. A client reads the
/// refusal only after it has sent everything; of a larger one the connection is cut.
const THROWN_AWAY: u64 = 1024 * 1024;

/// What a body may cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct BodyLimit {
    /// Largest body, in bytes.
    pub size: usize,
    /// Longest time until it has arrived.
    pub time: Duration,
}

/// Reads the body of a request, or refuses it.
pub(super) async fn read(State(limit): State<BodyLimit>, request: Request, next: Next) -> Response {
    if file_limit(&request).is_some() || is_streamed(&request) {
        // The gate reads it, or the handler.
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let declared = declared(&parts.headers);
    let reading = async {
        if declared.is_some_and(|length| length > limit.size as u64) {
            if declared.is_some_and(|length| length <= THROWN_AWAY) {
                throw_away(body).await;
            }
            return Err(too_large());
        }
        to_bytes(body, limit.size).await.map_err(|_| {
            // A body that told its length broke off; one in chunks may also be too long.
            if declared.is_some() { broken_off() } else { too_large() }
        })
    };
    match timeout(limit.time, reading).await {
        Ok(Ok(bytes)) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Ok(Err(problem)) => problem.into_response(),
        Err(_) => too_slow().into_response(),
    }
}

fn declared(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

async fn throw_away(mut body: Body) {
    while poll_fn(|context| Pin::new(&mut body).poll_frame(context))
        .await
        .is_some_and(|f| f.is_ok())
    {}
}

fn too_large() -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too-large",
        "Body too large",
        "The body is larger than this route takes.",
    )
}

pub(super) fn broken_off() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "unreadable-body",
        "Body cannot be read",
        "The body broke off.",
    )
}

pub(super) fn too_slow() -> Problem {
    Problem::new(
        StatusCode::REQUEST_TIMEOUT,
        "too-slow",
        "Body too slow",
        "The body did not arrive in time.",
    )
}

/// Answers in place of a handler that takes too long; one that reads a body piece by piece minds
/// the time itself.
pub(super) async fn deadline(
    State(time): State<Duration>,
    request: Request,
    next: Next,
) -> Response {
    if is_streamed(&request) {
        return next.run(request).await;
    }
    timeout(time, next.run(request)).await.unwrap_or_else(|_| {
        Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "took-too-long",
            "Took too long",
            "The server could not answer in time. Ask again.",
        )
        .into_response()
    })
}
