//! An answer as the page shows it: codes and values put in words.

use jiff::civil::Date;

use super::{
    map_data::MapPart,
    ranges::RangesView,
    responsibility::{ContactRow, ContactView, ResponsibilityView},
};
use crate::{
    domain::{
        assign::{Answer, MatchedAddress, Precision, Status},
        edition::EditionStatus,
        grid::LonLat,
        organisation::Contact,
    },
    locale::{
        Lang,
        answer::{
            border_line, candidate_details, candidates_title, edition_line, matched_line,
            next_step, rule_line, score_line, status_code, status_word, sureness, title,
        },
        note,
    },
};

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
    /// Whether the value is one of the data, and so German.
    pub german: bool,
    /// Where a click leads, for numbers and addresses that a device can use.
    pub href: Option<String>,
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
    /// The address as it was matched, in one line.
    pub line: Option<String>,
    /// The place that was asked for instead.
    pub place: Option<String>,
    /// The line above the title: what was asked for.
    pub preline: String,
    /// The team, or that there is none yet.
    pub title: String,
    /// Whether the title is the name of a team.
    pub named: bool,
    /// Why, in a sentence.
    pub reason: Option<String>,
    /// What would settle it.
    pub next_step: Option<String>,
    /// What stands over the possibilities.
    pub candidates_title: String,
    /// The possibilities.
    pub candidates: Vec<CandidateView>,
    /// How the street is shared out, when the team depends on the house number.
    pub ranges: Option<RangesView>,
    /// Known addresses next to an unknown house number.
    pub neighbours: Vec<String>,
    /// Address, Sozialraum, border, municipality.
    pub facts: Vec<Fact>,
    /// The day that was asked for, unless it was left at today.
    pub day: Option<String>,
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
    /// Puts an answer of a city in words, for `today` and the day asked for. `parts` is what the
    /// map shows of a street that is shared out.
    pub fn new(
        lang: Lang,
        answer: &Answer,
        city: &str,
        (today, as_of): (Date, Option<Date>),
        parts: &[MapPart<'_>],
    ) -> Self {
        let status = StatusView::new(lang, answer.status, city);
        let title = title(lang, answer, city);
        let region = answer.region.as_ref().map_or("", |region| region.name.as_str());
        Self {
            line: answer.address.as_ref().and_then(matched_line),
            place: answer.address.as_ref().and_then(|of| of.position).map(|at| lang.place(at)),
            preline: preline(lang, answer),
            named: answer.team.is_some(),
            reason: lang.reason(&answer.reason),
            next_step: next_step(lang, answer, city),
            candidates_title: candidates_title(lang, answer.status),
            candidates: candidates(lang, answer),
            ranges: ranges(lang, answer),
            day: as_of.map(|day| lang.day(day)),
            neighbours: neighbours(answer),
            facts: facts(lang, answer, city),
            edition: EditionView::new(lang, answer),
            responsibility: answer
                .responsibility
                .as_ref()
                .map(|chain| ResponsibilityView::new(lang, chain, region)),
            note: note::text(answer, city, today, as_of),
            map: super::map_data::json(lang, answer, as_of, parts),
            spoken: format!("{}: {title}", status.word),
            status,
            title,
        }
    }
}

impl StatusView {
    /// The look and the word of a status.
    pub fn new(lang: Lang, status: Status, city: &str) -> Self {
        let (tone, icon) = match status {
            Status::Unique => ("success", "success"),
            Status::NearBorder | Status::RuleConflict => ("warning", "warning"),
            Status::Ambiguous => ("info", "question-mark"),
            Status::UnknownHouseNumber => ("warning", "question-mark"),
            Status::UnknownStreet => ("danger", "search"),
            Status::Outside => ("info", "arrow-forward"),
        };
        Self { code: status_code(status), tone, icon, word: status_word(lang, status, city) }
    }
}

impl EditionView {
    fn new(lang: Lang, answer: &Answer) -> Self {
        let edition = &answer.edition;
        Self {
            line: edition_line(lang, edition),
            decision: edition.decision.clone(),
            draft: edition.status == EditionStatus::Draft,
        }
    }
}

fn preline(lang: Lang, answer: &Answer) -> String {
    let sure = answer.team.is_some();
    let Some(address) = &answer.address else { return lang.t("answer.asked_text", &[]) };
    match matched_line(address) {
        Some(line) => {
            lang.t(if sure { "answer.for" } else { "answer.asked" }, &[("address", &line)])
        }
        None if address.precision != Precision::Position => lang.t("answer.asked_text", &[]),
        None => lang.t(if sure { "answer.for_place" } else { "answer.asked_place" }, &[]),
    }
}

