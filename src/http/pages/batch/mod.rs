//! `/massenabfrage`: a file is sent, its columns are named, its rows are answered.

mod choice;
mod view;

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Multipart, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::Form;
use serde::Deserialize;
use uuid::Uuid;

use super::{Layout, filters, forms::Message, html, moderation::Sent};
use crate::{
    http::{
        AppState,
        batches::{self, not_done, owner, saved},
        identity::Who,
        intake,
        language::Language,
        problem::{Params, Path, Problem},
    },
    locale::Lang,
    service::batch_jobs::{Job, MAX_FILE, MOST_OF_ONE, NotStarted, NotTaken, Progress},
};
use choice::{Choice, Wrong};
use view::{Done, Pacing, defect, size};

const ENTRY: &str = "src/batch.ts";
/// Where the page is.
const PATH: &str = "/massenabfrage";

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BatchPageParams {
    hinweis: String,
}

/// A file in the list.
struct Listed {
    href: String,
    name: String,
    size: String,
    state: String,
}

#[derive(Template)]
#[template(path = "batch.html")]
struct SendPage {
    layout: Layout,
    message: Option<Message>,
    /// What is wrong with the file.
    error: Option<String>,
    own: Vec<Listed>,
    /// Largest file, in bytes, and in words.
    most: usize,
    most_mb: usize,
}

#[derive(Template)]
#[template(path = "batch_job.html")]
struct JobPage {
    layout: Layout,
    message: Option<Message>,
    path: String,
    name: String,
    size: String,
    /// The code of the state.
    state: &'static str,
    view: View,
    /// When it is forgotten, in words.
    kept: Option<String>,
}

/// What there is to see of a file.
enum View {
    Choice(Box<Choice>),
    Waiting,
    Running(Pacing),
    Done(Done),
    /// Why it cannot be answered.
    Failed(String),
}

impl JobPage {
    /// Whether the page is to be loaded again soon.
    fn moves(&self) -> bool {
        matches!(self.view, View::Waiting | View::Running(_))
    }
}

fn state_code(progress: &Progress) -> &'static str {
    match progress {
        Progress::Sent => "sent",
        Progress::Waiting => "waiting",
        Progress::Running(_) => "running",
        Progress::Done(_) => "done",
        Progress::Failed(_) => "failed",
    }
}

fn name(lang: Lang, job: &Job) -> String {
    if job.name.is_empty() { lang.t("batch_page.unnamed", &[]) } else { job.name.clone() }
}

fn listed(lang: Lang, job: &Job) -> Option<Listed> {
    let state = state_code(&job.progress()?);
    Some(Listed {
        href: format!("{PATH}/{}", job.id),
        name: name(lang, job),
        size: size(lang, job.size),
        state: lang.t(&format!("batch_page.state.{state}"), &[]),
    })
}

/// The form for a file, and those that are here.
fn send_page(
    state: &AppState,
    language: &Language,
    who: &Who,
    message: Option<Message>,
    error: Option<String>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let mut own = state.batch_jobs.all_of(owner(who)?);
    own.sort_by_key(|job| std::cmp::Reverse(job.sent));
    let page = SendPage {
        layout: Layout::with_script(state, &language.clone().on(PATH.to_owned()), who, PATH, ENTRY),
        message,
        error,
        own: own.iter().filter_map(|job| listed(lang, job)).collect(),
        most: MAX_FILE,
        most_mb: MAX_FILE >> 20,
    };
    Ok(html(lang, status, &page))
}

/// `GET /massenabfrage`.
pub async fn show(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(params): Params<BatchPageParams>,
) -> Result<Response, Problem> {
    let done = (params.hinweis == "vergessen")
        .then(|| Message::done(language.lang.t("batch_page.forgotten", &[])));
    send_page(&state, &language, &who, done, None, StatusCode::OK)
}

/// `POST /massenabfrage`: takes a file.
pub async fn send(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    form: Multipart,
) -> Result<Response, Problem> {
    let owner = owner(&who)?;
    let sent = intake::of_form(form, state.batch_jobs.receive(owner)).await?;
    let kept = match sent {
        // A form without a file sends one without a name.
        None => Err(NotTaken::Empty),
        Some((name, file)) => match file {
            Ok(pieces) if name.is_empty() && pieces.is_empty() => {
                let error = language.lang.t("batch_page.no_file", &[]);
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return send_page(&state, &language, &who, None, Some(error), status);
            }
            Ok(pieces) => batches::keep(&state, owner, name, pieces).await?,
            Err(error) => Err(error),
        },
    };
    match kept {
        Ok(job) => Ok(to(&language, &format!("{PATH}/{}", job.id))),
        Err(error) => {
            let text = not_taken(language.lang, &error);
            let status = StatusCode::from_u16(Problem::from(error).status);
            let status = status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            send_page(&state, &language, &who, None, Some(text), status)
        }
    }
}

