//! Opening a file: whose it is, which schema it has, and bringing that up to date.

use std::{
    fs, io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rustix::fs::{Access, access};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions},
};
use tokio::time::sleep;

use super::{SqliteStore, schema};
use crate::store::{Obstacle, StoreError};

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

/// How long another process is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(20);
/// What SQLite needs at least to write, in bytes.
const SHARED_MEMORY: u64 = 64 * 1024;

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
            // Whoever is busy will be done some time: that is no reason never to write again.
            Err(StoreError::NotWritable(obstacle)) if obstacle != Obstacle::Busy => {
                let (store, found) = Self::read_only(url, obstacle).await?;
                if found == schema::newest() {
                    Ok(store)
                } else {
                    Err(StoreError::NotWritable(Obstacle::OldSchema(found)))
                }
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
        let begin = Instant::now();
        loop {
            match Self::migrate_file(file).await {
                // SQLite itself does not wait while another process makes the log.
                Err(StoreError::NotWritable(Obstacle::Busy)) if begin.elapsed() < PATIENCE => {
                    sleep(PAUSE).await;
                }
                Err(StoreError::NotWritable(obstacle)) => {
                    return Err(StoreError::NotWritable(plainly(obstacle, file)));
                }
                other => return other,
            }
        }
    }

    async fn migrate_file(file: &Path) -> Result<(Self, Migrated), StoreError> {
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(|error| not_writable(&error))?;
        }
        if !file.exists() {
            private_file(file).map_err(|error| not_writable(&error))?;
        }
        // Whose file it is has to be known before anything is written into it.
        let looking = connect(options(file), 1).await?;
        let from = schema::found(&looking, file).await?;
        looking.close().await;
        let pool = connect(options(file).journal_mode(SqliteJournalMode::Wal), 4).await?;
        let to = schema::bring_up_to_date(&pool, file, from).await?;
        Ok((Self { pool, obstacle: None }, Migrated { from, to }))
    }

    /// Opens a file as it is, without bringing anything up to date, and says which schema it has
    /// and which one the program knows.
    ///
    /// # Errors
    /// When the file is missing, belongs to something else, is a newer one or cannot be read.
    pub async fn inspect(url: &str) -> Result<(Self, Migrated), StoreError> {
        let file = file_of(url)?;
        let opened = async {
            let pool = connect(options(file), 4).await?;
            let found = schema::found(&pool, file).await?;
            Ok((Self { pool, obstacle: None }, found))
        };
        let (store, from) = match opened.await {
            Err(StoreError::NotWritable(obstacle)) => {
                Self::read_only(url, plainly(obstacle, file)).await?
            }
            other => other?,
        };
        Ok((store, Migrated { from, to: schema::newest() }))
    }

    /// Opens a file for reading that could not be opened for writing, and says its schema.
    async fn read_only(url: &str, obstacle: Obstacle) -> Result<(Self, i64), StoreError> {
        let file = file_of(url)?;
        let options = SqliteConnectOptions::new().filename(file).read_only(true);
        let mut found = look(options.clone(), file, &obstacle).await;
        // Without a writable folder SQLite cannot make its shared memory; a file that nobody can
        // write may be read without. But what is only in the log would be overlooked.
        let log = fs::metadata(with_suffix(file, "-wal")).map_or(0, |log| log.len());
        if matches!(found, Err(StoreError::NotWritable(_))) && log == 0 {
            found = look(options.immutable(true), file, &obstacle).await;
        }
        found.map_err(|error| match error {
            StoreError::NotWritable(_) => StoreError::NotWritable(obstacle),
            other => other,
        })
    }
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(file).foreign_keys(true).busy_timeout(PATIENCE)
}

async fn look(
    options: SqliteConnectOptions,
    file: &Path,
    obstacle: &Obstacle,
) -> Result<(SqliteStore, i64), StoreError> {
    let pool = connect(options, 4).await?;
    let found = schema::found(&pool, file).await?;
    Ok((SqliteStore { pool, obstacle: Some(obstacle.clone()) }, found))
}

/// Looks closer where SQLite says no more than that something failed: its shared memory may have
/// no space, or its folder may not take the file.
fn plainly(obstacle: Obstacle, file: &Path) -> Obstacle {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let full = rustix::fs::statvfs(folder)
        .is_ok_and(|found| found.f_bavail.saturating_mul(found.f_frsize) < SHARED_MEMORY);
    match obstacle {
        Obstacle::Other(_) if full => Obstacle::Full,
        Obstacle::Other(_) if access(folder, Access::WRITE_OK).is_err() => Obstacle::ReadOnly,
        other => other,
    }
}

pub(super) fn not_writable(error: &io::Error) -> StoreError {
    StoreError::NotWritable(error.into())
}

/// Creates an empty file that nobody else may read: what is kept includes hashes of passwords.
/// SQLite gives the files beside it the same mode.
pub(super) fn private_file(file: &Path) -> io::Result<fs::File> {
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)
}

async fn connect(options: SqliteConnectOptions, most: u32) -> Result<SqlitePool, StoreError> {
    Ok(SqlitePoolOptions::new().max_connections(most).connect_with(options).await?)
}

/// A file beside the database, such as `sozialraum.db.restoring`.
pub(super) fn beside(database: &Path, ending: &str) -> PathBuf {
    database.with_added_extension(ending)
}

/// A file beside the database that SQLite itself keeps, such as `sozialraum.db-wal`.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
