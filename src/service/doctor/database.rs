//! The database itself: whole, writable, its record unbroken, somebody to run it.

use jiff::{SignedDuration, Timestamp};

use super::Finding;
use crate::{
    domain::audit::Break,
    service::audit::{VerifyError, verify},
    store::{AuditFilter, SqliteStore, Store},
};

/// How far a clock may be off without harm.
const SLACK: SignedDuration = SignedDuration::from_mins(5);

pub(super) async fn whole(store: &SqliteStore) -> Finding {
    let found = match store.defects().await {
        Ok(defects) if defects.is_empty() => store.dangling().await,
        other => other,
    };
    match found {
        Ok(defects) if defects.is_empty() => Finding::ok("file_whole"),
        Ok(defects) => Finding::error("file_damaged").with("defects", defects.join("; ")),
        Err(error) => Finding::error("file_damaged").with("defects", error),
    }
}

pub(super) async fn writable(store: &SqliteStore) -> Finding {
    match store.probe(Timestamp::now()).await {
        Ok(()) => Finding::ok("writable"),
        Err(error) => Finding::failure("not_writable", error),
    }
}

pub(super) async fn record(store: &dyn Store) -> Finding {
    match verify(store, None).await {
        Ok(proven) => Finding::ok("record_whole").with("entries", proven.entries),
        Err(VerifyError::Broken(broken)) => {
            let (Break::Missing { from: entry, .. }
            | Break::Changed(entry)
            | Break::Checkpoint(entry)) = broken;
            Finding::error("record_broken").with("entry", entry)
        }
        Err(VerifyError::Store(error)) => Finding::failure("database_unusable", error),
    }
}

pub(super) async fn clock(store: &dyn Store) -> Finding {
    match store.audit(&AuditFilter::default(), i64::MAX, 1).await {
        Ok(newest) => match newest.first() {
            Some(entry) if entry.at > Timestamp::now() + SLACK => {
                Finding::error("clock_behind").with("newest", entry.at)
            }
            _ => Finding::ok("clock_plausible"),
        },
        Err(error) => Finding::failure("database_unusable", error),
    }
}

pub(super) async fn admin(store: &dyn Store) -> Finding {
    match store.accounts().await {
        Ok(accounts) if accounts.is_empty() => Finding::hint("no_account"),
        Ok(accounts) => match accounts.iter().filter(|a| a.is_working_admin()).count() {
            0 => Finding::error("no_admin"),
            count => Finding::ok("admin").with("count", count),
        },
        Err(error) => Finding::failure("database_unusable", error),
    }
}
