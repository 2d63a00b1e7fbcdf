//! Accounts and the one-time links with which they choose a password.

use jiff::Timestamp;
use sqlx::{Row, SqlitePool, sqlite::SqliteRow};

use super::{Tx, json, optional_time, sessions, text, time};
use crate::{
    domain::account::{Account, AccountState, Roles},
    store::{AccountChange, Invitation, Invited, SecretHash, StoreError},
};

const TABLE: &str = "account";

pub(super) fn account(row: &SqliteRow) -> Result<Account, StoreError> {
    let password: Option<String> = row.try_get("password")?;
    let state = match (optional_time(row, TABLE, "disabled_at")?, password) {
        (Some(_), _) => AccountState::Disabled,
        (None, None) => AccountState::Invited,
        (None, Some(_)) => AccountState::Active,
    };
    Ok(Account {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        roles: json(row, TABLE, "roles")?,
        state,
        created_at: time(row, TABLE, "created_at")?,
    })
}

pub(super) async fn all(pool: &SqlitePool) -> Result<Vec<Account>, StoreError> {
    let rows = sqlx::query("select * from account order by name").fetch_all(pool).await?;
    rows.iter().map(account).collect()
}

pub(super) async fn by_name(
    pool: &SqlitePool,
    name: &str,
) -> Result<Option<(Account, Option<String>)>, StoreError> {
    let row =
        sqlx::query("select * from account where name = ?").bind(name).fetch_optional(pool).await?;
    row.map(|row| Ok((account(&row)?, row.try_get("password")?))).transpose()
}

pub(super) async fn insert(
    tx: &mut Tx<'_>,
    name: &str,
    roles: &Roles,
    password: Option<&str>,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let done =
        sqlx::query("insert into account (name, roles, password, created_at) values (?, ?, ?, ?)")
            .bind(name)
            .bind(text(roles))
            .bind(password)
            .bind(now.as_second())
            .execute(&mut **tx)
            .await?;
    Ok(done.last_insert_rowid())
}

pub(super) async fn invite(
    tx: &mut Tx<'_>,
    account: Option<i64>,
    invitation: Invitation,
) -> Result<(), StoreError> {
    // A new link puts the former ones out of force.
    sqlx::query("delete from invitation where account is ?")
        .bind(account)
        .execute(&mut **tx)
        .await?;
    sqlx::query("insert into invitation values (?, ?, ?)")
        .bind(invitation.secret.as_slice())
        .bind(account)
        .bind(invitation.expires_at.as_second())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub(super) async fn count(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("select count(*) from account").fetch_one(&mut **tx).await?)
}

pub(super) async fn invited(
    tx: &mut Tx<'_>,
    secret: SecretHash,
    now: Timestamp,
) -> Result<Option<Invited>, StoreError> {
    let account_id: Option<Option<i64>> =
        sqlx::query_scalar("select account from invitation where secret = ? and expires_at > ?")
            .bind(secret.as_slice())
            .bind(now.as_second())
            .fetch_optional(&mut **tx)
            .await?;
    match account_id {
        None => Ok(None),
        // An account that came first ends the offer.
        Some(None) => Ok((count(tx).await? == 0).then_some(Invited::FirstAdmin)),
        Some(Some(id)) => {
            let row = sqlx::query("select * from account where id = ? and disabled_at is null")
                .bind(id)
                .fetch_optional(&mut **tx)
                .await?;
            row.map(|row| account(&row).map(Invited::Account)).transpose()
        }
    }
}

pub(super) async fn set_password(
    tx: &mut Tx<'_>,
    id: i64,
    password: &str,
) -> Result<(), StoreError> {
    sqlx::query("update account set password = ? where id = ?")
        .bind(password)
        .bind(id)
        .execute(&mut **tx)
        .await?;
    sqlx::query("delete from invitation where account = ?").bind(id).execute(&mut **tx).await?;
    Ok(())
}

pub(super) async fn end_offers(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    sqlx::query("delete from invitation where account is null").execute(&mut **tx).await?;
    Ok(())
}

pub(super) async fn change(
    tx: &mut Tx<'_>,
    id: i64,
    change: &AccountChange,
    now: Timestamp,
) -> Result<(), StoreError> {
    let before = working_admins(tx).await?;
    let done = match change {
        AccountChange::Roles(roles) => {
            sqlx::query("update account set roles = ? where id = ?").bind(text(roles)).bind(id)
        }
        AccountChange::Disable => sqlx::query("update account set disabled_at = ? where id = ?")
            .bind(now.as_second())
            .bind(id),
        AccountChange::Enable => {
            sqlx::query("update account set disabled_at = null where id = ?").bind(id)
        }
        AccountChange::Reset(_) => {
            sqlx::query("update account set password = null where id = ?").bind(id)
        }
        AccountChange::Password(password, _) => {
            sqlx::query("update account set password = ? where id = ?").bind(password).bind(id)
        }
    };
    if done.execute(&mut **tx).await?.rows_affected() == 0 {
        return Err(StoreError::NotFound);
    }
    match change {
        AccountChange::Disable => {
            sqlx::query("delete from invitation where account = ?")
                .bind(id)
                .execute(&mut **tx)
                .await?;
            sessions::end_all(tx, id, None).await?;
        }
        AccountChange::Reset(invitation) => {
            invite(tx, Some(id), *invitation).await?;
            sessions::end_all(tx, id, None).await?;
        }
        AccountChange::Password(_, kept) => sessions::end_all(tx, id, *kept).await?,
        AccountChange::Roles(_) | AccountChange::Enable => {}
    }
    // A reset leaves a link, so it may concern the last administrator; the others may not.
    if before > 0
        && matches!(change, AccountChange::Roles(_) | AccountChange::Disable)
        && working_admins(tx).await? == 0
    {
        return Err(StoreError::LastAdmin);
    }
    Ok(())
}

async fn working_admins(tx: &mut Tx<'_>) -> Result<usize, StoreError> {
    let rows = sqlx::query("select * from account").fetch_all(&mut **tx).await?;
    let accounts = rows.iter().map(account).collect::<Result<Vec<_>, _>>()?;
    Ok(accounts.iter().filter(|account| account.is_working_admin()).count())
}
