//! The command line: one file per command.
//!
//! Exit status 0 for success and any answer, 1 for a failure, 2 for wrong use.

mod assign;
mod audit;
mod backup;
mod batch;
mod check;
mod config;
mod doctor;
mod export;
mod failure;
mod import;
mod migrate;
mod output;
mod restore;
mod serve;
mod token;
mod user;

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use clap::{Parser, Subcommand};

use crate::{
    service::{
        accounts::{Accounts, SessionLimits},
        open,
    },
    settings::{self, Settings, SettingsArgs},
    store::SqliteStore,
};
use failure::Failure;

/// Which Sozialraumteam is responsible for an address.
#[derive(Parser)]
#[command(version, about, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::Args),
    Assign(assign::Args),
    Batch(Box<batch::Args>),
    Check(check::Args),
    Export(export::Args),
    Config(config::Args),
    Import(import::Args),
    Migrate(migrate::Args),
    User(user::Args),
    Token(token::Args),
    Audit(audit::Args),
    Backup(backup::Args),
    Restore(restore::Args),
    Doctor(doctor::Args),
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    // A closed pipe ends the program in silence, as it does others: `sozialraum export … | head`.
    let result = match Cli::parse().command {
        Command::Serve(args) => serve::run(&args),
        Command::Assign(args) => assign::run(&args),
        Command::Batch(args) => batch::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Config(args) => config::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Migrate(args) => migrate::run(&args),
        Command::User(args) => user::run(&args),
        Command::Token(args) => token::run(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Backup(args) => backup::run(&args),
        Command::Restore(args) => restore::run(&args),
        Command::Doctor(args) => doctor::run(&args),
    };
    match result {
        Ok(code) => code,
        Err(Failure::BrokenPipe) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            failure.exit_code()
        }
    }
}

/// Where the data comes from.
#[derive(clap::Args)]
struct DataArgs {
    /// Data folder to work from [default: the only one in data/]
    #[arg(long, value_name = "DIR", env = "SOZIALRAUM_DATA")]
    data: Option<PathBuf>,
}

/// What the service keeps, as its settings say.
#[derive(clap::Args)]
struct DatabaseArgs {
    #[command(flatten)]
    settings: SettingsArgs,
}

impl DatabaseArgs {
    /// The settings of the service.
    fn settings(&self) -> Result<Settings, Failure> {
        Ok(settings::load(&self.settings)?.settings)
    }

    /// Where the database is.
    fn url(&self) -> Result<String, Failure> {
        Ok(self.settings()?.database.url)
    }

    /// The database, which has to be there.
    async fn store(&self) -> Result<Arc<SqliteStore>, Failure> {
        Ok(open::existing_store(&self.url()?).await?)
    }

    /// The accounts in it. Passwords are chosen on the page alone, so no words are forbidden here.
    async fn accounts(&self) -> Result<Accounts, Failure> {
        Ok(Accounts::new(self.store().await?, SessionLimits::default(), Vec::new()))
    }
}

/// Runs what has to wait for the database.
fn wait<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Runtime::new()?.block_on(work)
}
