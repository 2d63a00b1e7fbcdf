//! The service over HTTP: one router file, one file per resource.

pub mod access;
mod accounts;
mod areas;
mod assets;
mod assign;
mod audit;
mod health;
pub mod identity;
mod limits;
mod me;
mod openapi;
mod organisation;
mod pages;
mod problem;
mod router;
mod suggest;
mod teams;
mod tiles;
mod tokens;

use std::{future::Future, net::SocketAddr, sync::Arc};

use tokio::net::TcpListener;

use crate::service::{Service, accounts::Accounts, live::Live};

pub use limits::RateLimit;
pub use router::router;

/// What every handler can use.
#[derive(Clone)]
pub struct AppState {
    /// The running service.
    pub live: Arc<Live>,
    /// Accounts and tokens.
    pub accounts: Arc<Accounts>,
    /// Under which address people reach the service, such as `https://sozialraum.example`.
    pub public_url: Arc<str>,
}

impl AppState {
    /// The snapshot that look-ups work from.
    pub fn service(&self) -> Arc<Service> {
        self.live.service()
    }

    /// Whether people reach the service through TLS.
    pub fn https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The link with which somebody chooses a password.
    pub fn invitation_link(&self, secret: &str) -> String {
        format!("{}/einladung/{secret}", self.public_url)
    }
}

/// Serves until `stop` ends, then lets running requests finish.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    state: AppState,
    limit: RateLimit,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let app = router(state, Some(limit));
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(stop)
        .await
}
