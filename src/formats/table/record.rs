//! The records of a block and their cells.

use std::borrow::Cow;

use memchr::memchr3;

/// One record: where it lies in its block, and where its cells end.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// The record without its line end.
    bytes: &'a [u8],
    /// Where each cell ends; the next one begins behind the separator.
    ends: &'a [u32],
}

/// Walks through the records of a block. Keeps one list for the ends of cells, so that no record
/// needs memory of its own.
#[derive(Debug)]
pub struct Records<'a> {
    block: &'a [u8],
    delimiter: u8,
    at: usize,
    ends: Vec<u32>,
}

/// The cells of a record.
pub type Cells<'a> = Box<dyn Iterator<Item = Cow<'a, [u8]>> + 'a>;

impl<'a> Records<'a> {
    /// The records of a block of whole records.
    pub fn new(block: &'a [u8], delimiter: u8) -> Self {
        Self { block, delimiter, at: 0, ends: Vec::new() }
    }

    /// Where the next record begins, line ends before it aside.
    pub fn position(&self) -> usize {
        self.at
    }

    /// The next record; blank lines are skipped.
    #[expect(clippy::should_implement_trait, reason = "a record borrows from the walk")]
    pub fn next(&mut self) -> Option<Record<'_>> {
        while let Some(b'\n' | b'\r') = self.block.get(self.at) {
            self.at += 1;
        }
        let rest = &self.block[self.at..];
        if rest.is_empty() {
            return None;
        }
        self.ends.clear();
        let mut at = 0;
        let end = loop {
            if rest.get(at) == Some(&b'"') {
                at = behind_quotes(rest, at);
            }
            at = cell_end(rest, at, self.delimiter);
            // Records are shorter than 4 GB.
            self.ends.push(at as u32);
            if rest.get(at) != Some(&self.delimiter) {
                break at;
            }
            at += 1;
        };
        self.at += end;
        Some(Record { bytes: &rest[..end], ends: &self.ends })
    }
}

/// Where a cell without quotation marks ends. Most are short: eight bytes at a time are looked at
/// before anything is prepared for longer ones.
fn cell_end(rest: &[u8], mut at: usize, delimiter: u8) -> usize {
    const ONES: u64 = u64::MAX / 255;
    for _ in 0..3 {
        let Some(Ok(eight)) = rest.get(at..at + 8).map(<[u8; 8]>::try_from) else { break };
        let eight = u64::from_le_bytes(eight);
        // The high bit of each byte that is zero, exact up to the first one.
        let zeros = |word: u64| word.wrapping_sub(ONES) & !word & (ONES << 7);
        let ends = [delimiter, b'\n', b'\r'].map(|mark| zeros(eight ^ (ONES * u64::from(mark))));
        let ends = ends[0] | ends[1] | ends[2];
        if ends != 0 {
            return at + ends.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = &rest[at..];
    at + memchr3(delimiter, b'\n', b'\r', rest).unwrap_or(rest.len())
}

/// The place behind the mark that closes a cell in quotation marks.
fn behind_quotes(rest: &[u8], open: usize) -> usize {
    let mut at = open + 1;
    loop {
        match memchr::memchr(b'"', &rest[at..]) {
            None => return rest.len(),
            Some(mark) if rest.get(at + mark + 1) == Some(&b'"') => at += mark + 2,
            Some(mark) => return at + mark + 1,
        }
    }
}

impl<'a> Record<'a> {
    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Never: a record has at least one cell.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The bytes of the first cells as they stand, separators between them; all of them when there
    /// are fewer.
    pub fn head(&self, cells: usize) -> &'a [u8] {
        match cells.checked_sub(1).and_then(|last| self.ends.get(last)) {
            Some(end) => &self.bytes[..*end as usize],
            None if cells == 0 => &[],
            None => self.bytes,
        }
    }

    /// The bytes of a cell as they stand, quotation marks and all.
    pub fn raw(&self, cell: usize) -> Option<&'a [u8]> {
        let end = *self.ends.get(cell)? as usize;
        Some(&self.bytes[self.start(cell)?..end])
    }

    /// The bytes of neighbouring cells as they stand, separators between them; nothing where one is
    /// missing.
    pub fn span(&self, first: usize, last: usize) -> &'a [u8] {
        match (self.start(first), self.ends.get(last)) {
            (Some(from), Some(end)) => self.bytes.get(from..*end as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Where a cell begins.
    fn start(&self, cell: usize) -> Option<usize> {
        match cell.checked_sub(1) {
            Some(before) => Some(*self.ends.get(before)? as usize + 1),
            None => Some(0),
        }
    }

    /// Whether a cell stands in quotation marks.
    pub fn is_quoted(&self, cell: usize) -> bool {
        self.raw(cell).is_some_and(|raw| raw.starts_with(b"\""))
    }

    /// What a cell says.
    pub fn cell(&self, cell: usize) -> Option<Cow<'a, [u8]>> {
        self.raw(cell).map(unquoted)
    }

    /// What all cells say.
    pub fn cells(&self) -> Cells<'a> {
        let record = *self;
        let ends = self.ends.to_vec();
        let bytes = record.bytes;
        Box::new((0..ends.len()).map(move |cell| {
            let from = cell.checked_sub(1).map_or(0, |before| ends[before] as usize + 1);
            unquoted(&bytes[from..ends[cell] as usize])
        }))
    }
}

