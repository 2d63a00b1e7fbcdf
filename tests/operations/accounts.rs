//! `user` and `token`.

use serde_json::{Value, json};

use crate::common::program::Program;

#[test]
fn accounts_are_added_listed_changed_and_recorded() {
    let program = Program::new();
    let added = program.ok(&[
        "user",
        "add",
        "Erika",
        "--role",
        "admin",
        "--role",
        "intake",
        "--public-url",
        "https://szr.example/",
    ]);
    let link = added.lines().last().unwrap();
    assert!(link.starts_with("https://szr.example/einladung/"), "{added}");
    let server = program.serve();
    let (status, _) = server.get(link.trim_start_matches("https://szr.example"), "").unwrap();
    assert_ne!(status, 401, "the link is not behind a sign-in");

    assert!(program.refused(1, &["user", "add", "ERIKA", "--role", "admin"]).contains("gibt es"));
    assert!(program.refused(2, &["user", "add", "a b", "--role", "admin"]).contains("kein Name"));
    assert!(program.refused(2, &["user", "add", "b2", "--role", "chef"]).contains("publisher"));
    assert!(program.refused(1, &["user", "disable", "anton"]).contains("„anton“"));
    assert_eq!(program.run(&["user", "add", "anton"]).status.code(), Some(2));

    program.ok(&["user", "roles", "erika", "--role", "planner"]);
    program.ok(&["user", "disable", "erika"]);
    let list = program.ok(&["user", "list"]);
    assert!(list.contains("planner") && list.contains("gesperrt"), "{list}");
    program.ok(&["user", "enable", "erika"]);
    assert!(program.ok(&["user", "reset", "erika"]).contains("http://127.0.0.1:8080/einladung/"));
    let list: Value = serde_json::from_str(&program.ok(&["user", "list", "--json"])).unwrap();
    assert_eq!(list[0]["roles"], json!(["planner"]));

    let record: Value = serde_json::from_str(&program.ok(&["audit", "list", "--json"])).unwrap();
    let entries = record.as_array().unwrap();
    let actions: Vec<&str> = entries.iter().map(|one| one["action"].as_str().unwrap()).collect();
    assert_eq!(
        actions[..5],
        [
            "account.reset",
            "account.enabled",
            "account.disabled",
            "account.roles",
            "account.created"
        ]
    );
    assert!(entries[..5].iter().all(|entry| entry["actor"] == "cli"));
}

#[test]
fn the_last_administrator_is_not_taken_away() {
    let program = Program::new();
    program.ok(&["user", "add", "erika", "--role", "admin"]);
    // As if the link had been used.
    program.sql("update account set password = '$phc'");
    for arguments in
        [&["user", "disable", "erika"][..], &["user", "roles", "erika", "--role", "intake"]]
    {
        assert!(program.refused(1, arguments).contains("das letzte Konto"));
    }
    assert!(program.ok(&["user", "list"]).contains("aktiv"));
}

#[test]
fn a_token_works_until_it_is_revoked() {
    let program = Program::new();
    let server = program.serve();
    let token = program.admin_token();
    assert_eq!(server.get("/api/v1/accounts", &token).unwrap().0, 200);
    assert!(program.ok(&["token", "list"]).contains("gilt bis"));
    program.ok(&["token", "revoke", "1"]);
    assert_eq!(server.get("/api/v1/accounts", &token).unwrap().0, 401);
    assert!(program.refused(1, &["token", "revoke", "1"]).contains("token list"));
    assert!(program.ok(&["token", "list"]).contains("widerrufen"));
    let days = ["token", "add", "x", "--role", "admin", "--days", "367"];
    assert!(program.refused(2, &days).contains("366"));
}
