//! The base map: ground, water, roads and buildings, for drawing only.

use std::collections::BTreeMap;

use geo::{
    BooleanOps, BoundingRect, Coord, Geometry as Shape, Intersects, LineString, MultiPolygon,
    Polygon, Rect, Simplify,
};

use crate::{
    domain::grid::LonLat,
    formats::{
        flatgeobuf::{self, Cell, CellType, Row},
        osm::{Bounds, Feature, Geometry, Outline, Tags},
    },
};

/// How far a drawn line may lie off, in degrees of latitude: about two metres.
const TOLERANCE: f64 = 0.000_02;

/// The layers, each with its name and FlatGeobuf content; a layer without content is left out.
///
/// # Errors
/// When a layer cannot be written, which needs a writable temp directory.
pub(super) fn of(
    features: &[Feature],
    bounds: &[Bounds],
) -> Result<Vec<(String, Vec<u8>)>, anyhow::Error> {
    let frames: Vec<Rect<f64>> =
        bounds.iter().map(|b| Rect::new(coord(b.low), coord(b.high))).collect();
    let mut rows: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    for feature in features {
        let Some((layer, class)) = class(&feature.tags, &feature.geometry) else { continue };
        for geometry in shapes(&feature.geometry, &frames) {
            let cells = vec![("class".to_owned(), Cell::Text(class.to_owned()))];
            rows.entry(layer).or_default().push(Row { geometry, cells });
        }
    }
    let write = |(layer, rows): (&str, Vec<Row>)| {
        Ok((layer.to_owned(), flatgeobuf::write(layer, &[("class", CellType::Text)], &rows)?))
    };
    rows.into_iter().map(write).collect()
}

fn coord(place: LonLat) -> Coord<f64> {
    Coord { x: place.lon, y: place.lat }
}

/// What is drawn of a geometry: inside the frames, without what nobody can see.
fn shapes(geometry: &Geometry, frames: &[Rect<f64>]) -> Vec<Shape<f64>> {
    match geometry {
        Geometry::Point(_) => Vec::new(),
        Geometry::Line(line) => {
            let line: LineString<f64> = line.iter().map(|place| coord(*place)).collect();
            vec![line.simplify(TOLERANCE).into()]
        }
        Geometry::Area(outline) => area(outline, frames),
    }
}

fn area(outline: &Outline, frames: &[Rect<f64>]) -> Vec<Shape<f64>> {
    let ring = |ring: &Vec<LonLat>| -> LineString<f64> { ring.iter().map(|p| coord(*p)).collect() };
    let polygons = outline.iter().filter_map(|rings| {
        let (exterior, holes) = rings.split_first()?;
        Some(Polygon::new(ring(exterior), holes.iter().map(ring).collect()).simplify(TOLERANCE))
    });
    let whole = MultiPolygon(polygons.filter(|polygon| polygon.exterior().0.len() >= 4).collect());
    let Some(bounds) = whole.bounding_rect() else { return Vec::new() };
    let inside = |frame: &&Rect<f64>| {
        frame.min().x <= bounds.min().x
            && frame.min().y <= bounds.min().y
            && frame.max().x >= bounds.max().x
            && frame.max().y >= bounds.max().y
    };
    if frames.iter().any(|frame| inside(&frame)) {
        return vec![whole.into()];
    }
    // A forest may reach far beyond the city.
    let cut = frames
        .iter()
        .filter(|frame| frame.intersects(&bounds))
        .map(|frame| whole.intersection(&MultiPolygon(vec![frame.to_polygon()])));
    cut.filter(|part| !part.0.is_empty()).map(Into::into).collect()
}

/// The layer and the class that something is drawn as.
fn class<'a>(tags: &'a Tags, geometry: &Geometry) -> Option<(&'static str, &'a str)> {
    let is_area = matches!(geometry, Geometry::Area(_));
    if let Some(class) = road(tags).filter(|_| !is_area) {
        return Some(("roads", class));
    }
    if !is_area {
        let waterway = tags.get("waterway").filter(|_| tags.get("tunnel").is_none())?;
        let drawn = ["river", "canal", "stream", "ditch", "drain"].contains(&waterway);
        return drawn.then_some(("waterway", waterway));
    }
    if tags.has_any(&["building"]) {
        return Some(("buildings", "building"));
    }
    water(tags)
        .map(|class| ("water", class))
        .or_else(|| built(tags).map(|class| ("built", class)))
        .or_else(|| green(tags).map(|class| ("green", class)))
}

fn road(tags: &Tags) -> Option<&'static str> {
    if let Some(highway) = tags.get("highway") {
        return Some(match highway.trim_end_matches("_link") {
            "motorway" => "motorway",
            "trunk" => "trunk",
            "primary" => "primary",
            "secondary" => "secondary",
            "tertiary" => "tertiary",
            "residential" | "unclassified" | "living_street" | "road" => "minor",
            "service" => "service",
            "track" => "track",
            "pedestrian" | "footway" | "path" | "cycleway" | "steps" | "bridleway" => "path",
            _ => return None,
        });
    }
    if tags.is("tunnel", "yes") {
        return None;
    }
    match tags.get("railway")? {
        "rail" | "light_rail" | "narrow_gauge" | "tram" => Some("rail"),
        "subway" => Some("subway"),
        _ => None,
    }
}

fn water(tags: &Tags) -> Option<&'static str> {
    let is = |key, values: &[&str]| tags.get(key).is_some_and(|value| values.contains(&value));
    if is("waterway", &["riverbank", "dock"]) {
        return Some("river");
    }
    let lake = is("natural", &["water"]) || is("landuse", &["reservoir", "basin"]);
    lake.then_some("lake")
}

fn built(tags: &Tags) -> Option<&str> {
    let of = |key, values: &[&str]| tags.get(key).filter(|value| values.contains(value));
    let areas = ["residential", "commercial", "industrial", "retail", "cemetery", "military"];
    of("amenity", &["school", "kindergarten", "university", "college", "hospital", "bus_station"])
        .or_else(|| of("leisure", &["pitch", "playground", "stadium", "track"]))
        .or_else(|| of("landuse", &areas))
        .or_else(|| of("landuse", &["railway", "quarry"]))
}

fn green(tags: &Tags) -> Option<&'static str> {
    let is = |key, values: &[&str]| tags.get(key).is_some_and(|value| values.contains(&value));
    if is("leisure", &["nature_reserve"]) {
        Some("nature_reserve")
    } else if is("natural", &["wetland"]) {
        Some("wetland")
    } else if is("natural", &["wood"]) || is("landuse", &["forest"]) {
        Some("wood")
    } else if is("natural", &["sand", "beach"]) {
        Some("sand")
    } else if is("landuse", &["farmland", "orchard", "vineyard", "plant_nursery"]) {
        Some("farmland")
    } else {
        let grass = is("landuse", &["grass", "meadow", "allotments", "village_green"])
            || is("landuse", &["recreation_ground"])
            || is("leisure", &["park", "garden", "golf_course"])
            || is("natural", &["grassland", "heath", "scrub"]);
        grass.then_some("grass")
    }
}
