//! What a workbook unfolds into: a small file must not fill all memory.

use std::io::{self, BufReader, Cursor, Read};

use zip::{ZipArchive, result::ZipResult};

/// The most that all parts may unfold into, in bytes: registers of a million rows are smaller.
const MOST: u64 = 128 << 20;
/// Where a workbook says how many texts it has; the library believes it and makes room for them.
const COUNT: &[u8] = b"uniqueCount";

/// The longest name of a cell: `XFD1048576`. The library counts on without an end.
const LONGEST_NAME: usize = 10;

/// Whether a workbook can be unfolded without danger.
///
/// # Errors
/// When it is no archive.
pub(super) fn is_harmless(content: &[u8]) -> ZipResult<bool> {
    let mut archive = ZipArchive::new(Cursor::new(content))?;
    let mut left = MOST;
    for index in 0..archive.len() {
        let part = archive.by_index(index)?;
        let name = part.name()?.to_lowercase();
        let (is_texts, is_sheet) = (name.ends_with("sharedstrings.xml"), name.contains("sheet"));
        let mut part = part.take(left + 1);
        let read = if is_texts {
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes)?;
            if !counts_are_true(&bytes) {
                return Ok(false);
            }
            bytes.len() as u64
        } else if is_sheet {
            let mut names = CellNames::default();
            let read = io::copy(&mut BufReader::new(part), &mut names)?;
            if names.too_long {
                return Ok(false);
            }
            read
        } else {
            io::copy(&mut part, &mut io::sink())?
        };
        match left.checked_sub(read) {
            Some(rest) => left = rest,
            None => return Ok(false),
        }
    }
    Ok(true)
}

/// Looks at the attributes `r` and `ref` of a sheet, which name cells, as it is written to it.
#[derive(Default)]
struct CellNames {
    /// The name of an attribute, as far as it matters.
    name: Vec<u8>,
    /// Whether a blank has followed it.
    ended: bool,
    /// Whether its `=` has been seen.
    valued: bool,
    /// The quotation mark that ends the value, and how long the name of a cell in it is so far.
    value: Option<(u8, usize)>,
    too_long: bool,
}

impl CellNames {
    fn see(&mut self, byte: u8) {
        match (&mut self.value, byte) {
            (Some((end, _)), byte) if byte == *end => {
                *self = Self { too_long: self.too_long, ..Self::default() }
            }
            (Some((_, length)), b':') => *length = 0,
            (Some((_, length)), _) => {
                *length += 1;
                self.too_long |= *length > LONGEST_NAME && matches!(&*self.name, b"r" | b"ref");
            }
            (None, b'=') => self.valued = true,
            (None, b'"' | b'\'') if self.valued => self.value = Some((byte, 0)),
            (None, byte) if byte.is_ascii_whitespace() => self.ended = true,
            (None, byte) => {
                self.valued = false;
                if std::mem::take(&mut self.ended) {
                    self.name.clear();
                }
                if self.name.len() < 4 {
                    self.name.push(byte);
                }
            }
        }
    }
}

impl io::Write for CellNames {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        bytes.iter().for_each(|byte| self.see(*byte));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
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
    fn names_of_cells_beyond_all_sheets_are_refused() {
        for (text, expected) in [
            (
                r#"<dimension ref="A1:XFD1048576"/><row r="12"><c r="XFD1048576" t="s"/></row>"#,
                true,
            ),
            (
                r#"<row spans="1:123456789012"><c s="1234567890123"/><v>12345678901234</v></row>"#,
                true,
            ),
            (r#"<row r="12"><c t="s" r="A99999999999"/></row>"#, false),
            (r#"<row r = '99999999999'/>"#, false),
            (r#"<dimension ref="A1:A99999999999"/>"#, false),
        ] {
            let book = book("xl/worksheets/sheet1.xml", text.as_bytes(), 1);
            assert_eq!(is_harmless(&book).unwrap(), expected, "{text}");
        }
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
