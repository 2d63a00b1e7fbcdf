//! What is kept, behind one trait in domain terms.

mod error;
mod sqlite;

use async_trait::async_trait;
use jiff::Timestamp;
use uuid::Uuid;

use crate::domain::{
    account::{Account, Roles, Session, Token},
    audit::{Entry, Event, Mark},
    city::Dataset,
    directory::{AddressPoint, Street},
    organisation::{Change, NewChange},
    resource::{
        self, ChangeKind, NewSuggestion, Record, Suggestion, SuggestionState, duplicates::Pair,
    },
    rules::StreetRule,
};

pub use error::{BadBackup, Obstacle, StoreError};
pub use sqlite::{CheckedBackup, Migrated, SqliteStore, file_of};

/// The SHA-256 of a secret. The secret itself is never kept.
pub type SecretHash = [u8; 32];

type Result<T> = std::result::Result<T, StoreError>;

/// A one-time link to choose a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invitation {
    /// The secret in the link.
    pub secret: SecretHash,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// What an invitation leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Invited {
    /// The first administrator may be created.
    FirstAdmin,
    /// This account may choose a password.
    Account(Account),
}

/// A token that is not kept yet.
#[derive(Debug, Clone, PartialEq)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub roles: Roles,
    /// The secret that the machine sends.
    pub secret: SecretHash,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// How an account is to be changed.
#[derive(Debug, Clone, PartialEq)]
pub enum AccountChange {
    /// Other roles.
    Roles(Roles),
    /// It can no longer sign in; its sessions, links and known browsers end.
    Disable,
    /// It can sign in again.
    Enable,
    /// Its password, sessions and known browsers end; the link lets it choose a new one.
    Reset(Invitation),
    /// A new password (as PHC string); its sessions end, but for this one.
    Password(String, Option<SecretHash>),
}

/// Counters that grow with every change that look-ups depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision {
    /// Of the city.
    pub dataset: i64,
    /// Of the changes of its organisation.
    pub organisation: i64,
    /// Of the entries of the resource map.
    pub resources: i64,
}

/// An entry of the resource map as it is to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceWrite {
    /// The entry; its version is one more than that of the entry that it replaces, 1 for a new one.
    pub record: Record,
    /// What is done to it.
    pub kind: ChangeKind,
}

/// What a resident is told about a suggestion, and what becomes of the entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Number of the suggestion.
    pub id: i64,
    /// What becomes of it; not [`SuggestionState::Open`].
    pub state: SuggestionState,
    /// What the sender is told.
    pub answer: Option<String>,
    /// The entry that is changed or added by it.
    pub write: Option<ResourceWrite>,
}

/// Which suggestions are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SuggestionFilter {
    /// Only those in this state.
    pub state: Option<SuggestionState>,
    /// Only those about this entry.
    pub resource: Option<Uuid>,
    /// Only those that are decided.
    pub decided: bool,
    /// Newest first, those before this number; oldest first when it is missing.
    pub before: Option<i64>,
}

/// Which entries of the audit record are wanted. All conditions hold together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AuditFilter {
    /// Only of this actor.
    pub actor: Option<String>,
    /// Only this kind of change.
    pub action: Option<String>,
    /// Only what was done to subjects that contain this text.
    pub subject: Option<String>,
    /// Only from this time on.
    pub from: Option<Timestamp>,
    /// Only before this time.
    pub before: Option<Timestamp>,
}

/// The keeper of a city.
///
/// Every write is one transaction that also extends the audit record by its event, so that
/// neither is ever there without the other. A write that fails changes nothing.
///
/// # Errors
/// All methods fail with [`StoreError::NotWritable`] when nothing can be written at the moment,
/// and with [`StoreError::Database`] or [`StoreError::Content`] when the database itself fails
/// or holds what cannot be read; others are named where they occur.
#[async_trait]
pub trait Store: Send + Sync {
    /// The city that is kept; `None` before the first import.
    async fn dataset(&self) -> Result<Option<Dataset>>;

    /// Replaces the city. Entries of the resource map that the folder gave before and nobody has
    /// changed since follow it; all others stay. [`StoreError::EditionOverlap`] when two editions
    /// are in force at once.
    async fn replace_dataset(&self, dataset: &Dataset, event: &Event) -> Result<()>;

