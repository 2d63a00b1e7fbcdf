//! Which street of the directory is meant by one that is listed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Listed, ListedStreet};
use crate::domain::{
    address::normalise,
    directory::{Street, StreetId, StreetPlace},
    grid::GridPoint,
};

/// What a street is that only the register knows.
const KIND: &str = "street";

/// The streets of the directory, and behind them those that only the register has.
pub(super) struct Bound {
    pub streets: Vec<Street>,
    /// The street of each that is listed.
    pub of: Vec<StreetId>,
}

/// Finds the street of each one that is listed: by its name, and where several have that name by
/// town, part of town or postcode. Names are the same however they are written; other names of a
/// street count where they are no street's own.
pub(super) fn bind(existing: Vec<Street>, listed: &Listed) -> Bound {
    let mut names: HashMap<String, Vec<usize>> = HashMap::new();
    let mut others: HashMap<String, BTreeSet<usize>> = HashMap::new();
    for (at, street) in existing.iter().enumerate() {
        names.entry(normalise(&street.name).key).or_default().push(at);
        for name in &street.other_names {
            others.entry(normalise(name).key).or_default().insert(at);
        }
    }
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, street) in listed.streets.iter().enumerate() {
        groups.entry(normalise(&street.name).key).or_default().push(at);
    }
    let repeated = repeated_numbers(&groups, listed);
    let mut bound =
        Bound { streets: existing, of: vec![StreetId::default(); listed.streets.len()] };
    let mut split = Vec::new();
    for (name, group) in groups {
        let by_other = || others.get(&name).filter(|found| found.len() == 1);
        let known = match names.get(&name) {
            Some(known) => known.clone(),
            None => by_other().map(|found| found.iter().copied().collect()).unwrap_or_default(),
        };
        let mut rest = Vec::new();
        for at in group {
            match placed(&bound.streets, &known, &listed.streets[at]) {
                Some(street) if known.len() > 1 => bound.of[at] = id(street),
                _ => rest.push(at),
            }
        }
        let variants = variants(&rest, &listed.streets, repeated.contains(&name));
        let several = variants.len() > 1;
        let mut parts = Vec::new();
        for (label, members) in variants {
            let found = match &label {
                Some(label) => known.iter().copied().find(|at| is_in(&bound.streets[*at], label)),
                None => only(&bound.streets, &known),
            };
            let street = found.unwrap_or_else(|| {
                bound.streets.push(new_street(&members, &listed.streets, label));
                bound.streets.len() - 1
            });
            parts.push(street);
            members.into_iter().for_each(|at| bound.of[at] = id(street));
        }
        match known[..] {
            [whole] if several && bound.streets[whole].place.is_none() => {
                split.push((whole, parts))
            }
            _ => {}
        }
    }
    for (whole, parts) in split {
        share_lines(&mut bound, whole, &parts, listed);
    }
    bound
}

#[expect(clippy::cast_possible_truncation, reason = "a directory has far fewer streets")]
fn id(at: usize) -> StreetId {
    StreetId(at as u32)
}

/// The names under which one number is listed in several postcodes or parts of town, without keys
/// that would tell its streets apart.
fn repeated_numbers(groups: &BTreeMap<String, Vec<usize>>, listed: &Listed) -> BTreeSet<String> {
    let mut group_of: HashMap<u32, &String> = HashMap::new();
    for (name, group) in groups.iter().filter(|(_, group)| group.len() > 1) {
        for at in group {
            group_of.insert(id(*at).0, name);
        }
    }
    let mut seen: HashMap<(&str, &str), u32> = HashMap::new();
    let mut repeated = BTreeSet::new();
    for house in &listed.houses {
        let Some(name) = group_of.get(&house.street) else { continue };
        let first = *seen.entry((name, &house.number)).or_insert(house.street);
        let of = |at: u32| listed.streets.get(at as usize).map(|s| (&s.part, s.postcode));
        if of(first) != of(house.street) {
            repeated.insert((*name).clone());
        }
    }
    repeated
}

