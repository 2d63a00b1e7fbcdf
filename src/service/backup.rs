//! Backing up and restoring, also while a server runs on the same database.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::json;

use super::{
    open::{ACTOR, OpenError, existing_store},
    served::Served,
};
use crate::{
    domain::audit::{Action, Event},
    store::{BadBackup, CheckedBackup, SqliteStore, Store, StoreError, file_of},
};

/// Writes the whole database to a new file.
///
/// # Errors
/// When there is no database, or the file is there already or cannot be written.
pub async fn backup(url: &str, file: &Path) -> Result<(), OpenError> {
    let store = existing_store(url).await?;
    let written = store.backup(file).await;
    store.close().await;
    Ok(written?)
}

/// Puts a backup in the place of what is kept, wholly or not at all; returns the file that holds
/// the former state, if there was one.
///
/// # Errors
/// When the backup cannot be restored or the database fails; nothing is changed then.
pub async fn restore(url: &str, file: &Path) -> Result<Option<PathBuf>, OpenError> {
    let database = file_of(url)?;
    let backup = CheckedBackup::open(file, database).await?;
    let no_city = || StoreError::Backup { file: file.to_owned(), problem: BadBackup::NoCity };
    // A server that runs has to be able to go on with it.
    let Some(dataset) = backup.store().dataset().await? else { return Err(no_city().into()) };
    let changes = backup.store().organisation_changes().await?;
    let records = backup.store().resources(0).await?;
    Served::build(dataset, &changes, records).map_err(|_| no_city())?;
    let store = SqliteStore::open(url).await?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let event = Event {
        at: Timestamp::now(),
        actor: ACTOR.to_owned(),
        action: Action::DatabaseRestored,
        subject: "database".into(),
        detail: json!({ "file": name }),
    };
    let restored = store.restore(backup, database, &event).await;
    store.close().await;
    Ok(restored?)
}
