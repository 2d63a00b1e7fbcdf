//! Tests of the partition as a whole. Coordinates are metres on a small map unless they say
//! otherwise.

mod findings;
mod foreign;
mod naming;
mod random;
mod shapes;

use super::*;

/// A grid point at whole metres.
fn m(x: i64, y: i64) -> GridPoint {
    GridPoint::new(x * 100, y * 100)
}

/// A closed ring through points in metres.
fn ring(points: &[(i64, i64)]) -> Vec<GridPoint> {
    let mut ring: Vec<_> = points.iter().map(|&(x, y)| m(x, y)).collect();
    ring.push(ring[0]);
    ring
}

/// An area of one polygon.
fn area(id: &str, rings: &[&[(i64, i64)]]) -> Area {
    Area { id: id.into(), polygons: vec![rings.iter().map(|points| ring(points)).collect()] }
}

/// A rectangle from a corner with a width and a height.
fn rectangle(id: &str, x: i64, y: i64, w: i64, h: i64) -> Area {
    area(id, &[&[(x, y), (x + w, y), (x + w, y + h), (x, y + h)]])
}

/// A named line through points in metres; its name is its id in capitals.
fn line(id: &str, points: &[(i64, i64)]) -> NamedLine {
    let info = LineInfo {
        id: id.into(),
        name: id.to_uppercase(),
        sure: Sureness::Stated,
        uncertainty_m: 10.0,
        source: "test".into(),
        municipality: None,
    };
    NamedLine { info, points: points.iter().map(|&(x, y)| m(x, y)).collect() }
}

/// Options that want no names.
fn nameless() -> Options {
    Options { require_names: false, ..Options::default() }
}

/// Options that want no names and heal.
fn healing(max_area_m2: f64, max_width_m: f64) -> Options {
    Options { healing: Healing { max_area_m2, max_width_m }, ..nameless() }
}

/// The partition of areas without names, which must be sound and read back equal.
fn sound(areas: &[Area], frame: Option<&Area>) -> Partition {
    let partition = build(areas, &[], frame, &nameless()).into_result().unwrap();
    assert_eq!(partition.check(), []);
    let again = build(&partition.areas(), &[], frame, &nameless()).into_result().unwrap();
    assert_eq!(again, partition);
    partition
}

/// Kinds and areas of findings.
fn kinds(findings: &[Finding]) -> Vec<(FindingKind, String)> {
    findings.iter().map(|f| (f.kind, f.areas.join(" "))).collect()
}
