//! Dependencies point inward; the domain is pure.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    fn walk(path: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder);
    let mut found = Vec::new();
    walk(&root, &mut found);
    assert!(!found.is_empty(), "{folder} has no sources");
    found.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// Every line of a folder's code, comments left out, that contains one of the words.
fn mentions(folder: &str, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in sources(folder) {
        for (index, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for word in words {
                if code.contains(word) {
                    found.push(format!("{}:{}: {word}", path.display(), index + 1));
                }
            }
        }
    }
    found
}

#[test]
fn the_domain_knows_no_database_no_http_no_runtime_no_files_and_no_clock() {
    let words = [
        "sqlx",
        "axum",
        "tower",
        "tokio",
        "std::fs",
        "std::io",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "std::time",
        "SystemTime",
        "Instant",
        "::now(",
        "Zoned",
        "println!",
        "eprintln!",
        "tracing",
        "async fn",
        "crate::http",
        "crate::cli",
        "crate::service",
        "crate::store",
        "crate::formats",
        "crate::locale",
    ];
    assert_eq!(mentions("domain", &words), Vec::<String>::new());
}

#[test]
fn formats_know_only_the_domain() {
    let words = ["crate::http", "crate::cli", "crate::service", "crate::store", "sqlx", "axum"];
    assert_eq!(mentions("formats", &words), Vec::<String>::new());
}

#[test]
fn the_store_knows_only_the_domain() {
    let words = ["crate::http", "crate::cli", "crate::service", "crate::formats", "axum"];
    assert_eq!(mentions("store", &words), Vec::<String>::new());
}

#[test]
fn the_service_knows_neither_http_nor_the_command_line() {
    let words = ["crate::http", "crate::cli", "axum", "sqlx"];
    assert_eq!(mentions("service", &words), Vec::<String>::new());
}

#[test]
fn the_sources_know_no_city() {
    // A city is a data folder; examples in comments are left out by `mentions`, tests by name.
    for folder in ["domain", "formats", "store", "service", "http", "cli"] {
        let found: Vec<String> = mentions(folder, &["norderstedt", "Norderstedt", "01060063"])
            .into_iter()
            .filter(|place| !place.contains("tests"))
            .collect();
        assert_eq!(found, Vec::<String>::new());
    }
}
