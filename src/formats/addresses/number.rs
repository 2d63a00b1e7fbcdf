//! A house number with its addition.

use crate::domain::address::parse_number_list;

/// What number and addition say together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Number {
    /// There is none: registers write 0.
    None,
    /// A number, a range or a list in canonical writing.
    Read(String),
    /// A number with an addition that is no part of house numbers here; nobody can ask for it.
    Odd(String),
}

/// Puts both together; `None` when the first is no house number.
pub(super) fn number(number: &str, addition: &str) -> Option<Number> {
    if !number.is_empty() && number.bytes().all(|byte| byte == b'0') && addition.is_empty() {
        return Some(Number::None);
    }
    let base = canonical(number);
    let first = addition.chars().next();
    let Some(first) = first else {
        // A register may also have the addition in the cell of the number.
        let starts = number.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
        let odd = starts
            && number.trim_start_matches('0').bytes().next().is_some_and(|b| b.is_ascii_digit())
            && number.bytes().any(|b| b.is_ascii_alphabetic());
        return base.map(Number::Read).or_else(|| odd.then(|| Number::Odd(number.to_owned())));
    };
    let base = base?;
    let together = match first {
        // 12 with 1/2 is twelve and a half; 12 with 3 may mean anything.
        '1'..='9' if addition.contains('/') => format!("{base} {addition}"),
        _ if first.is_ascii_digit() => return Some(Number::Odd(format!("{base} ({addition})"))),
        _ => format!("{base}{addition}"),
    };
    let words = || canonical(&format!("{base} {addition}"));
    Some(match canonical(&together).or_else(words) {
        Some(text) => Number::Read(text),
        None if addition.chars().take(2).filter(|c| c.is_alphabetic()).count() > 1 => {
            Number::Odd(format!("{base} {addition}"))
        }
        None => Number::Odd(together),
    })
}

/// The writing that reads back as the same; `None` for what is no house number.
fn canonical(text: &str) -> Option<String> {
    let numbers = parse_number_list(text)?;
    Some(numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_additions_make_house_numbers() {
        let read = |text: &str| Some(Number::Read(text.into()));
        let odd = |text: &str| Some(Number::Odd(text.into()));
        assert_eq!(number("12", ""), read("12"));
        assert_eq!(number("007", "A"), read("7a"));
        assert_eq!(number("12", "1/2"), read("12 1/2"));
        assert_eq!(number("12", "/1"), read("12/1"));
        assert_eq!(number("12", "-14"), read("12-14"));
        assert_eq!(number("12", "bis 14"), read("12-14"));
        assert_eq!(number("12", "a-c"), read("12a-12c"));
        assert_eq!(number("12a", ""), read("12a"));
        assert_eq!(number("12", "3"), odd("12 (3)"));
        assert_eq!(number("12", "Haus 3"), odd("12 Haus 3"));
        assert_eq!(number("12 Haus 3", ""), odd("12 Haus 3"));
        assert_eq!(number("0", ""), Some(Number::None));
        for text in ["", "abc", "0a", "x12", "12345", "-5", "1.5"] {
            assert_eq!(number(text, ""), None, "{text}");
        }
        assert_eq!(number("", "a"), None);
    }
}
