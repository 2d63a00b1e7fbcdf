//! Organisations, taxonomies and their terms.

use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::list::{Conditions, Format, Page, contains, page};
use crate::{
    formats::resources::hsds::{self, basic, term},
    http::{
        AppState,
        problem::{Params, Problem},
    },
};

/// Which organisations are wanted. All conditions have to be fulfilled.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct OrganizationParams {
    /// Words that are in the name.
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
    /// With a service that has this term.
    taxonomy_term_id: Option<Uuid>,
    /// With a service that has any term of this taxonomy.
    taxonomy_id: Option<Uuid>,
    /// With their services.
    #[param(required = false)]
    full: bool,
    /// With their services and everything nested in those.
    #[param(required = false)]
    full_service: bool,
}

/// Whether services come with everything nested in them.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct OrganizationDetail {
    /// With everything nested in its services.
    #[param(required = false)]
    full_service: bool,
}

/// How a service stands below its organisation.
fn below(full: bool) -> impl Fn(&Value) -> Value {
    move |service| {
        let mut service = if full { service.clone() } else { basic(service) };
        // It is the one above.
        service.as_object_mut().map(|fields| fields.remove("organization"));
        service
    }
}

/// Organisations, page by page.
#[utoipa::path(
    get,
    path = "/hsds/organizations",
    tag = "hsds",
    params(OrganizationParams),
    responses(
        (status = 200, description = "A page of organisations", body = Page),
        (status = 400, description = "A parameter that does not fit", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub(super) async fn organizations(
    State(state): State<AppState>,
    Params(params): Params<OrganizationParams>,
) -> Result<Json<Page>, Problem> {
    let _: Option<Format> = params.format;
    let conditions = Conditions {
        taxonomy_term_id: params.taxonomy_term_id,
        taxonomy_id: params.taxonomy_id,
        ..Conditions::default()
    };
    let mut services = super::services(&state.service());
    services.retain(|service| conditions.fit(service));
    let mut found = hsds::organizations(&services, below(params.full_service));
    if let Some(search) = &params.search {
        found.retain(|organization| contains(&[&organization["name"]], search));
    }
    let mut found = page(found, params.page, params.per_page)?;
    if !params.full && !params.full_service {
        found.contents = found.contents.iter().map(basic).collect();
    }
    Ok(Json(found))
}

/// One organisation with its services.
#[utoipa::path(
    get,
    path = "/hsds/organizations/{id}",
    tag = "hsds",
    params(("id" = String, Path, description = "Its id"), OrganizationDetail),
    responses(
        (status = 200, description = "The organisation", body = Value),
        (status = 400, description = "A parameter that does not fit", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "No such id", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub(super) async fn organization(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Params(params): Params<OrganizationDetail>,
) -> Result<Json<Value>, Problem> {
    let service = state.service();
    let mut services = super::services(&service);
    services.retain(|service| service["organization"]["id"] == id.as_str());
    if params.full_service {
        services = super::whole(&service, &services)?;
    }
    let found = hsds::organizations(&services, below(params.full_service));
    super::with_id(found, &id, "/hsds/organizations")
}

/// Which taxonomies are wanted.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct TaxonomyParams {
    /// Words that are in the name or the description.
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
}

/// The taxonomies in use.
#[utoipa::path(
    get,
    path = "/hsds/taxonomies",
    tag = "hsds",
    params(TaxonomyParams),
    responses(
        (status = 200, description = "A page of taxonomies", body = Page),
        (status = 400, description = "A parameter that does not fit", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub(super) async fn taxonomies(
    Params(params): Params<TaxonomyParams>,
) -> Result<Json<Page>, Problem> {
    let _: Option<Format> = params.format;
    let found = named(term::taxonomies(), params.search.as_deref());
    page(found, params.page, params.per_page).map(Json)
}

/// One taxonomy.
#[utoipa::path(
    get,
    path = "/hsds/taxonomies/{id}",
    tag = "hsds",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "The taxonomy", body = Value),
        (status = 404, description = "No such id", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub(super) async fn taxonomy(Path(id): Path<String>) -> Result<Json<Value>, Problem> {
    super::with_id(term::taxonomies(), &id, "/hsds/taxonomies")
}

/// Which terms are wanted. All conditions have to be fulfilled.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct TermParams {
    /// Words that are in the name or the description.
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
    /// Of this taxonomy.
    taxonomy_id: Option<Uuid>,
    /// Only terms at the top; all of ours are.
    top_only: Option<bool>,
    /// Below this term; none of ours is.
    parent_id: Option<Uuid>,
}

/// The terms of the taxonomies in use.
#[utoipa::path(
    get,
    path = "/hsds/taxonomy_terms",
    tag = "hsds",
    params(TermParams),
    responses(
        (status = 200, description = "A page of terms", body = Page),
        (status = 400, description = "A parameter that does not fit", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub(super) async fn terms(Params(params): Params<TermParams>) -> Result<Json<Page>, Problem> {
    // All terms are at the top already.
    let _: (Option<Format>, Option<bool>) = (params.format, params.top_only);
    let mut found = named(all_terms(), params.search.as_deref());
    if let Some(taxonomy) = params.taxonomy_id {
        found.retain(|term| term["taxonomy_id"] == taxonomy.to_string().as_str());
    }
    if params.parent_id.is_some() {
        found.clear();
    }
    page(found, params.page, params.per_page).map(Json)
}

/// One term.
#[utoipa::path(
    get,
    path = "/hsds/taxonomy_terms/{id}",
    tag = "hsds",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "The term", body = Value),
        (status = 404, description = "No such id", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub(super) async fn term(Path(id): Path<String>) -> Result<Json<Value>, Problem> {
    super::with_id(all_terms(), &id, "/hsds/taxonomy_terms")
}

fn all_terms() -> Vec<Value> {
    term::terms().map(term::Term::to_json).collect()
}

fn named(mut entities: Vec<Value>, search: Option<&str>) -> Vec<Value> {
    if let Some(search) = search {
        entities.retain(|entity| contains(&[&entity["name"], &entity["description"]], search));
    }
    entities
}
