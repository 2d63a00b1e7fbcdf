//! The words of all entries, and which entries a word that was typed leads to.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::{Arc, LazyLock},
};

use fst::{IntoStreamer, Map, Streamer};
use levenshtein_automata::LevenshteinAutomatonBuilder;

use crate::domain::text::without_accent;

/// Longer texts are cut before they are searched, in words.
const MAX_WORDS: usize = 8;
/// Longer words are cut, in letters; the longest word of a dictionary has fewer.
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

/// All texts within one or two edits of a word, adjacent letters swapped counting as one. Building
/// these takes some milliseconds and does not depend on the word.
static EDITS: LazyLock<[LevenshteinAutomatonBuilder; 2]> = LazyLock::new(|| {
    [LevenshteinAutomatonBuilder::new(1, true), LevenshteinAutomatonBuilder::new(2, true)]
});

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
            // Signs above letters, written apart, joiners that nobody sees, and the apostrophe,
            // which is part of a word and typed in many ways.
            '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' => {}
            '\'' | '’' | 'ʼ' | '`' | '´' => {}
            _ if letter.is_alphanumeric() => word.push(without_accent(letter)),
            _ if !word.is_empty() => words.push(std::mem::take(&mut word)),
            _ => {}
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    for word in &mut words {
        if let Some((cut, _)) = word.char_indices().nth(MAX_LETTERS) {
            word.truncate(cut);
        }
    }
    words
}

fn letters(word: &str) -> usize {
    word.chars().count()
}

/// Words of some entries, on the way to a [`WordIndex`].
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
}

/// In which entries a word is, and how much they count.
type Places = Arc<[(u32, f32)]>;

/// The words of all entries.
#[derive(Debug, Default)]
pub(super) struct WordIndex {
    /// The number of each word.
    numbers: Map<Vec<u8>>,
    /// All words in order, each with a line end: parts of words are looked for in one go.
    text: String,
    starts: Vec<usize>,
    /// For each word where it is.
    places: Vec<Places>,
}

impl WordIndex {
    /// The index without the words of some entries, and with those of others. Costs about as much
    /// as reading all different words once.
    pub fn with(&self, gone: WordBuilder, come: WordBuilder) -> Self {
        let mut words: Vec<(&str, Places)> = Vec::with_capacity(self.places.len());
        let mut come = come.entries.iter().peekable();
        for (at, places) in self.places.iter().enumerate() {
            let word = self.word(at);
            while let Some((new, places)) = come.next_if(|(new, _)| new.as_str() < word) {
                words.push((new, places.as_slice().into()));
            }
            let without = gone.entries.get(word);
            let more = come.next_if(|(new, _)| *new == word).map(|(_, places)| places);
            if without.is_none() && more.is_none() {
                words.push((word, places.clone()));
                continue;
            }
            let gone: BTreeSet<u32> =
                without.into_iter().flatten().map(|(entry, _)| *entry).collect();
            let kept = places.iter().filter(|(entry, _)| !gone.contains(entry));
            let places: Places = kept.chain(more.into_iter().flatten()).copied().collect();
            if !places.is_empty() {
                words.push((word, places));
            }
        }
        words.extend(come.map(|(new, places)| (new.as_str(), places.as_slice().into())));

        let numbers = (0..).zip(&words).map(|(number, (word, _))| (word, number));
        let numbers = Map::from_iter(numbers).expect("the words are in order");
        let mut text = String::with_capacity(self.text.len());
        let mut starts = Vec::with_capacity(words.len());
        for (word, _) in &words {
            starts.push(text.len());
            text.push_str(word);
            text.push('\n');
        }
        let places = words.into_iter().map(|(_, places)| places).collect();
        Self { numbers, text, starts, places }
    }

    /// How well every word of the text is found in each of `count` entries, 0 where one is missing;
    /// `None` for a text without words. Costs about as much as reading all different words once.
    pub fn find(&self, text: &str, count: usize) -> Option<Vec<f32>> {
        let mut typed = words(text);
        typed.truncate(MAX_WORDS);
        let mut words = typed.iter();
        let mut found = self.find_word(words.next()?, count);
        for word in words {
            for (score, more) in found.iter_mut().zip(self.find_word(word, count)) {
                *score = if *score > 0.0 && more > 0.0 { *score + more } else { 0.0 };
            }
        }
        Some(found)
    }

