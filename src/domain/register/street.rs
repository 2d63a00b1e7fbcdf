//! One street of the register.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Open, OpenReason, RegisterStreet, Share,
    open::{add, add_text},
};
use crate::domain::{
    address::{
        HouseNumber, HouseNumberRange, HouseNumbers, Membership, NumberRange, NumberRanges,
        compress, compress_classes, sort_key,
    },
    assign::{Status, assign_number},
    city::OnDay,
    directory::StreetId,
    partition::FaceIndex,
    rules::Verdict,
};

/// What the decision says of a number.
#[derive(Debug, Clone)]
enum Says {
    /// It belongs to this face.
    In { face: FaceIndex, near_border: bool },
    /// Nobody can be sure.
    Open(OpenReason, Vec<FaceIndex>),
}

impl Says {
    fn face(&self) -> Option<FaceIndex> {
        match self {
            Self::In { face, .. } => Some(*face),
            Self::Open(..) => None,
        }
    }
}

/// What is written of a street.
pub(super) fn entry(day: OnDay<'_>, id: StreetId, name: &str) -> RegisterStreet {
    let decided = Decided::of(day, id);
    let lists = decided.lists();
    let open = decided.open(&lists);
    let mut shares: Vec<Share> = lists
        .into_iter()
        .filter(|(_, numbers)| !numbers.is_empty())
        .map(|(face, numbers)| Share { face, numbers, near_border: decided.near_border(face) })
        .collect();
    shares.sort_by_cached_key(|share| {
        decided.singles.iter().find(|(_, says)| says.face() == Some(share.face)).map(|(n, _)| n)
    });
    let known = |face: &FaceIndex| shares.iter().any(|share| share.face == *face);
    let runs_through = match decided.whole() {
        Some(_) => Vec::new(),
        None => day.edition.extent(id).faces.iter().copied().filter(|f| !known(f)).collect(),
    };
    let letter = sort_key(name).chars().next().filter(|c| c.is_alphabetic());
    RegisterStreet {
        id,
        name: name.to_owned(),
        letter: letter.map(|letter| letter.to_ascii_uppercase()),
        shares,
        open,
        runs_through,
    }
}

/// The decisions for everything that is known of a street.
struct Decided<'a> {
    day: OnDay<'a>,
    id: StreetId,
    /// Every number, also those that are only the end of a building with several.
    singles: BTreeMap<HouseNumber, Says>,
    /// Buildings with several numbers.
    buildings: Vec<(&'a HouseNumberRange, Says)>,
}

impl<'a> Decided<'a> {
    fn of(day: OnDay<'a>, id: StreetId) -> Self {
        let mut decided = Self { day, id, singles: BTreeMap::new(), buildings: Vec::new() };
        for known in day.city.directory.numbers(id) {
            if let HouseNumbers::Range(range) = &known.number
                && let Some(says) = decided.ask(&known.number)
            {
                decided.buildings.push((range, says));
            }
            for end in known.number.ends() {
                if !decided.singles.contains_key(end)
                    && let Some(says) = decided.ask(&end.clone().into())
                {
                    decided.singles.insert(end.clone(), says);
                }
            }
        }
        // An end that nobody believes by itself still belongs to its building.
        for (range, says) in &decided.buildings {
            if says.face().is_some() {
                for end in [range.low(), range.high()] {
                    decided.singles.entry(end.clone()).or_insert_with(|| says.clone());
                }
            }
        }
        decided
    }

    /// What the decision says; `None` when it does not believe that there is such a number.
    fn ask(&self, numbers: &HouseNumbers) -> Option<Says> {
        let answer = assign_number(self.day, self.id, numbers);
        let partition = &self.day.edition.partition;
        let face_of =
            |id: &String| partition.face_indices().find(|face| partition.face(*face).id == *id);
        let face = answer.sozialraum.as_ref().and_then(|area| face_of(&area.id));
        match (answer.status, face) {
            (Status::UnknownHouseNumber | Status::UnknownStreet, _) => None,
            (Status::Unique | Status::RuleConflict, Some(face)) => {
                Some(Says::In { face, near_border: false })
            }
            (Status::NearBorder, Some(face)) => Some(Says::In { face, near_border: true }),
            _ => {
                let candidates = answer.candidates.iter();
                let mut faces: BTreeSet<FaceIndex> = candidates
                    .filter_map(|candidate| candidate.sozialraum.as_ref().and_then(face_of))
                    .collect();
                faces.extend(face);
                Some(Says::Open(OpenReason::of(&answer), faces.into_iter().collect()))
            }
        }
    }

    /// The face that holds all of the street.
    fn whole(&self) -> Option<FaceIndex> {
        self.day.edition.whole_street(self.id)
    }

    /// The numbers of each face.
    fn lists(&self) -> BTreeMap<FaceIndex, NumberRanges> {
        let mut lists = match self.whole() {
            Some(face) => {
                let others = self.singles.iter().filter(|(_, says)| says.face() != Some(face));
                let all = NumberRanges::whole_except(others.map(|(number, _)| number.clone()));
                BTreeMap::from([(face, all)])
            }
            None => self.fewest(),
        };
        // What is left open in the neighbourhood of an exception or of a mixed building.
        for (number, says) in &self.singles {
            if let Some(face) = says.face()
                && lists.get(&face).is_none_or(|of| of.membership(number) != Membership::Inside)
            {
                let list = lists.entry(face).or_default();
                *list = list.union(&NumberRanges::new(vec![NumberRange::single(number.clone())]));
            }
        }
        for (building, says) in &self.buildings {
            if let Some(face) = says.face().filter(|face| self.is_of_one_face(building, *face))
                && lists.get(&face).is_none_or(|of| of.covers(building) != Membership::Inside)
            {
                let list = lists.entry(face).or_default();
                *list = list.union(&NumberRanges::new(vec![NumberRange::from(*building)]));
            }
        }
        self.with_rules(lists)
    }

