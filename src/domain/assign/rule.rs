//! House numbers that a street rule names: the rule beats the map, and where they disagree the
//! answer says so.

use std::collections::BTreeSet;

use super::{
    answer::{Answer, Candidate, Reason, Status},
    house_number::Asked,
    position,
};
use crate::domain::{directory::Place, partition::FaceIndex, rules::StreetRule};

impl Asked<'_> {
    /// The answer for a number that a rule gives to a face. The rule settles what the map leaves
    /// in doubt: a border close by, a place that is only believed.
    pub(super) fn ruled(&self, places: &[Place], face: FaceIndex, rule: &StreetRule) -> Answer {
        let builder = self.builder;
        let mut answer = match places.first() {
            // The number itself stays unknown.
            None => self.unplaced("number_in_rule", Some(face)),
            Some(best) => {
                let faces: BTreeSet<Option<FaceIndex>> =
                    places.iter().map(|place| builder.edition.face_at(place.position)).collect();
                let agrees = faces.iter().all(|other| *other == Some(face));
                let (status, code) = if agrees {
                    (Status::Unique, "street_rule")
                } else {
                    (Status::RuleConflict, "rule_conflict")
                };
                let mut answer = builder.with_team(builder.bare(status, Reason::new(code)), face);
                if !agrees {
                    self.show_conflict(&mut answer, best, face, &faces);
                }
                answer.border =
                    builder.nearest_border(best.position, builder.edition.face_at(best.position));
                answer.address = Some(self.matched(places, best));
                answer
            }
        };
        answer.reason = self.explained(answer.reason, rule);
        answer.rule = Some(builder.rule_note(self.street, face, rule));
        answer
    }

    /// Names what the rule and the map say.
    fn show_conflict(
        &self,
        answer: &mut Answer,
        best: &Place,
        face: FaceIndex,
        faces: &BTreeSet<Option<FaceIndex>>,
    ) {
        let builder = self.builder;
        answer.candidates.push(builder.candidate(face));
        for other in faces.iter().filter(|other| **other != Some(face)) {
            answer.candidates.push(match other {
                Some(other) => builder.candidate(*other),
                None => {
                    answer.municipality = position::municipality(builder, best.position);
                    let name = answer.municipality.as_ref().map(|there| there.name.clone());
                    Candidate { label: name.unwrap_or_default(), ..Candidate::default() }
                }
            });
        }
        let labels = || answer.candidates.iter().map(|candidate| candidate.label.clone());
        // A municipality that nobody knows has no name.
        let by_map = labels().skip(1).filter(|label| !label.is_empty());
        let by_map = Some(by_map.collect::<Vec<_>>().join(", ")).filter(|names| !names.is_empty());
        let by_rule = labels().next();
        answer.reason.values.insert("by_map", by_map.into());
        answer.reason.values.insert("by_rule", by_rule.into());
    }

    /// The answer for a number of which rules do not say whether they mean it: the answer by the
    /// map where it leads to the same Sozialraum anyway, otherwise nothing is safe.
    pub(super) fn left_open(
        &self,
        mut answer: Answer,
        rules: &[(FaceIndex, &StreetRule)],
    ) -> Answer {
        let builder = self.builder;
        let same =
            |id: &String| rules.iter().all(|(face, _)| builder.edition.sozialraum(*face).id == *id);
        if answer.sozialraum.as_ref().is_some_and(|area| same(&area.id)) {
            return answer;
        }
        let Some((face, rule)) = rules.first() else { return answer };
        answer.rule = Some(builder.rule_note(self.street, *face, rule));
        let of_map = answer.team.take().and_then(|_| {
            let area = answer.sozialraum.as_ref()?;
            let faces = builder.edition.partition.face_indices();
            faces
                .map(|face| builder.candidate(face))
                .find(|c| c.sozialraum.as_ref() == Some(&area.id))
        });
        let of_rules = rules.iter().map(|(face, _)| builder.candidate(*face));
        for candidate in of_map.into_iter().chain(of_rules) {
            if !answer.candidates.iter().any(|there| there.sozialraum == candidate.sozialraum) {
                answer.candidates.push(candidate);
            }
        }
        if answer.status != Status::UnknownHouseNumber {
            answer.status = Status::Ambiguous;
        }
        answer.responsibility = None;
        answer.reason = self.explained(Reason::new("rule_unclear"), rule);
        answer
    }

    fn explained(&self, reason: Reason, rule: &StreetRule) -> Reason {
        reason
            .with("street", self.street_name())
            .with("number", self.number.text())
            .with("house_numbers", rule.numbers.to_string())
    }
}
