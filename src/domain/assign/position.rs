//! The answer for a position.

use super::{
    answer::{Answer, MatchedAddress, MunicipalityNote, Precision, Reason, Status},
    builder::Builder,
};
use crate::domain::{
    grid::{GridPoint, LonLat},
    locate::NearBorder,
    partition::{FaceIndex, PolygonRings},
};

/// How far from the city limit the piece of limit still tells the municipality, in metres, where
/// no territory is on file.
const BEYOND_LIMIT_M: f64 = 1_000.0;
/// How far off generalised territories of municipalities may be, in metres.
const GENERALISED_M: f64 = 250.0;

/// The answer for a position known to `precision_m` metres.
pub(super) fn answer(builder: Builder<'_>, position: LonLat, precision_m: f64) -> Answer {
    let matched = MatchedAddress {
        street: None,
        street_id: None,
        place: None,
        house_number: None,
        position: Some(position),
        precision: Precision::Position,
        precision_m,
        score: 1.0,
        next_score: 0.0,
    };
    // A position that the projection does not reach lies far outside.
    let Ok(point) = builder.city.grid.to_grid(position) else {
        let mut answer = builder.bare(Status::Outside, Reason::new("outside_far"));
        answer.address = Some(matched);
        return answer;
    };
    let mut answer = match builder.edition.face_at(point) {
        Some(face) => inside(builder, point, face, precision_m, "position"),
        None => outside(builder, point, precision_m),
    };
    answer.address = Some(matched);
    answer
}

/// The answer for a place inside: the team, unless a border is too close to be sure.
pub(super) fn inside(
    builder: Builder<'_>,
    point: GridPoint,
    face: FaceIndex,
    precision_m: f64,
    safe_code: &'static str,
) -> Answer {
    let doubts = builder.edition.borders_in_doubt(point, precision_m);
    let mut answer = match doubts.first() {
        None => {
            let answer = builder.bare(Status::Unique, Reason::new(safe_code));
            builder.with_team(answer, face)
        }
        Some(nearest) => near_border(builder, Some(face), nearest, &doubts, precision_m),
    };
    answer.border = builder.nearest_border(point, Some(face));
    answer
}

fn near_border(
    builder: Builder<'_>,
    face: Option<FaceIndex>,
    nearest: &NearBorder,
    doubts: &[NearBorder],
    precision_m: f64,
) -> Answer {
    let code = if builder.edition.partition.border(nearest.border).is_outer() {
        "near_city_limit"
    } else {
        "near_border"
    };
    let mut reason = Reason::new(code);
    if let Some(border) = builder.border_note(nearest, face) {
        reason = reason
            .with("border", border.name)
            .with("distance_m", border.distance_m)
            .with("uncertainty_m", border.uncertainty_m)
            .with("precision_m", precision_m)
            .with("beyond", border.beyond_name);
    }
    let mut answer = builder.bare(Status::NearBorder, reason);
    match face {
        Some(face) => {
            answer = builder.with_sozialraum(answer, face);
            answer.candidates.push(builder.candidate(face));
        }
        // The municipality on this side: what lies beyond, seen from the other one.
        None => answer.candidates.push(builder.candidate_beyond(nearest, nearest.beyond)),
    }
    for doubt in doubts {
        let candidate = builder.candidate_beyond(doubt, face);
        if !answer.candidates.contains(&candidate) {
            answer.candidates.push(candidate);
        }
    }
    answer
}

/// The answer for a place outside the city, unless the city limit is too close to be sure.
pub(super) fn outside(builder: Builder<'_>, point: GridPoint, precision_m: f64) -> Answer {
    let border = builder.nearest_border(point, None);
    let doubts = builder.edition.borders_in_doubt(point, precision_m);
    if let Some(nearest) = doubts.iter().find(|near| near.near.is_none() || near.beyond.is_none()) {
        let mut answer = near_border(builder, None, nearest, &doubts, precision_m);
        answer.municipality = municipality(builder, point);
        answer.border = border;
        return answer;
    }
    let municipality = municipality(builder, point);
    let reason = match &municipality {
        Some(municipality) => {
            Reason::new("outside").with("municipality", municipality.name.clone())
        }
        None => Reason::new("outside_far"),
    };
    let mut answer = builder.bare(Status::Outside, reason);
    answer.municipality = municipality;
    answer.border = border;
    answer
}

/// The municipality of a place outside. Close to the city limit the piece of limit tells it, as
/// territories on file may be generalised; further away the territory does.
pub(super) fn municipality(builder: Builder<'_>, point: GridPoint) -> Option<MunicipalityNote> {
    let near = builder.edition.locator.nearest_border(point)?;
    let by_territory = || {
        let contains_point = |rings: &PolygonRings| contains(rings, point);
        let found =
            builder.city.municipalities.iter().find(|m| m.polygons.iter().any(contains_point));
        found.map(|municipality| builder.municipality_note(municipality))
    };
    let by_limit = || {
        let line = builder.edition.partition.border(near.border).line()?;
        let name = line.municipality.as_deref()?;
        Some(match builder.city.municipality(name) {
            Some(municipality) => builder.municipality_note(municipality),
            None => MunicipalityNote {
                ags: None,
                name: name.to_owned(),
                district: None,
                office: None,
                office_contact: None,
            },
        })
    };
    if near.distance_m <= GENERALISED_M {
        by_limit().or_else(by_territory)
    } else {
        by_territory().or_else(|| by_limit().filter(|_| near.distance_m <= BEYOND_LIMIT_M))
    }
}

/// Whether rings (exterior first, then holes) contain a point, by the even-odd rule; points on
/// the edge may fall on either side.
fn contains(rings: &PolygonRings, point: GridPoint) -> bool {
    let crossings = rings
        .iter()
        .flat_map(|ring| ring.windows(2))
        .filter(|edge| {
            let (a, b) = (edge[0], edge[1]);
            if (a.y > point.y) == (b.y > point.y) {
                return false;
            }
            let side = i128::from(b.x - a.x) * i128::from(point.y - a.y)
                - i128::from(b.y - a.y) * i128::from(point.x - a.x);
            (side > 0) == (b.y > a.y)
        })
        .count();
    crossings % 2 == 1
}