    /// Replaces the street rules of some editions; those of others stay. [`StoreError::Stale`]
    /// when the city was changed since its counter stood at `based_on`, [`StoreError::NotFound`]
    /// without such an edition.
    async fn replace_rules(
        &self,
        rules: &[(u32, Vec<StreetRule>)],
        based_on: i64,
        event: &Event,
    ) -> Result<()>;

    /// Replaces the streets and house numbers of the city; all else of it stays.
    /// [`StoreError::Stale`] when the city was changed since its counter stood at `based_on`.
    async fn replace_directory(
        &self,
        streets: &[Street],
        points: &[AddressPoint],
        based_on: i64,
        event: &Event,
    ) -> Result<()>;

    /// Counters of the changes that look-ups depend on.
    async fn revision(&self) -> Result<Revision>;

    /// Writes and keeps a sign of life, to find out whether anything can be written.
    async fn probe(&self, now: Timestamp) -> Result<()>;

    /// All changes of the organisation by number, those taken back included.
    async fn organisation_changes(&self) -> Result<Vec<Change>>;

    /// Records a change of the organisation and gives it its number. `based_on` is the number of
    /// the last change of that entry that the editor saw, 0 for none; [`StoreError::Stale`] when
    /// there is a later one.
    async fn change_organisation(
        &self,
        change: &NewChange,
        based_on: i64,
        event: &Event,
    ) -> Result<i64>;

    /// Takes a change of the organisation back, or lets it hold again.
    /// [`StoreError::NotFound`] without such a change, [`StoreError::Stale`] when it is so already.
    async fn undo_organisation_change(&self, id: i64, undone: bool, event: &Event) -> Result<()>;

    /// The entries of the resource map that were changed since the counter stood at `since`, in no
    /// order; all of them for 0.
    async fn resources(&self, since: i64) -> Result<Vec<Record>>;

    /// Writes entries of the resource map with one step of history each, all of them or none.
    /// [`StoreError::Stale`] when one of them has another version by now.
    async fn write_resources(&self, writes: &[ResourceWrite], event: &Event) -> Result<()>;

    /// The history of an entry, newest first.
    async fn resource_history(&self, id: Uuid) -> Result<Vec<resource::Change>>;

    /// The pairs of entries that were found to be no duplicates.
    async fn told_apart(&self) -> Result<Vec<Pair>>;

    /// Remembers that two entries are no duplicates, or forgets it. [`StoreError::NotFound`]
    /// without one of them, [`StoreError::Stale`] when it is so already.
    async fn tell_apart(&self, pair: Pair, apart: bool, event: &Event) -> Result<()>;

    /// The steps that were taken together with this one, which is the first of them: entries that
    /// were changed at once. Empty when it is no such step.
    async fn resource_batch(&self, first: i64) -> Result<Vec<resource::Change>>;

    /// Keeps a suggestion of a resident, and gives it its number; one with the same receipt is kept
    /// already, and stays as it is. It is no change, so nothing is recorded.
    async fn add_suggestion(&self, suggestion: &NewSuggestion) -> Result<i64>;

