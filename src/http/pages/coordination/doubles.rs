//! `/koordination/doppelte`: entries that are probably the same, and making one of two.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::Form;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

use super::{
    fields::{self, FIELDS},
    form::ResourceForm,
    words,
};
use crate::{
    domain::resource::{FieldError, Record, duplicates::Pair},
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{
            Layout, filters,
            forms::{Message, Refused},
            html,
        },
        problem::{Params, Path, Problem},
    },
    locale::Lang,
    service::{
        Service,
        resources::{ResourceError, duplicates},
    },
};

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DoublesParams {
    erste: String,
    zweite: String,
    hinweis: String,
}

/// Whether two entries are no duplicates.
#[derive(Debug, Deserialize)]
pub struct ApartForm {
    first: Uuid,
    second: Uuid,
    apart: bool,
}

struct Side {
    id: Uuid,
    name: String,
    about: String,
}

struct PairView {
    sides: [Side; 2],
    distance: Option<String>,
}

#[derive(Template)]
#[template(path = "duplicates.html")]
struct DoublesPage {
    layout: Layout,
    message: Option<Message>,
    undo: Option<Pair>,
    pairs: Vec<PairView>,
}

/// A field in which the two differ.
struct Choice {
    field: &'static str,
    label: String,
    texts: [String; 2],
    /// Which of the two is chosen.
    chosen: usize,
}

/// One of the two.
struct Candidate {
    name: String,
    version: i64,
    made: String,
}

#[derive(Template)]
#[template(path = "merge.html")]
struct MergePage {
    layout: Layout,
    message: Option<Message>,
    pair: Pair,
    candidates: [Candidate; 2],
    stays: usize,
    choices: Vec<Choice>,
    /// Fields in which both say the same.
    same: Vec<(String, String)>,
}

/// `GET /koordination/doppelte`.
pub async fn list(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(params): Params<DoublesParams>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let told = match (params.erste.parse(), params.zweite.parse()) {
        (Ok(first), Ok(second)) => Some(Pair::new(first, second)),
        _ => None,
    };
    let message = match params.hinweis.as_str() {
        "getrennt" => Some(Message::done(lang.t("coordination.apart", &[]))),
        "zurueckgenommen" => Some(Message::done(lang.t("coordination.apart_undone", &[]))),
        _ => None,
    };
    let undo = told.filter(|_| params.hinweis == "getrennt");
    doubles(&state, &who, &language, message, undo, StatusCode::OK).await
}

async fn doubles(
    state: &AppState,
    who: &Who,
    language: &Language,
    message: Option<Message>,
    undo: Option<Pair>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let pairs = duplicates::suspected(&state.live).await?;
    let service = state.service();
    let view = |pair: &Pair| {
        let index = service.resources();
        let (one, other) = (index.entry(pair.first)?, index.entry(pair.second)?);
        let metres = one.point.zip(other.point).map(|(one, other)| one.distance_m(other));
        Some(PairView {
            sides: [&one.record, &other.record].map(|record| side(lang, &service, record)),
            distance: metres.map(|metres| {
                lang.t("coordination.distance", &[("distance", &lang.metres(metres))])
            }),
        })
    };
    let page = DoublesPage {
        layout: Layout::of_staff(state, language, who, "/koordination"),
        message,
        undo,
        pairs: pairs.iter().filter_map(view).collect(),
    };
    Ok(html(lang, status, &page))
}

fn side(lang: Lang, service: &Service, record: &Record) -> Side {
    let resource = &record.resource;
    let about = [
        Some(words::categories(lang, resource)),
        resource.address.street.clone(),
        words::area_of(service, resource),
    ];
    Side {
        id: resource.id,
        name: resource.name.clone(),
        about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
    }
}

/// `POST /koordination/doppelte`: tells two entries apart, or takes that back.
pub async fn tell_apart(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    form: Result<Form<ApartForm>, axum_extra::extract::FormRejection>,
) -> Result<Response, Problem> {
    let Ok(Form(ApartForm { first, second, apart })) = form else {
        return Err(ResourceError::NotFound.into());
    };
    let pair = Pair::new(first, second);
    match duplicates::tell_apart(&state.live, &who.actor(), pair, apart).await {
        Ok(()) => {
            let hint = if apart { "getrennt" } else { "zurueckgenommen" };
            let Pair { first, second } = pair;
            let to = format!("/koordination/doppelte?hinweis={hint}&erste={first}&zweite={second}");
            Ok(Redirect::to(&language.link(&to)).into_response())
        }
        Err(error) => {
            let refused = Refused::by_store(error)?;
            let message = Some(refused.message(language.lang));
            doubles(&state, &who, &language, message, None, refused.status).await
        }
    }
}

