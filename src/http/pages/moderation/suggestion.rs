//! `/koordination/hinweise/{id}`: one suggestion beside what the entry says, and the decision.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::Form;
use uuid::Uuid;

use super::{Sent, error_text, list};
use crate::{
    domain::resource::{
        Category, Contact, FieldError, Kind, Proposal, ProposedField, Record, Resource, Suggestion,
        SuggestionState,
    },
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{
            Layout, filters,
            forms::{Choice, Field, Message, Refused},
            html,
        },
        problem::{Path, Problem},
    },
    locale::Lang,
    service::{
        Service,
        resources::{
            ResourceError,
            place::locate,
            suggestions::{self, Acceptance, Outcome},
        },
    },
    store::StoreError,
};

/// A field that is proposed: what stands there now, and what would.
struct Proposed {
    field: Field,
    /// What the entry says now; nothing for a new offer.
    now: Option<String>,
    /// Whether it is taken over.
    taken: bool,
}

/// A category that can be chosen.
struct CategoryBox {
    code: &'static str,
    label: String,
    checked: bool,
}

#[derive(Template)]
#[template(path = "suggestion.html")]
struct SuggestionPage {
    layout: Layout,
    message: Option<Message>,
    title: String,
    what: String,
    sent: String,
    /// The message of the sender.
    said: Option<String>,
    id: i64,
    /// The page of the entry, and its version.
    entry: Option<(String, i64)>,
    open: bool,
    /// Whether it can be taken over: its entry is on the map, or it is a new offer.
    possible: bool,
    gone: bool,
    fields: Vec<Proposed>,
    /// What only a new offer needs.
    categories: Vec<CategoryBox>,
    categories_error: Option<String>,
    kind: Option<Field>,
    /// Whether an address may change, so that the place has to follow.
    moves: bool,
    without_place: bool,
    answer: Field,
    /// Who decided what, and when.
    decided: Vec<String>,
}

/// What the page shows beside what is kept.
#[derive(Default)]
struct Shown {
    message: Option<Message>,
    sent: Option<Sent>,
    errors: Vec<FieldError>,
    status: Option<StatusCode>,
}

/// The name of a proposed field in an error of an entry.
fn path_of(field: ProposedField) -> String {
    match field {
        ProposedField::Street | ProposedField::Postcode | ProposedField::Town => {
            format!("address.{}", field.code())
        }
        ProposedField::Phone | ProposedField::Email => format!("contacts.0.{}", field.code()),
        other => other.code().to_owned(),
    }
}

fn error_of(lang: Lang, errors: &[FieldError], path: &str) -> Option<String> {
    errors.iter().find(|error| error.field == path).map(|error| error_text(lang, error))
}

fn proposed(
    lang: Lang,
    service: &Service,
    suggestion: &Suggestion,
    now: Option<&Record>,
    shown: &Shown,
) -> Vec<Proposed> {
    let is_new = suggestion.resource.is_none();
    let wanted = |field: &ProposedField| is_new || suggestion.proposal.fields.contains_key(field);
    ProposedField::ALL
        .into_iter()
        .filter(wanted)
        .map(|code| {
            let long = matches!(code, ProposedField::Description | ProposedField::Hours);
            let kind = if long { "area" } else { "text" };
            let value = match &shown.sent {
                Some(sent) => sent.one(code.code()).to_owned(),
                None => suggestion.proposal.fields.get(&code).cloned().unwrap_or_default(),
            };
            let mut field = Field::new(lang, "moderation.field", code.code(), kind).value(value);
            field.error = error_of(lang, &shown.errors, &path_of(code));
            if code == ProposedField::Hours {
                field = field.hint("moderation.hours_hint");
            }
            let nothing = || lang.t("column.nothing", &[]);
            let words = |text: &str| match code {
                ProposedField::Hours => lang.week_lines(text, Service::today(), service.calendar()),
                _ => text.to_owned(),
            };
            let now = now.map(|record| code.of(&record.resource).map_or_else(nothing, words));
            let taken = shown.sent.as_ref().is_none_or(|sent| sent.has("take", code.code()));
            Proposed { field, now, taken }
        })
        .collect()
}

