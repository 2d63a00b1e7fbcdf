//! A backup that can be restored.

use std::{
    fs::{self, File},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use super::{
    SqliteStore,
    backup::utf8,
    open::{beside, not_writable, with_suffix},
};
use crate::store::{BadBackup, StoreError};

/// A copy of a backup that was proven and brought up to date. It goes when it is dropped.
pub struct CheckedBackup {
    pub(super) copy: PathBuf,
    pub(super) store: SqliteStore,
    // Held so that two restores never work on the same copy.
    _lock: File,
}

impl CheckedBackup {
    /// Copies a backup beside the database, proves the copy and brings it up to date. Neither the
    /// backup nor the database is written.
    ///
    /// # Errors
    /// When the backup is missing, damaged, or belongs to something else or to a newer version,
    /// or when the copy cannot be written.
    pub async fn open(backup: &Path, database: &Path) -> Result<Self, StoreError> {
        let bad = |problem| StoreError::Backup { file: backup.to_owned(), problem };
        let mut from = File::open(backup)
            .and_then(|file| if file.metadata()?.is_file() { Ok(file) } else { Err(no_file()) })
            .map_err(|error| bad(BadBackup::Unreadable(error.to_string())))?;
        let copy = beside(database, "restoring");
        if let Some(folder) = copy.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(|error| not_writable(&error))?;
        }
        let lock = lock(&copy).map_err(|error| not_writable(&error))?;
        let lock = lock.ok_or_else(|| bad(BadBackup::Underway))?;
        // What an interrupted restore has left: a log there would be taken for this copy's.
        remove_log(&copy);
        let copied = lock.set_len(0).and_then(|()| io::copy(&mut from, &mut &lock));
        if let Err(error) = copied {
            let _ = fs::remove_file(&copy);
            return Err(not_writable(&error));
        }
        let opened = open_copy(&copy).await.map_err(|error| match error {
            StoreError::Foreign(_) => bad(BadBackup::Foreign),
            StoreError::Newer { found, known } => bad(BadBackup::Newer { found, known }),
            StoreError::Damaged(problem) => bad(BadBackup::Damaged(problem)),
            StoreError::Database(error) => bad(BadBackup::Damaged(error.to_string())),
            other => other,
        });
        match opened {
            Ok(store) => Ok(Self { copy, store, _lock: lock }),
            Err(error) => {
                remove_log(&copy);
                let _ = fs::remove_file(&copy);
                Err(error)
            }
        }
    }

    /// What the backup holds.
    pub fn store(&self) -> &SqliteStore {
        &self.store
    }
}

impl Drop for CheckedBackup {
    fn drop(&mut self) {
        remove_log(&self.copy);
        let _ = fs::remove_file(&self.copy);
    }
}

fn no_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "not a file")
}

/// Opens the copy for this process alone; `None` when another one has it.
fn lock(copy: &Path) -> io::Result<Option<File>> {
    let mut options = File::options();
    let file = options.write(true).create(true).truncate(false).mode(0o600).open(copy)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(error)) => Err(error),
    }
}

fn remove_log(copy: &Path) {
    for suffix in ["-wal", "-shm", "-journal"] {
        let _ = fs::remove_file(with_suffix(copy, suffix));
    }
}

async fn open_copy(copy: &Path) -> Result<SqliteStore, StoreError> {
    let url = format!("sqlite:{}", utf8(copy)?);
    // First as it is: an empty file is no backup, though it would make a database.
    let (store, schema) = SqliteStore::inspect(&url).await?;
    let defects = store.defects().await;
    store.close().await;
    if schema.from == 0 {
        return Err(StoreError::Foreign(copy.to_owned()));
    }
    let mut defects = defects?;
    let (store, _) = SqliteStore::migrate(&url).await?;
    defects.extend(store.dangling().await?);
    if defects.is_empty() {
        return Ok(store);
    }
    store.close().await;
    Err(StoreError::Damaged(defects.join("; ")))
}
