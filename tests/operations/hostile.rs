//! Disks that are full, files that cannot be written, databases that are not ours. As file modes
//! do not stop root, the file systems are mounted in a mount namespace of the program's own.

use std::{fs, process::Command};

use serde_json::{Value, json};

use crate::common::{
    program::{Program, Running},
    stderr, stdout,
};

/// How a mount namespace is made here; `None` where it cannot be.
fn unshare() -> Option<&'static str> {
    let found = ["-m", "-rm"].into_iter().find(|flags| {
        let mut trial = Command::new("unshare");
        trial.args([flags, "mount", "-t", "tmpfs", "x", "/mnt"]);
        trial.output().is_ok_and(|output| output.status.success())
    });
    if found.is_none() {
        println!("skipped: no mount namespace can be made here");
    }
    found
}

/// The command in a mount namespace that a script has prepared; `$V` is the database's folder.
fn within(program: &Program, flags: &str, script: &str, inner: &Command) -> Command {
    let mut command = Command::new("unshare");
    let script = format!("set -e; {script}; exec \"$@\"");
    command.args([flags, "sh", "-c", &script, "sh"]);
    command.arg(inner.get_program()).args(inner.get_args()).current_dir(program.folder.path());
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.env("V", program.database.parent().unwrap());
    command
}

const READ_ONLY: &str = "mount --bind $V $V; mount -o remount,bind,ro $V";
/// A disk that has just space for the database itself.
const FULL: &str = "cp $V/test.db copy.db; mount -t tmpfs -o size=60m x $V; cp copy.db $V/test.db; \
    cat /dev/zero > $V/ballast 2>/dev/null || true";

fn refused(program: &Program, flags: &str, script: &str, arguments: &[&str], words: &str) {
    let output = within(program, flags, script, &program.command(arguments)).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{arguments:?} {}", stdout(&output));
    let text = stderr(&output);
    assert!(
        text.contains(words) && text.contains("geändert wurde nichts"),
        "{arguments:?}: {text}"
    );
    assert_eq!(text.trim_end().lines().count(), 1, "{text}");
}

/// Look-ups go on, writes are refused, and the server says that it is so.
fn only_look_ups(program: &Program, flags: &str, script: &str, token: &str) {
    let log = program.folder.path().join("server.log");
    let command = within(program, flags, script, &program.serve_command("info"));
    let server = Running::start(command, &log);
    assert_eq!(server.assign("Glockenheide 42")["team"]["id"], "nord-a");
    let (status, ready) = server.get("/readyz", "").unwrap();
    let ready: Value = serde_json::from_str(&ready).unwrap();
    assert_eq!((status, &ready["writable"]), (200, &json!(false)), "{ready}");
    assert_eq!(server.get("/api/v1/accounts", token).unwrap().0, 200);
    let account = json!({ "name": "anton", "roles": ["intake"] });
    let (status, problem) = server.write("POST", "/api/v1/accounts", token, &account).unwrap();
    assert_eq!(status, 503, "{problem}");
    assert!(problem.contains("not-writable"), "{problem}");
    assert_eq!(server.assign("Glockenheide 42")["team"]["id"], "nord-a");
    server.stop();
}

#[test]
fn a_database_that_cannot_be_written_still_answers() {
    let Some(flags) = unshare() else { return };
    let program = Program::new();
    let token = program.admin_token();
    let backup = program.file("a.db");
    program.ok(&["backup", &backup]);
    only_look_ups(&program, flags, READ_ONLY, &token);
    for arguments in [
        &["user", "add", "anton", "--role", "intake"][..],
        &["migrate"],
        &["import", crate::common::data().to_str().unwrap()],
        &["restore", &backup],
        &["token", "revoke", "1"],
    ] {
        refused(&program, flags, READ_ONLY, arguments, "schreibgeschützt");
    }
    let list = within(&program, flags, READ_ONLY, &program.command(&["token", "list"]));
    assert!(stdout(&{ list }.output().unwrap()).contains("gilt bis"));
    let doctor =
        within(&program, flags, READ_ONLY, &program.command(&["doctor"])).output().unwrap();
    assert!(stdout(&doctor).contains("kann nicht geschrieben werden"), "{}", stdout(&doctor));
}

#[test]
fn with_a_full_disk_nothing_is_changed_and_look_ups_go_on() {
    let Some(flags) = unshare() else { return };
    let program = Program::new();
    let token = program.admin_token();
    let backup = program.file("a.db");
    program.ok(&["backup", &backup]);
    only_look_ups(&program, flags, FULL, &token);
    for arguments in [
        &["user", "add", "anton", "--role", "intake"][..],
        &["import", crate::common::data().to_str().unwrap()],
        &["restore", &backup],
    ] {
        refused(&program, flags, FULL, arguments, "voll");
    }
    let full = program.database.with_file_name("new.db").display().to_string();
    refused(&program, flags, FULL, &["backup", &full], "voll");
}

#[test]
fn a_disk_that_fills_up_while_something_is_written_leaves_all_as_it_was() {
    let Some(flags) = unshare() else { return };
    let program = Program::new();
    let backup = program.file("a.db");
    program.ok(&["backup", &backup]);
    // Space for the log of a part of the change.
    let tight = "cp $V/test.db copy.db; mount -t tmpfs -o size=11m x $V; cp copy.db $V/test.db";
    for arguments in [
        &["import", crate::common::data().to_str().unwrap()][..],
        &["restore", &backup],
        &["backup", &program.database.with_file_name("new.db").display().to_string()],
    ] {
        let checked = format!(
            "{tight}; if \"$@\" 2>message; then exit 9; fi; cat message >&2; \
             ls $V >&2; shift; set -- \"$0\"; \"$PROGRAM\" audit verify; exit 7"
        );
        let mut command = within(&program, flags, &checked, &program.command(arguments));
        let output = command.env("PROGRAM", env!("CARGO_BIN_EXE_sozialraum")).output().unwrap();
        let text = stderr(&output);
        assert_eq!(output.status.code(), Some(7), "{arguments:?}: {text}");
        assert!(text.contains("voll") && text.contains("ändert wurde nichts"), "{text}");
        assert!(!text.contains(".part") && !text.contains("restoring"), "{text}");
        assert!(stdout(&output).contains("1 Einträge, 1 bis 1"), "{}", stdout(&output));
    }
}

#[test]
fn a_newer_or_foreign_database_is_left_alone() {
    let newer = Program::new();
    newer.sql("insert into _sqlx_migrations values (9999, 'x', current_timestamp, 1, x'00', 0)");
    let foreign = Program::new();
    fs::write(&foreign.database, "Liebe Kollegin".repeat(999)).unwrap();
    for (program, words) in [(newer, "neueren Version"), (foreign, "keine Datenbank dieses")] {
        let before = fs::read(&program.database).unwrap();
        for arguments in [
            &["serve", "--listen", "127.0.0.1:0"][..],
            &["migrate"],
            &["user", "list"],
            &["audit", "verify"],
            &["token", "list"],
            &["backup", "b.db"],
            &["import", crate::common::data().to_str().unwrap()],
        ] {
            let text = program.refused(1, arguments);
            assert!(text.contains(words) && text.contains("geändert wurde nichts"), "{text}");
        }
        assert!(fs::read(&program.database).unwrap() == before);
    }
}
