//! House numbers of a street as authorities list them: `1–41 ung., 44, ab 50 ger. außer 52a`.
//!
//! A list says of every number whether it belongs to it, whether it does not, or that this is not
//! clear: `2–12` says nothing of 12a, which may stand on another list. Whoever decides by a list
//! asks when it is unclear; nothing is guessed.

mod display;
mod error;
mod lex;
mod line;
mod parse;
#[cfg(test)]
mod tests;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{
    house_number::{HouseNumber, Parity},
    numbers::HouseNumberRange,
};
pub use display::RangeWords;
pub use error::{RangeError, RangeProblem};
use line::steps;

/// The longest list that is read, in characters.
pub const MAX_LIST_CHARS: usize = 4000;

/// Which numbers of a range are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RangeParity {
    /// Only odd numbers.
    Odd,
    /// Only even numbers.
    Even,
    /// Both.
    All,
}

/// Whether a number belongs to a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Membership {
    /// It does not.
    Outside,
    /// The list does not say: 12a for `2–12`, or 7a for `1–9 außer 7`.
    Unclear,
    /// It does.
    Inside,
}

/// What a list means where it does not say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Convention {
    /// Which sides a range without a word for odd or even means.
    pub sides: Sides,
    /// Whether 997, 998 and 999 at the end of a range stand for „to the end of the street“, as in
    /// lists whose writers did not know the last number.
    pub last_numbers: bool,
}

/// Which sides a range means whose ends are both odd or both even, when no word says it. A range
/// with an odd and an even end always means both. A range with a slash (`35/39`) is one building
/// and always means the side of its ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sides {
    /// `101–115` means 101, 102, 103 …
    #[default]
    BothSides,
    /// `101–115` means 101, 103, 105 …
    SideOfEnds,
}

/// Numbers from one to another, both included; a single number has equal ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NumberRange {
    /// The lowest number.
    pub from: HouseNumber,
    /// The highest number, `None` for „to the end of the street“. Of the letters at a plain end
    /// (71a for `1–71`) the range does not say whether they belong to it.
    pub to: Option<HouseNumber>,
    /// Which side of the street.
    pub parity: RangeParity,
}

/// Ranges, and what is excepted from all of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    ranges: Vec<NumberRange>,
    except: Vec<NumberRange>,
}

/// A list of house numbers of one street. An empty text means the whole street; only *keine* means
/// no number at all.
///
/// Two lists are equal when they say the same of every number, however they are written. In data
/// it is written as its canonical text, which `FromStr` reads back as an equal list; other
/// conventions are read with [`NumberRanges::parse`].
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NumberRanges {
    /// At most one part without exceptions, which comes first.
    parts: Vec<Part>,
}

impl RangeParity {
    /// The side that a number is on.
    pub fn of(number: &HouseNumber) -> Self {
        match number.parity() {
            Parity::Odd => Self::Odd,
            Parity::Even => Self::Even,
        }
    }
}

impl NumberRange {
    /// The whole street, or one side of it.
    pub fn whole(parity: RangeParity) -> Self {
        let first = if parity == RangeParity::Even { 2 } else { 1 };
        let from = HouseNumber::plain(first).expect("it is a house number");
        Self { from, to: None, parity }
    }

    /// One number.
    pub fn single(number: HouseNumber) -> Self {
        Self { from: number.clone(), to: Some(number), parity: RangeParity::All }
    }

    /// Whether the range includes a number. Cost: O(1).
    pub fn membership(&self, number: &HouseNumber) -> Membership {
        let side = self.parity == RangeParity::All || self.parity == RangeParity::of(number);
        if !side || *number < self.from {
            return Membership::Outside;
        }
        match &self.to {
            None => Membership::Inside,
            Some(to) if number <= to => Membership::Inside,
            Some(to) if to.suffix().is_empty() && number.number() == to.number() => {
                Membership::Unclear
            }
            Some(_) => Membership::Outside,
        }
    }

    /// Whether another range says nothing that this one does not say already.
    fn implies(&self, other: &Self) -> bool {
        let ends = match (&self.to, &other.to) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(own), Some(to)) => {
                let letters = to.suffix().is_empty() && own.number() == to.number();
                to <= own && (!letters || own.suffix().is_empty())
            }
        };
        // The numbers of 12–12c are all even.
        let single = other.to.as_ref().is_some_and(|to| to.number() == other.from.number());
        let side = match (self.parity, other.parity) {
            (RangeParity::All, _) => true,
            (own, RangeParity::All) if single => own == RangeParity::of(&other.from),
            (own, other) => own == other,
        };
        side && ends && self.from <= other.from
    }
}

impl Part {
    fn membership(&self, number: &HouseNumber) -> Membership {
        let best = |ranges: &[NumberRange]| {
            let of_each = ranges.iter().map(|range| range.membership(number));
            of_each.max().unwrap_or(Membership::Outside)
        };
        match best(&self.except) {
            Membership::Inside => Membership::Outside,
            Membership::Unclear => best(&self.ranges).min(Membership::Unclear),
            Membership::Outside => best(&self.ranges),
        }
    }
}

impl NumberRanges {
    /// The whole street.
    pub fn whole() -> Self {
        Self::new(vec![NumberRange::whole(RangeParity::All)])
    }

    /// The whole street but for some numbers.
    pub fn whole_except(numbers: impl IntoIterator<Item = HouseNumber>) -> Self {
        let except = numbers.into_iter().map(NumberRange::single).collect();
        Self::from_parts(vec![Part { ranges: vec![NumberRange::whole(RangeParity::All)], except }])
    }

