//! Suggestions of residents: taking them in, and deciding about them.

use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use super::{ResourceError, event, is_hours, sound, step};
use crate::{
    domain::{
        audit::Action,
        resource::{
            ChangeKind, NewSuggestion, Proposal, Record, Resource, Status, Suggestion,
            SuggestionState,
        },
    },
    service::live::Live,
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

/// A number that only the sender knows: four groups of four letters, 80 bits.
fn receipt() -> String {
    let mut bytes = [0_u8; RECEIPT_LENGTH];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    grouped(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])))
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

/// Takes a suggestion in and returns the receipt for its sender.
///
/// # Errors
/// When the entry is not on the map, nothing is said, a field is too long, too many suggestions
/// are open, or the store fails.
pub async fn suggest(
    live: &Live,
    about: Option<Uuid>,
    proposal: Proposal,
) -> Result<String, SuggestError> {
    let proposal = checked(live, about, proposal)?;
    // Some that come at the same time may all be the last one; that does no harm.
    let open = live.store().open_suggestions().await.map_err(ResourceError::from)?;
    if open.iter().map(|(_, count)| count).sum::<u32>() >= MOST_OPEN {
        tracing::warn!("a suggestion was refused: {MOST_OPEN} are open");
        return Err(SuggestError::TooMany);
    }
    let (receipt, at) = (receipt(), Timestamp::now());
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

/// Takes a suggestion over as it is: the entry is changed, added or taken off the map. `resource`
/// is the entry as the coordinator wants it, where that is not just the proposal.
///
/// # Errors
/// When it is decided already, the entry is gone or was changed, a field is wrong, or the store
/// fails; nothing is changed then.
pub async fn accept(
    live: &Live,
    actor: &str,
    suggestion: &Suggestion,
    resource: Option<Resource>,
    answer: Option<String>,
) -> Result<Uuid, ResourceError> {
    let service = live.service();
    let proposal = &suggestion.proposal;
    let (before, wanted) = match suggestion.resource {
        Some(id) => {
            let record = service.resources().record(id).filter(|record| record.is_active());
            let record = record.ok_or(ResourceError::NotFound)?;
            let wanted = resource.unwrap_or_else(|| proposal.applied(&record.resource, is_hours));
            (Some(record), wanted)
        }
        // A new offer needs what only the coordinator can say, such as its category.
        None => (None, resource.ok_or(ResourceError::NotFound)?),
    };
    let id = before.map_or_else(Uuid::new_v4, |record| record.resource.id);
    let wanted = sound(&service, Resource { id, ..wanted })?;
    let detail = json!({
        "suggestion": suggestion.id,
        "before": before.map(|record| &record.resource),
        "after": (!proposal.gone).then_some(&wanted),
    });
    let event = event(actor, Action::SuggestionAccepted, id, detail);
    let record = match before {
        Some(former) if proposal.gone => Record { status: Status::Removed, ..step(former, &event) },
        Some(former) => Record { resource: wanted, ..step(former, &event) },
        None => Record::new(wanted, event.at, &event.actor),
    };
    let write = Some(ResourceWrite { record, kind: ChangeKind::Suggested });
    let state = SuggestionState::Accepted;
    let decision = Decision { id: suggestion.id, state, answer, write };
    live.store().decide_suggestion(&decision, &event).await?;
    live.refresh().await?;
    Ok(id)
}

/// Does not take a suggestion over.
///
/// # Errors
/// When it is decided already or the store fails.
pub async fn decline(
    live: &Live,
    actor: &str,
    id: i64,
    answer: Option<String>,
) -> Result<(), ResourceError> {
    let suggestion = live.store().suggestion(id).await?.ok_or(StoreError::NotFound)?;
    let subject = suggestion.resource.unwrap_or_default();
    let detail = json!({ "suggestion": id });
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
        let receipt = receipt();
        assert_eq!(receipt.len(), 19);
        let plain: String = receipt.to_lowercase().replace('-', "  ");
        assert_eq!(read_receipt(&format!(" {plain}\n")), Some(receipt.clone()));
        for wrong in ["", "ABCD", &format!("{receipt}A"), &receipt.replace('-', "0-"), "ÄÖÜ"] {
            assert_eq!(read_receipt(wrong), None, "{wrong}");
        }
    }
}
