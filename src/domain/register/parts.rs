//! A street of the register on the map: its houses and lines, Sozialraum by Sozialraum.

use std::collections::BTreeMap;

use super::RegisterStreet;
use crate::domain::{
    address::{HouseNumbers, Membership},
    city::OnDay,
    directory::Place,
    grid::GridPoint,
    partition::FaceIndex,
    street_extent::{BELIEVED, sample},
};

/// What of a street belongs together on the map.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Part {
    /// The pieces of its centre lines.
    pub lines: Vec<Vec<GridPoint>>,
    /// The numbers of its houses, and where they are.
    pub houses: Vec<(String, GridPoint)>,
}

/// The parts of a street by the Sozialraum; under `None` the houses whose numbers no list claims,
/// and the lines outside the city. Houses belong where the register says, lines where they run.
/// Between two Sozialräume a line is cut within a few metres of their border.
pub fn parts(day: OnDay<'_>, street: &RegisterStreet) -> BTreeMap<Option<FaceIndex>, Part> {
    let mut parts: BTreeMap<Option<FaceIndex>, Part> = BTreeMap::new();
    let directory = &day.city.directory;
    for line in directory.street(street.id).iter().flat_map(|street| &street.lines) {
        for (face, piece) in pieces(line, |point| day.edition.face_at(point)) {
            parts.entry(face).or_default().lines.push(piece);
        }
    }
    for known in directory.numbers(street.id) {
        let face = street.face_of(&known.number);
        // Every place that a number to be clarified may have is in question.
        let is_drawn = |place: &&Place| face.is_none() || place.confidence >= BELIEVED;
        for place in known.places.iter().filter(is_drawn) {
            let house = (known.number.to_string(), place.position);
            parts.entry(face).or_default().houses.push(house);
        }
    }
    parts
}

impl RegisterStreet {
    /// The Sozialraum whose list includes all of a number.
    fn face_of(&self, number: &HouseNumbers) -> Option<FaceIndex> {
        let includes = |share: &&super::Share| match number {
            HouseNumbers::Single(number) => share.numbers.membership(number),
            HouseNumbers::Range(range) => share.numbers.covers(range),
        };
        let share = self.shares.iter().find(|share| includes(share) == Membership::Inside)?;
        Some(share.face)
    }
}

/// A line cut where the face changes; every piece begins where the one before it ends.
fn pieces<F: Copy + PartialEq>(
    line: &[GridPoint],
    face_at: impl Fn(GridPoint) -> F,
) -> Vec<(F, Vec<GridPoint>)> {
    let mut pieces: Vec<(F, Vec<GridPoint>)> = Vec::new();
    for edge in line.windows(2) {
        for (nth, step) in sample(edge).windows(2).enumerate() {
            let middle = GridPoint::new(
                i64::midpoint(step[0].x, step[1].x),
                i64::midpoint(step[0].y, step[1].y),
            );
            let face = face_at(middle);
            match pieces.last_mut() {
                Some((of, points)) if *of == face => {
                    // Only corners are kept: the end moves on along its edge.
                    if nth > 0 {
                        points.pop();
                    }
                    points.push(step[1]);
                }
                _ => pieces.push((face, step.to_vec())),
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: i64, y: i64) -> GridPoint {
        GridPoint::new(x * 100, y * 100)
    }

    #[test]
    fn a_line_is_cut_near_the_border_and_keeps_its_corners() {
        let line = [at(0, 0), at(30, 0), at(30, 40)];
        let found = pieces(&line, |point| point.x > 2_200);
        assert_eq!(found.len(), 2);
        let [(false, before), (true, after)] = &found[..] else { panic!("{found:?}") };
        assert_eq!(before.first(), Some(&line[0]));
        assert_eq!(before.last(), after.first(), "nothing is missing between them");
        assert!((before[1].x - 2_200).abs() <= 500);
        assert_eq!(after[1..], line[1..], "a corner stays, and nothing beside it");
    }

    #[test]
    fn a_line_on_one_side_stays_as_it_is() {
        let line = [at(0, 0), at(17, 3), at(90, 40)];
        assert_eq!(pieces(&line, |_| 1), [(1, line.to_vec())]);
        assert!(pieces(&line[..1], |_| 1).is_empty());
    }
}
