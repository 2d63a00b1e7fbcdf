//! Entries that are there twice: suspecting them, telling them apart, making one of them.

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use super::{ResourceError, event, present, sound, step};
use crate::{
    domain::{
        audit::{Action, Event},
        resource::{Change, ChangeKind, Record, Resource, Status, duplicates::Pair},
    },
    service::live::Live,
    store::{ResourceWrite, StoreError},
};

/// The pairs of entries on the map that are probably the same and that nobody has told apart.
/// Worked out once for each state of the map.
///
/// # Errors
/// When the store fails.
pub async fn suspected(live: &Live) -> Result<Vec<Pair>, StoreError> {
    let apart: HashSet<Pair> = live.store().told_apart().await?.into_iter().collect();
    let service = live.service();
    let suspected = move || {
        let pairs = service.duplicates().iter();
        pairs.filter(|pair| !apart.contains(pair)).copied().collect()
    };
    Ok(tokio::task::spawn_blocking(suspected).await.expect("comparing does not panic"))
}

/// Remembers that two entries are no duplicates, or forgets it.
///
/// # Errors
/// When one of them does not exist, it is so already, or the store fails.
pub async fn tell_apart(
    live: &Live,
    actor: &str,
    pair: Pair,
    apart: bool,
) -> Result<(), StoreError> {
    let event = Event {
        at: Timestamp::now(),
        actor: actor.to_owned(),
        action: Action::ResourcesApart,
        subject: format!("resource/{}", pair.first),
        detail: json!({ "other": pair.second, "apart": apart }),
    };
    live.store().tell_apart(pair, apart, &event).await
}

/// Makes one entry of two: `stays` is the one that stays, with everything that it is to say, and
/// to which the address of the other one leads from then on. Each comes with the version that the
/// editor saw.
///
/// # Errors
/// As [`super::edit`]; [`ResourceError::SameEntry`] for an entry and itself. Either both are
/// changed or none.
pub async fn merge(
    live: &Live,
    actor: &str,
    (goes, goes_version): (Uuid, i64),
    (stays, stays_version): (Resource, i64),
) -> Result<(), ResourceError> {
    if goes == stays.id {
        return Err(ResourceError::SameEntry);
    }
    let service = live.service();
    let former = present(&service, goes, goes_version)?;
    let target = present(&service, stays.id, stays_version)?;
    let resource = sound(&service, stays)?;
    let detail = json!({
        "name": former.resource.name,
        "into": resource.id,
        "before": target.resource,
        "after": resource,
    });
    let event = event(actor, Action::ResourceMerged, goes, detail);
    let gone = Record { status: Status::Merged(resource.id), ..step(&former, &event) };
    let stayed = Record { resource, ..step(&target, &event) };
    let write = |record| ResourceWrite { record, kind: ChangeKind::Merged };
    live.store().write_resources(&[write(gone), write(stayed)], &event).await?;
    live.refresh().await?;
    Ok(())
}

/// What the other one of two entries said before they were made one, with the version that it has
/// now. `last` is the last step of one of them. `None` when that is no merging, or when the other
/// one has been changed since.
pub(super) async fn before_merging(
    live: &Live,
    last: &Change,
) -> Result<Option<Record>, StoreError> {
    let Change { kind: ChangeKind::Merged, record, .. } = last else { return Ok(None) };
    let id = record.resource.id;
    let other = match record.status {
        Status::Merged(into) => Some(into),
        _ => {
            let service = live.service();
            let mut gone = service.resources().all_records();
            let gone = gone.find(|other| {
                other.status == Status::Merged(id) && other.updated_at == record.updated_at
            });
            gone.map(|other| other.resource.id)
        }
    };
    let Some(other) = other else { return Ok(None) };
    let history = live.store().resource_history(other).await?;
    Ok(match &history[..] {
        [merged, before, ..] if merged.record.updated_at == record.updated_at => {
            Some(Record { version: merged.record.version, ..before.record.clone() })
        }
        _ => None,
    })
}
