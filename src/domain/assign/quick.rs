//! Correctly spelt addresses, millions of them: the same answers, from what is known of their street.
//!
//! Two addresses that differ in nothing but a plain house number are read alike. So a text is read
//! once, its number aside, and what follows from the number is looked up. Whatever is not as plain as
//! that – other texts, rules, doubtful numbers – is left to the decision itself.

use std::{borrow::Cow, sync::OnceLock};

use super::{
    Brief, HOUSE_NUMBER_PRECISION_M, Positions, Status,
    address::{self, Parts},
    builder::Builder,
    house_number::{ACTED_ON, believable, precision_m},
    positions::Found,
    shelf::Shelf,
    town::{self, Locality},
};
use crate::domain::{
    address::{AddressLine, HouseNumber, HouseNumbers},
    city::OnDay,
    directory::{Place, Resolution, StreetId},
};

/// How many texts are remembered: more than the streets of a large city, some 20 MB.
const MOST: usize = 150_000;
/// Longer texts are not remembered, in bytes.
const LONGEST: usize = 150;
/// Stands for the number in what is remembered: digits alone, and digits with a letter.
const MARKS: [&str; 2] = ["\u{1}", "\u{2}"];

/// A city made ready for addresses that are plain.
pub(super) struct Quick<'a> {
    day: OnDay<'a>,
    /// Made when the first address asks for it; `None` inside where that is not possible.
    positions: OnceLock<Option<Positions<'a>>>,
    known: Shelf<Option<Known>>,
}

/// What an address says, its number aside.
#[derive(Debug, Clone, Copy)]
struct Known {
    street: StreetId,
    score: f64,
    next_score: f64,
}

impl<'a> Quick<'a> {
    pub fn new(day: OnDay<'a>) -> Self {
        Self { day, positions: OnceLock::new(), known: Shelf::new(MOST) }
    }

    /// The answer for one line of text: `None` when it takes the whole decision.
    pub fn line(&self, builder: Builder<'_>, text: &str) -> Option<Brief<'a>> {
        let [before, number, behind] = cut(text)?;
        let directory = &self.day.city.directory;
        // Where streets have such digits in their names, the number may belong to one.
        if directory.has_digits_of(number)
            || behind.contains(|letter: char| letter.is_ascii_digit())
                && directory.has_digits_of(&text[before.len()..])
        {
            return None;
        }
        let key = [before, mark(number), behind].concat();
        let known = self.known.get(&key, || known(builder, &builder.read_line(text), number))?;
        self.number(known, number)
    }

    /// The answer for street, number, postcode and town given apart: `None` when it takes the whole
    /// decision.
    pub fn parts(&self, builder: Builder<'_>, parts: Parts<'_>) -> Option<Brief<'a>> {
        let number = parts.house_number?.trim();
        let Parts { street, postcode, town, .. } = parts;
        let (postcode, town) = (postcode.unwrap_or(""), town.unwrap_or(""));
        let long = street.len() + postcode.len() + town.len() > LONGEST;
        let unusual = |text: &str| text.contains(['\n', '\u{1}', '\u{2}']);
        if !is_plain(number)
            || long
            || street.contains(|letter: char| letter.is_ascii_digit())
            || [street, postcode, town].into_iter().any(unusual)
        {
            return None;
        }
        let key = [street, "\n", postcode, "\n", town, "\n", mark(number)].concat();
        let read = || known(builder, &address::read_parts(builder, parts), number);
        let known = self.known.get(&key, read)?;
        self.number(known, number)
    }

