//! What is wrong with street rules.

use std::collections::BTreeMap;

use super::StreetRule;
use crate::domain::{
    address::{Membership, NumberRanges, Within},
    directory::{Directory, Resolution, StreetId},
};

/// How many similar streets are named.
const SUGGESTIONS: usize = 3;

/// Something about one rule.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleFinding {
    /// The rule, by its place in the list.
    pub rule: usize,
    /// What it is.
    pub problem: RuleProblem,
}

/// What can be wrong with a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum RuleProblem {
    /// No street has this name; these are similar.
    UnknownStreet(Vec<String>),
    /// These streets have this name.
    SeveralStreets(Vec<String>),
    /// The edition has no such Sozialraum, only these.
    UnknownSozialraum(Vec<String>),
    /// The rule names no house number.
    NoNumbers,
    /// An earlier rule gives some of its numbers to another Sozialraum.
    Claimed {
        /// The earlier rule, by its place in the list.
        by: usize,
        /// The numbers that both claim.
        numbers: NumberRanges,
    },
    /// An earlier rule says the same of some of its numbers. A hint: it does no harm.
    SaidTwice {
        /// The earlier rule, by its place in the list.
        by: usize,
        /// The numbers that both name.
        numbers: NumberRanges,
    },
    /// No number of the directory is concerned. A hint: the directory may be incomplete.
    NoKnownNumber,
}

impl RuleProblem {
    /// Whether the rule can hold nevertheless.
    pub fn is_hint(&self) -> bool {
        matches!(self, Self::SaidTwice { .. } | Self::NoKnownNumber)
    }
}

/// The street that a rule names; only a name that is written correctly counts.
pub fn street_of(rule: &StreetRule, directory: &Directory) -> Option<StreetId> {
    let is_there = |street| match &rule.place {
        Some(place) => directory.is_at(street, place),
        None => true,
    };
    match resolve(rule, directory) {
        Resolution::Exact { found, .. } => Some(found.street).filter(|street| is_there(*street)),
        _ => None,
    }
}

fn resolve(rule: &StreetRule, directory: &Directory) -> Resolution {
    let within = Within { place: rule.place.as_deref(), ..Within::ANYWHERE };
    directory.resolve_within(&rule.street, &within)
}

/// Everything that is wrong with the rules of an edition and what may be worth a look, in their
/// order. Cost: one look-up per rule, and O(n²) in the rules of one street.
pub fn check(
    rules: &[StreetRule],
    directory: &Directory,
    sozialraeume: &[&str],
) -> Vec<RuleFinding> {
    let mut findings = Vec::new();
    let mut of_street: BTreeMap<StreetId, Vec<usize>> = BTreeMap::new();
    for (at, rule) in rules.iter().enumerate() {
        let mut found = |problem| findings.push(RuleFinding { rule: at, problem });
        if !sozialraeume.contains(&rule.sozialraum.as_str()) {
            let known = sozialraeume.iter().map(|id| (*id).to_owned()).collect();
            found(RuleProblem::UnknownSozialraum(known));
        }
        if rule.numbers.is_empty() {
            found(RuleProblem::NoNumbers);
        }
        let Some(street) = street_of(rule, directory) else {
            found(no_street(rule, directory));
            continue;
        };
        let earlier = of_street.entry(street).or_default();
        for &by in &*earlier {
            let numbers = rule.numbers.overlap(&rules[by].numbers);
            if numbers.is_empty() {
                continue;
            }
            found(match rules[by].sozialraum == rule.sozialraum {
                true => RuleProblem::SaidTwice { by, numbers },
                false => RuleProblem::Claimed { by, numbers },
            });
        }
        earlier.push(at);
        let known = directory.numbers(street).iter().flat_map(|known| known.number.ends());
        if !rule.numbers.is_empty()
            && !known.into_iter().any(|n| rule.numbers.membership(n) == Membership::Inside)
        {
            found(RuleProblem::NoKnownNumber);
        }
    }
    findings
}

fn no_street(rule: &StreetRule, directory: &Directory) -> RuleProblem {
    let resolution = resolve(rule, directory);
    let names = |resolution: &Resolution| {
        let found = resolution.matches().iter().take(SUGGESTIONS);
        found.map(|found| directory.name_and_place(found.street)).collect()
    };
    match &resolution {
        Resolution::Ambiguous(matches) if matches.len() > 1 && matches[0].score >= 1.0 => {
            RuleProblem::SeveralStreets(names(&resolution))
        }
        _ => RuleProblem::UnknownStreet(names(&resolution)),
    }
}
