//! Derived polygons: parts, holes, islands, touching points.

use super::*;

#[test]
fn two_neighbours_share_one_border() {
    let p = sound(&[rectangle("b", 10, 0, 10, 10), rectangle("a", 0, 0, 10, 10)], None);
    assert_eq!(p.faces().iter().map(|f| f.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    let (a, b) = (p.face_index("a").unwrap(), p.face_index("b").unwrap());
    assert_eq!(p.face_index("c"), None);
    assert_eq!(p.borders().len(), 3);
    assert_eq!(p.neighbours(a), BTreeMap::from([(None, 30.0), (Some(b), 10.0)]));
    assert_eq!(p.area(b), rectangle("b", 10, 0, 10, 10));
    assert_eq!(p.doubled_area_cm2(a), 2_000_000);
    assert_eq!(p.area_m2(a), 100.0);
    let shared: Vec<_> = p.borders().iter().filter(|border| !border.is_outer()).collect();
    assert_eq!(shared[0].points(), [m(10, 0), m(10, 10)]);
    assert_eq!((shared[0].left(), shared[0].right()), (Some(a), Some(b)));
    assert_eq!(shared[0].beyond(Some(a)), Some(Some(b)));
    assert_eq!(shared[0].beyond(None), None);
    assert_eq!(
        p.outline(),
        vec![vec![ring(&[(0, 0), (10, 0), (20, 0), (20, 10), (10, 10), (0, 10)])]]
    );
}

#[test]
fn a_corner_without_a_vertex_on_the_other_side_splits_that_edge_and_moves_nothing() {
    let big = rectangle("big", 0, 0, 10, 20);
    let p = sound(&[big, rectangle("low", 10, 0, 5, 7), rectangle("high", 10, 7, 5, 13)], None);
    let polygons = p.area(p.face_index("big").unwrap()).polygons;
    assert_eq!(polygons, [[ring(&[(0, 0), (10, 0), (10, 7), (10, 20), (0, 20)])]]);
}

#[test]
fn an_island_is_a_hole_of_what_surrounds_it() {
    let island = rectangle("in", 4, 4, 2, 2);
    let outer =
        area("out", &[&[(0, 0), (10, 0), (10, 10), (0, 10)], &[(4, 4), (6, 4), (6, 6), (4, 6)]]);
    let p = sound(&[outer, island], None);
    let out = p.area(p.face_index("out").unwrap());
    assert_eq!(out.polygons[0][1], ring(&[(4, 4), (4, 6), (6, 6), (6, 4)]), "clockwise");
    assert_eq!(p.borders().len(), 2);
    assert_eq!(p.borders()[1].points().first(), p.borders()[1].points().last());
}

#[test]
fn islands_nest_and_one_area_may_have_far_parts() {
    // in ⊂ mid ⊂ out, and a second part of "in" outside everything.
    let ring_of = |id: &str, at: i64, size: i64, hole: i64| {
        let (lo, hi) = (at + hole, at + size - hole);
        let end = at + size;
        area(
            id,
            &[
                &[(at, at), (end, at), (end, end), (at, end)],
                &[(lo, lo), (lo, hi), (hi, hi), (hi, lo)],
            ],
        )
    };
    let mut inner = rectangle("in", 20, 20, 60, 60);
    inner.polygons.extend(rectangle("in", 200, 0, 5, 5).polygons);
    let p = sound(&[ring_of("out", 0, 100, 10), ring_of("mid", 10, 80, 10), inner.clone()], None);
    assert_eq!(p.area(p.face_index("in").unwrap()), inner);
    assert_eq!(p.area(p.face_index("out").unwrap()).polygons[0].len(), 2);
}

#[test]
fn parts_that_share_an_edge_become_one() {
    let mut two = rectangle("a", 0, 0, 10, 10);
    two.polygons.extend(rectangle("a", 10, 0, 10, 10).polygons);
    let p = sound(&[two], None);
    assert_eq!(p.area(FaceIndex(0)).polygons.len(), 1);
    assert_eq!(p.area_m2(FaceIndex(0)), 200.0);
}

#[test]
fn rings_that_touch_in_a_point_stay_valid() {
    // A chessboard of four cells: both areas touch themselves in the middle.
    let mut white = rectangle("white", 0, 0, 10, 10);
    white.polygons.extend(rectangle("white", 10, 10, 10, 10).polygons);
    let mut black = rectangle("black", 10, 0, 10, 10);
    black.polygons.extend(rectangle("black", 0, 10, 10, 10).polygons);
    let p = sound(&[white.clone(), black], None);
    assert_eq!(p.area(p.face_index("white").unwrap()), white);

    // A hole whose corners all touch the exterior of the outer area: four corners are left of it.
    let outer = area(
        "o",
        &[
            &[(0, 0), (10, 0), (20, 0), (20, 10), (20, 20), (10, 20), (0, 20), (0, 10)],
            &[(10, 0), (20, 10), (10, 20), (0, 10)],
        ],
    );
    let diamond = area("d", &[&[(10, 0), (20, 10), (10, 20), (0, 10)]]);
    let p = sound(&[outer, diamond], None);
    let o = p.area(p.face_index("o").unwrap());
    assert_eq!(o.polygons.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 1, 1]);

    // A hole that touches the exterior in one point stays a hole of it, beside another polygon.
    let mut pinched =
        area("p", &[&[(0, 0), (20, 0), (20, 20), (0, 20), (0, 10)], &[(0, 10), (5, 15), (5, 5)]]);
    pinched.polygons.extend(rectangle("p", 100, 0, 1, 1).polygons);
    let triangle = area("t", &[&[(0, 10), (5, 5), (5, 15)]]);
    let p = sound(&[pinched, triangle], None);
    let pinched = p.area(p.face_index("p").unwrap());
    assert_eq!(pinched.polygons.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn regions_are_dissolved_without_inner_borders() {
    let cells = [
        rectangle("a", 0, 0, 10, 10),
        rectangle("b", 10, 0, 10, 10),
        rectangle("c", 20, 0, 10, 10),
    ];
    let p = sound(&cells, None);
    let regions = p.dissolve(|id| (id != "c").then(|| "north".to_owned()));
    assert_eq!(regions.len(), 1);
    assert_eq!(regions[0].id, "north");
    let outline = ring(&[(0, 0), (10, 0), (20, 0), (20, 10), (10, 10), (0, 10)]);
    assert_eq!(regions[0].polygons, [[outline]]);
}

#[test]
fn an_enclave_of_another_town_is_a_hole_when_the_frame_has_it() {
    let town =
        area("town", &[&[(0, 0), (10, 0), (10, 10), (0, 10)], &[(4, 4), (6, 4), (6, 6), (4, 6)]]);
    let frame = Area { id: "limit".into(), ..town.clone() };
    let p = sound(std::slice::from_ref(&town), Some(&frame));
    assert_eq!(p.outline()[0].len(), 2);
    let refused = build(&[town], &[], None, &nameless());
    assert_eq!(kinds(&refused.findings), [(FindingKind::Gap, "town".into())]);
}

#[test]
fn the_self_check_sees_what_is_broken() {
    let good = sound(&[rectangle("a", 0, 0, 10, 10), rectangle("b", 10, 0, 10, 10)], None);
    let mut broken = good.clone();
    broken.borders.pop();
    assert!(broken.check().iter().any(|f| f.kind == FindingKind::Mislabelled));
    let mut broken = good.clone();
    broken.borders.truncate(1);
    assert!(broken.check().iter().any(|f| f.kind == FindingKind::DanglingEnd));
    let mut broken = good.clone();
    broken.borders[0].left = broken.borders[0].right;
    assert!(broken.check().iter().any(|f| f.kind == FindingKind::Mislabelled));
    let mut broken = good.clone();
    broken.borders[1].points.insert(1, m(-5, 5));
    assert!(broken.check().iter().any(|f| f.kind == FindingKind::Crossing));
    // An island in an area that claims to lie outside.
    let mut broken = good;
    let island = sound(&[rectangle("b", 1, 1, 2, 2)], None);
    let mut lost = island.borders[0].clone();
    lost.left = lost.left.map(|_| FaceIndex(1));
    lost.right = lost.right.map(|_| FaceIndex(1));
    broken.borders.push(lost);
    assert!(broken.check().iter().any(|f| f.kind == FindingKind::Mislabelled));
}
