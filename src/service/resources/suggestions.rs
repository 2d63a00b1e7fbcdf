//! Suggestions of residents: taking them in, and deciding about them.

use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{ResourceError, event, place::locate, sound, step};
use crate::{
    domain::{
        audit::Action,
        resource::{
            ChangeKind, FieldError, MAX_TEXT, NewSuggestion, Proposal, Record, Resource, Status,
            Suggestion, SuggestionState,
        },
        text::tidy_field,
    },
    service::{Service, live::Live},
    store::{Decision, ResourceWrite, StoreError},
};

/// Most suggestions that wait for a decision; whoever floods the service fills no disk.
pub const MOST_OPEN: u32 = 5_000;
/// Characters of a receipt, without the strokes between its groups.
const RECEIPT_LENGTH: usize = 16;
/// Letters of a receipt: none that is mistaken for another one.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Why a suggestion is not taken in.
#[derive(Debug, thiserror::Error)]
pub enum SuggestError {
    /// So many wait for a decision that no more are taken.
    #[error("{MOST_OPEN} suggestions are open already")]
    TooMany,
    /// The suggestion itself, or what it is about, is not right.
    #[error(transparent)]
    Refused(#[from] ResourceError),
}

/// The number of a suggestion, four groups of four letters, 80 bits. Only who knows the mark can
/// tell it; the same suggestion with the same mark has the same one.
fn receipt(mark: Uuid, about: Option<Uuid>, proposal: &Proposal) -> String {
    let content = serde_json::to_vec(&(mark, about, proposal)).expect("it can be written as JSON");
    let bytes = Sha256::digest(content);
    let letters = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    grouped(letters.take(RECEIPT_LENGTH))
}

fn grouped(letters: impl Iterator<Item = char>) -> String {
    let letters: Vec<char> = letters.collect();
    let groups = letters.chunks(4).map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}

/// A receipt as it is kept, from what somebody typed: small letters, blanks and strokes make no
/// difference. `None` when it cannot be one.
fn read_receipt(typed: &str) -> Option<String> {
    let letters = typed.chars().filter(|c| !c.is_whitespace() && !"-–—".contains(*c));
    // One more than needed tells a text that is too long, however long it is.
    let letters: Vec<char> =
        letters.take(RECEIPT_LENGTH + 1).map(|c| c.to_ascii_uppercase()).collect();
    let fits = |c: &char| u8::try_from(*c).is_ok_and(|byte| LETTERS.contains(&byte));
    (letters.len() == RECEIPT_LENGTH && letters.iter().all(fits))
        .then(|| grouped(letters.into_iter()))
}

/// The suggestion with the receipt that somebody typed; `None` when there is none.
///
/// # Errors
/// When the store fails.
pub async fn by_receipt(live: &Live, typed: &str) -> Result<Option<Suggestion>, StoreError> {
    match read_receipt(typed) {
        Some(receipt) => live.store().suggestion_by_receipt(&receipt).await,
        None => Ok(None),
    }
}

/// What is left of a proposal about an entry, as a suggestion; nothing when it says nothing.
pub(super) fn new(
    about: &Resource,
    proposal: Proposal,
    at: Timestamp,
) -> Result<Option<NewSuggestion>, ResourceError> {
    let proposal = proposal.tidy(Some(about));
    if proposal == Proposal::default() {
        return Ok(None);
    }
    let errors = proposal.errors(Some(about));
    if !errors.is_empty() {
        return Err(ResourceError::Fields(errors));
    }
    let receipt = receipt(Uuid::new_v4(), Some(about.id), &proposal);
    Ok(Some(NewSuggestion { receipt, resource: Some(about.id), proposal, at }))
}

/// Takes a suggestion in and returns the receipt for its sender. `mark` is random and made for this
/// suggestion: whoever sends the same one with it again gets the same receipt, and it is kept once.
///
/// # Errors
/// When the entry is not on the map, nothing is said, a field is too long, too many suggestions
/// are open, or the store fails.
pub async fn suggest(
    live: &Live,
    about: Option<Uuid>,
    proposal: Proposal,
    mark: Uuid,
) -> Result<String, SuggestError> {
    let proposal = checked(live, about, proposal)?;
    let receipt = receipt(mark, about, &proposal);
    // Some that come at the same time may all be the last one; that does no harm.
    let open = live.store().open_suggestions().await.map_err(ResourceError::from)?;
    if open.iter().map(|(_, count)| count).sum::<u32>() >= MOST_OPEN {
        tracing::warn!("a suggestion was refused: {MOST_OPEN} are open");
        return Err(SuggestError::TooMany);
    }
    let at = Timestamp::now();
    let suggestion = NewSuggestion { receipt: receipt.clone(), resource: about, proposal, at };
    live.store().add_suggestion(&suggestion).await.map_err(ResourceError::from)?;
    Ok(receipt)
}

/// A proposal as it would be kept.
///
/// # Errors
/// When the entry is not on the map, nothing is said, or a field is too long.
pub fn checked(
    live: &Live,
    about: Option<Uuid>,
    proposal: Proposal,
) -> Result<Proposal, ResourceError> {
    let service = live.service();
    let entry = match about {
        Some(id) => Some(service.resources().entry(id).ok_or(ResourceError::NotFound)?),
        None => None,
    };
    let resource = entry.map(|entry| &entry.record.resource);
    let proposal = proposal.tidy(resource);
    let errors = proposal.errors(resource);
    if errors.is_empty() { Ok(proposal) } else { Err(ResourceError::Fields(errors)) }
}

/// What becomes of the map when a suggestion is taken over.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The entry as the suggestion would have it, with its place where its new address is.
    AsProposed,
    /// The entry as the coordinator wants it: with more or less than what was proposed.
    Entry(Box<Resource>),
    /// The entry is taken off the map.
    Gone,
}

