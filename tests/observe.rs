//! What an operator sees of the running server: metrics, access log, how it stops.

mod common;

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use common::data;
use serde_json::Value;

const WORD: &str = "Quetzalcoatlgasse";

struct Server {
    child: Child,
    /// Where the pages are, as `host:port`.
    pages: String,
    /// Where the metrics are.
    metrics: String,
    log: PathBuf,
    _folder: tempfile::TempDir,
}

impl Server {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let mut child = Command::new(env!("CARGO_BIN_EXE_sozialraum"))
            .args(["serve", "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0"])
            .args(["--log-format", "json", "--data"])
            .arg(data())
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut address = |marker: &str| {
            let line = lines.by_ref().map(Result::unwrap).find(|line| line.contains(marker));
            let line = line.unwrap_or_else(|| panic!("{}", fs::read_to_string(&log).unwrap()));
            let host = line.split_whitespace().find(|word| word.contains("127.0.0.1:")).unwrap();
            host.trim_start_matches("http://").split('/').next().unwrap().to_owned()
        };
        let metrics = address("/metrics");
        let pages = address("http://");
        Self { child, pages, metrics, log, _folder: folder }
    }

    fn send(&self, text: &str) -> String {
        let mut stream = TcpStream::connect(&self.pages).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        let mut response = Vec::new();
        stream.read_to_end(&mut response).unwrap();
        String::from_utf8_lossy(&response).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
    }

    fn ask(&self, address: &str) -> String {
        let body = format!(r#"{{"address":"{address}"}}"#);
        self.send(&format!(
            "POST /api/v1/assign HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ))
    }

    fn terminate(&self) {
        let sent = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(sent.success());
    }

    fn ended_within(&mut self, time: Duration) -> Option<ExitStatus> {
        let begun = Instant::now();
        while begun.elapsed() < time {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Some(status);
            }
            sleep(Duration::from_millis(20));
        }
        None
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn metrics_and_log_tell_how_much_and_never_what() {
    let mut server = Server::start();
    let answer = server.ask("Glockenheide 42");
    let id = answer.lines().find_map(|line| line.strip_prefix("x-request-id: "));
    let id = id.expect("every response names its request").to_owned();
    assert_eq!(id.len(), 16);
    server.ask(WORD);
    server.get(&format!("/{WORD}?q={WORD}"));
    server.get("/tiles/base/12/2161/1318");
    server.get("/readyz");

    let url = format!("http://{}/metrics", server.metrics);
    let mut response = ureq::get(&url).call().unwrap();
    let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
    assert!(kind.starts_with("application/openmetrics-text"), "{kind}");
    let text = response.body_mut().read_to_string().unwrap();
    for line in [
        "sozialraum_lookups_total{status=\"unique\"} 1",
        "sozialraum_lookups_total{status=\"unknown_street\"} 1",
        "sozialraum_http_requests_total{method=\"POST\",route=\"/api/v1/assign\",status=\"2xx\"} 2",
        "sozialraum_http_requests_total{method=\"GET\",route=\"unknown\",status=\"4xx\"} 1",
        "sozialraum_snapshot_loads_total 1",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is missing in:\n{text}");
    }
    assert!(text.contains("route=\"/tiles/base/{z}/{x}/{y}\""), "{text}");
    assert!(!text.contains(WORD), "{text}");
    assert!(server.get("/metrics").starts_with("HTTP/1.1 404"), "only on their own listener");

    server.terminate();
    assert!(server.ended_within(Duration::from_secs(10)).is_some_and(|status| status.success()));
    let log = fs::read_to_string(&server.log).unwrap();
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    let access: Vec<&Value> = lines.iter().filter(|line| line["target"] == "access").collect();
    let of_answer = access.iter().find(|line| line["id"] == *id).expect("the id is in the log");
    assert_eq!(of_answer["route"], "/api/v1/assign");
    assert_eq!((&of_answer["method"], &of_answer["status"]), (&"POST".into(), &200.into()));
    assert!(of_answer["ms"].is_number());
    assert!(access.iter().all(|line| line["route"] != "/readyz"), "probes are not noted");
    for part in [WORD, "Glockenheide", "127.0.0.1", "2161", "?q="] {
        assert!(!log.contains(part), "{part} is in the log:\n{log}");
    }
}

/// A request whose body does not come.
fn unfinished(server: &Server) -> TcpStream {
    let mut stream = TcpStream::connect(&server.pages).unwrap();
    let head = "POST /api/v1/assign HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\
                Content-Length: 31\r\nConnection: close\r\n\r\n{\"address\":";
    stream.write_all(head.as_bytes()).unwrap();
    sleep(Duration::from_millis(200));
    stream
}

#[test]
fn a_running_request_is_finished_before_the_end() {
    let mut server = Server::start();
    let mut stream = unfinished(&server);
    server.terminate();
    assert_eq!(server.ended_within(Duration::from_millis(500)), None, "it waits");
    stream.write_all(b"\"Glockenheide 42\"}  ").unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    assert!(response.contains("\"nord-a\""), "{response}");
    assert!(server.ended_within(Duration::from_secs(5)).is_some_and(|status| status.success()));
}

#[test]
fn asked_twice_it_ends_at_once() {
    let mut server = Server::start();
    let _stream = unfinished(&server);
    server.terminate();
    assert_eq!(server.ended_within(Duration::from_millis(500)), None, "it waits");
    server.terminate();
    assert!(server.ended_within(Duration::from_secs(2)).is_some_and(|status| status.success()));
}

#[test]
fn metrics_that_cannot_be_offered_are_told() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_sozialraum"))
        .args(["serve", "--listen", "127.0.0.1:0", "--metrics-listen", &server.metrics])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("--metrics-listen"), "{text}");
}
