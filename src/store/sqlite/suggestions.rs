//! Suggestions of residents.

use sqlx::{QueryBuilder, Row, SqliteExecutor, SqlitePool, sqlite::SqliteRow};
use uuid::Uuid;

use super::{Tx, json, optional_time, text, time, word, word_of};
use crate::{
    domain::{
        audit::Event,
        resource::{NewSuggestion, Suggestion, SuggestionState},
    },
    store::{Decision, StoreError, SuggestionFilter},
};

const TABLE: &str = "suggestion";

fn suggestion(row: &SqliteRow) -> Result<Suggestion, StoreError> {
    let resource: Option<String> = row.try_get("resource")?;
    Ok(Suggestion {
        id: row.try_get("id")?,
        receipt: row.try_get("receipt")?,
        resource: resource.as_deref().map(id).transpose()?,
        proposal: json(row, TABLE, "content")?,
        at: time(row, TABLE, "at")?,
        state: word(row, TABLE, "state")?,
        answer: row.try_get("answer")?,
        decided_by: row.try_get("decided_by")?,
        decided_at: optional_time(row, TABLE, "decided_at")?,
    })
}

/// An id as it is kept.
pub(super) fn id(text: &str) -> Result<Uuid, StoreError> {
    text.parse::<Uuid>()
        .map_err(|error| StoreError::Content { table: TABLE, problem: error.to_string() })
}

pub(super) async fn insert(
    executor: impl SqliteExecutor<'_>,
    suggestion: &NewSuggestion,
) -> Result<i64, StoreError> {
    let number = sqlx::query_scalar(
        "insert into suggestion (receipt, resource, content, at, state)
         values (?, ?, ?, ?, 'open')
         on conflict (receipt) do update set receipt = receipt
         returning id",
    )
    .bind(&suggestion.receipt)
    .bind(suggestion.resource.map(|id| id.to_string()))
    .bind(text(&suggestion.proposal))
    .bind(suggestion.at.as_second())
    .fetch_one(executor)
    .await?;
    Ok(number)
}

pub(super) async fn find(
    pool: &SqlitePool,
    filter: SuggestionFilter,
    after: i64,
    limit: u32,
) -> Result<Vec<Suggestion>, StoreError> {
    let mut query = QueryBuilder::new("select * from suggestion where id > ");
    query.push_bind(after);
    if let Some(state) = filter.state {
        query.push(" and state = ").push_bind(word_of(&state));
    }
    if let Some(resource) = filter.resource {
        query.push(" and resource = ").push_bind(resource.to_string());
    }
    if filter.decided {
        query.push(" and state <> 'open'");
    }
    match filter.before {
        Some(before) => query.push(" and id < ").push_bind(before).push(" order by id desc"),
        None => query.push(" order by id"),
    };
    query.push(" limit ").push_bind(limit);
    query.build().fetch_all(pool).await?.iter().map(suggestion).collect()
}

pub(super) async fn open(pool: &SqlitePool) -> Result<Vec<(Option<Uuid>, u32)>, StoreError> {
    let rows = sqlx::query(
        "select resource, count(*) as open from suggestion where state = 'open' group by resource",
    )
    .fetch_all(pool)
    .await?;
    rows.iter()
        .map(|row| {
            let resource: Option<String> = row.try_get("resource")?;
            Ok((resource.as_deref().map(id).transpose()?, row.try_get("open")?))
        })
        .collect()
}

pub(super) async fn by_id(pool: &SqlitePool, id: i64) -> Result<Option<Suggestion>, StoreError> {
    let row =
        sqlx::query("select * from suggestion where id = ?").bind(id).fetch_optional(pool).await?;
    row.as_ref().map(suggestion).transpose()
}

pub(super) async fn by_receipt(
    pool: &SqlitePool,
    receipt: &str,
) -> Result<Option<Suggestion>, StoreError> {
    let row = sqlx::query("select * from suggestion where receipt = ?")
        .bind(receipt)
        .fetch_optional(pool)
        .await?;
    row.as_ref().map(suggestion).transpose()
}

pub(super) async fn decide(
    tx: &mut Tx<'_>,
    decision: &Decision,
    event: &Event,
) -> Result<(), StoreError> {
    let row = sqlx::query("select state from suggestion where id = ?")
        .bind(decision.id)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(StoreError::NotFound)?;
    if word::<SuggestionState>(&row, TABLE, "state")? != SuggestionState::Open {
        return Err(StoreError::Stale);
    }
    // A proposal for a new offer leads to what became of it.
    let became = decision.write.as_ref().map(|write| write.record.resource.id.to_string());
    sqlx::query(
        "update suggestion set state = ?, answer = ?, decided_at = ?, decided_by = ?,
             resource = coalesce(resource, ?)
         where id = ?",
    )
    .bind(word_of(&decision.state))
    .bind(&decision.answer)
    .bind(event.at.as_second())
    .bind(&event.actor)
    .bind(became)
    .bind(decision.id)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
