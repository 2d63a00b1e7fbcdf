//! Where a service comes from: a data folder, or a database that is filled on first start.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;
use serde_json::json;

use super::{Service, check, live::Live, served::ServeError};
use crate::{
    domain::{
        audit::{Action, Event},
        city::Dataset,
        resource::Record,
    },
    formats::{
        defect::Defects,
        folder::{self, DESCRIPTION},
    },
    store::{Migrated, SqliteStore, Store, StoreError, file_of},
};

/// The folder in which data folders are looked for when none is named.
pub const DATA: &str = "data";
/// The database that is used when none is named.
pub const DATABASE: &str = "sqlite:var/sozialraum.db";

/// The name under which the audit record knows what is done on the command line.
pub const ACTOR: &str = "cli";

/// Why a service cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No data folder was named and there is none to be found.
    #[error("no data folder below „{}“", .0.display())]
    NoData(PathBuf),
    /// No data folder was named and there are several.
    #[error("several data folders: {}", .0.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", "))]
    SeveralData(Vec<PathBuf>),
    /// The folder that was named is none.
    #[error("„{}“ is no data folder", .0.display())]
    NotAFolder(PathBuf),
    /// The database that was named is missing or empty.
    #[error("database „{0}“ is missing or empty")]
    NoDatabase(String),
    /// There is no such database file.
    #[error("there is no database „{0}“")]
    Missing(String),
    /// The data folder has defects.
    #[error(transparent)]
    Defects(#[from] Defects),
    /// The dataset cannot serve.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// The database fails.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A running service and how it came about.
pub struct Opened {
    /// The service.
    pub live: Live,
    /// What it keeps.
    pub store: Arc<SqliteStore>,
    /// The folder that was imported on this start, if one was.
    pub imported: Option<PathBuf>,
}

/// The one data folder below `root`: a folder with a `dataset.toml`.
///
/// # Errors
/// When there is none or more than one.
pub fn only_folder(root: &Path) -> Result<PathBuf, OpenError> {
    let entries = fs::read_dir(root).map_err(|_| OpenError::NoData(root.to_owned()))?;
    let mut folders: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.join(DESCRIPTION).is_file())
        .collect();
    folders.sort();
    match folders.len() {
        0 => Err(OpenError::NoData(root.to_owned())),
        1 => Ok(folders.remove(0)),
        _ => Err(OpenError::SeveralData(folders)),
    }
}

/// The folder that was named, or the only one.
fn folder(named: Option<&Path>) -> Result<PathBuf, OpenError> {
    match named {
        Some(path) if path.is_dir() => Ok(path.to_owned()),
        Some(path) => Err(OpenError::NotAFolder(path.to_owned())),
        None => only_folder(Path::new(DATA)),
    }
}

/// A dataset without any defect.
fn sound_dataset(path: &Path) -> Result<Dataset, OpenError> {
    let report = check::check(path);
    match report.dataset {
        Some(dataset) if report.defects.is_empty() => Ok(dataset),
        _ => Err(Defects(report.defects).into()),
    }
}

/// Opens straight from a data folder, the only one when none is named.
///
/// # Errors
/// When the folder is missing or has a defect.
pub fn from_folder(named: Option<&Path>) -> Result<Service, OpenError> {
    let path = folder(named)?;
    // Reading without the full check: a look-up should not wait for it.
    let mut dataset = folder::read_sound(&path)?;
    let resources = std::mem::take(&mut dataset.resources);
    let records =
        resources.into_iter().map(|r| Record::new(r, Timestamp::UNIX_EPOCH, ACTOR)).collect();
    Ok(Service::build(dataset, &[], records).map_err(ServeError::from)?)
}

/// Opens a database that is there already, so that a slip of the pen never makes a new one.
///
/// # Errors
/// When there is no such file or it fails.
pub async fn existing_store(url: &str) -> Result<Arc<SqliteStore>, OpenError> {
    if !file_of(url)?.exists() {
        return Err(OpenError::Missing(url.to_owned()));
    }
    Ok(Arc::new(SqliteStore::open(url).await?))
}

/// Brings the schema of a database up to date, or makes an empty database.
///
/// # Errors
/// When the database fails or cannot be written.
pub async fn migrate(url: &str) -> Result<Migrated, OpenError> {
    let (store, migrated) = SqliteStore::migrate(url).await?;
    store.close().await;
    Ok(migrated)
}

/// Opens from a database that is there already and filled.
///
/// # Errors
/// When there is no such file, it is empty or fails.
pub async fn existing_database(url: &str) -> Result<Service, OpenError> {
    let missing = || OpenError::NoDatabase(url.to_owned());
    if !file_of(url)?.exists() {
        return Err(missing());
    }
    let store = SqliteStore::open(url).await?;
    let dataset = store.dataset().await?.ok_or_else(missing)?;
    let changes = store.organisation_changes().await?;
    let records = store.resources(0).await?;
    Ok(Service::build(dataset, &changes, records).map_err(ServeError::from)?)
}

/// Opens from a database; an empty one is filled from the data folder first, wholly or not at
/// all.
///
/// # Errors
/// When the database fails, or it is empty and the data folder is missing or has a defect.
pub async fn from_database(url: &str, data: Option<&Path>) -> Result<Opened, OpenError> {
    let store = Arc::new(SqliteStore::open(url).await?);
    if let Some(live) = Live::load(store.clone()).await? {
        return Ok(Opened { live, store, imported: None });
    }
    let path = folder(data)?;
    import(&*store, &path, ACTOR).await?;
    let live = Live::load(store.clone()).await?;
    let live = live.ok_or_else(|| OpenError::NoDatabase(url.to_owned()))?;
    Ok(Opened { live, store, imported: Some(path) })
}

/// Reads a data folder into a store in the place of the city there, wholly or not at all.
/// Accounts, changes of the organisation and the audit record stay.
///
/// # Errors
/// When the folder has a defect or the store fails; nothing is changed then.
pub async fn import(store: &dyn Store, path: &Path, actor: &str) -> Result<Dataset, OpenError> {
    keep(store, sound_dataset(path)?, actor).await
}

/// Reads a data folder into a database, which is made if there is none.
///
/// # Errors
/// When the folder has a defect or the database fails; nothing is changed or made then.
pub async fn import_into(url: &str, path: &Path) -> Result<Dataset, OpenError> {
    let dataset = sound_dataset(&folder(Some(path))?)?;
    let store = SqliteStore::open(url).await?;
    let kept = keep(&store, dataset, ACTOR).await;
    store.close().await;
    kept
}

async fn keep(store: &dyn Store, dataset: Dataset, actor: &str) -> Result<Dataset, OpenError> {
    let event = Event {
        at: Timestamp::now(),
        actor: actor.to_owned(),
        action: Action::DatasetImported,
        subject: format!("dataset/{}", dataset.info.ags),
        detail: json!({
            "city": dataset.info.name,
            "streets": dataset.streets.len(),
            "house_numbers": dataset.points.len(),
            "editions": dataset.editions.len(),
        }),
    };
    store.replace_dataset(&dataset, &event).await?;
    Ok(dataset)
}
