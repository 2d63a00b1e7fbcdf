//! The street register for programs and spreadsheets.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use serde::Deserialize;

use super::{
    AppState,
    problem::{Params, Problem},
};
use crate::service::{
    Service,
    register::{self, RegisterBody, RegisterFormat},
};

/// Which register is wanted, and how.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RegisterParams {
    /// `json` (the default), `text`, or `csv` and `xlsx`, which come as a file to keep.
    #[serde(default)]
    #[param(inline, required = false)]
    format: RegisterFormat,
    /// Id of a Sozialraum; only streets that concern it are listed, with all of their numbers.
    #[serde(default)]
    sozialraum: Option<String>,
    /// The day for which the register is wanted; today when it is missing.
    #[serde(default)]
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
}

/// The street register: the responsibility for every street, as ranges of house numbers.
#[utoipa::path(
    get,
    path = "/api/v1/register",
    tag = "areas",
    params(RegisterParams),
    responses(
        (status = 200, description = "The register", content(
            (RegisterBody = "application/json"),
            (String = "text/csv"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "text/plain"),
        )),
        (status = 400, description = "No edition on that day, or unknown parameter",
            body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such Sozialraum", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub async fn register(
    State(state): State<AppState>,
    Params(params): Params<RegisterParams>,
) -> Result<Response, Problem> {
    let service = state.service();
    let day = service.on(params.as_of)?;
    let wanted = params.sozialraum.as_deref();
    if wanted.is_some_and(|id| !day.edition.sozialraeume.iter().any(|area| area.id == id)) {
        return Err(Problem::not_found(
            "There is no such Sozialraum; see /api/v1/sozialraeume for all of them.",
        ));
    }
    let streets = register::streets(day, service.register(day.edition), wanted);
    let date = params.as_of.unwrap_or_else(Service::today);
    let bytes = register::file(day, date, &streets, params.format)
        .map_err(|error| Problem::internal(&*error))?;
    let content_type = (header::CONTENT_TYPE, params.format.content_type().to_owned());
    Ok(match params.format {
        RegisterFormat::Json | RegisterFormat::Text => ([content_type], bytes).into_response(),
        RegisterFormat::Csv | RegisterFormat::Xlsx => {
            let name = format!("{}.{}", register::file_name(day), params.format.ending());
            let kept = format!("attachment; filename=\"{name}\"");
            ([content_type, (header::CONTENT_DISPOSITION, kept)], bytes).into_response()
        }
    })
}
