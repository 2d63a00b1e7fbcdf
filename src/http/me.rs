//! Who asks.

use axum::Json;
use serde::Serialize;

use super::identity::Who;
use crate::domain::account::{Role, Roles};

/// Who asks, and what they may do.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Me {
    /// `anonymous`, `account` or `token`.
    kind: &'static str,
    /// Name of the account or token.
    name: Option<String>,
    /// What they may do.
    #[schema(value_type = Vec<Role>)]
    roles: Roles,
}

/// Who am I?
#[utoipa::path(
    get,
    path = "/api/v1/me",
    tag = "accounts",
    responses(
        (status = 200, description = "Who asks", body = Me),
        (status = 401, description = "The token does not work", body = super::problem::Problem,
            content_type = "application/problem+json"),
    )
)]
pub async fn me(who: Who) -> Json<Me> {
    let roles = who.roles();
    let (kind, name) = match who {
        Who::Anonymous => ("anonymous", None),
        Who::Account(signed_in) => ("account", Some(signed_in.account.name)),
        Who::Token(token) => ("token", Some(token.name)),
    };
    Json(Me { kind, name, roles })
}
