//! A list of house numbers as words and signs.

use super::{
    MAX_LIST_CHARS, RangeParity,
    error::{RangeError, RangeProblem},
};
use crate::domain::address::house_number::MAX_NUMBER;

/// What a word or sign means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits.
    Number(u32),
    /// `½`, which is written as two digits otherwise.
    Fraction(&'static str),
    /// A single letter, lower case.
    Letter(char),
    /// A word for odd, even or both sides.
    Side(RangeParity),
    /// *alle*: both sides, or all of one.
    All,
    /// *ganze Straße*.
    Whole,
    /// *keine*.
    Nothing,
    /// *ab*.
    From,
    /// *bis*.
    To,
    /// A dash.
    Dash,
    /// *Anfang*, before a dash or *bis*.
    Start,
    /// *Ende*, behind a dash or *bis*.
    End,
    /// *ff.*, behind a number.
    Onward,
    /// *fortlaufend*: behind a number from there on, behind a range both sides.
    Running,
    /// *außer*.
    Except,
    /// *einschließlich*.
    Including,
    /// A slash.
    Slash,
    /// A comma.
    Comma,
    /// *und*.
    And,
    /// A semicolon or the end of a line.
    Semicolon,
    /// `(`
    Open,
    /// `)`
    Close,
}

/// A word or sign at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub kind: Kind,
    /// Its place in the text, in characters from 0.
    pub at: usize,
    pub text: &'a str,
    /// Whether a blank stands before it.
    pub gap: bool,
    /// Whether a full stop follows it.
    pub dot: bool,
}

impl Token<'_> {
    pub(super) fn error(&self, problem: RangeProblem) -> RangeError {
        RangeError { at: self.at + 1, found: self.text.to_owned(), problem }
    }
}

/// Takes a text apart.
///
/// # Errors
/// Unknown words and signs, numbers out of range, and a text that is too long.
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, RangeError> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    if letters.len() > MAX_LIST_CHARS {
        let problem = RangeProblem::TooLong;
        return Err(RangeError { at: MAX_LIST_CHARS + 1, found: String::new(), problem });
    }
    let byte = |at: usize| letters.get(at).map_or(text.len(), |(byte, _)| *byte);
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let (mut at, mut gap) = (0, false);
    while let Some((_, letter)) = letters.get(at).copied() {
        let run = |is: fn(char) -> bool| {
            at + letters[at..].iter().take_while(|(_, letter)| is(*letter)).count()
        };
        let end = if letter.is_ascii_digit() {
            run(|letter| letter.is_ascii_digit())
        } else if letter.is_alphabetic() {
            run(|letter| letter.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&letter))
        } else {
            at + 1
        };
        let raw = &text[byte(at)..byte(end)];
        let token = |kind| Token { kind, at, text: raw, gap, dot: false };
        let wrong = |problem| token(Kind::Comma).error(problem);
        let blank = letter == '.' || letter == ':' || letter.is_whitespace() && letter != '\n';
        if blank {
            // A full stop belongs to the word or number before it; 12.5 is neither, and several of
            // them mean more than is written.
            if letter == '.' && letters.get(at + 1).is_some_and(|(_, next)| *next == '.') {
                return Err(wrong(RangeProblem::UnknownWord));
            }
            if letter == '.'
                && let Some(last) = tokens.last_mut().filter(|_| !gap)
            {
                let digit = letters.get(at + 1).is_some_and(|(_, next)| next.is_ascii_digit());
                if digit && matches!(last.kind, Kind::Number(_)) {
                    return Err(wrong(RangeProblem::UnknownWord));
                }
                last.dot = true;
            }
            gap = true;
            at += 1;
            continue;
        }
        let kind = if letter.is_ascii_digit() {
            let number = raw.parse().ok().filter(|number| (1..=MAX_NUMBER).contains(number));
            Kind::Number(number.ok_or_else(|| wrong(RangeProblem::OutOfRange))?)
        } else if letter.is_alphabetic() {
            let behind = &text[byte(end)..];
            match word(raw) {
                Some(Word::House) if !is_numbered(behind) => {
                    return Err(wrong(RangeProblem::UnknownWord));
                }
                Some(Word::Filler | Word::House) => {
                    gap = true;
                    // Haus-Nr., Hs.-Nr.
                    at = end + joint(behind);
                    continue;
                }
                Some(Word::Means(kind)) => kind,
                None => return Err(wrong(RangeProblem::UnknownWord)),
            }
        } else {
            sign(letter).ok_or_else(|| wrong(RangeProblem::UnknownWord))?
        };
        tokens.push(token(kind));
        gap = false;
        at = end;
    }
    Ok(tokens)
}

