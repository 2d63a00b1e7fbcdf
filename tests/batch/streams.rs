//! Files of any length: in order, through pipes, and whole or not at all.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use super::{
    Folder, NEW, cells,
    common::{data, stderr},
};

#[test]
fn a_header_alone_and_huge_cells_are_fine() {
    let folder = Folder::new();
    assert_eq!(folder.answers(b"a\n", &["--address", "a"]), format!("a,{NEW}\n"));
    assert_eq!(folder.answers(b"a", &["--address", "a"]), format!("a,{NEW}\n"));
    let huge = "ä\n".repeat(1_000_000);
    let input = format!("a,b\nGlockenheide 42,\"{huge}\"\n\"{huge}\",x\nGlockenheide 42,y");
    let text = folder.answers(input.as_bytes(), &["--address", "a"]);
    let rows = cells(&text, b',');
    assert_eq!(rows[1][1], huge);
    let statuses: Vec<_> = rows[1..].iter().map(|row| row[2].as_str()).collect();
    assert_eq!(statuses, ["unique", "invalid", "unique"]);
}

#[test]
fn many_blocks_keep_the_order_and_go_through_pipes() {
    let mut input = "n,a\n".to_owned();
    for n in 0..60_000 {
        let address = ["Glockenheide 42", "\"Rathausallee 33a\"", "Nirgendweg 1"][n % 3];
        input.push_str(&format!("{n},{address}\n"));
    }
    let data = data();
    let mut child = Command::new(env!("CARGO_BIN_EXE_sozialraum"))
        .args(["batch", "-", "--output", "-", "--address", "a", "--progress", "--data"])
        .arg(&data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let rows = cells(&String::from_utf8(output.stdout.clone()).unwrap(), b',');
    assert_eq!(rows.len(), 60_001);
    for (n, row) in rows[1..].iter().enumerate() {
        assert_eq!(row[0], n.to_string());
        assert_eq!(row[3], ["nord-a", "nord-b", ""][n % 3]);
    }
    assert!(stderr(&output).contains("60.000 Zeilen"), "{}", stderr(&output));
}

#[test]
fn a_batch_that_is_stopped_leaves_nothing() {
    for signal in ["INT", "TERM"] {
        let folder = Folder::new();
        let data = data();
        // The input does not come to an end.
        let mut child = Command::new(env!("CARGO_BIN_EXE_sozialraum"))
            .args(["batch", "-", "--output", "out.csv", "--address", "a", "--data"])
            .arg(&data)
            .current_dir(folder.0.path())
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let text = "Glockenheide 42\n".repeat(50_000);
        let writer = std::thread::spawn(move || {
            let _ = stdin.write_all(b"a\n");
            while stdin.write_all(text.as_bytes()).is_ok() {}
        });
        wait_for(|| folder.path("out.csv.part").metadata().is_ok_and(|meta| meta.len() > 100_000));
        let kill = ["-s", signal, &child.id().to_string()].map(str::to_owned);
        assert!(Command::new("kill").args(kill).status().unwrap().success());
        let status = child.wait().unwrap();
        writer.join().unwrap();
        assert_eq!(status.code(), Some(1), "{signal}");
        assert_eq!(folder.names(), [] as [&str; 0], "{signal}");
    }
}

fn wait_for(mut there: impl FnMut() -> bool) {
    for _ in 0..3_000 {
        if there() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("it does not come");
}

#[test]
fn nothing_of_a_row_is_said() {
    let folder = Folder::new();
    let output = folder.batch(b"a\nGeheime Gasse 7\n\"x\xff\xc3\n", &["--address", "a"]);
    assert!(!stderr(&output).contains("Gasse"), "{}", stderr(&output));
    assert!(Path::new(&folder.path("in")).exists());
}
