//! What is read, and what is refused.

use super::*;

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
