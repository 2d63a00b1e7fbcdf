//! One entry of the resource map over the API.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use uuid::Uuid;

use super::{
    AppState,
    identity::Who,
    problem::{Path, Problem},
    resource_item::HoursNow,
    resource_query::viewer,
    resources::kept,
};
use crate::{
    domain::resource::{Resource, Status, Visibility, search::Viewer},
    service::Service,
};

/// An entry as everybody may see it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ResourceRecord {
    /// Its content.
    #[serde(flatten)]
    resource: Resource,
    /// How things stand with the opening hours.
    hours_now: HoursNow,
    /// The Sozialraum in which it lies.
    sozialraum: Option<String>,
    /// The region in which it lies.
    region: Option<String>,
    /// Running number of its changes.
    version: i64,
    /// When it was changed last.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// When somebody made sure that it is true; never when null.
    #[schema(value_type = Option<String>, format = DateTime)]
    verified_at: Option<Timestamp>,
    /// When it is to be looked at again.
    #[schema(value_type = Option<String>, format = Date)]
    next_check: Option<Date>,
}

/// One entry of the resource map.
#[utoipa::path(
    get,
    path = "/api/v1/resources/{id}",
    tag = "resources",
    params(("id" = Uuid, Path, description = "Its id")),
    responses(
        (status = 200, description = "The entry", body = ResourceRecord),
        (status = 308, description = "It was the same as another one, to which this leads"),
        (status = 404, description = "No such id", body = Problem,
            content_type = "application/problem+json"),
        (status = 410, description = "It was taken off the map", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub async fn one(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let service = state.service();
    let day = service.on(None)?;
    let index = service.resources();
    let sees = |resource: &Resource| {
        viewer(&who) == Viewer::Staff || resource.visibility == Visibility::Public
    };
    let record = index.record(id).filter(|record| sees(&record.resource));
    let record =
        record.ok_or_else(|| Problem::not_found("There is no such id; see /api/v1/resources."))?;
    if let (Status::Merged(_), Some(target)) = (record.status, index.merged_into(id)) {
        let to = format!("/api/v1/resources/{}", target.resource.id);
        return Ok((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response());
    }
    let Some(entry) = index.entry(id) else {
        let title = "Taken off the map";
        let detail = "This offer is not on the map any more.";
        return Err(Problem::new(StatusCode::GONE, "gone", title, detail));
    };
    let area = entry.area(day.edition.edition.number);
    Ok(kept(
        &who,
        Json(ResourceRecord {
            resource: record.resource.clone(),
            hours_now: HoursNow::of(&service, entry, Service::now()),
            sozialraum: area.map(|area| area.id.to_string()),
            region: area.map(|area| area.region.to_string()),
            version: record.version,
            updated_at: record.updated_at,
            verified_at: record.verification.as_ref().map(|verification| verification.at),
            next_check: record.next_check,
        }),
    ))
}
