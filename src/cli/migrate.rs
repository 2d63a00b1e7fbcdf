//! `sozialraum migrate`: bring the schema of the database up to date.

use std::process::ExitCode;

use super::{
    DatabaseArgs,
    failure::{Failure, words},
    output::line,
    wait,
};
use crate::service::open;

/// Bring the schema of the database up to date, or make an empty database
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let database = args.database.url()?;
    let database = database.as_str();
    let migrated = wait(async { Ok(open::migrate(database).await?) })?;
    let (from, to) = (migrated.from.to_string(), migrated.to.to_string());
    let key = if from == to { "nothing_to_migrate" } else { "migrated" };
    line(&words(key, &[("database", database), ("from", &from), ("to", &to)]))?;
    Ok(ExitCode::SUCCESS)
}
