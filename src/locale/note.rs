//! The routing note: what goes into the file, as plain text. Files of German authorities are
//! German (§ 19 SGB X), in whatever language somebody read the answer.

use jiff::civil::Date;

use super::{
    Lang,
    answer::{border_line, matched_line, rule_line, status_word, sureness},
};
use crate::domain::{
    assign::{Answer, Status},
    edition::EditionStatus,
    organisation::Contact,
};

/// The language of the files.
const GERMAN: Lang = Lang::De;

/// The note for an answer, one fact a line.
pub fn text(answer: &Answer, city: &str, today: Date, as_of: Option<Date>) -> String {
    let line = |key: &str, values: &[(&str, &str)]| GERMAN.t(&format!("record.{key}"), values);
    let mut lines = vec![line("heading", &[("city", city)])];
    if let Some(address) = &answer.address {
        match (matched_line(address), address.position) {
            // The note must not vouch for a number that nobody knows.
            (Some(text), _) if answer.status == Status::UnknownHouseNumber => {
                lines.push(line("asked", &[("address", &text)]));
            }
            (Some(text), _) => lines.push(line("address", &[("address", &text)])),
            (None, Some(position)) => {
                lines.push(line("place", &[("place", &GERMAN.place(position))]))
            }
            (None, None) => {}
        }
    }
    match (&answer.team, &answer.municipality) {
        (Some(team), _) => {
            lines.push(line("team", &[("team", &team.name)]));
            let chain = answer.responsibility.as_ref();
            lines.extend(chain.into_iter().flat_map(|chain| reach(&chain.team.contact)));
        }
        (None, Some(municipality)) => {
            lines.push(line("outside", &[("city", city), ("municipality", &municipality.name)]));
            lines.extend(municipality.office.iter().map(|o| line("office", &[("office", o)])));
            lines.extend(municipality.office_contact.iter().flat_map(reach));
        }
        (None, None) => lines.push(line("team_open", &[])),
    }
    if let Some(sozialraum) = &answer.sozialraum {
        let region = answer.region.as_ref().map_or("", |region| region.name.as_str());
        let values = [("sozialraum", sozialraum.name.as_str()), ("region", region)];
        lines.push(line("sozialraum", &values));
    }
    lines.push(line("result", &[("status", &status_word(GERMAN, answer.status, city))]));
    let possible: Vec<&str> =
        answer.candidates.iter().map(|candidate| candidate.label.as_str()).collect();
    if answer.team.is_none() && !possible.is_empty() {
        lines.push(line("candidates", &[("candidates", &possible.join("; "))]));
    }
    if let Some(border) = answer.border.as_ref().filter(|_| answer.status == Status::NearBorder) {
        let values = [
            ("border", &*border_line(GERMAN, border, answer.status, city)),
            ("sure", &*sureness(GERMAN, border)),
        ];
        lines.push(line("border", &values));
    }
    if let Some(rule) = &answer.rule {
        let values = [("rule", &*rule_line(GERMAN, rule)), ("reason", &*rule.reason)];
        lines.push(line("rule", &values));
    }
    if answer.status == Status::RuleConflict {
        // The first is what the rule says.
        let by_map = possible.get(1..).unwrap_or_default().join("; ");
        lines.push(line("by_map", &[("sozialraum", &by_map)]));
    }
    let edition = &answer.edition;
    lines.push(line(
        "edition",
        &[
            ("number", &edition.number.to_string()),
            ("from", &GERMAN.day(edition.valid_from)),
            ("decision", &edition.decision),
        ],
    ));
    if edition.status == EditionStatus::Draft {
        lines.push(line("draft", &[]));
    }
    if let Some(as_of) = as_of {
        lines.push(line("as_of", &[("date", &GERMAN.day(as_of))]));
    }
    lines.push(line("date", &[("date", &GERMAN.day(today))]));
    lines.join("\n")
}

/// How to reach somebody, as far as it is on file, one detail a line.
fn reach(contact: &Contact) -> Vec<String> {
    let details = [
        ("phone", &contact.phone),
        ("email", &contact.email),
        ("address", &contact.address),
        ("room", &contact.room),
        ("hours", &contact.hours),
    ];
    let known = details.into_iter().filter_map(|(key, value)| Some((key, value.as_ref()?)));
    // Office hours may have lines of their own; a fact of the note has one.
    let line = |(key, value): (&str, &String)| {
        let label = GERMAN.t(&format!("contact.{key}"), &[]);
        GERMAN.t("record.contact", &[("label", &*label), ("value", &*value.replace('\n', "; "))])
    };
    known.map(line).collect()
}
