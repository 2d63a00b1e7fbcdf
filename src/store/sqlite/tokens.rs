//! Tokens of machines.

use sqlx::{Row, SqlitePool, sqlite::SqliteRow};

use super::{Tx, json, optional_time, text, time};
use crate::{
    domain::{account::Token, audit::Event},
    store::{NewToken, SecretHash, StoreError},
};

const TABLE: &str = "token";

fn token(row: &SqliteRow) -> Result<Token, StoreError> {
    Ok(Token {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        roles: json(row, TABLE, "roles")?,
        created_at: time(row, TABLE, "created_at")?,
        created_by: row.try_get("created_by")?,
        expires_at: time(row, TABLE, "expires_at")?,
        revoked_at: optional_time(row, TABLE, "revoked_at")?,
    })
}

pub(super) async fn all(pool: &SqlitePool) -> Result<Vec<Token>, StoreError> {
    let rows = sqlx::query("select * from token order by id desc").fetch_all(pool).await?;
    rows.iter().map(token).collect()
}

pub(super) async fn find(
    pool: &SqlitePool,
    secret: SecretHash,
) -> Result<Option<Token>, StoreError> {
    let row = sqlx::query("select * from token where secret = ?")
        .bind(secret.as_slice())
        .fetch_optional(pool)
        .await?;
    row.as_ref().map(token).transpose()
}

pub(super) async fn insert(
    tx: &mut Tx<'_>,
    new: &NewToken,
    event: &Event,
) -> Result<i64, StoreError> {
    let done = sqlx::query(
        "insert into token (name, roles, secret, created_at, created_by, expires_at)
         values (?, ?, ?, ?, ?, ?)",
    )
    .bind(&new.name)
    .bind(text(&new.roles))
    .bind(new.secret.as_slice())
    .bind(event.at.as_second())
    .bind(&event.actor)
    .bind(new.expires_at.as_second())
    .execute(&mut **tx)
    .await?;
    Ok(done.last_insert_rowid())
}

pub(super) async fn revoke(tx: &mut Tx<'_>, id: i64, event: &Event) -> Result<(), StoreError> {
    let done = sqlx::query("update token set revoked_at = ? where id = ? and revoked_at is null")
        .bind(event.at.as_second())
        .bind(id)
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}
