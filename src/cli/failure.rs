//! Failures of a command, each as one clear line.

use std::{fmt, io, path::Path, process::ExitCode};

use crate::{
    locale::Catalogue,
    service::{
        accounts::{AccountError, MAX_TOKEN_DAYS},
        open::OpenError,
    },
    settings::SettingsError,
    store::{BadBackup, Obstacle, StoreError},
};

/// Why a command ended without a result.
pub(super) enum Failure {
    /// The command was used in a wrong way: exit status 2.
    Usage(String),
    /// The command failed: exit status 1.
    Failed(String),
    /// Nobody reads the output any more.
    BrokenPipe,
}

impl Failure {
    /// A failure with words of the catalogue under `cli.<key>`.
    pub(super) fn failed(key: &str, values: &[(&str, &str)]) -> Self {
        Self::Failed(words(key, values))
    }

    /// Wrong use with words of the catalogue under `cli.<key>`.
    pub(super) fn usage(key: &str, values: &[(&str, &str)]) -> Self {
        Self::Usage(words(key, values))
    }

    /// A file that cannot be written.
    pub(super) fn write(path: &Path, error: &io::Error) -> Self {
        Self::failed(
            "cannot_write",
            &[("file", &path.display().to_string()), ("error", &error.to_string())],
        )
    }

    /// The exit status that goes with it.
    pub(super) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(2),
            Self::Failed(_) => ExitCode::from(1),
            Self::BrokenPipe => ExitCode::SUCCESS,
        }
    }
}

/// Words of the catalogue under `cli.<key>`.
pub(super) fn words(key: &str, values: &[(&str, &str)]) -> String {
    Catalogue::german().text(&format!("cli.{key}"), values)
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Failed(text) => out.write_str(text),
            Self::BrokenPipe => Ok(()),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::failed("io", &[("error", &error.to_string())]),
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::failed("io", &[("error", &format!("{error:#}"))])
    }
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Name(_) => Self::usage("bad_name", &[]),
            AccountError::NoRole => Self::usage("no_role", &[]),
            AccountError::TokenName => Self::usage("bad_token_name", &[]),
            AccountError::TokenDays => {
                Self::usage("bad_days", &[("most", &MAX_TOKEN_DAYS.to_string())])
            }
            AccountError::Store(error) => error.into(),
            other => Self::failed("io", &[("error", &other.to_string())]),
        }
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Url(_) => Self::Usage(store_words(&error)),
            _ => Self::Failed(store_words(&error)),
        }
    }
}

/// What is wrong with what is kept, what to do about it, and that nothing was changed.
pub(super) fn store_words(error: &StoreError) -> String {
    let schemas = |key, found: &i64, known: &i64| {
        words(key, &[("found", &found.to_string()), ("known", &known.to_string())])
    };
    match error {
        StoreError::Url(url) => words("bad_database", &[("database", url)]),
        StoreError::NameTaken => words("name_taken", &[]),
        StoreError::NotFound => words("not_found", &[]),
        StoreError::LastAdmin => words("last_admin", &[]),
        StoreError::NotWritable(obstacle) => match obstacle {
            Obstacle::Full => words("disk_full", &[]),
            Obstacle::ReadOnly => words("read_only", &[]),
            Obstacle::Busy => words("busy", &[]),
            Obstacle::OldSchema(found) => words("old_schema", &[("found", &found.to_string())]),
            Obstacle::Other(reason) => words("not_writable", &[("error", reason)]),
        },
        StoreError::Foreign(file) => words("foreign", &[("file", &file.display().to_string())]),
        StoreError::Newer { found, known } => schemas("newer_schema", found, known),
        StoreError::Damaged(problem) => words("damaged", &[("error", problem)]),
        StoreError::BackupExists(file) => {
            words("backup_exists", &[("file", &file.display().to_string())])
        }
        StoreError::Backup { file, problem } => {
            let reason = match problem {
                BadBackup::Unreadable(error) => words("backup_unreadable", &[("error", error)]),
                BadBackup::Foreign => words("backup_foreign", &[]),
                BadBackup::Newer { found, known } => schemas("backup_newer", found, known),
                BadBackup::Damaged(error) => words("backup_damaged", &[("error", error)]),
                BadBackup::NoCity => words("backup_no_city", &[]),
                BadBackup::Underway => words("backup_underway", &[]),
            };
            let file = file.display().to_string();
            words("bad_backup", &[("file", &file), ("reason", &reason)])
        }
        StoreError::Content { table, problem } => {
            words("bad_content", &[("table", table), ("error", problem)])
        }
        StoreError::Migration(error) => words("bad_migration", &[("error", &error.to_string())]),
        StoreError::EditionOverlap
        | StoreError::Stale
        | StoreError::BadLink
        | StoreError::Database(_) => words("io", &[("error", &error.to_string())]),
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        let path = |path: &Path| path.display().to_string();
        match error {
            OpenError::NoData(root) => Self::failed("no_data", &[("folder", &path(&root))]),
            OpenError::SeveralData(folders) => {
                let names: Vec<String> = folders.iter().map(|folder| path(folder)).collect();
                Self::failed("several_data", &[("folders", &names.join(", "))])
            }
            OpenError::NotAFolder(folder) => {
                Self::failed("not_a_folder", &[("folder", &path(&folder))])
            }
            OpenError::NoDatabase(url) => Self::failed("no_database", &[("database", &url)]),
            OpenError::Missing(url) => Self::failed("missing_database", &[("database", &url)]),
            OpenError::Defects(defects) => Self::failed(
                "defects",
                &[("count", &defects.0.len().to_string()), ("defects", &defects.to_string())],
            ),
            OpenError::Serve(_) => Self::failed("io", &[("error", &error.to_string())]),
            OpenError::Store(error) => error.into(),
        }
    }
}
