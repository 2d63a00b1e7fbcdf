//! House numbers, ranges and their shortest lists.

use proptest::prelude::*;

use super::*;

fn number(text: &str) -> HouseNumber {
    text.parse().expect("a house number")
}

fn list(text: &str) -> Vec<HouseNumber> {
    text.split_whitespace().map(number).collect()
}

fn canonical(text: &str) -> String {
    text.parse::<HouseNumbers>().map_or_else(|error| format!("{error}"), |n| n.to_string())
}

#[test]
fn writings_of_one_number_are_equal() {
    for text in ["116c", "116 c", "116C", " 116  C "] {
        assert_eq!(number(text), number("116c"), "{text}");
    }
    assert_eq!(number("12½"), number("12 1/2"));
    assert_eq!(canonical("0116c"), "116c");
}

#[test]
fn ranges_stay_ranges() {
    for (text, expected) in [
        ("35/39", "35/39"),
        ("72-74", "72-74"),
        ("72 – 74", "72-74"),
        ("72 bis 74", "72-74"),
        ("12a-14d", "12a-14d"),
        ("12-12c", "12-12c"),
        ("12a-d", "12a-12d"),
        ("131 a - d", "131a-131d"),
        ("649 a/b", "649a/649b"),
        ("74-72", "74-72"),
        ("12 1/2", "12 1/2"),
        ("12 1/2-14", "12 1/2-14"),
        ("12/1", "12/1"),
        ("35 / 2", "35/2"),
    ] {
        assert_eq!(canonical(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_house_number_is_refused() {
    for text in [
        "",
        " ",
        "5o0",
        "o5",
        "a",
        "12ab",
        "12-",
        "-12",
        "12-c",
        "12--14",
        "12-14-16",
        "35-35",
        "35/35",
        "0",
        "10000",
        "22846",
        "99999999999999999999",
        "12.5",
        "1²",
        "٣",
        "12a/5",
        "12 a b",
    ] {
        assert!(text.parse::<HouseNumbers>().is_err(), "{text}");
    }
    assert_eq!(canonical("5o0"), "\"5o0\" is not a house number");
    assert_eq!(canonical("10000"), "\"10000\" is out of range for a house number (1 to 9999)");
    assert_eq!(canonical("7-7"), "\"7-7\" is a range from a number to itself");
}

#[test]
fn numbers_sort_as_people_sort_them() {
    let sorted = list("9 12 12/2 12/10 12a 12b 13 120");
    let mut shuffled = sorted.clone();
    shuffled.reverse();
    shuffled.sort();
    assert_eq!(shuffled, sorted);
    assert!(number("12") < number("12 1/2") && number("12 1/2") < number("12a"));
}

#[test]
fn a_range_covers_its_side_of_the_street() {
    let range = |text: &str| match text.parse() {
        Ok(HouseNumbers::Range(range)) => range,
        other => panic!("{text} is {other:?}"),
    };
    assert!(range("35-39").covers(&number("37")));
    assert!(!range("35-39").covers(&number("36")));
    assert!(range("35-38").covers(&number("36")));
    assert!(range("12a-12d").covers(&number("12c")));
    assert!(!range("12a-12d").covers(&number("12")));
    assert!(range("35-39").same_ends(&range("39-35")));
}

#[test]
fn lists_of_a_source_are_taken_apart() {
    let parts = |text: &str| {
        parse_number_list(text)
            .map(|list| list.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(parts("3,5").as_deref(), Some("3 5"));
    assert_eq!(parts("28, 28a-f").as_deref(), Some("28 28a-28f"));
    assert_eq!(parts("26a,b,c").as_deref(), Some("26a 26b 26c"));
    assert_eq!(parts("55+a").as_deref(), Some("55 55a"));
    assert_eq!(parts("15a;15b;15b").as_deref(), Some("15a 15b"));
    assert_eq!(parts("14 16").as_deref(), Some("14 16"));
    assert_eq!(parts("57ab").as_deref(), Some("57a 57b"));
    assert_eq!(parts("15 - b").as_deref(), Some("15-15b"));
    for text in ["", "57ba", "57ax", "x", "12 - ", "14 16 x"] {
        assert_eq!(parts(text), None, "{text}");
    }
}

#[test]
fn ranges_are_as_few_as_they_can_be() {
    for (own, others, expected) in [
        ("", "1 2", "none"),
        ("5", "", "5"),
        ("1 3 5 41", "2 4 40", "1–41 odd"),
        ("1 2 3 4", "", "1–4"),
        ("1 3 5", "", "1–5 odd"),
        ("1 3 5 44 50 60", "2 46 62", "1–5 odd, 44, 50–60 even"),
        ("1 2 3 71 71a", "71b", "1–71a both sides"),
        ("1 2 3 4 5 7 9", "6 8", "1–9 odd, 2–4 even"),
        ("12 12a 12b", "10 14", "12–12b"),
        ("36a 36b", "36", "36a–36b"),
        ("1 2 3 5", "2 4", "1–5 odd"),
    ] {
        assert_eq!(compress(&list(own), &list(others)).to_string(), expected, "{own} / {others}");
    }
    let ranges = compress(&list("1 3 8"), &list("2"));
    assert_eq!(ranges.display_with(&RangeWords::GERMAN), "1–3 ung., 8");
}

#[test]
fn classes_share_no_number() {
    let known: Vec<(&str, HouseNumber)> = list("1 3 5 7")
        .into_iter()
        .map(|n| ("A", n))
        .chain(list("2 4 5").into_iter().map(|n| ("B", n)))
        .collect();
    let classes = compress_classes(&known);
    assert_eq!(classes.contested, list("5"));
    assert_eq!(classes.by_class["A"].to_string(), "1–3 odd, 7");
    assert_eq!(classes.by_class["B"].to_string(), "2–4 even");
}

/// The fewest ranges by trying all: what `compress` is held against.
fn fewest(own: &[HouseNumber], others: &[HouseNumber]) -> usize {
    let own: Vec<&HouseNumber> = own.iter().filter(|n| !others.contains(n)).collect();
    let mut masks: Vec<u32> = Vec::new();
    for from in &own {
        for to in own.iter().filter(|to| to >= &from) {
            for parity in [RangeParity::Odd, RangeParity::Even, RangeParity::All] {
                let to = Some((*to).clone());
                let range = NumberRange { from: (*from).clone(), to, parity };
                if !others.iter().any(|other| range.membership(other) == Membership::Inside) {
                    let bit = |(at, n): (usize, &&HouseNumber)| {
                        u32::from(range.membership(n) == Membership::Inside) << at
                    };
                    masks.push(own.iter().enumerate().map(bit).sum());
                }
            }
        }
    }
    let all: u32 = (0..own.len()).map(|at| 1 << at).sum();
    let mut reached = std::collections::BTreeSet::from([0_u32]);
    let mut count = 0;
    while !reached.contains(&all) {
        reached = reached.iter().flat_map(|r| masks.iter().map(move |mask| r | mask)).collect();
        count += 1;
    }
    count
}

fn numbers() -> impl Strategy<Value = Vec<HouseNumber>> {
    prop::collection::vec((1_u32..14, "[ab]?"), 0..9).prop_map(|list| {
        list.into_iter().map(|(n, letter)| number(&format!("{n}{letter}"))).collect()
    })
}

proptest! {
    #[test]
    fn any_text_is_parsed_or_refused_and_reads_back(text in "\\PC{0,12}") {
        if let Ok(parsed) = text.parse::<HouseNumbers>() {
            prop_assert_eq!(parsed.to_string().parse::<HouseNumbers>(), Ok(parsed));
        }
        let _ = parse_number_list(&text);
    }

    #[test]
    fn likely_texts_read_back(text in "[0-9]{1,4} ?[a-c]?( ?[-/–] ?| bis )?[0-9]{0,3}[a-c]?(/[0-9])?") {
        if let Ok(parsed) = text.parse::<HouseNumbers>() {
            prop_assert_eq!(parsed.to_string().parse::<HouseNumbers>(), Ok(parsed.clone()));
            let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
            // Nothing is made up: the first number is the one that was typed.
            let typed: String = text.chars().take_while(char::is_ascii_digit).collect();
            prop_assert_eq!(digits(&typed).parse::<u32>().ok(), parsed.ends().first().map(|n| n.number()));
        }
    }

    #[test]
    fn ranges_hold_all_own_numbers_and_no_other(own in numbers(), others in numbers()) {
        let ranges = compress(&own, &others);
        for n in &own {
            let inside = ranges.membership(n) == Membership::Inside;
            prop_assert_eq!(inside, !others.contains(n), "{} in {}", n, &ranges);
        }
        for n in &others {
            let inside = ranges.membership(n) == Membership::Inside;
            prop_assert!(!inside, "{} in {}", n, &ranges);
        }
        prop_assert_eq!(ranges.len(), fewest(&own, &others), "{}", &ranges);
    }

    #[test]
    fn order_agrees_with_equality(a in numbers(), b in numbers()) {
        for (a, b) in a.iter().zip(&b) {
            prop_assert_eq!(a == b, a.cmp(b).is_eq());
        }
    }
}
