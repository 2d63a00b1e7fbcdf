//! The resource map over the API: lists and search.

use axum::{
    Json,
    extract::State,
    http::{HeaderValue, Uri, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{
    AppState,
    identity::Who,
    language::Language,
    problem::{Body, Problem},
    resource_item::ResourceItem,
    resource_query::{BadParam, Pairs, Selection, json_pairs, pairs, viewer},
};
use crate::{
    domain::{
        assign::{Answer, Candidate, MatchedAddress, Named, Question, Status as AnswerStatus},
        city::OnDay,
        edition::EditionStatus,
        grid::{GridPoint, LonLat},
        resource::{
            Category,
            search::{Found, Query, Viewer, search},
        },
    },
    service::Service,
};

/// A page of entries.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ResourceList {
    /// How many entries fit.
    total: usize,
    /// How many more there are of which it is not known whether they fit; ask with `unknown=true`.
    unknown: usize,
    /// Which page this is, from 1.
    page: usize,
    /// How many pages there are.
    pages: usize,
    /// The entries: nearest first when the question had a place, else best words first, else by
    /// name.
    resources: Vec<ResourceItem>,
    /// Who is responsible at the place of the question.
    #[serde(skip_serializing_if = "Option::is_none")]
    assignment: Option<Assignment>,
}

/// What the decision says about the place of a question; see `/api/v1/assign` for the whole.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Assignment {
    /// How safe it is.
    status: AnswerStatus,
    /// The responsible team; null unless it is safe to act on it.
    team: Option<Named>,
    /// The Sozialraum by position or rule.
    sozialraum: Option<Named>,
    /// Its region.
    region: Option<Named>,
    /// What the question was matched with; distances are measured from its position.
    address: Option<MatchedAddress>,
    /// The possibilities when the team is not safe.
    candidates: Vec<Candidate>,
    /// `draft` while the borders are unconfirmed.
    edition_status: EditionStatus,
}

impl From<Answer> for Assignment {
    fn from(answer: Answer) -> Self {
        Self {
            status: answer.status,
            team: answer.team,
            sozialraum: answer.sozialraum,
            region: answer.region,
            address: answer.address,
            candidates: answer.candidates,
            edition_status: answer.edition.status,
        }
    }
}

/// A search from a place. Position and address travel in the body only.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SearchRequest {
    /// An address; either this, or a position, or neither.
    #[schema(example = "Rathausallee 50")]
    pub(super) address: Option<String>,
    /// Degrees east.
    pub(super) lon: Option<f64>,
    /// Degrees north.
    pub(super) lat: Option<f64>,
    /// Words.
    pub(super) q: Option<String>,
    /// Conditions, by the names of the query parameters of `GET /api/v1/resources`.
    #[schema(value_type = Object, example = json!({ "category": ["kita"], "open": "now" }))]
    pub(super) filters: Map<String, Value>,
    /// Which page, from 1.
    pub(super) page: Option<usize>,
    /// How many entries a page has.
    pub(super) size: Option<usize>,
    /// In which language names are wanted.
    pub(super) lang: Option<String>,
}

impl SearchRequest {
    /// What is asked for, and the answer to who is responsible there.
    pub(super) fn read(
        &self,
        service: &Service,
        day: &OnDay<'_>,
    ) -> Result<(Selection, Option<Answer>), Problem> {
        let mut pairs = json_pairs(&self.filters)?;
        if let Some((name, _)) = pairs.iter().find(|(name, _)| NOT_IN_FILTERS.contains(&&**name)) {
            let right = "stands beside „filters“, not in it".to_owned();
            return Err(BadParam { name: name.clone(), right }.into());
        }
        let text = |name: &str, value: Option<String>| value.map(|value| (name.to_owned(), value));
        pairs.extend(text("q", self.q.clone()));
        pairs.extend(text("page", self.page.map(|page| page.to_string())));
        pairs.extend(text("size", self.size.map(|size| size.to_string())));
        pairs.extend(text("lang", self.lang.clone()));
        let selection = Selection::strict(&pairs, &[], day)?;
        let question = match (&self.address, self.lon, self.lat) {
            (Some(address), None, None) => Some(Question::Line(address.clone())),
            (None, Some(lon), Some(lat)) => {
                Some(Question::Position { position: LonLat { lon, lat }, precision_m: 0.0 })
            }
            (None, None, None) => None,
            _ => {
                let right = "either an address, or lon and lat together".to_owned();
                return Err(BadParam { name: "address".to_owned(), right }.into());
            }
        };
        let answer = question.map(|question| service.assign(&question, None)).transpose()?;
        Ok((selection, answer))
    }
}

const NOT_IN_FILTERS: [&str; 4] = ["q", "page", "size", "lang"];

/// The value of a parameter that is read beside a [`Selection`].
pub(super) fn value<'p>(pairs: &'p Pairs, name: &str) -> Option<&'p str> {
    pairs.iter().rev().find(|(other, _)| other == name).map(|(_, value)| value.trim())
}

/// Where distances are measured from.
pub(super) fn start(service: &Service, answer: Option<&Answer>) -> Option<GridPoint> {
    let position = answer?.address.as_ref()?.position?;
    service.city().grid.to_grid(position).ok()
}

