//! The resource map: who changes an entry, how, and what is recorded of it.

pub mod bulk;
pub mod difference;
pub mod duplicates;
pub mod file;
pub mod import;
pub mod links;
pub mod place;
pub mod suggestions;
pub mod uploads;
pub mod worklist;

use std::sync::Arc;

use jiff::{Timestamp, ToSpan, civil::Date};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Service, live::Live, open::OpenError};
use crate::{
    domain::{
        audit::{Action, Event},
        resource::{ChangeKind, FieldError, Record, Resource, Status, Verification},
    },
    store::{ResourceWrite, StoreError},
};

/// After how many months an entry that somebody vouched for is looked at again, unless another
/// day is named.
pub const CHECK_AFTER_MONTHS: i32 = 12;

/// Why an entry is not changed.
#[derive(Debug, thiserror::Error)]
pub enum ResourceError {
    /// There is no such entry, or it is not on the map any more.
    #[error("there is no such entry")]
    NotFound,
    /// Fields are wrong.
    #[error("{} fields are wrong", .0.len())]
    Fields(Vec<FieldError>),
    /// Two entries are one already, or the same.
    #[error("an entry cannot be merged into itself")]
    SameEntry,
    /// The store fails or refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The change is kept, but could not be taken over yet.
    #[error("the change is kept, but could not be taken over: {0}")]
    Refresh(#[from] OpenError),
}

/// Everything that keeps an entry from being taken, in this city: what [`Resource::errors`] finds,
/// and areas that the city does not have.
pub fn errors(service: &Service, resource: &Resource) -> Vec<FieldError> {
    use crate::domain::resource::Reach;
    let mut errors = resource.errors();
    let known = match &resource.reach {
        Reach::Sozialraum(id) => {
            service.on(None).is_ok_and(|day| day.edition.sozialraeume.iter().any(|s| s.id == *id))
        }
        Reach::Region(id) => {
            service.on(None).is_ok_and(|day| day.organisation.region(id).is_some())
        }
        Reach::Place | Reach::City => true,
    };
    if !known {
        errors.push(FieldError { field: "reach".into(), code: "area_unknown" });
    }
    if resource.place.is_some_and(|place| service.city().grid.to_grid(place).is_err()) {
        errors.push(FieldError { field: "place".into(), code: "bad_place" });
    }
    errors
}

fn sound(service: &Service, resource: Resource) -> Result<Resource, ResourceError> {
    let resource = resource.tidy();
    let errors = errors(service, &resource);
    if errors.is_empty() { Ok(resource) } else { Err(ResourceError::Fields(errors)) }
}

/// The entry on the map with this id, and its version if that is the one that was seen.
fn present(service: &Service, id: Uuid, version: i64) -> Result<Arc<Record>, ResourceError> {
    let record = service.resources().record(id).filter(|record| record.is_active());
    let record = record.ok_or(ResourceError::NotFound)?;
    if record.version == version { Ok(record.clone()) } else { Err(StoreError::Stale.into()) }
}

fn event(actor: &str, action: Action, id: Uuid, detail: Value) -> Event {
    let (at, actor) = (Timestamp::now(), actor.to_owned());
    Event { at, actor, action, subject: format!("resource/{id}"), detail }
}

/// The next step of an entry.
fn step(record: &Record, event: &Event) -> Record {
    Record {
        version: record.version + 1,
        updated_at: event.at,
        updated_by: event.actor.clone(),
        seeded: false,
        ..record.clone()
    }
}

async fn keep(
    live: &Live,
    record: Record,
    kind: ChangeKind,
    event: &Event,
) -> Result<(), ResourceError> {
    live.store().write_resources(&[ResourceWrite { record, kind }], event).await?;
    live.refresh().await?;
    Ok(())
}

/// Adds an entry to the map. Its id is what it is known by when it comes again: whoever sends the
/// same entry twice adds it once.
///
/// # Errors
/// When a field is wrong or the store fails; nothing is changed then.
pub async fn add(
    live: &Live,
    actor: &str,
    resource: Resource,
    vouching: Vouching,
) -> Result<(), ResourceError> {
    let resource = sound(&live.service(), resource)?;
    let id = resource.id;
    let event = event(actor, Action::ResourceChanged, id, json!({ "added": resource.name }));
    let mut record = Record::new(resource, event.at, &event.actor);
    vouching.apply(&mut record, &event);
    match keep(live, record, ChangeKind::Added, &event).await {
        // It is there already.
        Err(ResourceError::Store(StoreError::Stale)) => {
            live.refresh().await?;
            Ok(())
        }
        done => done,
    }
}

/// What an edit says beside the content.
#[derive(Debug, Clone, Copy, Default)]
pub struct Vouching {
    /// That the editor vouches for the whole entry now.
    pub verified: bool,
    /// When to look at it again; a year from a verification when nothing is named.
    pub next_check: Option<Date>,
}

impl Vouching {
    fn apply(self, record: &mut Record, event: &Event) {
        if self.verified {
            let today = Service::local(event.at).date();
            record.verification = Some(Verification { at: event.at, by: event.actor.clone() });
            record.next_check = today.checked_add(CHECK_AFTER_MONTHS.months()).ok();
        }
        if self.next_check.is_some() {
            record.next_check = self.next_check;
        }
    }
}

/// Changes an entry; `version` is the one that the editor saw.
///
/// # Errors
/// When there is no such entry, a field is wrong, somebody else was faster or the store fails;
/// nothing is changed then.
pub async fn edit(
    live: &Live,
    actor: &str,
    version: i64,
    resource: Resource,
    vouching: Vouching,
) -> Result<(), ResourceError> {
    let service = live.service();
    let former = present(&service, resource.id, version)?;
    let resource = sound(&service, resource)?;
    let detail = json!({ "before": former.resource, "after": resource });
    let event = event(actor, Action::ResourceChanged, resource.id, detail);
    let mut record = Record { resource, ..step(&former, &event) };
    vouching.apply(&mut record, &event);
    keep(live, record, ChangeKind::Edited, &event).await
}

/// Vouches for an entry as it stands.
///
/// # Errors
/// As [`edit`].
pub async fn verify(
    live: &Live,
    actor: &str,
    id: Uuid,
    version: i64,
    next_check: Option<Date>,
) -> Result<(), ResourceError> {
    let former = present(&live.service(), id, version)?;
    let event = event(actor, Action::ResourceVerified, id, json!({ "version": version }));
    // A verification is no change: what was updated, when and by whom, stays.
    let mut record = Record { version: former.version + 1, ..(*former).clone() };
    Vouching { verified: true, next_check }.apply(&mut record, &event);
    keep(live, record, ChangeKind::Verified, &event).await
}

/// Takes an entry off the map. Its history stays, and it can be brought back. The reason stands in
/// the audit record.
///
/// # Errors
/// As [`edit`].
pub async fn remove(
    live: &Live,
    actor: &str,
    id: Uuid,
    version: i64,
    reason: Option<&str>,
) -> Result<(), ResourceError> {
    let former = present(&live.service(), id, version)?;
    let detail = json!({ "name": former.resource.name, "reason": reason });
    let event = event(actor, Action::ResourceRemoved, id, detail);
    let record = Record { status: Status::Removed, ..step(&former, &event) };
    keep(live, record, ChangeKind::Removed, &event).await
}

/// Takes the last step of an entry back; a new entry is taken off the map. `version` is that of
/// the step.
///
/// # Errors
/// As [`edit`].
pub async fn undo(live: &Live, actor: &str, id: Uuid, version: i64) -> Result<(), ResourceError> {
    let history = live.store().resource_history(id).await?;
    let last = history.first().ok_or(ResourceError::NotFound)?;
    if last.record.version != version {
        return Err(StoreError::Stale.into());
    }
    match history.get(1) {
        Some(before) => restore(live, actor, (id, version), before.id).await,
        None => remove(live, actor, id, version, None).await,
    }
}

/// Brings back an entry as it was after a step of its history: undoing whatever came since. Where
/// that is a merging last of all, the other one of the two comes back with it. `version` is the one
/// that the editor saw.
///
/// # Errors
/// When the entry has no such step, somebody else was faster or the store fails.
pub async fn restore(
    live: &Live,
    actor: &str,
    (id, version): (Uuid, i64),
    change: i64,
) -> Result<(), ResourceError> {
    let history = live.store().resource_history(id).await?;
    let found = history.iter().find(|step| step.id == change).ok_or(ResourceError::NotFound)?;
    let other = match &history[0] {
        last if last.id > change => duplicates::before_merging(live, last).await?,
        _ => None,
    };
    let detail = json!({
        "change": change,
        "version": found.record.version,
        "other": other.as_ref().map(|other| other.resource.id),
    });
    let event = event(actor, Action::ResourceRestored, id, detail);
    // The history of an entry is one of versions, each one more than the one before.
    let seen = Record { version, ..found.record.clone() };
    let writes: Vec<ResourceWrite> = std::iter::once(seen)
        .chain(other)
        .map(|record| ResourceWrite { record: step(&record, &event), kind: ChangeKind::Restored })
        .collect();
    live.store().write_resources(&writes, &event).await?;
    live.refresh().await?;
    Ok(())
}
