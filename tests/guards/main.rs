//! The guard rails, over real connections.

mod answers;
mod clients;
#[path = "../common/mod.rs"]
mod common;
mod requests;
mod slow;
mod wire;

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use wire::Wire;

#[test]
fn the_program_starts_with_its_guards() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_sozialraum"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(common::data())
        .args(["--database", &format!("sqlite:{}", folder.path().join("test.db").display())])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let address = lines
        .filter_map(|line| Some(line.split_once("http://")?.1.split('/').next()?.to_owned()))
        .next()
        .unwrap();
    let server = address.parse().unwrap();
    let head = Wire::get(server, "/healthz", &[]).head();
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(head.contains("x-frame-options: deny"), "{head}");
    let large = format!("X-Large: {}", "x".repeat(20_000));
    assert_eq!(Wire::get(server, "/", &[&large]).status(), 431);
    let body = "x".repeat(70_000);
    assert_eq!(Wire::post(server, "/zustaendigkeit", &[], &body).status(), 413);
    let cross = ["Sec-Fetch-Site: cross-site"];
    assert_eq!(Wire::post(server, "/zustaendigkeit", &cross, "address=x").status(), 403);
    child.kill().unwrap();
    child.wait().unwrap();
}
