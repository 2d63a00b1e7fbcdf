//! A register that an office has, held against what the map and the street rules say.

use std::collections::{BTreeMap, BTreeSet};

use super::{OpenReason, Register, RegisterStreet};
use crate::domain::{
    address::{
        Convention, HouseNumber, HouseNumbers, Membership, NumberRanges, RangeError, Within,
        compress, letters_of,
    },
    city::OnDay,
    directory::{Directory, Resolution, StreetId},
    partition::FaceIndex,
    rules::{StreetRule, Verdict, membership},
};

/// How many similar streets are named.
const SUGGESTIONS: usize = 3;

/// One line of a register: what stands in its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its place in the file, from 1.
    pub at: usize,
    /// The street.
    pub street: String,
    /// Where it lies; empty where the register does not say.
    pub place: String,
    /// The house numbers; empty for the whole street.
    pub numbers: String,
    /// The area that they belong to; empty where the register leaves it open.
    pub area: String,
}

/// How a register is read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// What its lists of house numbers leave unsaid.
    pub convention: Convention,
    /// Names of areas in the register that are none of ours, with the id of the Sozialraum.
    pub areas: Vec<(String, String)>,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq)]
pub enum Understood {
    /// These numbers of a street belong to a Sozialraum.
    Says {
        /// The street.
        street: StreetId,
        /// Its numbers.
        numbers: NumberRanges,
        /// The Sozialraum.
        face: FaceIndex,
    },
    /// It names no area, so it says nothing.
    Nothing,
    /// No street has this name; these are similar.
    UnknownStreet(Vec<String>),
    /// These streets have this name.
    SeveralStreets(Vec<String>),
    /// The numbers cannot be read.
    Numbers(RangeError),
    /// The area is no Sozialraum of the edition.
    UnknownArea,
}

/// An address of which the register says something else than the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The house number, or the building with several.
    pub number: HouseNumbers,
    /// What holds so far.
    pub so_far: SoFar,
}

/// What holds of a number so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SoFar {
    /// Another Sozialraum, by the map.
    Map(FaceIndex),
    /// Another Sozialraum, by a street rule.
    Rule(FaceIndex),
    /// It has to be clarified; the register would settle it.
    Open(OpenReason),
}

/// A line and what follows from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The line as it stands in the file.
    pub listed: Listed,
    /// What it says.
    pub says: Understood,
    /// The addresses of which it says something else.
    pub contradictions: Vec<Contradiction>,
    /// Another line that gives some of its numbers to another Sozialraum, with those numbers.
    pub claimed: Option<(usize, NumberRanges)>,
    /// How many addresses it concerns.
    pub concerned: usize,
}

/// What a register says against what holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Line by line.
    pub lines: Vec<Compared>,
    /// Streets that no line names.
    pub missing: Vec<StreetId>,
}

impl Compared {
    /// Whether nothing has to be corrected in the line before it can be taken over.
    pub fn is_sound(&self) -> bool {
        self.claimed.is_none()
            && matches!(self.says, Understood::Says { .. } | Understood::Nothing)
            && !self.contradictions.iter().any(|of| matches!(of.so_far, SoFar::Rule(_)))
    }

    /// The rule that makes the line hold: for its numbers of which something else holds so far, or
    /// for all of them. `None` when nothing has to be said.
    pub fn rule(&self, day: OnDay<'_>, all: bool, reason: &str) -> Option<StreetRule> {
        let Understood::Says { street, numbers, face } = &self.says else { return None };
        let numbers = if all { numbers.clone() } else { self.differing(day, *street, numbers)? };
        Some(StreetRule {
            id: String::new(),
            street: day.city.directory.name(*street).to_owned(),
            place: day.city.directory.place_of(*street).map(str::to_owned),
            numbers,
            sozialraum: day.edition.sozialraum(*face).id.clone(),
            reason: reason.to_owned(),
        })
    }

    /// The fewest ranges for the addresses that are contradicted, within what the line says.
    fn differing(
        &self,
        day: OnDay<'_>,
        street: StreetId,
        numbers: &NumberRanges,
    ) -> Option<NumberRanges> {
        let own: Vec<HouseNumber> = ends(self.contradictions.iter().map(|of| &of.number));
        if own.is_empty() {
            return None;
        }
        let known = day.city.directory.numbers(street).iter().map(|known| &known.number);
        let mut others = ends(known);
        others.retain(|number| !own.contains(number));
        Some(compress(&own, &others).overlap(numbers))
    }
}

fn ends<'a>(numbers: impl Iterator<Item = &'a HouseNumbers>) -> Vec<HouseNumber> {
    numbers.flat_map(|number| number.ends().into_iter().cloned().collect::<Vec<_>>()).collect()
}

