//! What stands in an address without changing the place: floor and flat, the
//! person it is for, the country.

use super::{
    normalise::normalise,
    tokens::{Gap, Tokens, Use},
    towns::Towns,
    words,
};

/// Floors and parts of a house.
const FLOORS: &[&str] = &[
    "og",
    "eg",
    "dg",
    "ug",
    "kg",
    "hp",
    "hochparterre",
    "erdgeschoss",
    "obergeschoss",
    "dachgeschoss",
    "untergeschoss",
    "kellergeschoss",
    "souterrain",
    "parterre",
    "stock",
    "stockwerk",
    "etage",
    "hinterhaus",
    "vorderhaus",
    "gartenhaus",
    "seitenfluegel",
];

/// Sides, which stand behind a floor.
const SIDES: &[&str] =
    &["links", "rechts", "mitte", "vorne", "hinten", "li", "re", "mi", "l", "r", "m"];

/// Flats and doors, which a number or letter follows.
const UNITS: &[&str] = &[
    "wohnung",
    "whg",
    "whng",
    "wng",
    "we",
    "wohneinheit",
    "app",
    "appartement",
    "apartment",
    "apt",
    "zimmer",
    "zi",
    "tuer",
    "aufgang",
    "eingang",
    "treppenhaus",
];

/// Beginnings of the line that says who lives there.
const PERSONS: &[&str] =
    &["herr", "herrn", "frau", "familie", "fam", "eheleute", "firma", "fa", "zhd", "zhdn"];

/// Countries that say nothing new.
const COUNTRIES: &[&str] = &["deutschland", "germany", "brd", "allemagne", "almanya"];

/// Words that announce an address.
const HEADINGS: &[&str] = &["adresse", "anschrift"];

/// Marks countries and the letters that stand for them before a postcode.
pub(super) fn mark_countries(tokens: &mut Tokens<'_>) {
    for at in 0..tokens.len() {
        let key = tokens.key(at);
        if at == 0 && HEADINGS.contains(&key) && tokens.raw(at).ends_with(':') {
            tokens.mark(at, at + 1, Use::Filler);
            continue;
        }
        let letter = key == "d" || key == "de";
        let alone = tokens.breaks_at(at) && tokens.breaks_at(at + 1) && at > 0;
        let before_postcode = !tokens.breaks_at(at + 1) && tokens.postcode(at + 1).is_some();
        if tokens.open(at) && (COUNTRIES.contains(&key) || letter && (alone || before_postcode)) {
            let republic = at > 0 && tokens.key(at - 1) == "bundesrepublik";
            tokens.mark(at - usize::from(republic), at + 1, Use::Filler);
        }
    }
}

/// Marks floors, flats and doors.
pub(super) fn mark_rooms(tokens: &mut Tokens<'_>) {
    let mut at = 0;
    while at < tokens.len() {
        let end = if tokens.open(at) { room_end(tokens, at) } else { None };
        if let Some(end) = end {
            // A count before the floor: "2. OG".
            let counted = at > 0
                && tokens.open(at - 1)
                && !tokens.breaks_at(at)
                && tokens.digit(at - 1)
                && tokens.key(at - 1).len() <= 2
                && FLOORS.contains(&tokens.key(at));
            tokens.mark(at - usize::from(counted), end, Use::Addition);
        }
        at = end.unwrap_or(at + 1);
    }
}

/// Where the floor or flat that begins here ends.
fn room_end(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let free = |next: usize| tokens.open(next) && !tokens.breaks_at(next);
    let label = |next: usize| {
        free(next)
            && !tokens.ordinal(next)
            && tokens.postcode(next).is_none()
            && (tokens.digit(next) || tokens.key(next).len() == 1)
    };
    if FLOORS.contains(&tokens.key(at)) {
        let counted = at > 0 && !tokens.breaks_at(at) && tokens.digit(at - 1);
        let mut end = at + 1;
        if !counted && label(end) && tokens.key(end).len() <= 2 && tokens.digit(end) {
            end += 1;
        }
        if free(end) && SIDES.contains(&tokens.key(end)) {
            end += 1;
        }
        return Some(end);
    }
    if UNITS.contains(&tokens.key(at)) {
        let mut end = at + 1;
        if free(end) && ["nr", "nummer"].contains(&tokens.key(end)) {
            end += 1;
        }
        let named = label(end) || free(end) && SIDES.contains(&tokens.key(end));
        return named.then_some(end + 1);
    }
    ["links", "rechts"].contains(&tokens.key(at)).then_some(at + 1)
}

/// Words in a person's name that are no names.
const NAME_PARTICLES: &[&str] =
    &["von", "van", "vom", "zu", "der", "den", "de", "und", "u", "dr", "prof", "med"];

/// The most words of a name that is not otherwise known to be one.
const NAME_WORDS: usize = 4;

/// Marks who lives there. `sure` says that the line names the own town or one of its postcodes;
/// only then are lines above the street and *bei …* taken for a person, and only then may a name
/// have more than one word, as the second could be a town (*Frau Meier Kiel*).
///
/// A person stands in a part of the line of its own: words that touch the street belong to it.
pub(super) fn mark_persons(
    tokens: &mut Tokens<'_>,
    towns: &Towns,
    sure: bool,
    is_street: &dyn Fn(&str) -> bool,
) {
    let street = tokens.list.iter().position(|token| token.used == Use::Street);
    let mut at = 0;
    while at < tokens.len() {
        let begins = tokens.breaks_at(at);
        let titled = begins && PERSONS.contains(&tokens.key(at))
            || tokens.key(at) == "co" && tokens.raw(at).contains('/')
            || tokens.raw(at) == "℅"
            || sure && tokens.key(at) == "bei" && !follows_town(tokens, at);
        let line_above = sure
            && begins
            && tokens.list[at].gap == Gap::Line
            && street
                .is_some_and(|street| (at + 1..=street).any(|n| tokens.list[n].gap == Gap::Line));
        let first = if titled { at + 1 } else { at };
        let end = tokens.part_end(at);
        let most = if sure { NAME_WORDS } else { 1 };
        let person = (titled || line_above)
            && (at..end).all(|next| tokens.open(next))
            && is_name(tokens, first, end, most)
            && !is_street(&tokens.text(first, end))
            && !towns.names_another(tokens, at, end);
        if person {
            tokens.mark(at, end, Use::Addition);
        }
        at = if person { end } else { at + 1 };
    }
}

/// Whether the token stands directly behind the name of a town: *Garstedt bei Winsen*.
fn follows_town(tokens: &Tokens<'_>, at: usize) -> bool {
    at > 0 && tokens.list[at - 1].used == Use::Town
}

/// Whether the tokens `from..to` can be the name of a person or firm: at most `most` words besides
/// particles, all capitalised, none with a digit, none that ends like a street.
fn is_name(tokens: &Tokens<'_>, from: usize, to: usize, most: usize) -> bool {
    let words = (from..to).filter(|at| !NAME_PARTICLES.contains(&tokens.key(*at)));
    let named = words.clone().count();
    let plain = |at: usize| {
        let raw = tokens.raw(at);
        raw.starts_with(char::is_uppercase)
            && !raw.contains(|letter: char| letter.is_ascii_digit())
            && !normalise(raw).words.last().is_some_and(|word| words::ends_as_way(word))
    };
    (1..=most).contains(&named) && words.clone().all(plain)
}
