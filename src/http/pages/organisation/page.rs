//! The page of an entry.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use jiff::civil::Date;

use super::{
    form::{EntryForm, error_of},
    history::{self, ChangeView},
};
use crate::{
    domain::organisation::{Content, Details, EntryKey, EntryKind, FieldError, RouteKind},
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{
            Layout, filters,
            forms::{Field, Message},
            html, no_address,
        },
        problem::Problem,
    },
    locale::Lang,
    service::{Service, organisation},
};

/// What the page shows beside what is on file.
pub(super) struct Shown {
    /// What was done, or why not.
    pub message: Option<Message>,
    /// The form as it was sent.
    pub form: Option<EntryForm>,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// The status of the response, unless fields are wrong.
    pub status: StatusCode,
}

impl Default for Shown {
    fn default() -> Self {
        Self { message: None, form: None, errors: Vec::new(), status: StatusCode::OK }
    }
}

#[derive(Template)]
#[template(path = "entry.html")]
struct EntryPage {
    layout: Layout,
    message: Option<Message>,
    kind: String,
    title: String,
    /// What has to be known about the entry.
    remarks: Vec<String>,
    /// Where the form is sent; nothing to fill in on a day without the entry.
    action: Option<String>,
    /// Which fields have to be filled in.
    needed: String,
    fields: Vec<Field>,
    latest: i64,
    /// The first day of the end, where the entry can end.
    end: Option<Field>,
    upcoming: Vec<String>,
    history: Vec<ChangeView>,
}

impl EntryPage {
    fn response(self, shown_status: StatusCode, errors: &[FieldError]) -> Response {
        let wrong = !errors.is_empty();
        let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { shown_status };
        html(self.layout.language.lang, status, &self)
    }
}

/// A message that something was done.
pub(super) fn done(lang: Lang, key: &str) -> Message {
    Message::done(lang.t(key, &[]))
}

/// The message after saving, with the way back; none for a number that is no change of the entry.
pub(super) async fn saved(
    state: &AppState,
    lang: Lang,
    key: &EntryKey,
    change: i64,
) -> Result<Option<Message>, Problem> {
    let changes = organisation::changes(&state.live).await?;
    let found = changes.into_iter().find(|c| c.id == change && c.entry == *key);
    Ok(found.filter(|change| change.undone.is_none()).map(|change| {
        let at_once = change.valid_from <= Service::today();
        let text = match (&change.content, at_once) {
            (Content::Ended, true) => lang.t("entry.ended_now", &[]),
            (Content::Ended, false) => {
                lang.t("entry.ended_from", &[("day", &lang.day(change.valid_from))])
            }
            (_, true) => lang.t("entry.shown_now", &[]),
            (_, false) => lang.t("entry.shown_from", &[("day", &lang.day(change.valid_from))]),
        };
        Message { texts: vec![text], undo: Some(change.id), ..done(lang, "entry.saved") }
    }))
}

/// The message that somebody else was faster: what they changed since the form was made.
pub(super) async fn stale(
    state: &AppState,
    lang: Lang,
    key: &EntryKey,
    form: &EntryForm,
) -> Result<Message, Problem> {
    let changes = organisation::changes(&state.live).await?;
    let service = state.service();
    let mut texts = vec![lang.t("entry.stale", &[])];
    let newer = history::changes(lang, &service, &changes, key);
    for change in newer.into_iter().filter(|change| change.id > form.based_on()) {
        let what = if change.ends {
            lang.t("entry.ends", &[])
        } else {
            let differences = change.differences.iter();
            differences
                .map(|d| format!("{}: {} → {}", d.label, d.before, d.after))
                .collect::<Vec<_>>()
                .join("; ")
        };
        texts.push(format!("{}, {}: {what}", change.made, change.valid_from));
    }
    texts.push(lang.t("entry.stale_next", &[]));
    Ok(Message { title: lang.t("entry.stale_title", &[]), ..Message::failed(lang, texts) })
}

