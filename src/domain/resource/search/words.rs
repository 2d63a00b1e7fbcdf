//! The words of all entries, and which entries a word that was typed leads to.

use std::collections::{BTreeMap, HashMap};

use fst::{IntoStreamer, Map, Streamer};

use crate::domain::directory::automaton;

/// Longer texts are cut before they are searched, in words.
const MAX_WORDS: usize = 8;
/// Longer words are cut, in bytes; the longest word of a dictionary has fewer.
const MAX_LETTERS: usize = 40;
/// Words shorter than this are not found as a part of a longer one.
const PART_FROM: usize = 4;
/// Words shorter than this are taken as they are typed.
const TYPO_FROM: usize = 5;
/// Words from this length on may have two slips.
const TWO_TYPOS_FROM: usize = 9;

/// How good it is to be found …
mod quality {
    pub const EXACT: f32 = 1.0;
    pub const BEGINNING: f32 = 0.8;
    pub const PART: f32 = 0.6;
    pub const TYPO: f32 = 0.4;
}

/// A text as its words, in the form in which they are compared: lower case, without accents, umlauts
/// and their spelling with e alike, ß as ss.
pub(in crate::domain::resource) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut letters = text.chars().flat_map(char::to_lowercase).peekable();
    while let Some(letter) = letters.next() {
        match letter {
            'ä' | 'æ' => word.push('a'),
            'ö' | 'ø' | 'œ' => word.push('o'),
            'ü' => word.push('u'),
            'ß' => word.push_str("ss"),
            'a' | 'o' | 'u' => {
                word.push(letter);
                // "ae" is how people type "ä"; a real "ae" then meets itself.
                if letters.peek() == Some(&'e') {
                    letters.next();
                }
            }
            // Signs above letters, written apart, and joiners that nobody sees.
            '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' => {}
            _ if letter.is_alphanumeric() => word.push(without_accent(letter)),
            _ if !word.is_empty() => words.push(std::mem::take(&mut word)),
            _ => {}
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    for word in &mut words {
        let cut = (0..=MAX_LETTERS).rev().find(|at| word.is_char_boundary(*at)).unwrap_or(0);
        word.truncate(cut);
    }
    words
}

fn without_accent(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='õ' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='û' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

/// Collects words on the way to a [`WordIndex`].
#[derive(Default)]
pub(super) struct WordBuilder {
    entries: BTreeMap<String, Vec<(u32, f32)>>,
}

impl WordBuilder {
    /// Notes the words of a text of an entry; `weight` tells how much the text counts. Entries
    /// come in ascending order.
    pub fn add(&mut self, entry: u32, text: &str, weight: f32) {
        for word in words(text) {
            let entries = self.entries.entry(word).or_default();
            match entries.last_mut() {
                Some((last, known)) if *last == entry => *known = known.max(weight),
                _ => entries.push((entry, weight)),
            }
        }
    }

    pub fn build(self) -> WordIndex {
        let numbers = Map::from_iter(self.entries.keys().zip(0..)).expect("a BTreeMap is sorted");
        let mut text = String::new();
        let mut starts = Vec::with_capacity(self.entries.len());
        let mut entries = Vec::with_capacity(self.entries.len());
        for (word, found) in self.entries {
            starts.push(text.len());
            text.push_str(&word);
            text.push('\n');
            entries.push(found);
        }
        WordIndex { numbers, text, starts, entries }
    }
}

/// The words of all entries.
#[derive(Debug)]
pub(super) struct WordIndex {
    /// The number of each word.
    numbers: Map<Vec<u8>>,
    /// All words in order, each with a line end: parts of words are looked for in one go.
    text: String,
    starts: Vec<usize>,
    /// For each word the entries in which it is, and how much they count.
    entries: Vec<Vec<(u32, f32)>>,
}

impl WordIndex {
    /// The entries in which every word of the text is found, with how well; `None` for a text
    /// without words. Costs about as much as reading all different words once.
    pub fn find(&self, text: &str) -> Option<HashMap<u32, f32>> {
        let mut typed = words(text);
        typed.truncate(MAX_WORDS);
        let mut found: Option<HashMap<u32, f32>> = None;
        for word in typed {
            let of_word = self.find_word(&word);
            found = Some(match found {
                None => of_word,
                Some(mut both) => {
                    both.retain(|entry, score| match of_word.get(entry) {
                        Some(more) => {
                            *score += more;
                            true
                        }
                        None => false,
                    });
                    both
                }
            });
        }
        found
    }

    fn find_word(&self, word: &str) -> HashMap<u32, f32> {
        let mut found = HashMap::new();
        let parts = self.parts(word);
        let similar = if parts.is_empty() { self.similar(word) } else { Vec::new() };
        let part_quality = |index: &usize| match self.word(*index).strip_prefix(word) {
            Some("") => quality::EXACT,
            Some(_) => quality::BEGINNING,
            None => quality::PART,
        };
        let parts = parts.into_iter().map(|index| (index, part_quality(&index)));
        let similar = similar.into_iter().map(|index| (index, quality::TYPO));
        for (index, quality) in parts.chain(similar) {
            for (entry, weight) in &self.entries[index] {
                let score = found.entry(*entry).or_insert(0.0_f32);
                *score = score.max(weight * quality);
            }
        }
        found
    }

    fn word(&self, index: usize) -> &str {
        let end = self.starts.get(index + 1).map_or(self.text.len(), |next| *next);
        &self.text[self.starts[index]..end - 1]
    }

    /// The words that contain this one, short ones only at their beginning.
    fn parts(&self, word: &str) -> Vec<usize> {
        let mut parts: Vec<usize> = Vec::new();
        for (at, _) in self.text.match_indices(word) {
            let index = self.starts.partition_point(|start| *start <= at) - 1;
            let begins = self.starts[index] == at;
            if (begins || word.len() >= PART_FROM) && parts.last() != Some(&index) {
                parts.push(index);
            }
        }
        parts
    }

    /// The words that differ by a slip or two.
    fn similar(&self, word: &str) -> Vec<usize> {
        if word.len() < TYPO_FROM {
            return Vec::new();
        }
        let edits = if word.len() < TWO_TYPOS_FROM { 1 } else { 2 };
        let automaton = automaton(word, edits, false);
        let mut similar = Vec::new();
        let mut stream = self.numbers.search(&automaton).into_stream();
        while let Some((_, index)) = stream.next() {
            similar.push(index as usize);
        }
        similar
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(texts: &[&str]) -> WordIndex {
        let mut builder = WordBuilder::default();
        for (entry, text) in (0..).zip(texts) {
            builder.add(entry, text, 1.0);
        }
        builder.build()
    }

    fn found(index: &WordIndex, text: &str) -> Vec<u32> {
        let mut found: Vec<u32> = index.find(text).unwrap_or_default().into_keys().collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn umlauts_accents_and_case_make_no_difference() {
        assert_eq!(words("KÜCHE Kueche Kuche"), ["kuche"; 3]);
        assert_eq!(words("Grüße, Škoda"), ["grusse", "skoda"]);
        assert_eq!(words("„ “"), Vec::<String>::new());
        assert_eq!(words(&"ß".repeat(100))[0].len(), MAX_LETTERS);
        assert_eq!(words("Київ القاهرة").len(), 2);
    }

    #[test]
    fn parts_of_words_beginnings_and_slips_are_found() {
        let index = index(&["Erziehungsberatung Garstedt", "Beratungsstelle", "Garten"]);
        assert_eq!(found(&index, "beratung"), [0, 1]);
        assert_eq!(found(&index, "gar"), [0, 2]);
        assert_eq!(found(&index, "rat"), Vec::<u32>::new());
        assert_eq!(found(&index, "Beratugnsstelle"), [1]);
        assert_eq!(found(&index, "beratung garstedt"), [0]);
        assert_eq!(found(&index, "beratung nirgendwo"), Vec::<u32>::new());
        assert_eq!(index.find(" ,"), None);
    }

    #[test]
    fn a_whole_word_counts_more_than_a_part() {
        let index = index(&["Kita", "Kitafest", "Waldkita"]);
        let scores = index.find("kita").unwrap();
        assert!(scores[&0] > scores[&1] && scores[&1] > scores[&2]);
    }
}
