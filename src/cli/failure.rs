//! Failures of a command, each as one clear line.

use std::{fmt, io, path::Path, process::ExitCode};

use crate::{
    locale::Catalogue,
    service::{accounts::AccountError, open::OpenError},
    settings::SettingsError,
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
            AccountError::Store(error) => OpenError::Store(error).into(),
            other => Self::failed("io", &[("error", &other.to_string())]),
        }
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match &error {
            OpenError::NoData(root) => {
                Self::failed("no_data", &[("folder", &root.display().to_string())])
            }
            OpenError::SeveralData(folders) => {
                let names: Vec<String> =
                    folders.iter().map(|folder| folder.display().to_string()).collect();
                Self::failed("several_data", &[("folders", &names.join(", "))])
            }
            OpenError::NotAFolder(path) => {
                Self::failed("not_a_folder", &[("folder", &path.display().to_string())])
            }
            OpenError::NoDatabase(url) => Self::failed("no_database", &[("database", url)]),
            OpenError::Defects(defects) => Self::failed(
                "defects",
                &[("count", &defects.0.len().to_string()), ("defects", &defects.to_string())],
            ),
            OpenError::Build(_) | OpenError::Store(_) => {
                Self::failed("io", &[("error", &error.to_string())])
            }
        }
    }
}
