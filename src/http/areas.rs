//! Sozialräume, regions and borders: as collections, one by one, and as downloads.

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use super::{
    AppState,
    problem::{Params, Path, Problem},
};
use crate::service::geodata::{self, Format, Layer};

/// How a collection is wanted.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CollectionParams {
    /// `geojson` (the default) or `flatgeobuf`, which comes as a file to keep.
    #[serde(default)]
    #[param(inline, required = false)]
    format: Format,
    /// The day for which the areas are wanted; today when it is missing.
    #[serde(default)]
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
}

/// Which state of one feature is wanted.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ItemParams {
    /// The day for which the feature is wanted; today when it is missing.
    #[serde(default)]
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
}

fn collection(
    state: &AppState,
    layer: Layer,
    params: &CollectionParams,
) -> Result<Response, Problem> {
    let service = state.service();
    let bytes = geodata::file(service.on(params.as_of)?, layer, params.format)
        .map_err(|error| Problem::internal(&error))?;
    let name = layer.name();
    Ok(match params.format {
        Format::Geojson => {
            ([(header::CONTENT_TYPE, "application/geo+json")], bytes).into_response()
        }
        Format::Flatgeobuf => (
            [
                (header::CONTENT_TYPE, "application/vnd.flatgeobuf".to_owned()),
                (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.fgb\"")),
            ],
            bytes,
        )
            .into_response(),
    })
}

fn item(
    state: &AppState,
    layer: Layer,
    id: &str,
    params: &ItemParams,
) -> Result<Response, Problem> {
    let service = state.service();
    let feature = geodata::features(service.on(params.as_of)?, layer)
        .into_iter()
        .find(|feature| feature.id == id)
        .ok_or_else(|| {
            Problem::not_found(format!("There is no such id; see /api/v1/{}.", layer.name()))
        })?;
    let body: Json<Value> = Json(feature.geojson(&service.city().grid, layer));
    Ok(([(header::CONTENT_TYPE, "application/geo+json")], body.0.to_string()).into_response())
}

macro_rules! layer_routes {
    ($layer:expr, $list:ident, $list_path:literal, $item:ident, $item_path:literal, $what:literal) => {
        #[doc = concat!($what, " as a GeoJSON FeatureCollection or a FlatGeobuf file.")]
        #[utoipa::path(
                    get,
                    path = $list_path,
                    tag = "areas",
                    params(CollectionParams),
                    responses(
                        (status = 200, description = "The features", content(
                            (Value = "application/geo+json"),
                            (Vec<u8> = "application/vnd.flatgeobuf"),
                        )),
                        (status = 400, description = "No edition on that day, or unknown parameter",
                            body = Problem, content_type = "application/problem+json"),
                    )
                )]
        pub async fn $list(
            State(state): State<AppState>,
            Params(params): Params<CollectionParams>,
        ) -> Result<Response, Problem> {
            collection(&state, $layer, &params)
        }

        #[doc = concat!("One of: ", $what, ", as a GeoJSON Feature.")]
        #[utoipa::path(
                    get,
                    path = $item_path,
                    tag = "areas",
                    params(("id" = String, Path, description = "Its id"), ItemParams),
                    responses(
                        (status = 200, description = "The feature", body = Value,
                            content_type = "application/geo+json"),
                        (status = 404, description = "No such id", body = Problem,
                            content_type = "application/problem+json"),
                    )
                )]
        pub async fn $item(
            State(state): State<AppState>,
            Path(id): Path<String>,
            Params(params): Params<ItemParams>,
        ) -> Result<Response, Problem> {
            item(&state, $layer, &id, &params)
        }
    };
}

layer_routes!(
    Layer::Sozialraeume,
    sozialraeume,
    "/api/v1/sozialraeume",
    sozialraum,
    "/api/v1/sozialraeume/{id}",
    "The Sozialräume"
);
layer_routes!(
    Layer::Regions,
    regions,
    "/api/v1/regions",
    region,
    "/api/v1/regions/{id}",
    "The regions"
);
layer_routes!(
    Layer::Borders,
    borders,
    "/api/v1/borders",
    border,
    "/api/v1/borders/{id}",
    "The named borders"
);
