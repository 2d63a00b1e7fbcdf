//! `doctor` finds what was planted.

use std::{
    fs::{self, File},
    os::unix::fs::PermissionsExt,
};

use crate::common::program::Program;

fn level(program: &Program, check: &str) -> Option<String> {
    let found = program.doctor();
    found.into_iter().find(|(code, _)| code == check).map(|(_, level)| level)
}

fn sound() -> Program {
    let program = Program::new();
    program.ok(&["user", "add", "erika", "--role", "admin"]);
    program.sql("update account set password = '$phc'");
    program
}

#[test]
fn a_sound_database_has_no_error_and_says_that_its_edition_is_a_draft() {
    let program = sound();
    let found = program.doctor();
    assert!(found.iter().all(|(_, level)| level != "error"), "{found:?}");
    assert!(found.contains(&("edition_draft".into(), "hint".into())), "{found:?}");
    let server = program.serve();
    assert!(program.ok(&["doctor", "--url", &server.url]).contains("antwortet unter"));
    server.stop();
    assert_eq!(program.run(&["doctor", "--url", "http://127.0.0.1:9"]).status.code(), Some(1));
}

#[test]
fn each_planted_defect_is_found() {
    type Plant = fn(&Program);
    let planted: [(&str, &str, Plant); 12] = [
        ("no_account", "hint", |program| program.sql("delete from account")),
        ("no_admin", "error", |program| program.sql("update account set password = null")),
        ("clock_behind", "error", |program| {
            program.sql(
                "drop trigger audit_entry_unchangeable;
                 update audit_entry set at = 9999999999 where seq = 2",
            );
        }),
        ("record_broken", "error", |program| {
            program.sql("drop trigger audit_entry_kept; delete from audit_entry where seq = 2");
        }),
        ("file_damaged", "error", |program| {
            // A page in the middle of the directory.
            let mut bytes = fs::read(&program.database).unwrap();
            let middle = bytes.len() / 2 / 4096 * 4096;
            bytes[middle..middle + 4096].fill(0xAB);
            fs::write(&program.database, bytes).unwrap();
        }),
        ("city_missing", "error", |program| program.sql("delete from city")),
        ("city_unsound", "error", |program| program.sql("delete from sozialraum")),
        ("no_edition", "error", |program| {
            program.sql("update edition set valid_to = '2020-12-31'");
        }),
        ("readable_by_others", "hint", |program| {
            fs::set_permissions(&program.database, fs::Permissions::from_mode(0o644)).unwrap();
        }),
        ("log_long", "hint", |program| {
            let log = program.database.with_extension("db-wal");
            File::create(log).unwrap().set_len(65 * 1024 * 1024).unwrap();
        }),
        ("leftover", "hint", |program| {
            fs::write(program.database.with_added_extension("restoring"), "x").unwrap();
        }),
        ("database_missing", "error", |program| fs::remove_file(&program.database).unwrap()),
    ];
    for (check, expected, plant) in planted {
        let program = sound();
        plant(&program);
        assert_eq!(level(&program, check).as_deref(), Some(expected), "{check}");
    }
}

#[test]
fn a_database_of_a_newer_version_or_another_program_is_told() {
    let program = sound();
    program.sql("insert into _sqlx_migrations values (9999, 'x', current_timestamp, 1, x'00', 0)");
    assert_eq!(level(&program, "database_unusable").as_deref(), Some("error"));
    fs::write(&program.database, "Liebe Kollegin".repeat(999)).unwrap();
    assert_eq!(level(&program, "database_unusable").as_deref(), Some("error"));
}
