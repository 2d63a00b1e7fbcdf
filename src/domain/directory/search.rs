//! The streets that a text may mean, best first.

use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
};

use serde::{Deserialize, Serialize};

use super::{
    Directory, StreetId,
    edits::{Pattern, letters},
    index::Entry,
    score::{self, Form, VARIANT_SCORE},
    texts::{Hit, Typed},
};
use crate::domain::address::{NormalisedStreet, letters_of, normalise};

/// Longer texts are cut before they are searched, in letters. The longest
/// street name of Germany has fewer.
const MAX_LETTERS: usize = 80;

/// Keys of so many letters are compared with names within so many edits.
const NEAR: [(usize, usize); 3] = [(1, 1), (4, 2), (8, 3)];

/// More edits than this are no slip any more: such names are ranked by their scores.
pub(super) const TYPO: usize = 2;

/// How many names of similar spelling are looked at beyond those.
const ALIKE: usize = 40;

/// How a street was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

/// A name among those that may be meant.
#[derive(Debug, Clone, Copy)]
struct Near {
    /// Edits to the closest of its forms, the shortened one included; [`ALIKE_EDITS`] when it is
    /// only alike.
    edits: usize,
    /// Edits to the closest of its written-out forms.
    plain: usize,
}

impl Default for Near {
    fn default() -> Self {
        Self { edits: ALIKE_EDITS, plain: ALIKE_EDITS }
    }
}

/// What is found by its trigrams has more edits than anything that is near.
pub(super) const ALIKE_EDITS: usize = 4;

/// When names are looked at that only share trigrams with the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alike {
    /// Where nothing is closer than two edits.
    Needed,
    /// For a verdict: nothing that resembles the text may be passed over.
    Always,
}

/// A text made comparable, cut to what is searched.
pub(super) fn normalise_query(text: &str) -> NormalisedStreet {
    normalise(cut(text))
}

/// The text without what is too long to be searched.
pub(super) fn cut(text: &str) -> &str {
    text.char_indices().nth(MAX_LETTERS).map_or(text, |(end, _)| &text[..end])
}

/// How many edits keys of so many letters get, by the least letters for each; at first 0.
pub(super) fn edits_of(letters: usize, edits: &[(usize, usize)]) -> usize {
    edits.iter().rev().find(|(from, _)| letters >= *from).map_or(0, |(_, edits)| *edits)
}

impl Directory {
    /// The streets that a text may mean, best first: the same name, then those with the fewest
    /// edits, equal ones by closeness to what was typed. At most one match per street. The end of
    /// the list is what resembles the text most when nothing fits.
    ///
    /// Cost: a look at one word per name, then some hundred comparisons.
    pub fn search(&self, text: &str, limit: usize) -> Vec<StreetMatch> {
        let typed = normalise_query(text);
        let ranked = self.ranked(&typed, text, Alike::Needed).into_iter();
        ranked.take(limit).map(|ranked| ranked.found).collect()
    }

    /// Whether a name of a street has the digits of a text and no others.
    pub(in crate::domain) fn has_digits_of(&self, text: &str) -> bool {
        self.index.has_digits_of(text)
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

    /// [`search`](Self::search) with what the matches are ranked by.
    pub(super) fn ranked(&self, typed: &NormalisedStreet, text: &str, alike: Alike) -> Vec<Ranked> {
        if typed.key.is_empty() {
            return Vec::new();
        }
        let mut forms = vec![Form::of(typed.key.clone(), typed.kind)];
        let key: Vec<u8> = letters(&typed.key).collect();
        let key = Typed::new(&key);
        let most = edits_of(typed.key.chars().count(), &NEAR);
        let mut pool: HashMap<u32, Near> = HashMap::new();
        for hit in self.index.near(&key, most) {
            let near = pool.entry(hit.of).or_default();
            near.plain = near.plain.min(hit.edits);
            near.edits = near.plain;
        }
        let add = |pool: &mut HashMap<u32, Near>, hit: Hit, edits: usize| {
            let near = pool.entry(hit.of).or_default();
            near.edits = near.edits.min(edits);
        };
        for hit in self.index.near_short(&key, most) {
            add(&mut pool, hit, hit.edits);
        }
        // Umlauts are beside other keys: each that was hit would count twice.
        let dropped: Vec<u8> = letters(&typed.dropped_key()).collect();
        if !typed.umlauts.is_empty() {
            for hit in self.index.near(&Typed::new(&dropped), most) {
                add(&mut pool, hit, hit.edits.max(1));
            }
        }
        let far = |pool: &HashMap<u32, Near>| pool.values().all(|near| near.edits > 1);
        // *An dr Burg* may mean no doctor: what an abbreviation may be a slip for is offered, too.
        let literal = far(&pool).then(|| letters_of(cut(text)));
        if let Some(literal) = literal.filter(|literal| *literal != typed.key) {
            let letters: Vec<u8> = letters(&literal).collect();
            let most = edits_of(letters.len(), &NEAR);
            for hit in self.index.near(&Typed::new(&letters), most) {
                add(&mut pool, hit, hit.edits);
            }
            forms.push(Form::of(literal, typed.kind));
        }
        if alike == Alike::Always || far(&pool) {
            for at in self.index.alike(&forms[0].stem, ALIKE) {
                pool.entry(at).or_default();
            }
        }
        let written: Vec<u8> = letters(&cut(text).to_lowercase()).collect();
        let written = Pattern::new(&written);
        let mut ranked: Vec<Ranked> = Vec::new();
        for (at, near) in pool {
            if let Some(entry) = self.index.entries.get(at as usize) {
                ranked.push(rate(typed, &forms, &written, entry, near));
            }
        }
        ranked.sort_by(Ranked::compare);
        let mut streets = HashSet::new();
        ranked.retain(|ranked| streets.insert(ranked.found.street));
        ranked
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

/// A match and what it is ranked by.
pub(super) struct Ranked {
    pub(super) found: StreetMatch,
    /// Edits to the closest of its forms; [`ALIKE_EDITS`] when it is only alike.
    pub(super) edits: usize,
    /// Edits between the texts as they are written.
    pub(super) written: usize,
}

fn rate(
    typed: &NormalisedStreet,
    forms: &[Form],
    written: &Pattern,
    entry: &Entry,
    near: Near,
) -> Ranked {
    let (score, how) = match equal(typed, entry) {
        Some(How::Exact) => (1.0, How::Exact),
        Some(how) => (VARIANT_SCORE, how),
        None => {
            let pairs = forms.iter().flat_map(|form| entry.forms().map(move |known| (form, known)));
            let best = pairs.map(|(form, known)| score::score(form, known)).fold(0.0, f64::max);
            let how = if near.plain <= TYPO { How::Typo } else { How::Weak };
            (best.min(VARIANT_SCORE), how)
        }
    };
    Ranked {
        found: StreetMatch { street: entry.street, matched_name: entry.name.clone(), score, how },
        edits: near.edits,
        written: written.edits(&entry.written),
    }
}

impl Ranked {
    /// Best first.
    fn compare(&self, other: &Self) -> Ordering {
        let same = |ranked: &Self| ranked.found.how.min(How::Typo);
        let score = || other.found.score.total_cmp(&self.found.score);
        same(self)
            .cmp(&same(other))
            .then(self.edits.min(TYPO + 1).cmp(&other.edits.min(TYPO + 1)))
            .then_with(|| if self.edits > TYPO { score() } else { Ordering::Equal })
            .then(self.written.cmp(&other.written))
            .then_with(score)
            .then_with(|| self.found.matched_name.cmp(&other.found.matched_name))
            .then(self.found.street.cmp(&other.found.street))
    }
}