fn unquoted(raw: &[u8]) -> Cow<'_, [u8]> {
    let Some(inner) = raw.strip_prefix(b"\"") else { return Cow::Borrowed(raw) };
    if let Some(inner) = inner.strip_suffix(b"\"")
        && memchr::memchr(b'"', inner).is_none()
    {
        return Cow::Borrowed(inner);
    }
    let mut text = Vec::with_capacity(inner.len());
    let mut bytes = inner.iter();
    while let Some(byte) = bytes.next() {
        if *byte == b'"' {
            match bytes.next() {
                Some(b'"') => {}
                // Behind the closing mark everything is as it stands.
                Some(other) => {
                    text.push(*other);
                    text.extend(bytes);
                    break;
                }
                None => break,
            }
        }
        text.push(*byte);
    }
    Cow::Owned(text)
}

/// Writes a cell, in quotation marks where it needs them.
pub fn write_cell(to: &mut Vec<u8>, cell: &[u8], delimiter: u8) {
    let special = memchr3(b'"', b'\n', b'\r', cell).is_some();
    if !special && memchr::memchr(delimiter, cell).is_none() {
        to.extend_from_slice(cell);
        return;
    }
    to.push(b'"');
    for byte in cell {
        if *byte == b'"' {
            to.push(b'"');
        }
        to.push(*byte);
    }
    to.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_and_kept_as_they_stand() {
        let mut records = Records::new(b"\n\na,\"b \"\"x\"\"\",\"c\"d,\r\n\r\n,", b',');
        let record = records.next().unwrap();
        let cells: Vec<String> =
            record.cells().map(|cell| String::from_utf8_lossy(&cell).into_owned()).collect();
        assert_eq!(cells, ["a", "b \"x\"", "cd", ""]);
        assert_eq!(record.raw(1), Some(&b"\"b \"\"x\"\"\""[..]));
        assert_eq!(record.head(2), b"a,\"b \"\"x\"\"\"");
        assert_eq!(record.head(9), b"a,\"b \"\"x\"\"\",\"c\"d,");
        assert_eq!((record.head(0), record.raw(4)), (&b""[..], None));
        assert_eq!(record.span(0, 1), b"a,\"b \"\"x\"\"\"");
        assert_eq!((record.span(3, 3), record.span(1, 4)), (&b""[..], &b""[..]));
        assert_eq!([0, 1, 2, 9].map(|cell| record.is_quoted(cell)), [false, true, true, false]);
        assert_eq!(records.next().map(|record| record.len()), Some(2));
        assert!(records.next().is_none());
    }

    #[test]
    fn written_cells_are_read_again() {
        for cell in ["", "plain", "a,b", "say \"x\"", "two\nlines", "\r", "\"", "ü"] {
            let mut line = Vec::new();
            write_cell(&mut line, cell.as_bytes(), b',');
            line.extend(b",end");
            let mut records = Records::new(&line, b',');
            let record = records.next().unwrap();
            assert_eq!(record.cell(0).as_deref(), Some(cell.as_bytes()), "{cell:?}");
            assert_eq!(record.len(), 2);
        }
    }
}