/// Holds a register against what holds on a day. `register` is that of the day. Cost: one look-up
/// for every line, and linear in the numbers of its street.
pub fn compare(
    day: OnDay<'_>,
    register: &Register,
    listed: Vec<Listed>,
    reading: &Reading,
) -> Comparison {
    let streets: BTreeMap<StreetId, &RegisterStreet> =
        register.streets.iter().map(|street| (street.id, street)).collect();
    let areas = Areas::new(day, reading);
    let mut lines: Vec<Compared> = Vec::with_capacity(listed.len());
    let mut of_street: BTreeMap<StreetId, Vec<usize>> = BTreeMap::new();
    let mut named: BTreeSet<StreetId> = BTreeSet::new();
    for listed in listed {
        let resolution = resolve(day, &listed);
        if let Resolution::Exact { found, .. } = &resolution {
            named.insert(found.street);
        }
        let says = understand(day, &areas, &listed, resolution, reading.convention);
        let mut compared =
            Compared { listed, says, contradictions: Vec::new(), claimed: None, concerned: 0 };
        if let Understood::Says { street, numbers, face } = &compared.says {
            let earlier = of_street.entry(*street).or_default();
            compared.claimed = earlier.iter().find_map(|&at| {
                let Understood::Says { numbers: theirs, face: other, .. } = &lines[at].says else {
                    return None;
                };
                let both = theirs.overlap(numbers);
                (other != face && !both.is_empty()).then(|| (lines[at].listed.at, both))
            });
            earlier.push(lines.len());
            let known = day.city.directory.numbers(*street).iter().map(|known| &known.number);
            for number in known.filter(|number| claims(numbers, number)) {
                compared.concerned += 1;
                let so_far = streets.get(street).and_then(|of| so_far(day, of, number));
                if let Some(so_far) = so_far.filter(|so_far| !agrees(*so_far, *face)) {
                    compared.contradictions.push(Contradiction { number: number.clone(), so_far });
                }
            }
        }
        lines.push(compared);
    }
    let all = register.streets.iter().map(|street| street.id);
    let missing = all.filter(|id| !named.contains(id)).collect();
    Comparison { lines, missing }
}

fn claims(list: &NumberRanges, number: &HouseNumbers) -> bool {
    membership(list, number) == Membership::Inside
}

fn agrees(so_far: SoFar, face: FaceIndex) -> bool {
    matches!(so_far, SoFar::Map(of) | SoFar::Rule(of) if of == face)
}

/// What holds of a number; `None` when nobody believes that there is one.
fn so_far(day: OnDay<'_>, street: &RegisterStreet, number: &HouseNumbers) -> Option<SoFar> {
    if let Verdict::Sure(face, _) = day.edition.rules.verdict(street.id, number) {
        return Some(SoFar::Rule(face));
    }
    let text = number.to_string();
    if let Some(open) = street.open.iter().find(|open| open.numbers.contains(&text)) {
        return Some(SoFar::Open(open.reason));
    }
    let share = street.shares.iter().find(|share| claims(&share.numbers, number))?;
    Some(SoFar::Map(share.face))
}

/// The street of a line. Where a line names another place than the street's, the town or a part of
/// it, no street is meant for sure.
fn resolve(day: OnDay<'_>, listed: &Listed) -> Resolution {
    let (directory, gazetteer) = (&day.city.directory, &day.city.gazetteer);
    let place = Some(listed.place.as_str()).filter(|place| !place.is_empty());
    let within = Within { place, ..Within::ANYWHERE };
    let resolution = directory.resolve_within(&listed.street, &within);
    let is_own = |place: &str| {
        let mut own = gazetteer.town.iter().chain(&gazetteer.parts);
        own.any(|name| letters_of(name) == letters_of(place))
    };
    match resolution {
        Resolution::Exact { found, .. }
            if place
                .is_some_and(|place| !directory.is_at(found.street, place) && !is_own(place)) =>
        {
            Resolution::Unknown(vec![found])
        }
        other => other,
    }
}

fn understand(
    day: OnDay<'_>,
    areas: &Areas,
    listed: &Listed,
    resolution: Resolution,
    convention: Convention,
) -> Understood {
    if listed.area.is_empty() {
        return Understood::Nothing;
    }
    let directory = &day.city.directory;
    let street = match resolution {
        Resolution::Exact { found, .. } => found.street,
        other => return no_street(directory, &other),
    };
    let Some(face) = areas.face(&listed.area) else { return Understood::UnknownArea };
    match NumberRanges::parse(&listed.numbers, convention) {
        Ok(numbers) => Understood::Says { street, numbers, face },
        Err(error) => Understood::Numbers(error),
    }
}

fn no_street(directory: &Directory, resolution: &Resolution) -> Understood {
    let found = resolution.matches().iter().take(SUGGESTIONS);
    let names = found.map(|found| directory.name_and_place(found.street)).collect();
    match resolution {
        Resolution::Ambiguous(matches) if matches.len() > 1 && matches[0].score >= 1.0 => {
            Understood::SeveralStreets(names)
        }
        _ => Understood::UnknownStreet(names),
    }
}

/// The names under which a Sozialraum may stand in a register.
struct Areas(BTreeMap<String, Option<FaceIndex>>);

impl Areas {
    /// Ids and names of the Sozialräume and of their teams; what two of them share names none.
    fn new(day: OnDay<'_>, reading: &Reading) -> Self {
        let mut areas: BTreeMap<String, Option<FaceIndex>> = BTreeMap::new();
        let mut by_id = BTreeMap::new();
        for face in day.edition.partition.face_indices() {
            let sozialraum = day.edition.sozialraum(face);
            by_id.insert(sozialraum.id.as_str(), face);
            let team = day.organisation.team_of(&sozialraum.id);
            let of_team = team.iter().flat_map(|team| [&team.id, &team.name]);
            for name in [&sozialraum.id, &sozialraum.name].into_iter().chain(of_team) {
                areas
                    .entry(letters_of(name))
                    .and_modify(|of| *of = of.filter(|of| *of == face))
                    .or_insert(Some(face));
            }
        }
        // What the reader says goes before what a name looks like.
        for (name, id) in &reading.areas {
            areas.insert(letters_of(name), by_id.get(id.as_str()).copied());
        }
        Self(areas)
    }

    fn face(&self, name: &str) -> Option<FaceIndex> {
        self.0.get(&letters_of(name)).copied().flatten()
    }
}
