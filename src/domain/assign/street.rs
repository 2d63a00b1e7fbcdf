//! The street of an address: known, similar to several, or unknown.

use std::sync::Arc;

use super::{
    address::TypedNumber,
    answer::{Answer, Candidate, MatchedAddress, Precision, Reason, Status},
    builder::Builder,
    house_number,
};
use crate::domain::{
    address::Within,
    directory::{How, Resolution, StreetMatch},
};

/// How many suggestions an unknown street gets.
const SUGGESTIONS: usize = 5;

/// How well a street fits and how well the next best does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    /// Score of the street, from 0 to 1.
    pub score: f64,
    /// Score of the next best.
    pub next_score: f64,
}

/// The answer for a street and what was typed as its number.
///
/// Streets that are known to lie elsewhere than the line says are offered, never chosen.
pub(super) fn answer(
    builder: Builder<'_>,
    street: &str,
    within: &Within<'_>,
    number: TypedNumber<'_>,
) -> Answer {
    let resolution = builder.resolve(street, within);
    let fit = Fit { score: resolution.score(), next_score: resolution.next_score() };
    match &*resolution {
        Resolution::Exact { found, .. } | Resolution::SafeTypo { found, .. } => {
            house_number::answer(builder, found.street, number, fit)
        }
        Resolution::Ambiguous(matches) => ambiguous(builder, matches, number, fit),
        Resolution::Unknown(matches) => {
            let mut answer = builder.bare(Status::UnknownStreet, Reason::new("unknown_street"));
            answer.address = Some(unplaced(number, fit));
            answer.candidates = matches
                .iter()
                .take(SUGGESTIONS)
                .map(|found| suggestion(builder, found, number))
                .collect();
            answer
        }
    }
}

/// What the street and the words beside it mean together, where that is nearly the name of another
/// street than the one that was answered.
pub(super) fn others(
    builder: Builder<'_>,
    name: &str,
    within: &Within<'_>,
    answer: &Answer,
) -> Option<Arc<Resolution>> {
    let known = answer.address.as_ref().and_then(|address| address.street_id);
    let others = builder.resolve(name, within);
    let first = others.matches().first().filter(|first| known != Some(first.street))?;
    let near = first.how != How::Weak || !matches!(*others, Resolution::Unknown(_));
    near.then_some(others)
}

/// A doubtful answer among other streets that are rather meant: they come first, and nothing is safe
/// to act on.
pub(super) fn among(
    builder: Builder<'_>,
    others: &Resolution,
    doubtful: Answer,
    reason: Reason,
    number: TypedNumber<'_>,
) -> Answer {
    let fit = Fit { score: others.score(), next_score: others.next_score() };
    let matches = others.matches();
    let readings =
        matches.iter().map(|found| house_number::answer(builder, found.street, number, fit));
    let mut answer = builder.bare(Status::Ambiguous, reason);
    answer.address = Some(unplaced(number, fit));
    answer.candidates = candidates(builder, matches, readings, number);
    for candidate in doubtful.candidates {
        if answer.candidates.iter().all(|other| other.label != candidate.label) {
            answer.candidates.push(candidate);
        }
    }
    answer
}

fn ambiguous(
    builder: Builder<'_>,
    matches: &[StreetMatch],
    number: TypedNumber<'_>,
    fit: Fit,
) -> Answer {
    let readings: Vec<Answer> = matches
        .iter()
        .map(|found| house_number::answer(builder, found.street, number, fit))
        .collect();
    // Streets of the same name that all lead to one team leave nothing to ask, unless they are in
    // different places.
    let placed = |found: &StreetMatch| {
        builder.city.directory.street(found.street).is_some_and(|street| street.place.is_some())
    };
    let same_name = matches.iter().all(|found| found.how == How::Exact && !placed(found));
    if let Some(first) = readings.first().filter(|first| same_name && first.team.is_some())
        && readings.iter().all(|reading| reading.team == first.team)
    {
        return first.clone();
    }
    let code = match matches {
        [found] if found.how == How::Exact => "street_elsewhere",
        [_] => "similar_street",
        _ => "several_streets",
    };
    let mut answer = builder.bare(Status::Ambiguous, Reason::new(code));
    answer.address = Some(unplaced(number, fit));
    answer.candidates = candidates(builder, matches, readings, number);
    answer
}

/// Streets to ask with, each with where it would lead.
fn candidates(
    builder: Builder<'_>,
    matches: &[StreetMatch],
    readings: impl IntoIterator<Item = Answer>,
    number: TypedNumber<'_>,
) -> Vec<Candidate> {
    let led = |(found, reading): (&StreetMatch, Answer)| Candidate {
        sozialraum: reading.sozialraum.as_ref().map(|s| s.id.clone()),
        team: reading.team.as_ref().map(|team| team.id.clone()),
        team_name: reading.team.as_ref().map(|team| team.name.clone()),
        position: reading.address.and_then(|address| address.position),
        ..suggestion(builder, found, number)
    };
    matches.iter().zip(readings).map(led).collect()
}

/// A street to ask with.
fn suggestion(builder: Builder<'_>, found: &StreetMatch, number: TypedNumber<'_>) -> Candidate {
    let label = builder.city.directory.label(found.street, number.text().as_deref());
    let whole = builder.edition.whole_street(found.street).map(|face| builder.candidate(face));
    Candidate {
        address: Some(label.clone()),
        label,
        score: Some(found.score),
        house_numbers: None,
        position: None,
        ..whole.unwrap_or_default()
    }
}

/// What is known of an address whose street is not settled.
fn unplaced(number: TypedNumber<'_>, fit: Fit) -> MatchedAddress {
    MatchedAddress {
        street: None,
        street_id: None,
        place: None,
        house_number: number.text(),
        position: None,
        precision: Precision::Street,
        precision_m: 0.0,
        score: fit.score,
        next_score: fit.next_score,
    }
}
