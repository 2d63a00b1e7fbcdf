//! `/api/v1/suggestions`: suggestions of residents from other programs, such as a city's app.

use axum::{Json, extract::State, http::StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    AppState,
    identity::Who,
    pages::offer::{self, Found},
    problem::{Body, Problem},
};
use crate::{
    domain::resource::{Proposal, SuggestionState},
    service::resources::suggestions,
};

/// A suggestion. Nobody is asked who they are; do not send it along.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuggestionRequest {
    /// The offer that it is about; none for a new offer.
    #[serde(default)]
    resource: Option<Uuid>,
    /// What is proposed.
    proposal: Proposal,
}

/// What the sender needs to learn what came of it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Receipt {
    /// The number of the suggestion; it is told only here.
    #[schema(example = "K7M2-9QXA-4TZD-8RHP")]
    receipt: String,
}

/// Takes a suggestion in.
#[utoipa::path(
    post,
    path = "/api/v1/suggestions",
    tag = "suggestions",
    request_body = SuggestionRequest,
    responses(
        (status = 201, description = "It was taken in", body = Receipt),
        (status = 400, description = "Unreadable request", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "There is no such offer", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong, or nothing is said", body = Problem,
            content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "Too many suggestions are open, or nothing can be written",
            body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create(
    State(state): State<AppState>,
    who: Who,
    Body(request): Body<SuggestionRequest>,
) -> Result<(StatusCode, Json<Receipt>), Problem> {
    if let Some(id) = request.resource {
        let Found::Here(_) = offer::find(&state.service(), id, &who)? else {
            return Err(Problem::not_found("The offer is not on the map any more."));
        };
    }
    let SuggestionRequest { resource, proposal } = request;
    let receipt = suggestions::suggest(&state.live, resource, proposal, Uuid::new_v4()).await?;
    Ok((StatusCode::CREATED, Json(Receipt { receipt })))
}

/// Which suggestion is asked for.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptRequest {
    /// Its number.
    receipt: String,
}

/// What became of a suggestion.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SuggestionStatus {
    /// What became of it.
    state: SuggestionState,
    /// When it came in.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// When it was decided.
    #[schema(value_type = Option<String>, format = DateTime)]
    decided_at: Option<Timestamp>,
    /// What the sender is told.
    answer: Option<String>,
    /// The offer that it is about; for a new offer, the one that it became.
    resource: Option<Uuid>,
}

/// What became of a suggestion. Its number travels in the body, so that no log keeps it.
#[utoipa::path(
    post,
    path = "/api/v1/suggestions/status",
    tag = "suggestions",
    request_body = ReceiptRequest,
    responses(
        (status = 200, description = "The suggestion", body = SuggestionStatus),
        (status = 400, description = "Unreadable request", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "There is no suggestion with this number", body = Problem,
            content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub async fn status(
    State(state): State<AppState>,
    Body(request): Body<ReceiptRequest>,
) -> Result<Json<SuggestionStatus>, Problem> {
    let suggestion = suggestions::by_receipt(&state.live, &request.receipt).await?;
    let suggestion =
        suggestion.ok_or_else(|| Problem::not_found("There is no suggestion with this number."))?;
    Ok(Json(SuggestionStatus {
        state: suggestion.state,
        at: suggestion.at,
        decided_at: suggestion.decided_at,
        answer: suggestion.answer,
        resource: suggestion.resource,
    }))
}
