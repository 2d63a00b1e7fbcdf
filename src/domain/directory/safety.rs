//! Which misspellings can only be slips of the keyboard.
//!
//! A wrong team costs a family weeks, so the question is never "what is most
//! similar?" but "could this be a street somewhere else?". One edit leads
//! from *Kirchenweg* to *Kirschenweg* and from *Lindenweg* to *Linnenweg*;
//! what is let through here leads from a name to something that is no name.

use super::lexicon;
use crate::domain::address::{NormalisedStreet, is_kind, is_particle};

/// Two neighbouring letters swapped: names this long, in letters.
const SWAPPED: usize = 7;
/// A letter doubled, or one of a double left out.
const DOUBLED: usize = 9;
/// Letters that sound alike.
const SOUNDS_ALIKE: usize = 8;
/// Names of places before the kind of way (*Niendorfer Straße*): shorter ones are never forgiven.
const PLACE: usize = 12;
/// Any other letter.
const ANY: usize = 10;
/// Any other letter is let through behind this many letters of the word only:
/// *Hanstedter* and *Henstedter* are two towns.
const ANY_BEHIND: usize = 3;
/// … and before this many: *-er*, *-en* are endings. A letter that joins words
/// (*Wiesengrund*, *Wiesegrund*) is never let through as one too many or few,
/// as nothing tells where in a stem a word ends.
const ANY_BEFORE: usize = 2;

/// Pairs that sound alike, in both directions.
const PAIRS: [(char, char); 8] = [
    ('d', 't'),
    ('b', 'p'),
    ('g', 'k'),
    ('v', 'f'),
    ('v', 'w'),
    ('i', 'y'),
    ('c', 'k'),
    ('s', 'z'),
];

/// The one edit between two keys, in letters of the known key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edit {
    /// `typed` stands in place of the letter at `at`.
    Replaced { at: usize, typed: char, known: char },
    /// The letters at `at` and `at + 1` are swapped.
    Swapped { at: usize, letters: (char, char) },
    /// `letter` was typed before one of the letters `first..=last`.
    Added { first: usize, last: usize, letter: char },
    /// One of the letters `first..=last`, all equal, is missing.
    Missing { first: usize, last: usize, letter: char },
}

/// Whether `typed` can only be `known` with a slip of the keyboard: one edit,
/// the kind of way untouched, no first letter, no digit, no joint or ending,
/// and no other word that street names are made of comes about.
pub(super) fn is_slip(typed: &NormalisedStreet, known: &NormalisedStreet) -> bool {
    if typed.kind != known.kind {
        return false;
    }
    slip(&typed.key, &known.words, known) || {
        // Typed without umlauts, and misspelt besides.
        known.dropped_words != known.words && slip(&typed.key, &known.dropped_words, known)
    }
}

fn slip(typed: &str, words: &[String], known: &NormalisedStreet) -> bool {
    let letters: Vec<char> = typed.chars().collect();
    let name: Vec<char> = words.iter().flat_map(|word| word.chars()).collect();
    let Some(edit) = edit(&letters, &name) else { return false };
    let (first, last) = edit.touched();
    // The word that the edit lies in, whole.
    let mut start = 0;
    for (index, word) in words.iter().enumerate() {
        let length = word.chars().count();
        let end = start + length;
        if first >= end {
            start = end;
            continue;
        }
        let kind = known.kind.filter(|kind| index + 1 == words.len() && word.ends_with(kind));
        let stem_end = end - kind.map_or(0, str::len);
        let little = is_particle(word) || is_kind(word);
        // Places have neighbours in spelling all over the country: *Niendorfer*, *Neindorfer*.
        let of_a_place =
            index + 1 < words.len() && word.ends_with("er") && word.chars().count() < PLACE;
        let inside = start < first && last < stem_end;
        if little || of_a_place || !inside || name[start..end].iter().any(char::is_ascii_digit) {
            return false;
        }
        // Umlauts count as one letter, or "laerchen" would be a long word.
        let dropped = known.dropped_words.get(index).map_or(0, |word| word.chars().count());
        let long = dropped.min(length).saturating_sub(kind.map_or(0, str::len));
        let stem: String = name[start..stem_end].iter().collect();
        let typed_end = stem_end + letters.len() - name.len();
        let typed: String = letters[start..typed_end].iter().collect();
        let (from, to) = edit.in_typed();
        // People who sound alike are two people: *Mathias* and *Matthias*.
        let person = words.len() > 2 && words.last().is_some_and(|word| is_kind(word));
        if person && !edit.is_swap() && long < ANY {
            return false;
        }
        return edit.allowed(&name, start, stem_end, long)
            && !lexicon::turns_up(&typed, &stem, (from - start, to - start));
    }
    false
}

