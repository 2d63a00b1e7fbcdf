//! What a CSV file is made of: its characters, its separator, and cells that are no formulas.

use std::borrow::Cow;

use crate::formats::defect::{Defect, Defects};

/// What Windows-1252 has at 0x80 to 0x9F; five of them are not in use. The rest is Latin-1.
const WINDOWS: [Option<char>; 32] = [
    Some('€'),
    None,
    Some('‚'),
    Some('ƒ'),
    Some('„'),
    Some('…'),
    Some('†'),
    Some('‡'),
    Some('ˆ'),
    Some('‰'),
    Some('Š'),
    Some('‹'),
    Some('Œ'),
    None,
    Some('Ž'),
    None,
    None,
    Some('‘'),
    Some('’'),
    Some('“'),
    Some('”'),
    Some('•'),
    Some('–'),
    Some('—'),
    Some('˜'),
    Some('™'),
    Some('š'),
    Some('›'),
    Some('œ'),
    None,
    Some('ž'),
    Some('Ÿ'),
];

/// The text of a file: UTF-8, or else Windows-1252, as older spreadsheets write; that is noted.
pub(in crate::formats) fn text<'a>(
    bytes: &'a [u8],
    file: &str,
    notes: &mut Vec<Defect>,
) -> Result<Cow<'a, str>, Defects> {
    let unknown = || Defects(vec![Defect::new(file, "unknown_encoding")]);
    if let Ok(text) = std::str::from_utf8(bytes) {
        // A text in UTF-16 is valid UTF-8, but for its mark, when it is English; it has zeroes.
        if text.contains('\0') {
            return Err(unknown());
        }
        return Ok(Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)));
    }
    let one = |byte: &u8| match byte {
        0 => None,
        0x80..=0x9f => WINDOWS[usize::from(byte - 0x80)],
        _ => Some(char::from(*byte)),
    };
    let text: Option<String> = bytes.iter().map(one).collect();
    let text = text.ok_or_else(unknown)?;
    notes.push(Defect::new(file, "windows_1252"));
    Ok(Cow::Owned(text))
}

/// The separator: the one that occurs most often in the header, outside of quotation marks.
pub(in crate::formats) fn delimiter(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(mark, _)| *mark == byte).for_each(|(_, n)| *n += 1),
        }
    }
    // The first of equals is the comma, the standard's own.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(mark, _)| mark)
}

/// The line of the quotation mark that is never closed, if there is one: everything behind it would
/// be one cell.
pub(in crate::formats) fn open_quote(text: &str, delimiter: u8) -> Option<usize> {
    let mut bytes = text.bytes().peekable();
    let (mut line, mut begins, mut open) = (1, true, None);
    while let Some(byte) = bytes.next() {
        line += usize::from(byte == b'\n');
        match (open, byte) {
            (Some(_), b'"') if bytes.next_if_eq(&b'"').is_none() => open = None,
            (Some(_), _) => {}
            // Within a cell it is a sign like any other.
            (None, b'"') if begins => (open, begins) = (Some(line), false),
            (None, byte) => begins = byte == delimiter || b"\r\n".contains(&byte),
        }
    }
    open
}

/// Whether a spreadsheet takes a cell for a formula, apostrophes before it aside.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

/// A cell that no spreadsheet runs.
pub(in crate::formats) fn harmless(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// The cell without the apostrophe that [`harmless`] put before it.
pub(in crate::formats) fn as_meant(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed_and_come_back() {
        for cell in ["=1+1", "+49 40 1", "-", "@x", "\tx", "'=x", "''+", "'quoted'", "plain", ""] {
            let written = harmless(cell);
            assert!(!written.starts_with(['=', '+', '-', '@', '\t']), "{written}");
            assert_eq!(as_meant(&written), cell);
        }
        assert_eq!(harmless("'quoted'"), "'quoted'");
    }

    #[test]
    fn windows_1252_is_read_and_noted() {
        let mut notes = Vec::new();
        let text = text(b"Stra\xdfe \x80 \x96", "a.csv", &mut notes).unwrap();
        assert_eq!(text, "Straße € –");
        assert_eq!(notes[0].code, "windows_1252");
    }

    #[test]
    fn other_encodings_are_refused() {
        for bytes in [&b"\xff\xfen\0a\0m\0e\0"[..], b"n\0a\0", b"\x81\xff"] {
            let Defects(defects) = text(bytes, "a.csv", &mut Vec::new()).unwrap_err();
            assert_eq!(defects[0].code, "unknown_encoding");
        }
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_found() {
        for text in ["a,\"b\"\n", "a,b \"c\n", "a,\"b \"\"c\"\"\"\n\"d\"", "", "a,\"\""] {
            assert_eq!(open_quote(text, b','), None, "{text}");
        }
        assert_eq!(open_quote("a,b\n\"c\nd\",\"e\nf,g\n", b','), Some(3));
        assert_eq!(open_quote("a;\"b \"\"\nc;d", b';'), Some(1));
    }

    #[test]
    fn the_separator_is_found() {
        assert_eq!(delimiter("name,town\na;b;c;d"), b',');
        assert_eq!(delimiter("name;\"a,b,c\";town"), b';');
        assert_eq!(delimiter("name\ttown"), b'\t');
        assert_eq!(delimiter("name"), b',');
    }
}
