//! Keeping the resource map true, for coordinators.

use axum::{Json, extract::State, http::StatusCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    AppState,
    identity::Who,
    problem::{Body, Params, Path, Problem},
};
use crate::{
    domain::resource::{Change, Resource, duplicates::Pair},
    service::resources::{self, ResourceError, Vouching, duplicates},
};

/// An entry to be added or changed.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResourceEdit {
    /// Version of the entry that the change is based on; 0 or missing for a new one.
    #[serde(default)]
    version: i64,
    /// The whole entry. Its `id` is that of the address; that of a new entry is not used.
    resource: Resource,
    /// Whether you vouch for the whole entry.
    #[serde(default)]
    verified: bool,
    /// When to look at it again; a year from a verification when it is missing.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    next_check: Option<Date>,
}

/// The version of an entry that somebody saw.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct VersionParams {
    /// The version.
    version: i64,
}

/// Vouching for an entry as it stands.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Verify {
    /// Version of the entry that you saw.
    version: i64,
    /// When to look at it again; in a year when it is missing.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    next_check: Option<Date>,
}

/// Bringing back an earlier state.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Restore {
    /// Number of the step whose state is wanted.
    change: i64,
    /// Version of the entry that you saw.
    version: i64,
}

/// Making one entry of two.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// Version of the entry that goes.
    version: i64,
    /// The entry that stays.
    into: Uuid,
    /// Version of the entry that stays.
    into_version: i64,
    /// What the entry that stays is to say; as it is when this is missing.
    #[serde(default)]
    resource: Option<Resource>,
}

/// Whether two entries are no duplicates.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Apart {
    /// One of the two.
    first: Uuid,
    /// The other one.
    second: Uuid,
    /// `true`: they are two offers; `false`: that is not so sure any more.
    apart: bool,
}

/// An entry that was written.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Written {
    /// The entry.
    id: Uuid,
    /// Its version now.
    version: i64,
}

/// The history of an entry.
#[derive(Serialize, utoipa::ToSchema)]
pub struct History {
    /// The steps, newest first.
    changes: Vec<Change>,
}

/// Pairs of entries that are probably the same.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Duplicates {
    /// The pairs that nobody has told apart.
    pairs: Vec<Pair>,
}

/// Why an entry is not written. Only described, never made: [`Problem`] is what is answered.
#[derive(utoipa::IntoResponses)]
#[expect(dead_code, reason = "it describes responses")]
enum NotWritten {
    /// Not allowed, or no such entry or step
    #[response(status = "4XX", content_type = "application/problem+json")]
    Refused(Problem),
    /// Somebody else has changed it in the meantime
    #[response(status = 409, content_type = "application/problem+json")]
    Stale(Problem),
    /// Nothing can be saved at the moment
    #[response(status = 503, content_type = "application/problem+json")]
    NotWritable(Problem),
}

fn written(state: &AppState, id: Uuid) -> Result<Json<Written>, Problem> {
    let service = state.service();
    let record = service.resources().record(id).ok_or(ResourceError::NotFound)?;
    Ok(Json(Written { id, version: record.version }))
}

/// Adds an entry to the map.
#[utoipa::path(post, path = "/api/v1/resources", tag = "resources", security(("token" = [])),
    request_body = ResourceEdit,
    responses(
        (status = 201, description = "Added", body = Written),
        (status = 422, description = "Fields are wrong; `errors` names each", body = Problem,
            content_type = "application/problem+json"),
        NotWritten,
    ))]
pub async fn add(
    State(state): State<AppState>,
    who: Who,
    Body(edit): Body<ResourceEdit>,
) -> Result<(StatusCode, Json<Written>), Problem> {
    let vouching = Vouching { verified: edit.verified, next_check: edit.next_check };
    let id = Uuid::new_v4();
    let resource = Resource { id, ..edit.resource };
    resources::add(&state.live, &who.actor(), resource, vouching).await?;
    Ok((StatusCode::CREATED, written(&state, id)?))
}

/// Changes an entry.
#[utoipa::path(put, path = "/api/v1/resources/{id}", tag = "resources",
    security(("token" = [])), params(("id" = Uuid, Path, description = "The entry")),
    request_body = ResourceEdit,
    responses(
        (status = 200, description = "Changed", body = Written),
        (status = 422, description = "Fields are wrong; `errors` names each", body = Problem,
            content_type = "application/problem+json"),
        NotWritten,
    ))]
pub async fn edit(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    Body(edit): Body<ResourceEdit>,
) -> Result<Json<Written>, Problem> {
    let vouching = Vouching { verified: edit.verified, next_check: edit.next_check };
    let resource = Resource { id, ..edit.resource };
    resources::edit(&state.live, &who.actor(), edit.version, resource, vouching).await?;
    written(&state, id)
}

