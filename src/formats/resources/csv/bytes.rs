//! What a CSV file is made of: its characters, its separator, and cells that are no formulas.

use std::borrow::Cow;

use crate::formats::{
    defect::{Defect, Defects},
    table::{self, windows_1252},
};

/// The text of a file with plain line ends, whatever wrote it.
pub(in crate::formats) fn text<'a>(
    bytes: &'a [u8],
    file: &str,
    notes: &mut Vec<Defect>,
) -> Result<Cow<'a, str>, Defects> {
    Ok(plain_ends(decoded(bytes, file, notes)?))
}

/// The text with plain line ends, by which lines are counted.
pub(in crate::formats) fn plain_ends(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') {
        return Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    text
}

/// The text of a file: UTF-8, or else Windows-1252, as older spreadsheets write; that is noted.
fn decoded<'a>(
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
    let text: Option<String> = bytes.iter().map(|byte| windows_1252(*byte)).collect();
    let text = text.ok_or_else(unknown)?;
    notes.push(Defect::new(file, "windows_1252"));
    Ok(Cow::Owned(text))
}

/// The separator; `|` is none, as it stands between the values of one cell.
pub(in crate::formats) fn delimiter(text: &str) -> u8 {
    table::delimiter(text.as_bytes(), b",;\t").unwrap_or(b',')
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
            (None, byte) => begins = byte == delimiter || byte == b'\n',
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
}
