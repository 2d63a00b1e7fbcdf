//! How well a street fits what was typed so far.

use super::{
    search::{ALIKE_EDITS, How, Ranked},
    texts::Hit,
};

/// What an edit costs.
const EDIT: usize = 10;

/// How well a street fits what was typed so far: the fewer the better, by what it costs, then by
/// how it is written, then by what is still to be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    /// [`EDIT`] for each edit, and something for what is not there yet.
    cost: usize,
    /// Edits to the beginning of the name as it is written: with a blank typed behind *Enge* it is
    /// *Enge Straße* rather than *Engelweg*.
    written: usize,
    /// Letters between the texts, or the place in another order.
    apart: usize,
}

impl Fit {
    pub(super) const EQUAL: Self = Self { cost: 0, written: 0, apart: 0 };
    /// What costs so much more than the best is not suggested beside it.
    const WORSE: usize = 20;

    /// A beginning is better than a slip, that of the name better than that of a later word or of
    /// another name. What ends like a whole name is one, though, and rather misspelt than a part
    /// of another one.
    ///
    /// `typed` are the letters that were looked up, `written` the edits to the beginning of the
    /// name as it is written.
    pub(super) fn beginning(
        hit: &Hit,
        typed: usize,
        written: usize,
        complete: bool,
        other: bool,
    ) -> Self {
        let missing = if complete { 14 } else { 4 };
        let later = match (hit.whole, hit.edits) {
            (true, _) => 0,
            (false, 0) => 3,
            // Rather the whole name with two slips.
            (false, _) => 8,
        };
        // An umlaut is two letters of a key.
        let edits = hit.edits.min(written.max(1));
        Self {
            cost: EDIT * edits + missing + later + usize::from(other),
            written,
            apart: hit.length.abs_diff(typed),
        }
    }

    /// The whole name, perhaps misspelt, at a place in the order of the search.
    pub(super) fn whole(ranked: &Ranked, place: usize) -> Self {
        let cost = match ranked.found.how {
            How::Exact => return Self::EQUAL,
            How::Variant => 1,
            _ => EDIT * ranked.edits.max(1),
        };
        Self { cost, written: 0, apart: place }
    }

    /// Whether it is more than alike.
    pub(super) fn is_near(self) -> bool {
        self.cost < EDIT * ALIKE_EDITS
    }

    /// Whether it is so much worse that the other is certainly meant.
    pub(super) fn is_worse_than(self, best: Self) -> bool {
        self.cost >= best.cost + Self::WORSE
    }

    /// From 0 to 1, in the order of the fits.
    pub(super) fn score(self) -> f64 {
        let cost = self.cost as f64 / 50.0;
        // Far less than what costs one more.
        let within = self.written.min(9) as f64 + self.apart.min(99) as f64 / 100.0;
        (1.0 - cost - within / 1000.0).max(0.0)
    }
}
