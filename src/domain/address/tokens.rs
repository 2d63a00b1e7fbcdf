//! A line of text cut into tokens that remember where they stood.

use super::{house_number::HouseNumber, normalise::letters_of};

/// What stands before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// A blank, or nothing.
    None,
    /// A comma or a bracket.
    Comma,
    /// A line break or a semicolon; also the start of the line.
    Line,
}

/// What a token has been recognised as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Nothing yet.
    Open,
    /// Part of the street name.
    Street,
    /// Part of the house number.
    Number,
    /// A postcode.
    Postcode,
    /// A town, a part of one, or a district.
    Town,
    /// Floor, flat, addressee: does not change the place.
    Addition,
    /// A country, punctuation, *in* before a town.
    Filler,
}

/// One token: bytes `start..end` of the line.
#[derive(Debug, Clone)]
pub(super) struct Token {
    start: usize,
    end: usize,
    /// What stands before it.
    pub(super) gap: Gap,
    /// What it has been recognised as.
    pub(super) used: Use,
    /// Its letters and digits, folded: `str`, `og`, `308b`.
    pub(super) key: String,
}

/// The line and its tokens.
pub(super) struct Tokens<'a> {
    line: &'a str,
    /// In the order of the line.
    pub(super) list: Vec<Token>,
}

impl<'a> Tokens<'a> {
    /// Cuts a line at blanks, commas, brackets and line breaks, and where a
    /// number touches a word (`Str.308`, `2.OG`).
    pub(super) fn of(line: &'a str) -> Self {
        let mut tokens = Self { line, list: Vec::new() };
        let mut gap = Gap::Line;
        let mut start = None;
        let mut before = (' ', ' ');
        let mut letters = 0;
        for (at, letter) in line.char_indices().chain([(line.len(), '\n')]) {
            let separator = match letter {
                '\n' | '\r' | ';' | '\u{2028}' | '\u{2029}' => Some(Gap::Line),
                ',' | '(' | ')' | '[' | ']' | '|' | '\t' | '"' | '„' | '“' | '”' => {
                    Some(Gap::Comma)
                }
                _ if letter.is_whitespace() || letter.is_control() => Some(Gap::None),
                _ => None,
            };
            let digit = letter.is_ascii_digit();
            let glued = (before.1 == '.' && (digit || before.0.is_ascii_digit()) && letter != '.')
                || (digit && letters >= 3);
            if (separator.is_some() || glued)
                && let Some(from) = start.take()
            {
                tokens.push(from, at, gap);
                gap = Gap::None;
            }
            match separator {
                Some(separator) => gap = gap.max(separator),
                None if start.is_none() => start = Some(at),
                None => {}
            }
            letters = if letter.is_alphabetic() { letters + 1 } else { 0 };
            before = (before.1, letter);
        }
        tokens
    }

    fn push(&mut self, start: usize, end: usize, gap: Gap) {
        let text = &self.line[start..end];
        let key = letters_of(text);
        let used = match text.chars().any(char::is_alphanumeric) {
            true => Use::Open,
            false => Use::Filler,
        };
        self.list.push(Token { start, end, gap, used, key });
    }

    /// The text of the tokens `from..to`, blanks as typed but single.
    pub(super) fn text(&self, from: usize, to: usize) -> String {
        let (Some(first), Some(last)) =
            (self.list.get(from), to.checked_sub(1).and_then(|last| self.list.get(last)))
        else {
            return String::new();
        };
        let slice = self.line.get(first.start..last.end).unwrap_or_default();
        slice.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text of one token.
    pub(super) fn raw(&self, at: usize) -> &'a str {
        self.list.get(at).and_then(|t| self.line.get(t.start..t.end)).unwrap_or_default()
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether a new part of the line begins at this token (or the line ends).
    pub(super) fn breaks_at(&self, at: usize) -> bool {
        self.list.get(at).is_none_or(|token| token.gap > Gap::None)
    }

    /// Whether the token is there and not recognised yet.
    pub(super) fn open(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.used == Use::Open)
    }

    /// The folded letters of a token; empty past the end.
    pub(super) fn key(&self, at: usize) -> &str {
        self.list.get(at).map_or("", |token| &token.key)
    }

    /// Whether the token begins with a digit.
    pub(super) fn digit(&self, at: usize) -> bool {
        self.raw(at).starts_with(|letter: char| letter.is_ascii_digit())
    }

    /// The postcode a token is: five digits, perhaps with the country before.
    pub(super) fn postcode(&self, at: usize) -> Option<&'a str> {
        let raw = self.raw(at).trim_end_matches(['.', ':']);
        let bare = ["D-", "d-", "DE-", "de-", "D–", "DE", "de", "D", "d"];
        let digits = bare.iter().find_map(|sign| raw.strip_prefix(sign)).unwrap_or(raw);
        (digits.len() == 5 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
    }

    /// Whether the token is an ordinal that a word follows: `2. OG`, `17. Juni`.
    pub(super) fn ordinal(&self, at: usize) -> bool {
        let number = self.raw(at).strip_suffix('.');
        let numeric =
            number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
        numeric && !self.breaks_at(at + 1)
    }

    /// Whether the token is a plain house number, letter included.
    pub(super) fn plain_number(&self, at: usize) -> bool {
        self.raw(at).trim_end_matches('.').parse::<HouseNumber>().is_ok()
    }

    /// Marks the tokens `from..to`.
    pub(super) fn mark(&mut self, from: usize, to: usize, used: Use) {
        self.list.iter_mut().take(to).skip(from).for_each(|token| token.used = used);
    }

    /// The first token from `at` on where a new part begins (or the end).
    pub(super) fn part_end(&self, at: usize) -> usize {
        (at + 1..self.len()).find(|next| self.breaks_at(*next)).unwrap_or(self.len())
    }

    /// Runs of unrecognised tokens, within one part of the line each.
    pub(super) fn open_runs(&self) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for at in (0..self.len()).filter(|at| self.open(*at)) {
            match runs.last_mut() {
                Some((_, to)) if *to == at && !self.breaks_at(at) => *to = at + 1,
                _ => runs.push((at, at + 1)),
            }
        }
        runs
    }
}
