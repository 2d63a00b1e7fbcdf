//! Backing up while the service runs.

use std::{
    fs::{self, File},
    io,
    path::Path,
};

use super::{
    SqliteStore,
    open::{beside, not_writable, private_file, with_suffix},
};
use crate::store::{Obstacle, StoreError};

impl SqliteStore {
    /// Writes a consistent copy of the whole database to a new file, while others read and
    /// write. The file is there wholly or not at all.
    ///
    /// # Errors
    /// When the file is there already or cannot be written.
    pub async fn backup(&self, file: &Path) -> Result<(), StoreError> {
        if file.symlink_metadata().is_ok() {
            return Err(StoreError::BackupExists(file.to_owned()));
        }
        let part = beside(file, "part");
        remove(&part);
        // SQLite writes into an empty file, and so keeps its mode.
        private_file(&part).map_err(|error| not_writable(&error))?;
        let copied = sqlx::query("vacuum into ?")
            .bind(utf8(&part)?)
            .execute(&self.pool)
            .await
            .map_err(StoreError::from);
        copied
            .and_then(|_| settle(&part, file).map_err(|error| not_writable(&error)))
            .inspect_err(|_| remove(&part))
    }
}

/// Removes what is written, and the journal that SQLite keeps meanwhile.
fn remove(part: &Path) {
    for file in [part.to_owned(), with_suffix(part, "-journal")] {
        let _ = fs::remove_file(file);
    }
}

/// Gives a file that is written its name, so that it is still there after a power cut.
fn settle(part: &Path, file: &Path) -> io::Result<()> {
    File::open(part)?.sync_all()?;
    fs::rename(part, file)?;
    match file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => File::open(".")?.sync_all(),
    }
}

/// The path as text, which is how SQLite takes it.
pub(super) fn utf8(path: &Path) -> Result<&str, StoreError> {
    path.to_str().ok_or_else(|| {
        StoreError::NotWritable(Obstacle::Other(format!("„{}“ is not UTF-8", path.display())))
    })
}
