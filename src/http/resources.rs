//! The resource map over the API: lists, search, single entries and the taxonomy.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    AppState,
    identity::Who,
    language::Language,
    problem::{Body, Problem},
    resource_item::{HoursNow, ResourceItem},
    resource_query::{BadParam, Pairs, Selection, USUAL_SIZE, json_pairs, pairs, viewer},
};
use crate::{
    domain::{
        assign::{Answer, Candidate, MatchedAddress, Named, Question, Status as AnswerStatus},
        city::OnDay,
        edition::EditionStatus,
        grid::{GridPoint, LonLat},
        resource::{
            Category, Resource, Status, Visibility,
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
        let selection = strict(&pairs, &[], day)?;
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

/// What is asked for, or what is wrong with the first parameter that does not fit.
pub(super) fn strict(
    pairs: &Pairs,
    others: &[&str],
    day: &OnDay<'_>,
) -> Result<Selection, Problem> {
    let (selection, wrong) = Selection::read(pairs, others, day, USUAL_SIZE);
    wrong.into_iter().next().map_or(Ok(selection), |bad| Err(bad.into()))
}

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
    let selection = strict(&pairs, &["format"], &day)?;
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

/// An entry as everybody may see it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ResourceRecord {
    /// Its content.
    #[serde(flatten)]
    resource: Resource,
    /// How things stand with the opening hours.
    hours_now: HoursNow,
    /// The Sozialraum in which it lies.
    sozialraum: Option<String>,
    /// The region in which it lies.
    region: Option<String>,
    /// Running number of its changes.
    version: i64,
    /// When it was changed last.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// When somebody made sure that it is true; never when null.
    #[schema(value_type = Option<String>, format = DateTime)]
    verified_at: Option<Timestamp>,
    /// When it is to be looked at again.
    #[schema(value_type = Option<String>, format = Date)]
    next_check: Option<Date>,
}

/// One entry of the resource map.
#[utoipa::path(
    get,
    path = "/api/v1/resources/{id}",
    tag = "resources",
    params(("id" = Uuid, Path, description = "Its id")),
    responses(
        (status = 200, description = "The entry", body = ResourceRecord),
        (status = 308, description = "It was the same as another one, to which this leads"),
        (status = 404, description = "No such id", body = Problem,
            content_type = "application/problem+json"),
        (status = 410, description = "It was taken off the map", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub async fn one(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let service = state.service();
    let day = service.on(None)?;
    let index = service.resources();
    let sees = |resource: &Resource| {
        viewer(&who) == Viewer::Staff || resource.visibility == Visibility::Public
    };
    let id = id.parse::<Uuid>().ok();
    let record = id.and_then(|id| index.record(id)).filter(|record| sees(&record.resource));
    let record =
        record.ok_or_else(|| Problem::not_found("There is no such id; see /api/v1/resources."))?;
    let id = record.resource.id;
    if let (Status::Merged(_), Some(target)) = (record.status, index.merged_into(id)) {
        let to = format!("/api/v1/resources/{}", target.resource.id);
        return Ok((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response());
    }
    let Some(entry) = index.entry(id) else {
        let title = "Taken off the map";
        let detail = "This offer is not on the map any more.";
        return Err(Problem::new(StatusCode::GONE, "gone", title, detail));
    };
    let area = entry.area(day.edition.edition.number);
    Ok(kept(
        &who,
        Json(ResourceRecord {
            resource: record.resource.clone(),
            hours_now: HoursNow::of(&service, entry, Service::now()),
            sozialraum: area.map(|area| area.id.to_string()),
            region: area.map(|area| area.region.to_string()),
            version: record.version,
            updated_at: record.updated_at,
            verified_at: record.verification.as_ref().map(|verification| verification.at),
            next_check: record.next_check,
        }),
    ))
}

/// A category of the taxonomy.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CategoryItem {
    /// The code in queries.
    code: Category,
    /// Its name in the language asked for.
    label: String,
    /// Whether it is shown only when asked for.
    layer: bool,
    /// How many entries it has.
    count: usize,
}

/// How many entries there are in each category, in the order of [`Category::ALL`].
pub(super) fn counts(service: &Service, viewer: Viewer) -> Vec<(Category, usize)> {
    let mut counts = Category::ALL.map(|category| (category, 0));
    let entries = service.resources().entries().iter();
    let shown = entries.filter(|entry| viewer == Viewer::Staff || entry.is_public());
    for category in shown.flat_map(|entry| entry.categories()) {
        counts[category as usize].1 += 1;
    }
    counts.to_vec()
}

/// The taxonomy of the resource map.
#[utoipa::path(
    get,
    path = "/api/v1/resources/categories",
    tag = "resources",
    params(("lang" = Option<String>, Query, description = "In which language labels are wanted")),
    responses((status = 200, description = "The categories", body = Vec<CategoryItem>))
)]
pub async fn categories(
    State(state): State<AppState>,
    who: Who,
    language: Language,
) -> Result<Response, Problem> {
    let service = state.service();
    let item = |(code, count): (Category, usize)| CategoryItem {
        code,
        label: language.lang.t(&format!("category.{}", code.code()), &[]),
        layer: code.is_layer(),
        count,
    };
    let counts = counts(&service, viewer(&who));
    Ok(kept(&who, Json(counts.into_iter().map(item).collect::<Vec<_>>())))
}
