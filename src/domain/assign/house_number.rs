//! The house number of a known street: where it is, or why that is not known.

use std::collections::BTreeSet;

use super::{
    HOUSE_NUMBER_PRECISION_M,
    address::TypedNumber,
    answer::{Answer, Candidate, MatchedAddress, Precision, Reason, Status},
    between,
    builder::Builder,
    position,
    street::Fit,
};
use crate::domain::{
    address::{HouseNumber, HouseNumbers, compress_classes},
    directory::{Place, StreetId},
    partition::FaceIndex,
    rules::{StreetRules, Verdict},
    street_extent::BELIEVED,
};

/// From this confidence on a house number's street counts as known and not only believed.
const KNOWN: f64 = 0.8;
/// From this confidence on the street of a house number is believed enough to act upon by itself.
pub(super) const ACTED_ON: f64 = 0.75;
/// Readings below this confidence are not believed at all.
const BELIEVABLE: f64 = 0.05;
/// A place this much less likely than the best one is not believable beside it.
const UNBELIEVABLE_SHARE: f64 = 0.1;
/// Places of one number further apart than this, in metres, are not one house.
const ONE_HOUSE_M: f64 = 75.0;

/// One question about a street, with what all its answers share.
pub(super) struct Asked<'a> {
    pub(super) builder: Builder<'a>,
    pub(super) street: StreetId,
    pub(super) number: TypedNumber<'a>,
    fit: Fit,
}

/// The answer for a known street and what was typed as its number.
pub(super) fn answer(
    builder: Builder<'_>,
    street: StreetId,
    number: TypedNumber<'_>,
    fit: Fit,
) -> Answer {
    let asked = Asked { builder, street, number, fit };
    let numbers = match number {
        TypedNumber::None => return asked.unknown("no_number"),
        TypedNumber::Unreadable(_) => return asked.unknown("unreadable_number"),
        TypedNumber::Numbers(numbers) => numbers,
    };
    let found = builder.city.directory.find_numbers(street, numbers);
    let (places, code) = if found.complete {
        (found.places, "house_number")
    } else if !found.covered_by.is_empty() {
        (found.covered_by, "number_in_range")
    } else {
        (Vec::new(), "unknown_number")
    };
    let places = sorted(places, numbers);
    match builder.edition.rules.verdict(street, numbers) {
        Verdict::Silent => asked.placed(&places, code),
        Verdict::Sure(face, rule) => asked.ruled(&places, face, rule),
        Verdict::Unclear(rules) => asked.left_open(asked.placed(&places, code), &rules),
    }
}

/// How far a place may be off, in metres.
pub(super) fn precision_m(place: &Place) -> f64 {
    HOUSE_NUMBER_PRECISION_M.max(place.precision_m.into())
}

/// Leaves out places that are hardly believable, and puts the best first.
pub(super) fn sorted(mut places: Vec<Place>, numbers: &HouseNumbers) -> Vec<Place> {
    places.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let single = matches!(numbers, HouseNumbers::Single(_));
    if let Some(best) = places.first().cloned() {
        places.retain(|place| believable(place, &best, single));
    }
    places
}

/// Whether a place is believable, by itself and beside the best one. The places of a range stand
/// beside each other and not against each other.
pub(super) fn believable(place: &Place, best: &Place, single: bool) -> bool {
    let beside_best = if single { best.confidence * UNBELIEVABLE_SHARE } else { 0.0 };
    place.confidence >= BELIEVABLE && place.confidence >= beside_best
}

