//! What separates the cells of a table.

/// Marks that may separate cells, the likelier first.
pub const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The separator: of the marks the one that occurs most often in the first line, outside of
/// quotation marks; `None` for a table of one column.
pub fn delimiter(text: &[u8], marks: &[u8]) -> Option<u8> {
    let start = text.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
    let mut quoted = false;
    let line = text[start..].iter().take_while(|byte| {
        quoted ^= **byte == b'"';
        quoted || !b"\r\n".contains(byte)
    });
    let counts = counts(line, marks);
    let most = counts.iter().copied().max().filter(|most| *most > 0)?;
    counts.iter().position(|count| *count == most).map(|mark| marks[mark])
}

/// A separator for a table of one column: the first of the marks that does not occur in what is
/// there of it, outside of quotation marks. Addresses have commas in them.
pub fn unused(text: &[u8], marks: &[u8]) -> u8 {
    let free = counts(text.iter(), marks).iter().position(|count| *count == 0);
    free.or(Some(0)).and_then(|mark| marks.get(mark)).copied().unwrap_or(b',')
}

/// How often each mark occurs outside of quotation marks.
fn counts<'a>(text: impl Iterator<Item = &'a u8>, marks: &[u8]) -> Vec<usize> {
    let mut counts = vec![0; marks.len()];
    let mut quoted = false;
    for byte in text {
        quoted ^= *byte == b'"';
        if !quoted && let Some(mark) = marks.iter().position(|mark| mark == byte) {
            counts[mark] += 1;
        }
    }
    counts
}

/// A heading without case, umlauts and signs, so that those that mean the same are equal.
pub fn folded(heading: &str) -> String {
    let text = heading.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue");
    text.replace('ß', "ss").chars().filter(|letter| letter.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_found() {
        let found = |text: &str| delimiter(text.as_bytes(), &DELIMITERS).map(char::from);
        assert_eq!(found("name,town\na;b;c;d"), Some(','));
        assert_eq!(found("name;\"a,b,c\";town"), Some(';'));
        assert_eq!(found("name\ttown"), Some('\t'));
        assert_eq!(found("name|town,city|x\n"), Some('|'));
        assert_eq!(found("\n\r\nname;town"), Some(';'));
        assert_eq!(found("\"a\nb\";c"), Some(';'));
        assert_eq!((found(""), found("name\na,b")), (None, None));
    }

    #[test]
    fn a_single_column_may_hold_separators() {
        let found = |text: &str| char::from(unused(text.as_bytes(), &DELIMITERS));
        assert_eq!(found("adresse\nLanger Damm 42, 11111 Teststadt\n"), ';');
        assert_eq!(found("adresse\n\"Langer Damm 42, Teststadt\"\n"), ',');
        assert_eq!(found("adresse\nLanger Damm 42\n"), ',');
    }
}
