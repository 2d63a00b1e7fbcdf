//! Changing many entries at once: a dry run, then all of them in one transaction, and one way back.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan};
use serde_json::json;
use uuid::Uuid;

use super::{CHECK_AFTER_MONTHS, ResourceError, errors, step};
use crate::{
    domain::{
        audit::{Action, Event},
        resource::{
            ChangeKind, FieldError, Record,
            bulk::{BulkChange, Vouched},
        },
    },
    service::{Service, live::Live},
    store::{ResourceWrite, StoreError},
};

/// One entry of a dry run.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The entry as it is.
    pub before: Record,
    /// The entry as it would be; nothing when it is so already.
    pub after: Option<Record>,
    /// What keeps the change from being done.
    pub errors: Vec<FieldError>,
}

fn event(actor: &str, action: Action, detail: serde_json::Value) -> Event {
    Event {
        at: Timestamp::now(),
        actor: actor.to_owned(),
        action,
        subject: "resources".into(),
        detail,
    }
}

fn vouched(event: &Event) -> Vouched {
    let today = Service::local(event.at).date();
    let next_check = today.checked_add(CHECK_AFTER_MONTHS.months()).ok();
    Vouched { at: event.at, by: event.actor.clone(), next_check }
}

/// What a change would do to these entries. Those that are not on the map are left out.
pub fn plan(service: &Service, actor: &str, change: &BulkChange, ids: &[Uuid]) -> Vec<Planned> {
    let event = event(actor, Action::ResourcesChanged, json!(null));
    let vouched = vouched(&event);
    let planned = |id: &Uuid| {
        let before = service.resources().record(*id).filter(|record| record.is_active())?;
        let after = change.applied(before, &vouched);
        let errors = match &after {
            Some(after) => errors(service, &after.resource.clone().tidy()),
            None => Vec::new(),
        };
        Some(Planned { before: (**before).clone(), after, errors })
    };
    ids.iter().filter_map(planned).collect()
}

/// Changes entries, each as it was seen with its version: all of them or none. Returns the number
/// of the first step in their histories, by which all can be taken back; nothing when all of them
/// are so already.
///
/// # Errors
/// When an entry is not on the map or was changed since, a change would break one of them, or the
/// store fails; nothing is changed then.
pub async fn apply(
    live: &Live,
    actor: &str,
    change: &BulkChange,
    chosen: &[(Uuid, i64)],
) -> Result<Option<i64>, ResourceError> {
    let service = live.service();
    let ids: Vec<Uuid> = chosen.iter().map(|(id, _)| *id).collect();
    let seen: BTreeMap<Uuid, i64> = chosen.iter().copied().collect();
    let planned = plan(&service, actor, change, &ids);
    if planned.len() != seen.len() {
        return Err(ResourceError::NotFound);
    }
    if planned.iter().any(|one| seen[&one.before.resource.id] != one.before.version) {
        return Err(StoreError::Stale.into());
    }
    if let Some(broken) = planned.iter().find(|one| !one.errors.is_empty()) {
        return Err(ResourceError::Fields(broken.errors.clone()));
    }
    let changed = planned.iter().filter(|one| one.after.is_some()).count();
    let detail = json!({ "change": change, "entries": changed });
    let event = event(actor, Action::ResourcesChanged, detail);
    let vouched = vouched(&event);
    let write = |one: &Planned| {
        let after = change.applied(&one.before, &vouched)?;
        let next = step(&one.before, &event);
        let mut record = Record {
            resource: after.resource.tidy(),
            status: after.status,
            verification: after.verification,
            next_check: after.next_check,
            ..next
        };
        // To vouch for an entry is no change of it.
        if matches!(change, BulkChange::Verified | BulkChange::NextCheck(_)) {
            record.updated_at = one.before.updated_at;
            record.updated_by.clone_from(&one.before.updated_by);
            record.seeded = one.before.seeded;
        }
        Some(ResourceWrite { record, kind: ChangeKind::BulkEdited })
    };
    let writes: Vec<ResourceWrite> = planned.iter().filter_map(write).collect();
    let Some(first) = writes.first() else { return Ok(None) };
    live.store().write_resources(&writes, &event).await?;
    live.refresh().await?;
    let history = live.store().resource_history(first.record.resource.id).await?;
    let of_batch = history.iter().find(|change| change.record.version == first.record.version);
    Ok(of_batch.map(|change| change.id))
}

/// Takes a whole batch back: every entry is as it was before. `first` is what [`apply`] returned.
/// Returns how many entries there were.
///
/// # Errors
/// When there is no such batch, one of its entries was changed since, or the store fails; nothing
/// is changed then.
pub async fn undo(live: &Live, actor: &str, first: i64) -> Result<usize, ResourceError> {
    let batch = live.store().resource_batch(first).await?;
    if batch.is_empty() {
        return Err(ResourceError::NotFound);
    }
    let detail = json!({ "entries": batch.len(), "first": first });
    let event = event(actor, Action::ResourceRestored, detail);
    let mut writes = Vec::with_capacity(batch.len());
    for change in &batch {
        let (id, version) = (change.record.resource.id, change.record.version);
        let history = live.store().resource_history(id).await?;
        let former = history.iter().find(|step| step.record.version == version - 1);
        let former = former.ok_or(ResourceError::NotFound)?;
        let record = Record {
            version: version + 1,
            updated_at: event.at,
            updated_by: event.actor.clone(),
            seeded: false,
            ..former.record.clone()
        };
        writes.push(ResourceWrite { record, kind: ChangeKind::Restored });
    }
    live.store().write_resources(&writes, &event).await?;
    live.refresh().await?;
    Ok(writes.len())
}