    /// The answer for a plain number of a street, where all that is believed of it is one place.
    fn number(&self, known: Known, number: &str) -> Option<Brief<'a>> {
        let OnDay { city, .. } = self.day;
        let number: HouseNumber = number.parse().ok()?;
        let places = city.directory.places_of(known.street, &number)?;
        let best = places.first().filter(|best| best.confidence >= ACTED_ON)?;
        if places.iter().any(|place| precision_m(place) > HOUSE_NUMBER_PRECISION_M) {
            return None;
        }
        let positions = self.positions().as_ref()?;
        let found = decisive(positions, places, best)?;
        let verdict = &positions.verdicts()[found.verdict];
        let reason = match verdict.status {
            Status::Unique => "house_number",
            _ => verdict.reason,
        };
        Some(Brief {
            reason,
            street: Some(Cow::Borrowed(city.directory.name(known.street))),
            house_number: Some(Cow::Owned(number.to_string())),
            position: Some(city.grid.to_lonlat(best.position)),
            score: Some(known.score),
            next_score: Some(known.next_score),
            border_m: Some(found.border_m()),
            ..verdict.clone()
        })
    }

    fn positions(&self) -> &Option<Positions<'a>> {
        self.positions.get_or_init(|| Positions::new(self.day, HOUSE_NUMBER_PRECISION_M).ok())
    }
}

/// What is found at the place that decides: the best one, or another one in the same face that is too
/// close to a border. `None` when places lie in several faces.
fn decisive(positions: &Positions<'_>, places: &[Place], best: &Place) -> Option<Found> {
    let first = positions.at(best.position)?;
    let status = |found: Found| positions.verdicts()[found.verdict].status;
    let mut decisive = first;
    let others = places[1..].iter().filter(|place| believable(place, best, true));
    for place in others {
        let found = positions.at(place.position)?;
        if found.face() != first.face() {
            return None;
        }
        if first.face().is_some()
            && status(decisive) == Status::Unique
            && status(found) == Status::NearBorder
        {
            decisive = found;
        }
    }
    Some(decisive)
}

/// What a line says, its number aside; `None` when it says more than that, or other numbers could
/// say something else.
fn known(builder: Builder<'_>, line: &AddressLine, number: &str) -> Option<Known> {
    let single = matches!(
        &line.house_number,
        Some(HouseNumbers::Single(read)) if number.parse().is_ok_and(|number: HouseNumber| *read == number)
    );
    let plain = single
        && line.known_street
        && line.unreadable_number.is_none()
        && line.rest.is_empty()
        && line.whole_name.is_none()
        && !line.street.contains(|letter: char| letter.is_ascii_digit())
        && matches!(town::locality(builder, line), Locality::Here);
    let resolution = plain.then(|| builder.resolve(&line.street, &line.within()))?;
    let (score, next_score) = (resolution.score(), resolution.next_score());
    match &*resolution {
        Resolution::Exact { found, .. } | Resolution::SafeTypo { found, .. }
            if builder.edition.rules.street(found.street).is_none() =>
        {
            Some(Known { street: found.street, score, next_score })
        }
        _ => None,
    }
}

/// A line cut into what stands before its number, the number, and what stands behind it, which
/// begins with a comma or is empty. Only the number may have digits, and one postcode behind it.
fn cut(text: &str) -> Option<[&str; 3]> {
    let bytes = text.as_bytes();
    let from = bytes.iter().position(u8::is_ascii_digit)?;
    let end =
        from + bytes[from..].iter().position(|byte| *byte == b',').unwrap_or(text.len() - from);
    let behind = &bytes[end..];
    let digits = behind.iter().filter(|byte| byte.is_ascii_digit()).count();
    let runs = behind.chunk_by(|one, other| one.is_ascii_digit() == other.is_ascii_digit());
    let one_run = digits == 0 || runs.filter(|run| run[0].is_ascii_digit()).count() == 1;
    let plain = from > 1
        && text.len() <= LONGEST
        && bytes[from - 1] == b' '
        && is_plain(&text[from..end])
        && one_run
        && !text.contains(['\n', '\u{1}', '\u{2}']);
    plain.then(|| [&text[..from], &text[from..end], &text[end..]])
}

/// Whether a text is a number of one to three digits, perhaps with a letter.
fn is_plain(number: &str) -> bool {
    let bytes = number.as_bytes();
    let digits = match bytes {
        [digits @ .., letter] if letter.is_ascii_alphabetic() => digits,
        digits => digits,
    };
    (1..=3).contains(&digits.len())
        && digits.iter().all(u8::is_ascii_digit)
        && digits.first() != Some(&b'0')
}

