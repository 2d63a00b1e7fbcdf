//! What commands print.

use std::io::{self, Write};

use jiff::Timestamp;
use serde::Serialize;

use super::failure::Failure;
use crate::domain::account::{Role, Roles};

/// Prints one line.
pub(super) fn line(text: &str) -> Result<(), Failure> {
    Ok(writeln!(io::stdout().lock(), "{text}")?)
}

/// Prints a value as JSON.
pub(super) fn json(value: &impl Serialize) -> Result<(), Failure> {
    line(&serde_json::to_string_pretty(value).map_err(anyhow::Error::from)?)
}

/// Prints rows with their columns below each other.
pub(super) fn table(rows: &[Vec<String>]) -> Result<(), Failure> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column| {
        let cells = rows.iter().filter_map(|row| row.get::<usize>(column));
        cells.map(|cell: &String| cell.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = io::stdout().lock();
    for row in rows {
        let cells = row.iter().zip(&widths);
        let padded: Vec<String> = cells.map(|(cell, width)| format!("{cell:<width$}")).collect();
        writeln!(out, "{}", padded.join("  ").trim_end())?;
    }
    Ok(())
}

/// Roles as they are written in arguments.
pub(super) fn roles(roles: &Roles) -> String {
    roles.iter().map(Role::to_string).collect::<Vec<_>>().join(",")
}

/// The roles that were named.
pub(super) fn parse_roles(texts: &[String]) -> Result<Roles, Failure> {
    let parse = |text: &String| {
        text.trim().parse::<Role>().map_err(|_| {
            let all = Role::ALL.map(Role::code).join(", ");
            Failure::usage("unknown_role", &[("role", text), ("roles", &all)])
        })
    };
    texts.iter().map(parse).collect()
}

/// The day of a point in time as it is written in data.
pub(super) fn day(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d").to_string()
}
