//! `/koordination/angebot/…` and `/koordination/neu`: one entry.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::Form;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    form::{ResourceForm, Wish},
    history,
    page::{self, Shown},
};
use crate::{
    domain::{
        assign::{Precision, Question},
        grid::LonLat,
        resource::{FieldError, Record, Resource},
    },
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::forms::{Message, Refused},
        problem::{Params, Path, Problem},
    },
    locale::Lang,
    service::{
        Service,
        resources::{self, ResourceError, Vouching},
    },
    store::StoreError,
};

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DoneParams {
    /// What: the last part of a key of the catalogue.
    hinweis: String,
}

/// The path of an entry.
pub(super) fn path(id: Uuid) -> String {
    format!("/koordination/angebot/{id}")
}

/// On to another page.
pub(super) fn on(language: &Language, to: &str) -> Response {
    Redirect::to(&language.link(to)).into_response()
}

/// `GET /koordination/angebot/{id}`.
pub async fn show(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<Uuid>,
    Params(params): Params<DoneParams>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let done = match params.hinweis.as_str() {
        "gespeichert" => Some(("coordination.saved", true)),
        "geprueft" => Some(("coordination.saved_verified", true)),
        "angelegt" => Some(("coordination.added", true)),
        "entfernt" => Some(("coordination.removed", true)),
        "wiederhergestellt" => Some(("coordination.restored", true)),
        "zurueckgenommen" => Some(("coordination.undone", false)),
        "zusammengefuehrt" => Some(("coordination.merged", true)),
        _ => None,
    };
    let version = state.service().resources().record(id).map(|record| record.version);
    let shown = Shown {
        message: done.map(|(key, _)| Message::done(lang.t(key, &[]))),
        undo: version.filter(|_| done.is_some_and(|(_, undo)| undo)),
        ..Shown::default()
    };
    page::existing(&state, &language, &who, id, shown).await
}

/// `GET /koordination/neu`.
pub async fn new(State(state): State<AppState>, who: Who, language: Language) -> Response {
    page::empty(&state, &language, &who, Shown::default())
}

/// `POST /koordination/angebot/{id}`: keeps the form, or shows what it would be.
pub async fn edit(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<Uuid>,
    Form(mut form): Form<ResourceForm>,
) -> Result<Response, Problem> {
    let service = state.service();
    let record = service.resources().record(id).ok_or(ResourceError::NotFound)?;
    let wish = form.wish();
    let (resource, vouching) = match wanted(&service, &language, &mut form, Some(record)) {
        Ok(wanted) => wanted,
        Err(shown) => return page::existing(&state, &language, &who, id, *shown).await,
    };
    let kept = resources::edit(&state.live, &who.actor(), form.version(), resource, vouching).await;
    let shown = match kept {
        Ok(()) => {
            let done = if wish == Wish::Verify { "geprueft" } else { "gespeichert" };
            return Ok(on(&language, &format!("{}?hinweis={done}", path(id))));
        }
        Err(ResourceError::Store(StoreError::Stale)) => {
            let message = stale(&state, language.lang, id, &form).await?;
            form.set("version", latest(&state, id).to_string());
            Shown { message: Some(message), status: StatusCode::CONFLICT, ..with(form) }
        }
        Err(error) => refused(language.lang, form, error)?,
    };
    page::existing(&state, &language, &who, id, shown).await
}

/// `POST /koordination/neu`: adds the entry, or shows what it would be.
pub async fn add(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Form(mut form): Form<ResourceForm>,
) -> Result<Response, Problem> {
    let service = state.service();
    let (resource, vouching) = match wanted(&service, &language, &mut form, None) {
        Ok(wanted) => wanted,
        Err(shown) => return Ok(page::empty(&state, &language, &who, *shown)),
    };
    let id = form.new_id(&resource);
    let resource = Resource { id, ..resource };
    match resources::add(&state.live, &who.actor(), resource, vouching).await {
        Ok(()) => Ok(on(&language, &format!("{}?hinweis=angelegt", path(id)))),
        Err(error) => {
            let shown = refused(language.lang, form, error)?;
            Ok(page::empty(&state, &language, &who, shown))
        }
    }
}

