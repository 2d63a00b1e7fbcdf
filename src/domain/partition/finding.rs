//! What is wrong with a set of areas and lines: kind, place, size and whom it concerns.

use serde::{Deserialize, Serialize};

use crate::domain::grid::GridPoint;

/// Gaps and overlaps not wider than this, in metres, are reported as slivers.
pub const SLIVER_WIDTH_M: f64 = 1.0;

/// What kind of thing was found. Serialised in `snake_case` as a stable code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A coordinate is larger than the grid.
    OutOfRange,
    /// Two areas have the same id.
    DuplicateArea,
    /// An area has no polygon.
    EmptyArea,
    /// A ring's last point is not its first.
    OpenRing,
    /// A ring has fewer than three different points, or a line fewer than two.
    TooFewPoints,
    /// A ring encloses nothing.
    ZeroArea,
    /// A ring crosses itself, or the rings of an area cross, overlap or lie outside each other.
    SelfIntersection,
    /// No area covers a place inside the frame, or one enclosed by areas.
    Gap,
    /// A gap not wider than [`SLIVER_WIDTH_M`].
    SliverGap,
    /// Two or more areas cover a place.
    Overlap,
    /// An overlap not wider than [`SLIVER_WIDTH_M`].
    SliverOverlap,
    /// An area covers a place outside the frame.
    OutsideFrame,
    /// Nothing is left of an area after healing.
    VanishedArea,
    /// A part of a named line lies on no border.
    DanglingLine,
    /// No part of a named line lies on a border.
    UnusedLine,
    /// A border has no name.
    UnnamedEdge,
    /// Self-check: two borders cross or overlap.
    Crossing,
    /// Self-check: a border ends where no other begins.
    DanglingEnd,
    /// Self-check: the sides of the borders around a point, or of an island and the face around it,
    /// contradict each other, or a border has the same face on both sides.
    Mislabelled,
}

/// One thing that was found, and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// A grid point inside it where there is one, else on it.
    pub place: GridPoint,
    /// Its size in m²; 0 for what has no area.
    pub area_m2: f64,
    /// The length of a line, or of the outline of what has an area, in metres; 0 for a point.
    pub length_m: f64,
    /// The ids of the areas it concerns: those that cover it, or those that surround a gap.
    pub areas: Vec<String>,
    /// The ids of the named lines it concerns.
    pub lines: Vec<String>,
    /// For what was healed: the area that it was given to, `None` when it was cut off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_to: Option<String>,
}

impl Finding {
    /// A finding without size and without anybody concerned.
    pub(crate) fn new(kind: FindingKind, place: GridPoint) -> Self {
        Self {
            kind,
            place,
            area_m2: 0.0,
            length_m: 0.0,
            areas: Vec::new(),
            lines: Vec::new(),
            given_to: None,
        }
    }

    /// The same finding, concerning an area too.
    pub(crate) fn area(mut self, id: &str) -> Self {
        self.areas.push(id.to_owned());
        self
    }

    /// The same finding, concerning a line too.
    pub(crate) fn line(mut self, id: &str) -> Self {
        self.lines.push(id.to_owned());
        self
    }
}