/// Asks the resource map.
pub(super) fn find<'a>(
    service: &'a Service,
    day: &OnDay<'_>,
    selection: &Selection,
    near: Option<GridPoint>,
    viewer: Viewer,
) -> Found<'a> {
    let query = Query {
        text: &selection.text,
        filters: &selection.filters,
        near,
        viewer,
        edition: day.edition.edition.number,
        now: Service::now(),
        calendar: service.calendar(),
    };
    search(service.resources(), &query)
}

/// What anybody may keep for a minute, unless somebody from the office asked.
pub(super) fn kept(who: &Who, response: impl IntoResponse) -> Response {
    let mut response = response.into_response();
    let kept = match who {
        Who::Anonymous => "public, max-age=60",
        _ => "no-store",
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.append(header::VARY, HeaderValue::from_static("Cookie, Authorization"));
    response
}

/// A GeoJSON body.
pub(super) fn geojson(value: &Value) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/geo+json")], value.to_string())
}

fn point(place: Option<LonLat>) -> Value {
    place.map_or(
        Value::Null,
        |place| json!({ "type": "Point", "coordinates": [place.lon, place.lat] }),
    )
}

fn page(
    service: &Service,
    day: &OnDay<'_>,
    language: &Language,
    selection: &Selection,
    found: &Found<'_>,
) -> ResourceList {
    let now = Service::now();
    let total = found.hits.len();
    let item = |hit| ResourceItem::new(service, day, hit, language.lang, now);
    ResourceList {
        total,
        unknown: found.unknown,
        page: selection.page + 1,
        pages: selection.pages(total),
        resources: found.hits[selection.range(total)].iter().map(item).collect(),
        assignment: None,
    }
}

/// The entries of the resource map, page by page.
#[utoipa::path(
    get,
    path = "/api/v1/resources",
    tag = "resources",
    params(
        ("q" = Option<String>, Query, description = "Words that have to be in the entry, misspelt or as a part if need be; no addresses of families here"),
        ("category" = Option<Vec<Category>>, Query, description = "Any of these categories, separated by commas or repeated; without it all but `shopping`, `playground` and `stop`"),
        ("age" = Option<u8>, Query, description = "Somebody of this age is welcome"),
        ("open" = Option<String>, Query, description = "`now`, `today`, or open at a time in the city such as `2026-11-27T15:00`"),
        ("free" = Option<bool>, Query, description = "Costs nothing"),
        ("wheelchair" = Option<bool>, Query, description = "A wheelchair gets everywhere"),
        ("language" = Option<String>, Query, description = "This language is spoken, as ISO 639 code"),
        ("kind" = Option<crate::domain::resource::Kind>, Query, description = "Who carries it"),
        ("principle" = Option<crate::domain::resource::Principle>, Query, description = "How social work uses it"),
        ("sozialraum" = Option<String>, Query, description = "Lies in this Sozialraum or is meant for it"),
        ("region" = Option<String>, Query, description = "Lies in this region or is meant for it"),
        ("unknown" = Option<bool>, Query, description = "Also entries of which it is not known whether they fit"),
        ("page" = Option<usize>, Query, description = "Which page, from 1"),
        ("size" = Option<usize>, Query, description = "How many entries a page has, 50 when nothing is said, at most 200"),
        ("lang" = Option<String>, Query, description = "In which language names are wanted"),
        ("format" = Option<String>, Query, description = "`json` (the default) or `geojson`"),
    ),
    responses(
        (status = 200, description = "A page of entries", content(
            (ResourceList = "application/json"),
            (Value = "application/geo+json"),
        )),
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
    let selection = Selection::strict(&pairs, &["format"], &day)?;
    let found = find(&service, &day, &selection, None, viewer(&who));
    let page = page(&service, &day, &language, &selection, &found);
    match value(&pairs, "format").unwrap_or("json") {
        "json" => Ok(kept(&who, Json(page))),
        "geojson" => Ok(kept(&who, geojson(&feature_collection(&page)))),
        _ => Err(BadParam { name: "format".into(), right: "json or geojson".into() }.into()),
    }
}

fn feature_collection(page: &ResourceList) -> Value {
    let feature = |item: &ResourceItem| {
        let mut properties = json!(item);
        if let Some(properties) = properties.as_object_mut() {
            properties.remove("place");
        }
        let geometry = point(item.place);
        json!({ "type": "Feature", "id": item.id, "geometry": geometry, "properties": properties })
    };
    json!({
        "type": "FeatureCollection",
        "total": page.total,
        "unknown": page.unknown,
        "page": page.page,
        "pages": page.pages,
        "features": page.resources.iter().map(feature).collect::<Vec<_>>(),
    })
}

/// The entries around an address or a position, nearest first, and who is responsible there.
#[utoipa::path(
    post,
    path = "/api/v1/resources/search",
    tag = "resources",
    request_body = SearchRequest,
    responses(
        (status = 200, description = "A page of entries", body = ResourceList),
        (status = 400, description = "Something in the body does not fit", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub async fn search_near(
    State(state): State<AppState>,
    who: Who,
    Body(request): Body<SearchRequest>,
) -> Result<Json<ResourceList>, Problem> {
    let service = state.service();
    let day = service.on(None)?;
    let (selection, answer) = request.read(&service, &day)?;
    if let Some(answer) = &answer {
        state.metrics.lookup(answer.status);
    }
    let near = start(&service, answer.as_ref());
    let found = find(&service, &day, &selection, near, viewer(&who));
    let language = Language::named(request.lang.as_deref());
    let page = page(&service, &day, &language, &selection, &found);
    Ok(Json(ResourceList { assignment: answer.map(Assignment::from), ..page }))
}
