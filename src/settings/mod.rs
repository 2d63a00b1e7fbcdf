//! How the service runs: one configuration file, environment variables and flags.
//!
//! A flag goes before an environment variable, that before the file, that before the default.
//! Relative paths are meant from the working directory, wherever the file lies.

mod args;
mod example;
mod file;
mod kind;
mod load;
mod origin;
mod problem;
mod public_url;
mod setting;
mod smtp_url;
mod table;
mod warnings;

pub use args::{ServeSettingsArgs, SettingsArgs};
pub use example::example;
pub use load::{Loaded, Sources, load, resolve};
pub use origin::Origin;
pub use problem::{Problem, SettingsError};
pub use public_url::PublicUrl;
pub use setting::{Initial, Setting, Shape};
pub use smtp_url::SmtpUrl;
pub use table::{
    Audit, Data, Database, Limits, Log, Mail, Privacy, SETTINGS, Server, Sessions, Settings,
};
pub use warnings::warnings;

/// The file that is read when none is named and it is there.
pub const FILE: &str = "sozialraum.toml";
/// The environment variable that names the file.
pub const FILE_ENV: &str = "SOZIALRAUM_CONFIG";
/// How the environment variables of the program begin.
pub const ENV_PREFIX: &str = "SOZIALRAUM_";

#[cfg(test)]
mod tests;
