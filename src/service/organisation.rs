//! Filling in the organisation: what holds, from which day on, and who changed it.

use jiff::{Timestamp, civil::Date};
use serde_json::json;

use super::{live::Live, open::OpenError};
use crate::{
    domain::{
        audit::{Action, Event},
        organisation::{
            Change, Content, Details, EntryKey, EntryKind, FieldError, NewChange, slug,
        },
    },
    store::StoreError,
};

/// Earliest and latest year from which a change may hold; everything else is a slip.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// Why a change is not taken.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// There is no such entry.
    #[error("there is no such entry")]
    NoEntry,
    /// Entries of this kind belong to the structure and cannot be ended.
    #[error("an entry of this kind cannot be ended")]
    NotOpen,
    /// Fields are wrong.
    #[error("{} fields are wrong", .0.len())]
    Fields(Vec<FieldError>),
    /// The store fails or refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The change is kept, but the look-ups could not take it over yet.
    #[error("the change is kept, but could not be taken over: {0}")]
    Refresh(OpenError),
}

/// An entry as it stands on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryState {
    /// Which one.
    pub key: EntryKey,
    /// What is on file; without a name for the office of a municipality that is not on file.
    pub details: Details,
    /// For a neighbour the municipality.
    pub municipality: Option<String>,
    /// Number of the last change recorded for it, 0 for none.
    pub latest: i64,
}

/// An edit as it was asked for.
#[derive(Debug, Clone)]
pub struct Edit {
    /// The entry.
    pub entry: EntryKey,
    /// First day on which it holds.
    pub valid_from: Date,
    /// What holds from then on.
    pub content: Content,
    /// The last change that the editor saw, 0 for none.
    pub based_on: i64,
}

/// All changes, oldest first.
///
/// # Errors
/// When the store fails.
pub async fn changes(live: &Live) -> Result<Vec<Change>, StoreError> {
    live.store().organisation_changes().await
}

/// All entries on a day, those still to be filled in included.
///
/// # Errors
/// When the store fails.
pub async fn entries(live: &Live, day: Date) -> Result<Vec<EntryState>, StoreError> {
    let changes = changes(live).await?;
    let service = live.service();
    let latest = |key: &EntryKey| {
        changes.iter().filter(|change| change.entry == *key).map(|change| change.id).max()
    };
    let municipalities = &service.city().municipalities;
    let mut entries: Vec<EntryState> = service
        .organisation()
        .on(day)
        .entries()
        .into_iter()
        .filter(|(key, _)| key.kind != EntryKind::Neighbour)
        .map(|(key, details)| {
            let latest = latest(&key).unwrap_or_default();
            EntryState { key, details, municipality: None, latest }
        })
        .collect();
    let neighbours = &service.organisation().on(day).neighbours;
    for municipality in municipalities {
        let key = EntryKey { kind: EntryKind::Neighbour, id: municipality.key() };
        let office = neighbours.iter().find(|office| office.id == key.id);
        entries.push(EntryState {
            latest: latest(&key).unwrap_or_default(),
            details: office.map(Details::from).unwrap_or_default(),
            municipality: Some(municipality.name.clone()),
            key,
        });
    }
    Ok(entries)
}

/// The entry with this key on a day; `None` when there is none, or it has ended by then.
///
/// # Errors
/// When the store fails.
pub async fn entry(
    live: &Live,
    key: &EntryKey,
    day: Date,
) -> Result<Option<EntryState>, StoreError> {
    Ok(entries(live, day).await?.into_iter().find(|entry| entry.key == *key))
}

/// A key for a new entry of an open kind, made from its name.
///
/// # Errors
/// When the store fails or the name has no letters to make a key from.
pub async fn new_key(live: &Live, kind: EntryKind, name: &str) -> Result<EntryKey, EditError> {
    let slug = slug(name);
    if slug.is_empty() {
        let field = FieldError { field: "name", code: "name_missing" };
        return Err(EditError::Fields(vec![field]));
    }
    let mut taken: Vec<EntryKey> =
        changes(live).await?.into_iter().map(|change| change.entry).collect();
    taken.extend(live.service().organisation().base().entries().into_iter().map(|(key, _)| key));
    let numbered = (1..).map(|number| match number {
        1 => slug.clone(),
        _ => format!("{slug}-{number}"),
    });
    let mut keys = numbered.map(|id| EntryKey { kind, id });
    Ok(keys.find(|key| !taken.contains(key)).expect("numbers do not end"))
}

/// Records an edit and lets the look-ups take it over at once; returns its number.
///
/// # Errors
/// When the entry or a field is wrong, somebody else was faster, or the store fails; nothing is
/// changed then.
pub async fn edit(live: &Live, actor: &str, edit: Edit) -> Result<i64, EditError> {
    let Edit { entry: key, valid_from, content, based_on } = edit;
    let now = entry(live, &key, valid_from).await?;
    // An open kind takes new entries; the structure does not.
    if now.is_none() && !key.kind.is_open() {
        return Err(EditError::NoEntry);
    }
    if !YEARS.contains(&valid_from.year()) {
        let field = FieldError { field: "valid_from", code: "bad_day" };
        return Err(EditError::Fields(vec![field]));
    }
    let content = match content {
        Content::Details(details) => {
            let details = details.tidy();
            let service = live.service();
            let errors = details.errors(&key, service.organisation().on(valid_from));
            if !errors.is_empty() {
                return Err(EditError::Fields(errors));
            }
            Content::Details(details)
        }
        Content::Ended if !key.kind.is_open() => return Err(EditError::NotOpen),
        Content::Ended if now.is_none() => return Err(EditError::NoEntry),
        Content::Ended => Content::Ended,
    };
    let event = Event {
        at: Timestamp::now(),
        actor: actor.to_owned(),
        action: Action::OrganisationChanged,
        subject: format!("organisation/{key}"),
        detail: json!({
            "valid_from": valid_from,
            "before": now.map(|entry| entry.details),
            "after": content,
        }),
    };
    let change = NewChange { entry: key, valid_from, content };
    let id = live.store().change_organisation(&change, based_on, &event).await?;
    live.refresh().await.map_err(EditError::Refresh)?;
    Ok(id)
}

/// Takes a change back, or lets it hold again.
///
/// # Errors
/// When there is no such change, it is so already, or the store fails.
pub async fn undo(live: &Live, actor: &str, id: i64, undone: bool) -> Result<Change, EditError> {
    let found = changes(live).await?.into_iter().find(|change| change.id == id);
    let change = found.ok_or(EditError::NoEntry)?;
    let action = if undone { Action::OrganisationUndone } else { Action::OrganisationRedone };
    let event = Event {
        at: Timestamp::now(),
        actor: actor.to_owned(),
        action,
        subject: format!("organisation/{}", change.entry),
        detail: json!({ "change": id, "valid_from": change.valid_from }),
    };
    live.store().undo_organisation_change(id, undone, &event).await?;
    live.refresh().await.map_err(EditError::Refresh)?;
    Ok(change)
}
