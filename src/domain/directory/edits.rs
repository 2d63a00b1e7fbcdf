//! How many letters lie between two texts: letters left out, put in, replaced, and neighbours
//! swapped (optimal string alignment).

/// Letters beyond this are not compared; the longest street name of Germany has fewer.
pub(super) const MAX_LETTERS: usize = 64;

/// A text that is compared with many others.
pub(super) struct Pattern {
    /// For each letter at which places of the text it stands.
    places: [u64; 256],
    length: usize,
}

impl Pattern {
    /// Prepares a text, one byte per letter, see [`letters`].
    pub(super) fn new(text: &[u8]) -> Self {
        let text = &text[..text.len().min(MAX_LETTERS)];
        let mut places = [0; 256];
        for (at, letter) in text.iter().enumerate() {
            places[usize::from(*letter)] |= 1 << at;
        }
        Self { places, length: text.len() }
    }

    /// Edits between the two texts. Cost: some nanoseconds per letter of `other`.
    pub(super) fn edits(&self, other: &[u8]) -> usize {
        self.walk(other).last().unwrap_or(self.length)
    }

    /// Edits between the text and that beginning of `other` that is closest to it, where that are
    /// at most so many.
    pub(super) fn edits_to_beginning(&self, other: &[u8], most: usize) -> Option<usize> {
        // Each letter more than the text has is an edit.
        let other = &other[..other.len().min(self.length + most)];
        let edits = self.walk(other).fold(self.length, usize::min);
        (edits <= most).then_some(edits)
    }

    /// Edits between the text and each beginning of `other` that is not empty, the shortest first:
    /// the columns of the usual table, each a machine word (Hyyrö 2003, with the swaps of OSA).
    fn walk(&self, other: &[u8]) -> impl Iterator<Item = usize> {
        let last = 1_u64.checked_shl(self.length.saturating_sub(1) as u32).unwrap_or(0);
        let (mut more, mut less) = (u64::MAX, 0_u64);
        let (mut diagonal, mut before) = (0_u64, 0_u64);
        let mut edits = self.length;
        let empty = self.length == 0;
        other.iter().take(MAX_LETTERS).enumerate().map(move |(at, letter)| {
            if empty {
                return at + 1;
            }
            let here = self.places[usize::from(*letter)];
            let swapped = ((!diagonal & here) << 1) & before;
            diagonal = ((here & more).wrapping_add(more) ^ more) | here | less | swapped;
            let up = less | !(diagonal | more);
            let down = diagonal & more;
            edits += usize::from(up & last != 0);
            edits -= usize::from(down & last != 0);
            let up = up << 1 | 1;
            more = down << 1 | !(diagonal | up);
            less = up & diagonal;
            before = here;
            edits
        })
    }
}

/// A text with one byte per letter: Latin letters as they are, others as some byte.
pub(super) fn letters(text: &str) -> impl Iterator<Item = u8> {
    // The lowest byte: texts in other scripts still differ, mostly.
    text.chars().map(|letter| u8::try_from(letter).unwrap_or(letter as u32 as u8 | 0x80))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_the_distance_of_the_book(one in "[a-dä]{0,70}", other in "[a-dä]{0,70}") {
            let bytes = |text: &str| letters(text).collect::<Vec<u8>>();
            let cut = |text: &str| text.chars().take(MAX_LETTERS).collect::<String>();
            let pattern = Pattern::new(&bytes(&one));
            prop_assert_eq!(
                pattern.edits(&bytes(&other)),
                strsim::osa_distance(&cut(&one), &cut(&other))
            );
            let beginnings = (0..=other.chars().count().min(MAX_LETTERS))
                .map(|end| other.chars().take(end).collect::<String>())
                .map(|beginning| strsim::osa_distance(&cut(&one), &beginning));
            let edits = beginnings.min();
            for most in [0, 1, 2, 3, MAX_LETTERS] {
                let within = edits.filter(|edits| *edits <= most);
                prop_assert_eq!(pattern.edits_to_beginning(&bytes(&other), most), within);
            }
        }
    }
}
