//! What the contract tests share.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::LazyLock,
};

use serde_json::Value;
use sozialraum::service::{Service, open};

/// The shipped dataset.
pub fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/norderstedt")
}

/// The service over the shipped dataset, built once.
pub static SERVICE: LazyLock<Service> =
    LazyLock::new(|| open::from_folder(Some(&data())).expect("the shipped dataset is sound"));

/// Runs the program in a folder.
pub fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sozialraum"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOZIALRAUM_DATA")
        .env_remove("SOZIALRAUM_DATABASE")
        .output()
        .expect("the program runs")
}

/// Runs the program with the shipped data folder.
pub fn run(arguments: &[&str]) -> Output {
    let data = data();
    let mut all = arguments.to_vec();
    all.extend(["--data", data.to_str().expect("a UTF-8 path")]);
    run_in(Path::new("/"), &all)
}

/// What the program wrote to stdout.
pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("stdout is UTF-8")
}

/// What the program wrote to stderr.
pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("stderr is UTF-8")
}

/// The answer of `assign --json`.
pub fn assign(arguments: &[&str]) -> Value {
    let mut all = vec!["assign", "--json"];
    all.extend(arguments);
    let output = run(&all);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).expect("the answer is JSON")
}

/// A copy of the shipped data folder that a test may break.
pub fn copy_of_data() -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_folder(&data(), copy.path());
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
