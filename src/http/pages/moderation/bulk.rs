//! `/koordination/mehrere`: one change for many entries, first as a dry run.

mod change;

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::Form;
use serde::Deserialize;
use uuid::Uuid;

use super::{DifferenceView, Sent, error_text};
use crate::{
    domain::resource::{Category, FieldError, Kind, Record, Status, bulk::BulkChange},
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{
            Layout, filters,
            forms::{Choice, Field, Message, Refused},
            html,
        },
        problem::{Params, Problem},
    },
    locale::Lang,
    service::{
        Service,
        resources::{
            ResourceError,
            bulk::{self, Planned},
            difference::differences,
        },
    },
    store::StoreError,
};
use change::ChangeRow;

/// Most entries of one list: what a form can send.
const MOST: usize = 500;

/// Which entries are listed, and what was done before.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct BulkParams {
    category: String,
    kind: String,
    provider: String,
    /// Whether all of the list are chosen.
    alle: String,
    geaendert: Option<usize>,
    schritt: Option<i64>,
    zurueck: Option<usize>,
}

/// An entry that can be chosen.
struct Row {
    /// Id and version.
    value: String,
    name: String,
    about: String,
    checked: bool,
}

#[derive(Template)]
#[template(path = "bulk.html")]
struct BulkPage {
    layout: Layout,
    message: Option<Message>,
    /// The batch that can be taken back.
    undo: Option<i64>,
    filters: Vec<Field>,
    /// The same list with everything chosen.
    choose_all: String,
    rows: Vec<Row>,
    /// How many more there are than can be shown.
    more: usize,
    changes: Vec<ChangeRow>,
}

/// An entry of the dry run.
struct Preview {
    name: String,
    href: String,
    differences: Vec<DifferenceView>,
    errors: Vec<String>,
}

#[derive(Template)]
#[template(path = "bulk_plan.html")]
struct PlanPage {
    layout: Layout,
    message: Option<Message>,
    title: String,
    rows: Vec<Preview>,
    unchanged: usize,
    /// What the second form carries.
    hidden: Vec<(String, String)>,
    possible: bool,
}

fn provider_choices(service: &Service) -> Vec<Choice> {
    let mut names: Vec<&str> = service
        .resources()
        .records()
        .filter_map(|record| record.resource.provider.as_deref())
        .collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| Choice { value: name.into(), label: name.into() }).collect()
}

fn fits(params: &BulkParams, record: &Record) -> bool {
    let resource = &record.resource;
    let kind: Option<Kind> = serde_json::from_value(params.kind.as_str().into()).ok();
    let category = Category::of_code(&params.category);
    category.is_none_or(|category| resource.categories.contains(&category))
        && kind.is_none_or(|kind| resource.kind == Some(kind))
        && (params.provider.is_empty() || resource.provider.as_deref() == Some(&*params.provider))
}

