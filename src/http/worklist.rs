//! What is to be done for the resource map, for coordinators.

use std::collections::BTreeMap;

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};

use super::{
    AppState,
    problem::{Params, Problem},
};
use crate::{
    domain::resource::{
        Category, Record,
        worklist::{Selection, Task, worklist},
    },
    service::resources::worklist::Facts,
};

/// Most entries of one page of a worklist.
const MAX_SIZE: usize = 200;

/// Which part of the worklist is wanted.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct WorklistParams {
    /// Only of this category; without it all but shops, playgrounds and stops.
    #[serde(default)]
    category: Option<Category>,
    /// Only in this Sozialraum, by its id.
    #[serde(default)]
    sozialraum: Option<String>,
    /// Only what has this to be done.
    #[serde(default)]
    task: Option<Task>,
    /// From 1.
    #[serde(default = "one")]
    #[param(minimum = 1, default = 1)]
    page: usize,
    /// Entries of a page.
    #[serde(default = "fifty")]
    #[param(minimum = 1, maximum = 200, default = 50)]
    size: usize,
}

fn one() -> usize {
    1
}

fn fifty() -> usize {
    50
}

/// What is to be done.
#[derive(Serialize, utoipa::ToSchema)]
pub struct WorklistPage {
    /// How many entries have which task.
    counts: BTreeMap<Task, usize>,
    /// How many new offers residents propose.
    proposed: u32,
    /// How many entries there are on all pages.
    total: usize,
    /// The entries of this page, the most urgent first.
    items: Vec<WorklistItem>,
}

/// An entry with what is to be done.
#[derive(Serialize, utoipa::ToSchema)]
pub struct WorklistItem {
    /// What is to be done, the most urgent first.
    tasks: Vec<Task>,
    /// The entry.
    record: Record,
}

/// What is to be done so that the map stays true.
#[utoipa::path(get, path = "/api/v1/worklist", tag = "resources", security(("token" = [])),
    params(WorklistParams),
    responses(
        (status = 200, description = "The worklist", body = WorklistPage),
        (status = "4XX", description = "Not allowed, or a parameter does not fit", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn tasks(
    State(state): State<AppState>,
    Params(params): Params<WorklistParams>,
) -> Result<Json<WorklistPage>, Problem> {
    let WorklistParams { category, sozialraum, task, page, size } = params;
    if page == 0 || !(1..=MAX_SIZE).contains(&size) {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "bad-query",
            "Query does not fit",
            "`page` counts from 1, `size` is from 1 to 200.",
        ));
    }
    let facts = Facts::of(&state.live).await?;
    let service = state.service();
    let selection = Selection { category, sozialraum, task };
    let list = worklist(service.resources(), &facts.knowledge(&service), &selection);
    let total = list.items.len();
    let skipped = (page - 1).saturating_mul(size);
    let items = list.items.into_iter().skip(skipped).take(size);
    let items =
        items.map(|item| WorklistItem { tasks: item.tasks, record: (*item.entry.record).clone() });
    let items = items.collect();
    Ok(Json(WorklistPage { counts: list.counts, proposed: facts.proposed, total, items }))
}
