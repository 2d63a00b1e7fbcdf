//! The store's methods: each write is one transaction together with its entry in the audit record.

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::Row;
use uuid::Uuid;

use super::{
    Result, SqliteStore, Tx, accounts, audit, count_revision, dataset, directory, duplicates,
    editions, organisation, provider_links, resources, sessions, suggestions, tokens,
};
use crate::{
    domain::{
        account::{Account, Roles, Session, Token},
        audit::{Entry, Event, Mark},
        city::Dataset,
        directory::{AddressPoint, Street},
        organisation::{Change, NewChange},
        resource::{self, NewSuggestion, Record, Suggestion, duplicates::Pair},
        rules::StreetRule,
    },
    store::{
        AccountChange, AuditFilter, Decision, Invitation, Invited, NewToken, ResourceWrite,
        Revision, SecretHash, Store, StoreError, SuggestionFilter,
    },
};

/// Whether the counter of the city's changes still stands there.
async fn based_on_present(tx: &mut Tx<'_>, based_on: i64) -> Result<()> {
    let now: i64 = sqlx::query_scalar("select dataset from revision").fetch_one(&mut **tx).await?;
    if now == based_on { Ok(()) } else { Err(StoreError::Stale) }
}

#[async_trait]
impl Store for SqliteStore {
    async fn dataset(&self) -> Result<Option<Dataset>> {
        let mut tx = self.pool.begin().await?;
        dataset::read(&mut tx).await
    }

    async fn replace_dataset(&self, dataset: &Dataset, event: &Event) -> Result<()> {
        let mut tx = self.write().await?;
        dataset::replace(&mut tx, dataset).await?;
        resources::seed(&mut tx, &dataset.resources, event).await?;
        count_revision(&mut tx, "dataset").await?;
        audit::append(&mut tx, event).await?;
        Ok(tx.commit().await?)
    }

    async fn replace_rules(
        &self,
        rules: &[(u32, Vec<StreetRule>)],
        based_on: i64,
        event: &Event,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        based_on_present(&mut tx, based_on).await?;
        for (edition, rules) in rules {
            editions::replace_rules(&mut tx, *edition, rules).await?;
        }
        count_revision(&mut tx, "dataset").await?;
        audit::append(&mut tx, event).await?;
        Ok(tx.commit().await?)
    }

    async fn replace_directory(
        &self,
        streets: &[Street],
        points: &[AddressPoint],
        based_on: i64,
        event: &Event,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        based_on_present(&mut tx, based_on).await?;
        directory::replace(&mut tx, streets, points).await?;
        count_revision(&mut tx, "dataset").await?;
        audit::append(&mut tx, event).await?;
        Ok(tx.commit().await?)
    }

    async fn revision(&self) -> Result<Revision> {
        let row = sqlx::query("select * from revision").fetch_one(&self.pool).await?;
        Ok(Revision {
            dataset: row.try_get("dataset")?,
            organisation: row.try_get("organisation")?,
            resources: row.try_get("resources")?,
        })
    }

    async fn probe(&self, now: Timestamp) -> Result<()> {
        self.allow_writing()?;
        sqlx::query("update probe set at = ?").bind(now.as_second()).execute(&self.pool).await?;
        Ok(())
    }

    async fn organisation_changes(&self) -> Result<Vec<Change>> {
        organisation::read(&self.pool).await
    }

    async fn change_organisation(
        &self,
        change: &NewChange,
        based_on: i64,
        event: &Event,
    ) -> Result<i64> {
        let mut tx = self.write().await?;
        let id = organisation::insert(&mut tx, change, based_on, event).await?;
        count_revision(&mut tx, "organisation").await?;
        audit::append(&mut tx, event).await?;
        tx.commit().await?;
        Ok(id)
    }

    async fn undo_organisation_change(&self, id: i64, undone: bool, event: &Event) -> Result<()> {
        let mut tx = self.write().await?;
        organisation::set_undone(&mut tx, id, undone, event).await?;
        count_revision(&mut tx, "organisation").await?;
        audit::append(&mut tx, event).await?;
        Ok(tx.commit().await?)
    }

    async fn resources(&self, since: i64) -> Result<Vec<Record>> {
        resources::read(&self.pool, since).await
    }

    async fn write_resources(&self, writes: &[ResourceWrite], event: &Event) -> Result<()> {
        let mut tx = self.write().await?;
        resources::write(&mut tx, writes, event).await?;
        audit::append(&mut tx, event).await?;
        Ok(tx.commit().await?)
    }

