//! Links with which a Träger confirms an entry.

use jiff::Timestamp;
use sqlx::Row;
use uuid::Uuid;

use super::{Tx, suggestions};
use crate::{
    domain::audit::Event,
    store::{SecretHash, StoreError},
};

pub(super) async fn insert(
    tx: &mut Tx<'_>,
    resource: Uuid,
    secret: SecretHash,
    expires_at: Timestamp,
    event: &Event,
) -> Result<(), StoreError> {
    end(tx, resource).await?;
    sqlx::query("insert into provider_link values (?, ?, ?, ?, ?)")
        .bind(secret.as_slice())
        .bind(resource.to_string())
        .bind(event.at.as_second())
        .bind(&event.actor)
        .bind(expires_at.as_second())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub(super) async fn find(
    tx: &mut Tx<'_>,
    secret: SecretHash,
    now: Timestamp,
) -> Result<Option<Uuid>, StoreError> {
    let row = sqlx::query("select resource from provider_link where secret = ? and expires_at > ?")
        .bind(secret.as_slice())
        .bind(now.as_second())
        .fetch_optional(&mut **tx)
        .await?;
    row.map(|row| suggestions::id(row.try_get("resource")?)).transpose()
}

pub(super) async fn end(tx: &mut Tx<'_>, resource: Uuid) -> Result<(), StoreError> {
    sqlx::query("delete from provider_link where resource = ?")
        .bind(resource.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
