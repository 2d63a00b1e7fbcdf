//! Suggestions of residents, for coordinators: listing and deciding.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    AppState,
    identity::Who,
    problem::{Body, Params, Path, Problem},
};
use crate::{
    domain::resource::{Resource, Suggestion, SuggestionState},
    service::resources::suggestions::{self, Acceptance, Outcome},
    store::{StoreError, SuggestionFilter},
};

/// Most suggestions of one answer.
const MOST: u32 = 200;

/// Which suggestions are asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct SuggestionParams {
    /// Only those in this state.
    #[serde(default)]
    state: Option<SuggestionState>,
    /// Only those about this entry.
    #[serde(default)]
    resource: Option<Uuid>,
    /// Only those behind this number, `next` of the answer before.
    #[serde(default)]
    after: i64,
    /// At most so many, 1 to 200.
    #[serde(default)]
    limit: Option<u32>,
}

/// Suggestions.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Suggestions {
    /// The suggestions, oldest first.
    suggestions: Vec<Suggestion>,
    /// `after` of the next question; null when there are no more.
    next: Option<i64>,
}

/// How a suggestion is taken over.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AcceptBody {
    /// The entry as it is to be, where that is not just what was proposed. A new offer needs it:
    /// nobody else can say its category. Its id is not looked at.
    resource: Option<Resource>,
    /// The version of the entry that was looked at; the decision is refused when there is a newer
    /// one.
    version: Option<i64>,
    /// What the sender is told.
    answer: Option<String>,
}

/// Why a suggestion is not taken over.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DeclineBody {
    /// What the sender is told.
    answer: Option<String>,
    /// That it is spam: whoever sent it gets no answer.
    spam: bool,
}

/// The entry that a decision led to.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Decided {
    /// The entry; null when nothing was taken over.
    resource: Option<Uuid>,
}

/// Suggestions of residents.
#[utoipa::path(get, path = "/api/v1/suggestions", tag = "suggestions", security(("token" = [])),
    params(SuggestionParams),
    responses(
        (status = 200, description = "The suggestions", body = Suggestions),
        (status = "4XX", description = "Not allowed, or a parameter does not fit", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn suggestions(
    State(state): State<AppState>,
    Params(params): Params<SuggestionParams>,
) -> Result<Json<Suggestions>, Problem> {
    let SuggestionParams { state: wanted, resource, after, limit } = params;
    let limit = limit.unwrap_or(MOST).clamp(1, MOST);
    let filter = SuggestionFilter { state: wanted, resource, ..SuggestionFilter::default() };
    let mut suggestions = state.live.store().suggestions(filter, after, limit + 1).await?;
    let more = suggestions.len() > limit as usize;
    suggestions.truncate(limit as usize);
    let next = suggestions.last().map(|suggestion| suggestion.id).filter(|_| more);
    Ok(Json(Suggestions { suggestions, next }))
}

/// Takes a suggestion over: the entry is changed, added or taken off the map.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/accept", tag = "suggestions",
    security(("token" = [])), params(("id" = i64, Path, description = "Number of the suggestion")),
    request_body = AcceptBody,
    responses(
        (status = 200, description = "Taken over", body = Decided),
        (status = "4XX", description = "Not allowed, no such suggestion, fields are wrong, decided \
            already, or the entry was changed in the meantime", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "Nothing can be saved at the moment", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn accept(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<i64>,
    Body(body): Body<AcceptBody>,
) -> Result<Json<Decided>, Problem> {
    let suggestion = state.live.store().suggestion(id).await?.ok_or(StoreError::NotFound)?;
    let outcome = match body.resource {
        Some(resource) => Outcome::Entry(Box::new(resource)),
        None => Outcome::AsProposed,
    };
    let acceptance = Acceptance { version: body.version, outcome, answer: body.answer };
    let id = suggestions::accept(&state.live, &who.actor(), &suggestion, acceptance).await?;
    Ok(Json(Decided { resource: Some(id) }))
}

/// Does not take a suggestion over.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/decline", tag = "suggestions",
    security(("token" = [])), params(("id" = i64, Path, description = "Number of the suggestion")),
    request_body = DeclineBody,
    responses(
        (status = 200, description = "Not taken over", body = Decided),
        (status = "4XX", description = "Not allowed, no such suggestion, or decided already",
            body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Nothing can be saved at the moment", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn decline(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<i64>,
    Body(body): Body<DeclineBody>,
) -> Result<Json<Decided>, Problem> {
    let DeclineBody { answer, spam } = body;
    suggestions::decline(&state.live, &who.actor(), id, answer, spam).await?;
    Ok(Json(Decided { resource: None }))
}