impl Asked<'_> {
    /// The answer by the map; for a number without a place, what is known of the street.
    fn placed(&self, places: &[Place], code: &'static str) -> Answer {
        let Some(best) = places.first() else { return self.unknown("unknown_number") };
        let edition = self.builder.edition;
        let faces: BTreeSet<Option<FaceIndex>> =
            places.iter().map(|place| edition.face_at(place.position)).collect();
        let best_face = edition.face_at(best.position);
        let mut answer = match (best_face, faces.len()) {
            (Some(face), 1) if self.is_believed(places, face) => {
                self.in_one_face(places, face, code)
            }
            (Some(face), 1) => self.doubtful_street(face),
            (None, 1) => position::outside(self.builder, best.position, precision_m(best)),
            _ => self.several_places(places, best_face),
        };
        if answer.border.is_none() {
            answer.border = self.builder.nearest_border(best.position, best_face);
        }
        answer.address = Some(self.matched(places, best));
        answer
    }

    /// Whether the street of a number is believed enough to act on its Sozialraum: its place is
    /// likely, or the numbers around it or the whole street lie there anyway. For a range every
    /// place has to be likely.
    fn is_believed(&self, places: &[Place], face: FaceIndex) -> bool {
        let decisive = match self.number {
            TypedNumber::Numbers(HouseNumbers::Range(_)) => places.last(),
            _ => places.first(),
        };
        decisive.is_some_and(|place| place.confidence >= ACTED_ON)
            || self.whole() == Some(face)
            || between::one_face(self.builder, self.street, self.number) == Some(face)
    }

    fn whole(&self) -> Option<FaceIndex> {
        self.builder.edition.whole_street(self.street)
    }

    /// All believable places lie in one Sozialraum: the place nearest to a border decides whether
    /// it is safe.
    fn in_one_face(&self, places: &[Place], face: FaceIndex, code: &'static str) -> Answer {
        let answers = places.iter().map(|place| {
            position::inside(self.builder, place.position, face, precision_m(place), code)
        });
        answers
            .reduce(|first, other| match (first.status, other.status) {
                (Status::Unique, Status::NearBorder) => other,
                _ => first,
            })
            .unwrap_or_else(|| self.unknown("unknown_number"))
    }

    /// The only place known for this number more likely belongs to another street, and this
    /// street runs through several Sozialräume.
    fn doubtful_street(&self, face: FaceIndex) -> Answer {
        let answer = self.builder.bare(Status::Ambiguous, Reason::new("number_of_another_street"));
        let mut answer = self.builder.with_sozialraum(answer, face);
        answer.candidates = self.candidates(Some(face));
        answer
    }

    /// The number is believed in places of several Sozialräume.
    fn several_places(&self, places: &[Place], best_face: Option<FaceIndex>) -> Answer {
        let mut answer = self.builder.bare(Status::Ambiguous, Reason::new("several_places"));
        if let Some(face) = best_face {
            answer = self.builder.with_sozialraum(answer, face);
        }
        let mut seen = BTreeSet::new();
        for place in places {
            let face = self.builder.edition.face_at(place.position);
            if let Some(face) = face.filter(|face| seen.insert(*face)) {
                answer.candidates.push(Candidate {
                    position: Some(self.builder.city.grid.to_lonlat(place.position)),
                    ..self.builder.candidate(face)
                });
            }
        }
        answer
    }

    /// The answer for a number that is not known, or none: the team when every possible place
    /// lies in one Sozialraum, otherwise which numbers belong to which team.
    fn unknown(&self, code: &'static str) -> Answer {
        let whole = self.whole();
        let safe = whole.or_else(|| between::one_face(self.builder, self.street, self.number));
        let rules = self.builder.edition.rules.street(self.street);
        let rule = rules.and_then(StreetRules::whole);
        let code = match (safe, whole) {
            _ if rule.is_some() => "whole_by_rule",
            (Some(_), None) => "number_between",
            _ => code,
        };
        let mut answer = self.unplaced(code, safe);
        answer.reason = answer.reason.with("whole_street", whole.is_some());
        answer.rule = rule.map(|(face, rule)| self.builder.rule_note(self.street, face, rule));
        answer
    }

    /// The answer for a number without a place: the team of a face, or those of the street.
    pub(super) fn unplaced(&self, code: &'static str, safe: Option<FaceIndex>) -> Answer {
        let near = self.neighbours();
        let mut reason = Reason::new(code).with("street", self.street_name());
        if let Some(number) = self.number.text() {
            reason = reason.with("number", number);
        }
        for (name, known) in [("below", &near[0]), ("above", &near[1])] {
            reason = reason.with(name, known.as_ref().map(|(number, _)| number.to_string()));
        }
        let answer = self.builder.bare(Status::UnknownHouseNumber, reason);
        let mut answer = match safe {
            Some(face) => self.builder.with_team(answer, face),
            None => answer,
        };
        if safe.is_none() {
            let likelier = near.iter().flatten().find_map(|(_, face)| *face);
            answer.candidates = self.candidates(likelier);
        }
        let middle = self.builder.edition.extent(self.street).middle;
        answer.address = Some(MatchedAddress {
            street: Some(self.street_name()),
            street_id: Some(self.street),
            place: self.place(),
            house_number: self.number.text(),
            position: middle.map(|point| self.builder.city.grid.to_lonlat(point)),
            precision: Precision::Street,
            precision_m: self.reach_m(),
            score: self.fit.score,
            next_score: self.fit.next_score,
        });
        answer
    }

    pub(super) fn street_name(&self) -> String {
        self.builder.city.directory.name(self.street).to_owned()
    }

    fn place(&self) -> Option<String> {
        let street = self.builder.city.directory.street(self.street)?;
        street.place.as_ref().map(|place| place.name.clone())
    }

    /// The known numbers next to the one that was asked, with the face each lies in.
    fn neighbours(&self) -> [Option<(HouseNumbers, Option<FaceIndex>)>; 2] {
        let TypedNumber::Numbers(numbers) = self.number else { return [None, None] };
        let directory = &self.builder.city.directory;
        let (below, above) = directory.neighbours(self.street, numbers.lowest());
        [below, above].map(|known| {
            let known = known?;
            let place = known.places.first()?;
            let face = match self.builder.edition.rules.verdict(self.street, &known.number) {
                Verdict::Sure(face, _) => Some(face),
                _ => self.builder.edition.face_at(place.position),
            };
            Some((known.number.clone(), face))
        })
    }

    /// The teams of the street with the house numbers that belong to each; `first` comes first,
    /// then those with more numbers.
    fn candidates(&self, first: Option<FaceIndex>) -> Vec<Candidate> {
        let edition = self.builder.edition;
        let known: Vec<(FaceIndex, HouseNumber)> = self
            .builder
            .city
            .directory
            .numbers(self.street)
            .iter()
            .flat_map(|known| {
                let sure = known.places.iter().filter(|place| place.confidence >= BELIEVED);
                let faces: BTreeSet<FaceIndex> =
                    match edition.rules.verdict(self.street, &known.number) {
                        Verdict::Sure(face, _) => BTreeSet::from([face]),
                        _ => sure.filter_map(|place| edition.face_at(place.position)).collect(),
                    };
                let ends: Vec<HouseNumber> = known.number.ends().into_iter().cloned().collect();
                faces
                    .into_iter()
                    .flat_map(move |face| ends.clone().into_iter().map(move |n| (face, n)))
            })
            .collect();
        let ranges = compress_classes(&known);
        let count = |face: FaceIndex| known.iter().filter(|(of, _)| *of == face).count();
        let mut faces = edition.extent(self.street).faces.clone();
        faces.extend(edition.rules.street(self.street).into_iter().flat_map(StreetRules::faces));
        let mut faces: Vec<FaceIndex> = faces.into_iter().collect();
        faces.sort_by_key(|face| (Some(*face) != first, std::cmp::Reverse(count(*face)), *face));
        faces
            .into_iter()
            .map(|face| Candidate {
                house_numbers: ranges
                    .by_class
                    .get(&face)
                    .filter(|ranges| !ranges.is_empty())
                    .map(ToString::to_string),
                ..self.builder.candidate(face)
            })
            .collect()
    }

    /// What the question was matched with, for a number with places.
    pub(super) fn matched(&self, places: &[Place], best: &Place) -> MatchedAddress {
        let spread =
            places.iter().map(|place| place.position.distance_m(best.position)).fold(0.0, f64::max);
        let is_range = matches!(self.number, TypedNumber::Numbers(HouseNumbers::Range(_)));
        let known = best.confidence >= KNOWN && (spread <= ONE_HOUSE_M || is_range);
        MatchedAddress {
            street: Some(self.street_name()),
            street_id: Some(self.street),
            place: self.place(),
            house_number: self.number.text(),
            position: Some(self.builder.city.grid.to_lonlat(best.position)),
            precision: if known { Precision::HouseNumber } else { Precision::Believed },
            precision_m: (precision_m(best) + spread).round(),
            score: self.fit.score,
            next_score: self.fit.next_score,
        }
    }

    /// How far the street reaches from its middle, in metres.
    fn reach_m(&self) -> f64 {
        let Some(street) = self.builder.city.directory.street(self.street) else { return 0.0 };
        let Some(middle) = self.builder.edition.extent(self.street).middle else { return 0.0 };
        let reach = street.lines.iter().flatten().map(|point| point.distance_m(middle));
        reach.fold(0.0, f64::max).round()
    }
}
