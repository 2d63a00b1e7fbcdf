//! Which numbers a list means, and lists as sets.

use super::*;
use crate::domain::address::HouseNumbers;

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
        Ok(HouseNumbers::Range(range)) => ranges(list).covers(&range),
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
    assert_eq!(ranges("2-12").union(&ranges("13")).to_string(), "2–12 both sides, 13");
}

#[test]
fn in_data_a_list_is_its_text() {
    let list = ranges("1-9 ung., 12 außer 5");
    let text = serde_json::to_string(&list).expect("text");
    assert_eq!(text, "\"1–9 ung., 12 außer 5\"");
    assert_eq!(serde_json::from_str::<NumberRanges>(&text).expect("a list"), list);
    assert_eq!(ranges(&String::from(NumberRanges::default())), NumberRanges::default());
}