fn decided(lang: Lang, suggestion: &Suggestion) -> Vec<String> {
    let (Some(at), Some(by)) = (suggestion.decided_at, &suggestion.decided_by) else {
        return Vec::new();
    };
    let code = match suggestion.state {
        SuggestionState::Accepted => "accepted",
        _ => "declined",
    };
    let when = lang.moment(&Service::local(at));
    let values = [("when", when.as_str()), ("who", by.as_str())];
    let mut lines = vec![lang.t(&format!("moderation.decided.{code}"), &values)];
    lines.push(match &suggestion.answer {
        Some(answer) => lang.t("moderation.answered", &[("answer", answer)]),
        None => lang.t("moderation.not_answered", &[]),
    });
    lines
}

async fn page(
    state: &AppState,
    language: &Language,
    who: &Who,
    id: i64,
    shown: Shown,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let suggestion = state.live.store().suggestion(id).await?.ok_or(StoreError::NotFound)?;
    let service = state.service();
    let record = suggestion.resource.and_then(|id| service.resources().record(id));
    let is_new = suggestion.resource.is_none();
    let active = record.is_some_and(|record| record.is_active());
    let empty = Sent::default();
    let sent = shown.sent.as_ref().unwrap_or(&empty);
    let fields = proposed(lang, &service, &suggestion, record.map(|record| &**record), &shown);
    let answer = Field::new(lang, "moderation", "answer", "area").hint("moderation.answer_hint");
    let mut answer = answer.value(sent.one("answer"));
    answer.error = error_of(lang, &shown.errors, "answer");
    let unknown = Choice { value: String::new(), label: lang.t("column.unknown", &[]) };
    let kinds = std::iter::once(unknown).chain(super::kind_choices(lang)).collect();
    let kind = Field::new(lang, "column.name_of", "kind", "select").value(sent.one("kind"));
    let boxed = |category: Category| CategoryBox {
        code: category.code(),
        label: lang.t(&format!("category.{}", category.code()), &[]),
        checked: sent.has("categories", category.code()),
    };
    let errors = Message::errors(fields.iter().map(|proposed| &proposed.field).chain([&answer]));
    let rest = shown.errors.iter().map(|error| error_text(lang, error)).collect::<Vec<_>>();
    let rest = (!rest.is_empty()).then(|| Message::failed(lang, rest));
    let open = suggestion.state == SuggestionState::Open;
    let page = SuggestionPage {
        layout: Layout::of_staff(state, language, who, "/koordination"),
        message: shown.message.or(errors).or(rest),
        title: list::title(lang, &service, &suggestion),
        what: list::what(lang, &suggestion),
        sent: lang.moment(&Service::local(suggestion.at)),
        said: suggestion.proposal.message.clone(),
        id,
        entry: record.map(|record| {
            (format!("/koordination/angebot/{}", record.resource.id), record.version)
        }),
        open,
        possible: open && (is_new || active),
        gone: suggestion.proposal.gone,
        moves: fields.iter().any(|proposed| proposed.field.name == "street"),
        without_place: sent.has("without_place", "1"),
        fields,
        categories: if is_new { Category::ALL.map(boxed).into() } else { Vec::new() },
        categories_error: error_of(lang, &shown.errors, "categories"),
        kind: is_new.then_some(Field { choices: kinds, ..kind }),
        answer,
        decided: decided(lang, &suggestion),
    };
    let wrong = (!shown.errors.is_empty()).then_some(StatusCode::UNPROCESSABLE_ENTITY);
    Ok(html(lang, shown.status.or(wrong).unwrap_or(StatusCode::OK), &page))
}

/// `GET /koordination/hinweise/{id}`.
pub async fn show(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<i64>,
) -> Result<Response, Problem> {
    page(&state, &language, &who, id, Shown::default()).await
}

/// What the form makes of an entry: every field that is taken over, as it was edited.
fn wanted(
    service: &Service,
    former: Option<&Resource>,
    sent: &Sent,
) -> Result<Resource, FieldError> {
    let mut resource = match former {
        Some(former) => former.clone(),
        None => {
            let mut new = Resource::unknown(Uuid::nil(), "");
            new.categories = sent.codes::<Category>("categories");
            new.kind = sent.code::<Kind>("kind");
            new
        }
    };
    let before = resource.address.street.clone();
    for field in ProposedField::ALL {
        if former.is_some() && !sent.has("take", field.code()) {
            continue;
        }
        let text = sent.text(field.code());
        let address = &mut resource.address;
        match field {
            ProposedField::Name => resource.name = text.unwrap_or_default(),
            ProposedField::Description => resource.description = text,
            ProposedField::Provider => resource.provider = text,
            ProposedField::Street => address.street = text,
            ProposedField::Postcode => address.postcode = text,
            ProposedField::Town => address.town = text,
            ProposedField::Website => resource.website = text,
            ProposedField::Hours => resource.hours = text,
            ProposedField::Phone | ProposedField::Email => {
                if resource.contacts.is_empty() {
                    resource.contacts.push(Contact::default());
                }
                let contact = &mut resource.contacts[0];
                let slot = match field {
                    ProposedField::Phone => &mut contact.phone,
                    _ => &mut contact.email,
                };
                *slot = text;
            }
        }
    }
    if resource.address.street != before {
        resource.place = locate(service, &resource.address);
        let missing = resource.place.is_none() && resource.address.street.is_some();
        if missing && !sent.has("without_place", "1") {
            return Err(FieldError { field: "address.street".into(), code: "not_located" });
        }
    }
    Ok(resource)
}

