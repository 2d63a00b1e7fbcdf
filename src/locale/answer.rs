//! An answer in words, part by part, for the pages and the command line.

use super::{Lang, words::percent};
use crate::domain::{
    assign::{Answer, BorderNote, Candidate, EditionNote, MatchedAddress, RuleNote, Status},
    partition::Sureness,
};

/// A score from which on the text counts as written exactly like the street.
const EXACT: f64 = 0.9995;

/// The code of a status, as in the API.
pub fn status_code(status: Status) -> &'static str {
    match status {
        Status::Unique => "unique",
        Status::NearBorder => "near_border",
        Status::Ambiguous => "ambiguous",
        Status::UnknownHouseNumber => "unknown_house_number",
        Status::UnknownStreet => "unknown_street",
        Status::Outside => "outside",
        Status::RuleConflict => "rule_conflict",
    }
}

/// The status in a word or two.
pub fn status_word(lang: Lang, status: Status, city: &str) -> String {
    lang.t(&format!("status.{}", status_code(status)), &[("city", city)])
}

/// How well the text fits, unless it is written exactly like the street.
pub fn score_line(lang: Lang, address: &MatchedAddress) -> Option<String> {
    let values = [("percent", &*percent(address.score)), ("next", &*percent(address.next_score))];
    (address.score < EXACT).then(|| lang.t("answer.score", &values))
}

/// Number and first day of an edition.
pub fn edition_line(lang: Lang, edition: &EditionNote) -> String {
    let values =
        [("number", &*edition.number.to_string()), ("from", &*lang.day(edition.valid_from))];
    lang.t("answer.edition_line", &values)
}

/// The address as it was matched, in one line; `None` for a bare place.
pub fn matched_line(address: &MatchedAddress) -> Option<String> {
    let street = address.street.as_ref()?;
    let numbered = match &address.house_number {
        Some(number) => format!("{street} {number}"),
        None => street.clone(),
    };
    Some(match &address.place {
        Some(place) => format!("{numbered}, {place}"),
        None => numbered,
    })
}

/// The team, or that there is none yet.
pub fn title(lang: Lang, answer: &Answer, city: &str) -> String {
    if let Some(team) = &answer.team {
        return team.name.clone();
    }
    match (&answer.status, &answer.municipality) {
        (Status::Outside, Some(municipality)) => lang
            .t("answer.elsewhere_named", &[("municipality", &municipality.name), ("city", city)]),
        (Status::Outside, None) => lang.t("answer.elsewhere", &[("city", city)]),
        _ => lang.t("answer.unsure", &[]),
    }
}

/// What would settle an unsafe answer.
pub fn next_step(lang: Lang, answer: &Answer, city: &str) -> Option<String> {
    let beyond_city = answer.border.as_ref().is_some_and(|border| border.beyond.is_none());
    let key = match answer.status {
        Status::Unique => return None,
        Status::UnknownHouseNumber if answer.team.is_some() => return None,
        Status::NearBorder if beyond_city => "near_border_limit",
        Status::NearBorder => "near_border",
        Status::Ambiguous => "ambiguous",
        Status::UnknownHouseNumber => "unknown_house_number",
        Status::UnknownStreet if answer.candidates.is_empty() => "unknown_street_none",
        Status::UnknownStreet => "unknown_street",
        Status::Outside => "outside",
        Status::RuleConflict => "rule_conflict",
    };
    Some(lang.t(&format!("check_next.{key}"), &[("city", city)]))
}

/// What stands over the candidates.
pub fn candidates_title(lang: Lang, status: Status) -> String {
    match status {
        Status::RuleConflict => lang.t("number_list.conflict", &[]),
        _ => lang.t("answer.candidates", &[]),
    }
}

/// Team, house numbers and fit of a candidate.
pub fn candidate_details(lang: Lang, candidate: &Candidate) -> Vec<String> {
    let numbers = candidate.house_numbers.as_deref().map(|numbers| lang.house_numbers(numbers));
    [
        candidate.team_name.clone(),
        numbers.map(|numbers| lang.t("answer.numbers", &[("numbers", &numbers)])),
        candidate.score.map(|score| lang.t("answer.fits", &[("percent", &percent(score))])),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Which numbers a street rule gives to which Sozialraum.
pub fn rule_line(lang: Lang, rule: &RuleNote) -> String {
    let values = [
        ("street", rule.street.as_str()),
        ("house_numbers", &lang.house_numbers(&rule.numbers)),
        ("sozialraum", &rule.sozialraum.name),
    ];
    lang.t("number_list.rule", &values)
}

/// How far the border is and what lies beyond it.
pub fn border_line(lang: Lang, border: &BorderNote, status: Status, city: &str) -> String {
    let key = match (&border.beyond, &border.beyond_name) {
        _ if status == Status::Outside => "limit_from_outside",
        (Some(_), Some(_)) => "border_to",
        (Some(_), None) => "border_open",
        (None, Some(_)) => "limit_to",
        (None, None) => "limit_open",
    };
    lang.t(
        &format!("answer.{key}"),
        &[
            ("distance", &lang.metres(border.distance_m)),
            ("name", &border.name),
            ("beyond", border.beyond_name.as_deref().unwrap_or_default()),
            ("city", city),
        ],
    )
}

/// How sure the course of a border is.
pub fn sureness(lang: Lang, border: &BorderNote) -> String {
    let key = match border.sure {
        Sureness::Stated => "stated",
        Sureness::Inferred => "inferred",
        Sureness::Assumed => "assumed",
        Sureness::Mapped => "mapped",
    };
    lang.t(&format!("sure.{key}"), &[("metres", &lang.metres(border.uncertainty_m))])
}
