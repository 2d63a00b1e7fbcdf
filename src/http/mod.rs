//! The service over HTTP: one router file, one file per resource.

mod areas;
mod assets;
mod assign;
mod health;
mod limits;
mod openapi;
mod pages;
mod problem;
mod router;
mod suggest;
mod teams;
mod tiles;

use std::{future::Future, net::SocketAddr, sync::Arc};

use tokio::net::TcpListener;

use crate::service::Service;

pub use limits::RateLimit;
pub use router::router;

/// What every handler can use.
#[derive(Clone)]
pub struct AppState {
    /// The use cases.
    pub service: Arc<Service>,
}

/// Serves until `stop` ends, then lets running requests finish.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    service: Service,
    limit: RateLimit,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let app = router(AppState { service: Arc::new(service) }, Some(limit));
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(stop)
        .await
}
