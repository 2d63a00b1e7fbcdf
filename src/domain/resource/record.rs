//! An offer as it is kept: its content, whether somebody vouches for it, and what became of it.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Resource;
use crate::domain::coded::coded;

/// That somebody made sure that an entry is true. Not the same as a change of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who: an account, or the Träger by a link.
    pub by: String,
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case", tag = "is", content = "into")]
pub enum Status {
    /// It is on the map.
    Active,
    /// It was the same as another one, to which its address leads now.
    Merged(Uuid),
    /// It was taken off the map.
    Removed,
}

/// An entry as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Its content.
    pub resource: Resource,
    /// What became of it.
    pub status: Status,
    /// Running number of the entry's changes, from 1.
    pub version: i64,
    /// When its content was changed last.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// Who changed it.
    pub updated_by: String,
    /// Who vouched for it last, and when; never when missing.
    #[serde(default)]
    pub verification: Option<Verification>,
    /// When it is to be looked at again.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub next_check: Option<Date>,
    /// Whether it still is as the data folder gave it; a new import of the folder replaces it then.
    #[serde(default)]
    pub seeded: bool,
}

impl Record {
    /// The first step of an entry, which nobody has vouched for.
    pub fn new(resource: Resource, at: Timestamp, by: &str) -> Self {
        Self {
            resource,
            status: Status::Active,
            version: 1,
            updated_at: at,
            updated_by: by.to_owned(),
            verification: None,
            next_check: None,
            seeded: false,
        }
    }

    /// Whether it is on the map.
    pub fn is_active(&self) -> bool {
        self.status == Status::Active
    }

    /// Whether it is due to be looked at on that day.
    pub fn is_due(&self, today: Date) -> bool {
        self.next_check.is_some_and(|day| day <= today)
    }
}

coded! {
    /// What was done to an entry.
    pub enum ChangeKind {
        /// It came with the data folder.
        Seeded = "seeded",
        /// It was read from a file.
        Imported = "imported",
        /// It was added.
        Added = "added",
        /// It was changed.
        Edited = "edited",
        /// Several were changed at once.
        BulkEdited = "bulk_edited",
        /// Somebody vouched for it.
        Verified = "verified",
        /// A suggestion of a resident was taken over.
        Suggested = "suggested",
        /// The Träger confirmed or corrected it.
        Confirmed = "confirmed",
        /// Two became one: it was merged into another one, or another one into it.
        Merged = "merged",
        /// It was taken off the map.
        Removed = "removed",
        /// An earlier state was brought back.
        Restored = "restored",
    }
}

/// One step in the history of an entry, with the entry as it was afterwards.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Change {
    /// Running number over all entries.
    pub id: i64,
    /// What was done.
    pub kind: ChangeKind,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// The entry afterwards.
    pub record: Record,
}
