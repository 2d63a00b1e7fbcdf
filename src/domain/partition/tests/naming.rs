//! Named lines and borders.

use std::collections::BTreeSet;

use super::*;

fn cells() -> [Area; 2] {
    [rectangle("a", 0, 0, 10, 10), rectangle("b", 10, 0, 10, 10)]
}

/// The middle border and the city limit in two pieces.
fn lines() -> Vec<NamedLine> {
    vec![
        line("mitte", &[(10, 0), (10, 10)]),
        line("west", &[(10, 10), (0, 10), (0, 0), (10, 0)]),
        line("east", &[(10, 0), (20, 0), (20, 10), (10, 10)]),
    ]
}

/// Names of the borders with the number of their points.
fn names(p: &Partition) -> Vec<(Option<&str>, usize)> {
    let mut names = Vec::new();
    for border in &p.borders {
        names.push((border.line.as_ref().map(|info| info.name.as_str()), border.points.len()));
    }
    names
}

fn refused(lines: &[NamedLine]) -> Vec<(FindingKind, Vec<String>, Vec<String>)> {
    let found = build(&cells(), lines, None, &Options::default()).findings;
    found.into_iter().map(|f| (f.kind, f.areas, f.lines)).collect()
}

#[test]
fn lines_name_the_borders_they_lie_on() {
    let p = build(&cells(), &lines(), None, &Options::default()).into_result().unwrap();
    assert_eq!(names(&p), [(Some("WEST"), 4), (Some("MITTE"), 2), (Some("EAST"), 4)]);
    let again = build(&p.areas(), &p.named_lines(), None, &Options::default());
    assert_eq!(again.into_result().unwrap(), p);
}

#[test]
fn a_line_may_end_where_no_vertex_is() {
    let mut lines = lines();
    lines[0] = line("mitte", &[(10, 0), (10, 4)]);
    lines.push(line("anger", &[(10, 4), (10, 10)]));
    let p = build(&cells(), &lines, None, &Options::default()).into_result().unwrap();
    let named: Vec<_> = names(&p).into_iter().map(|(name, _)| name.unwrap()).collect();
    assert_eq!(named, ["WEST", "MITTE", "EAST", "ANGER"]);
    assert_eq!(p.check(), []);
    let again = build(&p.areas(), &p.named_lines(), None, &Options::default());
    assert_eq!(again.into_result().unwrap(), p);

    // Half a centimetre off a slanting edge: the edge is split beside the end.
    let slant = [area("a", &[&[(0, 0), (31, 0), (7, 100)]])];
    let mut ends = vec![line("x", &[(31, 0), (7, 100)]), line("y", &[(7, 100), (0, 0), (31, 0)])];
    let off = GridPoint::new(1_901, 5_000);
    ends[0].points[1] = off;
    ends[1].points.insert(0, off);
    let p = build(&slant, &ends, None, &Options::default()).into_result().unwrap();
    assert_eq!(p.borders().len(), 2);
    assert_eq!(p.area(FaceIndex(0)).polygons[0][0].len(), 5);
}

#[test]
fn every_border_wants_a_name_unless_told_otherwise() {
    let found = refused(&lines()[1..]);
    assert_eq!(found, [(FindingKind::UnnamedEdge, vec!["a".into(), "b".into()], vec![])]);
    let p = build(&cells(), &lines()[1..], None, &nameless()).into_result().unwrap();
    assert_eq!(names(&p)[1], (None, 2));
    assert_eq!(p.named_lines().len(), 2);
}

#[test]
fn lines_beside_the_borders_are_reported() {
    let mut off = lines();
    off.push(line("quer", &[(0, 5), (9, 5)]));
    assert_eq!(refused(&off), [(FindingKind::UnusedLine, vec![], vec!["quer".into()])]);
    let mut long = lines();
    long[0].points.push(m(10, 15));
    assert_eq!(refused(&long), [(FindingKind::DanglingLine, vec![], vec!["mitte".into()])]);
    let mut twice = lines();
    twice.push(line("zweimal", &[(10, 0), (10, 10)]));
    assert_eq!(refused(&twice), [(FindingKind::UnusedLine, vec![], vec!["zweimal".into()])]);
    let mut point = lines();
    point.push(line("punkt", &[(10, 0), (10, 0)]));
    assert_eq!(refused(&point), [(FindingKind::TooFewPoints, vec![], vec!["punkt".into()])]);
}

#[test]
fn a_line_within_the_healing_width_still_names() {
    let mut shifted = cells();
    shifted[1].polygons[0][0].iter_mut().filter(|p| p.x == 1_000).for_each(|p| p.x += 4);
    let frame = rectangle("limit", 0, 0, 20, 10);
    let mut options = healing(1.0, 0.05);
    options.require_names = true;
    let built = build(&shifted, &lines(), Some(&frame), &options);
    assert_eq!(built.findings, []);
    let p = built.partition.unwrap();
    assert_eq!(p.check(), []);
    let ids: BTreeSet<_> = p.named_lines().into_iter().map(|line| line.info.id).collect();
    assert_eq!(ids.len(), 3);
}

#[test]
fn one_line_may_come_in_pieces_and_pass_nodes() {
    // The line runs along two borders and meets the end of a third.
    let areas =
        [rectangle("a", 0, 0, 10, 10), rectangle("b", 10, 0, 10, 5), rectangle("c", 10, 5, 10, 5)];
    let pieces = [line("l", &[(10, 0), (10, 3)]), line("l", &[(10, 3), (10, 10)])];
    let p = build(&areas, &pieces, None, &nameless()).into_result().unwrap();
    let named: Vec<_> = p.named_lines().into_iter().map(|line| line.points).collect();
    let expected = [vec![m(10, 0), m(10, 3), m(10, 5)], vec![m(10, 5), m(10, 10)]];
    assert_eq!(named, expected);
    let again = build(&p.areas(), &p.named_lines(), None, &nameless());
    assert_eq!(again.into_result().unwrap(), p);
}
