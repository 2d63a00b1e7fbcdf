//! The service while it runs: look-ups from an immutable snapshot that is swapped when what is
//! kept changes, whoever changed it – this server, another one, or the command line.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use arc_swap::ArcSwap;
use jiff::Timestamp;
use tokio::sync::Mutex;

use super::{Service, basemap::BaseMap, open::OpenError, served::Served};
use crate::store::{Revision, Store, StoreError};

/// The running service.
pub struct Live {
    snapshot: ArcSwap<Service>,
    base_map: ArcSwap<BaseMap>,
    store: Arc<dyn Store>,
    /// What the snapshot was made from. Held while a new one is made, so that an older one never
    /// replaces it.
    revision: Mutex<Revision>,
    writable: AtomicBool,
}

impl Live {
    /// Loads what is kept; `None` when there is no city yet.
    ///
    /// # Errors
    /// When the store fails or what is kept cannot serve.
    pub async fn load(store: Arc<dyn Store>) -> Result<Option<Self>, OpenError> {
        // Read before the data: a change in between is loaded twice rather than missed.
        let revision = store.revision().await?;
        let Some(dataset) = store.dataset().await? else { return Ok(None) };
        let changes = store.organisation_changes().await?;
        let served = Served::build(dataset, &changes, store.resources(0).await?)?;
        Ok(Some(Self {
            snapshot: ArcSwap::from_pointee(served.service),
            base_map: ArcSwap::from_pointee(served.base_map),
            store,
            revision: Mutex::new(revision),
            writable: AtomicBool::new(true),
        }))
    }

    /// The snapshot. It stays as it is for whoever holds it.
    pub fn service(&self) -> Arc<Service> {
        self.snapshot.load_full()
    }

    /// The base map of the city. It stays as it is for whoever holds it.
    pub fn base_map(&self) -> Arc<BaseMap> {
        self.base_map.load_full()
    }

    /// What is kept.
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// Swaps the snapshot if what is kept has changed since; says whether it did.
    ///
    /// # Errors
    /// When the store fails or what is kept cannot serve; the present snapshot stays.
    pub async fn refresh(&self) -> Result<bool, OpenError> {
        let mut known = self.revision.lock().await;
        let now = self.store.revision().await?;
        if now == *known {
            return Ok(false);
        }
        let changes = self.store.organisation_changes().await?;
        let service = if now.dataset == known.dataset {
            let changed = self.snapshot.load().with_changes(&changes);
            let records = self.store.resources(known.resources).await?;
            let with_records = move || changed.with_records(records);
            tokio::task::spawn_blocking(with_records).await.expect("indexing does not panic")
        } else {
            let dataset = self.store.dataset().await?.ok_or_else(|| StoreError::Content {
                table: "city",
                problem: "the city is gone".into(),
            })?;
            let records = self.store.resources(0).await?;
            let build = move || Served::build(dataset, &changes, records);
            let built = tokio::task::spawn_blocking(build).await;
            let served = built.expect("building a city does not panic")?;
            self.base_map.store(Arc::new(served.base_map));
            served.service
        };
        self.snapshot.store(Arc::new(service));
        *known = now;
        Ok(true)
    }

    /// Finds out whether anything can be written at the moment, and remembers it.
    pub async fn probe(&self) -> bool {
        let writable = match self.store.probe(Timestamp::now()).await {
            Ok(()) => true,
            Err(error) => {
                if self.writable.load(Ordering::Relaxed) {
                    tracing::error!(%error, "nothing can be written; look-ups go on");
                }
                false
            }
        };
        if writable && !self.writable.swap(writable, Ordering::Relaxed) {
            tracing::info!("writing works again");
        }
        self.writable.store(writable, Ordering::Relaxed);
        writable
    }
}
