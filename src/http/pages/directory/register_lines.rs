//! The lines of a register in words, in groups by what has to be done with them.

use std::collections::BTreeMap;

use crate::{
    domain::{
        assign::concerned,
        city::OnDay,
        register::{Compared, Comparison, Contradiction, SoFar, Understood},
    },
    locale::Lang,
    service::address_files::{Decision, contradicts},
};

/// How many lines of a group the page shows; the counts are of all.
const SHOWN: usize = 200;
/// How many addresses of a line are shown.
const ADDRESSES: usize = 100;

/// Lines with which the same has to be done.
pub struct Group {
    /// `wrong`, `open`, `settled` or `agrees`.
    pub code: &'static str,
    /// What they are, with their count.
    pub title: String,
    /// What to do with them.
    pub help: String,
    /// The KERN variant of their signs.
    pub tone: &'static str,
    /// How many there are.
    pub count: usize,
    /// Whether one of those that are shown stays as it is and may still become a rule.
    pub kept: bool,
    /// The first of them.
    pub lines: Vec<LineView>,
    /// How many more there are.
    pub more: usize,
}

/// An address of which a line says something else.
pub struct Against {
    /// The house number.
    pub number: String,
    /// What holds so far.
    pub so_far: String,
    /// How far it is to the nearest border.
    pub border: String,
}

/// A line.
pub struct LineView {
    /// Its place in the file.
    pub at: usize,
    /// What was understood, or why nothing was.
    pub text: String,
    /// What has to be corrected first.
    pub problem: Option<String>,
    /// What the register says of the addresses below.
    pub says: String,
    /// The addresses of which it says something else.
    pub addresses: Vec<Against>,
    /// How many more there are.
    pub more: usize,
    /// How many addresses the line concerns, and of how many it says something else.
    pub counts: String,
    /// The rule that it would become.
    pub rule: Option<String>,
    /// The code of what was decided.
    pub decision: &'static str,
    /// Whether it became a rule already.
    pub taken: bool,
}

fn code(line: &Compared, decisions: &BTreeMap<usize, Decision>) -> &'static str {
    let decision = decisions.get(&line.listed.at);
    match (line.is_sound(), contradicts(line), decision) {
        (false, ..) => "wrong",
        (true, true, None | Some(Decision::Rule)) => "open",
        (true, true, Some(Decision::Keep)) | (true, false, Some(Decision::Rule)) => "settled",
        (true, false, _) => "agrees",
    }
}

/// All lines in groups; a group without a line is left out.
pub fn groups(
    lang: Lang,
    day: OnDay<'_>,
    comparison: &Comparison,
    decisions: &BTreeMap<usize, Decision>,
) -> Vec<Group> {
    let groups =
        [("wrong", "danger"), ("open", "warning"), ("settled", "success"), ("agrees", "info")];
    let group = |(of, tone): (&'static str, &'static str)| {
        let lines = || comparison.lines.iter().filter(|line| code(line, decisions) == of);
        let count = lines().count();
        let word = |kind: &str| lang.t(&format!("address_import.{kind}.{of}"), &[]);
        let decided = |line: &Compared| decisions.get(&line.listed.at).copied();
        let shown = lines().take(SHOWN);
        let shown: Vec<LineView> = shown.map(|line| view(lang, day, line, decided(line))).collect();
        (count > 0).then(|| Group {
            code: of,
            title: format!("{} ({count})", word("group")),
            help: word("help"),
            tone,
            count,
            kept: shown.iter().any(|line| line.rule.is_some()),
            lines: shown,
            more: count.saturating_sub(SHOWN),
        })
    };
    groups.into_iter().filter_map(group).collect()
}

