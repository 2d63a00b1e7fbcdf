//! A place of the resource map, asked for by its name instead of an address.

use std::collections::BTreeSet;

use super::{
    Question, QuestionError,
    answer::{Answer, Candidate, MatchedAddress, Precision, Reason, Status},
    answer_in,
    brief::Places,
    builder::Builder,
    position,
};
use crate::domain::{
    address::{AddressLine, TownMention, is_particle, normalise},
    city::OnDay,
    resource::{
        NamedPlaces,
        search::{Entry, Index},
    },
};

/// How far from its position a place may reach, in metres: it stands for a whole building or
/// ground.
const PLACE_PRECISION_M: f64 = 50.0;

/// The most places that are offered.
const OFFERED: usize = 5;

/// First words of names, or their ends; no name of a street begins with such a word of its own.
const INSTITUTIONS: [&str; 14] = [
    "schule",
    "kita",
    "kindergarten",
    "kindertagesstaette",
    "krippe",
    "hort",
    "gymnasium",
    "kirche",
    "zentrum",
    "haus",
    "treff",
    "buecherei",
    "feuerwehr",
    "klinik",
];

/// As [`assign`](super::assign), and a line that names a place of the resource map leads to where it lies.
///
/// A name that may be a street as well is never acted upon: then the place is offered.
///
/// # Errors
/// When the question cannot be asked, see [`Question::validate`].
pub fn assign_or_place(
    day: OnDay<'_>,
    question: &Question,
    places: &NamedPlaces,
    index: &Index,
) -> Result<Answer, QuestionError> {
    question.validate()?;
    let OnDay { city, edition, organisation } = day;
    let builder = Builder { city, edition, organisation, memo: None };
    Ok(answer_or_place(builder, question, places, index))
}

/// The answer to a question that can be asked, or the place that it names.
pub(super) fn answer_or_place(
    builder: Builder<'_>,
    question: &Question,
    places: &NamedPlaces,
    index: &Index,
) -> Answer {
    let answer = answer_in(builder, question);
    let Question::Line(text) = question else { return answer };
    // Most lines have a number: they need not be read again to see that they are no mere name.
    if answer.address.as_ref().is_some_and(|address| address.house_number.is_some()) {
        return answer;
    }
    let line = builder.read_line(text);
    if !may_be_name(&line) {
        return answer;
    }
    let entries = |name: &str| -> Vec<&Entry> {
        let named = places.named(name);
        named.iter().flat_map(|p| p.entries).filter_map(|id| index.entry(*id)).collect()
    };
    // A town beside it does not belong to the name, where it is not a part of it.
    let mut found = entries(text);
    if found.is_empty() && line.rest.is_empty() {
        found = entries(&line.street);
    }
    if found.is_empty() {
        return with_similar(builder, answer, &line, (places, index));
    }
    match answer.status {
        Status::UnknownStreet => by_name(builder, answer, &found),
        Status::Ambiguous if !line.known_street => by_name(builder, answer, &found),
        _ => street_or_place(builder, answer, &found),
    }
}

/// Whether the line says nothing but a name, and perhaps the own town.
fn may_be_name(line: &AddressLine) -> bool {
    line.house_number.is_none()
        && line.unreadable_number.is_none()
        && !line.street.is_empty()
        && !line.foreign_postcode
        && !matches!(line.town, TownMention::Neighbour(_))
}

/// Whether a name can hardly be that of a street: one of several words that is no kind of way, or
/// begins like an institution.
fn is_no_street(name: &str) -> bool {
    let normalised = normalise(name);
    let Some(first) = normalised.words.first() else { return false };
    let separate = name.split_whitespace().next().map(|word| normalise(word).key);
    let institution = separate.as_ref().is_some_and(|word| {
        word != &normalised.key && INSTITUTIONS.iter().any(|known| word.ends_with(known))
    });
    institution || normalised.kind.is_none() && normalised.words.len() > 1 && !is_particle(first)
}

/// No street has the name, and these places do: where all lie in one Sozialraum, that closest to a
/// border decides whether it is safe.
fn by_name(builder: Builder<'_>, answer: Answer, found: &[&Entry]) -> Answer {
    let no_street = found.iter().all(|entry| is_no_street(&entry.record.resource.name));
    let answers: Vec<Answer> = found.iter().filter_map(|entry| at(builder, entry)).collect();
    let sozialraum = |answer: &Answer| answer.sozialraum.as_ref().map(|s| s.id.clone());
    let Some(first) = answers.first().filter(|_| no_street) else {
        return offered(builder, answer, found, "places_of_this_name");
    };
    let one = answers.len() == found.len()
        && answers.iter().all(|other| sozialraum(other) == sozialraum(first));
    if answers.len() > 1 && (!one || sozialraum(first).is_none()) {
        return offered(builder, answer, found, "places_of_this_name");
    }
    let doubtful = answers.iter().find(|answer| answer.status != Status::Unique);
    doubtful.unwrap_or(first).clone()
}

