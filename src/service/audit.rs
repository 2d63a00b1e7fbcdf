//! The audit record: reading, proving, and cutting off what is older than it has to be kept.

use jiff::{SignedDuration, Timestamp, civil::Date};
use serde_json::json;

use super::german_time;
use crate::{
    domain::audit::{Action, Break, Entry, Event, Mark, Verifier},
    store::{AuditFilter, Store, StoreError},
};

/// How many entries are read at a time.
const BATCH: u32 = 1_000;
/// How many entries a page shows.
pub const PAGE: u32 = 50;

/// How often a proof is begun anew because the record was cut or restored under it.
const ATTEMPTS: usize = 3;
/// The name under which the record knows what the service does on its own.
const UPKEEP: &str = "upkeep";

/// Why the record could not be proven.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The record is broken.
    #[error(transparent)]
    Broken(#[from] Break),
    /// The store fails.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A record that was proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// How many entries there are.
    pub entries: i64,
    /// Where it begins.
    pub anchor: Mark,
    /// Where it ends.
    pub head: Mark,
}

/// Checks every entry of the record, and a checkpoint that was kept elsewhere against it.
///
/// # Errors
/// Where the record is broken, or when the store fails.
pub async fn verify(store: &dyn Store, checkpoint: Option<Mark>) -> Result<Proven, VerifyError> {
    let mut attempt = 1;
    loop {
        let ends = store.audit_ends().await?;
        let proof = prove(store, ends.clone(), checkpoint.clone()).await;
        // Another process may cut or restore the record meanwhile, which breaks nothing.
        if proof.is_ok() || attempt == ATTEMPTS || store.audit_ends().await? == ends {
            return proof;
        }
        attempt += 1;
    }
}

async fn prove(
    store: &dyn Store,
    (anchor, head): (Mark, Mark),
    checkpoint: Option<Mark>,
) -> Result<Proven, VerifyError> {
    let mut verifier = Verifier::new(anchor.clone(), checkpoint)?;
    let mut after = anchor.seq;
    loop {
        let entries = store.audit_after(after, BATCH).await?;
        let Some(last) = entries.last() else { break };
        after = last.seq;
        for entry in entries.iter().take_while(|entry| entry.seq <= head.seq) {
            verifier.follow(entry)?;
        }
        // What is appended while this runs belongs to the next run.
        if after >= head.seq {
            break;
        }
    }
    verifier.finish(&head)?;
    Ok(Proven { entries: head.seq - anchor.seq, anchor, head })
}

/// A page of the record, newest first, and whether there are older entries.
///
/// # Errors
/// When the store fails.
pub async fn page(
    store: &dyn Store,
    filter: &AuditFilter,
    before: Option<i64>,
) -> Result<(Vec<Entry>, bool), StoreError> {
    let mut entries = store.audit(filter, before.unwrap_or(i64::MAX), PAGE + 1).await?;
    let more = entries.len() > PAGE as usize;
    entries.truncate(PAGE as usize);
    Ok((entries, more))
}

/// Cuts off all entries before a time once the record is proven; returns how many they were.
///
/// # Errors
/// When the record is broken, which nothing may hide, or when the store fails.
pub async fn cut(store: &dyn Store, actor: &str, before: Timestamp) -> Result<i64, VerifyError> {
    let proven = verify(store, None).await?;
    let Some(last) = last_before(store, before, &proven.anchor).await? else { return Ok(0) };
    let count = last - proven.anchor.seq;
    let event = Event {
        at: Timestamp::now(),
        actor: actor.to_owned(),
        action: Action::AuditCut,
        subject: "audit".into(),
        detail: json!({ "from": proven.anchor.seq + 1, "to": last, "before": before }),
    };
    store.cut_audit(last, &event).await?;
    Ok(count)
}

/// Cuts off what is older than `keep_days`; returns how many entries that were.
///
/// # Errors
/// When the record is broken or the store fails.
pub async fn retain(store: &dyn Store, keep_days: u32) -> Result<i64, VerifyError> {
    let kept = SignedDuration::from_hours(24 * i64::from(keep_days));
    cut(store, UPKEEP, Timestamp::now() - kept).await
}

/// The moment at which a day begins in Germany.
pub fn beginning_of(day: Date) -> Option<Timestamp> {
    Some(day.to_zoned(german_time()).ok()?.timestamp())
}

/// The last entry of the run at the beginning that is older than `before`. Entries are in the
/// order of their times; a clock that was set back keeps some longer.
async fn last_before(
    store: &dyn Store,
    before: Timestamp,
    anchor: &Mark,
) -> Result<Option<i64>, StoreError> {
    let mut last = None;
    let mut after = anchor.seq;
    loop {
        let entries = store.audit_after(after, BATCH).await?;
        let old = entries.iter().take_while(|entry| entry.at < before).last();
        let Some(old) = old else { return Ok(last) };
        last = Some(old.seq);
        if entries.last().is_none_or(|end| end.seq > old.seq) {
            return Ok(last);
        }
        after = old.seq;
    }
}
