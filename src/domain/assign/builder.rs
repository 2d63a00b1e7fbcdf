//! The parts that every answer is put together from.

use std::sync::Arc;

use super::{
    answer::{
        Answer, BorderNote, Candidate, EditionNote, MunicipalityNote, Named, Reason, RuleNote,
        Status,
    },
    memo::Memo,
};
use crate::domain::{
    address::{AddressLine, Within, read_line},
    city::{City, CityEdition, Municipality},
    directory::{Resolution, StreetId},
    grid::GridPoint,
    locate::NearBorder,
    organisation::Organisation,
    partition::FaceIndex,
    rules::StreetRule,
};

/// A city and the edition that is asked, with the answer's parts made from them.
#[derive(Clone, Copy)]
pub(super) struct Builder<'a> {
    pub city: &'a City,
    pub edition: &'a CityEdition,
    pub organisation: &'a Organisation,
    /// What is remembered while many addresses are answered in brief: without everybody behind the
    /// team.
    pub memo: Option<&'a Memo<'a>>,
}

impl<'a> Builder<'a> {
    /// Takes a line of text apart.
    pub fn read_line(self, text: &str) -> AddressLine {
        let City { directory, gazetteer, .. } = self.city;
        match self.memo {
            Some(memo) => memo.read_line(text),
            None => read_line(text, gazetteer, &|text| directory.is_street(text)),
        }
    }

    /// Which street a name means, with what is said of its place.
    pub fn resolve(self, street: &str, within: &Within<'_>) -> Arc<Resolution> {
        match self.memo {
            Some(memo) => memo.resolve(street, within),
            None => Arc::new(self.city.directory.resolve_within(street, within)),
        }
    }

    /// An answer that says nothing yet but its status and reason.
    pub fn bare(self, status: Status, reason: Reason) -> Answer {
        let edition = &self.edition.edition;
        Answer {
            status,
            team: None,
            sozialraum: None,
            region: None,
            address: None,
            candidates: Vec::new(),
            ranges: None,
            border: None,
            rule: None,
            municipality: None,
            responsibility: None,
            reason,
            edition: EditionNote {
                number: edition.number,
                valid_from: edition.valid_from,
                decision: edition.decision.clone(),
                status: edition.status,
            },
        }
    }

    /// Adds the Sozialraum of a face and its region.
    pub fn with_sozialraum(self, mut answer: Answer, face: FaceIndex) -> Answer {
        let sozialraum = self.edition.sozialraum(face);
        answer.sozialraum =
            Some(Named { id: sozialraum.id.clone(), name: sozialraum.name.clone() });
        answer.region = self
            .organisation
            .region(&sozialraum.region)
            .map(|region| Named { id: region.id.clone(), name: region.name.clone() });
        answer
    }

    /// Adds the Sozialraum of a face, its team and everybody behind it.
    pub fn with_team(self, answer: Answer, face: FaceIndex) -> Answer {
        let mut answer = self.with_sozialraum(answer, face);
        let id = &self.edition.sozialraum(face).id;
        let team = self.organisation.team_behind(id);
        answer.team = team.map(|team| Named { id: team.id.clone(), name: team.name.clone() });
        if self.memo.is_none() {
            answer.responsibility = self.organisation.responsibility(id);
        }
        answer
    }

    /// What is said of a rule that gives numbers of a street to a face.
    pub fn rule_note(self, street: StreetId, face: FaceIndex, rule: &StreetRule) -> RuleNote {
        let sozialraum = self.edition.sozialraum(face);
        RuleNote {
            id: rule.id.clone(),
            street: self.city.directory.name(street).to_owned(),
            numbers: rule.numbers.to_string(),
            sozialraum: Named { id: sozialraum.id.clone(), name: sozialraum.name.clone() },
            reason: rule.reason.clone(),
        }
    }

    /// A candidate that leads to the team of a face.
    pub fn candidate(self, face: FaceIndex) -> Candidate {
        let sozialraum = self.edition.sozialraum(face);
        let team = self.organisation.team_of(&sozialraum.id);
        Candidate {
            label: sozialraum.name.clone(),
            sozialraum: Some(sozialraum.id.clone()),
            team: team.map(|team| team.id.clone()),
            team_name: team.map(|team| team.name.clone()),
            ..Candidate::default()
        }
    }

    /// A candidate for what lies on the other side of a border.
    pub fn candidate_beyond(self, near: &NearBorder, face: Option<FaceIndex>) -> Candidate {
        let border = self.edition.partition.border(near.border);
        match border.beyond(face).flatten() {
            Some(beyond) => self.candidate(beyond),
            None => Candidate {
                label: border.line().and_then(|line| line.municipality.clone()).unwrap_or_default(),
                ..Candidate::default()
            },
        }
    }

    /// What is said of a border near a place that belongs to `face`.
    pub fn border_note(self, near: &NearBorder, face: Option<FaceIndex>) -> Option<BorderNote> {
        let border = self.edition.partition.border(near.border);
        let line = border.line()?;
        let beyond = border.beyond(face).flatten().map(|face| self.edition.sozialraum(face));
        Some(BorderNote {
            id: self.edition.border_id(near.border).to_owned(),
            name: line.name.clone(),
            distance_m: (near.distance_m * 10.0).round() / 10.0,
            beyond: beyond.map(|sozialraum| sozialraum.id.clone()),
            beyond_name: beyond
                .map(|sozialraum| sozialraum.name.clone())
                .or_else(|| line.municipality.clone()),
            sure: line.sure,
            uncertainty_m: line.uncertainty_m,
            foot: self.city.grid.to_lonlat(near.foot),
        })
    }

    /// The nearest border of a place.
    pub fn nearest_border(self, point: GridPoint, face: Option<FaceIndex>) -> Option<BorderNote> {
        let near = self.edition.locator.nearest_border(point)?;
        self.border_note(&near, face)
    }

    /// What is said of a municipality.
    pub fn municipality_note(self, municipality: &'a Municipality) -> MunicipalityNote {
        let key = municipality.key();
        let office = self.organisation.neighbours.iter().find(|office| office.id == key);
        MunicipalityNote {
            ags: municipality.ags.clone(),
            name: municipality.name.clone(),
            district: municipality.district.clone(),
            office: office.map(|office| office.name.clone()),
            office_contact: office.map(|office| office.contact.clone()),
        }
    }

    /// An answer whose question contradicts itself or holds text that was not understood: what it
    /// would be becomes a candidate, and nothing in it is safe to act on.
    pub fn doubtful(self, mut answer: Answer, reason: Reason) -> Answer {
        if matches!(answer.status, Status::UnknownStreet | Status::Outside) {
            return answer;
        }
        let address = answer.address.as_ref().and_then(|address| {
            let street = address.street.as_ref()?;
            Some(match &address.house_number {
                Some(number) => format!("{street} {number}"),
                None => street.clone(),
            })
        });
        if let (Some(team), Some(address)) = (answer.team.take(), address) {
            answer.candidates.insert(
                0,
                Candidate {
                    label: address.clone(),
                    sozialraum: answer.sozialraum.as_ref().map(|s| s.id.clone()),
                    team: Some(team.id),
                    team_name: Some(team.name),
                    address: Some(address),
                    position: answer.address.as_ref().and_then(|address| address.position),
                    ..Candidate::default()
                },
            );
        }
        answer.status = Status::Ambiguous;
        answer.responsibility = None;
        answer.reason = reason;
        answer
    }
}