fn not_taken(lang: Lang, error: &NotTaken) -> String {
    let told = |key: &str, most: usize| {
        lang.t(&format!("batch_page.{key}"), &[("most", &most.to_string())])
    };
    match error {
        NotTaken::TooLarge => told("too_large", MAX_FILE >> 20),
        NotTaken::TooMany => told("too_many", MOST_OF_ONE),
        NotTaken::NoRoom => lang.t("batch_page.no_room", &[]),
        NotTaken::Empty => lang.t("batch_page.empty_file", &[]),
        NotTaken::Batch(error) => defect(lang, error),
    }
}

fn to(language: &Language, path: &str) -> Response {
    Redirect::to(&language.link(path)).into_response()
}

/// A file of whoever asks; else the page that says that it is gone.
fn found(
    state: &AppState,
    language: &Language,
    who: &Who,
    id: Uuid,
) -> Result<Arc<Job>, Box<Result<Response, Problem>>> {
    let gone = |problem: Problem| {
        if problem.status != StatusCode::NOT_FOUND {
            return Err(problem);
        }
        let text = language.lang.t("batch_page.gone", &[]);
        let message = Some(Message::failed(language.lang, vec![text]));
        send_page(state, language, who, message, None, StatusCode::NOT_FOUND)
    };
    batches::found(state, who, id).map_err(|problem| Box::new(gone(problem)))
}

/// `GET /massenabfrage/{id}`: how far a file is.
pub async fn job(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    match found(&state, &language, &who, id) {
        Ok(job) => {
            let choice = || Choice::guessed(&state, language.lang, &job.preview);
            job_page(&state, &language, &who, &job, choice, None, StatusCode::OK)
        }
        Err(gone) => *gone,
    }
}

fn job_page(
    state: &AppState,
    language: &Language,
    who: &Who,
    job: &Job,
    choice: impl FnOnce() -> Choice,
    message: Option<Message>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let path = format!("{PATH}/{}", job.id);
    let Some(progress) = job.progress() else { return Ok(to(language, PATH)) };
    let city = state.service().city().info.name.clone();
    let code = state_code(&progress);
    let page = JobPage {
        layout: Layout::with_script(state, &language.clone().on(path.clone()), who, PATH, ENTRY),
        message,
        path,
        name: name(lang, job),
        size: size(lang, job.size),
        state: code,
        kept: job.kept_for().map(|time| view::kept(lang, time)),
        view: match progress {
            Progress::Sent => View::Choice(Box::new(choice())),
            Progress::Waiting => View::Waiting,
            Progress::Running(pace) => View::Running(Pacing::new(lang, pace)),
            Progress::Done(outcome) => View::Done(Done::new(lang, &outcome.summary, &city)),
            Progress::Failed(failure) => View::Failed(view::failure(lang, &failure)),
        },
    };
    Ok(html(lang, status, &page))
}

/// `POST /massenabfrage/{id}`: says what the columns hold.
pub async fn start(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<Uuid>,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let job = match found(&state, &language, &who, id) {
        Ok(job) => job,
        Err(gone) => return *gone,
    };
    let lang = language.lang;
    let refuse = |wrong: Vec<Wrong>| {
        let choice = || Choice::sent(lang, &job.preview, &sent, &wrong);
        let message = Choice::sent(lang, &job.preview, &sent, &wrong).message(lang);
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        job_page(&state, &language, &who, &job, choice, message, status)
    };
    let (request, as_of) = match choice::request(lang, &job.preview, &sent) {
        Ok(asked) => asked,
        Err(wrong) => return refuse(wrong),
    };
    match state.batch_jobs.start(&job, state.service(), request, as_of) {
        Ok(()) => Ok(to(&language, &format!("{PATH}/{id}"))),
        Err(NotStarted::Ask(error)) => refuse(vec![choice::wrong_day(lang, &error)]),
        Err(NotStarted::Batch(error)) => refuse(vec![choice::wrong_column(lang, &error, &sent)]),
    }
}

/// `POST /massenabfrage/{id}/vergessen`: stops a file and forgets it.
pub async fn forget(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    state.batch_jobs.forget(owner(&who)?, id);
    Ok(to(&language, &format!("{PATH}?hinweis=vergessen")))
}

/// `GET /massenabfrage/{id}/ergebnis`: the answers as a file.
pub async fn download(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    match found(&state, &language, &who, id) {
        Ok(job) => job.fetch().map(saved).ok_or_else(not_done),
        Err(gone) => *gone,
    }
}
