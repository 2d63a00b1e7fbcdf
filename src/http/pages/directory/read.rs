//! A rule as a form sends it: what was understood, or what is wrong with each field.

use super::rule::RuleForm;
use crate::{
    domain::{
        address::{NumberRanges, Within},
        city::OnDay,
        directory::{Resolution, StreetId},
        partition::FaceIndex,
        rules::{RuleProblem, StreetRule, check},
        text::tidy_field,
    },
    locale::Lang,
};

/// Longest reason, in characters.
const MAX_REASON: usize = 500;
/// How many similar streets are named.
const SIMILAR: usize = 3;

/// What is wrong with a field.
pub struct Wrong {
    /// The field.
    pub field: &'static str,
    /// What is wrong, in words.
    pub text: String,
}

/// A rule that was understood.
pub struct Read {
    /// The rule.
    pub rule: StreetRule,
    /// The face of its Sozialraum.
    pub face: FaceIndex,
    /// What may be worth a look.
    pub hints: Vec<String>,
}

/// Reads the rule of a form.
pub fn rule(lang: Lang, day: OnDay<'_>, form: &RuleForm) -> Result<Read, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let mut refuse = |field, text| wrong.push(Wrong { field, text });
    let street = street(lang, day, &form.street).map_err(|text| refuse("street", text));
    let numbers = form.numbers.parse::<NumberRanges>();
    let numbers = numbers.map_err(|error| refuse("numbers", lang.range_error(&error)));
    let mut faces = day.edition.partition.face_indices();
    let face = faces.find(|face| day.edition.sozialraum(*face).id == form.sozialraum);
    let face =
        face.ok_or_else(|| refuse("sozialraum", lang.t("rule_form.error.no_sozialraum", &[])));
    let mut reason = Some(form.reason.clone());
    tidy_field(&mut reason);
    let bad = match &reason {
        None => Some("rule_form.error.no_reason"),
        Some(reason) if reason.chars().count() > MAX_REASON => Some("rule_form.error.long_reason"),
        Some(_) => None,
    };
    if let Some(key) = bad {
        refuse("reason", lang.t(key, &[]));
    }
    let reason = reason.filter(|_| bad.is_none());
    let (Ok(street), Ok(numbers), Ok(face), Some(reason)) = (street, numbers, face, reason) else {
        return Err(wrong);
    };
    let rule = StreetRule {
        id: String::new(),
        street: day.city.directory.name(street).to_owned(),
        place: day.city.directory.place_to_tell(street).map(str::to_owned),
        numbers,
        sozialraum: form.sozialraum.clone(),
        reason,
    };
    let hints = beside_others(lang, day, street, &rule, &form.regel)?;
    Ok(Read { rule, face, hints })
}

/// What is wrong with a rule beside the others of its street, or what may be worth a look.
fn beside_others(
    lang: Lang,
    day: OnDay<'_>,
    street: StreetId,
    rule: &StreetRule,
    instead_of: &str,
) -> Result<Vec<String>, Vec<Wrong>> {
    let of_street = day.edition.rules.street(street);
    let others = of_street.iter().flat_map(|of| of.rules()).map(|(_, rule)| rule);
    let mut rules: Vec<StreetRule> =
        others.filter(|other| other.id != instead_of).cloned().collect();
    let own = rules.len();
    rules.push(rule.clone());
    let ids: Vec<&str> = day.edition.sozialraeume.iter().map(|area| area.id.as_str()).collect();
    let findings = check(&rules, &day.city.directory, &ids);
    let (mut hints, mut wrong) = (Vec::new(), Vec::new());
    for finding in findings.into_iter().filter(|finding| finding.rule == own) {
        let text = problem(lang, day, &rules, &finding.problem);
        match finding.problem.is_hint() {
            true => hints.push(text),
            false => wrong.push(Wrong { field: "numbers", text }),
        }
    }
    if wrong.is_empty() { Ok(hints) } else { Err(wrong) }
}

fn problem(lang: Lang, day: OnDay<'_>, rules: &[StreetRule], problem: &RuleProblem) -> String {
    let both = |key: &str, by: usize, numbers: &NumberRanges| {
        let other = &rules[by];
        let areas = &day.edition.sozialraeume;
        let area = areas.iter().find(|area| area.id == other.sozialraum);
        let values = [
            ("numbers", &*lang.house_numbers(&numbers.to_string())),
            ("other", &*lang.house_numbers(&other.numbers.to_string())),
            ("sozialraum", area.map_or(other.sozialraum.as_str(), |area| area.name.as_str())),
            ("reason", other.reason.as_str()),
        ];
        lang.t(key, &values)
    };
    match problem {
        RuleProblem::Claimed { by, numbers } => both("rule_form.error.claimed", *by, numbers),
        RuleProblem::SaidTwice { by, numbers } => both("rule_form.said_twice", *by, numbers),
        RuleProblem::NoKnownNumber => lang.t("rule_form.no_known_number", &[]),
        // Street and Sozialraum are known by now.
        RuleProblem::NoNumbers
        | RuleProblem::UnknownStreet(_)
        | RuleProblem::SeveralStreets(_)
        | RuleProblem::UnknownSozialraum(_) => lang.t("rule_form.error.no_numbers", &[]),
    }
}

/// The street of this name, with its place behind a comma where it takes that; only one that is
/// written correctly counts.
fn street(lang: Lang, day: OnDay<'_>, text: &str) -> Result<StreetId, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(lang.t("rule_form.error.no_street", &[]));
    }
    let directory = &day.city.directory;
    let (name, place) = match text.split_once(',') {
        Some((name, place)) => (name.trim(), Some(place.trim())),
        None => (text, None),
    };
    let resolution = directory.resolve_within(name, &Within { place, ..Within::ANYWHERE });
    if let Resolution::Exact { found, .. } = &resolution {
        return Ok(found.street);
    }
    let similar = resolution.matches().iter().take(SIMILAR);
    let similar: Vec<String> =
        similar.map(|found| format!("„{}“", directory.name(found.street))).collect();
    Err(match similar.is_empty() {
        true => lang.t("rule_form.error.unknown_street", &[]),
        false => lang.t("rule_form.error.similar_streets", &[("similar", &lang.list(similar))]),
    })
}
