//! `/koordination/import`: a file is read and shown row by row, then taken over as a whole.

use askama::Template;
use axum::{
    extract::{Multipart, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::Form;
use serde::Deserialize;

use super::{DifferenceView, Sent, words::row_error};
use crate::{
    domain::resource::Category,
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{
            Layout, filters,
            forms::{Choice, Field, Message, Refused},
            html, own,
        },
        problem::{Params, Problem},
    },
    locale::Lang,
    service::resources::{
        ResourceError,
        file::{FileFormat, Upload},
        import::{self, ImportError, Plan, PlanRow, Verdict},
    },
    store::StoreError,
};

/// How many rows of one verdict the page shows; the counts are of all.
const SHOWN: usize = 500;

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ImportParams {
    hinweis: String,
}

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage {
    layout: Layout,
    message: Option<Message>,
    format: Field,
    source: Field,
    category: Field,
}

/// Rows with the same verdict.
struct Group {
    code: &'static str,
    title: String,
    tone: &'static str,
    rows: Vec<Row>,
    /// How many more there are.
    more: usize,
}

/// A row of the file.
struct Row {
    at: usize,
    name: String,
    href: Option<String>,
    differences: Vec<DifferenceView>,
    errors: Vec<String>,
    dropped: Vec<String>,
}

#[derive(Template)]
#[template(path = "import_plan.html")]
struct PlanPage {
    layout: Layout,
    message: Option<Message>,
    file: String,
    format: String,
    counts: Vec<(String, usize)>,
    notes: Vec<String>,
    ignored: Vec<String>,
    groups: Vec<Group>,
    /// What the second form carries; nothing when there is nothing to take over.
    mark: Option<String>,
    /// How many rows would overwrite what was changed by hand.
    overwrites: usize,
    refused: bool,
}

fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Refused => "danger",
        Verdict::Overwrites | Verdict::OffMap => "warning",
        Verdict::New | Verdict::Changed => "success",
        Verdict::Unchanged => "info",
    }
}

impl Row {
    fn new(lang: Lang, row: &PlanRow) -> Self {
        let errors = |errors: &[_]| errors.iter().map(|error| row_error(lang, error)).collect();
        let there = !matches!(row.verdict, Verdict::New | Verdict::Refused);
        Self {
            at: row.at,
            name: row.name.clone(),
            href: row.id.filter(|_| there).map(|id| format!("/koordination/angebot/{id}")),
            differences: row.differences.iter().map(|d| DifferenceView::new(lang, d)).collect(),
            errors: errors(&row.errors),
            dropped: errors(&row.dropped),
        }
    }
}

fn format_name(lang: Lang, format: FileFormat) -> String {
    lang.t(&format!("import.format.{}", format.code()), &[])
}

/// The form for a file.
fn form(
    state: &AppState,
    language: &Language,
    who: &Who,
    sent: &Sent,
    message: Option<Message>,
    status: StatusCode,
) -> Response {
    let lang = language.lang;
    let auto = Choice { value: String::new(), label: lang.t("import.format.auto", &[]) };
    let formats = FileFormat::ALL
        .map(|format| Choice { value: format.code().into(), label: format_name(lang, format) });
    let none = Choice { value: String::new(), label: lang.t("import.no_category", &[]) };
    let field = |name, kind| Field::new(lang, "import", name, kind).value(sent.one(name));
    let page = ImportPage {
        layout: Layout::of_staff(state, language, who, "/koordination"),
        message,
        format: Field {
            choices: std::iter::once(auto).chain(formats).collect(),
            ..field("file_format", "select")
        },
        source: field("source", "text").hint("import.source_hint"),
        category: Field {
            choices: std::iter::once(none).chain(super::category_choices(lang)).collect(),
            ..field("category", "select").hint("import.category_hint")
        },
    };
    html(lang, status, &page)
}

/// `GET /koordination/import`.
pub async fn show(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(params): Params<ImportParams>,
) -> Response {
    let lang = language.lang;
    let done = match params.hinweis.as_str() {
        "uebernommen" => Some(Message::done(lang.t("import.done", &[]))),
        "abgelaufen" => Some(Message::failed(lang, vec![lang.t("import.expired", &[])])),
        _ => None,
    };
    form(&state, &language, &who, &Sent::default(), done, StatusCode::OK)
}