/// The ranges of the street; the candidates say the same of each Sozialraum, but less.
fn ranges(lang: Lang, answer: &Answer) -> Option<RangesView> {
    let town = answer.address.as_ref().and_then(|address| address.place.as_deref());
    answer.ranges.as_ref().map(|street| RangesView::new(lang, street, town))
}

fn candidates(lang: Lang, answer: &Answer) -> Vec<CandidateView> {
    if answer.ranges.is_some() {
        return Vec::new();
    }
    answer
        .candidates
        .iter()
        .enumerate()
        .map(|(index, candidate)| CandidateView {
            number: if candidate.position.is_some() { index + 1 } else { 0 },
            label: candidate.label.clone(),
            details: candidate_details(lang, candidate),
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

fn facts(lang: Lang, answer: &Answer, city: &str) -> Vec<Fact> {
    let fact = |key: &str, value: String, remarks: Vec<String>| Fact {
        key: lang.t(&format!("answer.{key}"), &[]),
        value,
        german: false,
        href: None,
        remarks,
    };
    let named =
        |key: &str, value: &str| Fact { german: true, ..fact(key, value.to_owned(), Vec::new()) };
    let mut facts = Vec::new();
    if let Some(address) = &answer.address {
        match matched_line(address) {
            Some(line) => {
                let remarks = address_remarks(lang, address, answer.status);
                facts.push(Fact { remarks, ..named("address", &line) });
            }
            None => facts
                .extend(address.position.map(|place| fact("place", lang.place(place), Vec::new()))),
        }
    }
    if let Some(sozialraum) = &answer.sozialraum {
        let region = answer.region.as_ref().map_or("", |region| region.name.as_str());
        let values = [("sozialraum", sozialraum.name.as_str()), ("region", region)];
        let by_place = answer.team.is_none().then(|| lang.t("answer.sozialraum_by_place", &[]));
        let value = lang.t("answer.sozialraum_in", &values);
        facts.push(fact("sozialraum", value, by_place.into_iter().collect()));
    }
    if let Some(municipality) = &answer.municipality {
        facts.push(named("municipality", &municipality.name));
        facts.extend(municipality.district.iter().map(|district| named("district", district)));
        facts.push(match &municipality.office {
            Some(office) => named("office", office),
            None => fact("office", lang.t("answer.office_unknown", &[]), Vec::new()),
        });
        let contact = municipality.office_contact.as_ref();
        facts.extend(contact.into_iter().flat_map(|contact| reach(lang, contact)));
    }
    if let Some(border) = &answer.border {
        let limit = border.beyond.is_none() || answer.status == Status::Outside;
        let key = if limit { "limit" } else { "border" };
        let value = border_line(lang, border, answer.status, city);
        facts.push(fact(key, value, vec![sureness(lang, border)]));
    }
    facts.extend(answer.rule.iter().map(|rule| {
        let mut fact = named("rule", &rule.reason);
        fact.remarks.push(rule_line(lang, rule));
        fact
    }));
    facts
}

/// How to reach the office that is responsible elsewhere.
fn reach(lang: Lang, contact: &Contact) -> Vec<Fact> {
    let ContactView { rows, source, .. } = ContactView::new(lang, contact);
    let mut facts: Vec<Fact> = rows
        .into_iter()
        .filter_map(|row| {
            let ContactRow { label, value, href } = row;
            let remarks = Vec::new();
            value.map(|value| Fact { key: label, value, german: true, href, remarks })
        })
        .collect();
    if let (Some(last), Some(source)) = (facts.last_mut(), source) {
        last.remarks.push(lang.t("contact.source", &[("source", &source)]));
    }
    facts
}

fn address_remarks(lang: Lang, address: &MatchedAddress, status: Status) -> Vec<String> {
    let mut remarks = Vec::new();
    remarks.extend(score_line(lang, address));
    let metres = lang.metres(address.precision_m);
    let believed = || lang.t("answer.precision_believed", &[("metres", &metres)]);
    match address.precision {
        Precision::Street => remarks.push(lang.t("answer.precision_street", &[])),
        Precision::Believed => remarks.push(believed()),
        // Why a border further away than its own inaccuracy can still be too near.
        Precision::HouseNumber if status == Status::NearBorder => remarks.push(believed()),
        Precision::HouseNumber | Precision::Position => {}
    }
    remarks
}
