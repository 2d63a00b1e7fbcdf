//! All names that begin with a text, found by looking each of its misspellings up.

use std::{collections::HashMap, ops::Range};

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzäöüß -.";

/// Names in small letters, sorted.
pub struct Beginnings(Vec<(Vec<char>, usize)>);

impl Beginnings {
    /// Sorts the names.
    pub fn of(names: &[String]) -> Self {
        let lower = |name: &String| name.to_lowercase().chars().collect();
        let mut sorted: Vec<(Vec<char>, usize)> = names.iter().map(lower).zip(0..).collect();
        sorted.sort_unstable();
        Self(sorted)
    }

    /// The five names that begin within at most one edit of a text, the fewest edits first, then
    /// the fewest letters that are still to be typed.
    pub fn find(&self, text: &str, edits: usize) -> Vec<usize> {
        let typed: Vec<char> = text.to_lowercase().chars().collect();
        let mut best: HashMap<usize, (usize, usize)> = HashMap::new();
        let wrong = if edits > 0 { misspellings(&typed) } else { Vec::new() };
        let wrong = wrong.into_iter().map(|text| (text, 1));
        for (text, edits) in std::iter::once((typed, 0)).chain(wrong) {
            for (name, at) in &self.0[self.range(&text)] {
                let fit = (edits, name.len() - text.len());
                let known = best.entry(*at).or_insert(fit);
                *known = (*known).min(fit);
            }
        }
        let mut ranked: Vec<((usize, usize), usize)> =
            best.into_iter().map(|(at, fit)| (fit, at)).collect();
        ranked.sort_unstable();
        ranked.into_iter().take(5).map(|(_, at)| at).collect()
    }

    fn range(&self, text: &[char]) -> Range<usize> {
        let from = self.0.partition_point(|(name, _)| name.as_slice() < text);
        let count = self.0[from..].partition_point(|(name, _)| name.starts_with(text));
        from..from + count
    }
}

/// Everything that lies one edit from a text.
fn misspellings(text: &[char]) -> Vec<Vec<char>> {
    let mut all = Vec::new();
    for at in 0..=text.len() {
        let (before, behind) = text.split_at(at);
        let put = |middle: &[char], from: usize| [before, middle, &behind[from..]].concat();
        all.extend(LETTERS.chars().map(|letter| put(&[letter], 0)));
        if let [first, rest @ ..] = behind {
            all.push(put(&[], 1));
            all.extend(LETTERS.chars().map(|letter| put(&[letter], 1)));
            all.extend(rest.first().map(|second| put(&[*second, *first], 2)));
        }
    }
    all
}
