//! The decision for millions of positions: the same answers as one by one, from cells.

use std::borrow::Cow;

use super::{Brief, Question, QuestionError, Status, assign};
use crate::domain::{
    city::{CityEdition, OnDay},
    grid::{GridPoint, LonLat, Patch},
    locate::{Cells, Edge},
    partition::{BorderIndex, FaceIndex},
};

/// A city made ready for many positions of one precision.
#[derive(Debug)]
pub struct Positions<'a> {
    day: OnDay<'a>,
    precision_m: f64,
    patch: Patch,
    /// `None` for a city without borders, or one with a border that has no name.
    cells: Option<Cells<Option<FaceIndex>>>,
    edges: Vec<Side>,
    verdicts: Vec<Brief<'a>>,
}

/// What is found of a position: all but where it is, and how far from a border.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The place of the answer in [`Positions::verdicts`].
    pub verdict: usize,
    /// Decimetres to the nearest border, rounded.
    pub border_dm: u64,
}

impl Found {
    /// Metres to the nearest border.
    pub fn border_m(self) -> f64 {
        self.border_dm as f64 / 10.0
    }

    /// The face that holds the position; `None` outside.
    pub(super) fn face(self) -> Option<usize> {
        (self.verdict / KINDS).checked_sub(1)
    }
}

/// What an edge of the cells is a piece of.
#[derive(Debug, Clone, Copy)]
struct Side {
    border: BorderIndex,
    /// On its left and on its right.
    faces: [Option<FaceIndex>; 2],
}

/// A border that a position is too close to, ordered as
/// [`CityEdition::borders_in_doubt`] orders them.
type Doubt = (f64, bool, BorderIndex);

/// What may be said within each face: nothing is close, a border is, or the city limit.
const KINDS: usize = 3;

impl<'a> Positions<'a> {
    /// Prepares what holds on a day. Cost: some tens of milliseconds.
    ///
    /// # Errors
    /// When the precision, in metres, is none.
    pub fn new(day: OnDay<'a>, precision_m: f64) -> Result<Self, QuestionError> {
        let position = LonLat { lon: 0.0, lat: 0.0 };
        Question::Position { position, precision_m }.validate()?;
        let OnDay { city, edition, .. } = day;
        let (edges, sides) = edges(edition, precision_m);
        let named = edition.partition.borders().iter().all(|border| border.line().is_some());
        let cells = Cells::new(&edges, |at| edition.face_at(at)).filter(|_| named);
        let corners = cells.as_ref().map(Cells::corners).unwrap_or_default();
        let [south_west, north_east] = corners.map(|at| city.grid.to_lonlat(at));
        let faces = std::iter::once(None).chain(edition.partition.face_indices().map(Some));
        Ok(Self {
            day,
            precision_m,
            patch: Patch::new(&city.grid, south_west, north_east),
            cells,
            edges: sides,
            verdicts: faces.flat_map(|face| verdicts(day, face)).collect(),
        })
    }

    /// Everything that is ever said of a position near the city, without where it is and how far from
    /// a border: for those who write the same answers again and again.
    pub fn verdicts(&self) -> &[Brief<'a>] {
        &self.verdicts
    }

    /// The answer for a position, as [`assign()`](super::assign()) gives it.
    ///
    /// # Errors
    /// When the numbers are no position on earth.
    pub fn brief(&self, position: LonLat) -> Result<Brief<'_>, QuestionError> {
        let Some(found) = self.find(position) else {
            let precision_m = self.precision_m;
            return assign(self.day, &Question::Position { position, precision_m })
                .map(Brief::from);
        };
        let verdict = self.verdicts[found.verdict].clone();
        Ok(Brief { position: Some(position), border_m: Some(found.border_m()), ..verdict })
    }

    /// Which answer [`brief`](Self::brief) is, in a fraction of its time; `None` far away from the
    /// city and for what is no position.
    pub fn find(&self, position: LonLat) -> Option<Found> {
        self.at(self.patch.to_grid(position).ok()?)
    }

    /// As [`find`](Self::find).
    pub(super) fn at(&self, at: GridPoint) -> Option<Found> {
        let look = self.cells.as_ref()?.look(at)?;
        let face = look.label().copied().unwrap_or_else(|| match look.beside() {
            Some((edge, left)) => self.edges[edge].faces[usize::from(!left)],
            None => self.day.edition.face_at(at),
        });
        let mut doubt: Option<Doubt> = None;
        let border_dm = look.nearest_dm(|edge, distance_m| {
            let Side { border, faces } = self.edges[edge];
            // Outside, only the city limit raises doubts.
            if face.is_some() || faces.contains(&None) {
                let candidate = (distance_m, !faces.contains(&face), border);
                if doubt.is_none_or(|known| candidate < known) {
                    doubt = Some(candidate);
                }
            }
        });
        let kind = doubt.map_or(0, |(.., border)| {
            1 + usize::from(self.day.edition.partition.border(border).is_outer())
        });
        Some(Found { verdict: face.map_or(0, |face| face.0 + 1) * KINDS + kind, border_dm })
    }
}

