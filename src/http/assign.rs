//! `POST /api/v1/assign`: which team is responsible.

use axum::{Json, extract::State};
use jiff::civil::Date;
use serde::Deserialize;

use super::{
    AppState,
    problem::{Body, Problem},
};
use crate::domain::{
    assign::{Answer, Question},
    grid::LonLat,
};

/// What is asked: an address as text, street and house number apart, or a position.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum AssignRequest {
    /// One line of text.
    Line(LineRequest),
    /// Street and house number apart.
    Parts(PartsRequest),
    /// A position.
    Position(PositionRequest),
}

/// One line of text.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LineRequest {
    /// The address as somebody would type it, up to 300 characters.
    #[schema(example = "Glockenheide 42")]
    address: String,
    /// The day for which the answer holds; today when it is missing.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
}

/// Street and house number apart.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartsRequest {
    /// Name of the street.
    street: String,
    /// House number, with letter or as a range.
    #[serde(default)]
    house_number: Option<String>,
    /// Postcode.
    #[serde(default)]
    postcode: Option<String>,
    /// Town or part of town.
    #[serde(default)]
    town: Option<String>,
    /// The day for which the answer holds; today when it is missing.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
}

/// A position in degrees (WGS 84).
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PositionRequest {
    /// Degrees east.
    lon: f64,
    /// Degrees north.
    lat: f64,
    /// How far off the position may be, in metres; 0 when it is missing.
    #[serde(default)]
    precision_m: f64,
    /// The day for which the answer holds; today when it is missing.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
}

/// Which team is responsible for an address or a position?
#[utoipa::path(
    post,
    path = "/api/v1/assign",
    tag = "assign",
    request_body = AssignRequest,
    responses(
        (status = 200, description = "The answer, however safe it is", body = Answer),
        (status = 400, description = "Empty or unreadable question", body = Problem,
            content_type = "application/problem+json"),
        (status = 413, description = "Body too large", body = Problem,
            content_type = "application/problem+json"),
        (status = 415, description = "Body not declared as JSON", body = Problem,
            content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub async fn assign(
    State(state): State<AppState>,
    Body(request): Body<AssignRequest>,
) -> Result<Json<Answer>, Problem> {
    let (question, as_of) = match request {
        AssignRequest::Line(line) => (Question::Line(line.address), line.as_of),
        AssignRequest::Parts(parts) => (
            Question::Parts {
                street: parts.street,
                house_number: parts.house_number,
                postcode: parts.postcode,
                town: parts.town,
            },
            parts.as_of,
        ),
        AssignRequest::Position(position) => (
            Question::Position {
                position: LonLat { lon: position.lon, lat: position.lat },
                precision_m: position.precision_m,
            },
            position.as_of,
        ),
    };
    let answer = state.service().assign_or_place(&question, as_of)?;
    state.metrics.lookup(answer.status);
    Ok(Json(answer))
}
