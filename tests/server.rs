//! The running server: start, second start, what it prints, what its log holds, how it stops.

mod common;

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use common::data;

struct Server {
    child: Child,
    address: String,
    lines: Vec<String>,
    /// Where its log goes: a file, as a pipe that nobody reads would stop it.
    log: PathBuf,
}

impl Server {
    #[expect(clippy::zombie_processes, reason = "`stop` waits for it")]
    fn start(database: &Path, log: &str) -> Self {
        let log_file = database.with_extension("log");
        fs::create_dir_all(database.parent().unwrap()).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_sozialraum"))
            .args(["serve", "--listen", "127.0.0.1:0", "--log", log, "--data"])
            .arg(data())
            .args(["--database", &format!("sqlite:{}", database.display())])
            .stdout(Stdio::piped())
            .stderr(File::create(&log_file).unwrap())
            .spawn()
            .unwrap();
        let mut lines = Vec::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        loop {
            let mut line = String::new();
            if out.read_line(&mut line).unwrap() == 0 {
                panic!("the server ended: {}", fs::read_to_string(&log_file).unwrap());
            }
            lines.push(line.clone());
            if let Some((_, rest)) = line.split_once("http://") {
                let address = rest.split('/').next().unwrap().to_owned();
                return Self { child, address, lines, log: log_file };
            }
        }
    }

    /// Sends a request as it stands and returns the whole response.
    fn send(&self, method: &str, path: &str, content_type: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\
             Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut response = Vec::new();
        stream.read_to_end(&mut response).unwrap();
        String::from_utf8_lossy(&response).into_owned()
    }

    /// Asks it to stop, and returns its log.
    fn stop(mut self) -> String {
        let terminate = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(terminate.success());
        let ended = self.child.wait().unwrap();
        let log = fs::read_to_string(&self.log).unwrap();
        assert!(ended.success(), "{log}");
        log
    }
}

#[test]
fn the_first_start_imports_and_the_second_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("var/test.db");
    let first = Server::start(&database, "info");
    assert!(first.lines[0].contains("eingelesen"), "{:?}", first.lines);
    assert!(first.send("GET", "/readyz", "", "").starts_with("HTTP/1.1 200"));
    first.stop();
    let second = Server::start(&database, "info");
    assert!(!second.lines[0].contains("eingelesen"), "{:?}", second.lines);
    assert!(second.send("GET", "/readyz", "", "").starts_with("HTTP/1.1 200"));
    second.stop();
}

#[test]
fn killed_while_it_imports_the_next_start_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("test.db");
    for milliseconds in [150, 600, 1200] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sozialraum"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data())
            .args(["--database", &format!("sqlite:{}", database.display())])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(milliseconds));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let server = Server::start(&database, "info");
    let body = r#"{"address":"Glockenheide 42"}"#;
    let answer = server.send("POST", "/api/v1/assign", "application/json", body);
    assert!(answer.contains("\"nord-a\""), "{answer}");
    server.stop();
}

#[test]
fn at_the_finest_log_level_nothing_of_a_typed_address_is_logged() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("test.db"), "trace");
    let word = "Quetzalcoatlgasse";
    let json = "application/json";
    for body in [
        format!(r#"{{"address":"{word} 4711k"}}"#),
        format!(r#"{{"street":"{word}","house_number":"4711k"}}"#),
        format!(r#"{{"address":["{word} 4711k"]}}"#),
        format!(r#"{{"address":"{word} 4711k"#),
        format!(r#"{{"lon":"{word} 4711k","lat":1}}"#),
        format!(r#"{{"address":"{}"}}"#, format!("{word} 4711k ").repeat(2000)),
    ] {
        server.send("POST", "/api/v1/assign", json, &body);
    }
    server.send("POST", "/api/v1/suggest", json, &format!(r#"{{"text":"{word} 4711k"}}"#));
    let form = "application/x-www-form-urlencoded";
    let page = server.send("POST", "/zustaendigkeit", form, &format!("address={word}+4711k"));
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    server.send("POST", "/zustaendigkeit", form, &format!("lon={word}&lat=4711k"));
    server.send("POST", "/zustaendigkeit", form, &format!("address={word}&as_of={word}"));
    let log = server.stop();
    assert!(log.contains("TRACE"), "the log is not at its finest level");
    for part in [word, "quetzal", "4711k"] {
        let found = log.lines().find(|line| line.to_lowercase().contains(&part.to_lowercase()));
        assert_eq!(found, None, "{part} is in the log");
    }
}

#[test]
fn an_address_in_use_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("test.db"), "info");
    let output = Command::new(env!("CARGO_BIN_EXE_sozialraum"))
        .args(["serve", "--listen", &server.address, "--data"])
        .arg(data())
        .args(["--database", &format!("sqlite:{}", folder.path().join("other.db").display())])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("--listen"), "{text}");
    server.stop();
}
