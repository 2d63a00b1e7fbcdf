//! `sozialraum import`: read a data folder into the database.

use std::{path::PathBuf, process::ExitCode};

use super::{
    DatabaseArgs,
    failure::{Failure, words},
    output::line,
    wait,
};
use crate::service::open;

/// Replace the city of the database by a data folder; a running server follows
///
/// Accounts, tokens, changes of the organisation and the audit record stay. A folder with defects
/// changes nothing.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The data folder
    #[arg(value_name = "DIR")]
    data: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let database = args.database.url()?;
    let database = database.as_str();
    let dataset = wait(async { Ok(open::import_into(database, &args.data).await?) })?;
    let sozialraeume: usize = dataset.editions.last().map_or(0, |data| data.sozialraeume.len());
    let values = [
        ("city", dataset.info.name.as_str()),
        ("folder", &args.data.display().to_string()),
        ("database", database),
        ("sozialraeume", &sozialraeume.to_string()),
        ("streets", &dataset.streets.len().to_string()),
        ("house_numbers", &dataset.points.len().to_string()),
    ];
    line(&words("replaced", &values))?;
    Ok(ExitCode::SUCCESS)
}
