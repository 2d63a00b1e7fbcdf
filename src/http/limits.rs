//! How much one client may ask.

use std::{net::IpAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    http::{HeaderValue, Method, Request, StatusCode, header},
    response::{IntoResponse, Response},
};
use tower_governor::{
    GovernorError, GovernorLayer, governor::GovernorConfigBuilder, key_extractor::KeyExtractor,
};

use super::{client::Client, problem::Problem};

/// A burst and a sustained rate per client.
///
/// The default does not trouble an office behind one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// Requests at once.
    pub burst: u32,
    /// Requests a second in the long run.
    pub per_second: u32,
}

impl Default for RateLimit {
    fn default() -> Self {
        Self { burst: 1_000, per_second: 20 }
    }
}

impl RateLimit {
    /// Holds the clients of all routes of a router to the limit. Values of 0 count as 1.
    pub(super) fn hold<S>(self, router: Router<S>) -> Router<S>
    where
        S: Clone + Send + Sync + 'static,
    {
        hold(router, self.burst, Duration::from_secs(1) / self.per_second.max(1), None)
    }
}

/// A stricter limit per client, for what changes something or guesses, such as signing in.
///
/// The default lets an office behind one address begin its day, and a guesser try 20 times a
/// minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteLimit {
    /// Requests at once.
    pub burst: u32,
    /// The time after which one more is allowed.
    pub every: Duration,
}

impl Default for WriteLimit {
    fn default() -> Self {
        Self { burst: 20, every: Duration::from_secs(3) }
    }
}

impl WriteLimit {
    /// Holds the clients of a router to the limit when they write; reading stays free. Values of
    /// 0 count as 1, or one millisecond.
    pub fn hold<S>(self, router: Router<S>) -> Router<S>
    where
        S: Clone + Send + Sync + 'static,
    {
        let every = self.every.max(Duration::from_millis(1));
        let methods = vec![Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
        hold(router, self.burst, every, Some(methods))
    }
}

fn hold<S>(
    router: Router<S>,
    burst: u32,
    every: Duration,
    methods: Option<Vec<Method>>,
) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let mut builder = GovernorConfigBuilder::default().key_extractor(ByClient);
    if let Some(methods) = methods {
        builder.methods(methods);
    }
    let config = builder
        .period(every)
        .burst_size(burst.max(1))
        .finish()
        .expect("burst and period are above zero");
    let config = Arc::new(config);
    // Clients that have not asked for a while are forgotten.
    let limiter = config.limiter().clone();
    tokio::spawn(async move {
        let mut every = tokio::time::interval(Duration::from_secs(60));
        loop {
            every.tick().await;
            limiter.retain_recent();
        }
    });
    router.layer(GovernorLayer::new(config).error_handler(refuse))
}

/// Counts by the client that `client::identify` found.
#[derive(Clone)]
struct ByClient;

impl KeyExtractor for ByClient {
    type Key = IpAddr;

    fn extract<T>(&self, request: &Request<T>) -> Result<IpAddr, GovernorError> {
        let client: Option<&Client> = request.extensions().get();
        client.map(|client| client.group()).ok_or(GovernorError::UnableToExtractKey)
    }
}

fn refuse(error: GovernorError) -> Response {
    match error {
        GovernorError::TooManyRequests { wait_time, .. } => {
            // The time is rounded down; whoever comes back then would be refused again.
            let seconds = wait_time + 1;
            let mut response = Problem::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too-many-requests",
                "Too many requests",
                format!("Ask again in {seconds} seconds."),
            )
            .into_response();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            response
        }
        other => Problem::internal(&other).into_response(),
    }
}
