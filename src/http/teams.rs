//! The Sozialraumteams and everybody behind them.

use axum::{Json, extract::State};
use serde::Serialize;

use super::{
    AppState,
    problem::{Path, Problem},
};
use crate::domain::organisation::{Responsibility, Team};

/// All teams.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Teams {
    /// The teams in the order of the organisation.
    teams: Vec<Team>,
}

/// The Sozialraumteams.
#[utoipa::path(
    get,
    path = "/api/v1/teams",
    tag = "organisation",
    responses((status = 200, description = "The teams", body = Teams))
)]
pub async fn teams(State(state): State<AppState>) -> Result<Json<Teams>, Problem> {
    Ok(Json(Teams { teams: state.service().on(None)?.organisation.teams.clone() }))
}

/// One Sozialraumteam with everybody behind it.
#[utoipa::path(
    get,
    path = "/api/v1/teams/{id}",
    tag = "organisation",
    params(("id" = String, Path, description = "Id of the team")),
    responses(
        (status = 200, description = "The chain of responsibility", body = Responsibility),
        (status = 404, description = "No such team", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub async fn team(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Responsibility>, Problem> {
    let service = state.service();
    let organisation = service.on(None)?.organisation;
    organisation
        .teams
        .iter()
        .find(|team| team.id == id)
        .and_then(|team| organisation.responsibility(&team.sozialraum))
        .map(Json)
        .ok_or_else(|| Problem::not_found("There is no such team; see /api/v1/teams."))
}