fn view(lang: Lang, day: OnDay<'_>, line: &Compared, decision: Option<Decision>) -> LineView {
    let (says, borders) = match &line.says {
        Understood::Says { street, numbers, face } => (
            day.edition.sozialraum(*face).name.clone(),
            concerned(day.edition, &day.city.directory, *street, numbers),
        ),
        _ => (String::new(), Vec::new()),
    };
    let against = |of: &Contradiction| Against {
        number: of.number.to_string(),
        so_far: so_far(lang, day, of.so_far),
        border: borders
            .iter()
            .find(|known| *known.number == of.number)
            .and_then(|known| known.border_m)
            .map(|metres| lang.metres(metres))
            .unwrap_or_default(),
    };
    let rule = line.rule(day, false, "").filter(|_| line.is_sound());
    let counts = match line.contradictions.len() {
        0 => String::new(),
        against => {
            let values =
                [("count", &*line.concerned.to_string()), ("against", &against.to_string())];
            lang.t("address_import.counts", &values)
        }
    };
    LineView {
        at: line.listed.at,
        text: understood(lang, day, line),
        problem: problem(lang, line),
        says,
        addresses: line.contradictions.iter().take(ADDRESSES).map(against).collect(),
        more: line.contradictions.len().saturating_sub(ADDRESSES),
        counts,
        rule: rule.map(|rule| {
            let numbers = lang.house_numbers(&rule.numbers.to_string());
            lang.t(
                "address_import.rule",
                &[("street", &rule.street_and_place()), ("numbers", &numbers)],
            )
        }),
        decision: decision.map_or("", Decision::code),
        taken: decision == Some(Decision::Rule) && line.contradictions.is_empty(),
    }
}

fn so_far(lang: Lang, day: OnDay<'_>, so_far: SoFar) -> String {
    match so_far {
        SoFar::Map(face) => day.edition.sozialraum(face).name.clone(),
        SoFar::Rule(face) => {
            let name = &day.edition.sozialraum(face).name;
            lang.t("address_import.by_rule", &[("name", name)])
        }
        SoFar::Open(reason) => {
            let reason = lang.t(&format!("register_open.{}", reason.code()), &[]);
            lang.t("address_import.was_open", &[("reason", &reason)])
        }
    }
}

/// What has to be corrected before a line that was understood can be taken over.
fn problem(lang: Lang, line: &Compared) -> Option<String> {
    if let Some((other, numbers)) = &line.claimed {
        let numbers = lang.house_numbers(&numbers.to_string());
        let values = [("other", &*other.to_string()), ("numbers", &*numbers)];
        return Some(lang.t("register_import.claimed", &values));
    }
    let by_rule = line.contradictions.iter().any(|of| matches!(of.so_far, SoFar::Rule(_)));
    by_rule.then(|| lang.t("address_import.against_rule", &[]))
}

/// What a line says, or why that is not known.
fn understood(lang: Lang, day: OnDay<'_>, line: &Compared) -> String {
    let listed = &line.listed;
    let street = listed.street.as_str();
    let list = |names: &[String]| match names {
        [] => "–".to_owned(),
        names => lang.list(names.iter().map(|name| format!("„{name}“"))),
    };
    match &line.says {
        Understood::Says { street, numbers, face } => {
            let numbers = lang.house_numbers(&numbers.to_string());
            let name = &day.edition.sozialraum(*face).name;
            let street = day.city.directory.name(*street);
            let values = [("street", street), ("numbers", &*numbers), ("name", name)];
            lang.t("register_import.says", &values)
        }
        Understood::Nothing => lang.t("register_import.nothing", &[("street", street)]),
        Understood::UnknownStreet(similar) => {
            let values = [("street", street), ("similar", &*list(similar))];
            lang.t("register_import.unknown_street", &values)
        }
        Understood::SeveralStreets(similar) => {
            lang.t("register_import.several_streets", &[("similar", &list(similar))])
        }
        Understood::Numbers(error) => {
            let error = lang.range_error(error);
            let values = [("street", street), ("numbers", &*listed.numbers), ("error", &*error)];
            lang.t("register_import.bad_numbers", &values)
        }
        Understood::UnknownArea => {
            let values = [("street", street), ("area", &*listed.area)];
            lang.t("address_import.unknown_area", &values)
        }
    }
}
