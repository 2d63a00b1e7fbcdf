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

    /// Whether the texts may lie within this many edits: each makes two letters differ at most,
    /// one on each side.
    pub(super) fn near(self, other: Self, edits: usize) -> bool {
        self.lacks_at_most(other, edits) && other.lacks_at_most(self, edits)
    }

    /// Whether at most so many letters of `self` are not in `other`: each edit that leads from one
    /// text to the other, or to a beginning of the other, makes one of them.
    pub(super) fn lacks_at_most(self, other: Self, edits: usize) -> bool {
        let mut lacking = self.0 & !other.0;
        // Cheaper than to count them: each step takes one away.
        for _ in 0..edits {
            lacking &= lacking.wrapping_sub(1);
        }
        lacking == 0
    }
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
            let (pattern, all) = (Pattern::new(one), Signature::of(one));
            prop_assert!(all.near(Signature::of(other), pattern.edits(other)));
            let edits = pattern.edits_to_beginning(other, one.len()).unwrap_or(one.len());
            let head = Signature::of_head(one);
            prop_assert!(head.lacks_at_most(Signature::of_head(other), edits));
            if one.len() >= HEAD {
                prop_assert!(Signature::of_head(other).lacks_at_most(head, edits));
            }
        }
    }
}
