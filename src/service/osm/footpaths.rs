//! The network of ways that can be walked.

use super::ground::Ground;
use crate::{
    domain::grid::{GridPoint, LonLat},
    formats::osm::{Feature, Geometry, Tags},
};

/// Ways that people walk along.
const WALKED: &[&str] = &[
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "living_street",
    "pedestrian",
    "road",
    "service",
    "track",
    "path",
    "footway",
    "cycleway",
    "bridleway",
    "steps",
];

/// The walkable ways in and around the city. They meet where the map joins them: in the same
/// position.
pub(super) fn of(features: &[Feature], ground: &Ground) -> Vec<Vec<GridPoint>> {
    let walked = features.iter().filter(|feature| is_walked(&feature.tags));
    walked.flat_map(|feature| lines(&feature.geometry, ground)).collect()
}

fn is_walked(tags: &Tags) -> bool {
    let closed = |key| tags.get(key).is_some_and(|value| ["no", "private"].contains(&value));
    let named = |key, values: &[&str]| tags.get(key).is_some_and(|value| values.contains(&value));
    // What is said of people on foot counts before what is said of everybody.
    let open = match tags.get("foot") {
        Some(_) => !closed("foot"),
        None => !closed("access"),
    };
    named("highway", WALKED) && open
}

fn lines(geometry: &Geometry, ground: &Ground) -> Vec<Vec<GridPoint>> {
    let line = |places: &Vec<LonLat>| {
        let mut points: Vec<GridPoint> = places.iter().filter_map(|p| ground.point(*p)).collect();
        points.dedup();
        (points.len() >= 2).then_some(points)
    };
    match geometry {
        Geometry::Point(_) => Vec::new(),
        Geometry::Line(places) => line(places).into_iter().collect(),
        Geometry::Area(polygons) => polygons.iter().flatten().filter_map(line).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_people_may_walk_is_walked() {
        let walked = |pairs: &[(&str, &str)]| is_walked(&Tags::of(pairs));
        assert!(walked(&[("highway", "footway")]));
        assert!(walked(&[("highway", "service"), ("access", "private"), ("foot", "yes")]));
        assert!(!walked(&[("highway", "service"), ("access", "private")]));
        assert!(!walked(&[("highway", "motorway")]));
        assert!(!walked(&[("highway", "primary"), ("foot", "no")]));
        assert!(!walked(&[("building", "yes")]));
    }
}
