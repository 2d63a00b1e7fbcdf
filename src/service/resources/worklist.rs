//! What is to be done for the map.

use std::collections::HashMap;

use uuid::Uuid;

use super::duplicates;
use crate::{
    domain::resource::{duplicates::Pair, worklist::Knowledge},
    service::{Service, live::Live},
    store::StoreError,
};

/// What has to be looked up for a worklist.
#[derive(Debug)]
pub struct Facts {
    /// How many suggestions are open about which entry.
    pub reported: HashMap<Uuid, u32>,
    /// How many new offers are proposed.
    pub proposed: u32,
    /// Pairs that are probably the same.
    pub duplicates: Vec<Pair>,
}

impl Facts {
    /// Looks them up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn of(live: &Live) -> Result<Self, StoreError> {
        let open = live.store().open_suggestions().await?;
        let new = open.iter().find(|(about, _)| about.is_none());
        Ok(Self {
            proposed: new.map_or(0, |(_, count)| *count),
            reported: open.into_iter().filter_map(|(id, count)| Some((id?, count))).collect(),
            duplicates: duplicates::suspected(live).await?,
        })
    }

    /// What a worklist of today has to know.
    pub fn knowledge<'a>(&'a self, service: &'a Service) -> Knowledge<'a> {
        Knowledge {
            today: Service::today(),
            edition: service.on(None).ok().map(|day| day.edition.edition.number),
            calendar: service.calendar(),
            reported: &self.reported,
            duplicates: &self.duplicates,
        }
    }
}
