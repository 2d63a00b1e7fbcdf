//! Entries of the resource map and their history.

use std::collections::HashMap;

use sqlx::{Row, SqlitePool, sqlite::SqliteRow};
use uuid::Uuid;

use super::{Tx, count_revision, json, parse, text, time, word};
use crate::{
    domain::{
        audit::Event,
        resource::{Change, ChangeKind, Record, Resource, Status},
    },
    store::{ResourceWrite, StoreError},
};

const TABLE: &str = "resource";
const CHANGES: &str = "resource_change";

pub(super) async fn read(pool: &SqlitePool, since: i64) -> Result<Vec<Record>, StoreError> {
    let rows = sqlx::query("select record from resource where revision > ?")
        .bind(since)
        .fetch_all(pool)
        .await?;
    rows.iter().map(|row| json(row, TABLE, "record")).collect()
}

pub(super) async fn history(pool: &SqlitePool, id: Uuid) -> Result<Vec<Change>, StoreError> {
    let rows = sqlx::query("select * from resource_change where resource = ? order by id desc")
        .bind(id.to_string())
        .fetch_all(pool)
        .await?;
    rows.iter().map(change_of).collect()
}

/// One person cannot send two batches within a second: the pages between them take longer.
pub(super) async fn batch(pool: &SqlitePool, first: i64) -> Result<Vec<Change>, StoreError> {
    let rows = sqlx::query(
        "select step.* from resource_change step
         join resource_change first on first.id = ?1 and first.kind = ?2
         where step.id >= ?1 and step.kind = ?2 and step.at = first.at and step.by = first.by
         order by step.id",
    )
    .bind(first)
    .bind(ChangeKind::BulkEdited.code())
    .fetch_all(pool)
    .await?;
    rows.iter().map(change_of).collect()
}

fn change_of(row: &SqliteRow) -> Result<Change, StoreError> {
    Ok(Change {
        id: row.try_get("id")?,
        kind: word(row, CHANGES, "kind")?,
        at: time(row, CHANGES, "at")?,
        by: row.try_get("by")?,
        record: json(row, CHANGES, "record")?,
    })
}

/// Writes entries, each one step further than it is kept.
pub(super) async fn write(
    tx: &mut Tx<'_>,
    writes: &[ResourceWrite],
    event: &Event,
) -> Result<(), StoreError> {
    count_revision(tx, "resources").await?;
    for ResourceWrite { record, kind } in writes {
        let id = record.resource.id.to_string();
        let kept: Option<i64> = sqlx::query_scalar("select version from resource where id = ?")
            .bind(&id)
            .fetch_optional(&mut **tx)
            .await?;
        if record.version != kept.unwrap_or(0) + 1 {
            return Err(StoreError::Stale);
        }
        step(tx, &id, record, *kind, event).await?;
    }
    Ok(())
}

async fn step(
    tx: &mut Tx<'_>,
    id: &str,
    record: &Record,
    kind: ChangeKind,
    event: &Event,
) -> Result<(), StoreError> {
    let content = text(record);
    sqlx::query(
        "insert into resource (id, version, revision, record)
         values (?1, ?2, (select resources from revision), ?3)
         on conflict (id) do update set version = ?2,
             revision = (select resources from revision), record = ?3",
    )
    .bind(id)
    .bind(record.version)
    .bind(&content)
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "insert into resource_change (resource, version, kind, at, by, record)
         values (?, ?, ?, ?, ?, ?)",
    )
    .bind(id)
    .bind(record.version)
    .bind(kind.code())
    .bind(event.at.as_second())
    .bind(&event.actor)
    .bind(content)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Lets the entries that came with a data folder follow it: new ones are added, changed ones
/// changed, missing ones taken off the map. What somebody has changed by hand stays as it is.
pub(super) async fn seed(
    tx: &mut Tx<'_>,
    seeds: &[Resource],
    event: &Event,
) -> Result<(), StoreError> {
    count_revision(tx, "resources").await?;
    let rows = sqlx::query("select id, record from resource").fetch_all(&mut **tx).await?;
    let mut kept: HashMap<String, Record> = HashMap::with_capacity(rows.len());
    for row in &rows {
        kept.insert(row.try_get("id")?, parse(TABLE, row.try_get("record")?)?);
    }
    let seeded = |resource: &Resource, version, status| Record {
        status,
        version,
        seeded: true,
        ..Record::new(resource.clone(), event.at, &event.actor)
    };
    for resource in seeds {
        let id = resource.id.to_string();
        let record = match kept.remove(&id) {
            None => seeded(resource, 1, Status::Active),
            Some(former) if !former.seeded => continue,
            Some(former) if former.is_active() && former.resource == *resource => continue,
            Some(former) => seeded(resource, former.version + 1, Status::Active),
        };
        step(tx, &id, &record, ChangeKind::Seeded, event).await?;
    }
    for (id, former) in kept {
        if former.seeded && former.is_active() {
            let record = seeded(&former.resource, former.version + 1, Status::Removed);
            step(tx, &id, &record, ChangeKind::Seeded, event).await?;
        }
    }
    Ok(())
}