/// What stands for a plain number in what is remembered.
fn mark(number: &str) -> &'static str {
    MARKS[usize::from(number.ends_with(|letter: char| letter.is_ascii_alphabetic()))]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        assign::{Addresses, Question, assign, tests::fixture},
        city::City,
        directory::{OfficialEntry, Quality},
        resource::{NamedPlaces, search::Index},
    };

    #[test]
    fn plain_numbers_and_lines_are_told() {
        assert!(["1", "999", "12a", "3B"].into_iter().all(is_plain));
        assert!(!["", "a", "0", "012", "1234", "1ab", "1-3", "5,"].into_iter().any(is_plain));
        assert_eq!(cut("Am Weg 5a, 11111 Ort"), Some(["Am Weg ", "5a", ", 11111 Ort"]));
        assert_eq!(cut("Am Weg 5"), Some(["Am Weg ", "5", ""]));
        for text in ["Am Weg", "5", " 5", "Am Weg5", "Am Weg 5 a", "Weg 5, 2. OG, 11111", "Weg 5\n"]
        {
            assert_eq!(cut(text), None, "{text}");
        }
    }

    #[test]
    fn a_house_that_is_known_roughly_takes_the_whole_decision() {
        let mut dataset = fixture::dataset();
        for point in &mut dataset.points {
            let quality = Some(Quality::Parcel);
            point.official = Some(Box::new(OfficialEntry { quality, ..OfficialEntry::default() }));
        }
        let city = City::build(dataset).unwrap();
        let day =
            OnDay { city: &city, edition: &city.editions[0], organisation: &city.organisation };
        let index = Index::default();
        let places = NamedPlaces::new(&index);
        let addresses = Addresses::new(day, (&places, &index));
        for house in 1..=19 {
            let question = Question::Line(format!("Langer Damm {house}"));
            let answer = Brief::from(assign(day, &question).unwrap());
            assert_eq!(addresses.brief(&question).unwrap(), answer, "{house}");
        }
    }

    fn address() -> impl Strategy<Value = [String; 4]> {
        let street = prop::sample::select(vec![
            "Langer Damm",
            "langer damm",
            "Lange Damm",
            "Westerwiese",
            "Mittelweg",
            "Nirgendweg",
            "Neuer Mittelweg",
            "Nachbarstadt",
            "Mittelweg 3",
            "Frau Meier, Mittelweg",
        ]);
        let number = "[1-9][0-9]{0,2}[a-cA-O]?|30|40|9|50-54|12 a|5o0|0";
        let postcode = prop::sample::select(vec!["", "11111", "22222"]);
        let town = prop::sample::select(vec!["", "Teststadt", "Altdorf", "Nachbarstadt", "2. OG"]);
        (street, number, postcode, town).prop_map(|(street, number, postcode, town)| {
            [street.to_owned(), number, postcode.to_owned(), town.to_owned()]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_quick_answer_is_the_answer(
            asked in prop::collection::vec((address(), 0usize..5), 1..60),
        ) {
            let city = fixture::city();
            let day = OnDay { city: &city, edition: &city.editions[0], organisation: &city.organisation };
            let index = Index::default();
            let places = NamedPlaces::new(&index);
            let addresses = Addresses::new(day, (&places, &index));
            for ([street, number, postcode, town], form) in asked {
                let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
                let question = match form {
                    0 => Question::Line(format!("{street} {number}")),
                    1 => Question::Line(format!("{street} {number}, {postcode} {town}")),
                    2 => Question::Line(format!("{street} {number}, {town}")),
                    3 => Question::Line(format!("{postcode} {town}, {street} {number}")),
                    _ => Question::Parts {
                        street,
                        house_number: some(&number),
                        postcode: some(&postcode),
                        town: some(&town),
                    },
                };
                let answer = Brief::from(assign(day, &question).unwrap());
                prop_assert_eq!(addresses.brief(&question).unwrap(), answer, "{:?}", question);
            }
        }
    }
}
