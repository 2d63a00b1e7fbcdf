//! Lists by chance.

use proptest::prelude::*;

use super::*;

fn house_number() -> impl Strategy<Value = HouseNumber> {
    (1_u32..30, "([abgu]|/1| 1/2)?").prop_map(|(plain, addition)| {
        let sub = addition.starts_with('/') && plain == 1;
        number(&if sub { plain.to_string() } else { format!("{plain}{addition}") })
    })
}

fn range() -> impl Strategy<Value = NumberRange> {
    let parity = prop_oneof![
        Just(RangeParity::All),
        Just(RangeParity::All),
        Just(RangeParity::Odd),
        Just(RangeParity::Even)
    ];
    (house_number(), prop::option::weighted(0.9, house_number()), parity).prop_map(
        |(one, other, parity)| match other {
            None => NumberRange { from: one, to: None, parity },
            Some(other) => {
                let single = one.number() == other.number();
                let parity = if single { RangeParity::All } else { parity };
                NumberRange {
                    from: one.clone().min(other.clone()),
                    to: Some(one.max(other)),
                    parity,
                }
            }
        },
    )
}

/// Ranges with exceptions that lie in them.
fn part() -> impl Strategy<Value = Part> {
    (prop::collection::vec(range(), 1..4), prop::collection::vec(house_number(), 0..3)).prop_map(
        |(ranges, except)| {
            let of = NumberRanges::new(ranges.clone());
            let inside = |number: &HouseNumber| of.membership(number) != Membership::Outside;
            let except = except.into_iter().filter(inside).map(NumberRange::single).collect();
            Part { ranges, except }
        },
    )
}

fn parts() -> impl Strategy<Value = Vec<Part>> {
    prop::collection::vec(part(), 1..4)
}

/// Every number that lists of [`parts`] may speak of, and some beyond.
fn every_number() -> Vec<HouseNumber> {
    let additions = ["", "a", "b", "c", "g", "u", "z", "/1", "/2", " 1/2", " 8/9"];
    (1..33)
        .flat_map(|n| additions.iter().filter_map(move |a| format!("{n}{a}").parse().ok()))
        .collect()
}

/// Membership by the words of the documentation, range by range.
fn reference(parts: &[Part], of: &HouseNumber) -> Membership {
    let one = |range: &NumberRange| {
        let odd = of.number() % 2 == 1;
        let on_side = match range.parity {
            RangeParity::All => true,
            RangeParity::Odd => odd,
            RangeParity::Even => !odd,
        };
        let plain_end = range.to.as_ref().filter(|to| to.suffix().is_empty());
        let letter_at_end = plain_end.is_some_and(|to| of.number() == to.number() && of > to);
        if !on_side || of < &range.from {
            Membership::Outside
        } else if letter_at_end {
            Membership::Unclear
        } else if range.to.as_ref().is_none_or(|to| of <= to) {
            Membership::Inside
        } else {
            Membership::Outside
        }
    };
    let most = |ranges: &[NumberRange]| ranges.iter().map(one).max().unwrap_or(Membership::Outside);
    let of_part = |part: &Part| match (most(&part.ranges), most(&part.except)) {
        (_, Membership::Inside) | (Membership::Outside, _) => Membership::Outside,
        (_, Membership::Unclear) => Membership::Unclear,
        (included, Membership::Outside) => included,
    };
    parts.iter().map(of_part).max().unwrap_or(Membership::Outside)
}

/// A range in one of the ways in which people write it, with the word for its side where it has
/// one.
fn written(range: &NumberRange, style: usize) -> String {
    let one = |number: &HouseNumber| match style % 3 {
        0 => number.to_string(),
        1 => number.to_string().to_uppercase(),
        _ => format!("Nr. {number}"),
    };
    let (from, to) = (one(&range.from), range.to.as_ref().map(one));
    let range_text = match (to, style / 3 % 4) {
        (None, 0) => format!("ab {from}"),
        (None, 1) => format!("{from} bis Ende"),
        (None, 2) => format!("{from} - Ende"),
        (None, _) => format!("{from} ff."),
        (Some(to), _) if to == from => return from,
        (Some(to), 0) => format!("{from}-{to}"),
        (Some(to), 1) => format!("{from} – {to}"),
        (Some(to), 2) => format!("von {from} bis {to}"),
        (Some(to), _) => format!("{from}\u{2014}{to}"),
    };
    let words = match range.parity {
        RangeParity::All => return range_text,
        RangeParity::Odd => ["ung.", "ungerade", "(ungerade)", "u.", "(u)", "(nur ungerade Nrn.)"],
        RangeParity::Even => ["ger.", "gerade", "(gerade)", "g.", "(g)", "(nur gerade Nrn.)"],
    };
    format!("{range_text} {}", words[style / 12 % 6])
}

