//! `migrate` and `import`.

use std::{fs, time::Duration};

use crate::common::{copy_of_data, data, program::Program};

#[test]
fn a_database_is_made_by_migrate_or_import() {
    let program = Program::empty();
    assert!(program.refused(1, &["user", "list"]).contains("import"));
    assert!(!program.database.exists());
    assert!(program.ok(&["migrate"]).contains("0 →"));
    assert!(program.ok(&["migrate"]).contains("nichts zu tun"));
    let shown = program.ok(&["import", data().to_str().unwrap()]);
    assert!(shown.contains("4 Sozialräume") && shown.contains("11030"), "{shown}");
    let program = Program::empty();
    program.ok(&["import", data().to_str().unwrap()]);
    assert!(program.database.exists());
}

#[test]
fn a_running_server_follows_an_import_within_a_second_or_so() {
    let program = Program::new();
    let server = program.serve();
    let copy = copy_of_data();
    let file = copy.path().join("organisation.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(
        &file,
        text.replace("Sozialraumteam Nord A: Friedrichsgabe/Harksheide-Nord", "Team am Moor"),
    )
    .unwrap();
    assert_ne!(server.assign("Glockenheide 42")["team"]["name"], "Team am Moor");
    program.ok(&["import", copy.path().to_str().unwrap()]);
    let took =
        server.until(|server| server.assign("Glockenheide 42")["team"]["name"] == "Team am Moor");
    assert!(took < Duration::from_secs(4), "{took:?}");
}

#[test]
fn a_refused_import_changes_nothing() {
    let program = Program::new();
    let copy = copy_of_data();
    fs::remove_file(copy.path().join("LICENSE")).unwrap();
    let before = fs::read(&program.database).unwrap();
    let folder = copy.path().to_str().unwrap().to_owned();
    assert_eq!(program.run(&["import", &folder]).status.code(), Some(1));
    assert!(fs::read(&program.database).unwrap() == before);
    let program = Program::empty();
    assert_eq!(program.run(&["import", &folder]).status.code(), Some(1));
    assert!(!program.database.exists());
}
