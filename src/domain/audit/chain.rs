//! The chain of entries, and what is wrong with a broken one.

use std::{fmt, str::FromStr};

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Event;

/// An entry of the record.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Entry {
    /// Running number, from 1 and without gaps.
    pub seq: i64,
    /// When it was done.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who did it.
    pub actor: String,
    /// What was done, as a word such as `account.created`; a later version may know more.
    pub action: String,
    /// What it was done to.
    pub subject: String,
    /// The values before and after, as the JSON text that the hash covers.
    pub detail: String,
    /// Hash of this entry and the one before it, SHA-256 in hexadecimal digits.
    pub hash: String,
}

/// A place in the chain: everything up to `seq` is fixed by `hash`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Mark {
    /// Number of the last entry before it; 0 at the very beginning.
    pub seq: i64,
    /// Hash of that entry.
    pub hash: String,
}

impl Mark {
    /// The beginning of an empty chain.
    pub fn beginning() -> Self {
        Self { seq: 0, hash: "0".repeat(64) }
    }

    /// The entry that follows this mark for an event.
    pub fn next(&self, event: &Event) -> Entry {
        let mut entry = Entry {
            seq: self.seq + 1,
            at: event.at,
            actor: event.actor.clone(),
            action: event.action.code(),
            subject: event.subject.clone(),
            detail: event.detail.to_string(),
            hash: String::new(),
        };
        entry.hash = hash(&self.hash, &entry);
        entry
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.seq, self.hash)
    }
}

impl FromStr for Mark {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong =
            "a checkpoint is written NUMBER:HASH, as „sozialraum audit checkpoint“ prints it";
        let (seq, hash) = text.trim().split_once(':').ok_or(wrong)?;
        let seq = seq.parse().ok().filter(|seq| *seq >= 0).ok_or(wrong)?;
        let hex = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        if hex { Ok(Self { seq, hash: hash.to_ascii_lowercase() }) } else { Err(wrong) }
    }
}

impl Entry {
    /// The mark behind this entry.
    pub fn mark(&self) -> Mark {
        Mark { seq: self.seq, hash: self.hash.clone() }
    }
}

fn hash(previous: &str, entry: &Entry) -> String {
    // A JSON list keeps the fields apart whatever they contain.
    let text = serde_json::json!([
        previous,
        entry.seq,
        entry.at.as_second(),
        entry.actor,
        entry.action,
        entry.subject,
        entry.detail,
    ]);
    HEXLOWER.encode(&Sha256::digest(text.to_string()))
}

/// Where a chain is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// One or more entries are missing.
    #[error("entries {from} to {to} are missing")]
    Missing {
        /// First missing number.
        from: i64,
        /// Last missing number.
        to: i64,
    },
    /// An entry does not fit its hash: it, or the one before it, was changed.
    #[error("entry {0} was changed, or the one before it was replaced")]
    Changed(i64),
    /// The record and a checkpoint contradict each other.
    #[error("entry {0} is not the one of the checkpoint")]
    Checkpoint(i64),
}

/// Reads a chain entry by entry and checks it.
#[derive(Debug, Clone)]
pub struct Verifier {
    at: Mark,
    checkpoint: Option<Mark>,
}

impl Verifier {
    /// A verifier for the entries behind `anchor`; with a checkpoint that was kept elsewhere it
    /// also finds a chain that was made anew as a whole.
    ///
    /// # Errors
    /// When the checkpoint names the anchor's place with another hash.
    pub fn new(anchor: Mark, checkpoint: Option<Mark>) -> Result<Self, Break> {
        let verifier = Self { at: anchor, checkpoint };
        verifier.compare_checkpoint()?;
        Ok(verifier)
    }

    /// Checks the next entry.
    ///
    /// # Errors
    /// When it does not continue the chain.
    pub fn follow(&mut self, entry: &Entry) -> Result<(), Break> {
        if entry.seq > self.at.seq + 1 {
            return Err(Break::Missing { from: self.at.seq + 1, to: entry.seq - 1 });
        }
        if entry.seq != self.at.seq + 1 || entry.hash != hash(&self.at.hash, entry) {
            return Err(Break::Changed(entry.seq));
        }
        self.at = entry.mark();
        self.compare_checkpoint()
    }