/// The one street that lies where a listed one does.
fn placed(streets: &[Street], known: &[usize], listed: &ListedStreet) -> Option<usize> {
    let lies_there = |at: &&usize| {
        let Some(place) = &streets[**at].place else { return false };
        let key = normalise(&place.name).key;
        let named = [&listed.part, &listed.town].into_iter().any(|name| normalise(name).key == key);
        let postcode = listed.postcode.map(|code| code.to_string());
        named || postcode.is_some_and(|code| place.name == code || place.postcodes.contains(&code))
    };
    let mut found = known.iter().filter(lies_there);
    found.next().copied().filter(|_| found.next().is_none())
}

fn is_in(street: &Street, label: &str) -> bool {
    let key = normalise(label).key;
    street.place.as_ref().is_some_and(|place| normalise(&place.name).key == key)
}

/// The one street of a name, or the one of several that has no place.
fn only(streets: &[Street], known: &[usize]) -> Option<usize> {
    match known {
        [one] => Some(*one),
        several => {
            let mut without = several.iter().filter(|at| streets[**at].place.is_none());
            without.next().copied().filter(|_| without.next().is_none())
        }
    }
}

/// The streets of one name that are listed apart, each with what tells it from the others.
fn variants(
    group: &[usize],
    streets: &[ListedStreet],
    repeated: bool,
) -> Vec<(Option<String>, Vec<usize>)> {
    let one = || match group {
        [] => Vec::new(),
        group => vec![(None, group.to_vec())],
    };
    let keyed = group.iter().all(|at| !streets[*at].key.is_empty());
    let mut apart: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for at in group {
        let street = &streets[*at];
        let postcode = || street.postcode.map(String::from).unwrap_or_default();
        let by = match (keyed, repeated) {
            (true, _) => street.key.to_string(),
            (false, true) if !street.part.is_empty() => street.part.to_string(),
            (false, true) => postcode(),
            (false, false) => String::new(),
        };
        apart.entry(by).or_default().push(*at);
    }
    if apart.len() < 2 {
        return one();
    }
    let text: [fn(&ListedStreet) -> String; 3] = [
        |street| street.town.to_string(),
        |street| street.part.to_string(),
        |street| street.postcode.map(String::from).unwrap_or_default(),
    ];
    for text in text {
        let labels: Vec<String> = apart.values().map(|of| most(of, streets, text)).collect();
        let distinct: BTreeSet<&String> = labels.iter().collect();
        if distinct.len() == labels.len() && !labels.iter().any(String::is_empty) {
            return labels.into_iter().map(Some).zip(apart.into_values()).collect();
        }
    }
    // Nothing that a person could say tells them apart.
    one()
}

/// What most of the listed streets say.
fn most(of: &[usize], streets: &[ListedStreet], text: fn(&ListedStreet) -> String) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for at in of {
        *counts.entry(text(&streets[*at])).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(text, _)| text).unwrap_or_default()
}

fn new_street(members: &[usize], streets: &[ListedStreet], label: Option<String>) -> Street {
    let postcodes: BTreeSet<String> =
        members.iter().filter_map(|at| streets[*at].postcode).map(String::from).collect();
    Street {
        name: members.first().map(|at| streets[*at].name.to_string()).unwrap_or_default(),
        other_names: Vec::new(),
        kind: KIND.to_owned(),
        lines: Vec::new(),
        place: label.map(|name| StreetPlace { name, postcodes: postcodes.into_iter().collect() }),
    }
}

/// Gives each line of a street that turned out to be several to the one with the nearest house.
fn share_lines(bound: &mut Bound, whole: usize, parts: &[usize], listed: &Listed) {
    let houses: Vec<(usize, GridPoint)> = listed
        .houses
        .iter()
        .filter_map(|house| {
            let street = bound.of.get(house.street as usize)?.0 as usize;
            parts.contains(&street).then_some((street, house.position))
        })
        .collect();
    for line in std::mem::take(&mut bound.streets[whole].lines) {
        let Some(middle) = line.get(line.len() / 2).copied() else { continue };
        let far = |of: &&(usize, GridPoint)| of.1.distance_m(middle);
        let nearest = houses.iter().min_by(|a, b| far(a).total_cmp(&far(b)));
        let street = nearest.map_or(whole, |(street, _)| *street);
        if bound.streets[street].kind == KIND {
            bound.streets[street].kind = bound.streets[whole].kind.clone();
        }
        bound.streets[street].lines.push(line);
    }
}
