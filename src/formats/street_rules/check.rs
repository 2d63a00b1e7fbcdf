//! What is wrong with the street rules of a file.

use std::collections::BTreeMap;

use super::{RuleRow, of_edition};
use crate::{
    domain::{
        address::{NumberRanges, RangeWords},
        city::EditionData,
        directory::Directory,
        rules::{self, RuleProblem},
    },
    formats::defect::Defect,
};

/// Defects and hints of the rules that hold in some editions. Said once, however many editions it
/// concerns.
pub fn check(
    rows: &[RuleRow],
    file: &str,
    editions: &[EditionData],
    directory: &Directory,
) -> (Vec<Defect>, Vec<Defect>) {
    let numbers: Vec<u32> = editions.iter().map(|data| data.edition.number).collect();
    let mut defects: Vec<Defect> = Vec::new();
    let mut hints: Vec<Defect> = Vec::new();
    for row in rows {
        if let Some(edition) = row.edition.filter(|edition| !numbers.contains(edition)) {
            let known = numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
            let defect = row.defect(file, "unknown_edition", "edition");
            defects.push(defect.with("edition", edition).with("editions", known));
        }
    }
    let mut said: BTreeMap<usize, Vec<(bool, Defect)>> = BTreeMap::new();
    for data in editions {
        let number = data.edition.number;
        let holds: Vec<&RuleRow> =
            rows.iter().filter(|row| row.edition.is_none_or(|of| of == number)).collect();
        let ids: Vec<&str> = data.sozialraeume.iter().map(|area| area.id.as_str()).collect();
        for finding in rules::check(&of_edition(rows, number), directory, &ids) {
            let row = holds[finding.rule];
            let of_row = said.entry(row.line).or_default();
            let found = (finding.problem.is_hint(), defect(file, row, &holds, &finding.problem));
            if !of_row.contains(&found) {
                of_row.push(found);
            }
        }
    }
    for (hint, defect) in said.into_values().flatten() {
        if hint { hints.push(defect) } else { defects.push(defect) }
    }
    (defects, hints)
}

fn defect(file: &str, row: &RuleRow, rows: &[&RuleRow], problem: &RuleProblem) -> Defect {
    let list = |names: &[String]| match names {
        [] => "–".to_owned(),
        names => names.iter().map(|name| format!("„{name}“")).collect::<Vec<_>>().join(", "),
    };
    let text = |numbers: &NumberRanges| numbers.display_with(&RangeWords::GERMAN);
    let rule = &row.rule;
    let both = |code, by: usize, numbers: &NumberRanges| {
        let other = &rows[by];
        row.defect(file, code, "numbers")
            .with("street", rule.street_and_place())
            .with("numbers", text(numbers))
            .with("line", other.line)
            .with("other", format!("{} → {}", text(&other.rule.numbers), other.rule.sozialraum))
            .with("own", format!("{} → {}", text(&rule.numbers), rule.sozialraum))
    };
    match problem {
        RuleProblem::UnknownStreet(similar) => row
            .defect(file, "rule_street", "street")
            .with("street", rule.street_and_place())
            .with("similar", list(similar)),
        RuleProblem::SeveralStreets(streets) => row
            .defect(file, "rule_streets", "street")
            .with("street", rule.street_and_place())
            .with("streets", list(streets)),
        RuleProblem::UnknownSozialraum(known) => row
            .defect(file, "rule_sozialraum", "sozialraum")
            .with("id", &rule.sozialraum)
            .with("known", list(known)),
        RuleProblem::NoNumbers => row.defect(file, "rule_no_numbers", "numbers"),
        RuleProblem::Claimed { by, numbers } => both("rules_contradict", *by, numbers),
        RuleProblem::SaidTwice { by, numbers } => both("rules_repeat", *by, numbers),
        RuleProblem::NoKnownNumber => row
            .defect(file, "rule_unused", "numbers")
            .with("street", rule.street_and_place())
            .with("numbers", text(&rule.numbers)),
    }
}
