//! `sozialraum config`: where values come from and what is said of wrong ones.

mod common;

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use common::{stderr, stdout};

/// Runs the program in a folder, with no environment but this.
fn run(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sozialraum"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .envs(environment.iter().copied())
        .output()
        .expect("the program runs")
}

/// The lines of a key in the output of `config check`: value, origin, meaning.
fn entry(text: &str, key: &str) -> [String; 3] {
    let mut lines = text.lines().skip_while(|line| !line.starts_with(&format!("{key} = ")));
    std::array::from_fn(|_| lines.next().expect("three lines a value").trim().to_owned())
}

#[test]
fn every_value_is_told_with_its_origin() {
    let folder = tempfile::tempdir().unwrap();
    let file = "[limits]\nrate = 7\nrate_burst = 70\n\n[server]\nlisten = \"127.0.0.1:1\"\n";
    fs::write(folder.path().join("sozialraum.toml"), file).unwrap();
    let environment = [("SOZIALRAUM_RATE_BURST", "71"), ("SOZIALRAUM_LISTEN", "127.0.0.1:2")];
    let arguments = ["config", "check", "--listen", "127.0.0.1:3"];
    let output = run(folder.path(), &arguments, &environment);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    for (key, value, origin) in [
        ("limits.rate", "7", "sozialraum.toml:2"),
        ("limits.rate_burst", "71", "Umgebung SOZIALRAUM_RATE_BURST"),
        ("server.listen", "127.0.0.1:3", "Schalter --listen"),
        ("log.format", "text", "Voreinstellung"),
        ("privacy.host", "nicht gesetzt", "Voreinstellung"),
    ] {
        let [first, second, meaning] = entry(&text, key);
        assert_eq!((first, second), (format!("{key} = {value}"), origin.to_owned()));
        assert!(meaning.ends_with('.'), "{key}: {meaning}");
    }
}

#[test]
fn everything_wrong_is_told_at_once_with_file_line_and_key() {
    let folder = tempfile::tempdir().unwrap();
    let file = "[server]\nlissten = \"127.0.0.1:1\"\n[limits]\nrate = \"viele\"\n";
    fs::write(folder.path().join("a.toml"), file).unwrap();
    let environment = [("SOZIALRAUM_LOG_FORMAT", "xml")];
    for command in [&["config", "check"][..], &["serve"]] {
        let arguments = [command, &["--config", "a.toml", "--rate-burst", "0"]].concat();
        let output = run(folder.path(), &arguments, &environment);
        assert_eq!(output.status.code(), Some(2));
        let text = stderr(&output);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4, "{text}");
        for (line, parts) in lines.iter().zip([
            ["a.toml:2: server.lissten", "„listen“"],
            ["a.toml:4: limits.rate", "von 1 bis 100000"],
            ["--rate-burst: limits.rate_burst", "„0“"],
            ["SOZIALRAUM_LOG_FORMAT: log.format", "text oder json"],
        ]) {
            assert!(parts.iter().all(|part| line.contains(part)), "{line}: {parts:?}");
        }
    }
}

#[test]
fn a_file_that_was_named_must_be_there() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, environment) in [
        (&["config", "check", "--config", "fehlt.toml"][..], &[][..]),
        (&["config", "check"], &[("SOZIALRAUM_CONFIG", "fehlt.toml")]),
    ] {
        let output = run(folder.path(), arguments, environment);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("„fehlt.toml“"), "{}", stderr(&output));
    }
}

#[test]
fn a_variable_that_means_nothing_is_warned_of() {
    let folder = tempfile::tempdir().unwrap();
    let environment = [("SOZIALRAUM_LISTN", "127.0.0.1:1")];
    let output = run(folder.path(), &["config", "check"], &environment);
    assert_eq!(output.status.code(), Some(0));
    let text = stdout(&output);
    assert!(text.contains("Hinweis: Die Umgebungsvariable SOZIALRAUM_LISTN"), "{text}");
    assert!(text.contains("privacy.controller, privacy.controller_contact"), "{text}");
}

#[test]
fn the_example_is_a_file_that_says_the_defaults() {
    let folder = tempfile::tempdir().unwrap();
    let before = stdout(&run(folder.path(), &["config", "check"], &[]));
    let example = stdout(&run(folder.path(), &["config", "example"], &[]));
    fs::write(folder.path().join("sozialraum.toml"), example).unwrap();
    let after = stdout(&run(folder.path(), &["config", "check"], &[]));
    let values = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.contains(" = ")).map(str::to_owned).collect()
    };
    assert_eq!(values(&after), values(&before));
    assert!(after.contains("sozialraum.toml:"), "{after}");
}

#[test]
fn the_documentation_lists_every_setting_as_it_is() {
    let table: String = sozialraum::settings::SETTINGS
        .iter()
        .map(|setting| {
            let flag = setting.flag.map_or(String::new(), |(flag, _)| format!("`--{flag}`"));
            let default = match setting.initial {
                sozialraum::settings::Initial::Default(text) if !text.is_empty() => {
                    format!("`{text}`")
                }
                _ => String::new(),
            };
            let (key, env, meaning) = (setting.key, setting.env, setting.english());
            format!("| `{key}` | `{env}` | {flag} | {default} | {meaning} |\n")
        })
        .collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operating.md");
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(&table), "docs/operating.md needs these lines:\n{table}");
}
