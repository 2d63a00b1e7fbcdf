//! The streets that a text may mean, best first.

use std::{cmp::Ordering, collections::HashMap, sync::LazyLock};

use levenshtein_automata::{DFA, LevenshteinAutomatonBuilder};
use serde::{Deserialize, Serialize};

use super::{
    Directory, StreetId,
    index::Entry,
    score::{self, Form, VARIANT_SCORE},
};
use crate::domain::address::{NormalisedStreet, normalise};

/// Longer texts are cut before they are searched, in letters. The longest
/// street name of Germany has fewer.
const MAX_LETTERS: usize = 80;

/// Keys shorter than this are searched with one edit instead of two.
const TWO_EDITS_FROM: usize = 4;

/// The most keys that the automaton may bring; a hundred thousand names have
/// fewer within two edits of any text.
const MAX_KEYS: usize = 500;

/// How many names of similar spelling are looked at beyond the automaton.
const ALIKE: usize = 40;

/// How a street was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The same name, perhaps written differently.
    Exact,
    /// The same but for umlauts typed as plain letters.
    Variant,
    /// At most two letters away.
    Typo,
    /// Similar at best: something to suggest.
    Weak,
}

/// A street that a text may mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StreetMatch {
    /// The street.
    pub street: StreetId,
    /// The name that fits; may be one of the street's other names.
    pub matched_name: String,
    /// How well it fits, from 0 to 1; 1 only for the same name.
    pub score: f64,
    /// How it was found.
    pub how: How,
}

/// Building these takes some milliseconds and does not depend on the text.
static EDITS: LazyLock<[LevenshteinAutomatonBuilder; 2]> = LazyLock::new(|| {
    [LevenshteinAutomatonBuilder::new(1, true), LevenshteinAutomatonBuilder::new(2, true)]
});

/// The automaton of all texts within `edits` (1 or 2) of a key, adjacent
/// letters swapped counting as one; with `prefix` also of all that begin so.
pub(in crate::domain) fn automaton(key: &str, edits: usize, prefix: bool) -> DFA {
    let builder = &EDITS[usize::from(edits > 1)];
    if prefix { builder.build_prefix_dfa(key) } else { builder.build_dfa(key) }
}

/// A text made comparable, cut to what is searched.
pub(super) fn normalise_query(text: &str) -> NormalisedStreet {
    match text.char_indices().nth(MAX_LETTERS) {
        Some((end, _)) => normalise(&text[..end]),
        None => normalise(text),
    }
}

impl Directory {
    /// The streets that a text may mean, best first, equal ones by closeness
    /// to what was typed. At most one match per street. The end of the list
    /// is what resembles the text most when nothing fits.
    ///
    /// Cost: two walks over part of the `fst` map and at most some hundred
    /// comparisons, whatever the number of streets.
    pub fn search(&self, text: &str, limit: usize) -> Vec<StreetMatch> {
        let typed = normalise_query(text);
        self.search_normalised(&typed, text, limit)
    }

    /// Whether a text is a street as it stands: the same name, or the same
    /// but for umlauts typed as plain letters. Cost: one look-up.
    pub fn is_street(&self, text: &str) -> bool {
        // What is cut off may hold digits.
        if text.len() <= MAX_LETTERS && !self.index.has_digits_of(text) {
            return false;
        }
        let typed = normalise_query(text);
        self.index.with_key(&typed.key).any(|entry| equal(&typed, entry).is_some())
    }

    pub(super) fn search_normalised(
        &self,
        typed: &NormalisedStreet,
        text: &str,
        limit: usize,
    ) -> Vec<StreetMatch> {
        if typed.key.is_empty() {
            return Vec::new();
        }
        let form = Form::of(typed.key.clone(), typed.kind);
        let edits = if form.key.chars().count() < TWO_EDITS_FROM { 1 } else { 2 };
        let near = self.index.by_key(automaton(&form.key, edits, false), MAX_KEYS);
        let near_count = near.len();
        let mut best: HashMap<StreetId, StreetMatch> = HashMap::new();
        let alike = self.index.alike(&form.stem, ALIKE);
        for (rank, at) in near.into_iter().chain(alike).enumerate() {
            let Some(entry) = self.index.entries.get(at as usize) else { continue };
            let found = rate(typed, &form, entry, rank < near_count);
            match best.get(&entry.street) {
                Some(known) if by_score(known, &found, text) != Ordering::Greater => {}
                _ => {
                    best.insert(entry.street, found);
                }
            }
        }
        let mut matches: Vec<StreetMatch> = best.into_values().collect();
        matches.sort_by(|a, b| by_score(a, b, text));
        matches.truncate(limit);
        matches
    }
}

/// How a typed name equals a known one, if it does.
pub(super) fn equal(typed: &NormalisedStreet, entry: &Entry) -> Option<How> {
    let literal = entry.literal.as_ref().is_some_and(|form| form.key == typed.key);
    if typed.key == entry.full.key || literal {
        return Some(How::Exact);
    }
    typed.drops_umlauts_of(&entry.normalised).then_some(How::Variant)
}

fn rate(typed: &NormalisedStreet, form: &Form, entry: &Entry, near: bool) -> StreetMatch {
    let (score, how) = match equal(typed, entry) {
        Some(How::Exact) => (1.0, How::Exact),
        Some(how) => (VARIANT_SCORE, how),
        None => {
            let best = entry.forms().map(|known| score::score(form, known)).fold(0.0, f64::max);
            (best.min(VARIANT_SCORE), if near { How::Typo } else { How::Weak })
        }
    };
    StreetMatch { street: entry.street, matched_name: entry.name.clone(), score, how }
}

/// Best first; equal scores by closeness to the text as typed, then by name.
fn by_score(a: &StreetMatch, b: &StreetMatch, text: &str) -> Ordering {
    let apart = |found: &StreetMatch| {
        strsim::osa_distance(&found.matched_name.to_lowercase(), &text.to_lowercase())
    };
    b.score
        .total_cmp(&a.score)
        .then_with(|| apart(a).cmp(&apart(b)))
        .then_with(|| a.matched_name.cmp(&b.matched_name))
        .then_with(|| a.street.cmp(&b.street))
}
