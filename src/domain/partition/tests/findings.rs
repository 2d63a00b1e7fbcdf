//! Every kind of finding, and healing.

use super::*;
use FindingKind::*;

/// Two areas of 100 × 100 m side by side; the second begins at `x`.
fn pair(x: i64) -> [Area; 2] {
    [rectangle("a", 0, 0, 100, 100), rectangle("b", x, 0, 200 - x, 100)]
}

/// The findings of areas without names in a frame.
fn findings(areas: &[Area], frame: Option<&Area>) -> Vec<Finding> {
    let built = build(areas, &[], frame, &nameless());
    assert!(built.partition.is_none() || built.findings.is_empty());
    built.findings
}

fn frame() -> Area {
    rectangle("limit", 0, 0, 200, 100)
}

#[test]
fn rings_that_are_no_rings() {
    let one = |ring: Vec<GridPoint>| {
        let found = findings(&[Area { id: "a".into(), polygons: vec![vec![ring]] }], None);
        assert!(found.iter().all(|f| f.areas == ["a"]), "{found:?}");
        found.into_iter().map(|f| (f.kind, f.place)).collect::<Vec<_>>()
    };
    assert_eq!(one(vec![m(0, 0), m(10, 0), m(10, 10), m(1, 1)]), [(OpenRing, m(1, 1))]);
    assert_eq!(one(ring(&[(0, 0), (10, 0), (0, 0)])), [(TooFewPoints, m(0, 0))]);
    assert_eq!(one(vec![]), [(TooFewPoints, m(0, 0))]);
    assert_eq!(one(ring(&[(0, 0), (10, 0), (20, 0)])), [(ZeroArea, m(0, 0))]);
    let bow_tie = ring(&[(0, 0), (10, 10), (10, 0), (0, 30)]);
    assert_eq!(one(bow_tie), [(SelfIntersection, GridPoint::new(750, 750))]);
    let spike = ring(&[(0, 0), (10, 0), (10, 10), (20, 10), (5, 10), (0, 10)]);
    assert_eq!(one(spike), [(SelfIntersection, m(10, 10))]);
    let far = GridPoint::new(1 << 40, 0);
    assert_eq!(one(vec![m(0, 0), far, m(0, 5), m(0, 0)]), [(OutOfRange, far)]);
}

#[test]
fn areas_that_are_no_areas() {
    let none = Area { id: "a".into(), polygons: vec![] };
    assert_eq!(kinds(&findings(&[none], None)), [(EmptyArea, "a".into())]);
    let twice = [rectangle("a", 0, 0, 1, 1), rectangle("a", 5, 5, 1, 1)];
    assert_eq!(kinds(&findings(&twice, None)), [(DuplicateArea, "a".into())]);
    // Rings of one area that cross, cover each other, or a hole outside.
    let mut crossing = rectangle("a", 0, 0, 10, 10);
    crossing.polygons.extend(rectangle("a", 5, 5, 10, 10).polygons);
    let found = findings(&[crossing], None);
    assert_eq!(kinds(&found), [(SelfIntersection, "a".into()), (SelfIntersection, "a".into())]);
    let mut covering = rectangle("a", 0, 0, 10, 10);
    covering.polygons.extend(rectangle("a", 5, 5, 2, 2).polygons);
    assert_eq!(kinds(&findings(&[covering], None)), [(SelfIntersection, "a".into())]);
    let mut outside = rectangle("a", 0, 0, 10, 10);
    outside.polygons[0].push(ring(&[(20, 20), (25, 20), (20, 25)]));
    assert_eq!(kinds(&findings(&[outside], None)), [(SelfIntersection, "a".into())]);
    // The frame is looked at in the same way.
    let frame = area("limit", &[&[(0, 0), (10, 10), (10, 0), (0, 30)]]);
    let found = findings(&[rectangle("a", 0, 0, 1, 1)], Some(&frame));
    assert_eq!(kinds(&found), [(SelfIntersection, "limit".into())]);
}

#[test]
fn a_gap_has_place_size_and_both_neighbours() {
    let found = findings(&pair(110), Some(&frame()));
    assert_eq!(kinds(&found), [(Gap, "a b".into())]);
    assert_eq!((found[0].area_m2, found[0].length_m), (1_000.0, 220.0));
    let place = found[0].place;
    assert!(place.x > 10_000 && place.x < 11_000 && place.y > 0 && place.y < 10_000, "{place:?}");
    assert_eq!(findings(&pair(110), None), [], "without a frame they are just apart");
}

#[test]
fn an_overlap_has_place_size_and_both_areas() {
    let found = findings(&pair(90), None);
    assert_eq!(kinds(&found), [(Overlap, "a b".into())]);
    assert_eq!(found[0].area_m2, 1_000.0);
    let three =
        [rectangle("a", 0, 0, 9, 9), rectangle("b", 0, 0, 9, 9), rectangle("c", 0, 0, 9, 9)];
    assert_eq!(kinds(&findings(&three, None))[0], (Overlap, "a b c".into()));
}

