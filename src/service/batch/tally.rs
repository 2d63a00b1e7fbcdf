//! How the rows came out.

use super::rows::ROW_REASONS;
use crate::domain::assign::REASONS;

/// How many of the first rows of each kind are named.
const NAMED: usize = 5;

/// One way in which a row comes out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outcome {
    /// The status, as it is written.
    pub status: &'static str,
    /// The code of the reason.
    pub reason: &'static str,
    /// Whether a person has to look at it.
    pub open: bool,
}

/// The rows that came out in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The status, as it is written.
    pub status: &'static str,
    /// The code of the reason.
    pub reason: &'static str,
    /// Whether a person has to look at them: no team could be named.
    pub open: bool,
    /// How many there are.
    pub rows: u64,
    /// The first of them, numbered as a spreadsheet does: the header is row 1.
    pub first: Vec<u64>,
}

/// How all rows of a file came out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many rows there are.
    pub rows: u64,
    /// By status and reason: those that need nobody first, then the more frequent ones.
    pub counts: Vec<Count>,
    /// New columns that were called otherwise, as the input has one of their name: before, after.
    pub renamed: Vec<(&'static str, String)>,
}

/// The counts of one block, whose rows are numbered from 0.
#[derive(Debug, Default)]
pub(super) struct Tally {
    rows: u64,
    counts: Vec<Count>,
    /// The place of the last row's count: the next one is most likely like it.
    last: usize,
    /// For outcomes that are known by a number, the place of their count and one.
    numbered: Vec<usize>,
}

impl Tally {
    pub fn add(&mut self, outcome: Outcome) {
        if !self.counts.get(self.last).is_some_and(|count| count.is(outcome)) {
            self.last = self.place(outcome);
        }
        self.add_at(self.last);
    }

    /// As [`add`](Self::add), for one of the outcomes that a file has again and again; each has its
    /// number.
    pub fn add_numbered(&mut self, number: usize, outcome: Outcome) {
        if self.numbered.len() <= number {
            self.numbered.resize(number + 1, 0);
        }
        if self.numbered[number] == 0 {
            self.numbered[number] = self.place(outcome) + 1;
        }
        self.add_at(self.numbered[number] - 1);
    }

    fn place(&mut self, outcome: Outcome) -> usize {
        debug_assert!(
            REASONS.contains(&outcome.reason) || ROW_REASONS.contains(&outcome.reason),
            "{} is in no list, so nothing makes sure that it has words",
            outcome.reason
        );
        self.counts.iter().position(|count| count.is(outcome)).unwrap_or_else(|| {
            let Outcome { status, reason, open } = outcome;
            self.counts.push(Count { status, reason, open, rows: 0, first: Vec::new() });
            self.counts.len() - 1
        })
    }

    fn add_at(&mut self, place: usize) {
        let count = &mut self.counts[place];
        count.rows += 1;
        if count.first.len() < NAMED {
            count.first.push(self.rows);
        }
        self.rows += 1;
    }

    pub fn rows(&self) -> u64 {
        self.rows
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

impl Count {
    fn is(&self, outcome: Outcome) -> bool {
        let Outcome { status, reason, open } = outcome;
        (self.status, self.reason, self.open) == (status, reason, open)
    }
}

impl Summary {
    /// Adds the counts of the next block.
    pub(super) fn add(&mut self, tally: &Tally) {
        for count in &tally.counts {
            let same = |c: &&mut Count| {
                (c.status, c.reason, c.open) == (count.status, count.reason, count.open)
            };
            let numbered = count.first.iter().map(|row| row + self.rows + 2);
            match self.counts.iter_mut().find(same) {
                Some(known) => {
                    known.rows += count.rows;
                    let free = NAMED.saturating_sub(known.first.len());
                    known.first.extend(numbered.take(free));
                }
                None => self.counts.push(Count { first: numbered.collect(), ..count.clone() }),
            }
        }
        self.rows += tally.rows;
    }

    pub(super) fn with_renamed(mut self, renamed: Vec<(&'static str, String)>) -> Self {
        self.counts.sort_by_key(|count| (count.open, std::cmp::Reverse(count.rows)));
        self.renamed = renamed;
        self
    }

    /// How many rows a person has to look at.
    pub fn open(&self) -> u64 {
        self.counts.iter().filter(|count| count.open).map(|count| count.rows).sum()
    }
}
