//! Looking for what usually goes wrong: every check gives one finding.

mod city;
mod database;
mod files;
mod mail;
mod server;

use serde::Serialize;

use crate::{
    settings::Mail,
    store::{SqliteStore, Store, StoreError, file_of},
};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// All is well.
    Ok,
    /// Worth a look.
    Hint,
    /// Something does not work.
    Error,
}

/// What a check found. Its words are in the catalogue under `doctor.<code>`.
#[derive(Debug)]
pub struct Finding {
    /// Which finding it is.
    pub code: &'static str,
    /// How bad it is.
    pub level: Level,
    /// What its words name.
    pub values: Vec<(&'static str, String)>,
    /// Why the store failed, where that is the finding.
    pub cause: Option<StoreError>,
}

impl Finding {
    fn new(level: Level, code: &'static str) -> Self {
        Self { code, level, values: Vec::new(), cause: None }
    }

    fn ok(code: &'static str) -> Self {
        Self::new(Level::Ok, code)
    }

    fn hint(code: &'static str) -> Self {
        Self::new(Level::Hint, code)
    }

    fn error(code: &'static str) -> Self {
        Self::new(Level::Error, code)
    }

    fn failure(code: &'static str, cause: StoreError) -> Self {
        Self { cause: Some(cause), ..Self::error(code) }
    }

    fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }
}

/// Examines a database and, when its address is given, the server on it. Nothing is changed but
/// for a sign of life in the database.
/// Mail is not sent, but the mail server is asked whether it would take it.
pub async fn examine(database: &str, server: Option<&str>, settings: &Mail) -> Vec<Finding> {
    let mut findings = examine_database(database).await;
    findings.push(mail::reachable(settings).await);
    if let Some(url) = server {
        findings.push(server::reachable(url).await);
    }
    findings
}

async fn examine_database(url: &str) -> Vec<Finding> {
    let file = match file_of(url) {
        Ok(file) if file.exists() => file,
        Ok(file) => return vec![Finding::error("database_missing").with("file", file.display())],
        Err(error) => return vec![Finding::failure("database_unusable", error)],
    };
    // Before anything is opened, which may tidy up.
    let mut findings = files::examine(file);
    let (store, schema) = match SqliteStore::inspect(url).await {
        Ok(opened) => opened,
        Err(error) => {
            findings.insert(0, Finding::failure("database_unusable", error));
            return findings;
        }
    };
    findings.insert(0, Finding::ok("database_open").with("file", file.display()));
    if schema.from < schema.to {
        let old = Finding::hint("schema_old");
        findings.push(old.with("found", schema.from).with("known", schema.to));
        findings.push(database::whole(&store).await);
    } else {
        findings.push(Finding::ok("schema_current").with("found", schema.from));
        findings.push(database::whole(&store).await);
        findings.push(database::writable(&store).await);
        let store: &dyn Store = &store;
        findings.push(database::record(store).await);
        findings.push(database::clock(store).await);
        findings.push(database::admin(store).await);
        findings.extend(city::examine(store).await);
    }
    store.close().await;
    findings
}
