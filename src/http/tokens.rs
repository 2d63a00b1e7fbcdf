//! Tokens of machines, for administrators.

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};

use super::{
    AppState,
    identity::Who,
    problem::{Body, Path, Problem},
};
use crate::domain::account::{Role, Roles, Token};

/// All tokens.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TokenList {
    /// The tokens, newest first, those revoked and run out included.
    tokens: Vec<Token>,
}

/// A token to be created.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenRequest {
    /// What it is for.
    name: String,
    /// What it may do.
    #[schema(value_type = Vec<Role>)]
    roles: Roles,
    /// How many days it works, 1 to 366.
    days: u32,
}

/// A token that was created.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CreatedToken {
    /// Its number.
    id: i64,
    /// What the machine sends as `Authorization: Bearer …`. It is shown this once.
    token: String,
}

/// The tokens of machines.
#[utoipa::path(get, path = "/api/v1/tokens", tag = "accounts", security(("token" = [])),
    responses(
        (status = 200, description = "The tokens", body = TokenList),
        (status = "4XX", description = "Not allowed", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn tokens(State(state): State<AppState>) -> Result<Json<TokenList>, Problem> {
    Ok(Json(TokenList { tokens: state.accounts.tokens().await? }))
}

/// Creates a token.
#[utoipa::path(post, path = "/api/v1/tokens", tag = "accounts", security(("token" = [])),
    request_body = TokenRequest,
    responses(
        (status = 201, description = "Created", body = CreatedToken),
        (status = "4XX", description = "Not allowed, or a bad name, role or number of days",
            body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Nothing can be saved at the moment", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn create(
    State(state): State<AppState>,
    who: Who,
    Body(new): Body<TokenRequest>,
) -> Result<(StatusCode, Json<CreatedToken>), Problem> {
    let (id, token) =
        state.accounts.add_token(&who.actor(), &new.name, &new.roles, new.days).await?;
    Ok((StatusCode::CREATED, Json(CreatedToken { id, token })))
}

/// Revokes a token.
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", tag = "accounts", security(("token" = [])),
    params(("id" = i64, Path, description = "Number of the token")),
    responses(
        (status = 204, description = "Revoked"),
        (status = "4XX", description = "Not allowed, or no such token", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "Nothing can be saved at the moment", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn revoke(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    state.accounts.revoke_token(&who.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
