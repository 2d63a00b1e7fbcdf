//! Lists of house numbers as authorities write them.

use proptest::prelude::*;

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

#[test]
fn lists_are_read_and_written_the_same_way() {
    for (text, expected) in [
        ("12", "12"),
        ("12a", "12a"),
        ("12 a", "12a"),
        ("12 1/2", "12 1/2"),
        ("12½", "12 1/2"),
        ("12/1", "12/1"),
        ("86-92", "86–92 beide Seiten"),
        ("86-91", "86–91"),
        ("12a-14d", "12a–14d beide Seiten"),
        ("12a-d", "12a–12d"),
        ("649 a/b", "649a–649b"),
        ("35/39", "35–39 ung."),
        ("12/14", "12–14 ger."),
        ("54-60 ger.", "54–60 ger."),
        ("83-95 ung., 101-116, 120", "83–95 ung., 101–116, 120"),
        ("54 - 60 gerade", "54–60 ger."),
        ("54-60 g", "54–60 ger."),
        ("83-95 u", "83–95 ung."),
        ("83-95u.", "83–95 ung."),
        ("54-60 (gerade Nrn.)", "54–60 ger."),
        ("gerade 54-60, ungerade: 1-9", "1–9 ung., 54–60 ger."),
        ("ung. 1-9, 13-21; ger. 2-10", "1–9 ung., 2–10 ger., 13–21 ung."),
        ("alle geraden", "alle ger."),
        ("alle ungeraden Nrn.", "alle ung."),
        ("nur ungerade", "alle ung."),
        ("g", "alle ger."),
        ("alle", "alle"),
        ("", "alle"),
        ("  ", "alle"),
        ("gesamt", "alle"),
        ("ganze Straße", "alle"),
        ("komplett", "alle"),
        ("alle Hausnummern", "alle"),
        ("ganze Straße außer 12a", "alle außer 12a"),
        ("alle geraden außer 12", "alle ger. außer 12"),
        ("keine", "keine"),
        ("1 bis 71a", "1–71a beide Seiten"),
        ("von 2 bis 2c", "2–2c"),
        ("2-2c", "2–2c"),
        ("Nr. 2 bis Nr. 10 (gerade)", "2–10 ger."),
        ("2-12 außer 12a", "2–12 beide Seiten außer 12a"),
        ("2-12, ohne 7, 9", "2–12 beide Seiten außer 7, 9"),
        ("2-12 ausgen. 4", "2–12 beide Seiten außer 4"),
        ("2-12 (ausgenommen 4), 20", "20; 2–12 beide Seiten außer 4"),
        ("2-12 mit Ausnahme der Nr. 4 und 6; 20", "20; 2–12 beide Seiten außer 4, 6"),
        ("ab 50", "ab 50"),
        ("ab Nr. 50 ungerade", "ab 51 ung."),
        ("bis 48", "1–48"),
        ("bis einschließlich 47", "1–47 beide Seiten"),
        ("50-Ende", "ab 50"),
        ("1 - Schluss", "alle"),
        ("50 ff.", "ab 50"),
        ("50ff", "ab 50"),
        ("von 50 an", "ab 50"),
        ("ab 71 ungerade", "ab 71 ung."),
        ("26a, b, c", "26a, 26b, 26c"),
        ("55+a", "55, 55a"),
        ("12f, g", "12f, 12g"),
        ("2 u. 4", "2, 4"),
        ("2 u 4 sowie 6", "2, 4, 6"),
        ("2-10 u. 14", "2–10 beide Seiten, 14"),
        ("2-12 einschl. 12a", "2–12 beide Seiten, 12a"),
        ("1-9 gerade und ungerade", "1–9 beide Seiten"),
        ("1-9 g+u", "1–9 beide Seiten"),
        ("101-115 alle", "101–115 beide Seiten"),
        ("101–115 beide Seiten", "101–115 beide Seiten"),
        ("12 ger.", "12"),
        ("13 g", "13g"),
        ("ab 50 g", "ab 50 ger."),
        ("ab 50g", "ab 50g"),
        ("bis 48 g", "2–48 ger."),
        ("12–14g ger.", "12–14g ger."),
        ("12–13g beide Seiten", "12–13g beide Seiten"),
        ("2-4; 6\n8", "2–4 beide Seiten, 6, 8"),
        ("2-6, 2-4, 4", "2–6 beide Seiten"),
        ("2-10 ger., 4, 3", "2–10 ger., 3"),
        ("1–41 odd, 44, from 50 even except 52", "1–41 ung., 44, ab 50 ger. außer 52"),
    ] {
        assert_eq!(canonical(text), expected, "{text}");
        assert_eq!(ranges(&canonical(text)), ranges(text), "{text}");
    }
}

