//! Whether the server lives and can answer.

use axum::{Json, extract::State};
use serde::Serialize;

use super::AppState;

/// A short sign of life.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Health {
    /// `ok`.
    status: &'static str,
}

/// What the server answers for.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Ready {
    /// `ready`, or `read_only` when nothing can be saved at the moment.
    status: &'static str,
    /// Whether changes can be saved. Look-ups work either way.
    writable: bool,
    /// The city.
    city: String,
    /// Official municipality key of the city.
    ags: String,
    /// How many house numbers it knows.
    house_numbers: usize,
}

/// The process lives.
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "operations",
    responses((status = 200, description = "Alive", body = Health))
)]
pub async fn healthz() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// The data is loaded and questions are answered.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "operations",
    responses((status = 200, description = "Ready", body = Ready))
)]
pub async fn readyz(State(state): State<AppState>) -> Json<Ready> {
    let service = state.service();
    let city = service.city();
    let writable = state.live.probe().await;
    Json(Ready {
        status: if writable { "ready" } else { "read_only" },
        writable,
        city: city.info.name.clone(),
        ags: city.info.ags.clone(),
        house_numbers: city.directory.points().len(),
    })
}
