//! Why something could not be read or written.

use sqlx::error::DatabaseError;

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
    /// An account of that name exists already.
    #[error("there is an account of that name already")]
    NameTaken,
    /// There is nothing under that number.
    #[error("there is nothing under that number")]
    NotFound,
    /// Nobody could run the service any more.
    #[error("the last administrator who can sign in cannot be taken away")]
    LastAdmin,
    /// Somebody else has changed it in the meantime.
    #[error("somebody else has changed this in the meantime")]
    Stale,
    /// A link was used already, has run out or never existed.
    #[error("the link was used already or has run out")]
    BadLink,
    /// Nothing can be written at the moment; what was read so far still holds.
    #[error("the database cannot be written: {0}")]
    NotWritable(String),
    /// A row holds what the program cannot read.
    #[error("table {table} holds a value that cannot be read: {problem}")]
    Content {
        /// The table.
        table: &'static str,
        /// What is wrong with the value.
        problem: String,
    },
    /// The file is no database of this program.
    #[error("{0}")]
    Foreign(String),
    /// The database was made by a newer version of the program.
    #[error("the database has schema {found}, this program knows up to {known}")]
    Newer {
        /// The schema version of the database.
        found: i64,
        /// The newest one that the program knows.
        known: i64,
    },
    /// The schema could not be brought up to date.
    #[error("the schema cannot be brought up to date: {0}")]
    Migration(sqlx::migrate::MigrateError),
    /// The database itself fails.
    #[error("database: {0}")]
    Database(sqlx::Error),
}

/// Primary result codes of SQLite that mean "cannot be written now".
/// <https://www.sqlite.org/rescode.html>
const BUSY: i64 = 5;
const LOCKED: i64 = 6;
const READONLY: i64 = 8;
const IOERR: i64 = 10;
const FULL: i64 = 13;
const CANTOPEN: i64 = 14;

fn primary_code(error: &dyn DatabaseError) -> Option<i64> {
    // SQLite's extended codes keep the primary one in the lowest byte.
    error.code()?.parse::<i64>().ok().map(|code| code & 0xff)
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let Some(inner) = error.as_database_error() else {
            return match error {
                sqlx::Error::PoolTimedOut => Self::NotWritable(error.to_string()),
                other => Self::Database(other),
            };
        };
        if inner.message().contains("edition_overlap") {
            return Self::EditionOverlap;
        }
        if inner.is_unique_violation() && inner.message().contains("account.name") {
            return Self::NameTaken;
        }
        match primary_code(inner) {
            Some(BUSY | LOCKED | READONLY | IOERR | FULL | CANTOPEN) => {
                Self::NotWritable(inner.message().to_owned())
            }
            _ => Self::Database(error),
        }
    }
}
