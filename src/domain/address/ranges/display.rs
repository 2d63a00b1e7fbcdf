//! Writing a list of house numbers.

use std::fmt;

use super::{HouseNumber, NumberRange, NumberRanges, Part, RangeParity, side_of_ends};

/// The words of a language for lists of house numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RangeWords<'a> {
    /// Behind a range of odd numbers.
    pub odd: &'a str,
    /// Behind a range of even numbers.
    pub even: &'a str,
    /// Behind a range of both sides whose ends are on one side, for which it may be taken.
    pub both: &'a str,
    /// Before a number from which on the rest of the street is meant.
    pub from: &'a str,
    /// The whole street, or all of a side.
    pub all: &'a str,
    /// Before exceptions.
    pub except: &'a str,
    /// The list without numbers.
    pub none: &'a str,
}

impl RangeWords<'static> {
    /// As authorities write lists; can be read by any [`Convention`](super::Convention), as long as
    /// no house has one of the numbers that may stand for the end of the street.
    pub const GERMAN: Self = Self {
        odd: "ung.",
        even: "ger.",
        both: "beide Seiten",
        from: "ab",
        all: "alle",
        except: "außer",
        none: "keine",
    };
    /// As in answers of the API.
    pub const ENGLISH: Self = Self {
        odd: "odd",
        even: "even",
        both: "both sides",
        from: "from",
        all: "all",
        except: "except",
        none: "none",
    };
}

/// Ranges with more numbers than this are not spelled out number by number.
const SPELLED: u32 = 5;

impl NumberRange {
    /// The range with its first numbers: `1, 3, 5 … 41 ung.`, so that nobody has to know what a
    /// dash means. Ranges with letters or an open end are written as in a list.
    fn spelled(&self, words: &RangeWords<'_>) -> String {
        let plain = |number: &HouseNumber| number.suffix().is_empty().then(|| number.number());
        let ends = self.to.as_ref().and_then(|to| plain(&self.from).zip(plain(to)));
        let (side, step) = match self.parity {
            RangeParity::Odd => (words.odd, 2),
            RangeParity::Even => (words.even, 2),
            RangeParity::All => ("", 1),
        };
        let Some((from, to)) = ends.filter(|(from, to)| from < to) else { return self.text(words) };
        let numbers = || (from..=to).step_by(step).map(|number| number.to_string());
        let count = (to - from) / u32::try_from(step).unwrap_or(1) + 1;
        let text = match count <= SPELLED {
            true => numbers().collect::<Vec<_>>().join(", "),
            false => format!("{} … {to}", numbers().take(3).collect::<Vec<_>>().join(", ")),
        };
        if side.is_empty() { text } else { format!("{text} {side}") }
    }

    fn text(&self, words: &RangeWords<'_>) -> String {
        let side = match self.parity {
            RangeParity::Odd => words.odd,
            RangeParity::Even => words.even,
            RangeParity::All if self.is_mistakable() => words.both,
            RangeParity::All => "",
        };
        let range = match &self.to {
            Some(to) if *to == self.from => return self.from.to_string(),
            Some(to) => format!("{}–{to}", self.from),
            None if self.is_all() => words.all.to_owned(),
            None => format!("{} {}", words.from, self.from),
        };
        if side.is_empty() { range } else { format!("{range} {side}") }
    }

    /// Whether nothing of the side or street comes before it.
    fn is_all(&self) -> bool {
        let first = if self.parity == RangeParity::Even { 2 } else { 1 };
        self.from.suffix().is_empty() && self.from.number() <= first
    }

    /// Whether the range may be taken for one side when no word says that it means both.
    fn is_mistakable(&self) -> bool {
        let Some(to) = &self.to else { return false };
        let like_side = ["g", "u"].contains(&to.suffix()) && to.number() != self.from.number();
        like_side || side_of_ends(&self.from, to) != RangeParity::All
    }
}

impl NumberRanges {
    /// Writes the list with words of the reader's language: `1–41 ung., 44, ab 50 ger. außer 52a`.
    pub fn display_with(&self, words: &RangeWords<'_>) -> String {
        self.written(words, NumberRange::text)
    }

    /// Writes the list so that its reader sees which numbers it means:
    /// `1, 3, 5 … 41 ung., 44, ab 50 ger.`
    pub fn spelled_with(&self, words: &RangeWords<'_>) -> String {
        self.written(words, NumberRange::spelled)
    }

    fn written(
        &self,
        words: &RangeWords<'_>,
        text: fn(&NumberRange, &RangeWords<'_>) -> String,
    ) -> String {
        if self.is_empty() {
            return words.none.to_owned();
        }
        let list = |ranges: &[NumberRange]| {
            ranges.iter().map(|range| text(range, words)).collect::<Vec<_>>().join(", ")
        };
        let part = |part: &Part| {
            let ranges = list(&part.ranges);
            if part.except.is_empty() {
                return ranges;
            }
            format!("{ranges} {} {}", words.except, list(&part.except))
        };
        self.parts.iter().map(part).collect::<Vec<_>>().join("; ")
    }
}

impl fmt::Display for NumberRanges {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.display_with(&RangeWords::ENGLISH))
    }
}
