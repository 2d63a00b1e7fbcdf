//! A table cut into blocks of whole records.

use std::io::Read;

use memchr::{memchr, memchr_iter, memrchr};

use super::{Encoding, TableError, Text};

/// About how many bytes a block has: small enough for the processor's cache, large enough that
/// passing it on costs nothing.
pub const BLOCK: usize = 256 << 10;
/// The longest record, in bytes. A longer one is most likely a quotation mark that is never closed.
pub const MAX_RECORD: usize = 8 << 20;

/// Where in a record the scan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the beginning of a cell.
    Start,
    /// Within a cell that no quotation mark opened.
    Plain,
    /// Within quotation marks.
    Quoted,
    /// Behind a mark that closes the cell or is the first of two.
    Closing,
}

/// Cuts a text where records end.
#[derive(Debug)]
pub struct Blocks<R> {
    text: Text<R>,
    delimiter: u8,
    /// The beginning of the record that the last block ended before.
    rest: Vec<u8>,
    /// The line in which the next block begins, counted from 1.
    line: u64,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    /// Goes on after `rest`, what was already taken from the text; it begins with a record in
    /// `line`.
    pub fn new(text: Text<R>, delimiter: u8, rest: Vec<u8>, line: u64) -> Self {
        Self { text, delimiter, rest, line, ended: false }
    }

    /// How the letters of the file are written, as far as that is known by now.
    pub fn encoding(&self) -> Encoding {
        self.text.encoding()
    }

    /// How many bytes of the file have been read.
    pub fn consumed(&self) -> u64 {
        self.text.consumed()
    }

    /// Replaces the content of `block` by the next records, at least one; false at the end.
    ///
    /// # Errors
    /// When the text cannot be read, a record is too long or a quotation mark never closed.
    pub fn next(&mut self, block: &mut Vec<u8>) -> Result<bool, TableError> {
        block.clear();
        block.append(&mut self.rest);
        let mut scan = Scan::new(self.delimiter);
        loop {
            if !self.ended && block.len() < BLOCK.max(scan.at + 1) {
                let wanted = BLOCK.max(block.len()) - block.len() + BLOCK / 4;
                self.ended = self.text.append(block, wanted)? == 0;
            }
            scan.advance(block);
            if self.ended {
                if scan.state == State::Quoted {
                    let before = &block[..scan.opened];
                    let line = self.line + memchr_iter(b'\n', before).count() as u64;
                    return Err(TableError::OpenQuote { line });
                }
                return Ok(!block.is_empty());
            }
            if let Some(end) = scan.end {
                self.rest.extend_from_slice(&block[end..]);
                block.truncate(end);
                self.line += memchr_iter(b'\n', block).count() as u64;
                return Ok(true);
            }
            if block.len() > MAX_RECORD {
                return Err(TableError::TooLong { line: self.line });
            }
        }
    }
}

/// How far a block is looked through.
struct Scan {
    delimiter: u8,
    state: State,
    /// The first byte that was not looked at.
    at: usize,
    /// Past the last record that is whole.
    end: Option<usize>,
    /// Where the last quotation mark opened a cell.
    opened: usize,
}

impl Scan {
    fn new(delimiter: u8) -> Self {
        Self { delimiter, state: State::Start, at: 0, end: None, opened: 0 }
    }

    fn advance(&mut self, block: &[u8]) {
        let new = &block[self.at..];
        let unmarked = matches!(self.state, State::Start | State::Plain);
        if unmarked && memchr(b'"', new).is_none() {
            // Without quotation marks every line end ends a record.
            let end = memrchr(b'\n', new).or_else(|| memrchr(b'\r', new));
            if let Some(end) = end {
                self.end = Some(self.at + end + 1);
            }
            let last = new.last().or_else(|| block.last());
            self.state = match last {
                Some(b'\n' | b'\r') | None => State::Start,
                Some(byte) if *byte == self.delimiter => State::Start,
                Some(_) => State::Plain,
            };
            self.at = block.len();
            return;
        }
        for (index, byte) in new.iter().enumerate() {
            let at = self.at + index;
            self.state = match (self.state, *byte) {
                (State::Quoted, b'"') => State::Closing,
                (State::Quoted, _) => State::Quoted,
                (State::Closing, b'"') => State::Quoted,
                (State::Start, b'"') => {
                    self.opened = at;
                    State::Quoted
                }
                (_, b'\n' | b'\r') => {
                    self.end = Some(at + 1);
                    State::Start
                }
                (_, byte) if byte == self.delimiter => State::Start,
                _ => State::Plain,
            };
        }
        self.at = block.len();
    }
}

#[cfg(test)]
mod tests {
    use csv::ReaderBuilder;
    use proptest::prelude::*;

    use super::{super::Records, *};

    /// All records of a text, read in pieces of some bytes.
    fn read(text: &[u8], delimiter: u8) -> Result<Vec<Vec<Vec<u8>>>, TableError> {
        let mut blocks = Blocks::new(Text::new(text)?, delimiter, Vec::new(), 1);
        let mut block = Vec::new();
        let mut all = Vec::new();
        while blocks.next(&mut block)? {
            let mut records = Records::new(&block, delimiter);
            while let Some(record) = records.next() {
                all.push(record.cells().map(|cell| cell.into_owned()).collect());
            }
        }
        Ok(all)
    }

    fn by_csv(text: &[u8], delimiter: u8) -> Vec<Vec<Vec<u8>>> {
        let mut builder = ReaderBuilder::new();
        let builder = builder.delimiter(delimiter).flexible(true).has_headers(false);
        let records = builder.from_reader(text).into_byte_records();
        records.map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect()).collect()
    }

    #[test]
    fn what_is_never_closed_is_named_by_its_line() {
        let error = read(b"a,b\n1,2\n\"x\ny\",\"z\n3,4\n", b',').unwrap_err();
        assert!(matches!(error, TableError::OpenQuote { line: 4 }), "{error}");
        let mut long = b"a\n\"".to_vec();
        long.resize(MAX_RECORD * 2, b'x');
        assert!(matches!(read(&long, b',').unwrap_err(), TableError::TooLong { line: 2 }));
    }

    #[test]
    fn long_records_stay_whole() {
        let mut text = Vec::new();
        for length in [10, BLOCK, BLOCK * 3 + 1, 5, BLOCK - 1] {
            text.extend(format!("\"{}\n{}\",1\r\n", "ä".repeat(length / 2), length).bytes());
        }
        assert_eq!(read(&text, b',').unwrap(), by_csv(&text, b','));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn blocks_hold_the_records_that_csv_reads(
            pieces in prop::collection::vec(
                prop::sample::select(vec!["a", "bc", "\"", "\"\"", ",", ";", "\n", "\r\n", "\r", "ß", " "]),
                0..60,
            ),
            repeat in prop::sample::select(vec![1usize, 1, 1, 40_000]),
            delimiter in prop::sample::select(b",;".to_vec()),
        ) {
            let mut text = pieces.concat();
            text.push('\n');
            let text = text.repeat(repeat);
            match read(text.as_bytes(), delimiter) {
                Ok(records) => prop_assert_eq!(records, by_csv(text.as_bytes(), delimiter)),
                Err(error) => {
                    let open = matches!(error, TableError::OpenQuote { .. } | TableError::TooLong { .. });
                    prop_assert!(open && text.contains('"'));
                }
            }
        }
    }
}
