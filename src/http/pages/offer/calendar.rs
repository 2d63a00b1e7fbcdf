//! `/angebot/{id}/termine.ics`: the hours of an offer for a calendar.

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;

use super::{Found, address_lines, elsewhere, find};
use crate::{
    formats::ics::{DAYS, Subject, calendar_file},
    http::{AppState, identity::Who, language::Language, problem::Problem},
    service::Service,
};

/// The file; 404 when the hours are not known.
pub async fn calendar(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let service = state.service();
    let found = find(&service, &id, &who)?;
    let Found::Here(record) = &found else {
        return Ok(elsewhere(&state, &who, &language, &found, "/termine.ics"));
    };
    let resource = &record.resource;
    let entry = service.resources().entry(resource.id);
    let hours = entry.and_then(|entry| service.resources().hours_of(entry));
    let hours =
        hours.ok_or_else(|| Problem::not_found("The hours of this offer are not known."))?;
    let (id, url) =
        (resource.id.to_string(), format!("{}/angebot/{}", state.public_url, resource.id));
    let location = address_lines(resource).join(", ");
    let subject = Subject {
        id: &id,
        name: &resource.name,
        location: (!location.is_empty()).then_some(&*location),
        url: Some(&url),
    };
    let (today, now) = (Service::today(), Timestamp::now());
    let file = calendar_file(&subject, hours, service.calendar(), today, DAYS, now);
    let kind = (header::CONTENT_TYPE, "text/calendar; charset=utf-8");
    let name = (header::CONTENT_DISPOSITION, "attachment; filename=\"termine.ics\"");
    Ok(([kind, name], file).into_response())
}
