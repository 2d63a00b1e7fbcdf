//! Values as they are kept in columns.

use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{Row, sqlite::SqliteRow};

use super::Result;
use crate::store::StoreError;

pub(super) fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("domain values have text keys")
}

pub(super) fn parse<T: DeserializeOwned>(table: &'static str, text: &str) -> Result<T> {
    serde_json::from_str(text)
        .map_err(|error| StoreError::Content { table, problem: error.to_string() })
}

pub(super) fn json<T: DeserializeOwned>(
    row: &SqliteRow,
    table: &'static str,
    column: &str,
) -> Result<T> {
    parse(table, row.try_get(column)?)
}

/// A value that is kept as its plain word, such as `draft`.
pub(super) fn word<T: DeserializeOwned>(
    row: &SqliteRow,
    table: &'static str,
    column: &str,
) -> Result<T> {
    let text: String = row.try_get(column)?;
    serde_json::from_value(text.into())
        .map_err(|error| StoreError::Content { table, problem: error.to_string() })
}

pub(super) fn word_of(value: &impl Serialize) -> String {
    text(value).trim_matches('"').to_owned()
}

pub(super) fn seconds(table: &'static str, seconds: i64) -> Result<Timestamp> {
    Timestamp::from_second(seconds)
        .map_err(|error| StoreError::Content { table, problem: error.to_string() })
}

/// A point in time that is kept as seconds.
pub(super) fn time(row: &SqliteRow, table: &'static str, column: &str) -> Result<Timestamp> {
    seconds(table, row.try_get(column)?)
}

pub(super) fn optional_time(
    row: &SqliteRow,
    table: &'static str,
    column: &str,
) -> Result<Option<Timestamp>> {
    let kept: Option<i64> = row.try_get(column)?;
    kept.map(|kept| seconds(table, kept)).transpose()
}
