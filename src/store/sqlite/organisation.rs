//! Changes of the organisation.

use jiff::civil::Date;
use sqlx::{Row, SqlitePool, sqlite::SqliteRow};

use super::{Tx, json, optional_time, text, time};
use crate::{
    domain::{
        audit::Event,
        organisation::{Change, NewChange, Undone},
    },
    store::StoreError,
};

const TABLE: &str = "organisation_change";

pub(super) async fn read(pool: &SqlitePool) -> Result<Vec<Change>, StoreError> {
    sqlx::query("select * from organisation_change order by id")
        .fetch_all(pool)
        .await?
        .iter()
        .map(change)
        .collect()
}

fn change(row: &SqliteRow) -> Result<Change, StoreError> {
    let bad = |problem: String| StoreError::Content { table: TABLE, problem };
    let entry: String = row.try_get("entry")?;
    let valid_from: String = row.try_get("valid_from")?;
    let undone = match optional_time(row, TABLE, "undone_at")? {
        Some(at) => Some(Undone { at, by: row.try_get("undone_by")? }),
        None => None,
    };
    Ok(Change {
        id: row.try_get("id")?,
        entry: entry.parse().map_err(|error| bad(format!("{error}")))?,
        valid_from: valid_from.parse::<Date>().map_err(|error| bad(error.to_string()))?,
        content: json(row, TABLE, "content")?,
        recorded_at: time(row, TABLE, "recorded_at")?,
        recorded_by: row.try_get("recorded_by")?,
        undone,
    })
}

pub(super) async fn insert(
    tx: &mut Tx<'_>,
    change: &NewChange,
    based_on: i64,
    event: &Event,
) -> Result<i64, StoreError> {
    let entry = change.entry.to_string();
    let latest: i64 =
        sqlx::query_scalar("select coalesce(max(id), 0) from organisation_change where entry = ?")
            .bind(&entry)
            .fetch_one(&mut **tx)
            .await?;
    if latest != based_on {
        return Err(StoreError::Stale);
    }
    let done = sqlx::query(
        "insert into organisation_change (entry, valid_from, content, recorded_at, recorded_by)
         values (?, ?, ?, ?, ?)",
    )
    .bind(entry)
    .bind(change.valid_from.to_string())
    .bind(text(&change.content))
    .bind(event.at.as_second())
    .bind(&event.actor)
    .execute(&mut **tx)
    .await?;
    Ok(done.last_insert_rowid())
}

pub(super) async fn set_undone(
    tx: &mut Tx<'_>,
    id: i64,
    undone: bool,
    event: &Event,
) -> Result<(), StoreError> {
    let is_undone: Option<bool> =
        sqlx::query_scalar("select undone_at is not null from organisation_change where id = ?")
            .bind(id)
            .fetch_optional(&mut **tx)
            .await?;
    match is_undone {
        None => return Err(StoreError::NotFound),
        Some(now) if now == undone => return Err(StoreError::Stale),
        Some(_) => {}
    }
    sqlx::query("update organisation_change set undone_at = ?, undone_by = ? where id = ?")
        .bind(undone.then(|| event.at.as_second()))
        .bind(undone.then_some(&event.actor))
        .bind(id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