impl Edit {
    /// The first and last letter of the known name that the edit touches. A
    /// letter added before `last` touches it and the one before `first`.
    fn touched(self) -> (usize, usize) {
        match self {
            Self::Replaced { at, .. } => (at, at),
            Self::Swapped { at, .. } => (at, at + 1),
            Self::Added { first, last, .. } | Self::Missing { first, last, .. } => (first, last),
        }
    }

    /// The letters of the typed key that came about, from and past the last.
    fn in_typed(self) -> (usize, usize) {
        match self {
            Self::Replaced { at, .. } => (at, at + 1),
            Self::Swapped { at, .. } => (at, at + 2),
            Self::Added { first, last, .. } => (first, last + 1),
            Self::Missing { first, .. } => (first, first),
        }
    }

    fn is_swap(self) -> bool {
        matches!(self, Self::Swapped { .. })
    }

    fn allowed(self, name: &[char], start: usize, stem_end: usize, long: usize) -> bool {
        let (first, last) = self.touched();
        let any = long >= ANY && first >= start + ANY_BEHIND && last + ANY_BEFORE < stem_end;
        let joint = |letter: char| matches!(letter, 'e' | 'n' | 's' | 'r');
        let at = |index: usize| name.get(index).copied().unwrap_or(' ');
        match self {
            // Seidler and Siedler: two vowels swapped are more than a slip.
            Self::Swapped { letters: ('i', 'e') | ('e', 'i'), .. } => false,
            Self::Swapped { .. } => long >= SWAPPED,
            Self::Replaced { typed, known, .. } => {
                let digit = typed.is_ascii_digit() || !typed.is_ascii_alphabetic();
                let inner = last + 1 < stem_end;
                let alike = PAIRS.contains(&(typed, known)) || PAIRS.contains(&(known, typed));
                !digit && (alike && inner && long >= SOUNDS_ALIKE || any)
            }
            Self::Added { letter, .. } | Self::Missing { letter, .. } => {
                let missing = matches!(self, Self::Missing { .. });
                // The letters on both sides of the one that is too many.
                let (before, after) = (at(first - 1), at(last + usize::from(missing)));
                let doubled = letter == before || letter == after || first < last;
                // *Speken* is the Low German of *Specken*, and a name as well.
                let hardened = letter == 'c' && after == 'k';
                let silent = letter == 'h' && before == 't'
                    || letter == 'e' && before == 'i'
                    || letter == 'd' && after == 't';
                let inner = last + usize::from(missing) < stem_end;
                letter.is_ascii_alphabetic()
                    && inner
                    && !hardened
                    && (doubled && long >= DOUBLED
                        || silent && long >= SOUNDS_ALIKE
                        || any && !joint(letter))
            }
        }
    }
}

/// The edit that leads from `known` to `typed`, when it is exactly one.
fn edit(typed: &[char], known: &[char]) -> Option<Edit> {
    let before = typed.iter().zip(known).take_while(|(a, b)| a == b).count();
    let after = typed.iter().rev().zip(known.iter().rev()).take_while(|(a, b)| a == b).count();
    let (longer, difference) =
        (typed.len().max(known.len()), typed.len() as i64 - known.len() as i64);
    match difference {
        0 if before + after + 1 == longer => {
            Some(Edit::Replaced { at: before, typed: typed[before], known: known[before] })
        }
        0 if before + after + 2 == longer
            && typed[before] == known[before + 1]
            && typed[before + 1] == known[before] =>
        {
            Some(Edit::Swapped { at: before, letters: (known[before], known[before + 1]) })
        }
        // In a run of equal letters any of them may be the one.
        1 if before + after >= known.len() => {
            Some(Edit::Added { first: known.len() - after, last: before, letter: typed[before] })
        }
        -1 if before + after >= typed.len() => {
            Some(Edit::Missing { first: typed.len() - after, last: before, letter: known[before] })
        }
        _ => None,
    }
}
