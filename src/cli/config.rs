//! `sozialraum config`: what the settings are, where they come from, and an example.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::Subcommand;

use super::failure::{Failure, words};
use crate::settings::{self, Loaded, SETTINGS, ServeSettingsArgs};

/// Explain or write the configuration
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Check every value and say where it comes from
    Check {
        #[command(flatten)]
        settings: Box<ServeSettingsArgs>,
    },
    /// Print a full configuration file with comments; it says the defaults
    Example,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let mut out = io::stdout().lock();
    match &args.what {
        What::Check { settings } => check(&settings::load(settings)?, &mut out)?,
        What::Example => write!(out, "{}", settings::example())?,
    }
    Ok(ExitCode::SUCCESS)
}

fn check(loaded: &Loaded, out: &mut impl Write) -> io::Result<()> {
    let read = match &loaded.file {
        Some(file) => words("settings_file", &[("file", file)]),
        None => words("settings_no_file", &[]),
    };
    writeln!(out, "{read}")?;
    for setting in SETTINGS {
        let value = setting.show(&loaded.settings);
        // One line a value, whatever somebody wrote into it.
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let value = if value.is_empty() { words("settings_nothing", &[]) } else { value };
        writeln!(out, "\n{} = {value}", setting.key)?;
        writeln!(out, "    {}", loaded.origin(setting.key))?;
        writeln!(out, "    {}", setting.meaning())?;
    }
    writeln!(out, "\n{}", words("settings_fit", &[]))?;
    for warning in settings::warnings(loaded) {
        writeln!(out, "{}", words("settings_warning", &[("warning", &warning)]))?;
    }
    Ok(())
}
