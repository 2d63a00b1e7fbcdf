//! The catalogue and the code that uses it agree: every code has words, and no words are left over.

use std::{fs, path::Path};

use serde_json::Value;
use sozialraum::locale::Catalogue;

fn code(folder: &str) -> String {
    fn walk(path: &Path, text: &mut String) {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, text);
            } else {
                text.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut text = String::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder), &mut text);
    text
}

fn keys(group: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/locales/de.json");
    let words: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    words[group].as_object().unwrap().keys().cloned().collect()
}

/// The texts in quotes directly behind a beginning such as `Reason::new(`.
fn first_arguments(code: &str, beginning: &str) -> Vec<String> {
    let arguments = code.split(beginning).skip(1).map(str::trim_start);
    let quoted = arguments.filter_map(|rest| rest.strip_prefix('"')?.split('"').next());
    quoted.map(str::to_owned).collect()
}

#[test]
fn every_reason_has_words_and_every_words_a_reason() {
    let code = code("domain/assign");
    let keys = keys("reason");
    for reason in first_arguments(&code, "Reason::new(") {
        assert!(keys.contains(&reason), "reason.{reason} is missing");
    }
    for key in &keys {
        let plain = key.trim_end_matches("_whole");
        assert!(code.contains(&format!("\"{plain}\"")), "reason.{key} is not used");
    }
}

#[test]
fn every_message_of_the_command_line_has_words_and_is_used() {
    let code = code("cli");
    let keys = keys("cli");
    for beginning in ["words(", "failed(", "usage("] {
        for key in first_arguments(&code, beginning) {
            assert!(keys.contains(&key), "cli.{key} is missing");
        }
    }
    for key in &keys {
        assert!(code.contains(&format!("\"{key}\"")), "cli.{key} is not used");
    }
}

#[test]
fn every_defect_has_a_problem_and_a_remedy_and_is_used() {
    let code = code("formats") + &code("service");
    let keys = keys("check");
    for beginning in ["defect(", ".defect("] {
        for key in first_arguments(&code, beginning) {
            assert!(keys.contains(&key), "check.{key} is missing");
        }
    }
    for key in &keys {
        assert!(code.contains(&format!("\"{key}\"")), "check.{key} is not used");
    }
}

#[test]
fn every_error_of_an_offer_has_words_and_is_used() {
    let code = ["domain/resource", "service/resources", "http/pages"].map(code).concat();
    let keys = keys("resource_error");
    let mut found = 0;
    for beginning in ["errors.add(", "self.add("] {
        for rest in code.split(beginning).skip(1) {
            // The last text of the call: `add("field", "code")`.
            let call = rest.split_once(';').map_or(rest, |(call, _)| call);
            let Some(key) = call.rsplit('"').nth(1) else { continue };
            found += 1;
            assert!(keys.contains(&key.to_owned()), "resource_error.{key} is missing");
        }
    }
    assert!(found >= 15, "only {found} errors found");
    for key in &keys {
        assert!(code.contains(&format!("\"{key}\"")), "resource_error.{key} is not used");
    }
}

#[test]
fn every_error_of_a_row_has_words_and_is_used() {
    let code = code("formats/resources");
    let keys = keys("row_error");
    let rules = crate::code("domain/resource");
    for call in code.split("RowError::new(").skip(1) {
        let arguments = call.split(')').next().unwrap_or_default();
        let Some(key) = arguments.split('"').rev().nth(1) else { continue };
        // Values that are left out name the rule of the entries that they break.
        let known = keys.iter().any(|known| known == key) || rules.contains(&format!("\"{key}\""));
        assert!(known || !arguments.contains(','), "row_error.{key} is missing");
    }
    for key in &keys {
        assert!(code.contains(&format!("\"{key}\"")), "row_error.{key} is not used");
    }
}

#[test]
fn every_finding_of_the_doctor_has_words_and_every_words_a_finding() {
    let code = code("service/doctor");
    let words = keys("doctor");
    for beginning in ["ok(", "hint(", "error(", "failure("] {
        for key in first_arguments(&code, &format!("Finding::{beginning}")) {
            assert!(words.contains(&key), "doctor.{key} is missing");
            let remedy = Catalogue::german().has(&format!("doctor.{key}.remedy"));
            assert_eq!(remedy, beginning != "ok(", "doctor.{key}.remedy");
        }
    }
    for key in &words {
        assert!(code.contains(&format!("\"{key}\"")), "doctor.{key} is not used");
    }
}
