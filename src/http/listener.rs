//! The listener: connections, their limits, and how the server stops.

use std::{future::Future, net::SocketAddr, sync::Arc};

use axum::{Extension, extract::ConnectInfo};
use axum_server::{Handle, Server};
use tokio::net::TcpListener;
use tower::{Layer, service_fn};

use super::{
    AppState, Guards,
    connection::{Patience, Places},
    router,
};

/// Largest head of a request, in bytes; a larger one is answered with 431.
const MAX_HEAD: usize = 16 * 1024;
/// Most header lines of a request; more are answered with 431.
const MAX_HEADERS: usize = 64;

/// Serves until `stop` ends, then lets running requests finish for a while.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    state: AppState,
    guards: Guards,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let places = Places::new(guards.connections, guards.trusted_proxies.as_slice().into());
    let app = router(state, &guards);
    // As long as there is no free place, no further connection is taken from the queue.
    let connect = service_fn(move |peer: SocketAddr| {
        let (places, app) = (places.clone(), app.clone());
        async move {
            let place = places.take(peer.ip()).await?;
            let app = Extension(ConnectInfo(peer)).layer(app);
            Ok::<_, std::io::Error>(Extension(Arc::new(place)).layer(app))
        }
    });
    let timeouts = guards.timeouts;
    // Browsers and proxies speak HTTP/1.1 to a plain listener; HTTP/2 would only be more to guard.
    let mut server = Server::from_listener(listener).http1_only();
    server
        .http_builder()
        .http1()
        .header_read_timeout(timeouts.header)
        .max_buf_size(MAX_HEAD)
        .max_headers(MAX_HEADERS);
    let handle = Handle::new();
    let stopping = handle.clone();
    tokio::spawn(async move {
        stop.await;
        stopping.graceful_shutdown(Some(timeouts.stop));
    });
    server
        .handle(handle)
        .acceptor(Patience { send: timeouts.send })
        .accept_error_handler(|peer: Option<&SocketAddr>, error| match peer {
            // Who it was is left out: addresses of clients are personal data.
            Some(_) => tracing::debug!(%error, "connection refused"),
            None => tracing::warn!(%error, "no connection could be accepted"),
        })
        .serve(connect)
        .await
}
