//! The resource map as HSDS 3 serves it: open to everybody, from other sites' pages, too.
//!
//! Only what is on the map for everybody is here. `postcode` and `proximity` of the specification
//! are not offered; like every parameter that is not known they are refused.

mod list;
mod others;
mod services;

use std::{collections::HashMap, sync::Arc};

use axum::{
    Json,
    extract::State,
    http::{HeaderValue, header},
    middleware::map_response,
    response::Response,
};
use serde::Serialize;
use serde_json::Value;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{AppState, problem::Problem};
use crate::{
    domain::resource::{Reach, Record},
    formats::resources::hsds::{self, Area, Context},
    service::{
        Service,
        geodata::{self, Layer},
    },
};

/// The version of HSDS.
const VERSION: &str = "3.2";
/// There is no profile of our own: HSDS as it is.
const PROFILE: &str = "https://docs.openreferral.org/en/latest/hsds/";

/// All routes of HSDS.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(about))
        .routes(routes!(services::list))
        .routes(routes!(services::one))
        .routes(routes!(services::places))
        .routes(routes!(services::place))
        .routes(routes!(others::organizations))
        .routes(routes!(others::organization))
        .routes(routes!(others::taxonomies))
        .routes(routes!(others::taxonomy))
        .routes(routes!(others::terms))
        .routes(routes!(others::term))
        .layer(map_response(open))
}

/// Pages of other sites may read this: it is the same for everybody.
async fn open(mut response: Response) -> Response {
    let everybody = HeaderValue::from_static("*");
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, everybody);
    response
}

/// What speaks here.
#[derive(Serialize, utoipa::ToSchema)]
struct About {
    /// Version of HSDS.
    version: &'static str,
    /// About the profile.
    #[schema(format = "uri")]
    profile: &'static str,
    /// The description of this API.
    #[schema(format = "uri")]
    openapi_url: String,
}

/// Version of HSDS, and where this API is described.
#[utoipa::path(
    get,
    path = "/hsds",
    tag = "hsds",
    responses((status = 200, description = "About this API", body = About))
)]
async fn about(State(state): State<AppState>) -> Json<About> {
    let openapi_url = format!("{}/api/v1/openapi.json", state.public_url);
    Json(About { version: VERSION, profile: PROFILE, openapi_url })
}

/// The services of everything that is on the map for everybody, by name; without the outlines of
/// their areas, which are large and in no list.
fn services(service: &Service) -> Vec<Value> {
    let context = Context { state: &service.city().info.state, area: &|_| None };
    let mut records: Vec<&Arc<Record>> = service.resources().records().collect();
    records
        .sort_by(|a, b| (&a.resource.name, a.resource.id).cmp(&(&b.resource.name, b.resource.id)));
    records.into_iter().filter_map(|record| hsds::service(record, &context)).collect()
}

/// The same services with everything that belongs to them.
fn whole(service: &Service, services: &[Value]) -> Result<Vec<Value>, Problem> {
    let areas = areas(service)?;
    let area = |reach: &Reach| areas.get(reach).cloned();
    let context = Context { state: &service.city().info.state, area: &area };
    let of = |value: &Value| {
        let id = value["id"].as_str()?.parse().ok()?;
        hsds::service(service.resources().record(id)?, &context)
    };
    Ok(services.iter().filter_map(of).collect())
}

fn areas(service: &Service) -> Result<HashMap<Reach, Area>, Problem> {
    let day = service.on(None)?;
    let grid = &service.city().grid;
    let mut areas = HashMap::new();
    for layer in [Layer::Sozialraeume, Layer::Regions] {
        let reach = match layer {
            Layer::Regions => Reach::Region,
            _ => Reach::Sozialraum,
        };
        for feature in geodata::features(day, layer) {
            let json = feature.geojson(grid, layer);
            let name = json["properties"]["name"].as_str().unwrap_or(&feature.id).to_owned();
            areas.insert(reach(feature.id), Area { name, outline: json["geometry"].clone() });
        }
    }
    Ok(areas)
}

fn with_id(entities: Vec<Value>, id: &str, path: &str) -> Result<Json<Value>, Problem> {
    let found = entities.into_iter().find(|entity| entity["id"] == id);
    found.map(Json).ok_or_else(|| Problem::not_found(format!("There is no such id; see {path}.")))
}
