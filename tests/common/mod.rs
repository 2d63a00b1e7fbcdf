//! What the contract tests share.
#![allow(dead_code, unused_imports, reason = "each test binary uses its own part")]

mod client;
pub mod fuzz;

pub mod program;

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{Arc, LazyLock},
};

use serde_json::Value;
use sozialraum::{
    domain::audit::{Action, Event},
    formats::folder,
    http::AppState,
    service::{Service, live::Live, open},
    settings::Settings,
    store::{SqliteStore, Store},
};
use tempfile::TempDir;

pub use client::{Answer, Client, PASSWORD, Running};

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

/// An event to record with a write.
pub fn event(action: Action) -> Event {
    Event {
        at: jiff::Timestamp::now(),
        actor: "test".into(),
        action,
        subject: "test".into(),
        detail: Value::Null,
    }
}

/// A database with the shipped city, made once for all tests of a binary.
static FILLED: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("filled.db");
    let url = format!("sqlite:{}", file.display());
    // In a runtime of its own: the tests' runtimes come and go.
    std::thread::spawn(move || {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let store = SqliteStore::open(&url).await.unwrap();
            let dataset = folder::read_sound(&data()).unwrap();
            store.replace_dataset(&dataset, &event(Action::DatasetImported)).await.unwrap();
            store.close().await;
        });
    })
    .join()
    .unwrap();
    (folder, file)
});

/// A copy of a database with the shipped city.
pub fn filled_database(file: &Path) {
    std::fs::copy(&FILLED.1, file).unwrap();
}

/// The service as it runs, over a database of its own.
pub struct App {
    /// What the handlers use.
    pub state: AppState,
    /// What is kept.
    pub store: Arc<SqliteStore>,
    /// Where it is kept.
    pub file: PathBuf,
    _folder: Arc<TempDir>,
}

impl App {
    /// The shipped city without any account.
    pub async fn new() -> Self {
        Self::with(Settings::default()).await
    }

    /// The shipped city with these settings.
    pub async fn with(settings: Settings) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let file = folder.path().join("test.db");
        filled_database(&file);
        let store =
            Arc::new(SqliteStore::open(&format!("sqlite:{}", file.display())).await.unwrap());
        let live = Live::load(store.clone()).await.unwrap().expect("the database is filled");
        let address = ([127, 0, 0, 1], 80).into();
        let state = AppState::new(Arc::new(live), store.clone(), settings, address);
        Self { state, store, file, _folder: folder }
    }
}
