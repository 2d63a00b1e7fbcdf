//! Opening a file: whose it is, which schema it has, and bringing that up to date.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{
    SqlitePool,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions},
};

use super::SqliteStore;
use crate::store::StoreError;

static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations/sqlite");

/// What opening did to the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migrated {
    /// The version before; 0 for a new file.
    pub from: i64,
    /// The version now.
    pub to: i64,
}

/// The file that a `sqlite:` URL names.
///
/// # Errors
/// When it is no such URL.
pub fn file_of(url: &str) -> Result<&Path, StoreError> {
    let file = url.strip_prefix("sqlite:").ok_or_else(|| StoreError::Url(url.to_owned()))?;
    let file = file.strip_prefix("//").unwrap_or(file);
    if file.is_empty() {
        return Err(StoreError::Url(url.to_owned()));
    }
    Ok(Path::new(file))
}

impl SqliteStore {
    /// Opens or creates the file that a URL such as `sqlite:var/sozialraum.db` names, its
    /// folder included, and migrates its schema. A file that cannot be written but has the
    /// current schema is opened for reading: look-ups go on, writes fail.
    ///
    /// # Errors
    /// When the URL is no SQLite URL, the file belongs to something else, its schema is a newer
    /// one, or it can neither be written nor be read as it is.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        match Self::migrate(url).await {
            Ok((store, _)) => Ok(store),
            Err(StoreError::NotWritable(reason)) => {
                Self::read_only(url).await.map_err(|_| StoreError::NotWritable(reason))
            }
            Err(error) => Err(error),
        }
    }

    /// Opens or creates a file for writing and says what that did to its schema.
    ///
    /// # Errors
    /// As [`SqliteStore::open`], and when the file cannot be written.
    pub async fn migrate(url: &str) -> Result<(Self, Migrated), StoreError> {
        let file = file_of(url)?;
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .map_err(|error| StoreError::NotWritable(error.to_string()))?;
        }
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        // Whose file it is has to be known before anything is written into it.
        let looking = connect(options.clone(), 1).await?;
        let from = schema(&looking, file).await?;
        looking.close().await;
        let pool = connect(options.journal_mode(SqliteJournalMode::Wal), 4).await?;
        let to = newest();
        if from < to {
            MIGRATIONS.run(&pool).await.map_err(migration_error)?;
        }
        let store = Self { pool };
        Ok((store, Migrated { from, to }))
    }

    async fn read_only(url: &str) -> Result<Self, StoreError> {
        let file = file_of(url)?;
        let options = SqliteConnectOptions::new().filename(file).read_only(true);
        let pool = match connect(options.clone(), 4).await {
            Ok(pool) => match schema(&pool, file).await {
                Ok(_) => pool,
                // Without a writable folder SQLite cannot make its shared memory; a file that
                // nobody can write may be read without.
                Err(_) => connect(options.immutable(true), 4).await?,
            },
            Err(_) => connect(options.immutable(true), 4).await?,
        };
        let found = schema(&pool, file).await?;
        if found != newest() {
            return Err(StoreError::NotWritable(format!(
                "the schema {found} is older than this program's and cannot be brought up to date"
            )));
        }
        Ok(Self { pool })
    }
}

async fn connect(options: SqliteConnectOptions, most: u32) -> Result<SqlitePool, StoreError> {
    Ok(SqlitePoolOptions::new().max_connections(most).connect_with(options).await?)
}

/// The newest schema version that the program knows.
fn newest() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// The schema version of a file; 0 for an empty one.
async fn schema(pool: &SqlitePool, file: &Path) -> Result<i64, StoreError> {
    let foreign =
        || StoreError::Foreign(format!("„{}“ is not a database of this program", file.display()));
    let tables: Vec<String> =
        sqlx::query_scalar("select name from sqlite_master where type = 'table'")
            .fetch_all(pool)
            .await
            .map_err(|error| match error.as_database_error() {
                // SQLITE_NOTADB
                Some(inner) if inner.code().as_deref() == Some("26") => foreign(),
                _ => error.into(),
            })?;
    if tables.is_empty() {
        return Ok(0);
    }
    if !tables.iter().any(|table| table == "_sqlx_migrations") {
        return Err(foreign());
    }
    let found: i64 =
        sqlx::query_scalar("select coalesce(max(version), 0) from _sqlx_migrations where success")
            .fetch_one(pool)
            .await?;
    let known = newest();
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    Ok(found)
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

/// A file beside the database, such as `sozialraum.db.restoring`.
pub(super) fn beside(database: &Path, ending: &str) -> PathBuf {
    database.with_added_extension(ending)
}
