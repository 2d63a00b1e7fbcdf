//! The shortest correct list of ranges: `1–41 odd, 44, 50–60 even`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    house_number::{HouseNumber, Parity},
    range_cover::Groups,
    ranges::{NumberRange, NumberRanges, RangeParity},
};

/// The ranges of every class of one street.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassRanges<K: Ord> {
    /// The ranges per class.
    pub by_class: BTreeMap<K, NumberRanges>,
    /// Numbers known in several classes, which no range may claim.
    pub contested: Vec<HouseNumber>,
}

/// The ranges of every class among the known numbers of one street, such as
/// the numbers of each team. Cost: O(n log n) per class.
pub fn compress_classes<K: Ord + Clone>(known: &[(K, HouseNumber)]) -> ClassRanges<K> {
    let mut classes: BTreeMap<&HouseNumber, Vec<&K>> = BTreeMap::new();
    for (class, number) in known {
        let of_number = classes.entry(number).or_default();
        if !of_number.contains(&class) {
            of_number.push(class);
        }
    }
    let mut result = ClassRanges { by_class: BTreeMap::new(), contested: Vec::new() };
    result.contested =
        classes.iter().filter(|(_, of)| of.len() > 1).map(|(n, _)| (*n).clone()).collect();
    let keys: std::collections::BTreeSet<&K> = known.iter().map(|(class, _)| class).collect();
    for class in keys {
        let (own, others): (Vec<_>, Vec<_>) = known.iter().partition(|(of, _)| of == class);
        let numbers = |list: Vec<&(K, HouseNumber)>| -> Vec<HouseNumber> {
            list.into_iter().map(|(_, number)| number.clone()).collect()
        };
        result.by_class.insert(class.clone(), compress(&numbers(own), &numbers(others)));
    }
    result
}

/// The fewest ranges that include every number of `own` for sure and none of `others`;
/// at equal length one side of the street is preferred to both, as it claims
/// less. Numbers in both lists are left out. Cost: O(n log n).
pub fn compress(own: &[HouseNumber], others: &[HouseNumber]) -> NumberRanges {
    let mut all: Vec<(&HouseNumber, bool)> = others.iter().map(|n| (n, false)).collect();
    all.extend(own.iter().map(|n| (n, true)));
    // Another class's writing of the same number comes first and wins.
    all.sort_unstable();
    all.dedup_by(|later, earlier| later.0 == earlier.0);
    let groups = Groups::of(&all);
    let chosen = groups.fewest();
    let mut ranges: Vec<NumberRange> = Vec::new();
    for (index, runs) in [&groups.both, &groups.sides].into_iter().enumerate() {
        for (run, members) in runs.iter().enumerate() {
            if index == 0 && !chosen.both[run] || index == 1 && !chosen.sides[run] {
                continue;
            }
            // What a range over both sides includes already is not said twice.
            let left = members.iter().filter(|(_, both)| index == 0 || !chosen.both[*both]);
            let left: Vec<&HouseNumber> = left.map(|(number, _)| *number).collect();
            if let (Some(from), Some(to)) = (left.first(), left.last()) {
                ranges.push(range(from, to, index == 1));
            }
        }
    }
    NumberRanges::new(ranges)
}

fn range(from: &HouseNumber, to: &HouseNumber, one_side: bool) -> NumberRange {
    let parity = match from.parity() {
        // 12–12b is on one side anyway.
        _ if !one_side || from.number() == to.number() => RangeParity::All,
        Parity::Odd => RangeParity::Odd,
        Parity::Even => RangeParity::Even,
    };
    NumberRange { from: from.clone(), to: Some(to.clone()), parity }
}
