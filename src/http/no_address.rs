//! The ways that are no address, and what each leads to.

use axum::{Json, extract::State};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    AppState,
    problem::{Params, Problem},
};
use crate::{domain::organisation::RouteOnFile, service::Service};

/// The day that is asked for.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RoutesParams {
    /// The day; today when it is missing.
    #[serde(default)]
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
}

/// All ways that are no address.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Routes {
    /// The day for which they hold.
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    /// The ways, always the same ones; what they lead to may be unknown.
    routes: Vec<RouteOnFile>,
}

/// What cases without an address lead to.
#[utoipa::path(get, path = "/api/v1/routes", tag = "organisation", params(RoutesParams),
    responses(
        (status = 200, description = "The ways that are no address", body = Routes),
        (status = "4XX", description = "No day", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn routes(
    State(state): State<AppState>,
    Params(params): Params<RoutesParams>,
) -> Result<Json<Routes>, Problem> {
    let as_of = params.as_of.unwrap_or_else(Service::today);
    let routes = state.service().organisation().on(as_of).routes_on_file();
    Ok(Json(Routes { as_of, routes }))
}