proptest! {
    #[test]
    fn what_is_written_reads_back_as_the_same_set(parts in parts()) {
        let list = NumberRanges::from_parts(parts);
        for words in [&RangeWords::GERMAN, &RangeWords::ENGLISH] {
            let text = list.display_with(words);
            let read: NumberRanges = match text.parse() {
                Ok(read) => read,
                Err(error) => return Err(TestCaseError::fail(format!("{text}: {error}"))),
            };
            prop_assert_eq!(&read, &list, "{}", text);
            prop_assert_eq!(read.display_with(words), text);
        }
        // The German form says everything: the convention does not matter.
        let text = list.display_with(&RangeWords::GERMAN);
        let convention = Convention { sides: Sides::SideOfEnds, last_numbers: false };
        prop_assert_eq!(NumberRanges::parse(&text, convention).ok(), Some(list), "{}", text);
    }

    #[test]
    fn membership_is_what_the_documentation_says(parts in parts()) {
        let list = NumberRanges::from_parts(parts.clone());
        for number in every_number() {
            prop_assert_eq!(list.membership(&number), reference(&parts, &number), "{} in {}", number, &list);
        }
    }

    #[test]
    fn sets_agree_with_membership(one in parts(), other in parts()) {
        let (one, other) = (NumberRanges::from_parts(one), NumberRanges::from_parts(other));
        let numbers = every_number();
        let both = |number: &&HouseNumber| {
            one.membership(number) == Membership::Inside && other.membership(number) == Membership::Inside
        };
        let shared = one.overlap(&other);
        for number in &numbers {
            let inside = shared.membership(number) == Membership::Inside;
            // Of the letters at a plain end an overlap says nothing.
            let unclear = shared.membership(number) == Membership::Unclear;
            prop_assert!(inside == both(&number) || unclear, "{} in {}", number, &shared);
        }
        prop_assert_eq!(shared.is_empty(), one.is_disjoint(&other));
        prop_assert!(numbers.iter().find(both).is_none() || !one.is_disjoint(&other));
        let differ = numbers.iter().any(|n| one.membership(n) != other.membership(n));
        prop_assert!(!differ || one != other);
        prop_assert_eq!(one.union(&other), other.union(&one));
    }

    #[test]
    fn what_people_write_is_never_misread(
        entries in prop::collection::vec((range(), 0..72_usize, 0..8_usize), 1..5),
    ) {
        let joints = [", ", "; ", " und ", " u. ", " sowie ", "\n", " + ", ",\u{a0}"];
        let mut text = String::new();
        for (range, style, joint) in &entries {
            if !text.is_empty() {
                text.push_str(joints[*joint]);
            }
            text.push_str(&written(range, *style));
        }
        let expected = NumberRanges::new(entries.iter().map(|(range, ..)| range.clone()).collect());
        match text.parse::<NumberRanges>() {
            Ok(read) => prop_assert_eq!(&read, &expected, "{} is read as {}, not {}", text, &read, &expected),
            Err(error) => {
                // Only what may be a letter or a word, and words that may be about others.
                let ambiguous = [RangeProblem::AmbiguousLetter, RangeProblem::AmbiguousParity];
                prop_assert!(ambiguous.contains(&error.problem), "{}: {}", text, error);
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
        let _ = text.parse::<NumberRanges>();
    }

    #[test]
    fn any_words_of_lists_are_read_or_refused(
        words in prop::collection::vec(
            "[0-9]{1,3}[a-z]?|[-/–,;()+.&½]| |ger\\.|ung|u\\.?|g|alle|ab|bis|ff\\.|Ende|außer|und|ganze Straße|beide|einschl\\.|997",
            0..14,
        ),
        glued in any::<bool>(),
    ) {
        let text = words.join(if glued { "" } else { " " });
        for sides in [Sides::BothSides, Sides::SideOfEnds] {
            match NumberRanges::parse(&text, Convention { sides, last_numbers: true }) {
                Ok(list) => {
                    let again = list.display_with(&RangeWords::GERMAN);
                    prop_assert_eq!(again.parse::<NumberRanges>().ok(), Some(list), "{} as {}", text, again);
                }
                Err(error) => prop_assert!(error.at >= 1 && error.at <= text.chars().count() + 1),
            }
        }
    }
}