    async fn resource_history(&self, id: Uuid) -> Result<Vec<resource::Change>> {
        resources::history(&self.pool, id).await
    }

    async fn told_apart(&self) -> Result<Vec<Pair>> {
        duplicates::read(&self.pool).await
    }

    async fn tell_apart(&self, pair: Pair, apart: bool, event: &Event) -> Result<()> {
        let mut tx = self.write().await?;
        if apart {
            duplicates::insert(&mut tx, pair, event).await?;
        } else {
            duplicates::delete(&mut tx, pair).await?;
        }
        audit::append(&mut tx, event).await?;
        Ok(tx.commit().await?)
    }

    async fn resource_batch(&self, first: i64) -> Result<Vec<resource::Change>> {
        resources::batch(&self.pool, first).await
    }

    async fn add_suggestion(&self, suggestion: &NewSuggestion) -> Result<i64> {
        self.allow_writing()?;
        suggestions::insert(&self.pool, suggestion).await
    }

    async fn suggestions(
        &self,
        filter: SuggestionFilter,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Suggestion>> {
        suggestions::find(&self.pool, filter, after, limit).await
    }

    async fn open_suggestions(&self) -> Result<Vec<(Option<Uuid>, u32)>> {
        suggestions::open(&self.pool).await
    }

    async fn suggestion(&self, id: i64) -> Result<Option<Suggestion>> {
        suggestions::by_id(&self.pool, id).await
    }

    async fn suggestion_by_receipt(&self, receipt: &str) -> Result<Option<Suggestion>> {
        suggestions::by_receipt(&self.pool, receipt).await
    }

    async fn decide_suggestion(&self, decision: &Decision, event: &Event) -> Result<()> {
        let mut tx = self.write().await?;
        if let Some(write) = &decision.write {
            resources::write(&mut tx, std::slice::from_ref(write), event).await?;
        }
        suggestions::decide(&mut tx, decision, event).await?;
        audit::append(&mut tx, event).await?;
        Ok(tx.commit().await?)
    }

    async fn add_provider_link(
        &self,
        resource: Uuid,
        secret: SecretHash,
        expires_at: Timestamp,
        event: &Event,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        provider_links::insert(&mut tx, resource, secret, expires_at, event).await?;
        audit::append(&mut tx, event).await?;
        Ok(tx.commit().await?)
    }

    async fn provider_link(&self, secret: SecretHash, now: Timestamp) -> Result<Option<Uuid>> {
        let mut tx = self.pool.begin().await?;
        provider_links::find(&mut tx, secret, now).await
    }

    async fn use_provider_link(
        &self,
        secret: SecretHash,
        write: &ResourceWrite,
        rest: Option<&NewSuggestion>,
        event: &Event,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        if provider_links::find(&mut tx, secret, event.at).await? != Some(write.record.resource.id)
        {
            return Err(StoreError::BadLink);
        }
        provider_links::end(&mut tx, write.record.resource.id).await?;
        resources::write(&mut tx, std::slice::from_ref(write), event).await?;
        if let Some(rest) = rest {
            suggestions::insert(&mut *tx, rest).await?;
        }
        audit::append(&mut tx, event).await?;
        Ok(tx.commit().await?)
    }

    async fn accounts(&self) -> Result<Vec<Account>> {
        accounts::all(&self.pool).await
    }

    async fn account(&self, name: &str) -> Result<Option<(Account, Option<String>)>> {
        accounts::by_name(&self.pool, name).await
    }

    async fn add_account(
        &self,
        name: &str,
        roles: &Roles,
        invitation: Invitation,
        event: &Event,
    ) -> Result<i64> {
        let mut tx = self.write().await?;
        let id = accounts::insert(&mut tx, name, roles, None, event.at).await?;
        accounts::invite(&mut tx, Some(id), invitation).await?;
        audit::append(&mut tx, event).await?;
        tx.commit().await?;
        Ok(id)
    }

    async fn change_account(&self, id: i64, change: &AccountChange, event: &Event) -> Result<()> {
        let mut tx = self.write().await?;
        accounts::change(&mut tx, id, change, event.at).await?;
        audit::append(&mut tx, event).await?;
        Ok(tx.commit().await?)
    }

    async fn offer_first_admin(&self, invitation: Invitation) -> Result<bool> {
        let mut tx = self.write().await?;
        if accounts::count(&mut tx).await? > 0 {
            return Ok(false);
        }
        accounts::invite(&mut tx, None, invitation).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn invited(&self, secret: SecretHash, now: Timestamp) -> Result<Option<Invited>> {
        let mut tx = self.pool.begin().await?;
        accounts::invited(&mut tx, secret, now).await
    }

    async fn accept_invitation(
        &self,
        secret: SecretHash,
        password: &str,
        event: &Event,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        let Some(Invited::Account(account)) = accounts::invited(&mut tx, secret, event.at).await?
        else {
            return Err(StoreError::BadLink);
        };
        accounts::set_password(&mut tx, account.id, password).await?;
        sessions::end_all(&mut tx, account.id, None).await?;
        audit::append(&mut tx, event).await?;
        Ok(tx.commit().await?)
    }

    async fn create_first_admin(
        &self,
        secret: SecretHash,
        name: &str,
        password: &str,
        event: &Event,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        if accounts::invited(&mut tx, secret, event.at).await? != Some(Invited::FirstAdmin) {
            return Err(StoreError::BadLink);
        }
        let roles = Roles::from([crate::domain::account::Role::Admin]);
        accounts::insert(&mut tx, name, &roles, Some(password), event.at).await?;
        accounts::end_offers(&mut tx).await?;
        audit::append(&mut tx, event).await?;
        Ok(tx.commit().await?)
    }

    async fn start_session(&self, secret: SecretHash, session: Session) -> Result<()> {
        sessions::start(&self.pool, secret, session).await
    }

    async fn session(&self, secret: SecretHash) -> Result<Option<(Session, Account)>> {
        sessions::find(&self.pool, secret).await
    }

    async fn touch_session(&self, secret: SecretHash, now: Timestamp) -> Result<()> {
        sessions::touch(&self.pool, secret, now).await
    }

    async fn sessions(&self, account: i64, seen: Timestamp, created: Timestamp) -> Result<u32> {
        sessions::count(&self.pool, account, seen, created).await
    }

    async fn end_session(&self, secret: SecretHash) -> Result<()> {
        sessions::end(&self.pool, secret).await
    }

    async fn end_sessions(&self, account: i64) -> Result<()> {
        let mut tx = self.write().await?;
        sessions::end_all(&mut tx, account, None).await?;
        Ok(tx.commit().await?)
    }

    async fn sweep(&self, seen: Timestamp, created: Timestamp, now: Timestamp) -> Result<()> {
        let mut tx = self.write().await?;
        sessions::sweep(&mut tx, seen, created, now).await?;
        Ok(tx.commit().await?)
    }

    async fn remember_device(
        &self,
        secret: SecretHash,
        account: i64,
        expires_at: Timestamp,
    ) -> Result<()> {
        sessions::remember_device(&self.pool, secret, account, expires_at).await
    }

    async fn knows_device(&self, secret: SecretHash, account: i64, now: Timestamp) -> Result<bool> {
        sessions::knows_device(&self.pool, secret, account, now).await
    }

    async fn tokens(&self) -> Result<Vec<Token>> {
        tokens::all(&self.pool).await
    }

    async fn token(&self, secret: SecretHash) -> Result<Option<Token>> {
        tokens::find(&self.pool, secret).await
    }

    async fn add_token(&self, token: &NewToken, event: &Event) -> Result<i64> {
        let mut tx = self.write().await?;
        let id = tokens::insert(&mut tx, token, event).await?;
        audit::append(&mut tx, event).await?;
        tx.commit().await?;
        Ok(id)
    }

    async fn revoke_token(&self, id: i64, event: &Event) -> Result<()> {
        let mut tx = self.write().await?;
        tokens::revoke(&mut tx, id, event).await?;
        audit::append(&mut tx, event).await?;
        Ok(tx.commit().await?)
    }

    async fn audit(&self, filter: &AuditFilter, before: i64, limit: u32) -> Result<Vec<Entry>> {
        audit::find(&self.pool, filter, before, limit).await
    }

    async fn audit_after(&self, after: i64, limit: u32) -> Result<Vec<Entry>> {
        audit::after(&self.pool, after, limit).await
    }

    async fn audit_ends(&self) -> Result<(Mark, Mark)> {
        let mut tx = self.pool.begin().await?;
        Ok((audit::mark(&mut tx, "anchor").await?, audit::mark(&mut tx, "head").await?))
    }

    async fn cut_audit(&self, to: i64, event: &Event) -> Result<()> {
        let mut tx = self.write().await?;
        audit::cut(&mut tx, to).await?;
        audit::append(&mut tx, event).await?;
        Ok(tx.commit().await?)
    }
}
