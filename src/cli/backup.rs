//! `sozialraum backup`: a copy of the whole database in a file.

use std::{fs, path::PathBuf, process::ExitCode};

use super::{
    DatabaseArgs,
    failure::{Failure, words},
    output::line,
    wait,
};
use crate::service::backup;

/// Write a consistent copy of the whole database to a new file, while the server runs
#[derive(clap::Args)]
pub(super) struct Args {
    /// The file to write; it must not be there yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    wait(async { Ok(backup::backup(&args.database.url()?, &args.file).await?) })?;
    let size = format!("{:.1}", fs::metadata(&args.file)?.len() as f64 / 1e6).replace('.', ",");
    let file = args.file.display().to_string();
    line(&words("backup_written", &[("file", &file), ("size", &size)]))?;
    Ok(ExitCode::SUCCESS)
}