#[test]
fn what_is_wrong_or_can_be_read_in_two_ways_is_refused_with_its_place() {
    use RangeProblem::*;
    for (text, at, expected) in [
        ("Nordseite", 1, UnknownWord),
        ("2-12 links", 6, UnknownWord),
        ("12.5", 3, UnknownWord),
        ("1²", 2, UnknownWord),
        ("50 f.", 4, UnknownWord),
        ("2-", 3, MissingNumber),
        ("-12", 1, MissingNumber),
        ("2-, 4", 3, MissingNumber),
        ("12-c", 4, MissingNumber),
        ("ab", 3, MissingNumber),
        (",", 2, MissingNumber),
        ("außer 4", 1, MissingNumber),
        ("2-12 außer", 11, MissingNumber),
        ("0-4", 1, OutOfRange),
        ("22846", 1, OutOfRange),
        ("12 14", 4, MissingSeparator),
        ("2-10 ger. 1-9 ung.", 11, MissingSeparator),
        ("12-14-16", 6, MissingSeparator),
        ("74-72", 3, Reversed),
        ("12a/5", 4, Reversed),
        ("35-35", 3, EmptyRange),
        ("13 ger.", 1, ParityContradicts),
        ("gerade 2-10 ungerade", 1, ParityContradicts),
        ("ung. 1-9, 20-30", 11, AmbiguousParity),
        ("ung. 1-9, 2-10 ger., 13-21", 22, AmbiguousParity),
        ("12 g", 4, AmbiguousLetter),
        ("12-14g", 6, AmbiguousLetter),
        ("bis 48g", 7, AmbiguousLetter),
        ("1-9 u. 13", 5, AmbiguousLetter),
        ("2-12 außer 7, 14-20", 15, ExceptionOutside),
        ("2-12 ger. außer 7", 17, ExceptionOutside),
        ("2-12 (außer 7", 6, Unclosed),
        ("2-12 (gerade", 6, Unclosed),
        ("2-12)", 5, Unclosed),
        ("(2-12", 1, Unclosed),
    ] {
        assert_eq!(problem(text), Some((at, expected)), "{text}");
    }
    assert_eq!(problem(&"1,".repeat(MAX_LIST_CHARS)), Some((MAX_LIST_CHARS + 1, TooLong)));
}

#[test]
fn the_convention_says_what_a_list_leaves_open() {
    let read = |text: &str, sides, last_numbers| {
        NumberRanges::parse(text, Convention { sides, last_numbers })
            .expect("a list")
            .display_with(&RangeWords::GERMAN)
    };
    let (both, side) = (Sides::BothSides, Sides::SideOfEnds);
    assert_eq!(
        read("101-115, 2-11, 12-12c, ab 150", both, false),
        "2–11, 12–12c, 101–115 beide Seiten, ab 150"
    );
    assert_eq!(
        read("101-115, 2-11, 12-12c, ab 150", side, false),
        "2–11, 12–12c, 101–115 ung., ab 150"
    );
    assert_eq!(read("101–115 beide Seiten", side, false), "101–115 beide Seiten");
    assert_eq!(read("71-997 ung., 72-998 ger.", both, true), "ab 71 ung., ab 72 ger.");
    assert_eq!(read("71-997, 72-998", side, true), "ab 71 ung., ab 72 ger.");
    assert_eq!(read("1-999", both, true), "alle");
    assert_eq!(read("1-999", both, false), "1–999 beide Seiten");
    assert_eq!(read("998-999", both, true), "998–999");
}