    /// A list of ranges without exceptions.
    pub fn new(ranges: Vec<NumberRange>) -> Self {
        Self::from_parts(vec![Part { ranges, except: Vec::new() }])
    }

    /// Reads a list as authorities write it; an empty text means the whole street.
    ///
    /// # Errors
    /// What cannot be read, or can be read in two ways, with its place.
    pub fn parse(text: &str, convention: Convention) -> Result<Self, RangeError> {
        parse::parse(text, convention)
    }

    /// Brings parts into canonical form: sorted, without what others say already.
    fn from_parts(parts: Vec<Part>) -> Self {
        let (plain, mut others): (Vec<Part>, Vec<Part>) =
            parts.into_iter().partition(|part| part.except.is_empty());
        let plain = tidy(plain.into_iter().flat_map(|part| part.ranges).collect());
        for part in &mut others {
            part.ranges = tidy(std::mem::take(&mut part.ranges));
            part.except = tidy(std::mem::take(&mut part.except));
        }
        others.sort();
        others.dedup();
        if !plain.is_empty() {
            others.insert(0, Part { ranges: plain, except: Vec::new() });
        }
        Self { parts: others }
    }

    /// Whether a number belongs to the list. Cost: linear in the ranges.
    pub fn membership(&self, number: &HouseNumber) -> Membership {
        let of_parts = self.parts.iter().map(|part| part.membership(number));
        of_parts.max().unwrap_or(Membership::Outside)
    }

    /// Whether a range of house numbers, such as the building 35/39, belongs to the list: inside
    /// or outside when every number in it is, otherwise unclear. Cost: O(n²) in the ranges.
    pub fn covers(&self, range: &HouseNumberRange) -> Membership {
        let of_both = steps([self, &Self::new(vec![range.into()])]);
        let in_range = of_both.iter().filter(|step| step.says[1] == Membership::Inside);
        let mut all = in_range.map(|step| step.says[0]);
        let Some(first) = all.next() else { return Membership::Outside };
        if all.all(|other| other == first) { first } else { Membership::Unclear }
    }

    /// The numbers that both lists include for sure; empty when there are none.
    pub fn overlap(&self, other: &Self) -> Self {
        line::overlap(self, other)
    }

    /// Whether no number is included by both lists for sure.
    pub fn is_disjoint(&self, other: &Self) -> bool {
        !steps([self, other]).iter().any(|step| step.says == [Membership::Inside; 2])
    }

    /// Whether the list includes every number that there can be.
    pub fn is_whole(&self) -> bool {
        steps([self]).iter().all(|step| step.says == [Membership::Inside])
    }

    /// Whether the list includes nothing at all, as an overlap may.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Both lists as one.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::from_parts(self.parts.iter().chain(&other.parts).cloned().collect())
    }

    /// How many ranges and exceptions it takes to say it.
    pub fn len(&self) -> usize {
        self.parts.iter().map(|part| part.ranges.len() + part.except.len()).sum()
    }

    /// The numbers with which its ranges and exceptions begin and end.
    pub fn ends(&self) -> impl Iterator<Item = &HouseNumber> {
        self.all_ranges().flat_map(|range| std::iter::once(&range.from).chain(&range.to))
    }

    /// Every range and exception.
    fn all_ranges(&self) -> impl Iterator<Item = &NumberRange> {
        self.parts.iter().flat_map(|part| part.ranges.iter().chain(&part.except))
    }
}

/// Sorts ranges, lets each begin on its side, says no side of one number, and leaves out those that others imply.
fn tidy(mut ranges: Vec<NumberRange>) -> Vec<NumberRange> {
    for range in &mut ranges {
        if range.parity != RangeParity::All
            && range.parity != RangeParity::of(&range.from)
            && let Ok(next) = HouseNumber::plain(range.from.number() + 1)
            && range.to.as_ref().is_none_or(|to| next <= *to)
        {
            range.from = next;
        }
        let one_number = range.to.as_ref().is_some_and(|to| to.number() == range.from.number());
        if one_number && range.parity == RangeParity::of(&range.from) {
            range.parity = RangeParity::All;
        }
    }
    ranges.sort();
    ranges.dedup();
    let implied = |at: usize| {
        let others = ranges.iter().enumerate().filter(|(other, _)| *other != at);
        others
            .filter(|(_, range)| range.implies(&ranges[at]))
            // Of two that imply each other the first stays.
            .any(|(other, range)| other < at || !ranges[at].implies(range))
    };
    let kept: Vec<bool> = (0..ranges.len()).map(|at| !implied(at)).collect();
    ranges.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(range, _)| range).collect()
}

impl From<&HouseNumberRange> for NumberRange {
    /// Ends on one side of the street mean that side.
    fn from(range: &HouseNumberRange) -> Self {
        let (from, to) = (range.low().clone(), range.high().clone());
        let parity = side_of_ends(&from, &to);
        Self { from, to: Some(to), parity }
    }
}

/// The side that both ends are on, or both sides; 12–12c has no other side.
fn side_of_ends(from: &HouseNumber, to: &HouseNumber) -> RangeParity {
    let one_side = from.number() != to.number() && from.parity() == to.parity();
    if one_side { RangeParity::of(from) } else { RangeParity::All }
}

impl PartialEq for NumberRanges {
    fn eq(&self, other: &Self) -> bool {
        steps([self, other]).iter().all(|step| step.says[0] == step.says[1])
    }
}

impl Eq for NumberRanges {}

impl FromStr for NumberRanges {
    type Err = RangeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text, Convention::default())
    }
}

impl TryFrom<String> for NumberRanges {
    type Error = RangeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<NumberRanges> for String {
    fn from(ranges: NumberRanges) -> Self {
        ranges.display_with(&RangeWords::GERMAN)
    }
}
