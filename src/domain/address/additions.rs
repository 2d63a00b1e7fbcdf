//! What stands in an address without changing the place: floor and flat, the
//! person it is for, the country.

use super::{
    tokens::{Gap, Tokens, Use},
    towns::Towns,
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
    "hh",
    "vh",
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

/// Marks countries and the letters that stand for them before a postcode.
pub(super) fn mark_countries(tokens: &mut Tokens<'_>) {
    for at in 0..tokens.len() {
        let key = tokens.key(at);
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

/// Marks who lives there. `sure` says that the line names the own town or one
/// of its postcodes; only then are lines above the street and *bei …* taken
/// for a person, as they could be a place otherwise.
pub(super) fn mark_persons(tokens: &mut Tokens<'_>, towns: &Towns, sure: bool) {
    let street = tokens.list.iter().position(|token| token.used == Use::Street);
    let mut at = 0;
    while at < tokens.len() {
        let begins = tokens.breaks_at(at);
        let titled = begins && PERSONS.contains(&tokens.key(at))
            || tokens.key(at) == "co" && tokens.raw(at).contains('/')
            || tokens.raw(at) == "℅"
            || sure && tokens.key(at) == "bei";
        let line_above = sure
            && begins
            && tokens.list[at].gap == Gap::Line
            && street
                .is_some_and(|street| (at + 1..=street).any(|n| tokens.list[n].gap == Gap::Line));
        let end = match tokens.open(at) {
            true if titled => (at + 1..tokens.part_end(at)).find(|next| !tokens.open(*next)),
            true if line_above => whole_line(tokens, at),
            _ => Some(at),
        };
        let end = end.unwrap_or_else(|| tokens.part_end(at));
        if end > at && !towns.names_another(tokens, at, end) {
            tokens.mark(at, end, Use::Addition);
        }
        at = end.max(at + 1);
    }
}

/// The end of a line that holds words only; its start when it holds more.
fn whole_line(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let end = tokens.part_end(at);
    let words = (at..end).all(|next| tokens.open(next) && !tokens.digit(next));
    Some(if words { end } else { at })
}
