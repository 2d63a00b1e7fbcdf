//! Which area owns which face of the graph; what is wrong with the others, and what heals it.

use std::collections::{BTreeMap, BTreeSet};

use rstar::RTree;

use super::build::Settled;
use super::chain::SidedEdge;
use super::finding::SLIVER_WIDTH_M;
use super::graph::Graph;
use super::index::{Hit, Piece, coordinates};
use super::{Area, Finding, FindingKind, Options};
use crate::domain::grid::GridPoint;

/// What the areas are measured against.
pub(super) struct Context<'a> {
    /// Sorted by id; the frame follows as if it were one more.
    pub areas: &'a [&'a Area],
    pub frame: Option<&'a Area>,
    pub options: &'a Options,
}

/// Who a face of the graph belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Area(usize),
    Outside,
    /// Nobody yet: something is wrong, and this is what.
    Open(FindingKind),
}

/// A face with which something is wrong.
struct Trouble {
    face: usize,
    finding: Finding,
    healable: bool,
}

/// Finds the owner of every face, heals what may be healed, and lists the rest.
pub(super) fn settle(context: &Context<'_>, graph: &Graph) -> Settled {
    let mut owners: Vec<Owner> = (0..graph.faces.len()).map(|f| context.owner(graph, f)).collect();
    let mut open = Vec::new();
    for face in 0..owners.len() {
        if let Owner::Open(kind) = owners[face] {
            open.push(context.trouble(graph, &owners, face, kind));
        }
    }
    let healed = heal(context, graph, &mut owners, &mut open);

    let side = |half_edge: usize| match owners[graph.face_of[half_edge]] {
        Owner::Area(area) => Some(area),
        _ => None,
    };
    let edge = |(index, edge): (usize, &super::graph::Edge)| {
        let (left, right) = (side(index * 2), side(index * 2 + 1));
        (left != right).then_some(SidedEdge { a: edge.a, b: edge.b, left, right, info: None })
    };
    let edges = graph.edges.iter().enumerate().filter_map(edge).collect();
    let findings = open.into_iter().map(|trouble| trouble.finding).collect();
    Settled { edges, findings, healed }
}

impl Context<'_> {
    /// The owner of a face by the areas that cover it.
    fn owner(&self, graph: &Graph, face: usize) -> Owner {
        let frame = self.areas.len();
        let winding = &graph.faces[face].winding;
        if winding.iter().any(|(_, times)| *times != 1) {
            return Owner::Open(FindingKind::SelfIntersection);
        }
        let framed = winding.iter().any(|(area, _)| *area == frame);
        let mut covering = winding.iter().map(|(area, _)| *area).filter(|area| *area != frame);
        let inside = if self.frame.is_some() { framed } else { face != 0 };
        match (covering.next(), covering.next()) {
            (None, _) if !inside => Owner::Outside,
            (None, _) => Owner::Open(FindingKind::Gap),
            (Some(_), _) if !inside => Owner::Open(FindingKind::OutsideFrame),
            (Some(area), None) => Owner::Area(area),
            _ => Owner::Open(FindingKind::Overlap),
        }
    }

    fn id(&self, area: usize) -> Option<String> {
        Some(self.areas.get(area).copied().or(self.frame)?.id.clone())
    }

    /// What there is to say about a face without an owner.
    fn trouble(&self, graph: &Graph, owners: &[Owner], face: usize, kind: FindingKind) -> Trouble {
        let data = &graph.faces[face];
        let mut areas: BTreeSet<usize> = data.winding.iter().map(|(area, _)| *area).collect();
        if kind == FindingKind::Gap {
            let around = data.half_edges.iter().map(|&h| &graph.faces[graph.beyond(h)].winding);
            areas = around.flatten().map(|(area, _)| *area).collect();
        }
        if kind != FindingKind::SelfIntersection {
            areas.remove(&self.areas.len());
        }
        let mut finding = Finding::new(kind, inner_point(graph, face));
        finding.areas = areas.into_iter().filter_map(|area| self.id(area)).collect();
        finding.area_m2 = data.doubled_area as f64 / 20_000.0;
        let ends = data.half_edges.iter().map(|&h| graph.ends(h));
        finding.length_m = ends.map(|(a, b)| a.distance_m(b)).sum();

        let Options { healing, .. } = *self.options;
        let widest = healing.max_width_m.max(SLIVER_WIDTH_M);
        let mut width_m = 2.0 * finding.area_m2 / finding.length_m;
        if width_m <= widest {
            width_m = width(graph, owners, face, &finding);
        }
        finding.kind = match kind {
            FindingKind::Gap if width_m <= SLIVER_WIDTH_M => FindingKind::SliverGap,
            FindingKind::Overlap if width_m <= SLIVER_WIDTH_M => FindingKind::SliverOverlap,
            other => other,
        };
        let healable = kind != FindingKind::SelfIntersection
            && finding.area_m2 <= healing.max_area_m2
            && width_m <= healing.max_width_m;
        Trouble { face, finding, healable }
    }
}

