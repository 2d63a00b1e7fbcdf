//! The names of all streets, in the forms in which they are looked up.

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use super::{
    Street, StreetId,
    edits::{Pattern, letters},
    score::Form,
    texts::{Hit, Texts, Typed},
};
use crate::domain::address::{NormalisedStreet, letters_of, normalise};

/// The most names that are counted for sharing trigrams with a text. The
/// rarest trigrams come first; those that half the city shares tell nothing.
const MAX_COUNTED: usize = 5000;

/// The most edits that are counted between texts as they are written.
const WRITTEN: usize = 3;

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
    /// The name in small letters, one byte each, blanks and hyphens included.
    pub(super) written: Box<[u8]>,
}

/// Looked up by key, by the beginning of any word, by a few edits, and by trigrams.
pub(super) struct Index {
    pub(super) entries: Vec<Entry>,
    /// All forms of all names.
    keys: Texts,
    /// Keys with the kind of way shortened: *lindenstr*, which is misspelt, too.
    short: Texts,
    grams: HashMap<[u8; 3], Vec<u32>>,
    /// How long the stem of each entry is: close together, as thousands are looked at.
    stems: Vec<u32>,
    /// The digits of each key, in their order.
    digits: HashSet<String>,
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
        let mut keys = Vec::new();
        let mut short = Vec::new();
        let mut grams: HashMap<[u8; 3], Vec<u32>> = HashMap::new();
        for (at, entry) in (0..).zip(&entries) {
            let bytes = |text: &str| letters(text).collect::<Vec<u8>>();
            for form in entry.forms() {
                keys.push((bytes(&form.key), entry.words_in(&form.key), at));
                if let Some(stem) = form.key.strip_suffix("strasse") {
                    short.push((bytes(&format!("{stem}str")), Vec::new(), at));
                }
                for gram in grams_of(&form.stem) {
                    let list = grams.entry(gram).or_default();
                    if list.last() != Some(&at) {
                        list.push(at);
                    }
                }
            }
        }
        let digits =
            entries.iter().flat_map(Entry::forms).map(|form| digits_of(&form.key)).collect();
        let stems = entries.iter().map(|entry| entry.full.stem.len() as u32).collect();
        Self { entries, keys: Texts::new(keys), short: Texts::new(short), grams, stems, digits }
    }

    /// Whether a name has the digits of a text, which its key keeps. Most texts have a house number
    /// in them, which no name has.
    pub(super) fn has_digits_of(&self, text: &str) -> bool {
        self.digits.contains(&digits_of(text))
    }

    /// The names with exactly this key.
    pub(super) fn with_key(&self, key: &str) -> impl Iterator<Item = &Entry> + use<'_> {
        let letters: Vec<u8> = letters(key).collect();
        let found: Vec<u32> = self.keys.equal(&letters).collect();
        found.into_iter().filter_map(|at| self.entries.get(at as usize))
    }

    /// The names with a form within some edits.
    pub(super) fn near(&self, typed: &Typed<'_>, edits: usize) -> Vec<Hit> {
        self.keys.near(typed, edits)
    }

    /// The names within some edits whose kind of way is shortened.
    pub(super) fn near_short(&self, typed: &Typed<'_>, edits: usize) -> Vec<Hit> {
        self.short.near(typed, edits)
    }

    /// The names of which one word and all behind it begin with this.
    pub(super) fn beginning_with(&self, typed: &Typed<'_>) -> impl Iterator<Item = Hit> {
        self.keys.beginning_with(typed)
    }

    /// The names of which one word and all behind it begin within some edits of this.
    pub(super) fn beginning_near(&self, typed: &Typed<'_>, edits: usize) -> Vec<Hit> {
        self.keys.beginning_near(typed, edits)
    }

    /// The names that share the most trigrams with a stem.
    pub(super) fn alike(&self, stem: &str, limit: usize) -> Vec<u32> {
        let grams = grams_of(stem);
        let mut lists: Vec<&Vec<u32>> = grams.iter().filter_map(|g| self.grams.get(g)).collect();
        lists.sort_unstable_by_key(|list| list.len());
        let mut counted: Vec<u32> = Vec::new();
        for list in lists {
            if !counted.is_empty() && counted.len() + list.len() > MAX_COUNTED {
                break;
            }
            counted.extend(list.iter().take(MAX_COUNTED));
        }
        counted.sort_unstable();
        let mut ranked: Vec<(usize, u32)> = counted
            .chunk_by(|one, other| one == other)
            .map(|same| {
                let length = self.stems.get(same[0] as usize).map_or(0, |length| *length as usize);
                // Dice's coefficient in thousandths, to be compared exactly.
                (2000 * same.len() / (grams.len() + length).max(1), same[0])
            })
            .collect();
        let better = |a: &(usize, u32), b: &(usize, u32)| b.0.cmp(&a.0).then(a.1.cmp(&b.1));
        if ranked.len() > limit {
            ranked.select_nth_unstable_by(limit, better);
            ranked.truncate(limit);
        }
        ranked.sort_unstable_by(better);
        ranked.into_iter().map(|(_, at)| at).collect()
    }
}

impl Entry {
    fn new(street: StreetId, name: String, normalised: NormalisedStreet) -> Self {
        let full = Form::of(normalised.key.clone(), normalised.kind);
        let dropped = normalised.dropped_key();
        let dropped = (dropped != full.key).then(|| Form::of(dropped, normalised.kind));
        let literal = letters_of(&name);
        let literal = (literal != full.key).then(|| Form::of(literal, normalised.kind));
        let written = letters(&name.to_lowercase()).collect();
        Self { street, name, normalised, full, dropped, literal, written }
    }

    pub(super) fn forms(&self) -> impl Iterator<Item = &Form> {
        std::iter::once(&self.full).chain(&self.dropped).chain(&self.literal)
    }

    /// Edits from a text in small letters to the beginning of the name as it is written, or to
    /// that of a later word; more than a few are one too many.
    pub(super) fn written_edits(&self, typed: &Pattern, whole: bool) -> usize {
        let edits = |at: usize| typed.edits_to_beginning(&self.written[at..], WRITTEN);
        let gap = |at: &usize| matches!(self.written.get(*at), Some(b' ' | b'-' | b'/' | b'.'));
        let later = (0..self.written.len()).filter(gap).filter_map(|at| edits(at + 1));
        let edits = if whole { edits(0) } else { later.min() };
        edits.unwrap_or(WRITTEN + 1)
    }

    /// Where in a key the words after the first begin.
    fn words_in(&self, key: &str) -> Vec<usize> {
        for words in [&self.normalised.words, &self.normalised.dropped_words] {
            if words.concat() == key {
                let lengths = words.iter().map(|word| word.chars().count());
                return lengths
                    .scan(0, |at, length| {
                        *at += length;
                        Some(*at)
                    })
                    .take(words.len() - 1)
                    .collect();
            }
        }
        Vec::new()
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
