//! Tokens with which machines ask.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{AccountError, Accounts, some_role};
use crate::{
    domain::{
        account::{Roles, Token},
        audit::{Action, Event},
    },
    service::secret::{self, Secret},
    store::{NewToken, StoreError},
};

/// Longest time that a token works, in days.
pub const MAX_TOKEN_DAYS: u32 = 366;
/// What tells a token from any other text, for people and for scanners of leaked secrets.
const PREFIX: &str = "szr_";
/// Longest name of a token, in characters.
const MAX_NAME: usize = 64;

impl Accounts {
    /// All tokens, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn tokens(&self) -> Result<Vec<Token>, AccountError> {
        Ok(self.store.tokens().await?)
    }

    /// Creates a token and returns its number and the text that the machine sends. It is shown
    /// this once.
    ///
    /// # Errors
    /// When name, roles or days are not taken.
    pub async fn add_token(
        &self,
        actor: &str,
        name: &str,
        roles: &Roles,
        days: u32,
    ) -> Result<(i64, String), AccountError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > MAX_NAME || name.contains(char::is_control) {
            return Err(AccountError::TokenName);
        }
        some_role(roles)?;
        if !(1..=MAX_TOKEN_DAYS).contains(&days) {
            return Err(AccountError::TokenDays);
        }
        let text = format!("{PREFIX}{}", Secret::random().expose());
        let now = Timestamp::now();
        let token = NewToken {
            name: name.to_owned(),
            roles: roles.clone(),
            secret: secret::hash(&text),
            expires_at: now + SignedDuration::from_hours(24 * i64::from(days)),
        };
        let event = Event {
            at: now,
            actor: actor.to_owned(),
            action: Action::TokenCreated,
            subject: format!("token/{name}"),
            detail: json!({ "roles": roles, "expires_at": token.expires_at }),
        };
        Ok((self.store.add_token(&token, &event).await?, text))
    }

    /// Revokes a token.
    ///
    /// # Errors
    /// When there is none with that number or it is revoked already.
    pub async fn revoke_token(&self, actor: &str, id: i64) -> Result<(), AccountError> {
        let tokens = self.store.tokens().await?;
        let token = tokens.into_iter().find(|token| token.id == id).ok_or(StoreError::NotFound)?;
        let event = Event {
            at: Timestamp::now(),
            actor: actor.to_owned(),
            action: Action::TokenRevoked,
            subject: format!("token/{}", token.name),
            detail: json!({ "id": id }),
        };
        Ok(self.store.revoke_token(id, &event).await?)
    }

    /// The token that a machine sent; `None` when it is unknown, revoked or has run out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn token(&self, text: &str) -> Result<Option<Token>, StoreError> {
        if !text.starts_with(PREFIX) {
            return Ok(None);
        }
        let token = self.store.token(secret::hash(text)).await?;
        Ok(token.filter(|token| token.works_at(Timestamp::now())))
    }
}
