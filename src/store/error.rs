//! Why something could not be read or written.

use std::{io, path::PathBuf};

use sqlx::error::DatabaseError;

/// Why nothing can be written at the moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// There is no space left.
    #[error("the disk is full")]
    Full,
    /// The file, its folder or its file system cannot be written.
    #[error("the file, its folder or its file system is read-only")]
    ReadOnly,
    /// Another program did not finish its own write in time.
    #[error("another program has been writing for too long")]
    Busy,
    /// A changed schema would have to be written first.
    #[error("the schema {0} is older than this program's and cannot be brought up to date")]
    OldSchema(i64),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

impl From<&io::Error> for Obstacle {
    fn from(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly,
            _ => Self::Other(error.to_string()),
        }
    }
}

/// Why a file cannot be restored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadBackup {
    /// It is missing or cannot be read.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// It is no database of this program.
    #[error("it is not a backup of this program")]
    Foreign,
    /// It was made by a newer version of the program.
    #[error("it has schema {found}, this program knows up to {known}")]
    Newer {
        /// The schema version of the backup.
        found: i64,
        /// The newest one that the program knows.
        known: i64,
    },
    /// It is not whole.
    #[error("it is damaged: {0}")]
    Damaged(String),
    /// It holds no city that could be served.
    #[error("there is no city in it that could be served")]
    NoCity,
    /// Another restore is under way.
    #[error("another restore is under way")]
    Underway,
}

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
    NotWritable(Obstacle),
    /// A row holds what the program cannot read.
    #[error("table {table} holds a value that cannot be read: {problem}")]
    Content {
        /// The table.
        table: &'static str,
        /// What is wrong with the value.
        problem: String,
    },
    /// The file is no database of this program.
    #[error("„{}“ is not a database of this program", .0.display())]
    Foreign(PathBuf),
    /// The file itself is damaged.
    #[error("the database file is damaged: {0}")]
    Damaged(String),
    /// There is a file already where a backup was to be written.
    #[error("„{}“ is there already; a backup never overwrites", .0.display())]
    BackupExists(PathBuf),
    /// A file cannot be restored.
    #[error("the backup „{}“ cannot be restored: {problem}", .file.display())]
    Backup {
        /// The file.
        file: PathBuf,
        /// Why not.
        problem: BadBackup,
    },
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

/// Primary result codes of SQLite that mean "cannot be written now" or "the file is damaged".
/// <https://www.sqlite.org/rescode.html>
const BUSY: i64 = 5;
const LOCKED: i64 = 6;
const READONLY: i64 = 8;
const IOERR: i64 = 10;
const CORRUPT: i64 = 11;
const FULL: i64 = 13;
const CANTOPEN: i64 = 14;
const NOTADB: i64 = 26;

fn primary_code(error: &dyn DatabaseError) -> Option<i64> {
    // SQLite's extended codes keep the primary one in the lowest byte.
    error.code()?.parse::<i64>().ok().map(|code| code & 0xff)
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let Some(inner) = error.as_database_error() else {
            return match error {
                sqlx::Error::PoolTimedOut => Self::NotWritable(Obstacle::Busy),
                other => Self::Database(other),
            };
        };
        if inner.message().contains("edition_overlap") {
            return Self::EditionOverlap;
        }
        if inner.is_unique_violation() && inner.message().contains("account.name") {
            return Self::NameTaken;
        }
        let text = || inner.message().to_owned();
        match primary_code(inner) {
            Some(BUSY | LOCKED) => Self::NotWritable(Obstacle::Busy),
            Some(READONLY) => Self::NotWritable(Obstacle::ReadOnly),
            Some(FULL) => Self::NotWritable(Obstacle::Full),
            Some(IOERR | CANTOPEN) => Self::NotWritable(Obstacle::Other(text())),
            Some(CORRUPT | NOTADB) => Self::Damaged(text()),
            _ => Self::Database(error),
        }
    }
}