    /// Checks that the chain ends where it should: at the head that the store keeps apart, and
    /// not before the checkpoint.
    ///
    /// # Errors
    /// When entries at the end are missing.
    pub fn finish(self, head: &Mark) -> Result<Mark, Break> {
        let last = self.checkpoint.as_ref().map_or(head.seq, |mark| mark.seq.max(head.seq));
        if last > self.at.seq {
            return Err(Break::Missing { from: self.at.seq + 1, to: last });
        }
        if head != &self.at {
            return Err(Break::Changed(self.at.seq));
        }
        Ok(self.at)
    }

    fn compare_checkpoint(&self) -> Result<(), Break> {
        match &self.checkpoint {
            Some(mark) if mark.seq == self.at.seq && mark.hash != self.at.hash => {
                Err(Break::Checkpoint(mark.seq))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::{super::Action, *};

    fn chain(length: usize) -> Vec<Entry> {
        let mut mark = Mark::beginning();
        (0..length)
            .map(|number| {
                let entry = mark.next(&Event {
                    at: Timestamp::from_second(1_700_000_000 + number as i64).unwrap(),
                    actor: "erika".into(),
                    action: Action::ALL[number % Action::ALL.len()],
                    subject: format!("account/{number}"),
                    detail: json!({ "number": number }),
                });
                mark = entry.mark();
                entry
            })
            .collect()
    }

    fn verify(entries: &[Entry], head: &Mark, checkpoint: Option<Mark>) -> Result<Mark, Break> {
        let mut verifier = Verifier::new(Mark::beginning(), checkpoint)?;
        entries.iter().try_for_each(|entry| verifier.follow(entry))?;
        verifier.finish(head)
    }

    proptest! {
        #[test]
        fn every_change_and_every_gap_is_found(
            length in 1usize..12,
            place in any::<prop::sample::Index>(),
            kind in 0..7,
        ) {
            let whole = chain(length);
            let head = whole.last().unwrap().mark();
            prop_assert_eq!(verify(&whole, &head, None), Ok(head.clone()));

            let mut broken = whole.clone();
            let at = place.index(length);
            match kind {
                0 => drop(broken.remove(at)),
                1 => broken[at].actor.push('x'),
                2 => broken[at].action = "audit.none".into(),
                3 => broken[at].subject.push('x'),
                4 => broken[at].detail.push(' '),
                5 => broken[at].at = Timestamp::UNIX_EPOCH,
                _ => broken.insert(at, whole[at].clone()),
            }
            prop_assert!(verify(&broken, &head, None).is_err());
        }
    }

    #[test]
    fn a_chain_made_anew_is_found_by_a_checkpoint_kept_elsewhere() {
        let kept = chain(5)[2].mark();
        let mut mark = Mark::beginning();
        let forged: Vec<Entry> = chain(5)
            .into_iter()
            .map(|old| {
                let entry = mark.next(&Event {
                    at: old.at,
                    actor: "mallory".into(),
                    action: Action::AccountCreated,
                    subject: old.subject,
                    detail: json!({}),
                });
                mark = entry.mark();
                entry
            })
            .collect();
        assert!(verify(&forged, &mark, None).is_ok(), "in itself it is sound");
        assert_eq!(verify(&forged, &mark, Some(kept.clone())), Err(Break::Checkpoint(3)));
        assert_eq!(
            verify(&forged[..2], &forged[1].mark(), Some(kept)),
            Err(Break::Missing { from: 3, to: 3 })
        );
    }

    #[test]
    fn a_checkpoint_is_read_as_it_is_printed() {
        let mark = chain(3)[2].mark();
        assert_eq!(mark.to_string().parse(), Ok(mark));
        for bad in ["", "3", "3:xyz", "-1:".to_owned().as_str()] {
            assert!(bad.parse::<Mark>().is_err(), "{bad}");
        }
    }
}
