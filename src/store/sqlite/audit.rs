//! The audit record: appended in the transaction of what it records.

use jiff::Timestamp;
use sqlx::{Row, SqlitePool, sqlite::SqliteRow};

use super::{Tx, time};
use crate::{
    domain::audit::{Entry, Event, Mark},
    store::{AuditFilter, StoreError},
};

/// Appends an event. Belongs into the transaction of the change itself.
pub(super) async fn append(tx: &mut Tx<'_>, event: &Event) -> Result<(), StoreError> {
    let head = mark(tx, "head").await?;
    let entry = head.next(event);
    sqlx::query("insert into audit_entry values (?, ?, ?, ?, ?, ?, ?)")
        .bind(entry.seq)
        .bind(entry.at.as_second())
        .bind(&entry.actor)
        .bind(&entry.action)
        .bind(&entry.subject)
        .bind(&entry.detail)
        .bind(&entry.hash)
        .execute(&mut **tx)
        .await?;
    set_mark(tx, "head", &entry.mark()).await
}

pub(super) async fn mark(tx: &mut Tx<'_>, name: &str) -> Result<Mark, StoreError> {
    let row = sqlx::query("select seq, hash from audit_mark where mark = ?")
        .bind(name)
        .fetch_one(&mut **tx)
        .await?;
    Ok(Mark { seq: row.try_get("seq")?, hash: row.try_get("hash")? })
}

async fn set_mark(tx: &mut Tx<'_>, name: &str, mark: &Mark) -> Result<(), StoreError> {
    sqlx::query("update audit_mark set seq = ?, hash = ? where mark = ?")
        .bind(mark.seq)
        .bind(&mark.hash)
        .bind(name)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

fn entry(row: &SqliteRow) -> Result<Entry, StoreError> {
    Ok(Entry {
        seq: row.try_get("seq")?,
        at: time(row, "audit_entry", "at")?,
        actor: row.try_get("actor")?,
        action: row.try_get("action")?,
        subject: row.try_get("subject")?,
        detail: row.try_get("detail")?,
        hash: row.try_get("hash")?,
    })
}

pub(super) async fn find(
    pool: &SqlitePool,
    filter: &AuditFilter,
    before: i64,
    limit: u32,
) -> Result<Vec<Entry>, StoreError> {
    let second = |time: Option<Timestamp>| time.map(Timestamp::as_second);
    sqlx::query(
        "select * from audit_entry
         where seq < ?1
           and (?2 is null or actor = ?2)
           and (?3 is null or action = ?3)
           and (?4 is null or instr(lower(subject), lower(?4)) > 0)
           and (?5 is null or at >= ?5)
           and (?6 is null or at < ?6)
         order by seq desc limit ?7",
    )
    .bind(before)
    .bind(&filter.actor)
    .bind(&filter.action)
    .bind(&filter.subject)
    .bind(second(filter.from))
    .bind(second(filter.before))
    .bind(limit)
    .fetch_all(pool)
    .await?
    .iter()
    .map(entry)
    .collect()
}

pub(super) async fn after(
    pool: &SqlitePool,
    after: i64,
    limit: u32,
) -> Result<Vec<Entry>, StoreError> {
    sqlx::query("select * from audit_entry where seq > ? order by seq limit ?")
        .bind(after)
        .bind(limit)
        .fetch_all(pool)
        .await?
        .iter()
        .map(entry)
        .collect()
}

pub(super) async fn cut(tx: &mut Tx<'_>, to: i64) -> Result<(), StoreError> {
    let hash: Option<String> = sqlx::query_scalar("select hash from audit_entry where seq = ?")
        .bind(to)
        .fetch_optional(&mut **tx)
        .await?;
    let hash = hash.ok_or(StoreError::NotFound)?;
    set_mark(tx, "anchor", &Mark { seq: to, hash }).await?;
    sqlx::query("delete from audit_entry where seq <= ?").bind(to).execute(&mut **tx).await?;
    Ok(())
}
