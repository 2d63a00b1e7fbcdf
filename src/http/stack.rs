//! The layers around every route, in their order.

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, MatchedPath, Request},
    http::Method,
    middleware::{from_fn_with_state, map_response_with_state},
    response::IntoResponse,
};
use ipnet::IpNet;
use tower::ServiceBuilder;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

use super::{
    AppState, Guards,
    body::{self, BodyLimit},
    client,
    cross_site::refuse_cross_site,
    headers, pages,
    problem::Problem,
};
use crate::service::resources::uploads::MAX_FILE;

/// Largest body that is read, in bytes.
pub(super) const MAX_BODY: usize = 64 * 1024;

/// Routes that take files, which are read only after it is clear that whoever sends them may: the
/// path as it stands in the router, and the largest body in bytes.
const FILES: [(&str, usize); 3] = [
    ("/koordination/import", MAX_FORM),
    ("/api/v1/resources/import", MAX_FILE),
    ("/verwaltung/adressen/einlesen", MAX_FORM),
];
/// Routes that take files which are too large to be held twice: their handlers read them piece by
/// piece, see [`intake`](super::intake), and hold them to their own size and time.
const STREAMED: [&str; 2] = ["/massenabfrage", "/api/v1/batch"];
/// A form with a file: the file, and a little for the rest.
const MAX_FORM: usize = MAX_FILE + MAX_BODY;

/// The largest body of a route that takes files.
pub(super) fn file_limit(request: &Request) -> Option<usize> {
    let path: &MatchedPath = request.extensions().get()?;
    FILES.iter().find(|(route, _)| *route == path.as_str()).map(|(_, most)| *most)
}

/// Whether the handler reads the body itself, piece by piece.
pub(super) fn is_streamed(request: &Request) -> bool {
    let path: Option<&MatchedPath> = request.extensions().get();
    *request.method() == Method::POST && path.is_some_and(|path| STREAMED.contains(&path.as_str()))
}

/// The guard rails around every route and every error, the outermost first.
pub(super) fn guard(
    router: Router<AppState>,
    state: &AppState,
    guards: &Guards,
) -> Router<AppState> {
    let proxies: Arc<[IpNet]> = guards.trusted_proxies.as_slice().into();
    let body = BodyLimit { size: MAX_BODY, time: guards.timeouts.body };
    router.layer(
        ServiceBuilder::new()
            .layer(from_fn_with_state(proxies, client::identify))
            .layer(CompressionLayer::new())
            .layer(map_response_with_state(guards.https(), headers::put))
            .layer(from_fn_with_state(state.clone(), pages::problem_page))
            .layer(CatchPanicLayer::custom(|_| {
                Problem::internal(&"a handler panicked").into_response()
            }))
            .layer(refuse_cross_site(guards.public_origin.as_ref()))
            .layer(from_fn_with_state(guards.timeouts.request, body::deadline))
            .layer(from_fn_with_state(body, body::read))
            // Bodies are limited by the layer above and by the gate.
            .layer(DefaultBodyLimit::disable()),
    )
}

#[cfg(test)]
mod tests {
    use std::{path::Path, time::Duration};

    use axum::{
        body::{Body, to_bytes},
        http::{Request, Response},
        routing::get,
    };
    use jiff::Timestamp;
    use serde_json::Value;
    use tower::ServiceExt;

    use super::*;
    use crate::{
        domain::audit::{Action, Event},
        formats::folder,
        http::Timeouts,
        service::{live::Live, open},
        settings::Settings,
        store::{SqliteStore, Store},
    };

    async fn ask(path: &str, accept: &str) -> Response<Body> {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        let store = Arc::new(SqliteStore::open(&url).await.unwrap());
        let data = open::only_folder(Path::new(open::DATA)).unwrap();
        let event = Event {
            at: Timestamp::UNIX_EPOCH,
            actor: "test".into(),
            action: Action::DatasetImported,
            subject: "test".into(),
            detail: Value::Null,
        };
        store.replace_dataset(&folder::read_sound(&data).unwrap(), &event).await.unwrap();
        let live = Live::load(store.clone()).await.unwrap().unwrap();
        let address = ([127, 0, 0, 1], 80).into();
        let state = AppState::new(Arc::new(live), store, Settings::default(), address);
        let timeouts = Timeouts { request: Duration::from_millis(20), ..Timeouts::default() };
        let guards = Guards { rate: None, timeouts, ..Guards::default() };
        let routes = Router::new()
            .route(
                "/panic",
                get(async || {
                    if true {
                        panic!("on purpose")
                    }
                }),
            )
            .route("/slow", get(async || tokio::time::sleep(Duration::from_secs(60)).await));
        let request = Request::get(path).header("accept", accept).body(Body::empty()).unwrap();
        guard(routes, &state, &guards).with_state(state).oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn a_handler_that_panics_or_hangs_is_a_problem_with_every_header() {
        for (path, status) in [("/panic", 500), ("/slow", 503)] {
            let document = ask(path, "*/*").await;
            assert_eq!(document.status(), status);
            assert_eq!(document.headers()["content-type"], "application/problem+json");
            assert_eq!(document.headers()["x-frame-options"], "DENY");
            let page = ask(path, "text/html").await;
            assert_eq!(page.status(), status);
            assert_eq!(page.headers()["x-frame-options"], "DENY");
            let text = to_bytes(page.into_body(), usize::MAX).await.unwrap();
            let text = String::from_utf8(text.to_vec()).unwrap();
            assert!(text.contains(&format!("data-problem=\"{status}\"")), "{text}");
            assert!(!text.contains("on purpose"));
        }
    }
}
