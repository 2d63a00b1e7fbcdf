//! Writes that another site makes a browser send are refused.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use super::problem::Problem;
use crate::settings::PublicUrl;

/// Refuses every request with an unsafe method that a browser says comes from elsewhere
/// (`Sec-Fetch-Site`, else `Origin`). Programs send neither header and pass.
pub(super) fn refuse_cross_site(
    public: Option<&PublicUrl>,
) -> CsrfLayer<fn(ProtectionError) -> Response> {
    let mut layer = CsrfLayer::new();
    if let Some(origin) = public {
        layer = layer.add_trusted_origin(origin.as_str()).expect("an origin is an origin");
    }
    layer.with_rejection_response(refuse)
}

fn refuse(_: ProtectionError) -> Response {
    Problem::new(
        StatusCode::FORBIDDEN,
        "cross-site",
        "Request from another site",
        "A page of another site sent this request; it was not carried out.",
    )
    .into_response()
}