/// The two entries of an address, if both are on the map and not the same.
fn two(service: &Service, first: Uuid, second: Uuid) -> Result<[Arc<Record>; 2], Problem> {
    let of = |id: Uuid| {
        let record = service.resources().record(id).cloned();
        let record = record.filter(|record| record.is_active());
        Ok::<_, Problem>(record.ok_or(ResourceError::NotFound)?)
    };
    let both = [of(first)?, of(second)?];
    if both[0].resource.id == both[1].resource.id {
        return Err(ResourceError::SameEntry.into());
    }
    Ok(both)
}

/// `GET /koordination/doppelte/{first}/{second}`: the two beside each other.
pub async fn compare(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path((first, second)): Path<(Uuid, Uuid)>,
) -> Result<Response, Problem> {
    let service = state.service();
    let both = two(&service, first, second)?;
    let form = ResourceForm::default();
    Ok(merge_page(&state, &who, &language, &both, &form, None, StatusCode::OK))
}

/// `POST /koordination/doppelte/{first}/{second}`: makes one of two.
pub async fn merge(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path((first, second)): Path<(Uuid, Uuid)>,
    Form(form): Form<ResourceForm>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let service = state.service();
    let both = two(&service, first, second)?;
    let stays = usize::from(form.text("stays") == "1");
    let (staying, going) = (&both[stays], &both[1 - stays]);
    let mut resource = staying.resource.clone();
    for field in FIELDS {
        if let Some(from) = form.text(field).parse().ok().filter(|from: &usize| *from < 2) {
            fields::take(&mut resource, &both[from].resource, field);
        }
    }
    let seen = |at: usize| form.text(&format!("version.{at}")).parse().unwrap_or_default();
    let goes = (going.resource.id, seen(1 - stays));
    let id = resource.id;
    let done = duplicates::merge(&state.live, &who.actor(), goes, (resource, seen(stays))).await;
    let (message, status) = match done {
        Ok(()) => {
            let to = format!("/koordination/angebot/{id}?hinweis=zusammengefuehrt");
            return Ok(Redirect::to(&language.link(&to)).into_response());
        }
        Err(ResourceError::Fields(errors)) => {
            let words = |error: &FieldError| lang.t(&format!("resource_error.{}", error.code), &[]);
            let texts = errors.iter().map(words).collect();
            (Message::failed(lang, texts), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(ResourceError::Store(error)) => {
            let refused = Refused::by_store(error)?;
            (refused.message(lang), refused.status)
        }
        Err(other) => return Err(other.into()),
    };
    let service = state.service();
    let both = two(&service, first, second)?;
    Ok(merge_page(&state, &who, &language, &both, &form, Some(message), status))
}

fn merge_page(
    state: &AppState,
    who: &Who,
    language: &Language,
    both: &[Arc<Record>; 2],
    form: &ResourceForm,
    message: Option<Message>,
    status: StatusCode,
) -> Response {
    let lang = language.lang;
    let service = state.service();
    let text = |at: usize, field: &str| fields::text(lang, &service, &both[at].resource, field);
    // Unless somebody says otherwise, the one stays that somebody vouched for last.
    let vouched = |at: usize| both[at].verification.as_ref().map(|verification| verification.at);
    let stays = match form.text("stays") {
        "" => usize::from(vouched(1) > vouched(0)),
        chosen => usize::from(chosen == "1"),
    };
    let unknown = || lang.t("resource_form.unknown", &[]);
    let (mut choices, mut same) = (Vec::new(), Vec::new());
    for field in FIELDS {
        let texts = [text(0, field), text(1, field)];
        let label = fields::label(lang, field);
        if texts[0] == texts[1] {
            same.extend(texts[0].clone().map(|text| (label, text)));
            continue;
        }
        // What is known goes before what is not.
        let chosen = match form.text(field).parse() {
            Ok(chosen) if chosen < 2 => chosen,
            _ if texts[stays].is_none() => 1 - stays,
            _ => stays,
        };
        choices.push(Choice {
            field,
            label,
            texts: texts.map(|t| t.unwrap_or_else(unknown)),
            chosen,
        });
    }
    let candidate = |at: usize| {
        let record = &both[at];
        let when = lang.moment(&Service::local(record.updated_at));
        let values = [("who", &*record.updated_by), ("when", &*when)];
        Candidate {
            name: record.resource.name.clone(),
            version: record.version,
            made: lang.t("coordination.updated", &values),
        }
    };
    let page = MergePage {
        layout: Layout::of_staff(state, language, who, "/koordination"),
        message,
        pair: Pair { first: both[0].resource.id, second: both[1].resource.id },
        candidates: [candidate(0), candidate(1)],
        stays,
        choices,
        same,
    };
    html(lang, status, &page)
}
