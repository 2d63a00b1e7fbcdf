//! Answers that were given before, as they were written.

use std::collections::HashMap;

use super::tally::Outcome;

/// How many bytes of questions and answers a worker keeps.
const ROOM: usize = 3 << 20;
/// What an entry costs beside its text, in bytes.
const ENTRY: usize = 100;

/// Addresses repeat themselves: siblings, neighbours, last year's rows.
#[derive(Debug, Default)]
pub(super) struct Cache {
    known: HashMap<Box<[u8]>, Known>,
    used: usize,
}

/// What was written, and how it was counted.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub text: Box<[u8]>,
    pub outcome: Outcome,
}

impl Cache {
    pub fn get(&self, question: &[u8]) -> Option<&Known> {
        self.known.get(question)
    }

    /// Keeps an answer. When there is no room any more, all are forgotten: what is asked often comes
    /// back at once.
    pub fn keep(&mut self, question: &[u8], known: Known) {
        self.used += question.len() + known.text.len() + ENTRY;
        if self.used > ROOM {
            self.known.clear();
            self.used = 0;
        }
        self.known.insert(question.into(), known);
    }
}
