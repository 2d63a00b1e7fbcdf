//! What each Sozialraum has, and what it lacks against the others.

use axum::{Json, extract::State};

use super::{
    AppState,
    identity::Who,
    problem::{Path, Problem},
    resource_query::viewer,
};
use crate::{
    domain::resource::{profile::Profile, search::Viewer},
    service::Service,
};

/// The profile of a Sozialraum today.
///
/// # Errors
/// When there is no such Sozialraum or no edition is in force.
pub(super) fn of(service: &Service, id: &str, viewer: Viewer) -> Result<Profile, Problem> {
    let edition = service.on(None)?.edition;
    if !edition.sozialraeume.iter().any(|sozialraum| sozialraum.id == id) {
        return Err(Problem::not_found(
            "There is no such Sozialraum; see /api/v1/sozialraeume for all of them.",
        ));
    }
    let number = edition.edition.number;
    let estimates = service.population().map_or(&[][..], |people| people.of_edition(number));
    Ok(Profile::of(service.resources(), id, number, estimates, viewer))
}

/// What a Sozialraum has, and what it lacks against the others per 1,000 minors.
#[utoipa::path(
    get,
    path = "/api/v1/sozialraeume/{id}/profile",
    tag = "resources",
    params(("id" = String, Path, description = "Id of the Sozialraum")),
    responses(
        (status = 200, description = "The profile", body = Profile),
        (status = 404, description = "No such Sozialraum", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub async fn profile(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<String>,
) -> Result<Json<Profile>, Problem> {
    Ok(Json(of(&state.service(), &id, viewer(&who))?))
}
