//! What a server needs: the service, and the base map that it draws behind its answers.

use super::{
    Service,
    basemap::{BadLayer, BaseMap},
};
use crate::domain::{
    city::{CityError, Dataset},
    organisation::Change,
    resource::Record,
};

/// A city that is served.
pub struct Served {
    /// What answers.
    pub service: Service,
    /// What is drawn.
    pub base_map: BaseMap,
}

/// Why a dataset cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The dataset is no city that can be asked.
    #[error(transparent)]
    City(#[from] CityError),
    /// A layer of the base map cannot be read.
    #[error(transparent)]
    BaseMap(#[from] BadLayer),
}

impl Served {
    /// As [`Service::build`], with the base map.
    ///
    /// # Errors
    /// When the dataset is no city that can be asked, or has a layer that cannot be drawn.
    pub fn build(
        mut dataset: Dataset,
        changes: &[Change],
        records: Vec<Record>,
    ) -> Result<Self, ServeError> {
        let layers = std::mem::take(&mut dataset.layers);
        let service = Service::build(dataset, changes, records)?;
        let base_map = BaseMap::new(&layers)?.with_streets(service.city());
        Ok(Self { service, base_map })
    }
}