    /// The fewest ranges that tell the known numbers apart. The numbers with which street rules
    /// begin and end count as known, so that no range runs across them.
    fn fewest(&self) -> BTreeMap<FaceIndex, NumberRanges> {
        let mut known: Vec<(Option<FaceIndex>, HouseNumber)> =
            self.singles.iter().map(|(number, says)| (says.face(), number.clone())).collect();
        for (_, rule) in self.rules() {
            for end in rule.numbers.ends().filter(|end| !self.singles.contains_key(end)) {
                let numbers = HouseNumbers::from(end.clone());
                if let Verdict::Sure(face, _) = self.day.edition.rules.verdict(self.id, &numbers) {
                    known.push((Some(face), end.clone()));
                }
            }
        }
        let ranges = compress_classes(&known).by_class.into_iter();
        ranges.filter_map(|(face, ranges)| Some((face?, ranges))).collect()
    }

    fn rules(&self) -> &'a [(FaceIndex, crate::domain::rules::StreetRule)] {
        let edition = self.day.edition;
        edition.rules.street(self.id).map_or(&[], |rules| rules.rules())
    }

    /// Adds what rules say of numbers that nobody knows. Where a range of known numbers would
    /// claim one of those, the known ones are listed one by one.
    fn with_rules(
        &self,
        mut lists: BTreeMap<FaceIndex, NumberRanges>,
    ) -> BTreeMap<FaceIndex, NumberRanges> {
        for (face, rule) in self.rules() {
            let claims = lists.iter().filter(|(of, _)| *of != face);
            let claimed: Vec<FaceIndex> = claims
                .filter(|(_, list)| !list.is_disjoint(&rule.numbers))
                .map(|(of, _)| *of)
                .collect();
            for other in claimed {
                let own = self.singles.iter().filter(|(_, says)| says.face() == Some(other));
                let one_by_one = own.map(|(number, _)| NumberRange::single(number.clone()));
                lists.insert(other, NumberRanges::new(one_by_one.collect()));
            }
        }
        for (face, rule) in self.rules() {
            let list = lists.entry(*face).or_default();
            *list = list.union(&rule.numbers);
        }
        lists
    }

    /// Whether no number of another face lies among those of a building.
    fn is_of_one_face(&self, building: &HouseNumberRange, face: FaceIndex) -> bool {
        let mut among = self.singles.iter().filter(|(number, _)| building.covers(number));
        among.all(|(_, says)| says.face() == Some(face))
    }

    /// The numbers that have to be clarified.
    fn open(&self, lists: &BTreeMap<FaceIndex, NumberRanges>) -> Vec<Open> {
        let mut open = Vec::new();
        let directory = &self.day.city.directory;
        for known in directory.numbers(self.id) {
            match &known.number {
                HouseNumbers::Single(number) => {
                    if let Some(Says::Open(reason, faces)) = self.singles.get(number) {
                        add(&mut open, &known.number, *reason, faces.clone());
                    }
                }
                // A building all of whose numbers belong to a face belongs to it, too.
                HouseNumbers::Range(range) if covers(lists, range) => {}
                HouseNumbers::Range(range) => {
                    let says = self.buildings.iter().find(|(of, _)| *of == range);
                    match says.map(|(_, says)| says) {
                        Some(Says::Open(reason, faces)) => {
                            add(&mut open, &known.number, *reason, faces.clone());
                        }
                        Some(Says::In { face, .. }) => {
                            let mut faces = self.faces_among(range);
                            faces.insert(*face);
                            let faces = faces.into_iter().collect();
                            add(&mut open, &known.number, OpenReason::Mixed, faces);
                        }
                        None => {}
                    }
                }
            }
        }
        for place in directory.unread_numbers(self.id) {
            let faces = self.day.edition.face_at(place.position).into_iter().collect();
            add_text(&mut open, place.number.clone(), OpenReason::Unreadable, faces);
        }
        open
    }

    fn faces_among(&self, building: &HouseNumberRange) -> BTreeSet<FaceIndex> {
        let among = self.singles.iter().filter(|(number, _)| building.covers(number));
        among.filter_map(|(_, says)| says.face()).collect()
    }

    /// The known numbers of a face that lie near a border.
    fn near_border(&self, wanted: FaceIndex) -> NumberRanges {
        let is_near =
            |says: &Says| matches!(says, Says::In { face, near_border: true } if *face == wanted);
        let (near, far): (Vec<_>, Vec<_>) =
            self.singles.iter().partition(|(_, says)| is_near(says));
        let numbers = |list: Vec<(&HouseNumber, &Says)>| -> Vec<HouseNumber> {
            list.into_iter().map(|(number, _)| number.clone()).collect()
        };
        compress(&numbers(near), &numbers(far))
    }
}

/// Whether one of the lists includes all of a building.
fn covers(lists: &BTreeMap<FaceIndex, NumberRanges>, building: &HouseNumberRange) -> bool {
    lists.values().any(|list| list.covers(building) == Membership::Inside)
}
