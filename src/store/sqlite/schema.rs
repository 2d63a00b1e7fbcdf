//! Which schema a file has, whose it is, and bringing it up to date.

use std::path::Path;

use sqlx::{SqlitePool, migrate::Migrator};

use crate::store::StoreError;

static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations/sqlite");

/// Marks a file as one of this program; set by the second migration.
const APPLICATION_ID: i64 = 0x537A_526D;

/// The newest schema version that the program knows.
pub(super) fn newest() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// The schema version of a file; 0 for an empty one.
pub(super) async fn found(pool: &SqlitePool, file: &Path) -> Result<i64, StoreError> {
    // One transaction: another program may be making the same database at this moment, and tables,
    // version and mark have to be from one and the same state of it.
    let mut tx = pool.begin().await?;
    let tables: Vec<String> =
        sqlx::query_scalar("select name from sqlite_master where type = 'table'")
            .fetch_all(&mut *tx)
            .await
            .map_err(|error| match error.as_database_error() {
                // SQLITE_NOTADB
                Some(inner) if inner.code().as_deref() == Some("26") => {
                    StoreError::Foreign(file.to_owned())
                }
                _ => error.into(),
            })?;
    if tables.is_empty() {
        return Ok(0);
    }
    let has = |name: &str| tables.iter().any(|table| table == name);
    if !has("_sqlx_migrations") {
        return Err(StoreError::Foreign(file.to_owned()));
    }
    let found: i64 =
        sqlx::query_scalar("select coalesce(max(version), 0) from _sqlx_migrations where success")
            .fetch_one(&mut *tx)
            .await?;
    let id: i64 = sqlx::query_scalar("pragma application_id").fetch_one(&mut *tx).await?;
    let ours = match found {
        // The first migration broke off.
        0 => tables.len() == 1,
        1 => has("city"),
        _ => id == APPLICATION_ID,
    };
    if !ours {
        return Err(StoreError::Foreign(file.to_owned()));
    }
    let known = newest();
    if found > known { Err(StoreError::Newer { found, known }) } else { Ok(found) }
}

/// Brings a file up to date that has schema `from`; returns the schema that it has then.
pub(super) async fn bring_up_to_date(
    pool: &SqlitePool,
    file: &Path,
    from: i64,
) -> Result<i64, StoreError> {
    let mut at = from;
    while at < newest() {
        let done = MIGRATIONS.run(pool).await;
        let now = found(pool, file).await?;
        // Another process may have been at it at the same moment: then this one goes on from
        // where that one got to.
        if now == at {
            done.map_err(migration_error)?;
        }
        at = now;
    }
    Ok(at)
}

fn migration_error(error: sqlx::migrate::MigrateError) -> StoreError {
    use sqlx::migrate::MigrateError;
    match error {
        MigrateError::Execute(error) => error.into(),
        MigrateError::ExecuteMigration(error, _) => match StoreError::from(error) {
            StoreError::Database(error) => StoreError::Migration(MigrateError::Execute(error)),
            other => other,
        },
        other => StoreError::Migration(other),
    }
}
