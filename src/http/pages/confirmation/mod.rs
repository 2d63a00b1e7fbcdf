//! `/bestaetigen/{link}`: the Träger confirms or corrects an entry, once, without an account.
//!
//! Opening the page uses nothing up: mail scanners open every link.

mod form;

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use axum_extra::extract::Form;

use super::{
    Layout, filters,
    forms::{Field, Message, Refused},
    html,
    moderation::{Sent, column, column_value, error_text},
};
use crate::{
    domain::resource::{FieldError, Proposal, Record},
    formats::resources::cells,
    http::{
        AppState,
        identity::Who,
        language::Language,
        problem::{Path, Problem},
    },
    locale::Lang,
    service::{
        Service,
        resources::{ResourceError, links},
        secret,
    },
    store::{SecretHash, StoreError},
};
use form::{Corrected, LanguageBox};

/// What the entry says, as the page lists it. The rest concerns the coordinators alone.
const SHOWN: [&str; 16] = [
    "description",
    "provider",
    "street",
    "postcode",
    "town",
    "address_note",
    "contact1_name",
    "contact1_phone",
    "contact1_email",
    "website",
    "hours",
    "cost",
    "cost_note",
    "wheelchair",
    "toilet",
    "languages",
];

/// One line of what the entry says.
struct Fact {
    key: String,
    value: String,
    known: bool,
}

#[derive(Template)]
#[template(path = "confirmation.html")]
struct ConfirmationPage {
    layout: Layout,
    message: Option<Message>,
    link: String,
    name: String,
    version: i64,
    facts: Vec<Fact>,
    /// Whether the form for corrections is open.
    correcting: bool,
    fields: Vec<Field>,
    languages: Vec<LanguageBox>,
}

#[derive(Template)]
#[template(path = "confirmed.html")]
struct ConfirmedPage {
    layout: Layout,
    name: String,
    href: String,
    /// Whether somebody looks at a part of it first.
    rest: bool,
}

#[derive(Template)]
#[template(path = "confirmation_gone.html")]
struct GonePage {
    layout: Layout,
}

fn facts(lang: Lang, service: &Service, record: &Record) -> Vec<Fact> {
    let cells = cells(&record.resource);
    let fact = |name: &str| {
        let value = cells.get(name);
        Fact {
            key: column(lang, name),
            known: value.is_some(),
            value: match value {
                Some(hours) if name == "hours" => {
                    lang.week_lines(hours, Service::today(), service.calendar())
                }
                Some(value) => column_value(lang, name, value),
                None => lang.t("column.unknown", &[]),
            },
        }
    };
    SHOWN.into_iter().map(fact).collect()
}

/// The frame of the page. Nobody is signed in here, whoever is elsewhere: the page belongs to the
/// link.
fn layout(state: &AppState, language: &Language) -> Layout {
    Layout::of_staff(state, language, &Who::Anonymous, "")
}

fn gone(state: &AppState, language: &Language) -> Response {
    html(language.lang, StatusCode::GONE, &GonePage { layout: layout(state, language) })
}

/// What the page shows beside the entry.
#[derive(Default)]
struct Shown {
    message: Option<Message>,
    sent: Option<Sent>,
    errors: Vec<FieldError>,
    status: Option<StatusCode>,
}

async fn page(
    state: &AppState,
    language: &Language,
    link: &str,
    shown: Shown,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let record = match links::entry(&state.live, secret::hash(link)).await {
        Ok(record) => record,
        Err(ResourceError::Store(StoreError::BadLink)) => return Ok(gone(state, language)),
        Err(error) => return Err(error.into()),
    };
    let Shown { message, sent, errors, status } = shown;
    let correcting = sent.is_some();
    let sent = sent.unwrap_or_else(|| form::of(&record.resource));
    let fields = form::fields(lang, &sent, &errors);
    let rest: Vec<String> = errors.iter().map(|error| error_text(lang, error)).collect();
    let rest = (!rest.is_empty()).then(|| Message::failed(lang, rest));
    let wrong = rest.is_some().then_some(StatusCode::UNPROCESSABLE_ENTITY);
    let page = ConfirmationPage {
        layout: layout(state, language),
        message: message.or_else(|| Message::errors(&fields)).or(rest),
        link: link.to_owned(),
        name: record.resource.name.clone(),
        version: record.version,
        facts: facts(lang, &state.service(), &record),
        correcting,
        languages: form::languages(lang, &sent, &record.resource),
        fields,
    };
    Ok(html(lang, status.or(wrong).unwrap_or(StatusCode::OK), &page))
}

/// `GET /bestaetigen/{link}`.
pub async fn show(
    State(state): State<AppState>,
    language: Language,
    Path(link): Path<String>,
) -> Result<Response, Problem> {
    page(&state, &language, &link, Shown::default()).await
}

/// `POST /bestaetigen/{link}`: confirms the entry as it is, or with what was corrected.
pub async fn send(
    State(state): State<AppState>,
    language: Language,
    Path(link): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let hash = secret::hash(&link);
    let (record, rest, outcome) = match confirm(&state, hash, &sent).await {
        Ok(done) => done,
        Err(ResourceError::Store(StoreError::BadLink)) => return Ok(gone(&state, &language)),
        Err(error) => return Err(error.into()),
    };
    let typed = (!sent.has("as_it_is", "1")).then_some(sent);
    let shown = match outcome {
        Ok(()) => {
            let page = ConfirmedPage {
                layout: layout(&state, &language),
                href: format!("/angebot/{}", record.resource.id),
                name: record.resource.name,
                rest,
            };
            return Ok(html(lang, StatusCode::OK, &page));
        }
        // Somebody else used the link in the same moment.
        Err(ResourceError::Store(StoreError::BadLink)) => return Ok(gone(&state, &language)),
        Err(ResourceError::Fields(errors)) => Shown { sent: typed, errors, ..Shown::default() },
        Err(ResourceError::Store(StoreError::Stale)) => Shown {
            message: Some(Message::failed(lang, vec![lang.t("confirmation.changed", &[])])),
            sent: typed,
            status: Some(StatusCode::CONFLICT),
            ..Shown::default()
        },
        Err(ResourceError::Store(error)) => {
            let refused = Refused::by_store(error)?;
            Shown {
                message: Some(refused.message(lang)),
                sent: typed,
                status: Some(refused.status),
                ..Shown::default()
            }
        }
        Err(error) => return Ok(Problem::from(error).into_response()),
    };
    page(&state, &language, &link, shown).await
}

/// Uses the link. The entry as it was, whether a part is left for the coordinators, and whether it
/// worked.
async fn confirm(
    state: &AppState,
    hash: SecretHash,
    sent: &Sent,
) -> Result<(Record, bool, Result<(), ResourceError>), ResourceError> {
    let record = links::entry(&state.live, hash).await?;
    let version = sent.one("version").parse().unwrap_or_default();
    let Corrected { resource, rest } = if sent.has("as_it_is", "1") {
        Corrected { resource: record.resource.clone(), rest: Proposal::default() }
    } else {
        form::corrected(&state.service(), &record.resource, sent)
    };
    let left = !rest.fields.is_empty();
    let outcome = links::confirm(&state.live, hash, version, resource, rest).await;
    Ok((record, left, outcome))
}
