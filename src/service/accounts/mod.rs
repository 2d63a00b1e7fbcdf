//! Accounts of staff and tokens of machines: who is it, and what may they do.

pub mod password;
mod session;
mod throttle;
mod token;

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::secret::{self, Secret};
use crate::{
    domain::{
        account::{Account, BadName, Roles, account_name},
        audit::{Action, Event},
    },
    store::{AccountChange, Invitation, Invited, SecretHash, Store, StoreError},
};
use password::BadPassword;
use throttle::Throttle;

pub use session::{SignInError, SignedIn};
pub use token::MAX_TOKEN_DAYS;

/// How long a link to choose a password works.
const INVITATION: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The link with which somebody chooses a password, below the address of the service.
pub fn invitation_link(public_url: &str, secret: &Secret) -> String {
    format!("{}/einladung/{}", public_url.trim_end_matches('/'), secret.expose())
}

/// How long a sign-in lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Longest time without a request.
    pub idle: Duration,
    /// Longest time in all.
    pub absolute: Duration,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self { idle: Duration::from_mins(30), absolute: Duration::from_hours(10) }
    }
}

/// Why something about an account cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The name cannot be one of an account.
    #[error(transparent)]
    Name(#[from] BadName),
    /// The new password is not taken.
    #[error(transparent)]
    Password(#[from] BadPassword),
    /// The present password is another one.
    #[error("the present password is another one")]
    WrongPassword,
    /// No role was given.
    #[error("at least one role is needed")]
    NoRole,
    /// A token without a name, or with one that is too long.
    #[error("a token needs a name of at most 64 characters")]
    TokenName,
    /// A token that would not work, or for too long.
    #[error("a token works for 1 to {MAX_TOKEN_DAYS} days")]
    TokenDays,
    /// The store fails or refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The accounts of a service.
pub struct Accounts {
    store: Arc<dyn Store>,
    limits: SessionLimits,
    throttle: Throttle,
    /// Words that everybody knows, such as the name of the city; no password is one of them.
    known_words: Vec<String>,
}

impl Accounts {
    /// The accounts in a store.
    pub fn new(store: Arc<dyn Store>, limits: SessionLimits, known_words: Vec<String>) -> Self {
        Self { store, limits, throttle: Throttle::default(), known_words }
    }

    /// How long a sign-in lasts.
    pub fn limits(&self) -> SessionLimits {
        self.limits
    }

    /// All accounts by name.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn all(&self) -> Result<Vec<Account>, AccountError> {
        Ok(self.store.accounts().await?)
    }

    /// The account with a number.
    ///
    /// # Errors
    /// When there is none.
    pub async fn get(&self, id: i64) -> Result<Account, AccountError> {
        let found = self.store.accounts().await?.into_iter().find(|account| account.id == id);
        Ok(found.ok_or(StoreError::NotFound)?)
    }

    /// The account of a name.
    ///
    /// # Errors
    /// When there is none.
    pub async fn named(&self, name: &str) -> Result<Account, AccountError> {
        let name = account_name(name)?;
        Ok(self.store.account(&name).await?.ok_or(StoreError::NotFound)?.0)
    }

    /// Creates an account and the secret of the link with which its owner chooses a password.
    ///
    /// # Errors
    /// When the name is taken or unfit, or no role is given.
    pub async fn add(
        &self,
        actor: &str,
        name: &str,
        roles: &Roles,
    ) -> Result<(i64, Secret), AccountError> {
        let name = account_name(name)?;
        some_role(roles)?;
        let (secret, invitation) = invitation();
        let event = event(actor, Action::AccountCreated, &name, json!({ "roles": roles }));
        Ok((self.store.add_account(&name, roles, invitation, &event).await?, secret))
    }

    /// Gives an account other roles.
    ///
    /// # Errors
    /// When there is no such account, no role is given or no administrator would be left.
    pub async fn set_roles(&self, actor: &str, id: i64, roles: &Roles) -> Result<(), AccountError> {
        some_role(roles)?;
        let account = self.get(id).await?;
        if account.roles == *roles {
            return Ok(());
        }
        let detail = json!({ "before": account.roles, "after": roles });
        let event = event(actor, Action::AccountRoles, &account.name, detail);
        let change = AccountChange::Roles(roles.clone());
        Ok(self.store.change_account(id, &change, &event).await?)
    }

    /// Disables an account; whoever is signed in with it is signed out.
    ///
    /// # Errors
    /// When there is no such account or no administrator would be left.
    pub async fn disable(&self, actor: &str, id: i64) -> Result<(), AccountError> {
        let account = self.get(id).await?;
        let event = event(actor, Action::AccountDisabled, &account.name, json!({}));
        Ok(self.store.change_account(id, &AccountChange::Disable, &event).await?)
    }

    /// Enables an account again.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn enable(&self, actor: &str, id: i64) -> Result<(), AccountError> {
        let account = self.get(id).await?;
        let event = event(actor, Action::AccountEnabled, &account.name, json!({}));
        Ok(self.store.change_account(id, &AccountChange::Enable, &event).await?)
    }

    /// Takes an account's password away and returns the secret of a link for a new one; whoever
    /// is signed in with it is signed out.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn reset(&self, actor: &str, id: i64) -> Result<Secret, AccountError> {
        let account = self.get(id).await?;
        let (secret, invitation) = invitation();
        let event = event(actor, Action::AccountReset, &account.name, json!({}));
        self.store.change_account(id, &AccountChange::Reset(invitation), &event).await?;
        Ok(secret)
    }

    /// Changes an account's own password. Its other sessions end.
    ///
    /// # Errors
    /// When the present password is another one or the new one is not taken.
    pub async fn change_password(
        &self,
        account: &Account,
        present: String,
        new: String,
        session: SecretHash,
    ) -> Result<(), AccountError> {
        let (_, kept) = self.store.account(&account.name).await?.ok_or(StoreError::NotFound)?;
        if !password::verify(present, kept).await {
            return Err(AccountError::WrongPassword);
        }
        self.check_password(&new, &account.name)?;
        let change = AccountChange::Password(password::hash(new).await, Some(session));
        let event = event(&account.name, Action::AccountPassword, &account.name, json!({}));
        Ok(self.store.change_account(account.id, &change, &event).await?)
    }

    /// The secret of a link with which the first administrator is created; `None` when there are
    /// accounts or nothing can be written. Every call puts the former link out of force.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn offer_first_admin(&self) -> Result<Option<Secret>, AccountError> {
        if !self.store.accounts().await?.is_empty() {
            return Ok(None);
        }
        let (secret, invitation) = invitation();
        match self.store.offer_first_admin(invitation).await {
            Ok(offered) => Ok(offered.then_some(secret)),
            // Look-ups go on without any account.
            Err(StoreError::NotWritable(reason)) => {
                tracing::error!(%reason, "the first administrator cannot be offered a link");
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// What a link leads to; `None` when it does not work.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn invited(&self, link: &str) -> Result<Option<Invited>, AccountError> {
        Ok(self.store.invited(secret::hash(link), Timestamp::now()).await?)
    }

    /// Uses a link: the invited account gets this password, or the first administrator is
    /// created under `name`.
    ///
    /// # Errors
    /// When the link does not work, or name or password are not taken; the link works on then.
    pub async fn accept(
        &self,
        link: &str,
        name: &str,
        password: String,
    ) -> Result<(), AccountError> {
        let hash = secret::hash(link);
        let invited = self.store.invited(hash, Timestamp::now()).await?;
        match invited.ok_or(StoreError::BadLink)? {
            Invited::FirstAdmin => {
                let name = account_name(name)?;
                self.check_password(&password, &name)?;
                let detail = json!({ "roles": ["admin"], "first": true });
                let event = event(&name, Action::AccountCreated, &name, detail);
                let password = password::hash(password).await;
                self.store.create_first_admin(hash, &name, &password, &event).await?;
            }
            Invited::Account(account) => {
                self.check_password(&password, &account.name)?;
                let event = event(&account.name, Action::AccountPassword, &account.name, json!({}));
                let password = password::hash(password).await;
                self.store.accept_invitation(hash, &password, &event).await?;
            }
        }
        Ok(())
    }

    fn check_password(&self, password: &str, name: &str) -> Result<(), BadPassword> {
        let mut personal: Vec<&str> = self.known_words.iter().map(String::as_str).collect();
        personal.push(name);
        password::check(password, &personal)
    }
}

fn some_role(roles: &Roles) -> Result<(), AccountError> {
    if roles.is_empty() { Err(AccountError::NoRole) } else { Ok(()) }
}

fn invitation() -> (Secret, Invitation) {
    let secret = Secret::random();
    let invitation =
        Invitation { secret: secret.hash(), expires_at: Timestamp::now() + INVITATION };
    (secret, invitation)
}

fn event(actor: &str, action: Action, name: &str, detail: serde_json::Value) -> Event {
    Event {
        at: Timestamp::now(),
        actor: actor.to_owned(),
        action,
        subject: format!("account/{name}"),
        detail,
    }
}
