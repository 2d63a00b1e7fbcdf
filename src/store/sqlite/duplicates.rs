//! Pairs of entries that were found to be no duplicates.

use sqlx::{Row, SqlitePool};

use super::{Tx, suggestions::id};
use crate::{
    domain::{audit::Event, resource::duplicates::Pair},
    store::StoreError,
};

pub(super) async fn read(pool: &SqlitePool) -> Result<Vec<Pair>, StoreError> {
    let rows = sqlx::query("select first, second from no_duplicate").fetch_all(pool).await?;
    rows.iter()
        .map(|row| Ok(Pair::new(id(row.try_get("first")?)?, id(row.try_get("second")?)?)))
        .collect()
}

pub(super) async fn insert(tx: &mut Tx<'_>, pair: Pair, event: &Event) -> Result<(), StoreError> {
    for id in [pair.first, pair.second] {
        let there: bool = sqlx::query_scalar("select exists (select 1 from resource where id = ?)")
            .bind(id.to_string())
            .fetch_one(&mut **tx)
            .await?;
        if !there {
            return Err(StoreError::NotFound);
        }
    }
    let done = sqlx::query("insert into no_duplicate values (?, ?, ?, ?) on conflict do nothing")
        .bind(pair.first.to_string())
        .bind(pair.second.to_string())
        .bind(event.at.as_second())
        .bind(&event.actor)
        .execute(&mut **tx)
        .await?;
    changed(done.rows_affected())
}

pub(super) async fn delete(tx: &mut Tx<'_>, pair: Pair) -> Result<(), StoreError> {
    let done = sqlx::query("delete from no_duplicate where first = ? and second = ?")
        .bind(pair.first.to_string())
        .bind(pair.second.to_string())
        .execute(&mut **tx)
        .await?;
    changed(done.rows_affected())
}

/// It was so already: somebody else was faster.
fn changed(rows: u64) -> Result<(), StoreError> {
    if rows == 0 { Err(StoreError::Stale) } else { Ok(()) }
}