/// Takes an entry off the map. Its history stays.
#[utoipa::path(delete, path = "/api/v1/resources/{id}", tag = "resources",
    security(("token" = [])), params(("id" = Uuid, Path, description = "The entry"), VersionParams),
    responses(
        (status = 200, description = "Removed", body = Written),
        NotWritten,
    ))]
pub async fn remove(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    Params(params): Params<VersionParams>,
) -> Result<Json<Written>, Problem> {
    resources::remove(&state.live, &who.actor(), id, params.version, None).await?;
    written(&state, id)
}

/// Vouches for an entry as it stands.
#[utoipa::path(post, path = "/api/v1/resources/{id}/verify", tag = "resources",
    security(("token" = [])), params(("id" = Uuid, Path, description = "The entry")),
    request_body = Verify,
    responses(
        (status = 200, description = "Verified", body = Written),
        NotWritten,
    ))]
pub async fn verify(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    Body(verify): Body<Verify>,
) -> Result<Json<Written>, Problem> {
    let Verify { version, next_check } = verify;
    resources::verify(&state.live, &who.actor(), id, version, next_check).await?;
    written(&state, id)
}

/// Every step of an entry, with the entry as it was afterwards.
#[utoipa::path(get, path = "/api/v1/resources/{id}/history", tag = "resources",
    security(("token" = [])), params(("id" = Uuid, Path, description = "The entry")),
    responses(
        (status = 200, description = "The steps", body = History),
        (status = "4XX", description = "Not allowed, or no such entry", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn history(
    State(state): State<AppState>,
    Path(id): Path<Uuid>,
) -> Result<Json<History>, Problem> {
    let changes = state.live.store().resource_history(id).await?;
    if changes.is_empty() {
        Err(ResourceError::NotFound.into())
    } else {
        Ok(Json(History { changes }))
    }
}

/// Brings back an entry as it was after one of its steps.
#[utoipa::path(post, path = "/api/v1/resources/{id}/restore", tag = "resources",
    security(("token" = [])), params(("id" = Uuid, Path, description = "The entry")),
    request_body = Restore,
    responses(
        (status = 200, description = "Brought back", body = Written),
        NotWritten,
    ))]
pub async fn restore(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    Body(restore): Body<Restore>,
) -> Result<Json<Written>, Problem> {
    let Restore { change, version } = restore;
    resources::restore(&state.live, &who.actor(), (id, version), change).await?;
    written(&state, id)
}

/// Makes one entry of two: this one's address leads to the other one from then on.
#[utoipa::path(post, path = "/api/v1/resources/{id}/merge", tag = "resources",
    security(("token" = [])), params(("id" = Uuid, Path, description = "The entry that goes")),
    request_body = Merge,
    responses(
        (status = 200, description = "Merged; this is the entry that stays", body = Written),
        (status = 422, description = "Fields are wrong; `errors` names each", body = Problem,
            content_type = "application/problem+json"),
        NotWritten,
    ))]
pub async fn merge(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    Body(merge): Body<Merge>,
) -> Result<Json<Written>, Problem> {
    let goes = (id, merge.version);
    let service = state.service();
    let present = service.resources().record(merge.into).ok_or(ResourceError::NotFound)?;
    let stays = merge.resource.unwrap_or_else(|| present.resource.clone());
    let stays = (Resource { id: merge.into, ..stays }, merge.into_version);
    duplicates::merge(&state.live, &who.actor(), goes, stays).await?;
    written(&state, merge.into)
}

/// Pairs of entries that are probably the same.
#[utoipa::path(get, path = "/api/v1/duplicates", tag = "resources", security(("token" = [])),
    responses(
        (status = 200, description = "The pairs", body = Duplicates),
        (status = "4XX", description = "Not allowed", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn suspected(State(state): State<AppState>) -> Result<Json<Duplicates>, Problem> {
    Ok(Json(Duplicates { pairs: duplicates::suspected(&state.live).await? }))
}

/// Says that two entries are no duplicates, or takes that back.
#[utoipa::path(put, path = "/api/v1/duplicates", tag = "resources", security(("token" = [])),
    request_body = Apart,
    responses(
        (status = 204, description = "Remembered"),
        (status = 409, description = "It is so already", body = Problem,
            content_type = "application/problem+json"),
        NotWritten,
    ))]
pub async fn tell_apart(
    State(state): State<AppState>,
    who: Who,
    Body(body): Body<Apart>,
) -> Result<StatusCode, Problem> {
    if body.first == body.second {
        return Err(ResourceError::SameEntry.into());
    }
    let pair = Pair::new(body.first, body.second);
    duplicates::tell_apart(&state.live, &who.actor(), pair, body.apart).await?;
    Ok(StatusCode::NO_CONTENT)
}
