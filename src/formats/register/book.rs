//! What a workbook unfolds into: a small file must not fill all memory.

use std::io::{Cursor, Read};

use zip::{ZipArchive, result::ZipResult};

/// The most that all parts may unfold into, in bytes: registers of a million rows are smaller.
const MOST: u64 = 128 << 20;
/// Where a workbook says how many texts it has; the library believes it and makes room for them.
const COUNT: &[u8] = b"uniqueCount";

/// Whether a workbook can be unfolded without danger.
///
/// # Errors
/// When it is no archive.
pub(super) fn is_harmless(content: &[u8]) -> ZipResult<bool> {
    let mut archive = ZipArchive::new(Cursor::new(content))?;
    let mut left = MOST;
    for index in 0..archive.len() {
        let part = archive.by_index(index)?;
        let is_texts = part.name()?.to_lowercase().ends_with("sharedstrings.xml");
        let mut part = part.take(left + 1);
        let read = if is_texts {
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes)?;
            if !counts_are_true(&bytes) {
                return Ok(false);
            }
            bytes.len() as u64
        } else {
            std::io::copy(&mut part, &mut std::io::sink())?
        };
        match left.checked_sub(read) {
            Some(rest) => left = rest,
            None => return Ok(false),
        }
    }
    Ok(true)
}

/// Whether no number of texts is larger than there is room for. Texts in UTF-16 are not looked
/// into, so they are not believed.
fn counts_are_true(bytes: &[u8]) -> bool {
    let is_true = |at: usize| {
        let digits = bytes[at + COUNT.len()..].iter().skip_while(|byte| !byte.is_ascii_digit());
        let digits = digits.take_while(|byte| byte.is_ascii_digit());
        let count = digits.fold(0_u64, |number, digit| {
            number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
        });
        count <= bytes.len() as u64
    };
    !bytes.contains(&0) && memchr::memmem::find_iter(bytes, COUNT).all(is_true)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn book(name: &str, part: &[u8], times: usize) -> Vec<u8> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        for _ in 0..times {
            out.write_all(part).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    #[test]
    fn a_book_that_unfolds_without_end_is_refused() {
        let bomb = book("xl/worksheets/sheet1.xml", &[b' '; 1 << 20], 129);
        assert!(bomb.len() < 1 << 20, "{}", bomb.len());
        assert!(!is_harmless(&bomb).unwrap());
        assert!(is_harmless(&book("xl/worksheets/sheet1.xml", &[b' '; 1 << 20], 3)).unwrap());
    }

    #[test]
    fn a_number_of_texts_that_cannot_be_is_refused() {
        for (text, expected) in [
            (r#"<sst count="2" uniqueCount="2"><si/><si/></sst>"#, true),
            (r#"<sst uniqueCount = "99999999999"/>"#, false),
            (r#"<sst uniqueCount='99999999999999999999999999'/>"#, false),
            ("<\0s\0s\0t\0", false),
        ] {
            let book = book("xl/SharedStrings.xml", text.as_bytes(), 1);
            assert_eq!(is_harmless(&book).unwrap(), expected, "{text}");
        }
        assert!(is_harmless(b"PK\x03\x04").is_err());
    }
}
