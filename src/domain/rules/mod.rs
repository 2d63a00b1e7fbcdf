//! Street rules: house numbers that belong to a Sozialraum whatever the map says.

mod check;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::{
    address::{HouseNumbers, Membership, NumberRanges},
    directory::{Directory, StreetId},
    organisation::slug,
    partition::{FaceIndex, Partition},
};
pub use check::{RuleFinding, RuleProblem, check, street_of};

/// House numbers of a street and the Sozialraum that they belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreetRule {
    /// Stable as long as the rules of its street keep their order.
    pub id: String,
    /// The street, by a name that the directory knows.
    pub street: String,
    /// Where it lies, in a directory of several places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Its house numbers.
    pub numbers: NumberRanges,
    /// The Sozialraum, by its id.
    pub sozialraum: String,
    /// Why the rule exists, such as the decision that it rests on.
    pub reason: String,
}

impl StreetRule {
    /// The street, with its place where the rule names one.
    pub fn street_and_place(&self) -> String {
        match &self.place {
            Some(place) => format!("{}, {place}", self.street),
            None => self.street.clone(),
        }
    }

    /// Whether another rule says the same, whatever its id and however its numbers are written.
    pub fn says_as(&self, other: &Self) -> bool {
        self.street == other.street
            && self.place == other.place
            && self.sozialraum == other.sozialraum
            && self.reason == other.reason
            && self.numbers == other.numbers
    }
}

/// Gives rules their ids: the street in plain letters and a running number.
pub fn name_rules(rules: &mut [StreetRule]) {
    let mut counts: HashMap<String, u32> = HashMap::new();
    for rule in rules {
        let street = slug(&rule.street);
        let count = counts.entry(street.clone()).or_default();
        *count += 1;
        rule.id = format!("{street}-{count}");
    }
}

/// The rules of an edition by street, ready to be asked.
#[derive(Debug, Default)]
pub struct RuleIndex(BTreeMap<StreetId, StreetRules>);

/// The rules of one street.
#[derive(Debug, Default)]
pub struct StreetRules {
    /// In the order of their file, with the face of the Sozialraum of each.
    rules: Vec<(FaceIndex, StreetRule)>,
    /// What the rules of each face say together.
    by_face: BTreeMap<FaceIndex, NumberRanges>,
}

/// What the rules say of a house number or a range.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict<'a> {
    /// Nothing.
    Silent,
    /// All of it belongs to this face, by this rule and perhaps others.
    Sure(FaceIndex, &'a StreetRule),
    /// It may belong to these faces: 12a by a rule for 2–12, or a range of which rules name a part.
    Unclear(Vec<(FaceIndex, &'a StreetRule)>),
}

impl RuleIndex {
    /// Binds the rules of an edition to the streets and faces that they name.
    ///
    /// # Errors
    /// Everything that is wrong with the rules, see [`check()`]. Hints are no errors.
    pub fn new(
        rules: Vec<StreetRule>,
        directory: &Directory,
        partition: &Partition,
    ) -> Result<Self, Vec<RuleFinding>> {
        let ids: Vec<&str> = partition.faces().iter().map(|face| face.id.as_str()).collect();
        let mut findings = check(&rules, directory, &ids);
        findings.retain(|finding| !finding.problem.is_hint());
        if !findings.is_empty() {
            return Err(findings);
        }
        let mut streets: BTreeMap<StreetId, StreetRules> = BTreeMap::new();
        for rule in rules {
            let face =
                partition.face_indices().find(|face| partition.face(*face).id == rule.sozialraum);
            if let (Some(street), Some(face)) = (street_of(&rule, directory), face) {
                let of_street = streets.entry(street).or_default();
                let numbers = of_street.by_face.entry(face).or_default();
                *numbers = numbers.union(&rule.numbers);
                of_street.rules.push((face, rule));
            }
        }
        Ok(Self(streets))
    }

    /// All rules by street, those of a street in the order of their file.
    pub fn all(&self) -> impl Iterator<Item = (StreetId, FaceIndex, &StreetRule)> {
        self.0.iter().flat_map(|(street, of)| {
            of.rules.iter().map(move |(face, rule)| (*street, *face, rule))
        })
    }

    /// The rules of a street, if it has any. Cost: O(log n).
    pub fn street(&self, street: StreetId) -> Option<&StreetRules> {
        self.0.get(&street)
    }

    /// What the rules say of a house number or a range. Cost: O(log n), and linear in the rules
    /// of the street.
    pub fn verdict(&self, street: StreetId, numbers: &HouseNumbers) -> Verdict<'_> {
        self.street(street).map_or(Verdict::Silent, |rules| rules.verdict(numbers))
    }
}

/// Whether a house number, or a building with several, belongs to a list.
pub(in crate::domain) fn membership(ranges: &NumberRanges, numbers: &HouseNumbers) -> Membership {
    match numbers {
        HouseNumbers::Single(number) => ranges.membership(number),
        HouseNumbers::Range(range) => ranges.covers(range),
    }
}

impl StreetRules {
    /// The rules in the order of their file, each with the face of its Sozialraum.
    pub fn rules(&self) -> &[(FaceIndex, StreetRule)] {
        &self.rules
    }

    /// The faces that the rules name.
    pub fn faces(&self) -> impl Iterator<Item = FaceIndex> {
        self.by_face.keys().copied()
    }

    /// The face that the rules give the whole street to, with the first of them.
    pub fn whole(&self) -> Option<(FaceIndex, &StreetRule)> {
        let (face, numbers) = self.by_face.first_key_value()?;
        let (_, rule) = self.rules.first()?;
        (self.by_face.len() == 1 && numbers.is_whole()).then_some((*face, rule))
    }

    fn verdict(&self, numbers: &HouseNumbers) -> Verdict<'_> {
        let of_faces = |wanted: Membership| {
            let says = self.by_face.iter().filter(move |(_, of)| membership(of, numbers) == wanted);
            says.filter_map(|(face, _)| Some((*face, self.first_of(*face, numbers)?)))
                .collect::<Vec<_>>()
        };
        let sure = of_faces(Membership::Inside);
        if let [(face, rule)] = sure[..] {
            return Verdict::Sure(face, rule);
        }
        let unclear = if sure.is_empty() { of_faces(Membership::Unclear) } else { sure };
        if unclear.is_empty() { Verdict::Silent } else { Verdict::Unclear(unclear) }
    }

    /// The rule of a face that says most of a number, the first of them.
    fn first_of(&self, face: FaceIndex, numbers: &HouseNumbers) -> Option<&StreetRule> {
        let of_face = self.rules.iter().filter(|(of, _)| *of == face).map(|(_, rule)| rule);
        of_face.rev().max_by_key(|rule| membership(&rule.numbers, numbers))
    }
}
