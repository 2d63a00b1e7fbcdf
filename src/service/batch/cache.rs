//! Answers that were given before, as they were written.

use std::collections::HashMap;

use super::tally::Outcome;

/// How many bytes of questions and answers all workers keep together.
const ROOM: usize = 24 << 20;
/// What an entry costs beside its text, in bytes.
const ENTRY: usize = 100;

/// Addresses repeat themselves: siblings, neighbours, last year's rows.
#[derive(Debug)]
pub(super) struct Cache {
    known: HashMap<Box<[u8]>, Known>,
    used: usize,
    room: usize,
}

/// What was written, and how it was counted.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub text: Box<[u8]>,
    pub outcome: Outcome,
}

impl Cache {
    /// One of so many.
    pub fn one_of(workers: usize) -> Self {
        Self { known: HashMap::new(), used: 0, room: ROOM / workers.max(1) }
    }

    pub fn get(&self, question: &[u8]) -> Option<&Known> {
        self.known.get(question)
    }

    /// Keeps an answer. When there is no room any more, all are forgotten: what is asked often comes
    /// back at once.
    pub fn keep(&mut self, question: &[u8], known: Known) {
        self.used += question.len() + known.text.len() + ENTRY;
        if self.used > self.room {
            self.known.clear();
            self.used = question.len() + known.text.len() + ENTRY;
        }
        self.known.insert(question.into(), known);
    }
}
