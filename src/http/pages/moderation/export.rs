//! `/koordination/export`: the entries of the map as a file.

use askama::Template;
use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::Response,
};

use crate::{
    domain::resource::{Principle, search::Viewer},
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{
            Layout, filters,
            forms::{Choice, Field},
            html,
            resources::Panel,
        },
        problem::Problem,
        resource_files::exported,
        resource_query::Selection,
    },
    locale::Lang,
    service::resources::file::FileFormat,
};

#[derive(Template)]
#[template(path = "export.html")]
struct ExportPage {
    layout: Layout,
    /// The format, then the conditions of the map.
    fields: Vec<Field>,
    /// Those that are ticked, by their names.
    ticks: [(&'static str, String); 3],
}

/// `GET /koordination/export`.
pub async fn show(
    State(state): State<AppState>,
    who: Who,
    language: Language,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let words = |key: &str| lang.t(key, &[]);
    let service = state.service();
    let day = service.on(None)?;
    let panel = Panel::new(&service, &day, lang, &Selection::default(), Viewer::Staff);
    let open =
        ["now", "today"].map(|code| choice(code, words(&format!("filter.chip.open_{code}"))));
    let principles = Principle::ALL
        .map(|one| choice(one.code(), words(&format!("filter.principle.{}", one.code()))));
    let regions = day.organisation.regions.iter();
    let regions = regions.map(|region| choice(&region.id, region.name.clone()));
    let formats = FileFormat::ALL
        .map(|format| choice(format.code(), words(&format!("import.format.{}", format.code()))));
    let age = Field { kind: "number", ..field(lang, "age", "filter.age") };
    let page = ExportPage {
        fields: vec![
            Field { choices: formats.into(), ..select(lang, "format", "export.format") },
            any(select(lang, "category", "export.category"), super::category_choices(lang)),
            age,
            any(select(lang, "open", "filter.open"), open.into()),
            any(select(lang, "language", "filter.language"), panel.languages),
            any(select(lang, "kind", "filter.kind_label"), panel.kinds),
            any(select(lang, "principle", "resource_form.field.principles"), principles.into()),
            any(select(lang, "sozialraum", "filter.sozialraum"), panel.sozialraeume),
            any(select(lang, "region", "export.region"), regions.collect()),
        ],
        ticks: [
            ("free", words("filter.chip.free")),
            ("wheelchair", words("filter.chip.wheelchair")),
            ("unknown", words("filter.unknown")),
        ],
        layout: Layout::of_staff(&state, &language, &who, "/koordination"),
    };
    Ok(html(lang, StatusCode::OK, &page))
}

fn choice(value: &str, label: String) -> Choice {
    Choice { value: value.to_owned(), label }
}

/// A field of the query; its label is a text of the catalogue.
fn field(lang: Lang, name: &'static str, label: &str) -> Field {
    Field {
        name: name.into(),
        label: lang.t(label, &[]),
        lang,
        autocomplete: "off",
        ..Field::default()
    }
}

fn select(lang: Lang, name: &'static str, label: &str) -> Field {
    Field { kind: "select", ..field(lang, name, label) }
}

/// The field with these choices, and none of them in front.
fn any(field: Field, choices: Vec<Choice>) -> Field {
    let all = choice("", field.lang.t("bulk.all", &[]));
    Field { choices: std::iter::once(all).chain(choices).collect(), ..field }
}

/// `GET /koordination/export/datei`: the file.
pub async fn download(State(state): State<AppState>, uri: Uri) -> Result<Response, Problem> {
    exported(&state.service(), &uri)
}
