//! What the map draws of an answer; everything in it is said in the text as well.

use jiff::civil::Date;
use serde::Serialize;

use crate::domain::{
    assign::{Answer, Precision, Status},
    city::OnDay,
    grid::{GridPoint, LonLat},
    partition::FaceIndex,
    register::{Part, RegisterStreet, parts},
};
use crate::locale::Lang;

#[derive(Serialize)]
struct MapData<'a> {
    place: Option<[f64; 2]>,
    street: Option<&'a str>,
    centre: Option<[f64; 2]>,
    sozialraum: Option<&'a str>,
    foot: Option<[f64; 2]>,
    distance: Option<String>,
    candidates: Vec<MapCandidate<'a>>,
    /// The day whose borders are drawn; today's when it is missing.
    as_of: Option<Date>,
    /// How the street is shared out.
    parts: &'a [MapPart<'a>],
}

/// The houses and lines of a street that belong to one Sozialraum.
#[derive(Serialize)]
pub(super) struct MapPart<'a> {
    /// Id of the Sozialraum; `None` for houses that have to be clarified.
    area: Option<&'a str>,
    /// The number of its row in the text; 0 for none.
    number: usize,
    lines: Vec<Vec<[f64; 2]>>,
    houses: Vec<MapHouse>,
}

#[derive(Serialize)]
struct MapHouse {
    number: String,
    place: [f64; 2],
}

#[derive(Serialize)]
struct MapCandidate<'a> {
    label: &'a str,
    place: [f64; 2],
    number: usize,
}

/// What the map shows of the street that an answer leaves to be shared out.
pub(super) fn street_parts<'a>(day: OnDay<'a>, answer: &Answer) -> Vec<MapPart<'a>> {
    let (Some(written), Some(street)) =
        (&answer.ranges, RegisterStreet::left_to_settle(day, answer))
    else {
        return Vec::new();
    };
    let shares = written.shares.iter().map(|share| &share.sozialraum);
    let rows: Vec<&str> =
        shares.chain(&written.runs_through).map(|area| area.id.as_str()).collect();
    let at = |point: &GridPoint| near_enough(day.city.grid.to_lonlat(*point));
    let part = |(face, part): (Option<FaceIndex>, Part)| {
        let area = face.map(|face| day.edition.sozialraum(face).id.as_str());
        let row = rows.iter().position(|row| Some(*row) == area);
        MapPart {
            area,
            number: row.map_or(0, |row| row + 1),
            lines: part.lines.iter().map(|line| line.iter().map(at).collect()).collect(),
            houses: part
                .houses
                .into_iter()
                .map(|(number, point)| MapHouse { number, place: at(&point) })
                .collect(),
        }
    };
    parts(day, &street).into_iter().map(part).collect()
}

/// The map's part of an answer as JSON, its words in a language.
pub(super) fn json(
    lang: Lang,
    answer: &Answer,
    as_of: Option<Date>,
    parts: &[MapPart<'_>],
) -> String {
    // The way to the border is drawn when the border is what the answer turns on.
    let border = answer.border.as_ref().filter(|_| answer.status == Status::NearBorder);
    // Somewhere along a street is no place: the street itself is drawn.
    let (street, place) = match &answer.address {
        Some(address) if address.precision == Precision::Street => {
            // Its parts are drawn where it is shared out.
            (address.street.as_deref().filter(|_| parts.is_empty()), None)
        }
        Some(address) => (None, address.position),
        None => (None, None),
    };
    let centre = answer.address.as_ref().and_then(|address| address.position);
    let data = MapData {
        place: place.map(pair),
        street,
        centre: centre.map(pair),
        sozialraum: answer.sozialraum.as_ref().map(|sozialraum| sozialraum.id.as_str()),
        foot: border.map(|border| pair(border.foot)),
        distance: border.map(|border| lang.metres(border.distance_m)),
        candidates: answer
            .candidates
            .iter()
            .enumerate()
            .filter_map(|(index, candidate)| {
                let place = pair(candidate.position?);
                Some(MapCandidate { label: &candidate.label, place, number: index + 1 })
            })
            .collect(),
        as_of,
        parts,
    };
    serde_json::to_string(&data).expect("plain values serialise")
}

/// A place to a tenth of a metre: a long street has hundreds of them.
fn near_enough(place: LonLat) -> [f64; 2] {
    pair(place).map(|degrees| (degrees * 1e6).round() / 1e6)
}

fn pair(place: LonLat) -> [f64; 2] {
    [place.lon, place.lat]
}
