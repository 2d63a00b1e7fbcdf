//! `GET /tiles/base/{z}/{x}/{y}`: the base map as Mapbox Vector Tiles.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    AppState,
    problem::{Path, Problem},
};
use crate::service::basemap::{BaseMap, MAX_ZOOM};

/// How long a browser may keep a tile before it asks again.
const KEEP: &str = "public, max-age=86400";

/// A tile; 404 outside the tile scheme.
pub async fn base(
    State(state): State<AppState>,
    Path(place): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (z, x, y) = tile_of(&place).ok_or_else(|| {
        Problem::not_found(format!(
            "There is no such tile: zoom 0 to {MAX_ZOOM}, column and row from 0 to 2^zoom − 1."
        ))
    })?;
    let map = state.live.base_map();
    let etag = format!("\"{}\"", map.version());
    let mut response = if headers.get(header::IF_NONE_MATCH).is_some_and(|known| *known == *etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        map.tile(z, x, y).to_vec().into_response()
    };
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/vnd.mapbox-vector-tile"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEEP));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    Ok(response)
}

/// Zoom, column and row, when the three texts name a tile.
fn tile_of((z, x, y): &(String, String, String)) -> Option<(u8, u32, u32)> {
    let (z, x, y) = (z.parse().ok()?, x.parse().ok()?, y.parse().ok()?);
    BaseMap::in_range(z, x, y).then_some((z, x, y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tiles_of_the_scheme_are_read() {
        let tile = |z: &str, x: &str, y: &str| tile_of(&(z.into(), x.into(), y.into()));
        assert_eq!(tile("15", "17294", "10561"), Some((15, 17294, 10561)));
        for (z, x, y) in [("21", "0", "0"), ("1", "2", "0"), ("1", "-1", "0"), ("1", "0", "0.mvt")]
        {
            assert_eq!(tile(z, x, y), None, "{z}/{x}/{y}");
        }
    }
}
