//! Lists of house numbers as they stand in street registers, school districts and statutes.

use super::*;

const LISTS: &str = include_str!("authorities.txt");

/// The lists of one part of the file: text, what is expected of it, and whether it is refused.
fn lists(part: usize) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
    let part = LISTS.split("\n\n").nth(part).expect("there is this part");
    let lines =
        part.lines().filter(|line| !line.starts_with("# What") && !line.starts_with("# As"));
    lines.map(|line| match line.split_once("  !!  ") {
        Some((text, problem)) => (text, problem, true),
        None => {
            let (text, meaning) = line.split_once("  =>  ").expect("what it means");
            (text, meaning, false)
        }
    })
}

fn check(part: usize, convention: Convention) {
    for (text, expected, is_refused) in lists(part) {
        match NumberRanges::parse(text, convention) {
            Ok(list) => {
                let german = list.display_with(&RangeWords::GERMAN);
                assert!(!is_refused, "{text} is read as {german}");
                assert_eq!(german, expected, "{text}");
                // What is written says everything, whatever the convention.
                for again in [convention, Convention::default()] {
                    assert_eq!(NumberRanges::parse(&german, again).as_ref(), Ok(&list), "{german}");
                }
                assert_eq!(ranges(&list.to_string()), list, "{list}");
            }
            Err(error) => {
                let found = format!("{} {}", error.problem.code(), error.at);
                assert!(is_refused, "{text} is refused: {found}");
                assert_eq!(found, expected, "{text}");
            }
        }
    }
}

#[test]
fn what_authorities_write_is_understood_or_refused() {
    assert!(lists(0).count() > 400);
    check(0, Convention::default());
    check(1, Convention { sides: Sides::SideOfEnds, last_numbers: true });
}