#[test]
fn letters_belong_where_the_list_says_it() {
    use Membership::*;
    for (list, of, expected) in [
        ("2-12", "2a", Inside),
        ("2-12", "7", Inside),
        ("2-12", "11z", Inside),
        ("2-12", "12", Inside),
        ("2-12", "12a", Unclear),
        ("2-12", "12 1/2", Unclear),
        ("2-12", "13", Outside),
        ("2-12, 12a", "12a", Inside),
        ("2-12, 12a", "12b", Unclear),
        ("2-12a", "12a", Inside),
        ("2-12a", "12b", Outside),
        ("2-12 außer 12a", "12a", Outside),
        ("2-12 außer 12a", "12b", Unclear),
        ("2-12 außer 7", "7", Outside),
        ("2-12 außer 7", "7a", Unclear),
        ("2-12 außer 7, 7a", "7a", Outside),
        ("2-12 außer 7; 7", "7", Inside),
        ("2-12 ger.", "7", Outside),
        ("2-13 ger.", "12a", Inside),
        ("1-13 ger.", "2", Inside),
        ("12", "12a", Unclear),
        ("12a", "12", Outside),
        ("36a-40 ger.", "36", Outside),
        ("ab 50 ger.", "2000b", Inside),
        ("ab 50 ger.", "51", Outside),
        ("", "1", Inside),
        ("keine", "1", Outside),
    ] {
        assert_eq!(says(list, of), expected, "{of} in {list}");
    }
}

#[test]
fn a_building_with_several_numbers_belongs_whole_or_not() {
    use Membership::*;
    let covers = |list: &str, building: &str| match building.parse() {
        Ok(super::super::HouseNumbers::Range(range)) => ranges(list).covers(&range),
        other => panic!("{building} is {other:?}"),
    };
    assert_eq!(covers("35-39 ung.", "35/39"), Inside);
    assert_eq!(covers("35-39 ung.", "36/38"), Outside);
    assert_eq!(covers("35-39 ung.", "39/41"), Unclear);
    assert_eq!(covers("35-39 ung. außer 37a", "35/39"), Unclear);
    assert_eq!(covers("35, 37, 39", "35/39"), Unclear);
    assert_eq!(covers("35-39 ung.", "35-38"), Unclear);
    assert_eq!(covers("", "35/39"), Inside);
}

#[test]
fn lists_are_compared_as_sets() {
    assert_eq!(ranges("1-9 ung., 2-10 ger."), ranges("1-9 ung., 2-10 ger., 4"));
    assert_ne!(ranges("1-9 ung."), ranges("1-11 ung."));
    assert_ne!(ranges("12"), ranges("12, 12a"));
    assert_eq!(ranges("12, 12a, 12b"), ranges("12, 12a-12b"));
    assert!(ranges("ab 1 ung., ab 2 ger.").is_whole());
    assert!(!ranges("alle außer 12a").is_whole());
    assert!(ranges("2-12").is_disjoint(&ranges("12a, 13-20")));
    assert!(!ranges("2-12").is_disjoint(&ranges("12-20 ger.")));
    for (one, other, expected) in [
        ("2-12", "10-20", "10–12 beide Seiten"),
        ("2-12", "13-20", "keine"),
        ("2-12", "12-20 ger.", "12"),
        ("2-12", "12a-20", "keine"),
        ("2-12, 12a", "12a-20", "12a"),
        ("ab 50 ger.", "", "ab 50 ger."),
        ("", "", "alle"),
        ("2-12", "1-7 ung.", "3–7 ung."),
        ("2-12 außer 7", "5-9 ung.", "5, 9"),
        ("12-12c", "12a-20", "12a–12c"),
    ] {
        let found = ranges(one).overlap(&ranges(other));
        assert_eq!(found.display_with(&RangeWords::GERMAN), expected, "{one} and {other}");
    }
    assert_eq!(ranges("2-12").union(&ranges("13")).to_string(), "2–12, 13");
}

#[test]
fn in_data_a_list_is_its_text() {
    let list = ranges("1-9 ung., 12 außer 5");
    let text = serde_json::to_string(&list).expect("text");
    assert_eq!(text, "\"1–9 ung., 12 außer 5\"");
    assert_eq!(serde_json::from_str::<NumberRanges>(&text).expect("a list"), list);
    assert_eq!(ranges(&String::from(NumberRanges::default())), NumberRanges::default());
}

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
