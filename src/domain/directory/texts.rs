//! All names as plain letters, looked up by what begins with a text, or lies a few edits from it.

use std::ops::Range;

use super::{
    edits::{MAX_LETTERS, Pattern},
    signature::{HEAD, Signature},
};

/// A text to be looked up, one byte per letter.
pub(super) struct Typed<'a> {
    letters: &'a [u8],
    pattern: Pattern,
    all: Signature,
    head: Signature,
}

impl<'a> Typed<'a> {
    pub(super) fn new(letters: &'a [u8]) -> Self {
        Self {
            letters,
            pattern: Pattern::new(letters),
            all: Signature::of(letters),
            head: Signature::of_head(letters),
        }
    }
}

/// A text that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    /// What the text was given with.
    pub(super) of: u32,
    /// How many edits it is away; only those to its beginning where a beginning was looked for.
    pub(super) edits: usize,
    /// Whether the beginning of the whole text was found, not one of its later words.
    pub(super) whole: bool,
    /// The letters of the whole text.
    pub(super) length: usize,
}

/// The letters `from..to` belong to `of`.
#[derive(Debug, Clone, Copy)]
struct Piece {
    from: u32,
    to: u32,
    of: u32,
    whole: bool,
}

/// Texts in one block of memory.
#[derive(Debug, Default)]
pub(super) struct Texts {
    letters: Vec<u8>,
    /// Whole texts, the shortest first, with their signatures beside them.
    wholes: Vec<Piece>,
    signatures: Vec<Signature>,
    /// Where in `wholes` the texts of each length begin.
    lengths: Vec<usize>,
    /// Whole texts and the ends of texts from each word on, in the order of their letters.
    starts: Vec<Piece>,
    heads: Vec<Signature>,
}

impl Texts {
    /// Takes texts, each with where its words after the first begin and with what it belongs to.
    /// Cost: O(n log n).
    pub(super) fn new(texts: impl IntoIterator<Item = (Vec<u8>, Vec<usize>, u32)>) -> Self {
        let mut all: Vec<(Vec<u8>, Vec<usize>, u32)> = texts.into_iter().collect();
        all.sort_by_key(|(letters, _, _)| letters.len());
        let mut texts = Self::default();
        for (letters, words, of) in all {
            let from = texts.letters.len() as u32;
            texts.lengths.resize(texts.lengths.len().max(letters.len() + 1), texts.wholes.len());
            texts.letters.extend(&letters);
            let whole = Piece { from, to: texts.letters.len() as u32, of, whole: true };
            texts.wholes.push(whole);
            texts.signatures.push(Signature::of(&letters));
            let words =
                words.into_iter().map(|at| Piece { from: from + at as u32, whole: false, ..whole });
            texts.starts.extend(std::iter::once(whole).chain(words));
        }
        let Self { letters, starts, .. } = &mut texts;
        let of = |piece: &Piece| &letters[piece.from as usize..piece.to as usize];
        starts.sort_by(|one, other| of(one).cmp(of(other)));
        texts.heads = starts.iter().map(|piece| Signature::of_head(of(piece))).collect();
        texts
    }

    fn text(&self, piece: Piece) -> &[u8] {
        &self.letters[piece.from as usize..piece.to as usize]
    }

    fn hit(piece: Piece, edits: usize) -> Hit {
        let length = (piece.to - piece.from) as usize;
        Hit { of: piece.of, edits, whole: piece.whole, length }
    }

    fn beginning_range(&self, letters: &[u8]) -> Range<usize> {
        let from = self.starts.partition_point(|piece| self.text(*piece) < letters);
        let count =
            self.starts[from..].partition_point(|piece| self.text(*piece).starts_with(letters));
        from..from + count
    }

    /// What equal texts belong to. Cost: two binary searches.
    pub(super) fn equal(&self, letters: &[u8]) -> impl Iterator<Item = u32> {
        let from = self.starts.partition_point(|piece| self.text(*piece) < letters);
        let equal = self.starts[from..].iter();
        equal
            .take_while(move |piece| self.text(**piece) == letters)
            .filter(|piece| piece.whole)
            .map(|piece| piece.of)
    }

    /// Texts of which one word and all behind it begin with this. Cost: a binary search, and what
    /// is found.
    pub(super) fn beginning_with(&self, typed: &Typed<'_>) -> impl Iterator<Item = Hit> {
        self.starts[self.beginning_range(typed.letters)].iter().map(|piece| Self::hit(*piece, 0))
    }

    /// Texts within some edits. Cost: a look at one word for each text of similar length, a
    /// comparison for those with nearly the same letters.
    pub(super) fn near(&self, typed: &Typed<'_>, edits: usize) -> Vec<Hit> {
        let length = typed.letters.len();
        let at = |length: usize| self.lengths.get(length).copied().unwrap_or(self.wholes.len());
        // Letters that are not compared do not count.
        let longest = if length + edits >= MAX_LETTERS { usize::MAX } else { length + edits + 1 };
        let range = at(length.saturating_sub(edits))..at(longest);
        let mut hits = Vec::new();
        let pieces = &self.wholes[range.clone()];
        typed.all.near(&self.signatures[range], edits, |at| {
            let apart = typed.pattern.edits(self.text(pieces[at]));
            if apart <= edits {
                hits.push(Self::hit(pieces[at], apart));
            }
        });
        hits
    }

    /// Texts of which one word and all behind it begin within some edits of this. Cost: a look at
    /// one word for each word of each text, a comparison for those with nearly the same letters.
    pub(super) fn beginning_near(&self, typed: &Typed<'_>, edits: usize) -> Vec<Hit> {
        let long = typed.letters.len() >= HEAD;
        let mut hits = Vec::new();
        typed.head.beginning(&self.heads, edits, long, |at| {
            let piece = self.starts[at];
            let apart = typed.pattern.edits_to_beginning(self.text(piece), edits);
            hits.extend(apart.map(|apart| Self::hit(piece, apart)));
        });
        hits
    }
}
