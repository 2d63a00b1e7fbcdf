//! The flags of the settings on the command line, taken from the table.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, FromArgMatches, error::Error};

use super::{
    FILE, FILE_ENV,
    setting::{Initial, Setting},
    table::SETTINGS,
};

/// What the command line says about the settings, for `#[command(flatten)]`: `--config` and the
/// flags that every command shares; with `SERVE` all flags.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SettingsArgs<const SERVE: bool = false> {
    /// The file that was named.
    pub(super) config: Option<PathBuf>,
    /// The flags that were given.
    pub(super) flags: Vec<(&'static str, String)>,
}

/// The same with all flags of `serve`.
pub type ServeSettingsArgs = SettingsArgs<true>;

impl<const SERVE: bool> SettingsArgs<SERVE> {
    fn settings() -> impl Iterator<Item = (&'static Setting, &'static str, &'static str)> {
        SETTINGS.iter().filter_map(|setting| {
            let (flag, placeholder) = setting.flag?;
            (SERVE || setting.shared).then_some((setting, flag, placeholder))
        })
    }
}

impl<const SERVE: bool> clap::Args for SettingsArgs<SERVE> {
    fn augment_args(command: Command) -> Command {
        let config = Arg::new("config")
            .long("config")
            .value_name("FILE")
            .value_parser(clap::value_parser!(PathBuf))
            .help(format!(
                "Configuration file [default: {FILE} when it is there] [env: {FILE_ENV}]"
            ))
            // So that it may stand behind `user add` as well as behind `user`.
            .global(!SERVE);
        Self::settings().fold(command.arg(config), |command, (setting, flag, placeholder)| {
            let default = match setting.initial {
                Initial::Default(text) if !text.is_empty() => format!(" [default: {text}]"),
                Initial::Default(_) | Initial::Example(_) => String::new(),
            };
            let help = format!("{}{default} [env: {}]", setting.english(), setting.env);
            let arg = Arg::new(setting.key).long(flag).value_name(placeholder).help(help);
            command.arg(arg.global(!SERVE))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<const SERVE: bool> FromArgMatches for SettingsArgs<SERVE> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let given = |(setting, _, _): (&'static Setting, _, _)| {
            Some((setting.key, matches.get_one::<String>(setting.key)?.clone()))
        };
        Ok(Self {
            config: matches.get_one::<PathBuf>("config").cloned(),
            flags: Self::settings().filter_map(given).collect(),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
