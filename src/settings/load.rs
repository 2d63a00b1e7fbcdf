//! Flag before environment before file before default.

use std::{collections::BTreeMap, env, fs, io, path::Path};

use super::{
    ENV_PREFIX, FILE, FILE_ENV,
    args::SettingsArgs,
    file,
    origin::Origin,
    problem::{Problem, SettingsError},
    table::{SETTINGS, Settings},
};

/// Where values may come from, besides the defaults.
#[derive(Debug, Clone, Default)]
pub struct Sources<'a> {
    /// Flags: key and text.
    pub flags: &'a [(&'static str, String)],
    /// Environment variables of the program: name and text.
    pub environment: BTreeMap<String, String>,
    /// The file: how it is called and what it says.
    pub file: Option<(String, String)>,
}

/// Settings, and where each of them comes from.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The settings.
    pub settings: Settings,
    /// The file that was read.
    pub file: Option<String>,
    /// Environment variables that begin like those of the program and mean nothing to it.
    pub unknown_environment: Vec<String>,
    origins: BTreeMap<&'static str, Origin>,
}

impl Loaded {
    /// Where the value of a key comes from.
    pub fn origin(&self, key: &str) -> Origin {
        self.origins.get(key).cloned().unwrap_or(Origin::Default)
    }
}

/// Reads the settings from command line, environment and file.
///
/// # Errors
/// When the file that was named cannot be read, or with everything that is wrong in any of them.
pub fn load<const SERVE: bool>(args: &SettingsArgs<SERVE>) -> Result<Loaded, SettingsError> {
    let environment: BTreeMap<String, String> = env::vars_os()
        .filter_map(|(name, value)| {
            let name = name.into_string().ok().filter(|name| name.starts_with(ENV_PREFIX))?;
            Some((name, value.to_string_lossy().into_owned()))
        })
        .collect();
    let named = args.config.as_deref().map(|path| path.to_string_lossy().into_owned());
    let named =
        named.or_else(|| environment.get(FILE_ENV).filter(|name| !name.is_empty()).cloned());
    let name = named.clone().unwrap_or_else(|| FILE.to_owned());
    let file = match fs::read_to_string(Path::new(&name)) {
        Ok(text) => Some((name, text)),
        Err(error) if named.is_none() && error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => {
            return Err(SettingsError::Unreadable { file: name, error: error.to_string() });
        }
    };
    resolve(&Sources { flags: &args.flags, environment, file })
}

/// Settings from sources that were read already.
///
/// # Errors
/// With everything that is wrong in any of them.
pub fn resolve(sources: &Sources<'_>) -> Result<Loaded, SettingsError> {
    let mut problems = Vec::new();
    let file = sources.file.as_ref();
    let written =
        file.map(|(name, text)| file::read(name, text, &mut problems)).unwrap_or_default();
    let mut settings = Settings::default();
    let mut origins = BTreeMap::new();
    for setting in SETTINGS {
        let flag = sources.flags.iter().rev().find(|(key, _)| *key == setting.key);
        let flag = flag.zip(setting.flag);
        // An empty variable is one that is not set: `${NAME:-}` in a script must not be a value.
        let variable = sources.environment.get(setting.env).filter(|text| !text.is_empty());
        let candidates = [
            flag.map(|((_, text), (flag, _))| (text.clone(), Origin::Flag(flag))),
            variable.map(|text| (text.clone(), Origin::Environment(setting.env))),
            written.get(setting.key).cloned(),
        ];
        // A value that loses must fit, too: it would surprise on the day it wins.
        for (text, origin) in candidates.into_iter().flatten().rev() {
            if (setting.read)(&mut settings, &text).is_some() {
                origins.insert(setting.key, origin);
            } else {
                let shown = if setting.is_secret() { "…" } else { text.as_str() };
                let values = [("value", shown), ("expected", &*setting.expected())];
                problems.push(Problem::new(origin, Some(setting.key), "wrong_value", &values));
            }
        }
    }
    if !problems.is_empty() {
        problems.sort_by_key(|problem| match &problem.origin {
            Origin::File { line, .. } => *line,
            Origin::Default | Origin::Environment(_) | Origin::Flag(_) => usize::MAX,
        });
        return Err(SettingsError::Problems(problems));
    }
    let known = |name: &&String| {
        *name == FILE_ENV || SETTINGS.iter().any(|setting| setting.env == name.as_str())
    };
    Ok(Loaded {
        settings,
        file: file.map(|(name, _)| name.clone()),
        unknown_environment: sources
            .environment
            .keys()
            .filter(|name| !known(name))
            .cloned()
            .collect(),
        origins,
    })
}
