//! `/api/v1/batch`: whole files, answered row by row.

mod problems;
mod progress;

use std::sync::Arc;

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use serde::Deserialize;
use uuid::Uuid;

use progress::Batch;

use super::{
    AppState,
    identity::Who,
    intake::{self, Download},
    problem::{Params, Path, Problem},
};
use crate::{
    domain::grid::Crs,
    service::{
        batch::{Place, Request},
        batch_jobs::{Job, NotTaken, Outcome, Owner, Pieces},
        secret,
    },
};

/// How the answers are called where they are saved.
const FILE_NAME: &str = "answers.csv";

/// Where the places of a file are: the names of its columns. With none of them it is the geometry
/// of its features. Addresses have no place in a query.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct BatchParams {
    /// The column with whole addresses.
    address: Option<String>,
    /// The column with the name of the street.
    street: Option<String>,
    /// The column with the house number, beside `street`.
    house_number: Option<String>,
    /// The column with the postcode, beside `street`.
    postcode: Option<String>,
    /// The column with the town, beside `street`.
    town: Option<String>,
    /// The column with degrees east, or the easting in `crs`.
    lon: Option<String>,
    /// The column with degrees north, or the northing in `crs`.
    lat: Option<String>,
    /// The coordinate system of positions, such as `EPSG:25832`; that of the file, or else WGS 84,
    /// when it is missing.
    crs: Option<String>,
    /// How far off positions may be, in metres; 0 when it is missing.
    precision_m: Option<f64>,
    /// The day for which the answers hold; today when it is missing.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
}

/// To whom a file belongs.
pub(super) fn owner(who: &Who) -> Result<Owner, Problem> {
    match who {
        Who::Account(signed_in) => Ok(Owner::Session(secret::hash(&signed_in.session))),
        Who::Token(token) => Ok(Owner::Token(token.id)),
        Who::Anonymous => Err(Problem::of(StatusCode::UNAUTHORIZED)),
    }
}

/// A file of whoever asks. Another one's is as if it were not there.
pub(super) fn found(state: &AppState, who: &Who, id: Uuid) -> Result<Arc<Job>, Problem> {
    let none = || Problem::not_found("There is no such file, or it is forgotten.");
    state.batch_jobs.of(owner(who)?, id).ok_or_else(none)
}

/// Keeps a file that has arrived, after a look at its beginning.
pub(super) async fn keep(
    state: &AppState,
    owner: Owner,
    name: String,
    pieces: Pieces,
) -> Result<Result<Arc<Job>, NotTaken>, Problem> {
    let jobs = state.batch_jobs.clone();
    let looking = tokio::task::spawn_blocking(move || jobs.keep(owner, name, pieces));
    looking.await.map_err(|error| Problem::internal(&error))
}

/// The answers of a file, to be saved.
pub(super) fn saved(outcome: Arc<Outcome>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{FILE_NAME}\"")),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, Download::body(outcome)).into_response()
}

impl BatchParams {
    fn request(self) -> Result<Request, Problem> {
        let unfit = |field, detail: &str| {
            let title = "Query does not fit";
            Problem::new(StatusCode::BAD_REQUEST, "bad-query", title, detail).field(field)
        };
        let epsg = match self.crs.as_deref().map(Crs::parse) {
            None => None,
            Some(Some(crs)) => Some(crs.epsg()),
            Some(None) => {
                let detail = "„crs“ is the EPSG code of a coordinate system, such as EPSG:25832.";
                return Err(unfit("crs", detail));
            }
        };
        let beside = [&self.house_number, &self.postcode, &self.town];
        if self.street.is_none() && beside.into_iter().any(Option::is_some) {
            return Err(unfit("street", "„house_number“, „postcode“ and „town“ need „street“."));
        }
        let place = match (self.address, self.street, self.lon, self.lat) {
            (Some(column), None, None, None) => Place::Address(column),
            (None, Some(street), None, None) => Place::Parts {
                street,
                house_number: self.house_number,
                postcode: self.postcode,
                town: self.town,
            },
            (None, None, Some(x), Some(y)) => Place::Position { x, y },
            (None, None, None, None) => Place::Geometry,
            _ => {
                let detail = "Name „address“, or „street“ with what stands beside it, or „lon“ \
                              and „lat“, or none of them for the geometry of features.";
                return Err(unfit("address", detail));
            }
        };
        Ok(Request { place, epsg, precision_m: self.precision_m.unwrap_or(0.0) })
    }
}

