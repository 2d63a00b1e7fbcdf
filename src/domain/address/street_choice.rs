//! Which tokens are the street, and the house number behind it.

use super::{
    normalise::normalise,
    numbers::HouseNumbers,
    tokens::{Gap, Tokens},
    towns::Towns,
    words,
};

/// The most tokens that the name of a street may have.
const LONGEST: usize = 9;

/// The most tokens that a house number may have: `12 a - 14 d`.
const LONGEST_NUMBER: usize = 5;

/// How far the letters of one house number lie apart at most: 12 A-I.
const ENTRANCES: u8 = 8;

/// Words that announce a house number.
const ANNOUNCING: &[&str] = &["nr", "nummer", "no", "hausnr", "hausnummer", "hsnr", "hnr", "hs"];

/// What stands where a house number is expected.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum NumberText {
    /// A number or a range.
    Read(HouseNumbers),
    /// A token that begins with a digit and is no house number.
    Unreadable(String),
}

/// The tokens `from..to` that are a known street.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    /// The first token.
    pub(super) from: usize,
    /// Past the last token.
    pub(super) to: usize,
    /// Whether a house number follows.
    numbered: bool,
    /// Whether the same words are the name of a town.
    town: bool,
}

/// Reads the house number that begins at a token, past an announcing word and
/// a comma. Gives it with the first token behind it.
pub(super) fn number_at(tokens: &Tokens<'_>, mut at: usize) -> Option<(NumberText, usize)> {
    for _ in 0..2 {
        if tokens.open(at)
            && ANNOUNCING.contains(&tokens.key(at))
            && tokens.list[at].gap < Gap::Line
        {
            at += 1;
        }
    }
    if !tokens.open(at) || tokens.list[at].gap == Gap::Line && at > 0 {
        return None;
    }
    let bare = tokens.raw(at).trim_start_matches('#');
    if !bare.starts_with(|c: char| c.is_ascii_digit())
        || tokens.postcode(at).is_some()
        || tokens.ordinal(at)
    {
        return None;
    }
    let most = (at..tokens.len().min(at + LONGEST_NUMBER))
        .take_while(|next| {
            // "50 c/o" would read as 50c to 50o.
            *next == at || !tokens.breaks_at(*next) && tokens.key(*next) != "co"
        })
        .last()
        .unwrap_or(at);
    let read = (at + 1..=most + 1).rev().find_map(|end| {
        let country = end > at + 1 && end < tokens.len() && tokens.postcode(end).is_some();
        if country && ["d", "de"].contains(&tokens.key(end - 1)) {
            return None;
        }
        if end > at + 1 && is_abbreviation(tokens.raw(end - 1)) {
            return None;
        }
        let text = tokens.text(at, end);
        let mut text = text.trim_start_matches('#');
        if tokens.breaks_at(end) || end == at + 1 {
            // A full stop ends a sentence; "5?" and "5..." say that the number is not certain.
            text = text.strip_suffix(['.', ':', '!']).unwrap_or(text);
        }
        text.parse().ok().map(|numbers| (NumberText::Read(numbers), end))
    });
    read.or_else(|| Some((NumberText::Unreadable(tokens.raw(at).to_owned()), at + 1)))
}

/// Whether two letters are rather a town (*H-U* for Henstedt-Ulzburg) than entrances of a house,
/// which are not so many.
fn is_abbreviation(text: &str) -> bool {
    matches!(text.as_bytes(), [first @ b'A'..=b'Z', b'-', last @ b'A'..=b'Z']
        if first.abs_diff(*last) > ENTRANCES)
}

/// The known street in the line: the longest name, a name with a house number
/// before one without, the first before the later ones.
/// Cost: one question per window, at most nine per token.
pub(super) fn known_street(
    tokens: &Tokens<'_>,
    towns: &Towns,
    is_street: &dyn Fn(&str) -> bool,
) -> Option<Window> {
    let mut windows: Vec<Window> = Vec::new();
    for from in 0..tokens.len() {
        let past = (from + 1..=tokens.len().min(from + LONGEST))
            .take_while(|to| *to == from + 1 || tokens.list[to - 1].gap < Gap::Line)
            .last()
            .unwrap_or(from);
        for to in (from + 1..=past).rev() {
            let worded = (from..to).any(|at| tokens.raw(at).contains(char::is_alphabetic));
            let inside = windows.iter().any(|w| w.from <= from && to <= w.to);
            if !tokens.open(from) || !tokens.open(to - 1) || !worded || inside {
                continue;
            }
            let text = tokens.text(from, to);
            if is_street(&text) {
                let numbered = number_at(tokens, to).is_some();
                windows.push(Window { from, to, numbered, town: towns.knows(&text) });
            }
        }
    }
    let others = |window: &Window| {
        (0..tokens.len()).any(|at| {
            !(window.from..window.to).contains(&at)
                && tokens.open(at)
                && tokens.raw(at).contains(char::is_alphabetic)
                && !towns.knows(tokens.raw(at))
        })
    };
    // A street that is called like a town is meant when a house number
    // follows and no postcode leads, or when there is nothing else.
    windows.retain(|window| {
        let postcode = window.from > 0 && tokens.postcode(window.from - 1).is_some();
        !window.town || window.numbered && !postcode || !others(window)
    });
    // "Hauptstraße 5, Lohe": the street that is meant is not known, and Lohe
    // may be a place.
    if !windows.iter().any(|window| window.numbered) && elsewhere(tokens, &windows) {
        return None;
    }
    let length = |window: &Window| window.to - window.from;
    windows.into_iter().rev().max_by_key(|window| (window.numbered, !window.town, length(window)))
}

/// Whether words outside all windows look like a street with its number.
fn elsewhere(tokens: &Tokens<'_>, windows: &[Window]) -> bool {
    (1..tokens.len()).any(|at| {
        let outside = !windows.iter().any(|w| (w.from..w.to).contains(&(at - 1)));
        outside
            && tokens.open(at - 1)
            && normalise(tokens.raw(at - 1))
                .words
                .last()
                .is_some_and(|word| words::ends_as_way(word))
            && number_at(tokens, at).is_some()
    })
}
