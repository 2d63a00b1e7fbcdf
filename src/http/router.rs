//! Every route of the service.

use std::time::Duration;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderValue, StatusCode, header},
    middleware::from_fn_with_state,
    response::IntoResponse,
    routing::get,
};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer,
    set_header::SetResponseHeaderLayer, timeout::TimeoutLayer,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState, RateLimit, access, accounts, areas, assets, assign, audit, health, me, observe,
    openapi, organisation, pages, problem::Problem, suggest, teams, tiles, tokens,
};

/// Largest body that is read, in bytes.
pub(super) const MAX_BODY: usize = 16 * 1024;
/// What a page may load: everything from here, nothing from elsewhere. Patterns and
/// icons are drawn as data images.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; \
    object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// All routes, without a limit per client when none is given.
pub fn router(state: AppState, limit: Option<RateLimit>) -> Router {
    let max_time = Duration::from_secs(state.settings.limits.request_seconds.into());
    let (api, description) = OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(assign::assign))
        .routes(routes!(suggest::suggest))
        .routes(routes!(areas::regions))
        .routes(routes!(areas::region))
        .routes(routes!(areas::sozialraeume))
        .routes(routes!(areas::sozialraum))
        .routes(routes!(areas::borders))
        .routes(routes!(areas::border))
        .routes(routes!(teams::teams))
        .routes(routes!(teams::team))
        .routes(routes!(organisation::entries))
        .routes(routes!(organisation::add))
        .routes(routes!(organisation::edit))
        .routes(routes!(organisation::changes))
        .routes(routes!(organisation::undo))
        .routes(routes!(organisation::redo))
        .routes(routes!(me::me))
        .routes(routes!(accounts::accounts, accounts::create))
        .routes(routes!(accounts::set_roles))
        .routes(routes!(accounts::disable))
        .routes(routes!(accounts::enable))
        .routes(routes!(accounts::reset))
        .routes(routes!(tokens::tokens, tokens::create))
        .routes(routes!(tokens::revoke))
        .routes(routes!(audit::entries))
        .routes(routes!(audit::proof))
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .split_for_parts();
    let mut asking = api
        .route("/", get(pages::home))
        .route("/zustaendigkeit", get(pages::form).post(pages::answer))
        .route("/datenschutz", get(pages::privacy));
    if let Some(limit) = limit {
        asking = limit.hold(asking);
    }
    asking
        .route("/api/v1/openapi.json", get(move || openapi::document(description.clone())))
        .route("/tiles/base/{z}/{x}/{y}", get(tiles::base))
        .route("/assets/{*path}", get(assets::asset))
        .layer(from_fn_with_state(state.clone(), access::gate))
        .fallback(async || Problem::not_found("There is nothing under this path."))
        .method_not_allowed_fallback(async || {
            Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "method-not-allowed",
                "Method not allowed",
                "This path takes other methods; see /api/v1/openapi.json.",
            )
        })
        .layer(
            ServiceBuilder::new()
                .layer(security_header(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
                .layer(security_header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
                .layer(security_header(header::REFERRER_POLICY, "no-referrer"))
                // Answers are about families; only what says so itself may be kept.
                .layer(SetResponseHeaderLayer::if_not_present(
                    header::CACHE_CONTROL,
                    HeaderValue::from_static("no-store"),
                ))
                .layer(CompressionLayer::new())
                .layer(CatchPanicLayer::custom(|_| {
                    Problem::internal(&"a handler panicked").into_response()
                }))
                .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, max_time))
                .layer(DefaultBodyLimit::max(MAX_BODY)),
        )
        // Outermost, so that refused requests are noted, too.
        .layer(from_fn_with_state(state.clone(), observe::observe))
        .with_state(state)
}

fn security_header(
    name: header::HeaderName,
    value: &'static str,
) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}