/// The version of an entry now.
fn latest(state: &AppState, id: Uuid) -> i64 {
    state.service().resources().record(id).map_or(0, |record| record.version)
}

fn with(form: ResourceForm) -> Shown {
    Shown { form: Some(form), ..Shown::default() }
}

/// What is to be kept; what to show instead when something is wrong or nothing is to be kept yet.
fn wanted(
    service: &Service,
    language: &Language,
    form: &mut ResourceForm,
    record: Option<&std::sync::Arc<Record>>,
) -> Result<(Resource, Vouching), Box<Shown>> {
    let wish = form.wish();
    if wish == Wish::Locate {
        let message = locate(service, language.lang, form);
        return Err(Box::new(Shown { message: Some(message), ..with(form.clone()) }));
    }
    let on_file = record.map_or_else(|| page::blank(service), |record| record.resource.clone());
    let (resource, mut errors) = form.read(&on_file);
    if wish == Wish::More {
        return Err(Box::new(with(form.clone())));
    }
    let next_check = form.next_check();
    errors.extend(next_check.as_ref().err().cloned());
    for error in resources::errors(service, &resource) {
        // A field that cannot be read is wrong in one way only.
        if !errors.iter().any(|known: &FieldError| known.field == error.field) {
            errors.push(error);
        }
    }
    let preview = wish == Wish::Preview;
    if preview || !errors.is_empty() {
        return Err(Box::new(Shown { errors, preview, ..with(form.clone()) }));
    }
    let known = record.and_then(|record| record.next_check);
    // The day that is on file already is no wish of its own.
    let next_check = next_check.ok().flatten().filter(|day| Some(*day) != known);
    Ok((resource, Vouching { verified: wish == Wish::Verify, next_check }))
}

/// What to show when the form is not kept.
fn refused(lang: Lang, form: ResourceForm, error: ResourceError) -> Result<Shown, Problem> {
    match error {
        ResourceError::Fields(errors) => Ok(Shown { errors, ..with(form) }),
        ResourceError::Store(error) => {
            let refused = Refused::by_store(error)?;
            let message = Some(refused.message(lang));
            Ok(Shown { message, status: refused.status, ..with(form) })
        }
        other => Err(other.into()),
    }
}

/// Finds the place of the address in the form and puts it there.
fn locate(service: &Service, lang: Lang, form: &mut ResourceForm) -> Message {
    let part = |name: &str| form.text(name).trim().to_owned();
    let (street, postcode, town) =
        (part("address.street"), part("address.postcode"), part("address.town"));
    let line = format!("{street}, {postcode} {town}");
    let not_found = || Message::failed(lang, vec![lang.t("coordination.place_unknown", &[])]);
    if street.is_empty() {
        return Message::failed(lang, vec![lang.t("coordination.street_missing", &[])]);
    }
    let Ok(answer) = service.assign(&Question::Line(line), None) else { return not_found() };
    let Some((address, LonLat { lon, lat })) =
        answer.address.and_then(|address| Some((address.clone(), address.position?)))
    else {
        return not_found();
    };
    form.set("lon", format!("{lon:.6}"));
    form.set("lat", format!("{lat:.6}"));
    let number = address.house_number.unwrap_or_default();
    let found = format!("{} {number}", address.street.unwrap_or_default());
    let key = match address.precision {
        Precision::HouseNumber => "coordination.place_found",
        _ => "coordination.place_near",
    };
    Message::done(lang.t(key, &[("address", found.trim())]))
}

/// The message that somebody else was faster: what they changed since the form was made.
async fn stale(
    state: &AppState,
    lang: Lang,
    id: Uuid,
    form: &ResourceForm,
) -> Result<Message, Problem> {
    let mut texts = vec![lang.t("coordination.stale", &[])];
    let steps = history::steps(state, lang, id).await?;
    for step in steps.into_iter().filter(|step| step.version > form.version()) {
        let differences = step.differences.iter();
        let what: Vec<String> =
            differences.map(|d| format!("{}: {} → {}", d.label, d.before, d.after)).collect();
        texts.push(format!("{} – {}. {}", step.kind, step.made, what.join("; ")));
    }
    texts.push(lang.t("coordination.stale_next", &[]));
    Ok(Message { title: lang.t("coordination.stale_title", &[]), ..Message::failed(lang, texts) })
}
