//! An unknown house number between two known ones: safe when every place it could have lies in
//! one Sozialraum. The number itself stays unknown.

use super::{address::TypedNumber, builder::Builder, house_number::precision_m};
use crate::domain::{
    address::{HouseNumber, HouseNumbers},
    directory::{KnownNumber, StreetId},
    grid::GridPoint,
    partition::FaceIndex,
    street_extent::BELIEVED,
};

/// How many numbers below and above the two known ones have to agree as well, on both sides of
/// the street: a wrong reading among the two must not decide.
const MARGIN: u32 = 10;
/// Known numbers further apart than this, in metres, do not enclose a place between them.
const ENCLOSED_M: f64 = 300.0;
/// How far a house may lie off the straight line between its neighbours, in metres.
const OFF_LINE_M: f64 = 40.0;
/// Distance between the places on that line that are looked at, in metres.
const STEP_M: f64 = 10.0;

/// The Sozialraum that holds every place which the typed number could have.
pub(super) fn one_face(
    builder: Builder<'_>,
    street: StreetId,
    number: TypedNumber<'_>,
) -> Option<FaceIndex> {
    let TypedNumber::Numbers(HouseNumbers::Single(number)) = number else { return None };
    let directory = &builder.city.directory;
    let (below, above) = directory.neighbours(street, number);
    let (below, above) = (below?, above?);
    let same_side = |known: &KnownNumber| known.number.lowest().parity() == number.parity();
    if !same_side(below) || !same_side(above) {
        return None;
    }
    let (from, to) = (place(below)?, place(above)?);
    let face = builder.edition.face_at(from)?;
    let low = below.number.lowest().number().saturating_sub(MARGIN);
    let high = above.number.highest().number().saturating_add(MARGIN);
    let around = |known: &&KnownNumber| {
        let inside = |end: &HouseNumber| (low..=high).contains(&end.number());
        known.number.ends().into_iter().any(inside)
    };
    let agree = directory.numbers(street).iter().filter(around).all(|known| {
        known.places.iter().all(|place| is_safe(builder, place.position, face, precision_m(place)))
    });
    (agree && from.distance_m(to) <= ENCLOSED_M && line_is_safe(builder, from, to, face))
        .then_some(face)
}

/// The only place of a number, when there is one and its street is believed.
fn place(known: &KnownNumber) -> Option<GridPoint> {
    let best = known.places.first().filter(|best| best.confidence >= BELIEVED)?;
    Some(best.position)
}

/// Whether a place lies in a face and farther from every border than that may be off.
fn is_safe(builder: Builder<'_>, point: GridPoint, face: FaceIndex, precision_m: f64) -> bool {
    builder.edition.face_at(point) == Some(face)
        && builder.edition.borders_in_doubt(point, precision_m).is_empty()
}

fn line_is_safe(builder: Builder<'_>, from: GridPoint, to: GridPoint, face: FaceIndex) -> bool {
    #[expect(clippy::cast_possible_truncation, reason = "at most some dozen steps")]
    let steps = (from.distance_m(to) / STEP_M).ceil() as i64;
    (0..=steps.max(1)).all(|step| {
        let at = |a: i64, b: i64| a + (b - a) * step / steps.max(1);
        let point = GridPoint::new(at(from.x, to.x), at(from.y, to.y));
        is_safe(builder, point, face, OFF_LINE_M)
    })
}