/// The list with its form; `sent` is what was chosen when something was wrong with it.
fn list(
    state: &AppState,
    language: &Language,
    who: &Who,
    params: &BulkParams,
    sent: Option<(&Sent, Message)>,
) -> Response {
    let lang = language.lang;
    let service = state.service();
    let select = |name: &'static str, value: &str, choices: Vec<Choice>| {
        let all = Choice { value: String::new(), label: lang.t("bulk.all", &[]) };
        let field = Field::new(lang, "export", name, "select").value(value);
        Field { choices: std::iter::once(all).chain(choices).collect(), ..field }
    };
    let all = params.alle == "1";
    let (typed, message) = match sent {
        Some((sent, message)) => (Some(sent), Some(message)),
        None => (None, None),
    };
    let found: Vec<_> = service
        .resources()
        .records()
        .filter(|record| match typed {
            Some(sent) => sent.all("chosen").any(|one| one == value(record)),
            None => fits(params, record),
        })
        .collect();
    let row = |record: &&std::sync::Arc<Record>| {
        let categories = record.resource.categories.iter();
        let categories: Vec<String> =
            categories.map(|c| lang.t(&format!("category.{}", c.code()), &[])).collect();
        let provider = record.resource.provider.clone();
        let about = provider.into_iter().chain([categories.join(", ")]).collect::<Vec<_>>();
        Row {
            value: value(record),
            name: record.resource.name.clone(),
            about: about.join(" · "),
            checked: all || typed.is_some(),
        }
    };
    let done = params
        .geaendert
        .map(|count| Message::done(lang.t("bulk.done", &[("count", &count.to_string())])));
    let undone = params
        .zurueck
        .map(|count| Message::done(lang.t("bulk.undone", &[("count", &count.to_string())])));
    let status = match &message {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let link = |all: &str| {
        let pairs = [("category", &*params.category), ("kind", &params.kind), ("alle", all)];
        let query: Vec<String> = pairs
            .into_iter()
            .filter(|(_, value)| {
                value.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '1')
            })
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!("/koordination/mehrere?{}", query.join("&"))
    };
    let empty = Sent::default();
    let page = BulkPage {
        layout: Layout::of_staff(state, language, who, "/koordination"),
        message: message.or(done).or(undone),
        undo: params.schritt,
        filters: vec![
            select("category", &params.category, super::category_choices(lang)),
            select("kind", &params.kind, super::kind_choices(lang)),
            select("provider", &params.provider, provider_choices(&service)),
        ],
        choose_all: link("1"),
        rows: found.iter().take(MOST).map(row).collect(),
        more: found.len().saturating_sub(MOST),
        changes: change::rows(lang, &service, typed.unwrap_or(&empty)),
    };
    html(lang, status, &page)
}

fn value(record: &Record) -> String {
    format!("{}:{}", record.resource.id, record.version)
}

/// The entries that a form chose, each once, with the versions that were seen.
fn chosen(sent: &Sent) -> Vec<(Uuid, i64)> {
    let mut chosen: Vec<(Uuid, i64)> = sent
        .all("chosen")
        .filter_map(|one| {
            let (id, version) = one.split_once(':')?;
            Some((id.parse().ok()?, version.parse().ok()?))
        })
        .collect();
    chosen.sort_unstable();
    chosen.dedup_by_key(|(id, _)| *id);
    chosen
}

/// `GET /koordination/mehrere`.
pub async fn show(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(params): Params<BulkParams>,
) -> Response {
    list(&state, &language, &who, &params, None)
}

/// What was chosen and what is to be done, or why that is not enough.
fn asked(lang: Lang, sent: &Sent) -> Result<(Vec<(Uuid, i64)>, BulkChange), Message> {
    let wrong = |key: &str| Message::failed(lang, vec![lang.t(key, &[])]);
    let chosen = chosen(sent);
    if chosen.is_empty() {
        return Err(wrong("bulk.nothing_chosen"));
    }
    let change = change::read(sent).ok_or_else(|| wrong("bulk.no_change"))?;
    Ok((chosen, change))
}

/// `POST /koordination/mehrere`: the dry run.
pub async fn preview(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Form(sent): Form<Sent>,
) -> Response {
    match asked(language.lang, &sent) {
        Ok((chosen, change)) => {
            plan(&state, &language, &who, &sent, &chosen, &change, None, StatusCode::OK)
        }
        Err(message) => {
            let again = if sent.all("chosen").next().is_some() {
                Some((&sent, message))
            } else {
                return list_with(&state, &language, &who, message);
            };
            list(&state, &language, &who, &BulkParams::default(), again)
        }
    }
}

