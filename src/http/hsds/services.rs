//! Services, and where they are.

use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::list::{Conditions, Format, Page, bad, moment, one_page, page};
use crate::{
    formats::resources::hsds::{basic, locations},
    http::{
        AppState,
        problem::{Params, Problem},
    },
};

/// Which services are wanted. All conditions have to be fulfilled.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct ListParams {
    /// Words that are in the name, the description or the organisation.
    search: Option<String>,
    /// Number of the page, from 1.
    #[param(minimum = 1)]
    page: Option<usize>,
    /// Entities a page; 50 when it is missing.
    #[param(minimum = 1, maximum = 500)]
    per_page: Option<usize>,
    /// `json`, nothing else.
    #[param(inline)]
    format: Option<Format>,
    /// With this term.
    taxonomy_term_id: Option<Uuid>,
    /// With any term of this taxonomy.
    taxonomy_id: Option<Uuid>,
    /// Of this organisation.
    organization_id: Option<Uuid>,
    /// Changed at this moment, on this day, or later.
    #[param(format = DateTime)]
    modified_after: Option<String>,
    /// With everything nested in them.
    #[param(required = false)]
    full: bool,
    /// Only `id` and `last_modified`; all on one page when no size is asked for. Not for places.
    #[param(required = false)]
    minimal: bool,
}

/// The services that fulfil the conditions.
fn fitting(state: &AppState, params: &ListParams) -> Result<Vec<Value>, Problem> {
    if params.full && params.minimal {
        return Err(bad("minimal", "Services are either full or minimal."));
    }
    let _: Option<Format> = params.format;
    let conditions = Conditions {
        search: params.search.as_deref(),
        taxonomy_term_id: params.taxonomy_term_id,
        taxonomy_id: params.taxonomy_id,
        organization_id: params.organization_id,
        modified_after: params.modified_after.as_deref().map(moment).transpose()?,
    };
    let mut services = super::services(&state.service());
    services.retain(|service| conditions.fit(service));
    Ok(services)
}

/// Services, page by page.
#[utoipa::path(
    get,
    path = "/hsds/services",
    tag = "hsds",
    params(ListParams),
    responses(
        (status = 200, description = "A page of services", body = Page),
        (status = 400, description = "A parameter that does not fit", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    State(state): State<AppState>,
    Params(params): Params<ListParams>,
) -> Result<Json<Page>, Problem> {
    let services = fitting(&state, &params)?;
    let mut found = match (params.minimal, params.page, params.per_page) {
        (true, None, None) => one_page(services),
        _ => page(services, params.page, params.per_page)?,
    };
    found.contents = if params.full {
        super::whole(&state.service(), &found.contents)?
    } else if params.minimal {
        let minimal = |service: &Value| json!({"id": service["id"], "last_modified": service["last_modified"]});
        found.contents.iter().map(minimal).collect()
    } else {
        found.contents.iter().map(basic).collect()
    };
    Ok(Json(found))
}

/// One service with everything nested in it.
#[utoipa::path(
    get,
    path = "/hsds/services/{id}",
    tag = "hsds",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "The service", body = Value),
        (status = 404, description = "No such id", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub(super) async fn one(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let service = state.service();
    let of_that_id: Vec<Value> = super::services(&service)
        .into_iter()
        .filter(|service| service["id"] == id.as_str())
        .collect();
    super::with_id(super::whole(&service, &of_that_id)?, &id, "/hsds/services")
}

/// Where services are, page by page.
#[utoipa::path(
    get,
    path = "/hsds/service_at_locations",
    tag = "hsds",
    params(ListParams),
    responses(
        (status = 200, description = "A page of places with their services", body = Page),
        (status = 400, description = "A parameter that does not fit", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub(super) async fn places(
    State(state): State<AppState>,
    Params(params): Params<ListParams>,
) -> Result<Json<Page>, Problem> {
    if params.minimal {
        return Err(bad("minimal", "Only services can be minimal."));
    }
    let places = locations(&fitting(&state, &params)?);
    let mut found = page(places, params.page, params.per_page)?;
    if !params.full {
        for place in &mut found.contents {
            let location = basic(&place["location"]);
            place["location"] = location;
        }
    }
    Ok(Json(found))
}

/// One place with its service.
#[utoipa::path(
    get,
    path = "/hsds/service_at_locations/{id}",
    tag = "hsds",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "The place with its service", body = Value),
        (status = 404, description = "No such id", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub(super) async fn place(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let places = locations(&super::services(&state.service()));
    super::with_id(places, &id, "/hsds/service_at_locations")
}
