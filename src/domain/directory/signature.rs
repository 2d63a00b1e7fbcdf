//! Which letters a text holds, in one machine word: most texts that are too far from another one
//! are told by it without looking at their letters.

/// How many of the first letters a beginning is told by.
pub(super) const HEAD: usize = 8;

/// A set of letters, each up to twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signature(u64);

impl Signature {
    /// The letters of a text, one byte each.
    pub(super) fn of(text: &[u8]) -> Self {
        let mut bits = 0_u64;
        for letter in text {
            let place = u32::from(*letter) % 32;
            // The second of a letter has a bit of its own, further ones have none.
            let second = (bits >> place & 1) * 32;
            bits |= 1 << (u64::from(place) + second);
        }
        Self(bits)
    }

    /// The letters of the first [`HEAD`] of a text.
    pub(super) fn of_head(text: &[u8]) -> Self {
        Self::of(&text[..text.len().min(HEAD)])
    }

    /// The places of those texts that may lie within this many edits: each makes two letters differ
    /// at most, one on each side. Cost: about a nanosecond each.
    pub(super) fn near(self, all: &[Self], edits: usize, found: impl FnMut(usize)) {
        self.filter(all, edits, true, found);
    }

    /// The places of those texts that may begin within this many edits of this one: each edit makes
    /// one letter lack. Those of a text of [`HEAD`] letters or more lack no more either, as the head
    /// of the other text is no longer.
    pub(super) fn beginning(
        self,
        all: &[Self],
        edits: usize,
        long: bool,
        found: impl FnMut(usize),
    ) {
        self.filter(all, edits, long, found);
    }

    /// The places of texts that lack at most so many letters of this one, and where `both` of which
    /// this one lacks at most so many.
    fn filter(self, all: &[Self], edits: usize, both: bool, found: impl FnMut(usize)) {
        match edits {
            0 => self.scan::<0>(all, both, found),
            1 => self.scan::<1>(all, both, found),
            2 => self.scan::<2>(all, both, found),
            3 => self.scan::<3>(all, both, found),
            // So many differ in next to nothing.
            _ => (0..all.len()).for_each(found),
        }
    }

    /// [`filter`](Self::filter), some texts at once and with no branch between them.
    fn scan<const EDITS: usize>(self, all: &[Self], both: bool, mut found: impl FnMut(usize)) {
        const AT_ONCE: usize = 64;
        let other = if both { u64::MAX } else { 0 };
        let mut lacking = [0_u64; AT_ONCE];
        for (block, signatures) in all.chunks(AT_ONCE).enumerate() {
            for (lacking, signature) in lacking.iter_mut().zip(signatures) {
                *lacking = beyond::<EDITS>(self.0 & !signature.0)
                    | beyond::<EDITS>(signature.0 & !self.0) & other;
            }
            for (at, lacking) in lacking[..signatures.len()].iter().enumerate() {
                if *lacking == 0 {
                    found(block * AT_ONCE + at);
                }
            }
        }
    }
}

/// A set without so many of its letters; cheaper than to count them.
fn beyond<const LETTERS: usize>(mut set: u64) -> u64 {
    for _ in 0..LETTERS {
        set &= set.wrapping_sub(1);
    }
    set
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::directory::edits::Pattern;

    proptest! {
        #[test]
        fn no_text_within_the_edits_is_passed_over(one in "[a-f]{1,20}", other in "[a-f]{0,20}") {
            let (one, other) = (one.as_bytes(), other.as_bytes());
            let pattern = Pattern::new(one);
            let (mut near, mut begins) = (0, 0);
            let edits = pattern.edits(other);
            Signature::of(one).near(&[Signature::of(other)], edits, |_| near += 1);
            let edits = pattern.edits_to_beginning(other, one.len()).unwrap_or(one.len());
            let (head, all) = (Signature::of_head(one), [Signature::of_head(other)]);
            head.beginning(&all, edits, one.len() >= HEAD, |_| begins += 1);
            prop_assert_eq!((near, begins), (1, 1));
        }
    }
}
