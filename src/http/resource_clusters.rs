//! The resource map as a map draws it: neighbours as one sign with their number.

use axum::{
    extract::State,
    http::Uri,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    AppState,
    identity::Who,
    language::Language,
    problem::{Body, Problem},
    resource_item::name,
    resource_query::{BadParam, Selection, pairs, viewer},
    resources::{SearchRequest, find, geojson, kept, start, value},
};
use crate::{
    domain::{
        grid::LonLat,
        resource::search::{Cluster, Found, Window, clusters},
    },
    locale::Lang,
    service::Service,
};

/// Signs closer than this are drawn as one, in pixels.
const CELL_PX: f64 = 56.0;
/// From this zoom on every place has its own sign.
const SINGLE_FROM: f64 = 18.5;
/// Metres of a pixel on the equator at zoom 0 of the web's maps, whose tiles have 256 pixels.
const EQUATOR_M: f64 = 156_543.034;
/// Clusters of at most so many entries name them.
const NAMED_UP_TO: usize = 8;
/// The usual zoom: about a city.
const USUAL_ZOOM: f64 = 13.0;
const MAX_ZOOM: f64 = 24.0;

/// Which part of the map is drawn, and how large.
#[derive(Debug, Clone, Copy)]
struct View {
    window: Option<Window>,
    zoom: f64,
    /// Whether the entries of the page asked for are drawn by somebody else.
    without_page: bool,
}

impl View {
    fn read(
        bbox: Option<&str>,
        zoom: Option<f64>,
        without_page: Option<&str>,
    ) -> Result<Self, BadParam> {
        let window = bbox.map(window).transpose()?;
        let zoom = zoom.unwrap_or(USUAL_ZOOM);
        if !(0.0..=MAX_ZOOM).contains(&zoom) {
            return Err(bad("zoom", "a number from 0 to 24"));
        }
        let without_page = match without_page.unwrap_or("false") {
            "true" => true,
            "false" => false,
            _ => return Err(bad("without_page", "true or false")),
        };
        Ok(Self { window, zoom, without_page })
    }
}

fn bad(name: &str, right: &str) -> BadParam {
    BadParam { name: name.to_owned(), right: right.to_owned() }
}

fn window(text: &str) -> Result<Window, BadParam> {
    let degrees: Result<Vec<f64>, _> = text.split(',').map(|part| part.trim().parse()).collect();
    match degrees.unwrap_or_default()[..] {
        [west, south, east, north] if west <= east && south <= north => {
            Ok((LonLat { lon: west, lat: south }, LonLat { lon: east, lat: north }))
        }
        _ => Err(bad("bbox", "west,south,east,north in degrees")),
    }
}

fn draw(
    service: &Service,
    lang: Lang,
    selection: &Selection,
    found: &Found<'_>,
    view: View,
) -> Value {
    let page = if view.without_page { selection.range(found.hits.len()) } else { 0..0 };
    let rest = found.hits.iter().enumerate().filter(|(number, _)| !page.contains(number));
    let unplaced = found.hits.iter().filter(|hit| hit.entry.point.is_none()).count();
    let latitude = found.hits.iter().find_map(|hit| hit.entry.record.resource.place);
    let metres_per_px =
        EQUATOR_M * latitude.map_or(0.0, |place| place.lat).to_radians().cos() / view.zoom.exp2();
    let size = if view.zoom >= SINGLE_FROM { 0.0 } else { CELL_PX * metres_per_px };
    let entry = |number: &usize| {
        let resource = &found.hits[*number].entry.record.resource;
        let category = resource.categories.first().map(|category| category.code());
        json!({
            "id": resource.id,
            "name": name(resource, lang).0,
            "category": category,
            "number": number + 1,
        })
    };
    let feature = |cluster: &Cluster| {
        let place = service.city().grid.to_lonlat(cluster.centre);
        let count = cluster.members.len();
        let mut properties = match &cluster.members[..] {
            [single] => entry(single),
            several if count <= NAMED_UP_TO => {
                json!({ "entries": several.iter().map(entry).collect::<Vec<_>>() })
            }
            _ => json!({}),
        };
        properties["count"] = count.into();
        json!({
            "type": "Feature",
            "geometry": { "type": "Point", "coordinates": [place.lon, place.lat] },
            "properties": properties,
        })
    };
    let clusters = clusters(rest, view.window, size);
    json!({
        "type": "FeatureCollection",
        "total": found.hits.len(),
        "without_place": unplaced,
        "features": clusters.iter().map(feature).collect::<Vec<_>>(),
    })
}

