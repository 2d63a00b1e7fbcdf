//! Whether the file itself is sound.

use super::SqliteStore;
use crate::store::StoreError;

/// How many defects are named.
const MOST: usize = 3;

impl SqliteStore {
    /// What SQLite finds wrong with the file; empty when it is sound.
    ///
    /// # Errors
    /// When it cannot even be searched.
    pub async fn defects(&self) -> Result<Vec<String>, StoreError> {
        let found: Vec<String> =
            sqlx::query_scalar("pragma integrity_check").fetch_all(&self.pool).await?;
        Ok(found.into_iter().filter(|line| line != "ok").take(MOST).collect())
    }

    /// Tables with rows that refer to what is not there; empty when there are none.
    ///
    /// # Errors
    /// When the database cannot be searched.
    pub async fn dangling(&self) -> Result<Vec<String>, StoreError> {
        Ok(sqlx::query_scalar("select distinct \"table\" from pragma_foreign_key_check")
            .fetch_all(&self.pool)
            .await?)
    }
}
