//! The store in one SQLite file.

mod directory;
mod editions;
mod municipalities;

use std::{path::Path, time::Duration};

use async_trait::async_trait;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{
    Row, Sqlite, SqlitePool, Transaction,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow},
};

use super::{Store, StoreError};
use crate::domain::city::Dataset;

static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations/sqlite");

/// A SQLite file with its schema brought up to date.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    pool: SqlitePool,
}

impl SqliteStore {
    /// Opens or creates the file that a URL such as `sqlite:var/sozialraum.db` names, its
    /// folder included, and migrates its schema.
    ///
    /// # Errors
    /// When the URL is no SQLite URL, the file cannot be opened or its schema is a newer one.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let file = file_of(url)?;
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .map_err(|error| StoreError::Database(sqlx::Error::Io(error)))?;
        }
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        let pool = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
        MIGRATIONS.run(&pool).await?;
        Ok(Self { pool })
    }
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

#[async_trait]
impl Store for SqliteStore {
    async fn dataset(&self) -> Result<Option<Dataset>, StoreError> {
        let mut tx = self.pool.begin().await?;
        let Some(city) = sqlx::query("select * from city").fetch_optional(&mut *tx).await? else {
            return Ok(None);
        };
        Ok(Some(Dataset {
            info: json(&city, "city", "info")?,
            attribution: city.try_get("attribution")?,
            limit: json(&city, "city", "limit_area")?,
            organisation: json(&city, "city", "organisation")?,
            parts: json(&city, "city", "parts")?,
            editions: editions::read(&mut tx).await?,
            municipalities: municipalities::read(&mut tx).await?,
            streets: directory::streets(&mut tx).await?,
            points: directory::points(&mut tx).await?,
            layers: layers(&mut tx).await?,
        }))
    }

    async fn replace_dataset(&self, dataset: &Dataset) -> Result<(), StoreError> {
        let mut tx = self.pool.begin_with("begin immediate").await?;
        for table in [
            "reading",
            "address_point",
            "street",
            "sozialraum",
            "border_line",
            "edition",
            "municipality",
            "layer",
            "city",
        ] {
            sqlx::query(sqlx::AssertSqlSafe(format!("delete from {table}")))
                .execute(&mut *tx)
                .await?;
        }
        sqlx::query("insert into city values (1, ?, ?, ?, ?, ?)")
            .bind(text(&dataset.info))
            .bind(&dataset.attribution)
            .bind(text(&dataset.limit))
            .bind(text(&dataset.organisation))
            .bind(text(&dataset.parts))
            .execute(&mut *tx)
            .await?;
        for data in &dataset.editions {
            editions::insert(&mut tx, data).await?;
        }
        municipalities::insert(&mut tx, &dataset.municipalities).await?;
        directory::insert(&mut tx, dataset).await?;
        for (name, content) in &dataset.layers {
            sqlx::query("insert into layer values (?, ?)")
                .bind(name)
                .bind(content)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

type Tx<'a> = Transaction<'a, Sqlite>;

fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("domain values have text keys")
}

fn parse<T: DeserializeOwned>(table: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text)
        .map_err(|error| StoreError::Content { table, problem: error.to_string() })
}

fn json<T: DeserializeOwned>(
    row: &SqliteRow,
    table: &'static str,
    column: &str,
) -> Result<T, StoreError> {
    parse(table, row.try_get(column)?)
}

/// A value that is kept as its plain word, such as `draft`.
fn word<T: DeserializeOwned>(
    row: &SqliteRow,
    table: &'static str,
    column: &str,
) -> Result<T, StoreError> {
    let text: String = row.try_get(column)?;
    serde_json::from_value(text.into())
        .map_err(|error| StoreError::Content { table, problem: error.to_string() })
}

fn word_of(value: &impl Serialize) -> String {
    text(value).trim_matches('"').to_owned()
}

async fn layers(tx: &mut Tx<'_>) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    sqlx::query("select * from layer order by name")
        .fetch_all(&mut **tx)
        .await?
        .iter()
        .map(|row| Ok((row.try_get("name")?, row.try_get("content")?)))
        .collect()
}