    /// Suggestions, oldest first, at most `limit` behind number `after`.
    async fn suggestions(
        &self,
        filter: SuggestionFilter,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Suggestion>>;

    /// How many suggestions are open for each entry; those for new offers under `None`.
    async fn open_suggestions(&self) -> Result<Vec<(Option<Uuid>, u32)>>;

    /// The suggestion with this number.
    async fn suggestion(&self, id: i64) -> Result<Option<Suggestion>>;

    /// The suggestion with this receipt.
    async fn suggestion_by_receipt(&self, receipt: &str) -> Result<Option<Suggestion>>;

    /// Decides about an open suggestion. [`StoreError::NotFound`] without one,
    /// [`StoreError::Stale`] when it is decided already or the entry was changed.
    async fn decide_suggestion(&self, decision: &Decision, event: &Event) -> Result<()>;

    /// Keeps a link with which a Träger can confirm an entry; former ones for it end.
    async fn add_provider_link(
        &self,
        resource: Uuid,
        secret: SecretHash,
        expires_at: Timestamp,
        event: &Event,
    ) -> Result<()>;

    /// The entry that such a link is for; `None` when it was used, has run out or never existed.
    async fn provider_link(&self, secret: SecretHash, now: Timestamp) -> Result<Option<Uuid>>;

    /// Uses such a link: the entry is written as confirmed, and `rest` kept as a suggestion.
    /// [`StoreError::BadLink`] when it does not work, [`StoreError::Stale`] when the entry was
    /// changed.
    async fn use_provider_link(
        &self,
        secret: SecretHash,
        write: &ResourceWrite,
        rest: Option<&NewSuggestion>,
        event: &Event,
    ) -> Result<()>;

    /// All accounts by name.
    async fn accounts(&self) -> Result<Vec<Account>>;

    /// The account of that name and its password (PHC string), if it has one.
    async fn account(&self, name: &str) -> Result<Option<(Account, Option<String>)>>;

    /// Creates an account that the invitation lets choose a password, and gives it its number.
    /// [`StoreError::NameTaken`] when there is one of that name.
    async fn add_account(
        &self,
        name: &str,
        roles: &Roles,
        invitation: Invitation,
        event: &Event,
    ) -> Result<i64>;

    /// Changes an account. [`StoreError::NotFound`] without one, [`StoreError::LastAdmin`] when
    /// no administrator who can sign in would be left.
    async fn change_account(&self, id: i64, change: &AccountChange, event: &Event) -> Result<()>;

    /// Offers the creation of the first administrator through this link alone; `false`, and no
    /// offer, when there are accounts.
    async fn offer_first_admin(&self, invitation: Invitation) -> Result<bool>;

    /// What a link leads to; `None` when it was used already, has run out or never existed.
    async fn invited(&self, secret: SecretHash, now: Timestamp) -> Result<Option<Invited>>;

    /// Uses the link of an account: it gets this password (PHC string), and all its other links
    /// and sessions end. [`StoreError::BadLink`] when the link does not work.
    async fn accept_invitation(
        &self,
        secret: SecretHash,
        password: &str,
        event: &Event,
    ) -> Result<()>;

    /// Uses the link of the first administrator. [`StoreError::BadLink`] when it does not work or
    /// an account was created in the meantime.
    async fn create_first_admin(
        &self,
        secret: SecretHash,
        name: &str,
        password: &str,
        event: &Event,
    ) -> Result<()>;

    /// Keeps a session.
    async fn start_session(&self, secret: SecretHash, session: Session) -> Result<()>;

    /// A session and its account, unless that is disabled.
    async fn session(&self, secret: SecretHash) -> Result<Option<(Session, Account)>>;

    /// Notes that a session was used.
    async fn touch_session(&self, secret: SecretHash, now: Timestamp) -> Result<()>;

    /// How many sessions an account has that were seen since `seen` and created since `created`.
    async fn sessions(&self, account: i64, seen: Timestamp, created: Timestamp) -> Result<u32>;

    /// Ends a session.
    async fn end_session(&self, secret: SecretHash) -> Result<()>;

    /// Ends all sessions of an account and forgets its known browsers.
    async fn end_sessions(&self, account: i64) -> Result<()>;

    /// Removes sessions not seen since `seen` or created before `created`, and links and known
    /// browsers that ran out before `now`.
    async fn sweep(&self, seen: Timestamp, created: Timestamp, now: Timestamp) -> Result<()>;

    /// Remembers a browser from which an account has signed in.
    async fn remember_device(
        &self,
        secret: SecretHash,
        account: i64,
        expires_at: Timestamp,
    ) -> Result<()>;

    /// Whether an account has signed in from this browser.
    async fn knows_device(&self, secret: SecretHash, account: i64, now: Timestamp) -> Result<bool>;

    /// All tokens, newest first.
    async fn tokens(&self) -> Result<Vec<Token>>;

    /// The token with this secret, whether it still works or not.
    async fn token(&self, secret: SecretHash) -> Result<Option<Token>>;

    /// Keeps a token and gives it its number.
    async fn add_token(&self, token: &NewToken, event: &Event) -> Result<i64>;

    /// Revokes a token. [`StoreError::NotFound`] without one that is not revoked yet.
    async fn revoke_token(&self, id: i64, event: &Event) -> Result<()>;

    /// Entries of the audit record that fit a filter and come before number `before`, newest
    /// first, at most `limit`.
    async fn audit(&self, filter: &AuditFilter, before: i64, limit: u32) -> Result<Vec<Entry>>;

    /// Entries of the audit record behind number `after` in their order, at most `limit`.
    async fn audit_after(&self, after: i64, limit: u32) -> Result<Vec<Entry>>;

    /// Where the audit record begins and where it ends.
    async fn audit_ends(&self) -> Result<(Mark, Mark)>;

    /// Cuts the entries up to number `to` off the audit record, which begins behind it then.
    async fn cut_audit(&self, to: i64, event: &Event) -> Result<()>;
}