/// Whether nothing is chosen of what can be chosen. Of a new offer everything is taken, and a mere
/// message offers no choice.
fn nothing_chosen(suggestion: &Suggestion, sent: &Sent) -> bool {
    let Proposal { fields, gone, .. } = &suggestion.proposal;
    let chosen = || fields.keys().any(|field| sent.has("take", field.code()));
    suggestion.resource.is_some() && (*gone || !fields.is_empty()) && !chosen()
}

/// `POST /koordination/hinweise/{id}/uebernehmen`.
pub async fn accept(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<i64>,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let suggestion = state.live.store().suggestion(id).await?.ok_or(StoreError::NotFound)?;
    let service = state.service();
    let record = suggestion.resource.and_then(|id| service.resources().record(id));
    let former = record.map(|record| &record.resource);
    let outcome = if suggestion.proposal.gone && sent.has("take", "gone") {
        Ok(Outcome::Gone)
    } else if nothing_chosen(&suggestion, &sent) {
        Err(FieldError { field: "take".into(), code: "nothing_chosen" })
    } else {
        wanted(&service, former, &sent).map(|resource| Outcome::Entry(Box::new(resource)))
    };
    let accepted = match outcome {
        Ok(outcome) => {
            let version = sent.one("version").parse().ok();
            let acceptance = Acceptance { version, outcome, answer: sent.text("answer") };
            suggestions::accept(&state.live, &who.actor(), &suggestion, acceptance).await
        }
        Err(error) => Err(ResourceError::Fields(vec![error])),
    };
    match accepted {
        Ok(_) => {
            let to = format!("/koordination/hinweise/{id}?hinweis=uebernommen");
            Ok(Redirect::to(&language.link(&to)).into_response())
        }
        Err(error) => refused(&state, &language, &who, id, sent, error).await,
    }
}

/// `POST /koordination/hinweise/{id}/ablehnen`.
pub async fn decline(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<i64>,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let spam = sent.has("spam", "1");
    let answer = sent.text("answer");
    match suggestions::decline(&state.live, &who.actor(), id, answer, spam).await {
        Ok(()) => {
            let to = language.link("/koordination/hinweise?hinweis=abgelehnt");
            Ok(Redirect::to(&to).into_response())
        }
        Err(error) => refused(&state, &language, &who, id, sent, error).await,
    }
}

/// The page with why nothing was decided: what was typed stays.
async fn refused(
    state: &AppState,
    language: &Language,
    who: &Who,
    id: i64,
    sent: Sent,
    error: ResourceError,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let failed = |key: &str| Some(Message::failed(lang, vec![lang.t(key, &[])]));
    let shown = match error {
        ResourceError::Fields(errors) => Shown { sent: Some(sent), errors, ..Shown::default() },
        ResourceError::NotFound => Shown {
            message: failed("moderation.off_map"),
            status: Some(StatusCode::CONFLICT),
            ..Shown::default()
        },
        ResourceError::Store(StoreError::Stale) => {
            // Either somebody has decided, or the entry says something else by now.
            let now = state.live.store().suggestion(id).await?.ok_or(StoreError::NotFound)?;
            let open = now.state == SuggestionState::Open;
            let key = if open { "moderation.entry_changed" } else { "moderation.decided_already" };
            Shown {
                message: failed(key),
                sent: open.then_some(sent),
                status: Some(StatusCode::CONFLICT),
                ..Shown::default()
            }
        }
        ResourceError::Store(error) => {
            let refused = Refused::by_store(error)?;
            Shown {
                message: Some(refused.message(lang)),
                sent: Some(sent),
                status: Some(refused.status),
                ..Shown::default()
            }
        }
        other => return Err(other.into()),
    };
    page(state, language, who, id, shown).await
}
