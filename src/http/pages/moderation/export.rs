//! `/koordination/export`: the entries of the map as a file.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};

use crate::{
    domain::resource::search::Filters,
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{
            Layout, filters,
            forms::{Choice, Field},
            html,
        },
        problem::{Params, Problem},
        resource_files::{ExportParams, file_response},
    },
    service::resources::file::{self, FileFormat},
};

#[derive(Template)]
#[template(path = "export.html")]
struct ExportPage {
    layout: Layout,
    format: Field,
    category: Field,
    kind: Field,
    sozialraum: Field,
}

/// `GET /koordination/export`.
pub async fn show(
    State(state): State<AppState>,
    who: Who,
    language: Language,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let all = || Choice { value: String::new(), label: lang.t("bulk.all", &[]) };
    let formats = FileFormat::ALL.map(|format| Choice {
        value: format.code().into(),
        label: lang.t(&format!("import.format.{}", format.code()), &[]),
    });
    let service = state.service();
    let areas = service.on(None)?.edition.sozialraeume.iter();
    let areas = areas.map(|area| Choice { value: area.id.clone(), label: area.name.clone() });
    let select = |name, choices: Vec<Choice>| Field {
        choices,
        ..Field::new(lang, "export", name, "select")
    };
    let categories = std::iter::once(all()).chain(super::category_choices(lang)).collect();
    let kinds = std::iter::once(all()).chain(super::kind_choices(lang)).collect();
    let page = ExportPage {
        layout: Layout::of_staff(&state, &language, &who, "/koordination"),
        format: select("format", formats.into()),
        category: select("category", categories),
        kind: select("kind", kinds),
        sozialraum: select("sozialraum", std::iter::once(all()).chain(areas).collect()),
    };
    Ok(html(lang, StatusCode::OK, &page))
}

/// `GET /koordination/export/datei`: the file.
pub async fn download(
    State(state): State<AppState>,
    Params(params): Params<ExportParams>,
) -> Result<Response, Problem> {
    let (format, filters): (FileFormat, Filters) = params.read()?;
    Ok(file_response(format, file::export(&state.service(), format, &filters)?))
}
