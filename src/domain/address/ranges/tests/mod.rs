//! Lists of house numbers as authorities write them.

mod authorities;
mod random;
mod reading;
mod sets;

use super::*;

fn number(text: &str) -> HouseNumber {
    text.parse().expect("a house number")
}

fn ranges(text: &str) -> NumberRanges {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn canonical(text: &str) -> String {
    ranges(text).display_with(&RangeWords::GERMAN)
}

fn says(list: &str, of: &str) -> Membership {
    ranges(list).membership(&number(of))
}

fn problem(text: &str) -> Option<(usize, RangeProblem)> {
    text.parse::<NumberRanges>().err().map(|error| (error.at, error.problem))
}
