//! What is kept, behind one trait in domain terms.

mod sqlite;

use async_trait::async_trait;

use crate::domain::city::Dataset;

pub use sqlite::{SqliteStore, file_of};

/// Why something could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database address is not understood.
    #[error(
        "database „{0}“ is not understood; write sqlite:FILE, for example sqlite:var/sozialraum.db"
    )]
    Url(String),
    /// Two editions would be in force on the same day.
    #[error("two editions would be in force on the same day")]
    EditionOverlap,
    /// A row holds what the program cannot read.
    #[error("table {table} holds a value that cannot be read: {problem}")]
    Content {
        /// The table.
        table: &'static str,
        /// What is wrong with the value.
        problem: String,
    },
    /// The database was made by a newer or a changed version of the program.
    #[error("the database does not fit this version of the program: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The database itself fails.
    #[error("database: {0}")]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(inner) if inner.message().contains("edition_overlap") => {
                Self::EditionOverlap
            }
            _ => Self::Database(error),
        }
    }
}

/// The keeper of a city.
#[async_trait]
pub trait Store: Send + Sync {
    /// The city that is kept; `None` before the first import.
    ///
    /// # Errors
    /// When the database fails or holds what cannot be read.
    async fn dataset(&self) -> Result<Option<Dataset>, StoreError>;

    /// Replaces the city, wholly or not at all.
    ///
    /// # Errors
    /// When the database fails or two editions overlap; nothing is changed then.
    async fn replace_dataset(&self, dataset: &Dataset) -> Result<(), StoreError>;
}
