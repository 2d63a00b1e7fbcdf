//! `sozialraum import`: read a data folder, or a file of offers, house numbers, rules or a street
//! register, into the database.

mod addresses;
mod osm;
mod register;
mod resources;
pub(super) mod rules;

use std::{path::PathBuf, process::ExitCode};

use clap::Subcommand;

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
/// changes nothing. With „resources FILE“ a file of offers is read into the resource map instead, with
/// „rules FILE“ a file of street rules, with „addresses FILE“ the official house numbers, with „register FILE“ a street register; with „osm FILE“ a data
/// folder is made from an OpenStreetMap extract.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Args {
    #[command(subcommand)]
    what: Option<What>,
    /// The data folder
    #[arg(value_name = "DIR", required = true)]
    data: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Subcommand)]
enum What {
    Addresses(Box<addresses::Args>),
    Resources(Box<resources::Args>),
    Rules(Box<rules::Args>),
    Osm(osm::Args),
    Register(Box<register::Args>),
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    match (&args.what, &args.data) {
        (Some(What::Addresses(args)), _) => addresses::run(args),
        (Some(What::Resources(args)), _) => resources::run(args),
        (Some(What::Rules(args)), _) => rules::run(args),
        (Some(What::Osm(args)), _) => osm::run(args),
        (Some(What::Register(args)), _) => register::run(args),
        (None, Some(data)) => folder(data, &args.database),
        (None, None) => unreachable!("the command line asks for one of both"),
    }
}

fn folder(data: &std::path::Path, database: &DatabaseArgs) -> Result<ExitCode, Failure> {
    let database = database.url()?;
    let database = database.as_str();
    let dataset = wait(async { Ok(open::import_into(database, data).await?) })?;
    let sozialraeume: usize = dataset.editions.last().map_or(0, |data| data.sozialraeume.len());
    let values = [
        ("city", dataset.info.name.as_str()),
        ("folder", &data.display().to_string()),
        ("database", database),
        ("sozialraeume", &sozialraeume.to_string()),
        ("streets", &dataset.streets.len().to_string()),
        ("house_numbers", &dataset.points.len().to_string()),
    ];
    line(&words("replaced", &values))?;
    Ok(ExitCode::SUCCESS)
}
