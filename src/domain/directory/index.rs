//! The names of all streets, in the forms in which they are looked up.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt,
};

use fst::{Automaton, IntoStreamer, Map, Streamer};

use super::{Street, StreetId, score::Form};
use crate::domain::address::{NormalisedStreet, letters_of, normalise};

/// The most names that are counted for sharing trigrams with a text. The
/// rarest trigrams come first; those that half the city shares tell nothing.
const MAX_COUNTED: usize = 5000;

/// One name of one street.
pub(super) struct Entry {
    pub(super) street: StreetId,
    /// The name as written.
    pub(super) name: String,
    pub(super) normalised: NormalisedStreet,
    /// The key with umlauts written out.
    pub(super) full: Form,
    /// The key with umlauts as plain letters, where that is another one.
    pub(super) dropped: Option<Form>,
    /// The letters as they stand, with no abbreviation written out, where that
    /// is another key: *and* in a name that is typed as one word.
    pub(super) literal: Option<Form>,
}

/// Looked up by key, by the beginning of any word, and by trigrams.
pub(super) struct Index {
    pub(super) entries: Vec<Entry>,
    keys: Postings,
    starts: Postings,
    grams: HashMap<[u8; 3], Vec<u32>>,
    /// The digits of each key, in their order.
    digits: HashSet<String>,
}

/// A sorted map from text to places in [`Index::entries`].
struct Postings {
    map: Map<Vec<u8>>,
    lists: Vec<Vec<u32>>,
}

impl Postings {
    fn new(lists: BTreeMap<String, Vec<u32>>) -> Self {
        // The keys are sorted, so building cannot fail.
        let map = Map::from_iter(lists.keys().zip(0..)).unwrap_or_default();
        Self { map, lists: lists.into_values().collect() }
    }

    fn list(&self, at: u64) -> &[u32] {
        usize::try_from(at).ok().and_then(|at| self.lists.get(at)).map_or(&[], Vec::as_slice)
    }

    fn get(&self, key: &str) -> &[u32] {
        self.map.get(key).map_or(&[], |at| self.list(at))
    }

    /// The lists of the first `limit` keys that an automaton accepts.
    fn search(&self, automaton: impl Automaton, limit: usize) -> Vec<u32> {
        let mut stream = self.map.search(automaton).into_stream();
        let mut found = Vec::new();
        for _ in 0..limit {
            let Some((_, at)) = stream.next() else { break };
            found.extend_from_slice(self.list(at));
        }
        found
    }
}

impl Index {
    pub(super) fn new(streets: &[Street]) -> Self {
        let mut entries = Vec::new();
        for (id, street) in (0..).map(StreetId).zip(streets) {
            for name in std::iter::once(&street.name).chain(&street.other_names) {
                let normalised = normalise(name);
                if !normalised.key.is_empty() {
                    entries.push(Entry::new(id, name.clone(), normalised));
                }
            }
        }
        let mut keys: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut starts: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut grams: HashMap<[u8; 3], Vec<u32>> = HashMap::new();
        let add = |map: &mut BTreeMap<String, Vec<u32>>, key: String, at: u32| {
            let list = map.entry(key).or_default();
            if list.last() != Some(&at) {
                list.push(at);
            }
        };
        for (at, entry) in (0..).zip(&entries) {
            for form in entry.forms() {
                add(&mut keys, form.key.clone(), at);
                for gram in grams_of(&form.stem) {
                    let list = grams.entry(gram).or_default();
                    if list.last() != Some(&at) {
                        list.push(at);
                    }
                }
            }
            for words in [&entry.normalised.words, &entry.normalised.dropped_words] {
                (0..words.len()).for_each(|word| add(&mut starts, words[word..].concat(), at));
            }
        }
        let digits = keys.keys().map(|key| digits_of(key)).collect();
        Self { entries, keys: Postings::new(keys), starts: Postings::new(starts), grams, digits }
    }

    /// Whether a name has the digits of a text, which its key keeps. Most texts have a house number
    /// in them, which no name has.
    pub(super) fn has_digits_of(&self, text: &str) -> bool {
        self.digits.contains(&digits_of(text))
    }

    /// The names with exactly this key.
    pub(super) fn with_key(&self, key: &str) -> impl Iterator<Item = &Entry> {
        self.keys.get(key).iter().filter_map(|at| self.entries.get(*at as usize))
    }

    /// The names that an automaton accepts, at most `limit` keys.
    pub(super) fn by_key(&self, automaton: impl Automaton, limit: usize) -> Vec<u32> {
        self.keys.search(automaton, limit)
    }

    /// The names of which one word and all behind it an automaton accepts.
    pub(super) fn by_word(&self, automaton: impl Automaton, limit: usize) -> Vec<u32> {
        self.starts.search(automaton, limit)
    }

    /// The names that share the most trigrams with a stem.
    pub(super) fn alike(&self, stem: &str, limit: usize) -> Vec<u32> {
        let grams = grams_of(stem);
        let mut lists: Vec<&Vec<u32>> = grams.iter().filter_map(|g| self.grams.get(g)).collect();
        lists.sort_unstable_by_key(|list| list.len());
        let mut shared: HashMap<u32, usize> = HashMap::new();
        let mut counted = 0;
        for list in lists {
            if counted > 0 && counted + list.len() > MAX_COUNTED {
                break;
            }
            counted += list.len();
            list.iter().take(MAX_COUNTED).for_each(|at| *shared.entry(*at).or_default() += 1);
        }
        let mut ranked: Vec<(usize, u32)> = shared
            .into_iter()
            .map(|(at, shared)| {
                let length = self.entries.get(at as usize).map_or(0, |e| e.full.stem.len());
                // Dice's coefficient in thousandths, to be sorted exactly.
                (2000 * shared / (grams.len() + length).max(1), at)
            })
            .collect();
        ranked.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.into_iter().take(limit).map(|(_, at)| at).collect()
    }
}

impl Entry {
    fn new(street: StreetId, name: String, normalised: NormalisedStreet) -> Self {
        let full = Form::of(normalised.key.clone(), normalised.kind);
        let dropped = normalised.dropped_key();
        let dropped = (dropped != full.key).then(|| Form::of(dropped, normalised.kind));
        let literal = letters_of(&name);
        let literal = (literal != full.key).then(|| Form::of(literal, normalised.kind));
        Self { street, name, normalised, full, dropped, literal }
    }

    pub(super) fn forms(&self) -> impl Iterator<Item = &Form> {
        std::iter::once(&self.full).chain(&self.dropped).chain(&self.literal)
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Index").field("names", &self.entries.len()).finish_non_exhaustive()
    }
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The trigrams of a stem, its beginning marked.
fn grams_of(stem: &str) -> Vec<[u8; 3]> {
    let marked: Vec<u8> = std::iter::once(b'^').chain(stem.bytes()).collect();
    let mut grams: Vec<[u8; 3]> =
        marked.windows(3).filter_map(|gram| gram.try_into().ok()).collect();
    grams.sort_unstable();
    grams.dedup();
    grams
}
