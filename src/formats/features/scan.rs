//! Where the features of a FeatureCollection begin and end, without reading what is in them.

use std::io::Read;

use super::FeatureError;

/// How much is read at once.
const PIECE: usize = 256 << 10;
/// The longest feature, and the most that may stand before or behind the features, in bytes.
const MOST: usize = 64 << 20;

/// Cuts a FeatureCollection into its features.
#[derive(Debug)]
pub(super) struct Scan<R> {
    source: R,
    bytes: Vec<u8>,
    /// The first byte that was not looked at.
    at: usize,
    ended: bool,
    /// What stands before the features.
    head: Vec<u8>,
}

impl<R: Read> Scan<R> {
    /// Reads up to the first feature.
    pub(super) fn new(source: R) -> Result<Self, FeatureError> {
        let mut scan = Self { source, bytes: Vec::new(), at: 0, ended: false, head: Vec::new() };
        let mut depth = 0usize;
        // The last text at the first level: the name of what follows.
        let mut name = (0, 0);
        loop {
            let sign = scan.next_sign()?;
            if depth == 0 && sign != b'{' {
                return Err(FeatureError::NoCollection("it is no JSON object".into()));
            }
            match sign {
                b'"' => {
                    let from = scan.at;
                    scan.skip_text()?;
                    if depth == 1 {
                        name = (from, scan.at - 1);
                    }
                }
                b'[' if depth == 1 && scan.bytes.get(name.0..name.1) == Some(b"features") => break,
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth <= 1 => {
                    return Err(FeatureError::NoCollection("there are no features".into()));
                }
                b'}' | b']' => depth -= 1,
                _ => {}
            }
        }
        scan.head = scan.bytes.drain(..scan.at).collect();
        scan.at = 0;
        Ok(scan)
    }

    /// What stands before the features, up to the bracket that opens their list.
    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }

    /// The next feature as it stands.
    pub(super) fn feature(&mut self) -> Result<Option<&[u8]>, FeatureError> {
        // Not after every feature: with many small ones most of the work would be moving the rest.
        if self.at >= PIECE {
            self.bytes.drain(..self.at);
            self.at = 0;
        }
        loop {
            match self.next_sign()? {
                b'{' => break,
                b']' => return Ok(None),
                b',' => {}
                other => {
                    let sign = char::from(other);
                    return Err(FeatureError::NoCollection(format!(
                        "a feature begins with {sign}"
                    )));
                }
            }
        }
        let from = self.at - 1;
        let mut depth = 1usize;
        while depth > 0 {
            match self.next_sign()? {
                b'"' => self.skip_text()?,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
        }
        Ok(Some(&self.bytes[from..self.at]))
    }

    /// What stands behind the features.
    pub(super) fn tail(&mut self) -> Result<&[u8], FeatureError> {
        while self.more()? {}
        Ok(&self.bytes[self.at..])
    }

    /// The next byte that is no blank; the place behind it is the current one.
    fn next_sign(&mut self) -> Result<u8, FeatureError> {
        loop {
            while let Some(byte) = self.bytes.get(self.at) {
                self.at += 1;
                if !byte.is_ascii_whitespace() {
                    return Ok(*byte);
                }
            }
            if !self.more()? {
                return Err(FeatureError::NoCollection("the file ends too early".into()));
            }
        }
    }

    /// Goes behind the quotation mark that closes a text.
    fn skip_text(&mut self) -> Result<(), FeatureError> {
        loop {
            match self.bytes.get(self.at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
                Some(mark) if self.bytes[self.at + mark] == b'"' => {
                    self.at += mark + 1;
                    return Ok(());
                }
                Some(mark) => self.at += mark + 2,
                None => {
                    self.at = self.at.max(self.bytes.len());
                    if !self.more()? {
                        return Err(FeatureError::NoCollection("the file ends too early".into()));
                    }
                }
            }
        }
    }

    fn more(&mut self) -> Result<bool, FeatureError> {
        if self.bytes.len() > MOST {
            let problem = format!("a feature is longer than {MOST} bytes");
            return Err(FeatureError::NoCollection(problem));
        }
        if !self.ended {
            let read = (&mut self.source).take(PIECE as u64).read_to_end(&mut self.bytes)?;
            self.ended = read == 0;
        }
        Ok(!self.ended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out one byte at a time.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
            let one = self.0.len().min(1).min(to.len());
            (&mut self.0).take(one as u64).read(to)
        }
    }

    fn features(text: &str) -> Result<Vec<String>, FeatureError> {
        let mut scan = Scan::new(Drops(text.as_bytes()))?;
        let mut all = Vec::new();
        while let Some(feature) = scan.feature()? {
            all.push(String::from_utf8_lossy(feature).into_owned());
        }
        Ok(all)
    }

    #[test]
    fn features_are_found_whatever_is_written_in_them() {
        let text = r#" {"type":"FeatureCollection","a":{"features":[{}]},"b":"features",
            "features" : [ {"p":"]}\"{\\"}, {"q":[{"r":1}]} , {} ], "z": 1}"#;
        let expected = [r#"{"p":"]}\"{\\"}"#, r#"{"q":[{"r":1}]}"#, "{}"];
        assert_eq!(features(text).unwrap(), expected);
        assert!(features(r#"{"features":[]}"#).unwrap().is_empty());
    }

    #[test]
    fn what_is_no_collection_is_refused() {
        for text in ["", "[]", r#"{"type":"Feature"}"#, r#"{"features":[{"#, r#"{"features":[1]}"#]
        {
            assert!(features(text).is_err(), "{text}");
        }
    }
}