#[test]
fn thin_gaps_and_overlaps_are_slivers() {
    let mut areas = pair(100);
    for p in areas[1].polygons[0][0].iter_mut().filter(|p| p.x == 10_000) {
        p.x += 20;
    }
    let found = findings(&areas, Some(&frame()));
    assert_eq!(kinds(&found), [(SliverGap, "a b".into())]);
    assert_eq!(found[0].area_m2, 20.0);
    for p in areas[1].polygons[0][0].iter_mut().filter(|p| p.x == 10_020) {
        p.x -= 40;
    }
    assert_eq!(kinds(&findings(&areas, None)), [(SliverOverlap, "a b".into())]);
    // A long tail does not make a wide gap thin.
    let notched = area(
        "a",
        &[&[(0, 0), (100, 0), (100, 40), (90, 40), (90, 50), (100, 50), (100, 100), (0, 100)]],
    );
    areas[1].polygons[0][0].iter_mut().filter(|p| p.x == 9_980).for_each(|p| p.x = 10_001);
    let found = findings(&[notched, areas[1].clone()], Some(&frame()));
    assert_eq!(kinds(&found), [(Gap, "a b".into())]);
}

#[test]
fn what_lies_outside_the_frame() {
    let small = rectangle("limit", 0, 0, 190, 100);
    let found = findings(&pair(100), Some(&small));
    assert_eq!(kinds(&found), [(OutsideFrame, "b".into())]);
    assert_eq!(found[0].area_m2, 1_000.0);
}

#[test]
fn a_gap_goes_to_the_neighbour_with_the_longer_border() {
    // 1 m wide; b's side is 100 m long, a's only 60.
    let a = rectangle("a", 0, 0, 100, 60);
    let c = rectangle("c", 0, 60, 101, 40);
    let b = rectangle("b", 101, 0, 99, 100);
    let built = build(&[a, b, c], &[], Some(&frame()), &healing(60.0, 1.0));
    assert_eq!(kinds(&built.healed), [(SliverGap, "a b c".into())]);
    assert_eq!(built.healed[0].given_to.as_deref(), Some("a"), "equally long: the smaller id");
    let p = built.into_result().unwrap();
    assert_eq!(p.check(), []);
    assert_eq!(p.area_m2(p.face_index("a").unwrap()), 6_060.0);
}

#[test]
fn healing_keeps_to_its_limits() {
    let thin = |dx: i64| {
        let mut areas = pair(100);
        areas[1].polygons[0][0].iter_mut().filter(|p| p.x == 10_000).for_each(|p| p.x += dx);
        areas
    };
    for (dx, max_area, max_width, healed) in [
        (20, 20.0, 0.2, true),
        (20, 19.9, 0.2, false),
        (20, 20.0, 0.19, false),
        (-20, 20.0, 0.2, true),
        (-20, 20.0, 0.19, false),
    ] {
        let built = build(&thin(dx), &[], Some(&frame()), &healing(max_area, max_width));
        assert_eq!(built.partition.is_some(), healed, "{dx} {max_area} {max_width}");
        assert_eq!(built.healed.len(), usize::from(healed));
        assert_eq!(built.findings.len(), usize::from(!healed));
    }
    let overhang = rectangle("limit", 0, 0, 199, 100);
    let built = build(&pair(100), &[], Some(&overhang), &healing(100.0, 1.0));
    assert_eq!(kinds(&built.healed), [(OutsideFrame, "b".into())]);
    assert_eq!(built.healed[0].given_to, None);
    let p = built.into_result().unwrap();
    assert_eq!(
        p.outline()[0][0],
        ring(&[(0, 0), (100, 0), (199, 0), (199, 100), (100, 100), (0, 100)])
    );
}

#[test]
fn an_area_that_healing_swallows_is_reported() {
    let areas = [rectangle("a", 0, 0, 100, 100), rectangle("b", 50, 50, 1, 1)];
    let built = build(&areas, &[], None, &healing(2.0, 2.0));
    assert_eq!(kinds(&built.findings), [(VanishedArea, "b".into())]);
    assert!(built.partition.is_none());
}

#[test]
fn gaps_side_by_side_heal_one_after_another() {
    // The overlap of a and b cuts the gap below c in two; all are given away in rounds.
    let a = rectangle("a", 0, 0, 11, 10);
    let b = rectangle("b", 10, 0, 10, 10);
    let c = rectangle("c", 0, 11, 20, 9);
    let frame = rectangle("limit", 0, 0, 20, 20);
    let p = build(&[a, b, c], &[], Some(&frame), &healing(20.0, 1.0)).into_result().unwrap();
    let total: i128 = p.face_indices().map(|face| p.doubled_area_cm2(face)).sum();
    assert_eq!((total, p.check()), (2 * 20 * 20 * 10_000, vec![]));
}