    fn find_word(&self, word: &str, count: usize) -> Vec<f32> {
        let mut found = vec![0.0_f32; count];
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
            for (entry, weight) in &*self.places[index] {
                let score = &mut found[*entry as usize];
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
        if letters(word) < PART_FROM {
            return self.beginning_with(word).collect();
        }
        let mut parts: Vec<usize> = Vec::new();
        for (at, _) in self.text.match_indices(word) {
            let index = self.starts.partition_point(|start| *start <= at) - 1;
            if parts.last() != Some(&index) {
                parts.push(index);
            }
        }
        parts
    }

    fn beginning_with(&self, word: &str) -> Range<usize> {
        // The number of words before the first one that is not.
        let before = |is_before: &dyn Fn(&str) -> bool| {
            let (mut low, mut high) = (0, self.starts.len());
            while low < high {
                let middle = low.midpoint(high);
                if is_before(self.word(middle)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            low
        };
        before(&|other| other < word)..before(&|other| other < word || other.starts_with(word))
    }

    /// The words that differ by a slip or two.
    fn similar(&self, word: &str) -> Vec<usize> {
        let edits = match letters(word) {
            ..TYPO_FROM => return Vec::new(),
            TYPO_FROM..TWO_TYPOS_FROM => &EDITS[0],
            _ => &EDITS[1],
        };
        let automaton = edits.build_dfa(word);
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
        WordIndex::default().with(WordBuilder::default(), builder)
    }

    fn found(index: &WordIndex, text: &str) -> Vec<u32> {
        let scores = index.find(text, 9).unwrap_or_default();
        (0..).zip(scores).filter(|(_, score)| *score > 0.0).map(|(entry, _)| entry).collect()
    }

    #[test]
    fn what_is_taken_out_is_not_found_any_more() {
        let all = index(&["Kita Sonne", "Kita Mond", "Sonnenhof"]);
        let (mut gone, mut come) = (WordBuilder::default(), WordBuilder::default());
        gone.add(0, "Kita Sonne", 1.0);
        come.add(3, "Aue, Kita, Zoo", 1.0);
        let all = all.with(gone, come);
        assert_eq!(found(&all, "kita"), [1, 3]);
        assert_eq!(found(&all, "aue"), [3]);
        assert_eq!(found(&all, "zoo"), [3]);
        assert_eq!(found(&all, "sonne"), [2]);
        assert_eq!(found(&all, "so"), [2]);
        let mut kept: Vec<&str> = all.text.lines().collect();
        kept.sort_unstable();
        assert_eq!(kept, ["au", "kita", "mond", "sonnenhof", "zoo"]);
    }

    #[test]
    fn umlauts_accents_and_case_make_no_difference() {
        assert_eq!(words("KÜCHE Kueche Kuche"), ["kuche"; 3]);
        assert_eq!(words("Grüße, Škoda"), ["grusse", "skoda"]);
        assert_eq!(words("„ “"), Vec::<String>::new());
        assert_eq!(words(&"ß".repeat(100))[0].len(), MAX_LETTERS);
        assert_eq!(words("Київ القاهرة").len(), 2);
        assert_eq!(words("Сім'я сімʼя сім’я Ёлка"), ["сімя", "сімя", "сімя", "елка"]);
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
        assert_eq!(index.find(" ,", 3), None);
    }

    #[test]
    fn short_words_of_other_scripts_are_taken_as_they_are_typed() {
        let index = index(&["дитина", "родина"]);
        assert_eq!(found(&index, "ина"), Vec::<u32>::new());
        assert_eq!(found(&index, "дит"), [0]);
        assert_eq!(found(&index, "дитнна"), [0]);
    }

    #[test]
    fn a_whole_word_counts_more_than_a_part() {
        let index = index(&["Kita", "Kitafest", "Waldkita"]);
        let scores = index.find("kita", 3).unwrap();
        assert!(scores[0] > scores[1] && scores[1] > scores[2]);
    }
}
