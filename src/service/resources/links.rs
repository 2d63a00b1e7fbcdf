//! Links with which a Träger confirms or corrects an entry once, without an account.

use jiff::{Timestamp, ToSpan};
use serde_json::json;
use uuid::Uuid;

use super::{ResourceError, Vouching, event, present, sound, step, suggestions};
use crate::{
    domain::{
        audit::Action,
        resource::{ChangeKind, Proposal, Record, Resource},
    },
    service::{live::Live, secret::Secret},
    store::{ResourceWrite, SecretHash, StoreError},
};

/// How long such a link works, in days.
pub const DAYS: i64 = 30;
/// Under which name the record knows whoever uses such a link.
const ACTOR: &str = "provider";

/// Makes a link for an entry; former ones for it end.
///
/// # Errors
/// When the entry is not on the map or the store fails.
pub async fn create(live: &Live, actor: &str, id: Uuid) -> Result<Secret, ResourceError> {
    let service = live.service();
    service.resources().entry(id).ok_or(ResourceError::NotFound)?;
    let secret = Secret::random();
    let event = event(actor, Action::ProviderLinkCreated, id, json!({ "days": DAYS }));
    let expires_at = event.at + (24 * DAYS).hours();
    live.store().add_provider_link(id, secret.hash(), expires_at, &event).await?;
    Ok(secret)
}

/// The entry that a link is for.
///
/// # Errors
/// [`StoreError::BadLink`] when it was used, has run out or never existed, or the entry is gone.
pub async fn entry(live: &Live, secret: SecretHash) -> Result<Record, ResourceError> {
    let id = live.store().provider_link(secret, Timestamp::now()).await?;
    let service = live.service();
    let entry = id.and_then(|id| service.resources().entry(id)).ok_or(StoreError::BadLink)?;
    Ok((*entry.record).clone())
}

/// Uses a link: the Träger vouches for the entry as it is written here. What a coordinator has to
/// look at first, such as hours in free words, is kept beside it as the suggestion `rest`.
///
/// # Errors
/// When the link does not work, the entry was changed since, or a field is wrong.
pub async fn confirm(
    live: &Live,
    secret: SecretHash,
    version: i64,
    resource: Resource,
    rest: Proposal,
) -> Result<(), ResourceError> {
    let known = entry(live, secret).await?;
    let service = live.service();
    let id = known.resource.id;
    let former = present(&service, id, version)?;
    let resource = sound(&service, Resource { id, ..resource })?;
    let detail = json!({ "before": former.resource, "after": resource });
    let event = event(ACTOR, Action::ResourceConfirmed, id, detail);
    let mut record = Record { resource, ..step(&former, &event) };
    Vouching { verified: true, next_check: None }.apply(&mut record, &event);
    let write = ResourceWrite { record, kind: ChangeKind::Confirmed };
    let rest = suggestions::new(&write.record.resource, rest, event.at)?;
    live.store().use_provider_link(secret, &write, rest.as_ref(), &event).await?;
    live.refresh().await?;
    Ok(())
}