/// The entries as signs on a map.
#[utoipa::path(
    get,
    path = "/api/v1/resources/clusters",
    tag = "resources",
    params(
        ("bbox" = Option<String>, Query, description = "west,south,east,north in degrees; everything without it"),
        ("zoom" = Option<f64>, Query, description = "Zoom of the web's maps, 13 when nothing is said"),
        ("without_page" = Option<bool>, Query, description = "Leave out the entries of the page named by `page` and `size`"),
    ),
    responses(
        (status = 200, description = "A FeatureCollection of points, each with `count`; a single entry also with `id`, `name`, `category` and its `number` in the list, a few with `entries`. All parameters of `GET /api/v1/resources` hold here, too", body = Value,
            content_type = "application/geo+json"),
        (status = 400, description = "An unknown parameter or a value that does not fit",
            body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    uri: Uri,
) -> Result<Response, Problem> {
    let service = state.service();
    let day = service.on(None)?;
    let pairs = pairs(&uri);
    let selection = Selection::strict(&pairs, &["bbox", "zoom", "without_page"], &day)?;
    let zoom = value(&pairs, "zoom").map(|zoom| zoom.parse().unwrap_or(f64::NAN));
    let view = View::read(value(&pairs, "bbox"), zoom, value(&pairs, "without_page"))?;
    let found = find(&service, &day, &selection, None, viewer(&who));
    Ok(kept(&who, geojson(&draw(&service, language.lang, &selection, &found, view))))
}

/// A part of the map, and what is searched for on it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClustersRequest {
    /// west,south,east,north in degrees.
    bbox: Option<String>,
    /// Zoom of the web's maps.
    zoom: Option<f64>,
    /// Leave out the entries of the page.
    #[serde(default)]
    without_page: bool,
    /// What is searched for.
    #[serde(default)]
    search: SearchRequest,
}

/// The entries of a search as signs on a map. Words, address and position travel in the body.
#[utoipa::path(
    post,
    path = "/api/v1/resources/clusters",
    tag = "resources",
    request_body = ClustersRequest,
    responses(
        (status = 200, description = "As with GET", body = Value,
            content_type = "application/geo+json"),
        (status = 400, description = "Something in the body does not fit", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub async fn search_list(
    State(state): State<AppState>,
    who: Who,
    Body(request): Body<ClustersRequest>,
) -> Result<Response, Problem> {
    let service = state.service();
    let day = service.on(None)?;
    let view = View::read(request.bbox.as_deref(), request.zoom, None)?;
    let view = View { without_page: request.without_page, ..view };
    let (selection, answer) = request.search.read(&service, &day)?;
    let near = start(&service, answer.as_ref());
    let found = find(&service, &day, &selection, near, viewer(&who));
    let lang = Language::named(request.search.lang.as_deref()).lang;
    Ok(geojson(&draw(&service, lang, &selection, &found, view)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_four_numbers_and_nothing_else() {
        assert!(window("9.9, 53.6,10.1,53.8").is_ok());
        for text in ["", "1,2,3", "1,2,3,4,5", "x,1,2,3,4", "3,2,1,4", "NaN,1,2,3"] {
            assert!(window(text).is_err(), "{text}");
        }
    }
}
