//! `backup` and `restore`.

use std::{fs, time::Duration};

use serde_json::{Value, json};

use crate::common::program::{Program, Running};

/// About two hundred addresses: real ones, unknown ones, near borders.
fn addresses() -> Vec<String> {
    let streets = ["Glockenheide", "Ulzburger Straße", "Rathausallee", "Am Knick", "Waldstrasse"];
    let numbers = (1..=40).map(|number| number * 3);
    numbers.flat_map(|number| streets.map(|street| format!("{street} {number}"))).collect()
}

fn answers(server: &Running, token: &str) -> Vec<Value> {
    let mut answers: Vec<Value> =
        addresses().iter().map(|address| server.assign(address)).collect();
    for path in ["/api/v1/teams", "/api/v1/accounts", "/api/v1/organisation/entries"] {
        answers.push(serde_json::from_str(&server.get(path, token).unwrap().1).unwrap());
    }
    answers
}

fn rename_team(server: &Running, token: &str, name: &str, based_on: i64) {
    let body = json!({ "details": { "name": name }, "based_on": based_on });
    let path = "/api/v1/organisation/entries/team/nord-a";
    let (status, answer) = server.write("PUT", path, token, &body).unwrap();
    assert_eq!(status, 200, "{answer}");
}

#[test]
fn while_the_server_runs_a_backup_brings_back_the_same_answers() {
    let program = Program::new();
    let server = program.serve();
    let token = program.admin_token();
    rename_team(&server, &token, "Team Erster Stand", 0);
    program.ok(&["user", "add", "erika", "--role", "admin"]);
    let before = answers(&server, &token);
    let backup = program.file("a.db");
    program.ok(&["backup", &backup]);

    rename_team(&server, &token, "Team Zweiter Stand", 1);
    program.ok(&["user", "add", "anton", "--role", "intake"]);
    program.sql("insert into session values (x'01', 1, 1, 1); delete from street where id > 9");
    assert!(server.assign("Glockenheide 42")["team"]["name"] == "Team Zweiter Stand");

    let shown = program.ok(&["restore", &backup]);
    let took = server
        .until(|server| server.assign("Glockenheide 42")["team"]["name"] == "Team Erster Stand");
    assert!(took < Duration::from_secs(4), "{took:?}");
    assert_eq!(answers(&server, &token), before);
    program.ok(&["audit", "verify"]);
    let record = program.ok(&["audit", "list"]);
    assert!(record.lines().next().unwrap().contains(r#"{"file":"a.db"}"#), "{record}");
    assert!(!program.database.with_added_extension("restoring").exists());

    // The former state lies beside the database, and comes back as well.
    let former = shown.lines().last().unwrap().rsplit_once(" in ").unwrap().1;
    program.ok(&["restore", former.trim_end_matches('.')]);
    assert!(program.ok(&["user", "list"]).contains("anton"));
    server.stop();
    let restored = Program::empty();
    restored.ok(&["restore", &backup]);
    assert_eq!(answers(&restored.serve(), &token), before);
}

#[test]
fn numbers_given_away_since_are_not_given_again() {
    let program = Program::new();
    program.ok(&["user", "add", "erika", "--role", "admin"]);
    let backup = program.file("a.db");
    program.ok(&["backup", &backup]);
    program.ok(&["user", "add", "anton", "--role", "intake"]);
    program.ok(&["restore", &backup]);
    program.ok(&["user", "add", "berta", "--role", "intake"]);
    let list: Value = serde_json::from_str(&program.ok(&["user", "list", "--json"])).unwrap();
    let numbers: Vec<_> = list.as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
    assert_eq!(numbers, [3, 1]);
}

#[test]
fn a_backup_overwrites_nothing_and_leaves_no_half_file() {
    let program = Program::new();
    let file = program.file("a.db");
    fs::write(&file, "Liebe Kollegin").unwrap();
    assert!(program.refused(1, &["backup", &file]).contains("gibt es schon"));
    assert_eq!(fs::read_to_string(&file).unwrap(), "Liebe Kollegin");
    program.refused(1, &["backup", &program.file("no/such/folder.db")]);
    assert!(!program.folder.path().join("no").exists());
    let left = fs::read_dir(program.folder.path()).unwrap().count();
    assert_eq!(left, 2, "the database's folder and the letter");
}

#[test]
fn what_is_no_sound_backup_changes_nothing() {
    let program = Program::new();
    program.ok(&["user", "add", "erika", "--role", "admin"]);
    let good = program.file("good.db");
    program.ok(&["backup", &good]);
    let bytes = fs::read(&good).unwrap();
    let file = |name: &str, content: &[u8]| {
        let file = program.file(name);
        fs::write(&file, content).unwrap();
        file
    };
    let mut garbled = bytes.clone();
    for place in (4096 * 20..4096 * 400).step_by(4096) {
        garbled[place..place + 64].fill(0xAB);
    }
    let newer = Program::empty();
    fs::create_dir_all(newer.database.parent().unwrap()).unwrap();
    fs::copy(&good, &newer.database).unwrap();
    newer.sql("insert into _sqlx_migrations values (9999, 'x', current_timestamp, 1, x'00', 0)");
    let newer = newer.database.display().to_string();
    let before = fs::read(&program.database).unwrap();
    let beside = || fs::read_dir(program.database.parent().unwrap()).unwrap().count();
    let files = beside();
    for (file, words) in [
        (file("half.db", &bytes[..bytes.len() / 2]), "beschädigt"),
        (file("page.db", &bytes[..4096]), "beschädigt"),
        (file("garbled.db", &garbled), "beschädigt"),
        (file("empty.db", b""), "keine Sicherung dieses Programms"),
        (file("letter.db", &b"Liebe Kollegin".repeat(999)), "keine Sicherung dieses Programms"),
        (newer, "neueren Version"),
        (program.file("missing.db"), "fehlt"),
        (program.folder.path().display().to_string(), "fehlt"),
    ] {
        let text = program.refused(1, &["restore", &file]);
        assert!(text.contains(words) && text.contains("Geändert wurde nichts"), "{file}: {text}");
        assert!(fs::read(&program.database).unwrap() == before, "{file}");
        assert_eq!(beside(), files, "{file}");
    }
    // What an interrupted restore has left does no harm to the next one.
    fs::write(program.database.with_added_extension("restoring"), &garbled).unwrap();
    fs::write(program.database.with_added_extension("restoring-wal"), &garbled).unwrap();
    program.ok(&["restore", &good]);
    program.ok(&["audit", "verify"]);
}
