//! The description of the API, made from the handlers themselves.

use axum::{Json, http::header, response::IntoResponse};
use utoipa::{
    OpenApi,
    openapi::{
        self, ComponentsBuilder, InfoBuilder, LicenseBuilder, OpenApiBuilder,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

/// Tags that group the routes.
#[derive(OpenApi)]
#[openapi(tags(
    (name = "assign", description = "Which team is responsible for an address or a position"),
    (name = "batch", description = "Whole files, answered row by row; for staff"),
    (name = "areas", description = "Regions, Sozialräume and the borders between them"),
    (name = "organisation", description = "Who answers for what"),
    (name = "suggestions", description = "What residents propose for the resource map"),
    (name = "resources", description = "The resource map: what there is, for whom and when"),
    (name = "resource files", description = "The resource map as CSV, GeoJSON and HSDS"),
    (name = "accounts", description = "Who may do what; for administrators"),
    (name = "audit", description = "Who changed what when; for administrators"),
    (name = "hsds", description = "The resource map as HSDS, for other directories"),
    (name = "operations", description = "Whether the server lives and is ready"),
))]
struct Tags;

/// How a machine shows who it is.
fn security() -> openapi::Components {
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A token that an administrator has created under /verwaltung/zugriffe"))
        .build();
    ComponentsBuilder::new().security_scheme("token", SecurityScheme::Http(scheme)).build()
}

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
    OpenApiBuilder::from(Tags::openapi()).info(info).components(Some(security())).build()
}

/// `GET /api/v1/openapi.json`.
pub(super) async fn document(description: openapi::OpenApi) -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-cache")], Json(description))
}
