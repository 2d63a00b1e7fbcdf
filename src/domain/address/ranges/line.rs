//! All house numbers of one side of a street in a row, on which lists are compared.
//!
//! There are only so many house numbers: 9999, each plain, with 36 fractions, as many sub-numbers
//! as come before it, and 26 letters. So lists are compared exactly, piece by piece, between the
//! places where one of them begins or ends.

use std::collections::BTreeSet;

use super::{Membership, NumberRange, NumberRanges, RangeParity};
use crate::domain::address::house_number::{HouseNumber, MAX_NUMBER};

/// The two sides, by the first number of each.
const SIDES: [u32; 2] = [1, 2];

const FRACTIONS: u32 = 36;
const LETTERS: u32 = 26;
/// Room for one number with all its additions, as a power of two.
const BITS: u32 = 14;

/// A place in the row of a side: the number and which of its additions.
type Ordinal = u32;

/// The last addition of a number.
fn last_addition(number: u32) -> u32 {
    FRACTIONS + number - 1 + LETTERS
}

fn ordinal(number: &HouseNumber) -> Ordinal {
    let plain = number.number();
    let addition = match number.suffix().as_bytes() {
        [] => 0,
        [b'/', ..] => FRACTIONS + number.suffix()[1..].parse::<u32>().unwrap_or(1),
        [over, b'/', under] => {
            let (over, under) = (u32::from(over - b'0'), u32::from(under - b'0'));
            (over - 1) * (18 - over) / 2 + under - over
        }
        [letter, ..] => FRACTIONS + plain - 1 + u32::from(letter - b'a') + 1,
    };
    (plain << BITS) + addition
}

fn number_at(ordinal: Ordinal) -> Option<HouseNumber> {
    let (plain, addition) = (ordinal >> BITS, ordinal & ((1 << BITS) - 1));
    let fraction = || {
        let fractions = (1..9_u32).flat_map(|over| (over + 1..10).map(move |under| (over, under)));
        let (over, under) = fractions.clone().nth(addition as usize - 1)?;
        Some(format!("{plain} {over}/{under}"))
    };
    let text = if addition == 0 {
        plain.to_string()
    } else if addition <= FRACTIONS {
        fraction()?
    } else if addition < FRACTIONS + plain {
        format!("{plain}/{}", addition - FRACTIONS)
    } else {
        let letter = u8::try_from(addition - FRACTIONS - plain).ok()?;
        format!("{plain}{}", char::from(b'a' + letter))
    };
    text.parse().ok()
}

/// The first place of a side that is not before an ordinal.
fn on_side(side: u32, at: Ordinal) -> Ordinal {
    let (plain, addition) = (at >> BITS, at & ((1 << BITS) - 1));
    if plain % 2 != side % 2 {
        (plain + 1) << BITS
    } else if addition > last_addition(plain) {
        (plain + 2) << BITS
    } else {
        at
    }
}

/// A piece of one side on which each list says the same of every number.
pub(super) struct Step<const N: usize> {
    side: u32,
    /// Its first place.
    from: Ordinal,
    /// The first place behind it; `None` when it goes on to the end.
    until: Option<Ordinal>,
    /// What each list says.
    pub(super) says: [Membership; N],
}

/// The pieces of both sides in ascending order. Cost: O(n²) in the ranges of the lists.
pub(super) fn steps<const N: usize>(lists: [&NumberRanges; N]) -> Vec<Step<N>> {
    let mut steps = Vec::new();
    for side in SIDES {
        let mut places = BTreeSet::from([side << BITS]);
        for range in lists.iter().flat_map(|list| list.all_ranges()) {
            places.insert(on_side(side, ordinal(&range.from)));
            if let Some(to) = &range.to {
                places.insert(on_side(side, ordinal(to) + 1));
                places.insert(on_side(side, (to.number() + 1) << BITS));
            }
        }
        places.retain(|at| at >> BITS <= MAX_NUMBER);
        let places: Vec<Ordinal> = places.into_iter().collect();
        for (at, &from) in places.iter().enumerate() {
            if let Some(number) = number_at(from) {
                let says = lists.map(|list| list.membership(&number));
                steps.push(Step { side, from, until: places.get(at + 1).copied(), says });
            }
        }
    }
    steps
}

/// The numbers that both lists include for sure.
pub(super) fn overlap(one: &NumberRanges, other: &NumberRanges) -> NumberRanges {
    let mut pieces: Vec<Step<2>> = Vec::new();
    let shared = |step: &Step<2>| step.says == [Membership::Inside; 2];
    for step in steps([one, other]).into_iter().filter(shared) {
        match pieces.last_mut() {
            Some(last) if last.side == step.side && last.until == Some(step.from) => {
                last.until = step.until;
            }
            _ => pieces.push(step),
        }
    }
    let (odd, mut even): (Vec<Step<2>>, Vec<Step<2>>) =
        pieces.into_iter().partition(|piece| piece.side == SIDES[0]);
    let mut ranges = Vec::new();
    for piece in odd {
        // Both sides are said in one where they begin and end side by side.
        let across = even.iter().position(|even| side_by_side(&piece, even));
        let across = across.and_then(|at| range(&even.remove(at)));
        ranges.extend(range(&piece).map(|odd| match across {
            Some(even) => NumberRange {
                from: odd.from.min(even.from),
                to: odd.to.max(even.to),
                parity: RangeParity::All,
            },
            None => odd,
        }));
    }
    ranges.extend(even.iter().filter_map(range));
    NumberRanges::new(ranges)
}

fn range(step: &Step<2>) -> Option<NumberRange> {
    let from = number_at(step.from)?;
    let to = match step.until {
        None => None,
        Some(until) if is_plain(until) => {
            // Up to the last addition of the number before.
            let plain = (until >> BITS) - 2;
            let only_additions = plain == from.number() && !is_plain(step.from);
            let addition = if only_additions { last_addition(plain) } else { 0 };
            Some(number_at((plain << BITS) + addition)?)
        }
        Some(until) => Some(number_at(until - 1)?),
    };
    let parity = match &to {
        Some(to) if to.number() == from.number() => RangeParity::All,
        _ => RangeParity::of(&from),
    };
    Some(NumberRange { from, to, parity })
}

fn is_plain(at: Ordinal) -> bool {
    at & ((1 << BITS) - 1) == 0
}

/// Whether two pieces, one of each side, are one range of both sides.
fn side_by_side(odd: &Step<2>, even: &Step<2>) -> bool {
    let begins = is_plain(odd.from)
        && is_plain(even.from)
        && (odd.from >> BITS).abs_diff(even.from >> BITS) == 1;
    // The range goes on past the last number of the one side, so all its additions belong to it.
    let last = |until: Ordinal| (until >> BITS) - if is_plain(until) { 2 } else { 0 };
    let ends = match (odd.until, even.until) {
        (None, None) => true,
        (Some(odd), Some(even)) => {
            let lower = if last(odd) < last(even) { odd } else { even };
            last(odd).abs_diff(last(even)) == 1 && is_plain(lower)
        }
        _ => false,
    };
    begins && ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_holds_every_number_once_and_in_order() {
        for plain in [1, 2, 12, 9999_u32] {
            let first = plain << BITS;
            let row: Vec<HouseNumber> =
                (first..=first + last_addition(plain)).filter_map(number_at).collect();
            assert_eq!(row.len() as u32, last_addition(plain) + 1);
            assert!(row.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(row.iter().zip(first..).all(|(number, at)| ordinal(number) == at));
            assert_eq!(on_side(plain % 2, first + last_addition(plain) + 1), (plain + 2) << BITS);
        }
    }
}
