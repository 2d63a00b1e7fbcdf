//! Accounts of staff, for administrators.

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};

use super::{
    AppState,
    identity::Who,
    problem::{Body, Path, Problem},
};
use crate::domain::account::{Account, Role, Roles};

/// All accounts.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AccountList {
    /// The accounts by name.
    accounts: Vec<Account>,
}

/// An account to be created.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// The name to sign in with.
    name: String,
    /// What it may do.
    #[schema(value_type = Vec<Role>)]
    roles: Roles,
}

/// Other roles for an account.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRoles {
    /// What it may do from now on.
    #[schema(value_type = Vec<Role>)]
    roles: Roles,
}

/// A link with which somebody chooses a password.
#[derive(Serialize, utoipa::ToSchema)]
pub struct InvitationLink {
    /// Number of the account.
    id: i64,
    /// The link. It works once, for seven days, and is shown this once.
    link: String,
}

/// The accounts of staff.
#[utoipa::path(get, path = "/api/v1/accounts", tag = "accounts", security(("token" = [])),
    responses(
        (status = 200, description = "The accounts", body = AccountList),
        (status = "4XX", description = "Not allowed", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn accounts(State(state): State<AppState>) -> Result<Json<AccountList>, Problem> {
    Ok(Json(AccountList { accounts: state.accounts.all().await? }))
}

/// Creates an account and a link with which its owner chooses a password.
#[utoipa::path(post, path = "/api/v1/accounts", tag = "accounts", security(("token" = [])),
    request_body = NewAccount,
    responses(
        (status = 201, description = "Created", body = InvitationLink),
        (status = "4XX", description = "Not allowed, a bad name or no role, or the name is taken",
            body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Nothing can be saved at the moment", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn create(
    State(state): State<AppState>,
    who: Who,
    Body(new): Body<NewAccount>,
) -> Result<(StatusCode, Json<InvitationLink>), Problem> {
    let (id, secret) = state.accounts.add(&who.actor(), &new.name, &new.roles).await?;
    let link = state.invitation_link(&secret);
    Ok((StatusCode::CREATED, Json(InvitationLink { id, link })))
}

/// Gives an account other roles.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/roles", tag = "accounts",
    security(("token" = [])), params(("id" = i64, Path, description = "Number of the account")),
    request_body = NewRoles,
    responses(
        (status = 200, description = "The account as it is now", body = Account),
        (status = "4XX", description = "Not allowed, no such account, or the last administrator",
            body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Nothing can be saved at the moment", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn set_roles(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<i64>,
    Body(new): Body<NewRoles>,
) -> Result<Json<Account>, Problem> {
    state.accounts.set_roles(&who.actor(), id, &new.roles).await?;
    Ok(Json(state.accounts.get(id).await?))
}

/// Disables an account; whoever is signed in with it is signed out.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/disable", tag = "accounts",
    security(("token" = [])), params(("id" = i64, Path, description = "Number of the account")),
    responses(
        (status = 200, description = "The account as it is now", body = Account),
        (status = "4XX", description = "Not allowed, no such account, or the last administrator",
            body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Nothing can be saved at the moment", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn disable(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<i64>,
) -> Result<Json<Account>, Problem> {
    state.accounts.disable(&who.actor(), id).await?;
    Ok(Json(state.accounts.get(id).await?))
}

/// Enables an account again.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/enable", tag = "accounts",
    security(("token" = [])), params(("id" = i64, Path, description = "Number of the account")),
    responses(
        (status = 200, description = "The account as it is now", body = Account),
        (status = "4XX", description = "Not allowed, or no such account", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "Nothing can be saved at the moment", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn enable(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<i64>,
) -> Result<Json<Account>, Problem> {
    state.accounts.enable(&who.actor(), id).await?;
    Ok(Json(state.accounts.get(id).await?))
}

/// Takes an account's password away and makes a link for a new one.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/reset", tag = "accounts",
    security(("token" = [])), params(("id" = i64, Path, description = "Number of the account")),
    responses(
        (status = 200, description = "The link", body = InvitationLink),
        (status = "4XX", description = "Not allowed, or no such account", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "Nothing can be saved at the moment", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn reset(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<i64>,
) -> Result<Json<InvitationLink>, Problem> {
    let secret = state.accounts.reset(&who.actor(), id).await?;
    Ok(Json(InvitationLink { id, link: state.invitation_link(&secret) }))
}
