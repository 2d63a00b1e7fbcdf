//! The resource map as files: for machines of coordinators.

use std::collections::BTreeMap;

use axum::{
    Json,
    body::{Body, to_bytes},
    extract::State,
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    AppState,
    identity::Who,
    problem::{Params, Problem},
    resource_query::{Selection, pairs},
    resources::value,
};
use crate::{
    domain::resource::Category,
    formats::resources::RowError,
    service::{
        Service,
        resources::{
            difference::Difference,
            file::{self, FileFormat, Upload},
            import::{self, ImportError, Plan, Verdict},
            uploads::MAX_FILE,
        },
    },
};

fn unfit(field: &'static str, detail: String) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "bad-query", "Query does not fit", detail).field(field)
}

fn given(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn format(code: &str) -> Result<Option<FileFormat>, Problem> {
    let unknown = || unfit("format", "„format“ is one of csv, geojson, hsds.".into());
    given(code).map(|code| FileFormat::of_code(code).ok_or_else(unknown)).transpose()
}

fn category(code: &str) -> Result<Option<Category>, Problem> {
    let unknown = || {
        let all = Category::ALL.map(Category::code).join(", ");
        unfit("category", format!("„category“ is one of {all}."))
    };
    given(code).map(|code| Category::of_code(code).ok_or_else(unknown)).transpose()
}

/// The entries that a query asks for, as a file to be saved.
pub(super) fn exported(service: &Service, uri: &Uri) -> Result<Response, Problem> {
    let pairs = pairs(uri);
    let selection = Selection::strict(&pairs, &["format"], &service.on(None)?)?;
    let format = format(value(&pairs, "format").unwrap_or_default())?.unwrap_or(FileFormat::Csv);
    let bytes = file::export(service, format, &selection.text, &selection.filters)?;
    let name = format!("attachment; filename=\"{}\"", format.file_name());
    let headers = [
        (header::CONTENT_TYPE, format.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// All entries that fit, as a file. CSV and GeoJSON hold those for staff, too; HSDS does not.
#[utoipa::path(get, path = "/api/v1/resources/export", tag = "resource files",
    security(("token" = [])),
    params(("format" = Option<FileFormat>, Query, description = "`csv` when it is missing")),
    responses(
        (status = 200, description = "The file. All parameters of `GET /api/v1/resources` hold \
            here, too; there are no pages", content(
            (String = "text/csv"), (Object = "application/geo+json"), (Object = "application/json"),
        )),
        (status = "4XX", description = "Not allowed, or a parameter does not fit", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn export(State(state): State<AppState>, uri: Uri) -> Result<Response, Problem> {
    exported(&state.service(), &uri)
}

/// How a file is to be read.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct ImportParams {
    /// Only say what would happen; nothing is changed.
    dry_run: bool,
    /// Also overwrite entries that somebody has changed by hand since.
    overwrite: bool,
    /// `csv`, `geojson` or `hsds`; what the file looks like when it is missing.
    format: String,
    /// Where the file comes from: the same in every import, so that entries without an id are
    /// known again; `api` when it is missing.
    source: String,
    /// The category of entries that name none.
    category: String,
}

/// A row of the file and what becomes of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ImportRow {
    /// The line of a CSV file, otherwise the running number from 1.
    row: usize,
    /// The name, as far as it is known.
    name: String,
    /// The entry; null when the row is refused.
    resource: Option<Uuid>,
    /// What becomes of it.
    verdict: Verdict,
    /// What it changes.
    differences: Vec<Difference>,
    /// What is wrong with it, in German, with what would be right.
    errors: Vec<String>,
    /// What the file says but cannot be taken over.
    dropped: Vec<String>,
}

/// What an import does, or would do.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ImportReport {
    /// Whether it was done.
    done: bool,
    /// How the file is written.
    format: FileFormat,
    /// How many rows there are of each verdict.
    counts: BTreeMap<&'static str, usize>,
    /// What people should know about the file although it can be read.
    notes: Vec<String>,
    /// Fields of a foreign format that have no place here, with how often they occurred.
    ignored: BTreeMap<String, usize>,
    /// Every row but those that are unchanged.
    rows: Vec<ImportRow>,
}

impl ImportReport {
    fn new(plan: Plan, done: bool) -> Self {
        let texts = |errors: Vec<RowError>| errors.iter().map(ToString::to_string).collect();
        let counts = plan.counts();
        let rows = plan.rows.into_iter().filter(|row| row.verdict != Verdict::Unchanged);
        let rows = rows.map(|row| ImportRow {
            row: row.at,
            name: row.name,
            resource: row.id,
            verdict: row.verdict,
            differences: row.differences,
            errors: texts(row.errors),
            dropped: texts(row.dropped),
        });
        Self {
            done,
            format: plan.format,
            counts,
            notes: plan.notes.iter().map(ToString::to_string).collect(),
            ignored: plan.ignored,
            rows: rows.collect(),
        }
    }
}

impl From<ImportError> for Problem {
    fn from(error: ImportError) -> Self {
        let refused = |kind, title, detail: String| {
            Self::new(StatusCode::UNPROCESSABLE_ENTITY, kind, title, detail)
        };
        match error {
            ImportError::File(defects) => {
                refused("bad-file", "File cannot be read", defects.to_string())
            }
            ImportError::Refused(_) => refused(
                "bad-rows",
                "Rows are wrong",
                format!("{error}; „dry_run=true“ shows which and why."),
            ),
            ImportError::Overwrites(_) => refused(
                "would-overwrite",
                "Would overwrite work by hand",
                format!("{error}; „dry_run=true“ shows which, „overwrite=true“ allows it."),
            ),
            ImportError::Resource(error) => error.into(),
        }
    }
}

/// Reads a file of at most 20 MB into the resource map: all rows or none.
#[utoipa::path(post, path = "/api/v1/resources/import", tag = "resource files",
    security(("token" = [])), params(ImportParams),
    request_body(description = "The file", content(
        (String = "text/csv"), (Object = "application/geo+json"), (Object = "application/json"),
    )),
    responses(
        (status = 200, description = "What was done, or would be", body = ImportReport),
        (status = "4XX", description = "Not allowed, the file cannot be read, rows are wrong, or an \
            entry was changed in the meantime", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "Nothing can be saved at the moment", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn import(
    State(state): State<AppState>,
    who: Who,
    Params(params): Params<ImportParams>,
    body: Body,
) -> Result<Json<ImportReport>, Problem> {
    let bytes = to_bytes(body, MAX_FILE).await;
    let bytes = bytes.map_err(|_| Problem::of(StatusCode::PAYLOAD_TOO_LARGE))?;
    let mut upload = Upload::new("body", bytes.to_vec());
    upload.format = format(&params.format)?.unwrap_or(upload.format);
    upload.category = category(&params.category)?;
    upload.source = given(&params.source).unwrap_or("api").to_owned();
    let plan = import::plan(&state.live, &upload).await?;
    if !params.dry_run {
        import::apply(&state.live, &who.actor(), &plan, params.overwrite).await?;
    }
    Ok(Json(ImportReport::new(plan, !params.dry_run)))
}