fn sign(letter: char) -> Option<Kind> {
    Some(match letter {
        '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' => Kind::Dash,
        '/' => Kind::Slash,
        ',' | '|' | '•' | '·' => Kind::Comma,
        '+' | '&' => Kind::And,
        ';' | '\n' => Kind::Semicolon,
        '(' | '[' => Kind::Open,
        ')' | ']' => Kind::Close,
        '½' => Kind::Fraction("1/2"),
        '¼' => Kind::Fraction("1/4"),
        '¾' => Kind::Fraction("3/4"),
        _ => return None,
    })
}

enum Word {
    Means(Kind),
    /// Says nothing: *Nr.*, *Hausnummern*, *Seite*.
    Filler,
    /// *Haus*, which says nothing before a number: *12 Haus B* is another house than 12.
    House,
}

/// Whether a number or *Nr.* follows.
fn is_numbered(behind: &str) -> bool {
    let rest = behind.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    rest.starts_with(|letter: char| letter.is_ascii_digit())
        || rest.get(..2).is_some_and(|word| ["nr", "nu"].contains(&&*word.to_ascii_lowercase()))
}

/// How many signs join a word to the word behind it.
fn joint(behind: &str) -> usize {
    let mut letters = behind.strip_prefix('.').unwrap_or(behind).chars();
    let is_joint = letters.next() == Some('-') && letters.next().is_some_and(char::is_alphabetic);
    if is_joint { 1 + usize::from(behind.starts_with('.')) } else { 0 }
}

fn word(raw: &str) -> Option<Word> {
    let mut folded = String::with_capacity(raw.len());
    for letter in raw.chars().flat_map(char::to_lowercase) {
        match letter {
            'ß' => folded.push_str("ss"),
            'ä' => folded.push_str("ae"),
            'ö' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            // An umlaut written apart (NFD).
            '\u{308}' => folded.push('e'),
            _ => folded.push(letter),
        }
    }
    let kind = match folded.as_str() {
        "gerade" | "geraden" | "gerader" | "gerades" | "ger" | "gd" | "even" => {
            Kind::Side(RangeParity::Even)
        }
        "ungerade" | "ungeraden" | "ungerader" | "ungerades" | "unger" | "ung" | "ungr" | "odd" => {
            Kind::Side(RangeParity::Odd)
        }
        "beide" | "beiden" | "beider" | "beidseitig" | "beidseits" | "both" => {
            Kind::Side(RangeParity::All)
        }
        "durchgehend" | "durchg" => Kind::Side(RangeParity::All),
        "alle" | "aller" | "allen" | "alles" | "saemtliche" | "saemtl" | "all" => Kind::All,
        "ganz" | "ganze" | "ganzer" | "gesamt" | "gesamte" | "gesamter" | "ges" | "komplett"
        | "komplette" | "kompl" | "vollstaendig" | "vollst" | "whole" => Kind::Whole,
        "keine" | "none" => Kind::Nothing,
        "ab" | "from" => Kind::From,
        "bis" | "to" => Kind::To,
        "anfang" | "beginn" | "strassenanfang" => Kind::Start,
        "ende" | "strassenende" | "schluss" | "end" => Kind::End,
        "ff" | "aufwaerts" | "an" => Kind::Onward,
        "fortlaufend" | "fortl" => Kind::Running,
        "ausser" | "ohne" | "ausgenommen" | "ausgen" | "ausg" | "ausnahme" | "ausnahmen"
        | "except" => Kind::Except,
        "einschliesslich" | "einschl" | "inklusive" | "inkl" | "including" => Kind::Including,
        "und" | "sowie" | "and" => Kind::And,
        "nr" | "nrn" | "nummer" | "nummern" | "hnr" | "hnrn" | "hsnr" | "hausnr" | "hausnrn"
        | "hausnummer" | "hausnummern" | "zahlen" | "seite" | "seiten" | "sides"
        | "strassenseite" | "strasse" | "street" | "nur" | "von" | "vom" | "der" | "die"
        | "den" | "zu" | "zum" | "zur" | "mit" => return Some(Word::Filler),
        "haus" | "hs" => return Some(Word::House),
        _ => {
            let mut letters = folded.chars();
            match (letters.next(), letters.next()) {
                (Some(letter), None) if letter.is_ascii_lowercase() => Kind::Letter(letter),
                _ => return None,
            }
        }
    };
    Some(Word::Means(kind))
}
