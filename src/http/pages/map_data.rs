//! What the map draws of an answer; everything in it is said in the text as well.

use serde::Serialize;

use crate::domain::{
    assign::{Answer, Precision, Status},
    grid::LonLat,
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
}

#[derive(Serialize)]
struct MapCandidate<'a> {
    label: &'a str,
    place: [f64; 2],
    number: usize,
}

/// The map's part of an answer as JSON, its words in a language.
pub(super) fn json(lang: Lang, answer: &Answer) -> String {
    // The way to the border is drawn when the border is what the answer turns on.
    let border = answer.border.as_ref().filter(|_| answer.status == Status::NearBorder);
    // Somewhere along a street is no place: the street itself is drawn.
    let (street, place) = match &answer.address {
        Some(address) if address.precision == Precision::Street => {
            (address.street.as_deref(), None)
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
    };
    serde_json::to_string(&data).expect("plain values serialise")
}

fn pair(place: LonLat) -> [f64; 2] {
    [place.lon, place.lat]
}
