//! Where a street runs: through which Sozialräume, and whether one of them holds all of it.

use std::collections::BTreeSet;

use crate::domain::{
    city::CityEdition,
    directory::{Directory, Street, StreetId},
    grid::GridPoint,
    partition::FaceIndex,
};

/// Distance between the places of a street that are looked at, in centimetres.
const STEP_CM: f64 = 500.0;

/// How many metres of a street may lie within a border's uncertainty before the street counts as
/// running along the border: two junctions with border streets, but not a block beside one.
const JUNCTIONS_M: f64 = 100.0;

/// From this confidence on a house number counts as one of the street.
pub const BELIEVED: f64 = 0.5;

/// The Sozialräume that a street belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StreetExtent {
    /// The faces that its line or one of its house numbers lies in.
    pub faces: BTreeSet<FaceIndex>,
    /// The one face that holds the whole street, so that even an unknown house number is safe:
    /// nothing of it lies beyond the uncertainty of any border, it does not run along one, and
    /// every known house number lies in that face.
    pub whole: Option<FaceIndex>,
    /// A place on the street, about its middle; at a house where it has no line.
    pub middle: Option<GridPoint>,
}

impl StreetExtent {
    /// The extents of all streets of a directory, by street id.
    pub fn of_all(edition: &CityEdition, directory: &Directory) -> Vec<Self> {
        directory
            .street_ids()
            .map(|(id, street)| Self::of(edition, directory, id, street))
            .collect()
    }

    fn of(edition: &CityEdition, directory: &Directory, id: StreetId, street: &Street) -> Self {
        let mut samples: Vec<GridPoint> = Vec::new();
        let mut faces = BTreeSet::new();
        let mut safe = BTreeSet::new();
        let mut doubtful = 0_usize;
        for line in &street.lines {
            let own = sample(line);
            // Nothing of a line lies farther from its beginning than one of its corners: where no
            // border comes so close, all of it is on one side of each.
            let reach = line.iter().map(|corner| corner.distance_m(line[0])).fold(0.0, f64::max);
            let far =
                own.first().filter(|first| edition.borders_in_doubt(**first, reach).is_empty());
            for point in far.map_or(&own[..], std::slice::from_ref) {
                let face = edition.face_at(*point);
                faces.extend(face);
                if far.is_some() || edition.borders_in_doubt(*point, 0.0).is_empty() {
                    safe.insert(face);
                } else {
                    doubtful += 1;
                }
            }
            samples.extend(own);
        }
        for known in directory.numbers(id) {
            for place in known.places.iter().filter(|place| place.confidence >= BELIEVED) {
                let face = edition.face_at(place.position);
                faces.extend(face);
                safe.insert(face);
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a street has few samples")]
        let along_border = doubtful as f64 * STEP_CM / 100.0 > JUNCTIONS_M;
        let only = safe.first().copied().flatten().filter(|_| safe.len() == 1);
        let whole = only.filter(|_| !along_border && doubtful * 2 < samples.len());
        if samples.is_empty() {
            // A street that only a register knows has no line.
            let known = directory.numbers(id).iter().flat_map(|known| &known.places);
            samples = known.map(|place| place.position).collect();
        }
        Self { faces, whole, middle: middle(&samples) }
    }
}

impl CityEdition {
    /// The face that all of a street belongs to, so that even an unknown house number is safe: by
    /// its rules, or by where it runs when no rule says otherwise of any number.
    pub fn whole_street(&self, street: StreetId) -> Option<FaceIndex> {
        let whole = self.extent(street).whole;
        let Some(rules) = self.rules.street(street) else { return whole };
        let by_rule = rules.whole().map(|(face, _)| face);
        by_rule.or_else(|| whole.filter(|face| rules.faces().all(|other| other == *face)))
    }
}

/// Places along a line, at most [`STEP_CM`] apart, its ends included.
fn sample(line: &[GridPoint]) -> Vec<GridPoint> {
    let mut points: Vec<GridPoint> = line.first().copied().into_iter().collect();
    for edge in line.windows(2) {
        let (dx, dy) = (edge[1].x - edge[0].x, edge[1].y - edge[0].y);
        #[expect(
            clippy::cast_precision_loss,
            reason = "differences on the grid are far below 2^52"
        )]
        let (fx, fy) = (dx as f64, dy as f64);
        #[expect(clippy::cast_possible_truncation, reason = "an edge has few steps")]
        let steps = ((fx.hypot(fy) / STEP_CM).ceil() as i64).max(1);
        points.extend((1..=steps).map(|step| {
            GridPoint::new(edge[0].x + dx * step / steps, edge[0].y + dy * step / steps)
        }));
    }
    points
}

/// The sample nearest to the mean of all.
fn middle(samples: &[GridPoint]) -> Option<GridPoint> {
    let count = i64::try_from(samples.len()).ok().filter(|count| *count > 0)?;
    let mean = GridPoint::new(
        samples.iter().map(|p| p.x).sum::<i64>() / count,
        samples.iter().map(|p| p.y).sum::<i64>() / count,
    );
    let squared = |p: &&GridPoint| {
        let (dx, dy) = (i128::from(p.x - mean.x), i128::from(p.y - mean.y));
        dx * dx + dy * dy
    };
    samples.iter().min_by_key(squared).copied()
}
