//! Bytes of a file as UTF-8, piece by piece.

use std::io::{self, Read};

use super::TableError;

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

/// The letter of a byte in Windows-1252; `None` where there is none.
pub(in crate::formats) fn windows_1252(byte: u8) -> Option<char> {
    match byte {
        0 => None,
        0x80..=0x9f => WINDOWS[usize::from(byte - 0x80)],
        _ => Some(char::from(byte)),
    }
}

/// How the letters of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Nothing but ASCII so far.
    Ascii,
    /// UTF-8.
    Utf8,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// Windows-1252, of which Latin-1 is a part, as older spreadsheets write.
    Windows1252,
}

/// The text of a file. The encoding is recognised: by the byte order mark, by the zeroes of UTF-16,
/// and otherwise by the first letters that are not ASCII, wherever they stand.
#[derive(Debug)]
pub struct Text<R> {
    source: R,
    encoding: Encoding,
    /// Whether the file begins with a byte order mark, which is left out of the text.
    mark: bool,
    /// Bytes that were read and not yet given out.
    raw: Vec<u8>,
    ended: bool,
    consumed: u64,
}

impl<R: Read> Text<R> {
    /// Begins to read.
    ///
    /// # Errors
    /// When the source cannot be read.
    pub fn new(source: R) -> io::Result<Self> {
        let mut text = Self {
            source,
            encoding: Encoding::Ascii,
            mark: false,
            raw: Vec::new(),
            ended: false,
            consumed: 0,
        };
        text.fill(4096)?;
        let (encoding, mark) = match text.raw.as_slice() {
            [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
            [0xff, 0xfe, ..] => (Encoding::Utf16Le, 2),
            [0xfe, 0xff, ..] => (Encoding::Utf16Be, 2),
            raw => (unmarked(raw), 0),
        };
        text.raw.drain(..mark);
        (text.encoding, text.mark) = (encoding, mark > 0);
        Ok(text)
    }

    /// How the letters are written, as far as that is known by now.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Whether the file begins with a byte order mark.
    pub fn has_mark(&self) -> bool {
        self.mark
    }

    /// How many bytes of the file have been read.
    pub fn consumed(&self) -> u64 {
        self.consumed
    }

    /// Appends about `wanted` bytes of UTF-8; nothing at the end of the file.
    ///
    /// # Errors
    /// When the source cannot be read, or Windows-1252 has no such letter.
    pub fn append(&mut self, to: &mut Vec<u8>, wanted: usize) -> Result<usize, TableError> {
        let before = to.len();
        match self.encoding {
            Encoding::Ascii => {
                self.fill(wanted)?;
                self.decide(wanted)?;
                match self.encoding {
                    Encoding::Ascii | Encoding::Utf8 => to.append(&mut self.raw),
                    _ => return self.append(to, wanted),
                }
            }
            Encoding::Utf8 if self.raw.is_empty() => {
                let read = (&mut self.source).take(wanted as u64).read_to_end(to)?;
                self.consumed += read as u64;
            }
            Encoding::Utf8 => to.append(&mut self.raw),
            Encoding::Windows1252 => {
                self.fill(wanted)?;
                for byte in self.raw.drain(..) {
                    let letter = windows_1252(byte).ok_or(TableError::Encoding)?;
                    to.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
            Encoding::Utf16Le | Encoding::Utf16Be => {
                self.fill(wanted * 2)?;
                self.utf16(to);
            }
        }
        Ok(to.len() - before)
    }

    fn fill(&mut self, wanted: usize) -> io::Result<()> {
        let missing = wanted.saturating_sub(self.raw.len());
        if missing > 0 && !self.ended {
            let read = (&mut self.source).take(missing as u64).read_to_end(&mut self.raw)?;
            self.consumed += read as u64;
            self.ended = read < missing;
        }
        Ok(())
    }

    /// Leaves ASCII at the first letter that is none.
    fn decide(&mut self, wanted: usize) -> io::Result<()> {
        let mut wanted = wanted;
        while !self.raw.is_ascii() {
            self.encoding = match std::str::from_utf8(&self.raw) {
                Ok(_) => Encoding::Utf8,
                // The last letter is cut: what follows tells.
                Err(error) if error.error_len().is_none() && !self.ended => {
                    wanted += 64;
                    self.fill(wanted)?;
                    continue;
                }
                Err(_) => mixed(&self.raw),
            };
            break;
        }
        Ok(())
    }

    fn utf16(&mut self, to: &mut Vec<u8>) {
        let big = self.encoding == Encoding::Utf16Be;
        let unit = |pair: &[u8]| {
            let pair = [pair[0], pair[1]];
            if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
        };
        let mut whole = self.raw.len() / 2 * 2;
        // Both halves of a letter beyond the first plane stay together.
        if !self.ended && whole >= 2 && (0xd800..0xdc00).contains(&unit(&self.raw[whole - 2..])) {
            whole -= 2;
        }
        for letter in char::decode_utf16(self.raw[..whole].chunks_exact(2).map(unit)) {
            let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
            to.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
        }
        self.raw.drain(..whole);
        if self.ended {
            self.raw.clear();
        }
    }
}

/// What most letters of a text are that is no UTF-8 as a whole. A few others are slips, for those who
/// read single records to name.
fn mixed(raw: &[u8]) -> Encoding {
    let (mut whole, mut broken) = (0, 0);
    for chunk in raw.utf8_chunks() {
        whole += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += chunk.invalid().len();
    }
    if whole > broken { Encoding::Utf8 } else { Encoding::Windows1252 }
}

/// UTF-16 without its mark shows in zeroes beside the ASCII letters.
fn unmarked(raw: &[u8]) -> Encoding {
    let zeroes = |odd: usize| raw.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeroes(0), zeroes(1));
    match raw.len() / 4 {
        0 => Encoding::Ascii,
        most if odd >= most && even == 0 => Encoding::Utf16Le,
        most if even >= most && odd == 0 => Encoding::Utf16Be,
        _ => Encoding::Ascii,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decoded(bytes: &[u8], wanted: usize) -> Result<(String, Encoding, bool), TableError> {
        let mut text = Text::new(bytes)?;
        let mut all = Vec::new();
        while text.append(&mut all, wanted)? > 0 {}
        assert_eq!(text.consumed(), bytes.len() as u64);
        Ok((String::from_utf8(all).unwrap(), text.encoding(), text.has_mark()))
    }

    #[test]
    fn encodings_are_recognised() {
        let utf16 = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            text.encode_utf16().flat_map(bytes).collect()
        };
        for (bytes, text, encoding, mark) in [
            (b"a;b".to_vec(), "a;b", Encoding::Ascii, false),
            ("Straße".into(), "Straße", Encoding::Utf8, false),
            ("\u{feff}ae".into(), "ae", Encoding::Utf8, true),
            (b"Stra\xdfe \x80".to_vec(), "Straße €", Encoding::Windows1252, false),
            (b"Stra\xdf".to_vec(), "Straß", Encoding::Windows1252, false),
            (utf16("\u{feff}Straße 😀", u16::to_le_bytes), "Straße 😀", Encoding::Utf16Le, true),
            (utf16("\u{feff}Straße", u16::to_be_bytes), "Straße", Encoding::Utf16Be, true),
            (utf16("Straße 1", u16::to_le_bytes), "Straße 1", Encoding::Utf16Le, false),
            (utf16("Straße 1", u16::to_be_bytes), "Straße 1", Encoding::Utf16Be, false),
            (Vec::new(), "", Encoding::Ascii, false),
        ] {
            for wanted in [1, 2, 3, 1000] {
                let found = decoded(&bytes, wanted).unwrap();
                assert_eq!(found, (text.to_owned(), encoding, mark), "{wanted}");
            }
        }
    }

    #[test]
    fn letters_far_behind_decide() {
        let mut bytes = vec![b'x'; 10_000];
        bytes.extend(b"Stra\xdfe");
        assert_eq!(decoded(&bytes, 100).unwrap().1, Encoding::Windows1252);
        bytes.truncate(10_000);
        bytes.extend("ß".bytes());
        for wanted in 99..103 {
            assert_eq!(decoded(&bytes, wanted).unwrap().1, Encoding::Utf8);
        }
    }

    #[test]
    fn one_broken_letter_does_not_change_all_others() {
        let bytes = b"Stra\xc3\x9fe, M\xc3\xbchle, Stra\xdfe";
        let mut text = Text::new(&bytes[..]).unwrap();
        let mut all = Vec::new();
        while text.append(&mut all, 100).unwrap() > 0 {}
        assert_eq!((&*all, text.encoding()), (&bytes[..], Encoding::Utf8));
    }

    #[test]
    fn bytes_without_a_letter_are_refused() {
        assert!(matches!(decoded(b"a\x81\xff", 10), Err(TableError::Encoding)));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_comes_through(text in "\\PC{1,40}", wanted in 1usize..50) {
            prop_assume!(!text.starts_with('\u{feff}'));
            prop_assert_eq!(decoded(text.as_bytes(), wanted).unwrap().0, text.clone());
            let bytes: Vec<u8> =
                format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect();
            prop_assert_eq!(decoded(&bytes, wanted).unwrap().0, text);
        }
    }
}
