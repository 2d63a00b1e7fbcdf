//! Sessions of accounts and the browsers that they are known from.

use jiff::Timestamp;
use sqlx::{Row, SqlitePool};

use super::{Tx, accounts, time};
use crate::{
    domain::account::{Account, AccountState, Session},
    store::{SecretHash, StoreError},
};

pub(super) async fn start(
    pool: &SqlitePool,
    secret: SecretHash,
    session: Session,
) -> Result<(), StoreError> {
    sqlx::query("insert into session values (?, ?, ?, ?)")
        .bind(secret.as_slice())
        .bind(session.account)
        .bind(session.created_at.as_second())
        .bind(session.seen_at.as_second())
        .execute(pool)
        .await?;
    Ok(())
}

pub(super) async fn find(
    pool: &SqlitePool,
    secret: SecretHash,
) -> Result<Option<(Session, Account)>, StoreError> {
    let row = sqlx::query(
        "select account.*, session.created_at as started_at, session.seen_at
         from session join account on account.id = session.account
         where session.secret = ?",
    )
    .bind(secret.as_slice())
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let account = accounts::account(&row)?;
    if account.state == AccountState::Disabled {
        return Ok(None);
    }
    let session = Session {
        account: row.try_get("id")?,
        created_at: time(&row, "session", "started_at")?,
        seen_at: time(&row, "session", "seen_at")?,
    };
    Ok(Some((session, account)))
}

pub(super) async fn touch(
    pool: &SqlitePool,
    secret: SecretHash,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("update session set seen_at = max(seen_at, ?) where secret = ?")
        .bind(now.as_second())
        .bind(secret.as_slice())
        .execute(pool)
        .await?;
    Ok(())
}

pub(super) async fn count(
    pool: &SqlitePool,
    account: i64,
    seen: Timestamp,
    created: Timestamp,
) -> Result<u32, StoreError> {
    Ok(sqlx::query_scalar(
        "select count(*) from session where account = ? and seen_at >= ? and created_at >= ?",
    )
    .bind(account)
    .bind(seen.as_second())
    .bind(created.as_second())
    .fetch_one(pool)
    .await?)
}

pub(super) async fn end(pool: &SqlitePool, secret: SecretHash) -> Result<(), StoreError> {
    sqlx::query("delete from session where secret = ?")
        .bind(secret.as_slice())
        .execute(pool)
        .await?;
    Ok(())
}

/// Ends all sessions of an account but the kept one, and forgets its browsers.
pub(super) async fn end_all(
    tx: &mut Tx<'_>,
    account: i64,
    kept: Option<SecretHash>,
) -> Result<(), StoreError> {
    sqlx::query("delete from session where account = ? and secret is not ?")
        .bind(account)
        .bind(kept.as_ref().map(|kept| kept.as_slice()))
        .execute(&mut **tx)
        .await?;
    sqlx::query("delete from device where account = ?").bind(account).execute(&mut **tx).await?;
    Ok(())
}

pub(super) async fn sweep(
    tx: &mut Tx<'_>,
    seen: Timestamp,
    created: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("delete from session where seen_at < ? or created_at < ?")
        .bind(seen.as_second())
        .bind(created.as_second())
        .execute(&mut **tx)
        .await?;
    for table in ["invitation", "device"] {
        sqlx::query(sqlx::AssertSqlSafe(format!("delete from {table} where expires_at <= ?")))
            .bind(now.as_second())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

pub(super) async fn remember_device(
    pool: &SqlitePool,
    secret: SecretHash,
    account: i64,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("insert or replace into device values (?, ?, ?)")
        .bind(secret.as_slice())
        .bind(account)
        .bind(expires_at.as_second())
        .execute(pool)
        .await?;
    Ok(())
}

pub(super) async fn knows_device(
    pool: &SqlitePool,
    secret: SecretHash,
    account: i64,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar(
        "select exists (select 1 from device where secret = ? and account = ? and expires_at > ?)",
    )
    .bind(secret.as_slice())
    .bind(account)
    .bind(now.as_second())
    .fetch_one(pool)
    .await?)
}
