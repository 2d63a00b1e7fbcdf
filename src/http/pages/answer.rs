//! An answer as the page shows it: codes and values put in words.

use jiff::civil::Date;

use super::{
    note,
    responsibility::ResponsibilityView,
    words::{self, day, metres, percent, t},
};
use crate::domain::{
    assign::{Answer, BorderNote, Candidate, MatchedAddress, Precision, Status},
    edition::EditionStatus,
    grid::LonLat,
    partition::Sureness,
};

/// A score from which on the text counts as written exactly like the street.
const EXACT: f64 = 0.9995;

/// How a status looks: code, KERN variant and icon.
pub struct StatusView {
    /// The code, as in the API.
    pub code: &'static str,
    /// The KERN variant of badge and card.
    pub tone: &'static str,
    /// The KERN icon.
    pub icon: &'static str,
    /// The status in a word or two.
    pub word: String,
}

/// One line of the facts: what, its value, remarks.
pub struct Fact {
    /// What it is.
    pub key: String,
    /// Its value.
    pub value: String,
    /// Further sentences.
    pub remarks: Vec<String>,
}

/// A possibility, and what to ask for when it is chosen.
pub struct CandidateView {
    /// Its number on the map; 0 when it has no place.
    pub number: usize,
    /// What a person chooses by.
    pub label: String,
    /// Team, house numbers, how well it fits.
    pub details: Vec<String>,
    /// The address to ask for.
    pub address: Option<String>,
    /// The place to ask for when there is no address.
    pub place: Option<LonLat>,
}

/// The edition that an answer rests on.
pub struct EditionView {
    /// Number and first day.
    pub line: String,
    /// The decision it rests on.
    pub decision: String,
    /// Whether its borders are unconfirmed.
    pub draft: bool,
}

/// An answer ready for its template.
pub struct AnswerView {
    /// How safe it is.
    pub status: StatusView,
    /// The line above the title: what was asked for.
    pub preline: String,
    /// The team, or that there is none yet.
    pub title: String,
    /// Why, in a sentence.
    pub reason: Option<String>,
    /// What would settle it.
    pub next_step: Option<String>,
    /// The possibilities.
    pub candidates: Vec<CandidateView>,
    /// Known addresses next to an unknown house number.
    pub neighbours: Vec<String>,
    /// Address, Sozialraum, border, municipality.
    pub facts: Vec<Fact>,
    /// The edition.
    pub edition: EditionView,
    /// Everybody behind the team.
    pub responsibility: Option<ResponsibilityView>,
    /// The text for the file.
    pub note: String,
    /// What the map draws, as JSON.
    pub map: String,
    /// The answer in one line, read out when it appears.
    pub spoken: String,
}

impl AnswerView {
    /// Puts an answer of a city in words, for `today` and the day asked for.
    pub fn new(answer: &Answer, city: &str, today: Date, as_of: Option<Date>) -> Self {
        let status = StatusView::new(answer.status, city);
        let title = title(answer, city);
        let region = answer.region.as_ref().map_or("", |region| region.name.as_str());
        Self {
            preline: preline(answer),
            reason: words::reason(&answer.reason),
            next_step: next_step(answer, city),
            candidates: candidates(answer),
            neighbours: neighbours(answer),
            facts: facts(answer, city),
            edition: EditionView::new(answer),
            responsibility: answer
                .responsibility
                .as_ref()
                .map(|chain| ResponsibilityView::new(chain, region)),
            note: note::text(answer, city, today, as_of),
            map: super::map_data::json(answer),
            spoken: format!("{}: {title}", status.word),
            status,
            title,
        }
    }
}

impl StatusView {
    /// The look and the word of a status.
    pub fn new(status: Status, city: &str) -> Self {
        let (code, tone, icon) = match status {
            Status::Unique => ("unique", "success", "success"),
            Status::NearBorder => ("near_border", "warning", "warning"),
            Status::Ambiguous => ("ambiguous", "info", "question-mark"),
            Status::UnknownHouseNumber => ("unknown_house_number", "warning", "question-mark"),
            Status::UnknownStreet => ("unknown_street", "danger", "search"),
            Status::Outside => ("outside", "info", "arrow-forward"),
            Status::RuleConflict => ("rule_conflict", "warning", "warning"),
        };
        Self { code, tone, icon, word: t(&format!("status.{code}"), &[("city", city)]) }
    }
}

impl EditionView {
    fn new(answer: &Answer) -> Self {
        let edition = &answer.edition;
        let number = edition.number.to_string();
        let from = day(edition.valid_from);
        Self {
            line: t("answer.edition_line", &[("number", &number), ("from", &from)]),
            decision: edition.decision.clone(),
            draft: edition.status == EditionStatus::Draft,
        }
    }
}

/// The address as it was matched, in one line; `None` for a bare place.
pub(super) fn matched_line(address: &MatchedAddress) -> Option<String> {
    let street = address.street.as_ref()?;
    Some(match &address.house_number {
        Some(number) => format!("{street} {number}"),
        None => street.clone(),
    })
}

fn preline(answer: &Answer) -> String {
    let sure = answer.team.is_some();
    match answer.address.as_ref().map(matched_line) {
        Some(Some(line)) => {
            t(if sure { "answer.for" } else { "answer.asked" }, &[("address", &line)])
        }
        Some(None) => t(if sure { "answer.for_place" } else { "answer.asked_place" }, &[]),
        None => t("answer.region", &[]),
    }
}

