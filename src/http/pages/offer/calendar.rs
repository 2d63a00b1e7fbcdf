//! `/angebot/{id}/termine.ics`: the hours of an offer for a calendar.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use uuid::Uuid;

use super::{Found, address_lines, elsewhere, find};
use crate::{
    domain::resource::{hours::Hours, search::Entry},
    formats::ics::{DAYS, Subject, calendar_file, open_spans},
    http::{
        AppState,
        identity::Who,
        language::Language,
        problem::{Path, Problem},
    },
    service::Service,
};

/// The hours of an offer, if it is open at any time in the coming weeks.
pub(super) fn hours_to_keep<'a>(service: &'a Service, entry: &Entry) -> Option<&'a Hours> {
    let open = |hours: &&Hours| {
        open_spans(hours, service.calendar(), Service::today(), DAYS).next().is_some()
    };
    service.resources().hours_of(entry).filter(open)
}

/// The file; 404 when no time is known at which the offer is open.
pub async fn calendar(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let service = state.service();
    let found = find(&service, id, &who)?;
    let Found::Here(record) = &found else {
        return Ok(elsewhere(&state, &who, &language, &found, "/termine.ics"));
    };
    let resource = &record.resource;
    let entry = service.resources().entry(resource.id);
    let hours = entry.and_then(|entry| hours_to_keep(&service, entry)).ok_or_else(|| {
        Problem::new(
            StatusCode::NOT_FOUND,
            "no-open-hours",
            "No opening hours",
            "No time is known at which this offer is open in the coming weeks.",
        )
    })?;
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
