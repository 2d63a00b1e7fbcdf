//! The table, the file and what is said about them.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::Value;

use super::{Origin, SETTINGS, Settings, SettingsError, Sources, example, resolve, warnings};

fn file(text: &str) -> Sources<'static> {
    Sources { file: Some(("s.toml".into(), text.into())), ..Sources::default() }
}

fn problems(sources: &Sources<'_>) -> Vec<String> {
    match resolve(sources) {
        Err(SettingsError::Problems(problems)) => {
            problems.iter().map(ToString::to_string).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_example_reads_back_as_the_defaults() {
    let loaded = resolve(&file(&example())).unwrap();
    assert_eq!(loaded.settings, Settings::default());
    assert!(example().lines().all(|line| line.chars().count() <= 120));
}

#[test]
fn every_commented_line_of_the_example_is_a_value_that_fits() {
    let text: String = example()
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.split_once(" = ").is_some_and(|(name, _)| !name.contains(' ')) => {
                format!("{rest}\n")
            }
            _ => format!("{line}\n"),
        })
        .collect();
    let settings = resolve(&file(&text)).unwrap().settings;
    assert!(SETTINGS.iter().all(|setting| {
        setting.name == "trusted_proxies" || !setting.show(&settings).is_empty()
    }));
}

#[test]
fn a_flag_goes_before_the_environment_and_that_before_the_file() {
    let text = "[limits]\nrate = 1_1\nrate_burst = 0x10\n\n[log]\nfilter = 'debug'\n";
    let environment = BTreeMap::from([
        ("SOZIALRAUM_RATE".to_owned(), "12".to_owned()),
        ("SOZIALRAUM_RATE_BURST".to_owned(), "17".to_owned()),
        ("SOZIALRAUM_LOG".to_owned(), String::new()),
    ]);
    let flags = [("limits.rate", "13".to_owned())];
    let loaded = resolve(&Sources { flags: &flags, environment, ..file(text) }).unwrap();
    let settings = &loaded.settings;
    assert_eq!((settings.limits.rate, settings.limits.rate_burst), (13, 17));
    assert_eq!(settings.log.filter, "debug", "an empty variable is not set");
    assert_eq!(loaded.origin("limits.rate"), Origin::Flag("rate"));
    assert_eq!(loaded.origin("limits.rate_burst"), Origin::Environment("SOZIALRAUM_RATE_BURST"));
    assert_eq!(loaded.origin("log.filter"), Origin::File { name: "s.toml".into(), line: 6 });
    assert_eq!(loaded.origin("server.listen"), Origin::Default);
}

#[test]
fn everything_wrong_is_told_at_once_with_line_and_remedy() {
    let text = "[server]\nlistn = '127.0.0.1:1'\ntrusted_proxies = '10.0.0.1'\n\
                public_url = 'https://a.de/x'\n[limits]\nrate = 0\n[sever]\n[audit]\n\
                keep_days = 1.5\n[quite_other]\n";
    let found = problems(&file(text));
    assert_eq!(found.len(), 7, "{found:#?}");
    for (problem, parts) in found.iter().zip([
        ["s.toml:2: server.listn: ", "„listen“"],
        ["s.toml:3: server.trusted_proxies: ", "Liste"],
        ["s.toml:4: server.public_url: ", "„https://a.de/x“"],
        ["s.toml:6: limits.rate: ", "von 1 bis 100000"],
        ["s.toml:7: sever: ", "„server“"],
        ["s.toml:9: audit.keep_days: ", "ganze Zahl"],
        ["s.toml:10: quite_other: ", "server, database, data"],
    ]) {
        assert!(parts.iter().all(|part| problem.contains(part)), "{problem}: {parts:?}");
    }
}

#[test]
fn a_broken_line_and_a_wrong_variable_are_told_together() {
    let environment = BTreeMap::from([("SOZIALRAUM_LISTEN".to_owned(), "überall".to_owned())]);
    let found = problems(&Sources { environment, ..file("[server]\nlisten = \n") });
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].starts_with("s.toml:2: "), "{found:#?}");
    assert!(found[1].contains("SOZIALRAUM_LISTEN") && found[1].contains("„überall“"));
}

#[test]
fn a_section_that_is_a_value_and_a_key_written_twice_are_told() {
    assert!(problems(&file("server = 1\n"))[0].contains("[server]"));
    assert_eq!(problems(&file("[log]\nfilter = 'info'\nfilter = 'warn'\n")).len(), 1);
}

#[test]
fn what_is_odd_is_warned_of() {
    let text = "[server]\nlisten = '0.0.0.0:8080'\nmetrics_listen = '0.0.0.0:9090'\n\
                public_url = 'http://a.de'\ntrusted_proxies = ['0.0.0.0/0']\n\
                [sessions]\nidle_minutes = 90\nabsolute_hours = 1\n";
    let environment = BTreeMap::from([("SOZIALRAUM_LISTN".to_owned(), "x".to_owned())]);
    let found = warnings(&resolve(&Sources { environment, ..file(text) }).unwrap()).join("\n");
    for part in
        ["SOZIALRAUM_LISTN", "http://a.de", "0.0.0.0/0", "0.0.0.0:9090", "90", "privacy.officer"]
    {
        assert!(found.contains(part), "{part}: {found}");
    }
    let open = resolve(&file("[server]\nlisten = '0.0.0.0:8080'\n")).unwrap();
    assert!(warnings(&open)[0].contains("public_url"));
    let plain = resolve(&Sources::default()).unwrap();
    assert_eq!(warnings(&plain).len(), 1, "only the privacy page is not filled in");
}

/// Every path to a text below a key of the catalogue.
fn keys(value: &Value, path: &str, into: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            for (name, value) in entries {
                keys(value, &format!("{path}.{name}"), into);
            }
        }
        _ => into.push(path.to_owned()),
    }
}

#[test]
fn every_setting_has_a_meaning_and_every_word_is_used() {
    let catalogue: Value = serde_json::from_str(include_str!("../../web/locales/de.json")).unwrap();
    let mut words = Vec::new();
    keys(&catalogue["settings"], "settings", &mut words);
    for setting in SETTINGS {
        let key = format!("settings.meaning.{}", setting.key);
        assert!(words.contains(&key), "{key} is missing");
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/settings");
    let code: String = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.ends_with("tests.rs"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for word in words {
        let used = match word.strip_prefix("settings.meaning.") {
            Some(key) => SETTINGS.iter().any(|setting| setting.key == key),
            None => {
                code.contains(&format!("\"{}\"", word.rsplit('.').next().unwrap()))
                    || code.contains(&format!("\"{word}\""))
            }
        };
        assert!(used, "{word} is not used");
    }
}

#[test]
fn names_are_given_once() {
    for (what, mut names) in [
        ("environment", SETTINGS.iter().map(|setting| setting.env).collect::<Vec<_>>()),
        ("flag", SETTINGS.iter().filter_map(|setting| Some(setting.flag?.0)).collect()),
    ] {
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "{what}");
    }
}
