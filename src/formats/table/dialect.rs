//! What separates the cells of a table.

/// Marks that may separate cells, the likelier first.
pub const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The separator: of the marks the one that occurs most often in the first line, outside of
/// quotation marks. A table of one column is separated by the first mark that does not occur in
/// what is there of it.
pub fn delimiter(text: &[u8], marks: &[u8]) -> u8 {
    let mut quoted = false;
    let mut line = vec![0usize; marks.len()];
    let mut all = line.clone();
    let mut first = true;
    let start = text.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
    for byte in &text[start..] {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => first = false,
            _ => {}
        }
        if !quoted && let Some(mark) = marks.iter().position(|mark| mark == byte) {
            all[mark] += 1;
            line[mark] += usize::from(first);
        }
    }
    let most = line.iter().copied().max().unwrap_or(0);
    let counts = if most > 0 { &line } else { &all };
    let wanted = if most > 0 { most } else { 0 };
    let found = counts.iter().position(|count| *count == wanted).unwrap_or(0);
    marks.get(found).copied().unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_found() {
        let found = |text: &str| char::from(delimiter(text.as_bytes(), &DELIMITERS));
        assert_eq!(found("name,town\na;b;c;d"), ',');
        assert_eq!(found("name;\"a,b,c\";town"), ';');
        assert_eq!(found("name\ttown"), '\t');
        assert_eq!(found("name|town,city|x\n"), '|');
        assert_eq!(found("\n\r\nname;town"), ';');
        assert_eq!(found(""), ',');
    }

    #[test]
    fn a_single_column_may_hold_separators() {
        let found = |text: &str| char::from(delimiter(text.as_bytes(), &DELIMITERS));
        assert_eq!(found("adresse\nGlockenheide 42, 22844 Norderstedt\n"), ';');
        assert_eq!(found("adresse\n\"Glockenheide 42, Norderstedt\"\n"), ',');
        assert_eq!(found("adresse\nGlockenheide 42\n"), ',');
    }
}
