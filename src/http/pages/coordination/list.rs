//! `/koordination/angebote`: every entry, those for staff only and those taken off the map
//! included.
//!
//! What is looked for travels in the body: it does not belong into an address.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use axum_extra::extract::Form;
use serde::Deserialize;

use super::{
    fields, words,
    worklist::{PAGE, Pages, areas, categories},
};
use crate::{
    domain::resource::{
        Category, Record, Visibility,
        listing::{Listing, Shown, listing},
    },
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{
            Layout, filters,
            forms::{Choice, Field},
            html,
        },
        problem::Params,
    },
    locale::Lang,
    service::Service,
};

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListForm {
    q: String,
    status: String,
    category: String,
    sozialraum: String,
    page: String,
}

struct Row {
    path: String,
    name: String,
    about: String,
    /// What is special about it.
    badges: Vec<String>,
}

#[derive(Template)]
#[template(path = "resource_list.html")]
struct ListPage {
    layout: Layout,
    fields: Vec<Field>,
    total: String,
    rows: Vec<Row>,
    pages: Pages,
}

/// `GET /koordination/angebote`.
pub async fn list(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(form): Params<ListForm>,
) -> Response {
    page(&state, &who, &language, &form)
}

/// `POST /koordination/angebote`: with words that are looked for.
pub async fn find(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Form(form): Form<ListForm>,
) -> Response {
    page(&state, &who, &language, &form)
}

fn page(state: &AppState, who: &Who, language: &Language, form: &ListForm) -> Response {
    let lang = language.lang;
    let service = state.service();
    let wanted = Listing {
        text: &form.q,
        shown: Shown::of_code(&form.status).unwrap_or_default(),
        category: Category::of_code(&form.category),
        sozialraum: Some(&*form.sozialraum).filter(|id| !id.is_empty()),
        edition: service.on(None).ok().map(|day| day.edition.edition.number),
    };
    let found = listing(service.resources(), &wanted);
    let pages = Pages::new(lang, &form.page, found.len());
    let status = |shown: Shown| Choice {
        value: shown.code().into(),
        label: lang.t(&format!("coordination.shown.{}", shown.code()), &[]),
    };
    let field = |name, value: &str, choices| Field {
        choices,
        ..Field::new(lang, "coordination", name, "select").value(value)
    };
    let page = ListPage {
        layout: Layout::of_staff(state, language, who, "/koordination"),
        fields: vec![
            Field::new(lang, "coordination", "q", "search").value(&form.q),
            field("status", wanted.shown.code(), Shown::ALL.map(status).into()),
            field("category", &form.category, categories(lang, "coordination.any_category")),
            field("sozialraum", &form.sozialraum, areas(lang, &service)),
        ],
        total: lang.t("coordination.total", &[("count", &found.len().to_string())]),
        rows: found
            .into_iter()
            .skip(pages.skipped)
            .take(PAGE)
            .map(|record| row(lang, &service, record))
            .collect(),
        pages,
    };
    html(lang, StatusCode::OK, &page)
}

fn row(lang: Lang, service: &Service, record: &Record) -> Row {
    let resource = &record.resource;
    let about = [
        Some(words::categories(lang, resource)),
        words::area_of(service, resource),
        resource.address.street.clone(),
    ];
    let office = (resource.visibility == Visibility::Office)
        .then(|| words::word(lang, "visibility", resource.visibility));
    let gone = (!record.is_active()).then(|| fields::status(lang, &record.status));
    Row {
        path: format!("/koordination/angebot/{}", resource.id),
        name: resource.name.clone(),
        about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        badges: office.into_iter().chain(gone).collect(),
    }
}