/// The page of an entry as it stands on a day.
pub(super) async fn existing(
    state: &AppState,
    language: &Language,
    who: &Who,
    key: &EntryKey,
    on: Date,
    shown: Shown,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let changes = organisation::changes(&state.live).await?;
    let service = state.service();
    let history = history::changes(lang, &service, &changes, key);
    let entry = organisation::entry(&state.live, key, on).await?;
    if entry.is_none() && history.is_empty() {
        return Err(Problem::not_found("There is no such entry."));
    }
    let there = entry.is_some();
    let (details, municipality) =
        entry.map(|entry| (entry.details, entry.municipality)).unwrap_or_default();
    let Shown { message, form, errors, status } = shown;
    let ending = form.is_none();
    let form = form.unwrap_or_else(|| EntryForm::of(key.kind, &details, on));
    let organisation = service.organisation().on(on);
    let of_form: &[FieldError] = if ending { &[] } else { &errors };
    let fields = form.fields(lang, key.kind, organisation, false, of_form);
    let end = (there && key.kind.is_open()).then(|| end_field(lang, on, &errors));
    let end = end.map(|end| if ending { end } else { Field { error: None, ..end } });
    let page = EntryPage {
        layout: Layout::of_staff(state, language, who, "/verwaltung"),
        message: Message::errors(fields.iter().chain(&end)).or(message),
        kind: lang.t(&format!("entry.kind_one.{}", key.kind.code()), &[]),
        title: title(lang, &details, municipality.as_deref(), key),
        remarks: remarks(lang, key.kind, municipality.as_deref(), there, on),
        action: there.then(|| format!("/verwaltung/organisation/eintrag/{key}")),
        needed: needed(lang, key.kind),
        fields,
        latest: changes.iter().filter(|c| c.entry == *key).map(|c| c.id).max().unwrap_or(0),
        end,
        upcoming: history::upcoming(lang, &service, &changes, key, on),
        history,
    };
    Ok(page.response(status, &errors))
}

fn title(lang: Lang, details: &Details, municipality: Option<&str>, key: &EntryKey) -> String {
    match (municipality, route_title(lang, key)) {
        (Some(municipality), _) => municipality.to_owned(),
        (_, Some(route)) => route,
        _ if details.name.is_empty() => key.id.clone(),
        _ => details.name.clone(),
    }
}

/// What a way without an address is called; its entry only names who is responsible.
pub(super) fn route_title(lang: Lang, key: &EntryKey) -> Option<String> {
    let kind = (key.kind == EntryKind::Route).then(|| RouteKind::of_code(&key.id))??;
    Some(no_address::title(lang, kind))
}

fn needed(lang: Lang, kind: EntryKind) -> String {
    lang.t(if kind == EntryKind::Route { "entry.all_optional" } else { "entry.optional" }, &[])
}

fn remarks(
    lang: Lang,
    kind: EntryKind,
    municipality: Option<&str>,
    there: bool,
    on: Date,
) -> Vec<String> {
    let route = (kind == EntryKind::Route).then(|| lang.t("entry.route", &[]));
    let neighbour = municipality.map(|name| lang.t("entry.neighbour", &[("municipality", name)]));
    let gone = (!there).then(|| lang.t("entry.not_there", &[("day", &lang.day(on))]));
    let later = (there && on != Service::today())
        .then(|| lang.t("entry.on_day", &[("day", &lang.day(on))]));
    [neighbour, route, gone, later].into_iter().flatten().collect()
}

fn end_field(lang: Lang, on: Date, errors: &[FieldError]) -> Field {
    let error = error_of(lang, "valid_from", errors);
    Field { error, ..Field::new(lang, "entry", "end_from", "date").value(on.to_string()) }
}

/// The page for a new entry.
pub(super) fn empty(
    state: &AppState,
    language: &Language,
    who: &Who,
    kind: EntryKind,
    shown: Shown,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let Shown { message, form, errors, status } = shown;
    let service = state.service();
    let today = Service::today();
    let form = form.unwrap_or_else(|| EntryForm::of(kind, &Details::default(), today));
    let fields = form.fields(lang, kind, service.organisation().on(today), true, &errors);
    let page = EntryPage {
        layout: Layout::of_staff(state, language, who, "/verwaltung"),
        message: Message::errors(&fields).or(message),
        kind: lang.t("organisation.title", &[]),
        title: lang.t(&format!("entry.new.{}", kind.code()), &[]),
        remarks: Vec::new(),
        action: Some(format!("/verwaltung/organisation/neu/{}", kind.code())),
        needed: needed(lang, kind),
        fields,
        latest: 0,
        end: None,
        upcoming: Vec::new(),
        history: Vec::new(),
    };
    Ok(page.response(status, &errors))
}
