//! How much one client may ask.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use tower_governor::{GovernorError, GovernorLayer, governor::GovernorConfigBuilder};

use super::{AppState, problem::Problem};

/// A burst and a sustained rate per client address.
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
    pub(super) fn hold(self, router: Router<AppState>) -> Router<AppState> {
        let period = Duration::from_secs(1) / self.per_second.max(1);
        let config = GovernorConfigBuilder::default()
            .period(period)
            .burst_size(self.burst.max(1))
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
}

fn refuse(error: GovernorError) -> Response {
    match error {
        GovernorError::TooManyRequests { wait_time, .. } => {
            let mut response = Problem::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too-many-requests",
                "Too many requests",
                format!("Ask again in {} seconds.", wait_time.max(1)),
            )
            .into_response();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait_time.max(1)));
            response
        }
        other => Problem::internal(&other).into_response(),
    }
}