/// Sends a file of at most 100 MB to be answered row by row: CSV, GeoJSON or FlatGeobuf.
///
/// It is worked through in memory, one file after the other, and is forgotten half an hour after it
/// is done, five minutes after its answers were fetched, or when it is deleted. Only the session or
/// the token that sent it can see it.
#[utoipa::path(post, path = "/api/v1/batch", tag = "batch",
    security(("token" = [])), params(BatchParams),
    request_body(description = "The file", content(
        (String = "text/csv"), (Object = "application/geo+json"), (String = "application/flatgeobuf"),
    )),
    responses(
        (status = 202, description = "It is answered as soon as its turn comes", body = Batch,
            headers(("location" = String, description = "Where to ask how far it is"))),
        (status = 413, description = "The file is larger than 100 MB", body = Problem,
            content_type = "application/problem+json"),
        (status = "4XX", description = "Not allowed, the file cannot be read, a column is not \
            there, or there are too many files", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "Other files take up the memory", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn create(
    State(state): State<AppState>,
    who: Who,
    Params(params): Params<BatchParams>,
    body: Body,
) -> Result<Response, Problem> {
    let owner = owner(&who)?;
    let as_of = params.as_of;
    let request = params.request()?;
    let pieces = intake::whole(body, state.batch_jobs.receive(owner)).await??;
    let job = keep(&state, owner, String::new(), pieces).await??;
    if let Err(error) = state.batch_jobs.start(&job, state.service(), request, as_of) {
        state.batch_jobs.forget(owner, job.id);
        return Err(error.into());
    }
    let location = [(header::LOCATION, format!("/api/v1/batch/{}", job.id))];
    Ok((StatusCode::ACCEPTED, location, answer(&job)?).into_response())
}

/// How far a file is, and how its rows came out.
#[utoipa::path(get, path = "/api/v1/batch/{id}", tag = "batch",
    security(("token" = [])), params(("id" = Uuid, Path, description = "The file")),
    responses(
        (status = 200, description = "How far it is", body = Batch),
        (status = "4XX", description = "Not allowed, or there is no such file, or it is forgotten",
            body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn progress(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    Ok(answer(found(&state, &who, id)?.as_ref())?.into_response())
}

fn answer(job: &Job) -> Result<impl IntoResponse + use<>, Problem> {
    let none = || Problem::not_found("There is no such file, or it is forgotten.");
    let progress = job.progress().ok_or_else(none)?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(Batch::new(job, &progress))))
}

/// The answers: all columns of the file, and behind them status, team, sozialraum, region,
/// matched_street, matched_house_number, lon, lat, score, next_score, border_m and edition.
#[utoipa::path(get, path = "/api/v1/batch/{id}/result", tag = "batch",
    security(("token" = [])), params(("id" = Uuid, Path, description = "The file")),
    responses(
        (status = 200, description = "The answers; they are forgotten after five minutes",
            body = String, content_type = "text/csv"),
        (status = 409, description = "It is not answered yet, or cannot be", body = Problem,
            content_type = "application/problem+json"),
        (status = "4XX", description = "Not allowed, or there is no such file, or it is forgotten",
            body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn result(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let outcome = found(&state, &who, id)?.fetch();
    outcome.map(saved).ok_or_else(not_done)
}

/// There are no answers to fetch.
pub(super) fn not_done() -> Problem {
    let detail = "The file is not answered yet, or cannot be: ask how far it is.";
    Problem::new(StatusCode::CONFLICT, "not-done", "Not answered yet", detail)
}

/// Stops a file and forgets it and its answers.
#[utoipa::path(delete, path = "/api/v1/batch/{id}", tag = "batch",
    security(("token" = [])), params(("id" = Uuid, Path, description = "The file")),
    responses(
        (status = 204, description = "It is forgotten"),
        (status = "4XX", description = "Not allowed, or there is no such file, or it is forgotten",
            body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn forget(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let job = found(&state, &who, id)?;
    state.batch_jobs.forget(owner(&who)?, job.id);
    Ok(StatusCode::NO_CONTENT)
}
