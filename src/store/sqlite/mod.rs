//! The store in one SQLite file.

mod accounts;
mod audit;
mod backup;
mod checked_backup;
mod dataset;
mod directory;
mod duplicates;
mod editions;
mod municipalities;
mod open;
mod organisation;
mod provider_links;
mod resources;
mod restore;
mod schema;
mod sessions;
mod soundness;
mod store;
mod suggestions;
mod tokens;
mod values;

use sqlx::{Sqlite, SqlitePool, Transaction};

use super::{Obstacle, StoreError};

pub use checked_backup::CheckedBackup;
pub use open::{Migrated, file_of};
use values::{json, optional_time, parse, text, time, word, word_of};

/// A SQLite file with its schema brought up to date.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    pool: SqlitePool,
    /// Why it could only be opened for reading, if so.
    obstacle: Option<Obstacle>,
}

type Result<T> = std::result::Result<T, StoreError>;
type Tx<'a> = Transaction<'a, Sqlite>;

impl SqliteStore {
    /// Closes the file once nothing uses it any more, its write-ahead log merged into it.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    fn allow_writing(&self) -> Result<()> {
        self.obstacle.clone().map_or(Ok(()), |obstacle| Err(StoreError::NotWritable(obstacle)))
    }

    /// A transaction that writes from its first statement on, so that two of them never wait
    /// for each other in a circle.
    async fn write(&self) -> Result<Tx<'_>> {
        self.allow_writing()?;
        Ok(self.pool.begin_with("begin immediate").await?)
    }
}

/// Counts a change that look-ups depend on.
async fn count_revision(tx: &mut Tx<'_>, counter: &'static str) -> Result<()> {
    let counting = format!("update revision set {counter} = {counter} + 1");
    sqlx::query(sqlx::AssertSqlSafe(counting)).execute(&mut **tx).await?;
    Ok(())
}
