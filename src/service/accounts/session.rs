//! Signing in, staying signed in, signing out.

use std::{net::IpAddr, time::Instant};

use jiff::{SignedDuration, Timestamp};

use super::{
    Accounts,
    password::{self, MAX_LENGTH},
    throttle::Origin,
};
use crate::{
    domain::account::{Account, AccountState, MAX_NAME, Session, account_name},
    service::secret::{self, Secret},
    store::StoreError,
};

/// How long a browser stays known.
const DEVICE: SignedDuration = SignedDuration::from_hours(180 * 24);
/// How exactly the last use of a session is kept: not every request needs a write.
const SEEN_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// Why somebody is not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Name and password do not belong together, or the account cannot be used; which one it is
    /// is not told.
    #[error("name or password is wrong, or the account is disabled")]
    Wrong,
    /// Too many wrong passwords from there.
    #[error("too many attempts; wait {0} seconds")]
    Wait(u64),
    /// The store fails.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Somebody who has just signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// The account.
    pub account: Account,
    /// The secret of the session, for its cookie.
    pub session: Secret,
    /// The secret by which the browser is known from now on, and for how many seconds.
    pub device: (Secret, i64),
}

impl Accounts {
    /// Signs somebody in. Whether the account exists makes no difference in answer and work.
    ///
    /// # Errors
    /// When name and password do not belong together or there were too many attempts.
    pub async fn sign_in(
        &self,
        name: &str,
        password: String,
        client: IpAddr,
        device: Option<&str>,
    ) -> Result<SignedIn, SignInError> {
        // Longer texts are nobody's and would only cost.
        if password.chars().count() > MAX_LENGTH || name.chars().count() > 2 * MAX_NAME {
            return Err(SignInError::Wrong);
        }
        let name = account_name(name).unwrap_or_else(|_| name.to_lowercase());
        let found = self.store.account(&name).await?;
        let now = Timestamp::now();
        // Asked for accounts that do not exist, too: the same work.
        let device = device.map(secret::hash).unwrap_or_default();
        let id = found.as_ref().map_or(0, |(account, _)| account.id);
        let known = self.store.knows_device(device, id, now).await?;
        let origin = if known { Origin::Device(device) } else { Origin::Client(client) };
        if let Some(wait) = self.throttle.attempt(&name, origin, Instant::now()) {
            return Err(SignInError::Wait(wait.as_secs().max(1)));
        }
        let (account, kept) = found.unzip();
        let fits = password::verify(password, kept.flatten()).await;
        let account = account
            .filter(|account| fits && account.state == AccountState::Active)
            .ok_or(SignInError::Wrong)?;
        self.throttle.succeeded(&name, origin);
        Ok(self.begin(account).await?)
    }

    /// Begins a session for somebody whose identity is proven, by whatever way of signing in.
    async fn begin(&self, account: Account) -> Result<SignedIn, StoreError> {
        let now = Timestamp::now();
        let session = Secret::random();
        let kept = Session { account: account.id, created_at: now, seen_at: now };
        self.store.start_session(session.hash(), kept).await?;
        let device = Secret::random();
        self.store.remember_device(device.hash(), account.id, now + DEVICE).await?;
        Ok(SignedIn { account, session, device: (device, DEVICE.as_secs()) })
    }

    /// The account that is signed in with this secret, unless the session has run out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn signed_in(&self, session: &str) -> Result<Option<Account>, StoreError> {
        let hash = secret::hash(session);
        let Some((session, account)) = self.store.session(hash).await? else { return Ok(None) };
        let now = Timestamp::now();
        let (seen, created) = self.oldest(now);
        if session.seen_at < seen || session.created_at < created {
            // Whether it can be removed just now does not matter: it no longer works.
            let _ = self.store.end_session(hash).await;
            return Ok(None);
        }
        if now.duration_since(session.seen_at) >= SEEN_EVERY {
            // Without a write the session may end early, which harms nobody.
            let _ = self.store.touch_session(hash, now).await;
        }
        Ok(Some(account))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sign_out(&self, session: &str) -> Result<(), StoreError> {
        self.store.end_session(secret::hash(session)).await
    }

    /// Ends all sessions of an account, on every device.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sign_out_everywhere(&self, account: i64) -> Result<(), StoreError> {
        self.store.end_sessions(account).await
    }

    /// On how many devices an account is signed in.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sessions(&self, account: i64) -> Result<u32, StoreError> {
        let (seen, created) = self.oldest(Timestamp::now());
        self.store.sessions(account, seen, created).await
    }

    /// Removes what has run out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sweep(&self) -> Result<(), StoreError> {
        let now = Timestamp::now();
        let (seen, created) = self.oldest(now);
        self.store.sweep(seen, created, now).await
    }

    /// The earliest last use and the earliest beginning of a session that still holds.
    fn oldest(&self, now: Timestamp) -> (Timestamp, Timestamp) {
        let back = |limit| now - SignedDuration::try_from(limit).unwrap_or(SignedDuration::MAX);
        (back(self.limits.idle), back(self.limits.absolute))
    }
}
