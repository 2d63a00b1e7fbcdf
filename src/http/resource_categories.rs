//! The taxonomy of the resource map over the API.

use axum::{Json, extract::State, response::Response};
use serde::Serialize;

use super::{
    AppState, identity::Who, language::Language, problem::Problem, resource_query::viewer,
    resources::kept,
};
use crate::{
    domain::resource::{Category, search::Viewer},
    service::Service,
};

/// A category of the taxonomy.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CategoryItem {
    /// The code in queries.
    code: Category,
    /// Its name in the language asked for.
    label: String,
    /// Whether it is shown only when asked for.
    layer: bool,
    /// How many entries it has.
    count: usize,
}

/// How many entries there are in each category, in the order of [`Category::ALL`].
pub(super) fn counts(service: &Service, viewer: Viewer) -> Vec<(Category, usize)> {
    let mut counts = Category::ALL.map(|category| (category, 0));
    let entries = service.resources().entries().iter();
    let shown = entries.filter(|entry| viewer == Viewer::Staff || entry.is_public());
    for category in shown.flat_map(|entry| entry.categories()) {
        counts[category as usize].1 += 1;
    }
    counts.to_vec()
}

/// The taxonomy of the resource map.
#[utoipa::path(
    get,
    path = "/api/v1/resources/categories",
    tag = "resources",
    params(("lang" = Option<String>, Query, description = "In which language labels are wanted")),
    responses((status = 200, description = "The categories", body = Vec<CategoryItem>))
)]
pub async fn categories(
    State(state): State<AppState>,
    who: Who,
    language: Language,
) -> Result<Response, Problem> {
    let service = state.service();
    let item = |(code, count): (Category, usize)| CategoryItem {
        code,
        label: language.lang.t(&format!("category.{}", code.code()), &[]),
        layer: code.is_layer(),
        count,
    };
    let counts = counts(&service, viewer(&who));
    Ok(kept(&who, Json(counts.into_iter().map(item).collect::<Vec<_>>())))
}
