//! Filling in the organisation, for administrators.

use axum::{Json, extract::State, http::StatusCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    AppState,
    identity::Who,
    problem::{Body, Params, Path, Problem},
};
use crate::{
    domain::organisation::{BadKey, Change, Content, Details, EntryKey, EntryKind},
    service::{
        Service,
        organisation::{self, Edit, EntryState},
    },
};

/// The day that is asked for.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct DayParams {
    /// The day; today when it is missing.
    #[serde(default)]
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
}

/// An entry as it stands on a day.
#[derive(Serialize, utoipa::ToSchema)]
pub struct OrganisationEntry {
    /// Which one.
    #[schema(value_type = String, example = "team/nord-a")]
    entry: EntryKey,
    /// What is on file; the name of a neighbouring office that is not on file is empty.
    details: Details,
    /// For the office of a neighbour the municipality.
    municipality: Option<String>,
    /// Number of the last change recorded for it, to base the next one on; 0 for none.
    latest_change: i64,
}

/// All entries.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Entries {
    /// The entries in the order in which they are shown.
    entries: Vec<OrganisationEntry>,
}

/// All changes.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Changes {
    /// The changes, oldest first.
    changes: Vec<Change>,
}

/// A change to be recorded: `details`, or `"ended": true`.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryEdit {
    /// First day on which it holds; today when it is missing.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    valid_from: Option<Date>,
    /// What holds from then on.
    #[serde(default)]
    details: Option<Details>,
    /// Whether the entry ends.
    #[serde(default)]
    ended: bool,
    /// `latest_change` of the entry that it is based on; 0 or missing for none.
    #[serde(default)]
    based_on: i64,
}

/// A change that was recorded.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Recorded {
    /// The entry.
    #[schema(value_type = String, example = "team/nord-a")]
    entry: EntryKey,
    /// Number of the change.
    change: i64,
}

impl From<BadKey> for Problem {
    fn from(_: BadKey) -> Self {
        Self::not_found("There is no such entry; see /api/v1/organisation/entries.")
    }
}

fn content(edit: EntryEdit) -> Result<Content, Problem> {
    match (edit.details, edit.ended) {
        (Some(details), false) => Ok(Content::Details(details)),
        (None, true) => Ok(Content::Ended),
        _ => Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "bad-body",
            "Body does not fit",
            "Send either „details“ or „\"ended\": true“.",
        )),
    }
}

/// The entries of the organisation on a day.
#[utoipa::path(get, path = "/api/v1/organisation/entries", tag = "organisation",
    security(("token" = [])), params(DayParams),
    responses(
        (status = 200, description = "The entries", body = Entries),
        (status = "4XX", description = "Not allowed, or no day", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn entries(
    State(state): State<AppState>,
    Params(params): Params<DayParams>,
) -> Result<Json<Entries>, Problem> {
    let day = params.as_of.unwrap_or_else(Service::today);
    let entries = organisation::entries(&state.live, day).await?;
    let shown = |EntryState { key, details, municipality, latest }| OrganisationEntry {
        entry: key,
        details,
        municipality,
        latest_change: latest,
    };
    Ok(Json(Entries { entries: entries.into_iter().map(shown).collect() }))
}

/// Adds an entry; its id is made from its name. Services and city-wide offers can be added.
#[utoipa::path(post, path = "/api/v1/organisation/entries/{kind}", tag = "organisation",
    security(("token" = [])),
    params(("kind" = EntryKind, Path, description = "`service` or `city_offer`")),
    request_body = EntryEdit,
    responses(
        (status = 201, description = "Recorded", body = Recorded),
        (status = "4XX", description = "Not allowed, or fields are wrong", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "Nothing can be saved at the moment", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn add(
    State(state): State<AppState>,
    who: Who,
    Path(kind): Path<String>,
    Body(edit): Body<EntryEdit>,
) -> Result<(StatusCode, Json<Recorded>), Problem> {
    let kind = EntryKind::of_code(&kind).ok_or(BadKey)?;
    let valid_from = edit.valid_from.unwrap_or_else(Service::today);
    let content = content(edit)?;
    let name = match &content {
        Content::Details(details) => details.name.clone(),
        Content::Ended => String::new(),
    };
    let entry = organisation::new_key(&state.live, kind, &name).await?;
    let edit = Edit { entry: entry.clone(), valid_from, content, based_on: 0 };
    let change = organisation::edit(&state.live, &who.actor(), edit).await?;
    Ok((StatusCode::CREATED, Json(Recorded { entry, change })))
}

/// Changes an entry from a day on.
#[utoipa::path(put, path = "/api/v1/organisation/entries/{kind}/{id}", tag = "organisation",
    security(("token" = [])),
    params(
        ("kind" = EntryKind, Path, description = "The kind"),
        ("id" = String, Path, description = "The id within the kind"),
    ),
    request_body = EntryEdit,
    responses(
        (status = 200, description = "Recorded", body = Recorded),
        (status = "4XX", description = "Not allowed, no such entry, fields are wrong, or somebody \
            else has changed it in the meantime", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "Nothing can be saved at the moment", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn edit(
    State(state): State<AppState>,
    who: Who,
    Path((kind, id)): Path<(String, String)>,
    Body(edit): Body<EntryEdit>,
) -> Result<Json<Recorded>, Problem> {
    let entry: EntryKey = format!("{kind}/{id}").parse()?;
    let valid_from = edit.valid_from.unwrap_or_else(Service::today);
    let based_on = edit.based_on;
    let edit = Edit { entry: entry.clone(), valid_from, content: content(edit)?, based_on };
    let change = organisation::edit(&state.live, &who.actor(), edit).await?;
    Ok(Json(Recorded { entry, change }))
}

/// Every change of the organisation, those taken back included.
#[utoipa::path(get, path = "/api/v1/organisation/changes", tag = "organisation",
    security(("token" = [])),
    responses(
        (status = 200, description = "The changes", body = Changes),
        (status = "4XX", description = "Not allowed", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn changes(State(state): State<AppState>) -> Result<Json<Changes>, Problem> {
    Ok(Json(Changes { changes: organisation::changes(&state.live).await? }))
}

/// Takes a change back.
#[utoipa::path(post, path = "/api/v1/organisation/changes/{id}/undo", tag = "organisation",
    security(("token" = [])), params(("id" = i64, Path, description = "Number of the change")),
    responses(
        (status = 200, description = "Taken back", body = Recorded),
        (status = "4XX", description = "Not allowed, no such change, or taken back already",
            body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Nothing can be saved at the moment", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn undo(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<i64>,
) -> Result<Json<Recorded>, Problem> {
    let change = organisation::undo(&state.live, &who.actor(), id, true).await?;
    Ok(Json(Recorded { entry: change.entry, change: id }))
}

/// Lets a change that was taken back hold again.
#[utoipa::path(post, path = "/api/v1/organisation/changes/{id}/redo", tag = "organisation",
    security(("token" = [])), params(("id" = i64, Path, description = "Number of the change")),
    responses(
        (status = 200, description = "Holds again", body = Recorded),
        (status = "4XX", description = "Not allowed, no such change, or not taken back",
            body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Nothing can be saved at the moment", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn redo(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<i64>,
) -> Result<Json<Recorded>, Problem> {
    let change = organisation::undo(&state.live, &who.actor(), id, false).await?;
    Ok(Json(Recorded { entry: change.entry, change: id }))
}