fn title(answer: &Answer, city: &str) -> String {
    if let Some(team) = &answer.team {
        return team.name.clone();
    }
    match (&answer.status, &answer.municipality) {
        (Status::Outside, Some(municipality)) => t(
            "answer.elsewhere_named",
            &[("municipality", &municipality.name), ("city", city)],
        ),
        (Status::Outside, None) => t("answer.elsewhere", &[("city", city)]),
        _ => t("answer.unsure", &[]),
    }
}

fn next_step(answer: &Answer, city: &str) -> Option<String> {
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
    Some(t(&format!("check_next.{key}"), &[("city", city)]))
}

fn candidates(answer: &Answer) -> Vec<CandidateView> {
    answer
        .candidates
        .iter()
        .enumerate()
        .map(|(index, candidate)| CandidateView {
            number: if candidate.position.is_some() { index + 1 } else { 0 },
            label: candidate.label.clone(),
            details: candidate_details(candidate),
            address: candidate.address.clone(),
            place: candidate.position.filter(|_| candidate.address.is_none()),
        })
        .collect()
}

/// The known numbers below and above an unknown one, as addresses to ask with.
fn neighbours(answer: &Answer) -> Vec<String> {
    let value = |name: &str| answer.reason.values.get(name).and_then(|value| value.as_str());
    let Some(street) = value("street") else { return Vec::new() };
    ["below", "above"]
        .into_iter()
        .filter_map(value)
        .map(|number| format!("{street} {number}"))
        .collect()
}

fn candidate_details(candidate: &Candidate) -> Vec<String> {
    let numbers = candidate.house_numbers.as_deref().map(words::house_numbers);
    [
        candidate.team_name.clone(),
        numbers.map(|numbers| t("answer.numbers", &[("numbers", &numbers)])),
        candidate.score.map(|score| t("answer.fits", &[("percent", &percent(score))])),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn facts(answer: &Answer, city: &str) -> Vec<Fact> {
    let fact = |key: &str, value: String, remarks: Vec<String>| Fact {
        key: t(&format!("answer.{key}"), &[]),
        value,
        remarks,
    };
    let mut facts = Vec::new();
    if let Some(address) = &answer.address {
        match matched_line(address) {
            Some(line) => facts.push(fact("address", line, address_remarks(address))),
            None => facts.extend(
                address
                    .position
                    .map(|place| fact("place", words::place(place), Vec::new())),
            ),
        }
    }
    if let Some(sozialraum) = &answer.sozialraum {
        let region = answer.region.as_ref().map_or("", |region| region.name.as_str());
        let values = [("sozialraum", sozialraum.name.as_str()), ("region", region)];
        let by_place = answer.team.is_none().then(|| t("answer.sozialraum_by_place", &[]));
        let value = t("answer.sozialraum_in", &values);
        facts.push(fact("sozialraum", value, by_place.into_iter().collect()));
    }
    if let Some(municipality) = &answer.municipality {
        facts.push(fact("municipality", municipality.name.clone(), Vec::new()));
        if let Some(district) = &municipality.district {
            facts.push(fact("district", district.clone(), Vec::new()));
        }
        let office =
            municipality.office.clone().unwrap_or_else(|| t("answer.office_unknown", &[]));
        facts.push(fact("office", office, Vec::new()));
    }
    if let Some(border) = &answer.border {
        let key = if border.beyond.is_none() { "limit" } else { "border" };
        let value = border_line(border, answer.status, city);
        facts.push(fact(key, value, vec![sureness(border)]));
    }
    if let Some(rule) = &answer.rule {
        facts.push(fact("rule", rule.reason.clone(), Vec::new()));
    }
    facts
}

fn address_remarks(address: &MatchedAddress) -> Vec<String> {
    let mut remarks = Vec::new();
    if address.score < EXACT {
        let values = [("percent", &*percent(address.score)), ("next", &*percent(address.next_score))];
        remarks.push(t("answer.score", &values));
    }
    match address.precision {
        Precision::Street => remarks.push(t("answer.precision_street", &[])),
        Precision::Believed => {
            let values = [("metres", &*metres(address.precision_m))];
            remarks.push(t("answer.precision_believed", &values));
        }
        Precision::HouseNumber | Precision::Position => {}
    }
    remarks
}

/// How far the border is and what lies beyond it.
pub(super) fn border_line(border: &BorderNote, status: Status, city: &str) -> String {
    let key = match (&border.beyond, &border.beyond_name) {
        _ if status == Status::Outside => "limit_from_outside",
        (Some(_), Some(_)) => "border_to",
        (Some(_), None) => "border_open",
        (None, Some(_)) => "limit_to",
        (None, None) => "limit_open",
    };
    t(
        &format!("answer.{key}"),
        &[
            ("distance", &metres(border.distance_m)),
            ("name", &border.name),
            ("beyond", border.beyond_name.as_deref().unwrap_or_default()),
            ("city", city),
        ],
    )
}

/// How sure the course of a border is.
pub(super) fn sureness(border: &BorderNote) -> String {
    let key = match border.sure {
        Sureness::Stated => "stated",
        Sureness::Inferred => "inferred",
        Sureness::Assumed => "assumed",
        Sureness::Mapped => "mapped",
    };
    t(&format!("sure.{key}"), &[("metres", &metres(border.uncertainty_m))])
}
