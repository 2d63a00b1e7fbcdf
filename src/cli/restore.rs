//! `sozialraum restore`: put a backup in the place of what is kept.

use std::{path::PathBuf, process::ExitCode};

use super::{
    DatabaseArgs,
    failure::{Failure, words},
    output::line,
    wait,
};
use crate::service::backup;

/// Put a backup in the place of everything that is kept; a running server follows
///
/// The former state is kept beside the database. Everybody has to sign in again. A backup that is
/// damaged, foreign or from a newer version changes nothing.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let former = wait(async { Ok(backup::restore(&args.database.url()?, &args.file).await?) })?;
    line(&words("restored", &[("file", &args.file.display().to_string())]))?;
    if let Some(former) = former {
        line(&words("former_kept", &[("file", &former.display().to_string())]))?;
    }
    Ok(ExitCode::SUCCESS)
}