/// How a suggestion is taken over.
#[derive(Debug, Clone, PartialEq)]
pub struct Acceptance {
    /// The version of the entry that the coordinator saw, if they saw one.
    pub version: Option<i64>,
    /// What becomes of the map.
    pub outcome: Outcome,
    /// What the sender is told.
    pub answer: Option<String>,
}

/// The answer to a sender as it is kept.
fn tidy_answer(mut answer: Option<String>) -> Result<Option<String>, ResourceError> {
    tidy_field(&mut answer);
    if answer.as_ref().is_some_and(|text| text.chars().count() > MAX_TEXT) {
        return Err(wrong("answer", "text_too_long"));
    }
    Ok(answer)
}

fn wrong(field: &str, code: &'static str) -> ResourceError {
    ResourceError::Fields(vec![FieldError { field: field.to_owned(), code }])
}

/// The entry as a suggestion would have it. Where the address changes, its place does, too.
fn as_proposed(
    service: &Service,
    former: &Resource,
    proposal: &Proposal,
) -> Result<Resource, ResourceError> {
    let mut wanted = proposal.applied(former);
    if wanted.address.street != former.address.street && former.place.is_some() {
        let place = locate(service, &wanted.address);
        wanted.place = Some(place.ok_or_else(|| wrong("address.street", "not_located"))?);
    }
    Ok(wanted)
}

/// Takes a suggestion over: the entry is changed, added or taken off the map.
///
/// # Errors
/// When it is decided already, the entry is gone or was changed, a field is wrong, or the store
/// fails; nothing is changed then.
pub async fn accept(
    live: &Live,
    actor: &str,
    suggestion: &Suggestion,
    acceptance: Acceptance,
) -> Result<Uuid, ResourceError> {
    let Acceptance { version, outcome, answer } = acceptance;
    let answer = tidy_answer(answer)?;
    let service = live.service();
    if suggestion.state != SuggestionState::Open {
        return Err(StoreError::Stale.into());
    }
    let proposal = &suggestion.proposal;
    let before = match suggestion.resource {
        Some(id) => {
            let record = service.resources().record(id).filter(|record| record.is_active());
            Some(record.ok_or(ResourceError::NotFound)?)
        }
        None => None,
    };
    if version.is_some_and(|seen| before.is_some_and(|record| record.version != seen)) {
        return Err(StoreError::Stale.into());
    }
    let wanted = match (outcome, before) {
        (Outcome::Gone, Some(_)) => None,
        (Outcome::AsProposed, Some(_)) if proposal.gone => None,
        (Outcome::AsProposed, Some(record)) => {
            Some(as_proposed(&service, &record.resource, proposal)?)
        }
        (Outcome::Entry(resource), _) => Some(*resource),
        // A new offer needs what only the coordinator can say, such as its category.
        (Outcome::AsProposed | Outcome::Gone, None) => {
            return Err(wrong("categories", "category_missing"));
        }
    };
    let id = before.map_or_else(Uuid::new_v4, |record| record.resource.id);
    let wanted = match wanted {
        Some(wanted) => Some(sound(&service, Resource { id, ..wanted })?),
        None => None,
    };
    let detail = json!({
        "suggestion": suggestion.id,
        "before": before.map(|record| &record.resource),
        "after": wanted,
    });
    let event = event(actor, Action::SuggestionAccepted, id, detail);
    let record = match (before, wanted) {
        (Some(former), None) => Record { status: Status::Removed, ..step(former, &event) },
        (Some(former), Some(resource)) => Record { resource, ..step(former, &event) },
        (None, Some(resource)) => Record::new(resource, event.at, &event.actor),
        (None, None) => return Err(ResourceError::NotFound),
    };
    let write = Some(ResourceWrite { record, kind: ChangeKind::Suggested });
    let state = SuggestionState::Accepted;
    let decision = Decision { id: suggestion.id, state, answer, write };
    live.store().decide_suggestion(&decision, &event).await?;
    live.refresh().await?;
    Ok(id)
}

/// Does not take a suggestion over. Whoever sent `spam` gets no answer.
///
/// # Errors
/// When it is decided already or the store fails.
pub async fn decline(
    live: &Live,
    actor: &str,
    id: i64,
    answer: Option<String>,
    spam: bool,
) -> Result<(), ResourceError> {
    let answer = if spam { None } else { tidy_answer(answer)? };
    let suggestion = live.store().suggestion(id).await?.ok_or(StoreError::NotFound)?;
    let subject = suggestion.resource.unwrap_or_default();
    let detail = json!({ "suggestion": id, "spam": spam });
    let event = event(actor, Action::SuggestionDeclined, subject, detail);
    let decision = Decision { id, state: SuggestionState::Declined, answer, write: None };
    live.store().decide_suggestion(&decision, &event).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_is_read_however_it_is_typed() {
        let receipt = receipt(Uuid::new_v4(), None, &Proposal::default());
        assert_eq!(receipt.len(), 19);
        let plain: String = receipt.to_lowercase().replace('-', "  ");
        assert_eq!(read_receipt(&format!(" {plain}\n")), Some(receipt.clone()));
        for wrong in ["", "ABCD", &format!("{receipt}A"), &receipt.replace('-', "0-"), "ÄÖÜ"] {
            assert_eq!(read_receipt(wrong), None, "{wrong}");
        }
    }
}
