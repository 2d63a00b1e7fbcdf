//! Letters brought to a common form: lower case, no accents, ß as ss.

use std::collections::VecDeque;

use crate::domain::text::without_accent;

/// One letter of a name in its two forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Folded {
    /// A letter or digit that is written the same with and without umlauts.
    Plain(char),
    /// An umlaut, by its plain letter: `ä` is `a`, written `ae` in full.
    Umlaut(char),
    /// A full stop: an abbreviation may end here.
    Dot,
    /// `&` or `+`, which stand for *und*.
    And,
    /// Anything that only separates words.
    Gap,
}

/// The folded letters of a text; a combining diaeresis makes an umlaut too.
pub(super) fn fold(text: &str) -> Vec<Folded> {
    let mut folded = Vec::with_capacity(text.len());
    let mut letters: VecDeque<char> = text.chars().flat_map(char::to_lowercase).collect();
    while let Some(letter) = letters.pop_front() {
        match letter {
            'ä' | 'ö' | 'ü' => folded.push(Folded::Umlaut(without_accent(letter))),
            // Written apart (NFD): the sign follows its letter.
            '\u{308}' => {
                if let Some(Folded::Plain(last @ ('a' | 'o' | 'u'))) = folded.last().copied() {
                    folded.pop();
                    folded.push(Folded::Umlaut(last));
                }
            }
            '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' => {}
            'ß' => folded.extend([Folded::Plain('s'); 2]),
            'æ' => folded.extend([Folded::Plain('a'), Folded::Plain('e')]),
            'œ' => folded.extend([Folded::Plain('o'), Folded::Plain('e')]),
            'ø' => folded.push(Folded::Umlaut('o')),
            '.' => folded.push(Folded::Dot),
            '&' | '+' => folded.push(Folded::And),
            _ if letter.is_alphanumeric() => folded.push(Folded::Plain(without_accent(letter))),
            _ => folded.push(Folded::Gap),
        }
    }
    folded
}

/// The text as dictionaries sort it (DIN 5007-1): umlauts like their plain letters, `ß` like `ss`,
/// case and accents left aside, and a blank before every letter.
pub fn sort_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for letter in fold(text) {
        match letter {
            Folded::Plain(plain) | Folded::Umlaut(plain) => key.push(plain),
            _ if key.is_empty() || key.ends_with(' ') => {}
            _ => key.push(' '),
        }
    }
    key.truncate(key.trim_end().len());
    key
}