/// The whole list with a message: nothing was chosen that could be kept.
fn list_with(state: &AppState, language: &Language, who: &Who, message: Message) -> Response {
    let service = state.service();
    let all = service.resources().records().map(|record| ("chosen".to_owned(), value(record)));
    let all = Sent(all.collect());
    let mut response = list(state, language, who, &BulkParams::default(), Some((&all, message)));
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

#[expect(clippy::too_many_arguments, reason = "a page is made of what was sent and what is")]
fn plan(
    state: &AppState,
    language: &Language,
    who: &Who,
    sent: &Sent,
    chosen: &[(Uuid, i64)],
    change: &BulkChange,
    message: Option<Message>,
    status: StatusCode,
) -> Response {
    let lang = language.lang;
    let ids: Vec<Uuid> = chosen.iter().map(|(id, _)| *id).collect();
    let planned = bulk::plan(&state.service(), &who.actor(), change, &ids);
    let changed: Vec<&Planned> = planned.iter().filter(|one| one.after.is_some()).collect();
    let broken = changed.iter().any(|one| !one.errors.is_empty());
    // The versions that are shown now are those that are changed.
    let shown = planned.iter().map(|one| ("chosen".to_owned(), value(&one.before)));
    let rest = sent.0.iter().filter(|(name, _)| name != "chosen" && name != "form_token").cloned();
    let page = PlanPage {
        layout: Layout::of_staff(state, language, who, "/koordination"),
        message,
        title: change::title(lang, change),
        unchanged: planned.len() - changed.len(),
        possible: !broken && !changed.is_empty(),
        rows: changed.into_iter().map(|one| preview_of(lang, one)).collect(),
        hidden: shown.chain(rest).collect(),
    };
    html(lang, status, &page)
}

fn preview_of(lang: Lang, planned: &Planned) -> Preview {
    let Planned { before, after, errors } = planned;
    let mut shown = Vec::new();
    if let Some(after) = after {
        let changed = differences(&before.resource, &after.resource);
        shown.extend(changed.iter().map(|one| DifferenceView::new(lang, one)));
        let mut add = |key: &str, before: String, after: String| {
            if before != after {
                shown.push(DifferenceView { label: lang.t(key, &[]), before, after });
            }
        };
        let never = || lang.t("bulk.never", &[]);
        let check = |record: &Record| record.next_check.map_or_else(never, |day| lang.day(day));
        let verified = |record: &Record| {
            let at = record.verification.as_ref().map(|verification| verification.at);
            at.map_or_else(never, |at| lang.moment(&Service::local(at)))
        };
        let there = |record: &Record| match record.status {
            Status::Active => lang.t("bulk.on_map", &[]),
            _ => lang.t("bulk.off_map", &[]),
        };
        add("bulk.verified_at", verified(before), verified(after));
        add("bulk.next_check", check(before), check(after));
        add("bulk.status", there(before), there(after));
    }
    Preview {
        name: before.resource.name.clone(),
        href: format!("/koordination/angebot/{}", before.resource.id),
        differences: shown,
        errors: errors.iter().map(|error: &FieldError| error_text(lang, error)).collect(),
    }
}

/// `POST /koordination/mehrere/anwenden`: changes all of them, or none.
pub async fn apply(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let (chosen, change) = match asked(lang, &sent) {
        Ok(asked) => asked,
        Err(message) => return Ok(list_with(&state, &language, &who, message)),
    };
    let (text, status) = match bulk::apply(&state.live, &who.actor(), &change, &chosen).await {
        Ok(step) => {
            let step = step.map(|step| format!("&schritt={step}")).unwrap_or_default();
            let to = format!("/koordination/mehrere?geaendert={}{step}", chosen.len());
            return Ok(Redirect::to(&language.link(&to)).into_response());
        }
        Err(ResourceError::Fields(errors)) => {
            let texts: Vec<String> = errors.iter().map(|error| error_text(lang, error)).collect();
            (texts.join(" "), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(ResourceError::NotFound | ResourceError::Store(StoreError::Stale)) => {
            (lang.t("bulk.stale", &[]), StatusCode::CONFLICT)
        }
        Err(ResourceError::Store(error)) => {
            let refused = Refused::by_store(error)?;
            (refused.text(lang), refused.status)
        }
        Err(error) => return Err(error.into()),
    };
    let message = Some(Message::failed(lang, vec![text]));
    Ok(plan(&state, &language, &who, &sent, &chosen, &change, message, status))
}

/// `POST /koordination/mehrere/zuruecknehmen`: takes a whole batch back.
pub async fn undo(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let first = sent.one("schritt").parse().unwrap_or_default();
    match bulk::undo(&state.live, &who.actor(), first).await {
        Ok(count) => {
            let to = format!("/koordination/mehrere?zurueck={count}");
            Ok(Redirect::to(&language.link(&to)).into_response())
        }
        Err(ResourceError::Store(StoreError::Stale)) => {
            let message = Message::failed(lang, vec![lang.t("bulk.undo_stale", &[])]);
            let mut response = list_with(&state, &language, &who, message);
            *response.status_mut() = StatusCode::CONFLICT;
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}
