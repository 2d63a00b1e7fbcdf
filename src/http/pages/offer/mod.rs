//! `/angebot/{id}`: one offer under its permanent address.

mod calendar;
mod facts;
mod page;
mod qr;
mod week;
mod words;

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use super::{Layout, filters, html, html_to_keep};
use crate::{
    domain::resource::{Record, Status, Visibility, search::Viewer},
    http::{
        AppState,
        identity::Who,
        language::Language,
        problem::{Path, Problem},
        resource_query::viewer,
    },
    service::Service,
};

pub use calendar::calendar;
pub use page::{OfferPage, address_lines};
pub use week::{Week, week};
pub use words::{Text, text_of};

/// The page of an entry that was taken off the map.
#[derive(Template)]
#[template(path = "offer_gone.html")]
struct GonePage {
    layout: Layout,
}

/// What is under the address of an entry.
pub enum Found {
    /// The entry.
    Here(Arc<Record>),
    /// Another entry, of which this one has become a part.
    Moved(Uuid),
    /// Nothing any more.
    Gone,
}

/// Looks an entry up for somebody. What they may not see is not there for them, whatever became
/// of it.
///
/// # Errors
/// When there never was such an entry.
pub fn find(service: &Service, id: Uuid, who: &Who) -> Result<Found, Problem> {
    let nothing = || Problem::not_found("There is no such offer.");
    let seen = |record: &&Arc<Record>| {
        record.resource.visibility == Visibility::Public || viewer(who) == Viewer::Staff
    };
    let record = service.resources().record(id).filter(seen).ok_or_else(nothing)?;
    Ok(match record.status {
        Status::Active => Found::Here(record.clone()),
        Status::Removed => Found::Gone,
        Status::Merged(_) => match service.resources().merged_into(id).filter(seen) {
            Some(target) if target.is_active() => Found::Moved(target.resource.id),
            _ => Found::Gone,
        },
    })
}

/// What stands in the place of a page about an entry that is not on the map: the way to the entry
/// that took it in, or that it is gone. `page` is what follows the entry's address.
pub fn elsewhere(
    state: &AppState,
    who: &Who,
    language: &Language,
    found: &Found,
    page: &str,
) -> Response {
    match found {
        Found::Moved(into) => {
            let to = language.link(&format!("/angebot/{into}{page}"));
            Redirect::permanent(&to).into_response()
        }
        Found::Here(_) | Found::Gone => {
            let layout = Layout::of_residents(state, language, who, "/karte");
            html(language.lang, StatusCode::GONE, &GonePage { layout })
        }
    }
}

/// `GET /angebot/{id}`: an offer.
pub async fn show(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let service = state.service();
    let found = find(&service, id, &who)?;
    let Found::Here(record) = &found else {
        return Ok(elsewhere(&state, &who, &language, &found, ""));
    };
    let mut layout = Layout::of_residents(&state, &language, &who, "/karte");
    if record.resource.visibility == Visibility::Public {
        layout = layout.keepable();
    }
    let kept = layout.kept.is_some();
    let entry = service.resources().entry(record.resource.id);
    let entry = entry.ok_or_else(|| Problem::not_found("There is no such offer."))?;
    let page = OfferPage::new(layout, &service, entry, &state.public_url);
    Ok(html_to_keep(&language, &page, kept))
}
