//! From polygons and named lines to a partition.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::chain::{SidedEdge, borders};
use super::finding::{Finding, FindingKind};
use super::graph::{Deltas, Graph, merge_edges};
use super::heal::{Context, settle};
use super::snap::{Segment, snap};
use super::{Area, Face, FaceIndex, NamedLine, Partition, naming, rings};
use crate::domain::grid::GridPoint;

/// Up to which size gaps, overlaps and overhangs are given to a neighbour instead of being refused.
/// Both limits must hold; the default heals nothing.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Healing {
    /// Largest area in m².
    pub max_area_m2: f64,
    /// Largest width in metres: how far a border may move. Named lines within this distance of the
    /// resulting borders still name them.
    pub max_width_m: f64,
}

impl Healing {
    /// Heals nothing.
    pub const NONE: Self = Self { max_area_m2: 0.0, max_width_m: 0.0 };
}

/// How a partition is built.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// What may be healed.
    pub healing: Healing,
    /// Whether a border without a named line is a finding. Otherwise its line is `None`.
    pub require_names: bool,
}

impl Default for Options {
    /// Heals nothing and wants every border named.
    fn default() -> Self {
        Self { healing: Healing::NONE, require_names: true }
    }
}

/// What came of building: a partition, or findings that say why not.
#[derive(Debug, Clone, PartialEq)]
pub struct Build {
    /// The partition; present exactly when there are no findings.
    pub partition: Option<Partition>,
    /// What is wrong, sorted by kind and place.
    pub findings: Vec<Finding>,
    /// What was wrong and has been given to a neighbour (or cut off outside the frame).
    pub healed: Vec<Finding>,
}

impl Build {
    /// The partition, or the findings.
    ///
    /// # Errors
    /// The findings, when there are any.
    pub fn into_result(self) -> Result<Partition, Vec<Finding>> {
        self.partition.ok_or(self.findings)
    }

    fn refused(mut findings: Vec<Finding>, healed: Vec<Finding>) -> Self {
        findings.sort_by_key(|finding| (finding.kind, finding.place));
        Self { partition: None, findings, healed }
    }
}

/// Builds the partition of areas whose borders run along named lines.
///
/// * `areas` must cover every place of the `frame` (the city limit) exactly once and nothing outside
///   it; without a frame they must not overlap or enclose an uncovered place.
/// * `lines` must cover every border (with [`Options::require_names`]) and lie on borders all along;
///   they match within 1 cm or [`Healing::max_width_m`]. A line that ends inside an edge splits it.
/// * Vertices never move; edges are bent by at most 0.71 cm where they cross or a line ends on them.
///   Input that is planar on the grid is taken as it is. Healing moves borders by at most its width.
///
/// Rings that are no rings are reported first and alone, because the rest rests on them. The result
/// does not depend on the order of the input, and `build(p.areas(), p.named_lines())` is `p` again.
/// About O(n log n) for n edges; 100,000 take seconds.
pub fn build(
    areas: &[Area],
    lines: &[NamedLine],
    frame: Option<&Area>,
    options: &Options,
) -> Build {
    let mut areas: Vec<&Area> = areas.iter().collect();
    areas.sort_by(|a, b| a.id.cmp(&b.id));
    let faults = invalid(&areas, lines, frame);
    if !faults.is_empty() {
        return Build::refused(faults, Vec::new());
    }

    let context = Context { areas: &areas, frame, options };
    let mut settled = arrange(&context, &[]);
    let tolerance_m = options.healing.max_width_m.max(0.01);
    let splits = naming::splits(&settled.edges, lines, tolerance_m);
    if !splits.is_empty() {
        settled = arrange(&context, &splits);
    }

    let Settled { mut edges, mut findings, healed } = settled;
    let infos = naming::distinct_infos(lines);
    findings.extend(naming::name(&mut edges, lines, &infos, tolerance_m));
    let kept: BTreeSet<_> = edges.iter().flat_map(|e| [e.left, e.right]).flatten().collect();
    for (index, area) in areas.iter().enumerate() {
        if !kept.contains(&index) {
            let place = area.polygons.iter().flatten().flatten().next();
            let place = place.copied().unwrap_or_default();
            findings.push(Finding::new(FindingKind::VanishedArea, place).area(&area.id));
        }
    }
    let borders = borders(&edges, &infos);
    let faces: Vec<_> = areas.iter().map(|area| Face { id: area.id.clone() }).collect();
    if options.require_names {
        for border in borders.iter().filter(|border| border.line.is_none()) {
            let place = border.points[border.points.len() / 2];
            let mut finding = Finding::new(FindingKind::UnnamedEdge, place);
            finding.length_m = border.length_m();
            let sides: BTreeSet<FaceIndex> = border.left.into_iter().chain(border.right).collect();
            finding.areas = sides.into_iter().map(|face| faces[face.0].id.clone()).collect();
            findings.push(finding);
        }
    }
    if !findings.is_empty() {
        return Build::refused(findings, healed);
    }
    Build { partition: Some(Partition { borders, faces }), findings, healed }
}

/// The edges between different areas once every face of the graph has its owner.
pub(super) struct Settled {
    pub edges: Vec<SidedEdge>,
    pub findings: Vec<Finding>,
    pub healed: Vec<Finding>,
}

/// Snaps all rings together and settles which area owns which face; edges are bent to the points
/// `hot` where they pass within their cells.
fn arrange(context: &Context<'_>, hot: &[GridPoint]) -> Settled {
    let (mut segments, mut deltas) = (Vec::new(), Vec::<Deltas>::new());
    for (index, area) in context.areas.iter().copied().chain(context.frame).enumerate() {
        for (a, b, turn) in rings::edges(area) {
            segments.push(Segment::on_grid(a, b));
            deltas.push(vec![(index, turn)]);
        }
    }
    settle(context, &Graph::new(merge_edges(&snap(&segments, hot), &deltas)))
}

/// Everything about single areas and lines that makes going on pointless.
fn invalid(areas: &[&Area], lines: &[NamedLine], frame: Option<&Area>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for pair in areas.windows(2).filter(|pair| pair[0].id == pair[1].id) {
        let place = pair[1].polygons.iter().flatten().flatten().next();
        let place = place.copied().unwrap_or_default();
        findings.push(Finding::new(FindingKind::DuplicateArea, place).area(&pair[1].id));
    }
    for area in areas.iter().copied().chain(frame) {
        let points = area.polygons.iter().flatten().flatten();
        match points.copied().find(|p| !p.in_range()) {
            Some(far) => {
                findings.push(Finding::new(FindingKind::OutOfRange, far).area(&area.id));
            }
            None => findings.extend(rings::check(area)),
        }
    }
    for line in lines {
        let first = line.points.first().copied().unwrap_or_default();
        let kind = if let Some(far) = line.points.iter().find(|p| !p.in_range()) {
            Some((FindingKind::OutOfRange, *far))
        } else if line.points.iter().all(|p| *p == first) {
            Some((FindingKind::TooFewPoints, first))
        } else {
            None
        };
        findings.extend(kind.map(|(kind, at)| Finding::new(kind, at).line(&line.info.id)));
    }
    findings
}
