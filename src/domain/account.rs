//! Who may do what: roles, accounts of staff, tokens of machines.

use std::{collections::BTreeSet, fmt, str::FromStr};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::coded::coded;

coded! {
    /// What somebody may do beyond what everybody may.
    pub enum Role {
        /// Routes families to their team.
        Intake = "intake",
        /// Keeps the resource map.
        Coordinator = "coordinator",
        /// Drafts boundaries.
        Planner = "planner",
        /// Puts into force what a planner drafted: the second pair of eyes.
        Publisher = "publisher",
        /// Runs the service: accounts, organisation, audit.
        Admin = "admin",
    }
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::of_code(text).ok_or_else(|| {
            let all: Vec<&str> = Self::ALL.map(Self::code).into();
            format!("„{text}“ is no role; possible are {}", all.join(", "))
        })
    }
}

/// The roles of one account or token.
pub type Roles = BTreeSet<Role>;

/// Longest name of an account, in characters.
pub const MAX_NAME: usize = 64;

/// Why a name cannot be one of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a name has 2 to {MAX_NAME} letters, digits, dots, hyphens, underlines or @, no blanks")]
pub struct BadName;

/// The name as it is kept: without blanks around it, in lower case.
///
/// # Errors
/// When it is too short, too long or holds other characters.
pub fn account_name(text: &str) -> Result<String, BadName> {
    let name = text.trim().to_lowercase();
    let fits = (2..=MAX_NAME).contains(&name.chars().count());
    let plain = name.chars().all(|c| c.is_alphanumeric() || "._-@".contains(c));
    if fits && plain { Ok(name) } else { Err(BadName) }
}

/// Whether an account can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// No password has been chosen yet.
    Invited,
    /// Can sign in.
    Active,
    /// Cannot sign in.
    Disabled,
}

/// An account of a member of staff.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Account {
    /// Stable number.
    pub id: i64,
    /// The name to sign in with.
    pub name: String,
    /// What it may do.
    #[schema(value_type = Vec<Role>)]
    pub roles: Roles,
    /// Whether it can be used.
    pub state: AccountState,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl Account {
    /// Whether it can sign in and run the service.
    pub fn is_working_admin(&self) -> bool {
        self.state == AccountState::Active && self.roles.contains(&Role::Admin)
    }
}

/// A token with which a machine asks.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Token {
    /// Stable number.
    pub id: i64,
    /// What it is for.
    pub name: String,
    /// What it may do.
    #[schema(value_type = Vec<Role>)]
    pub roles: Roles,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Who created it.
    pub created_by: String,
    /// Until when it can be used.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// When it was revoked.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub revoked_at: Option<Timestamp>,
}

impl Token {
    /// Whether it can be used at this time.
    pub fn works_at(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// A sign-in of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// The account.
    pub account: i64,
    /// When it was signed in.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_in_lower_case_and_hold_nothing_odd() {
        assert_eq!(account_name(" Erika.M ").as_deref(), Ok("erika.m"));
        assert_eq!(account_name("jörg@stadt.example").as_deref(), Ok("jörg@stadt.example"));
        for bad in ["", "a", "a b", "a/b", "<b>", &"x".repeat(65), "zeile\nzwei"] {
            assert!(account_name(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn roles_are_read_as_they_are_written() {
        for role in Role::ALL {
            assert_eq!(role.code().parse(), Ok(role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.code());
        }
        assert!("root".parse::<Role>().unwrap_err().contains("publisher"));
    }
}
