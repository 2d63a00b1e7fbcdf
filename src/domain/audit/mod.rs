//! The record of who changed what when: a chain in which every entry carries the hash of the
//! one before it, so that a changed, missing or inserted entry breaks it.
//!
//! The construction is that of a linked time-stamp (Haber and Stornetta, 1991): whoever keeps a
//! [`Mark`] of the chain elsewhere can prove later that nothing before it was changed.

mod chain;

use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use chain::{Break, Entry, Mark, Verifier};

/// What is to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When it was done.
    pub at: Timestamp,
    /// Who did it: an account (`erika`), a token (`token:kita-portal`), or the command line.
    pub actor: String,
    /// What was done, such as `account.created`.
    pub action: Action,
    /// What it was done to, such as `account/erika`.
    pub subject: String,
    /// The values before and after, as JSON.
    pub detail: Value,
}

/// The kinds of changes.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
pub enum Action {
    /// A city was read into the database.
    #[serde(rename = "dataset.imported")]
    DatasetImported,
    /// The street rules of editions were replaced.
    #[serde(rename = "rules.replaced")]
    RulesReplaced,
    /// The house numbers were replaced by those of a register.
    #[serde(rename = "addresses.replaced")]
    AddressesReplaced,
    /// The database was replaced by a backup.
    #[serde(rename = "database.restored")]
    DatabaseRestored,
    /// An account was created.
    #[serde(rename = "account.created")]
    AccountCreated,
    /// An account got other roles.
    #[serde(rename = "account.roles")]
    AccountRoles,
    /// An account was disabled.
    #[serde(rename = "account.disabled")]
    AccountDisabled,
    /// An account was enabled again.
    #[serde(rename = "account.enabled")]
    AccountEnabled,
    /// An account's password was taken away and a link for a new one made.
    #[serde(rename = "account.reset")]
    AccountReset,
    /// An account got a new password.
    #[serde(rename = "account.password")]
    AccountPassword,
    /// A token was created.
    #[serde(rename = "token.created")]
    TokenCreated,
    /// A token was revoked.
    #[serde(rename = "token.revoked")]
    TokenRevoked,
    /// The organisation was changed from a day on.
    #[serde(rename = "organisation.changed")]
    OrganisationChanged,
    /// A change of the organisation was taken back.
    #[serde(rename = "organisation.undone")]
    OrganisationUndone,
    /// A change that was taken back holds again.
    #[serde(rename = "organisation.redone")]
    OrganisationRedone,
    /// An entry of the resource map was added or changed.
    #[serde(rename = "resource.changed")]
    ResourceChanged,
    /// Several entries were changed at once.
    #[serde(rename = "resource.bulk")]
    ResourcesChanged,
    /// Entries were read from a file.
    #[serde(rename = "resource.imported")]
    ResourcesImported,
    /// Somebody vouched for an entry.
    #[serde(rename = "resource.verified")]
    ResourceVerified,
    /// An entry was taken off the map.
    #[serde(rename = "resource.removed")]
    ResourceRemoved,
    /// An entry was merged into another one.
    #[serde(rename = "resource.merged")]
    ResourceMerged,
    /// Two entries were found to be no duplicates, or that was taken back.
    #[serde(rename = "resource.apart")]
    ResourcesApart,
    /// An earlier state of an entry was brought back.
    #[serde(rename = "resource.restored")]
    ResourceRestored,
    /// A link was made with which a Träger confirms an entry.
    #[serde(rename = "resource.link")]
    ProviderLinkCreated,
    /// The Träger confirmed or corrected an entry.
    #[serde(rename = "resource.confirmed")]
    ResourceConfirmed,
    /// A suggestion was taken over.
    #[serde(rename = "suggestion.accepted")]
    SuggestionAccepted,
    /// A suggestion was not taken over.
    #[serde(rename = "suggestion.declined")]
    SuggestionDeclined,
    /// Old entries of this record were cut off.
    #[serde(rename = "audit.cut")]
    AuditCut,
}

impl Action {
    /// All kinds of changes.
    pub const ALL: [Self; 28] = [
        Self::DatasetImported,
        Self::RulesReplaced,
        Self::AddressesReplaced,
        Self::DatabaseRestored,
        Self::AccountCreated,
        Self::AccountRoles,
        Self::AccountDisabled,
        Self::AccountEnabled,
        Self::AccountReset,
        Self::AccountPassword,
        Self::TokenCreated,
        Self::TokenRevoked,
        Self::OrganisationChanged,
        Self::OrganisationUndone,
        Self::OrganisationRedone,
        Self::ResourceChanged,
        Self::ResourcesChanged,
        Self::ResourcesImported,
        Self::ResourceVerified,
        Self::ResourceRemoved,
        Self::ResourceMerged,
        Self::ResourcesApart,
        Self::ResourceRestored,
        Self::ProviderLinkCreated,
        Self::ResourceConfirmed,
        Self::SuggestionAccepted,
        Self::SuggestionDeclined,
        Self::AuditCut,
    ];

    /// The kind as it is written, such as `account.created`.
    pub fn code(self) -> String {
        match serde_json::to_value(self) {
            Ok(Value::String(code)) => code,
            other => unreachable!("actions are words, not {other:?}"),
        }
    }
}

impl FromStr for Action {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        serde_json::from_value(text.into()).map_err(|_| format!("„{text}“ is no kind of change"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_change_is_read_as_it_is_written() {
        for action in Action::ALL {
            assert_eq!(action.code().parse(), Ok(action));
        }
    }
}