/// Gives small faces to the neighbour with the longest common border, in rounds, because a neighbour
/// may have to be healed first. Each round sees the owners of the round before, so that the order
/// does not matter. An overlap goes to one of the areas that cover it where one of them is a
/// neighbour; what lies outside the frame is cut off.
fn heal(
    context: &Context<'_>,
    graph: &Graph,
    owners: &mut [Owner],
    open: &mut Vec<Trouble>,
) -> Vec<Finding> {
    let mut healed = Vec::new();
    loop {
        let settle = |trouble: &Trouble, strict: bool| match owners[trouble.face] {
            _ if !trouble.healable => None,
            Owner::Open(FindingKind::OutsideFrame) => Some(Owner::Outside),
            Owner::Open(FindingKind::Overlap) if strict => {
                longest_neighbour(graph, owners, trouble.face, |area| {
                    graph.faces[trouble.face].winding.iter().any(|(covering, _)| *covering == area)
                })
            }
            _ => longest_neighbour(graph, owners, trouble.face, |_| true),
        };
        let round = |strict| open.iter().map(|trouble| settle(trouble, strict)).collect();
        let mut given: Vec<Option<Owner>> = round(true);
        if given.iter().all(Option::is_none) {
            given = round(false);
        }
        if given.iter().all(Option::is_none) {
            return healed;
        }
        let mut rest = Vec::new();
        for (mut trouble, owner) in open.drain(..).zip(given) {
            let Some(owner) = owner else {
                rest.push(trouble);
                continue;
            };
            owners[trouble.face] = owner;
            if let Owner::Area(area) = owner {
                trouble.finding.given_to = context.id(area);
            }
            healed.push(trouble.finding);
        }
        *open = rest;
    }
}

/// The area, among those that may be chosen, with the longest border to a face; the one with the
/// smaller id when two are equally long.
fn longest_neighbour(
    graph: &Graph,
    owners: &[Owner],
    face: usize,
    may: impl Fn(usize) -> bool,
) -> Option<Owner> {
    let mut lengths: BTreeMap<usize, f64> = BTreeMap::new();
    for &half_edge in &graph.faces[face].half_edges {
        if let Owner::Area(area) = owners[graph.beyond(half_edge)]
            && may(area)
        {
            let (a, b) = graph.ends(half_edge);
            *lengths.entry(area).or_insert(0.0) += a.distance_m(b);
        }
    }
    let longer = |p: &(usize, f64), q: &(usize, f64)| p.1.total_cmp(&q.1).then(q.0.cmp(&p.0));
    lengths.into_iter().max_by(longer).map(|(area, _)| Owner::Area(area))
}

/// How wide a face is: the largest distance from its border with one neighbour to its border with
/// others, which is how far a border moves when the face is given away; measured from the ends and
/// the quarters of every edge. A face with only one neighbour counts as wide as a square of its area
/// and outline.
fn width(graph: &Graph, owners: &[Owner], face: usize, finding: &Finding) -> f64 {
    let side = |half_edge: usize| {
        let beyond = graph.beyond(half_edge);
        let open = matches!(owners[beyond], Owner::Open(_));
        (owners[beyond], if open { beyond } else { 0 })
    };
    // In quarters of a centimetre the quarters of an edge are exact.
    let between = |a: GridPoint, b: GridPoint, quarters: i64| {
        let mix = |a: i64, b: i64| a * (4 - quarters) + b * quarters;
        GridPoint::new(mix(a.x, b.x), mix(a.y, b.y))
    };
    let piece = |&half_edge: &usize| {
        let (a, b) = graph.ends(half_edge);
        Piece { a: between(a, b, 0), b: between(a, b, 4), data: side(half_edge) }
    };
    let half_edges = &graph.faces[face].half_edges;
    let tree = RTree::bulk_load(half_edges.iter().map(piece).collect());
    let mut width_m: f64 = 0.0;
    for &half_edge in half_edges {
        let ((a, b), side) = (graph.ends(half_edge), side(half_edge));
        for quarters in 0..4 {
            let from = coordinates(between(a, b, quarters));
            let mut nearest = tree.nearest_neighbor_iter_with_distance_2(&from);
            match nearest.find(|(piece, _)| piece.data != side) {
                Some((_, distance_2)) => width_m = width_m.max(distance_2.sqrt() / 400.0),
                None => return 4.0 * finding.area_m2 / finding.length_m,
            }
        }
    }
    width_m
}

/// A grid point inside a face, well away from its border where possible; a corner of it when it is
/// too thin to hold one. Looks along a few horizontals for the widest stretch inside.
fn inner_point(graph: &Graph, face: usize) -> GridPoint {
    let half_edges = &graph.faces[face].half_edges;
    let hits = |p: GridPoint| -> Vec<Hit> {
        let hit = |&h: &usize| {
            let (a, b) = graph.ends(h);
            Hit::of(p, a, b)
        };
        half_edges.iter().filter_map(hit).collect()
    };
    let corners = half_edges.iter().map(|&h| graph.ends(h).0);
    let Some(corner) = corners.clone().min() else { return GridPoint::default() };
    let low = corners.clone().map(|p| p.y).min().unwrap_or(corner.y);
    let high = corners.map(|p| p.y).max().unwrap_or(corner.y);

    const LEVELS: i64 = 16;
    let mut best: Option<(f64, GridPoint)> = None;
    for level in 1..LEVELS {
        let y = low + (high - low) * level / LEVELS;
        let mut crossed = hits(GridPoint::new(corner.x, y));
        crossed.sort_unstable_by(Hit::cmp);
        for pair in crossed.chunks_exact(2) {
            let (from, to) = (pair[0].offset_cm(), pair[1].offset_cm());
            let p = GridPoint::nearest(corner.x as f64 + (from + to) / 2.0, y as f64);
            let wider = best.is_none_or(|(width, _)| to - from > width);
            if wider && is_inside(&hits(p)) {
                best = Some((to - from, p));
            }
        }
    }
    best.map_or(corner, |(_, p)| p)
}

/// Whether the point that hits were seen from lies between them and on none.
fn is_inside(hits: &[Hit]) -> bool {
    let west = hits.iter().filter(|hit| hit.side().is_lt()).count();
    hits.iter().all(|hit| hit.side().is_ne()) && west % 2 == 1
}
