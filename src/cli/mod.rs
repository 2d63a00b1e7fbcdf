//! The command line: one file per command.
//!
//! Exit status 0 for success and any answer, 1 for a failure, 2 for wrong use.

mod assign;
mod check;
mod config;
mod export;
mod failure;
mod serve;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

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
    Check(check::Args),
    Export(export::Args),
    Config(config::Args),
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    // A closed pipe ends the program in silence, as it does others: `sozialraum export … | head`.
    let result = match Cli::parse().command {
        Command::Serve(args) => serve::run(&args),
        Command::Assign(args) => assign::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Config(args) => config::run(&args),
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
