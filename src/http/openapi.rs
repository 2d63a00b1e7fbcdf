//! The description of the API, made from the handlers themselves.

use axum::{Json, http::header, response::IntoResponse};
use utoipa::{
    OpenApi,
    openapi::{self, InfoBuilder, LicenseBuilder, OpenApiBuilder},
};

/// Tags that group the routes.
#[derive(OpenApi)]
#[openapi(tags(
    (name = "assign", description = "Which team is responsible for an address or a position"),
    (name = "areas", description = "Regions, Sozialräume and the borders between them"),
    (name = "organisation", description = "Who answers for what"),
    (name = "operations", description = "Whether the server lives and is ready"),
))]
struct Tags;

/// The description before the routes add themselves.
pub(super) fn base() -> openapi::OpenApi {
    let info = InfoBuilder::new()
        .title("Sozialraum")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Which Sozialraumteam of a youth welfare office is responsible for an address. An \
             address is social data (§ 35 SGB I): it travels in a request body, never in a URL, \
             and is neither logged nor kept.",
        ))
        .license(Some(LicenseBuilder::new().name("EUPL-1.2").build()))
        .build();
    OpenApiBuilder::from(Tags::openapi()).info(info).build()
}

/// `GET /api/v1/openapi.json`.
pub(super) async fn document(description: openapi::OpenApi) -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-cache")], Json(description))
}
