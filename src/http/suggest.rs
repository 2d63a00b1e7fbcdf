//! `POST /api/v1/suggest`: what somebody who is typing may mean.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};

use super::{
    AppState,
    problem::{Body, Problem},
};

/// How many suggestions are given when none is asked for, and at most.
const LIMIT: usize = 8;
const MAX_LIMIT: usize = 20;
/// How many places of the resource map are among them at most.
const PLACES: usize = 3;

/// What was typed so far.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuggestRequest {
    /// The text so far.
    #[schema(example = "glock")]
    text: String,
    /// How many suggestions at most; 8 when it is missing, never more than 20.
    #[serde(default)]
    limit: Option<usize>,
}

/// Suggestions, best first.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Suggestions {
    /// The suggestions.
    suggestions: Vec<SuggestionItem>,
}

/// One suggestion.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SuggestionItem {
    /// The text to show.
    label: String,
    /// The text to ask with: it keeps the house number, postcode and town that were typed.
    text: String,
    /// The street; missing for a place of the resource map.
    street: Option<String>,
    /// The house number, when one was begun.
    house_number: Option<String>,
    /// How well it fits, from 0 to 1.
    score: f64,
}

/// What somebody who is typing may mean.
#[utoipa::path(
    post,
    path = "/api/v1/suggest",
    tag = "assign",
    request_body = SuggestRequest,
    responses(
        (status = 200, description = "Suggestions, best first; none for an empty text", body = Suggestions),
        (status = 400, description = "Unreadable request", body = Problem,
            content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub async fn suggest(
    State(state): State<AppState>,
    Body(request): Body<SuggestRequest>,
) -> Json<Suggestions> {
    let limit = request.limit.unwrap_or(LIMIT).min(MAX_LIMIT);
    let service = state.service();
    let directory = &service.city().directory;
    let mut suggestions: Vec<SuggestionItem> = service
        .suggest(&request.text, limit)
        .into_iter()
        .map(|suggestion| SuggestionItem {
            label: suggestion.label,
            text: suggestion.text,
            street: Some(directory.name(suggestion.street).to_owned()),
            house_number: suggestion.house_number.map(|number| number.to_string()),
            score: suggestion.score,
        })
        .collect();
    // A number belongs to a street.
    if suggestions.iter().all(|suggestion| suggestion.house_number.is_none()) {
        let places = service.suggest_places(&request.text, PLACES.min(limit)).into_iter();
        suggestions.extend(places.map(|place| SuggestionItem {
            label: place.name.to_owned(),
            text: place.name.to_owned(),
            street: None,
            house_number: None,
            score: place.score,
        }));
        // Streets come first where both fit alike, but for how much is still to be typed.
        let fit = |suggestion: &SuggestionItem| (suggestion.score * 50.0).ceil();
        suggestions.sort_by(|a, b| fit(b).total_cmp(&fit(a)));
        suggestions.truncate(limit);
    }
    Json(Suggestions { suggestions })
}
