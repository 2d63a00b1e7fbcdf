//! Small counts, shown so that nobody can be found behind them.
//!
//! A count below a minimum is masked. **Zero is shown**: nobody is counted in it, so it says
//! nothing about anybody's case, and a list full of masked zeros would only look secretive. With
//! zero shown a minimum below 3 hides nothing: „fewer than 2“ would be 1.
//!
//! Where the total of a list is shown as well, a masked part could be worked out from the others.
//! [`Masking::list`] masks more until that is no longer possible.

use serde::Serialize;

/// A count as it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Masked {
    /// The count itself.
    Exact(u64),
    /// At least one, and fewer than this.
    Below(u32),
    /// Not shown; it may be any count from 1.
    Withheld,
}

/// The parts of a list and their sum as they may be shown together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MaskedList {
    /// The parts in their order.
    pub parts: Vec<Masked>,
    /// Their sum.
    pub total: Masked,
}

/// The rule by which counts are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Masking {
    minimum: u32,
}

impl Masking {
    /// Masks counts from 1 to below `minimum`.
    pub fn new(minimum: u32) -> Self {
        Self { minimum }
    }

    /// A count that stands alone.
    pub fn count(self, count: u64) -> Masked {
        if self.is_small(count) { Masked::Below(self.minimum) } else { Masked::Exact(count) }
    }

    /// Counts that are shown with their sum.
    ///
    /// Masked parts read „fewer than“ as long as that gives none of them away; once a larger part
    /// has to be masked too, all masked ones are withheld alike, so that none can be told from
    /// the others.
    pub fn list(self, counts: &[u64]) -> MaskedList {
        let sum: u64 = counts.iter().sum();
        let mut hidden: Vec<bool> = counts.iter().map(|count| self.is_small(*count)).collect();
        if !hidden.contains(&true) {
            return self.shown(counts, &hidden, Masked::Exact(0), Masked::Exact(sum));
        }
        let below = Masked::Below(self.minimum);
        if self.is_small(sum) {
            // Each part is at least 1: as many parts as the sum can have are all 1.
            let parts = hidden.iter().filter(|hidden| **hidden).count() as u64;
            let told = parts + 1 >= u64::from(self.minimum) && parts > 1;
            return self.shown(counts, &hidden, below, if told { Masked::Withheld } else { below });
        }
        let mut enlarged = false;
        while !self.covers(counts, &hidden) {
            let larger = (0..counts.len()).filter(|at| !hidden[*at] && counts[*at] > 0);
            let Some(smallest) = larger.min_by_key(|at| counts[*at]) else {
                // Nothing left to hide them behind but the sum.
                return self.shown(counts, &hidden, below, Masked::Withheld);
            };
            hidden[smallest] = true;
            enlarged = true;
        }
        let (parts, sum_of_hidden) = hidden_sum(counts, &hidden);
        // All of them at their largest: the sum would say so.
        let full = sum_of_hidden >= parts * u64::from(self.minimum.saturating_sub(1));
        let sign = if enlarged || full { Masked::Withheld } else { below };
        self.shown(counts, &hidden, sign, Masked::Exact(sum))
    }

    fn is_small(self, count: u64) -> bool {
        (1..u64::from(self.minimum)).contains(&count)
    }

    /// Whether the sum of the hidden parts leaves each of them open.
    fn covers(self, counts: &[u64], hidden: &[bool]) -> bool {
        let (parts, sum) = hidden_sum(counts, hidden);
        parts >= 2 && sum >= u64::from(self.minimum) && sum > parts
    }

    fn shown(self, counts: &[u64], hidden: &[bool], sign: Masked, total: Masked) -> MaskedList {
        let parts = counts
            .iter()
            .zip(hidden)
            .map(|(count, hidden)| if *hidden { sign } else { Masked::Exact(*count) })
            .collect();
        MaskedList { parts, total }
    }
}

