//! The whole map as borders and faces.
//!
//! Areas are not kept as independent polygons. A [`Partition`] is a planar subdivision: [`Border`]s
//! (polylines between nodes, each with what is known about its course and a face on either side) and
//! [`Face`]s (one per area). Polygons are derived, so two neighbours can have neither gap nor
//! overlap between them. A partition only comes from [`build()`], which
//!
//! 1. checks every ring (`rings`),
//! 2. brings all segments to a planar state on the grid (`snap`),
//! 3. traces the faces of the half-edge graph (`graph`) and labels each exactly by winding number
//!    with the areas that cover it,
//! 4. gives small gaps and overlaps to a neighbour where that is wanted (`heal`),
//! 5. names the edges after the lines (`naming`) and joins them to borders (`chain`).
//!
//! What does not close is reported as a [`Finding`] with its place, size and areas.

mod build;
mod chain;
mod check;
mod derive;
mod finding;
mod graph;
mod heal;
mod index;
mod naming;
mod rings;
mod snap;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::grid::GridPoint;

pub use build::{Build, Healing, Options, build};
pub use finding::{Finding, FindingKind, SLIVER_WIDTH_M};
pub use snap::{ForeignArea, snap_foreign};

pub(crate) use index::{Hit, Piece, coordinates};

/// The rings of one polygon: the exterior first, then the holes; each closed (first = last point).
pub type PolygonRings = Vec<Vec<GridPoint>>;

/// A named area as polygons. Derived areas have counter-clockwise exteriors and clockwise holes;
/// areas that are read may turn either way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// What the area is called in the dataset.
    pub id: String,
    /// Its parts. Parts may touch in points.
    pub polygons: Vec<PolygonRings>,
}

/// How sure the course of a line is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Sureness {
    /// The deciding document names the line.
    Stated,
    /// It follows from the words of the document.
    Inferred,
    /// Nobody decided it; it is a draft.
    Assumed,
    /// A legal line, such as the city limit, whose course is taken from a map.
    Mapped,
}

/// What is known about a line, whatever its course.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineInfo {
    /// What the line is called in the dataset. A line in several pieces repeats it.
    pub id: String,
    /// The name people know it by, such as *Buchenweg*.
    pub name: String,
    /// How sure its course is.
    pub sure: Sureness,
    /// How far off its course may be, in metres.
    pub uncertainty_m: f64,
    /// Where the course was taken from.
    pub source: String,
    /// What lies beyond, for a piece of the city limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<String>,
}

/// A line that names borders: what is known about it and its course.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NamedLine {
    /// What is known about it.
    #[serde(flatten)]
    pub info: LineInfo,
    /// Its course, at least two points.
    pub points: Vec<GridPoint>,
}

/// The place of a face in [`Partition::faces`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FaceIndex(pub usize);

/// The place of a border in [`Partition::borders`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BorderIndex(pub usize);

/// One area of the partition, in one or several parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Face {
    /// The id of the area.
    pub id: String,
}

/// A polyline between two nodes with one face on either side, or a closed line without a node.
///
/// Nodes are the points where other than two edges meet, or where the line or a side changes.
/// Open borders start at the smaller end, closed ones at their smallest point; where that leaves a
/// choice, the lexicographically smaller sequence of points is taken.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Border {
    pub(crate) points: Vec<GridPoint>,
    pub(crate) left: Option<FaceIndex>,
    pub(crate) right: Option<FaceIndex>,
    pub(crate) line: Option<LineInfo>,
}

impl Border {
    /// The course with all its vertices; at least two points, first = last for a closed border.
    pub fn points(&self) -> &[GridPoint] {
        &self.points
    }

    /// The face to the left of the course, or `None` outside the partition.
    pub fn left(&self) -> Option<FaceIndex> {
        self.left
    }

    /// The face to the right of the course, or `None` outside the partition.
    pub fn right(&self) -> Option<FaceIndex> {
        self.right
    }

    /// What is known about the line the border runs along; `None` for an unnamed border.
    pub fn line(&self) -> Option<&LineInfo> {
        self.line.as_ref()
    }

    /// Whether the partition ends here.
    pub fn is_outer(&self) -> bool {
        self.left.is_none() || self.right.is_none()
    }

    /// The side opposite to `from`, or `None` when `from` is on neither side.
    pub fn beyond(&self, from: Option<FaceIndex>) -> Option<Option<FaceIndex>> {
        match (self.left == from, self.right == from) {
            (true, _) => Some(self.right),
            (_, true) => Some(self.left),
            _ => None,
        }
    }

    /// Its length in metres.
    pub fn length_m(&self) -> f64 {
        self.points.windows(2).map(|p| p[0].distance_m(p[1])).sum()
    }
}

/// A planar subdivision into named areas. Two partitions with the same edges, faces and names are
/// equal: faces are sorted by id, borders by their points.
#[derive(Debug, Clone, PartialEq)]
pub struct Partition {
    borders: Vec<Border>,
    faces: Vec<Face>,
}

impl Partition {
    /// All borders, in canonical order.
    pub fn borders(&self) -> &[Border] {
        &self.borders
    }

    /// All faces, sorted by id.
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// The border at an index of this partition.
    ///
    /// # Panics
    /// When the index comes from another partition.
    pub fn border(&self, index: BorderIndex) -> &Border {
        &self.borders[index.0]
    }

    /// The face at an index of this partition.
    ///
    /// # Panics
    /// When the index comes from another partition.
    pub fn face(&self, index: FaceIndex) -> &Face {
        &self.faces[index.0]
    }

    /// The face of an area; logarithmic.
    pub fn face_index(&self, id: &str) -> Option<FaceIndex> {
        self.faces.binary_search_by(|face| face.id.as_str().cmp(id)).ok().map(FaceIndex)
    }

    /// The indices of all faces.
    pub fn face_indices(&self) -> impl Iterator<Item = FaceIndex> + use<> {
        (0..self.faces.len()).map(FaceIndex)
    }

    /// The borders that have a face on one side, in canonical order; linear.
    pub fn borders_of(&self, face: FaceIndex) -> impl Iterator<Item = (BorderIndex, &Border)> {
        let touches = move |b: &Border| b.left == Some(face) || b.right == Some(face);
        self.borders
            .iter()
            .enumerate()
            .filter(move |(_, border)| touches(border))
            .map(|(index, border)| (BorderIndex(index), border))
    }

    /// The neighbours of a face and the length of the border to each in metres; `None` = outside.
    pub fn neighbours(&self, face: FaceIndex) -> BTreeMap<Option<FaceIndex>, f64> {
        let mut lengths = BTreeMap::new();
        for (_, border) in self.borders_of(face) {
            if let Some(beyond) = border.beyond(Some(face)) {
                *lengths.entry(beyond).or_insert(0.0) += border.length_m();
            }
        }
        lengths
    }

    /// The named borders as lines, one per border: together with [`Partition::areas`] they
    /// [`build()`] an equal partition.
    pub fn named_lines(&self) -> Vec<NamedLine> {
        let named = |border: &Border| {
            let info = border.line.clone()?;
            Some(NamedLine { info, points: border.points.clone() })
        };
        self.borders.iter().filter_map(named).collect()
    }
}