/// What may be said within a face or outside, in the order of [`KINDS`].
fn verdicts<'a>(day: OnDay<'a>, face: Option<FaceIndex>) -> [Brief<'a>; KINDS] {
    let OnDay { edition, organisation, .. } = day;
    let sozialraum = face.map(|face| edition.sozialraum(face));
    let region = sozialraum.and_then(|sozialraum| organisation.region(&sozialraum.region));
    let team = sozialraum.and_then(|sozialraum| organisation.team_behind(&sozialraum.id));
    let clear = match face {
        Some(_) => (Status::Unique, "position"),
        None => (Status::Outside, "outside"),
    };
    [clear, (Status::NearBorder, "near_border"), (Status::NearBorder, "near_city_limit")].map(
        |(status, reason)| Brief {
            status,
            reason,
            team: team.filter(|_| status == Status::Unique).map(|team| Cow::Borrowed(&*team.id)),
            sozialraum: sozialraum.map(|sozialraum| Cow::Borrowed(&*sozialraum.id)),
            region: region.map(|region| Cow::Borrowed(&*region.id)),
            street: None,
            house_number: None,
            position: None,
            score: Some(1.0),
            next_score: Some(0.0),
            border_m: None,
            edition: Some(edition.edition.number),
        },
    )
}

/// The pieces of all borders; each matters as far as it makes a position doubtful.
fn edges(edition: &CityEdition, precision_m: f64) -> (Vec<Edge>, Vec<Side>) {
    let borders = edition.partition.borders().iter().enumerate();
    let pieces = borders.flat_map(|(index, border)| {
        let reach_m = precision_m + border.line().map_or(0.0, |line| line.uncertainty_m);
        let side = Side { border: BorderIndex(index), faces: [border.left(), border.right()] };
        let edge = move |pair: &[GridPoint]| Edge { a: pair[0], b: pair[1], reach_m };
        border.points().windows(2).map(move |pair| (edge(pair), side))
    });
    pieces.unzip()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{assign::tests::fixture, city::City};

    fn on_first_day(city: &City) -> OnDay<'_> {
        OnDay { city, edition: &city.editions[0], organisation: &city.organisation }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_brief_is_the_answer_in_brief(
            precision_m in prop::sample::select(vec![0.0, 5.0, 60.0]),
            at in prop::collection::vec((-1_500i64..3_500, -1_500i64..2_500), 200),
        ) {
            let city = fixture::city();
            let day = on_first_day(&city);
            let positions = Positions::new(day, precision_m).unwrap();
            for (east, north) in at {
                // On the lines themselves, and anywhere.
                for place in [fixture::at(east, north), fixture::at(east / 100 * 100, north / 50 * 50)] {
                    let position = city.grid.to_lonlat(place);
                    let question = Question::Position { position, precision_m };
                    let answer = assign(day, &question).unwrap();
                    prop_assert_eq!(positions.brief(position).unwrap(), Brief::from(answer));
                }
            }
        }
    }

    #[test]
    fn what_is_no_position_is_refused() {
        let city = fixture::city();
        let day = on_first_day(&city);
        let positions = Positions::new(day, 0.0).unwrap();
        for (lon, lat) in [(f64::NAN, 53.0), (10.0, 91.0), (-181.0, 53.0)] {
            assert_eq!(positions.brief(LonLat { lon, lat }), Err(QuestionError::Position));
        }
        assert_eq!(Positions::new(day, -1.0).err(), Some(QuestionError::Precision));
        let far = positions.brief(LonLat { lon: -70.0, lat: -30.0 }).unwrap();
        assert_eq!((far.status, far.border_m), (Status::Outside, None));
    }
}