/// `POST /koordination/import`: reads a file and shows what it would change.
pub async fn read(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    multipart: Multipart,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let (sent, file) = received(multipart).await?;
    let refuse = |texts| {
        let message = Some(Message::failed(lang, texts));
        Ok(form(&state, &language, &who, &sent, message, StatusCode::UNPROCESSABLE_ENTITY))
    };
    let Some((name, bytes)) = file.filter(|(_, bytes)| !bytes.is_empty()) else {
        return refuse(vec![lang.t("import.no_file", &[])]);
    };
    let mut upload = Upload::new(&name, bytes);
    upload.format = FileFormat::of_code(sent.one("file_format")).unwrap_or(upload.format);
    upload.source = sent.text("source").unwrap_or(upload.source);
    upload.category = Category::of_code(sent.one("category"));
    let plan = match import::plan(&state.live, &upload).await {
        Ok(plan) => plan,
        Err(ImportError::File(defects)) => {
            return refuse(
                defects.0.iter().map(|defect| super::defect_text(lang, defect)).collect(),
            );
        }
        Err(error) => return Err(problem(error)),
    };
    state.uploads.keep(&own(&who)?.session, upload);
    Ok(page(&state, &language, &who, &plan, None, StatusCode::OK))
}

/// The fields of a form, and its file with its name.
pub async fn received(
    mut multipart: Multipart,
) -> Result<(Sent, Option<(String, Vec<u8>)>), Problem> {
    let broken = |_| Problem::of(StatusCode::BAD_REQUEST);
    let (mut sent, mut file) = (Sent::default(), None);
    while let Some(part) = multipart.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            let file_name = part.file_name().unwrap_or_default().to_owned();
            file = Some((file_name, part.bytes().await.map_err(broken)?.to_vec()));
        } else {
            sent.0.push((name, part.text().await.map_err(broken)?));
        }
    }
    Ok((sent, file))
}

/// `POST /koordination/import/uebernehmen`: takes exactly the file over that was shown.
pub async fn apply(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let session = own(&who)?.session.clone();
    let to = |hint: &str| {
        let path = format!("/koordination/import?hinweis={hint}");
        Redirect::to(&language.link(&path)).into_response()
    };
    let Some(upload) = state.uploads.of(&session) else { return Ok(to("abgelaufen")) };
    let plan = import::plan(&state.live, &upload).await.map_err(problem)?;
    let again = |texts: Vec<String>, status| {
        let message = Some(Message::failed(lang, texts));
        Ok(page(&state, &language, &who, &plan, message, status))
    };
    // What was looked at is not what would be done: another file, or entries changed since.
    if plan.mark() != sent.one("mark") {
        return again(vec![lang.t("import.stale", &[])], StatusCode::CONFLICT);
    }
    let overwrite = sent.has("overwrite", "1");
    match import::apply(&state.live, &who.actor(), &plan, overwrite).await {
        Ok(()) => {
            state.uploads.forget(&session);
            Ok(to("uebernommen"))
        }
        Err(ImportError::Overwrites(_)) => {
            again(vec![lang.t("import.say_overwrite", &[])], StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(ImportError::Refused(_)) => {
            again(vec![lang.t("import.refused", &[])], StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(ImportError::Resource(ResourceError::Store(StoreError::Stale))) => {
            again(vec![lang.t("import.stale", &[])], StatusCode::CONFLICT)
        }
        Err(ImportError::Resource(ResourceError::Store(error))) => {
            let refused = Refused::by_store(error)?;
            again(vec![refused.text(lang)], refused.status)
        }
        Err(error) => Err(problem(error)),
    }
}

fn page(
    state: &AppState,
    language: &Language,
    who: &Who,
    plan: &Plan,
    message: Option<Message>,
    status: StatusCode,
) -> Response {
    let lang = language.lang;
    let word = |verdict: Verdict| lang.t(&format!("import.verdict.{}", verdict.code()), &[]);
    let group = |verdict: Verdict| {
        let rows = plan.rows.iter().filter(|row| row.verdict == verdict);
        let count = plan.count(verdict);
        (count > 0).then(|| Group {
            code: verdict.code(),
            title: format!("{} ({count})", word(verdict)),
            tone: tone(verdict),
            rows: rows.take(SHOWN).map(|row| Row::new(lang, row)).collect(),
            more: count.saturating_sub(SHOWN),
        })
    };
    let refused = plan.count(Verdict::Refused) > 0;
    let page = PlanPage {
        layout: Layout::of_staff(state, language, who, "/koordination"),
        message,
        file: plan.file.clone(),
        format: format_name(lang, plan.format),
        counts: Verdict::ALL.iter().map(|v| (word(*v), plan.count(*v))).collect(),
        notes: plan.notes.iter().map(|note| super::defect_text(lang, note)).collect(),
        ignored: plan.ignored.iter().map(|(name, count)| format!("{name} ({count}×)")).collect(),
        groups: Verdict::ALL.into_iter().filter_map(group).collect(),
        mark: (!refused && !plan.is_empty()).then(|| plan.mark()),
        overwrites: plan.count(Verdict::Overwrites),
        refused,
    };
    html(lang, status, &page)
}

/// A failure that the page cannot show.
fn problem(error: ImportError) -> Problem {
    error.into()
}
