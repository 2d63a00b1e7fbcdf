//! From text to words and signs.
//!
//! Besides the words of the specification the usual German ones are understood, upper and lower
//! case alike: `Di`, `Okt`, `geschlossen`, `Feiertags`, `Uhr`.

use super::{
    appointment,
    bad::{BadHours, Problem},
    sun::SunEvent,
    syntax::Modifier,
};

#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    Number(u32),
    Year(i16),
    /// 0 is Monday.
    Weekday(i8),
    /// 1 is January.
    Month(i8),
    PublicHoliday,
    SchoolHoliday,
    Week,
    DayWord,
    Easter,
    Sun(SunEvent),
    Modifier(Modifier),
    Comment(String),
    Always,
    Fallback,
    Sign(char),
}

/// A token and its column, counted from 1.
pub type Placed = (Token, usize);

/// Takes the text apart. Linear in its length.
pub fn tokens(text: &str) -> Result<Vec<Placed>, BadHours> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let column = at + 1;
        let char = chars[at];
        if char.is_whitespace() {
            at += 1;
        } else if chars[at..].starts_with(&['2', '4', '/', '7']) {
            found.push((Token::Always, column));
            at += 4;
        } else if char.is_ascii_digit() {
            let digits: String = chars[at..].iter().take_while(|c| c.is_ascii_digit()).collect();
            found.push((number(&digits, column)?, column));
            at += digits.len();
        } else if let Some(closing) = closing_quotes(char) {
            let inside = chars[at + 1..].iter().position(|c| closing.contains(c));
            let inside = inside.ok_or(BadHours { column, problem: Problem::OpenComment })?;
            let comment: String = chars[at + 1..at + 1 + inside].iter().collect();
            if !comment.trim().is_empty() {
                found.push((Token::Comment(comment), column));
            }
            at += inside + 2;
        } else if char.is_alphabetic() {
            let rest = &chars[at..];
            if let Some(length) = appointment::phrase_at(rest) {
                found.push((Token::Comment(rest[..length].iter().collect()), column));
                at += length;
                continue;
            }
            let word: String = rest.iter().take_while(|c| c.is_alphabetic()).collect();
            at += word.chars().count();
            if chars.get(at) == Some(&'.') {
                at += 1;
            }
            found.extend(meaning(&word, column)?.into_iter().map(|token| (token, column)));
        } else if chars[at..].starts_with(&['|', '|']) {
            found.push((Token::Fallback, column));
            at += 2;
        } else {
            let digit = |at: Option<usize>| {
                at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit)
            };
            let sign = match char {
                '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
                '&' => ',',
                '.' if digit(at.checked_sub(1)) && digit(Some(at + 1)) => ':',
                ',' | ';' | ':' | '-' | '+' | '/' | '[' | ']' | '(' | ')' => char,
                _ => {
                    let problem = Problem::Unexpected { found: char.to_string() };
                    return Err(BadHours { column, problem });
                }
            };
            found.push((Token::Sign(sign), column));
            at += 1;
        }
    }
    Ok(found)
}

fn number(digits: &str, column: usize) -> Result<Token, BadHours> {
    let value: u32 = match digits.parse() {
        Ok(value) if value < 10_000 => value,
        _ => {
            let problem = Problem::Unexpected { found: digits.to_owned() };
            return Err(BadHours { column, problem });
        }
    };
    Ok(match i16::try_from(value) {
        Ok(year) if year >= 1900 => Token::Year(year),
        _ => Token::Number(value),
    })
}

fn closing_quotes(opening: char) -> Option<&'static [char]> {
    match opening {
        '"' => Some(&['"']),
        '„' | '“' | '”' => Some(&['"', '“', '”']),
        '«' => Some(&['»']),
        '»' => Some(&['«']),
        '\'' => Some(&['\'']),
        _ => None,
    }
}

fn meaning(word: &str, column: usize) -> Result<Vec<Token>, BadHours> {
    let lower = word.to_lowercase();
    if let Some(weekday) = weekday(&lower) {
        return Ok(vec![Token::Weekday(weekday)]);
    }
    if let Some(month) = month(&lower) {
        return Ok(vec![Token::Month(month)]);
    }
    let token = match lower.as_str() {
        "ph" | "feiertag" | "feiertags" | "feiertage" | "feiertagen" => Token::PublicHoliday,
        "sh" | "schulferien" => Token::SchoolHoliday,
        "week" | "kw" => Token::Week,
        "day" | "days" | "tag" | "tage" => Token::DayWord,
        "easter" | "ostern" => Token::Easter,
        "dawn" => Token::Sun(SunEvent::Dawn),
        "sunrise" | "sonnenaufgang" => Token::Sun(SunEvent::Sunrise),
        "sunset" | "sonnenuntergang" => Token::Sun(SunEvent::Sunset),
        "dusk" => Token::Sun(SunEvent::Dusk),
        "open" | "offen" | "geöffnet" => Token::Modifier(Modifier::Open),
        "closed" | "off" | "geschlossen" => Token::Modifier(Modifier::Off),
        "unknown" | "unbekannt" => Token::Modifier(Modifier::Unknown),
        "und" | "and" | "u" => Token::Sign(','),
        "bis" | "to" => Token::Sign('-'),
        "täglich" | "daily" => {
            return Ok(vec![Token::Weekday(0), Token::Sign('-'), Token::Weekday(6)]);
        }
        "uhr" | "h" | "von" => return Ok(Vec::new()),
        _ => {
            let problem = Problem::UnknownWord { word: word.to_owned() };
            return Err(BadHours { column, problem });
        }
    };
    Ok(vec![token])
}

fn weekday(word: &str) -> Option<i8> {
    Some(match word {
        "mo" | "mon" | "monday" | "mondays" | "montag" | "montags" => 0,
        "tu" | "tue" | "tues" | "tuesday" | "tuesdays" | "di" | "dienstag" | "dienstags" => 1,
        "we" | "wed" | "wednesday" | "wednesdays" | "mi" | "mittwoch" | "mittwochs" => 2,
        "th" | "thu" | "thur" | "thurs" | "thursday" | "thursdays" | "do" | "donnerstag"
        | "donnerstags" => 3,
        "fr" | "fri" | "friday" | "fridays" | "freitag" | "freitags" => 4,
        "sa" | "sat" | "saturday" | "saturdays" | "samstag" | "samstags" | "sonnabend"
        | "sonnabends" => 5,
        "su" | "sun" | "sunday" | "sundays" | "so" | "sonntag" | "sonntags" => 6,
        _ => return None,
    })
}

fn month(word: &str) -> Option<i8> {
    Some(match word {
        "jan" | "january" | "januar" => 1,
        "feb" | "february" | "februar" => 2,
        "mar" | "march" | "mär" | "mrz" | "märz" => 3,
        "apr" | "april" => 4,
        "may" | "mai" => 5,
        "jun" | "june" | "juni" => 6,
        "jul" | "july" | "juli" => 7,
        "aug" | "august" => 8,
        "sep" | "sept" | "september" => 9,
        "oct" | "october" | "okt" | "oktober" => 10,
        "nov" | "november" => 11,
        "dec" | "december" | "dez" | "dezember" => 12,
        _ => return None,
    })
}