/// The answer for the position of a place.
fn at(builder: Builder<'_>, entry: &Entry) -> Option<Answer> {
    let point = entry.point?;
    let mut answer = match builder.edition.face_at(point) {
        Some(face) => position::inside(builder, point, face, PLACE_PRECISION_M, "named_place"),
        None => position::outside(builder, point, PLACE_PRECISION_M),
    };
    if answer.reason.code == "named_place" {
        answer.reason = answer.reason.with("place", entry.record.resource.name.clone());
    }
    answer.address = Some(MatchedAddress {
        street: None,
        street_id: None,
        place: None,
        house_number: None,
        position: Some(builder.city.grid.to_lonlat(point)),
        precision: Precision::Position,
        precision_m: PLACE_PRECISION_M,
        score: 1.0,
        next_score: 0.0,
    });
    Some(answer)
}

/// A street has the name, and places do: nothing is left to ask only when all lead to one team.
fn street_or_place(builder: Builder<'_>, mut answer: Answer, found: &[&Entry]) -> Answer {
    let teams: BTreeSet<Option<String>> =
        found.iter().map(|entry| candidate(builder, entry).team).collect();
    let own = answer.team.as_ref().map(|team| team.id.clone());
    if own.is_some() && teams.len() == 1 && teams.contains(&own) {
        return answer;
    }
    // The street comes first, as it was asked in the field for addresses.
    let street = answer.address.as_ref().and_then(|address| address.street.clone());
    let street = street.map(|label| Candidate {
        label,
        sozialraum: answer.sozialraum.as_ref().map(|sozialraum| sozialraum.id.clone()),
        team: own,
        team_name: answer.team.as_ref().map(|team| team.name.clone()),
        ..Candidate::default()
    });
    answer.candidates.clear();
    let mut offered = offered(builder, answer, found, "street_or_place");
    offered.candidates.splice(0..0, street);
    offered
}

/// The places before what was found else, and nothing to act upon.
fn offered(builder: Builder<'_>, answer: Answer, found: &[&Entry], code: &'static str) -> Answer {
    let mut offered = builder.bare(Status::Ambiguous, Reason::new(code));
    offered.address = answer.address;
    offered.candidates = found.iter().take(OFFERED).map(|e| candidate(builder, e)).collect();
    offered.candidates.extend(answer.candidates);
    offered
}

/// An unknown street with the places whose names are similar, each before the streets that are no
/// closer to what was typed.
fn with_similar(
    builder: Builder<'_>,
    mut answer: Answer,
    line: &AddressLine,
    (places, index): Places<'_>,
) -> Answer {
    if answer.status != Status::UnknownStreet || line.street.is_empty() {
        return answer;
    }
    let typed = normalise(&line.street).key;
    let edits = |name: &str| strsim::osa_distance(&normalise(name).key, &typed);
    let resolution = builder.resolve(&line.street, &line.within());
    let streets: Vec<usize> =
        resolution.matches().iter().map(|found| edits(&found.matched_name)).collect();
    let similar: Vec<(usize, Candidate)> = places
        .similar(&line.street, OFFERED)
        .iter()
        .flat_map(|place| {
            let entries = place.entries.iter().filter_map(|id| index.entry(*id));
            entries.map(|entry| (edits(place.name), candidate(builder, entry)))
        })
        .take(OFFERED)
        .collect();
    for (edits, place) in similar.into_iter().rev() {
        let at = streets.iter().position(|street| *street >= edits);
        let at = at.unwrap_or(streets.len()).min(answer.candidates.len());
        answer.candidates.insert(at, place);
    }
    answer
}

/// A place to choose: asked by its position, as its name says no more than what was typed.
fn candidate(builder: Builder<'_>, entry: &Entry) -> Candidate {
    let resource = &entry.record.resource;
    let face = entry.point.and_then(|point| builder.edition.face_at(point));
    Candidate {
        label: match &resource.address.street {
            Some(street) => format!("{}, {street}", resource.name),
            None => resource.name.clone(),
        },
        position: resource.place,
        ..face.map(|face| builder.candidate(face)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_can_be_no_street_are_acted_upon() {
        for name in ["Herold-Center", "Grundschule Heidberg", "Kita Am Knick", "Haus im Park"] {
            assert!(is_no_street(name), "{name}");
        }
        for name in [
            "Stadtpark",
            "Willy-Brandt-Park",
            "Richtweg",
            "Kraftwerk",
            "Schulweg",
            "Am Kraftwerk",
            "Haus",
            "Schule",
            "Lange Straße",
        ] {
            assert!(!is_no_street(name), "{name}");
        }
    }
}