fn hidden_sum(counts: &[u64], hidden: &[bool]) -> (u64, u64) {
    let parts = counts.iter().zip(hidden).filter(|(_, hidden)| **hidden);
    parts.fold((0, 0), |(parts, sum), (count, _)| (parts + 1, sum + count))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEN: Masking = Masking { minimum: 10 };

    #[test]
    fn zero_and_large_counts_are_shown() {
        assert_eq!(TEN.count(0), Masked::Exact(0));
        assert_eq!(TEN.count(1), Masked::Below(10));
        assert_eq!(TEN.count(9), Masked::Below(10));
        assert_eq!(TEN.count(10), Masked::Exact(10));
    }

    #[test]
    fn a_single_masked_part_takes_a_second_one_with_it() {
        use Masked::{Exact, Withheld};
        let list = TEN.list(&[120, 3, 40, 0]);
        assert_eq!(list.parts, [Exact(120), Withheld, Withheld, Exact(0)]);
        assert_eq!(list.total, Exact(163));
    }

    #[test]
    fn two_masked_parts_hide_each_other_unless_their_sum_is_small() {
        use Masked::{Below, Exact, Withheld};
        assert_eq!(TEN.list(&[7, 8, 50]).parts, [Below(10), Below(10), Exact(50)]);
        assert_eq!(TEN.list(&[1, 1, 50]).parts, [Withheld; 3]);
        assert_eq!(TEN.list(&[9, 9, 50]).parts, [Withheld, Withheld, Exact(50)]);
        let small = TEN.list(&[3, 0]);
        assert_eq!((small.parts, small.total), (vec![Below(10), Exact(0)], Below(10)));
    }

    #[test]
    fn the_form_for_programs_is_stable() {
        let list = TEN.list(&[2, 30, 0]);
        let json = serde_json::to_string(&list).unwrap();
        assert_eq!(json, r#"{"parts":["withheld","withheld",{"exact":0}],"total":{"exact":32}}"#);
        assert_eq!(serde_json::to_string(&TEN.count(2)).unwrap(), r#"{"below":10}"#);
    }

    /// The smallest and the largest count that a sign stands for.
    fn range(shown: Masked) -> (u64, u64) {
        match shown {
            Masked::Exact(count) => (count, count),
            Masked::Below(minimum) => (1, u64::from(minimum) - 1),
            Masked::Withheld => (1, u64::MAX / 64),
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_true_and_what_is_small_is_not_shown(
            counts in prop::collection::vec(0_u64..40, 1..14),
            minimum in 3_u32..15,
        ) {
            let list = Masking::new(minimum).list(&counts);
            let sum: u64 = counts.iter().sum();
            for (count, shown) in counts.iter().chain([&sum]).zip(list.parts.iter().chain([&list.total])) {
                let (low, high) = range(*shown);
                prop_assert!((low..=high).contains(count), "{count} as {shown:?}");
                let small = (1..u64::from(minimum)).contains(count);
                prop_assert!(!small || *shown != Masked::Exact(*count));
            }
            let none_small = counts.iter().all(|count| *count == 0 || *count >= minimum.into());
            if none_small {
                prop_assert!(list.parts.iter().all(|shown| matches!(shown, Masked::Exact(_))));
            }
        }

        #[test]
        fn no_masked_part_can_be_worked_out_from_the_others_and_the_sum(
            counts in prop::collection::vec(0_u64..40, 1..14),
            minimum in 3_u32..15,
        ) {
            let list = Masking::new(minimum).list(&counts);
            let (total_low, total_high) = range(list.total);
            for (at, shown) in list.parts.iter().enumerate() {
                if matches!(shown, Masked::Exact(_)) {
                    continue;
                }
                let others = list.parts.iter().enumerate().filter(|(other, _)| *other != at);
                let (least, most) = others
                    .map(|(_, other)| range(*other))
                    .fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
                let (low, high) = range(*shown);
                let low = low.max(total_low.saturating_sub(most));
                let high = high.min(total_high.saturating_sub(least));
                prop_assert!(low < high, "{counts:?}: {list:?}: part {at} is {low}");
            }
        }
    }
}
