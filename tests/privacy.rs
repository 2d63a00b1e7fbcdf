//! An address typed for a family is kept nowhere: after ten thousand look-ups with made-up words
//! none of them is in any file, in the log at its finest level, or in what the server prints.

mod common;

use std::{fs, path::Path, thread};

use common::program::{Program, Running, agent};
use serde_json::json;

/// How many look-ups, and over how many connections.
const LOOK_UPS: usize = 10_000;
const CONNECTIONS: usize = 4;
/// What every made-up word begins with; nothing else on earth does.
const MARKS: [&str; 5] = ["qxstrasse", "qxort", "qxzusatz", "qxtag", "9471947194"];

/// One look-up: path, type of the body, body.
fn look_up(number: usize) -> (&'static str, &'static str, String) {
    const JSON: &str = "application/json";
    const FORM: &str = "application/x-www-form-urlencoded";
    let (street, town) = (format!("Qxstrasse{number}weg"), format!("Qxort{number}hausen"));
    let house = format!("9471{number}qx");
    // Somewhere in the city, in more digits than any time in the log has.
    let degrees = |start: &str| format!("{start}{}9471947194", number % 1000);
    let (lon, lat) = (degrees("9.9"), degrees("53.7"));
    let line = format!("{street} {house}, {town}");
    match number % 10 {
        0 => ("/api/v1/assign", JSON, json!({ "address": line }).to_string()),
        1 => (
            "/api/v1/assign",
            JSON,
            json!({ "street": street, "house_number": house, "town": town }).to_string(),
        ),
        2 if number % 20 == 2 => ("/karte", FORM, format!("lon={lon}&lat={lat}&accuracy=12")),
        2 => ("/api/v1/assign", JSON, format!(r#"{{"lon":{lon},"lat":{lat}}}"#)),
        3 if number % 20 == 3 => {
            ("/api/v1/resources/suggest", JSON, json!({ "text": line }).to_string())
        }
        4 if number % 20 == 4 => {
            ("/api/v1/resources/search", JSON, json!({ "address": line, "q": town }).to_string())
        }
        3 | 4 => ("/api/v1/suggest", JSON, json!({ "text": line }).to_string()),
        5 => ("/zustaendigkeit", FORM, format!("address={street}+{house}%2C+{town}")),
        6 if number % 20 == 6 => ("/karte", FORM, format!("was={street}+{house}%2C+{town}")),
        6 => ("/zustaendigkeit", FORM, format!("address=Qxzusatz{number}&as_of=qxtag{number}")),
        // Bodies that are refused in different ways.
        7 => ("/api/v1/assign", JSON, format!(r#"{{"address":"{line}"#)),
        8 => ("/api/v1/assign", JSON, json!({ "address": [line], "qxzusatz": town }).to_string()),
        _ => ("/api/v1/assign", JSON, json!({ "address": line.repeat(40) }).to_string()),
    }
}

/// Files with made-up words: one that is answered, one that breaks, one that cannot be read.
fn whole_files(url: &str, token: &str) {
    let agent = agent();
    let with = |path: &str| (format!("{url}{path}"), format!("Bearer {token}"));
    let send = |file: String| {
        let (url, token) = with("/api/v1/batch?address=a");
        let request = agent.post(url).header("authorization", token);
        request.header("content-type", "text/csv").send(file).unwrap()
    };
    let row = |number: usize| format!("\"Qxstrasse{number}weg 9471{number}qx, Qxort\"\n");
    let rows: String = (0..10_000).map(row).collect();
    assert_eq!(send("a\n\"Qxstrasse 1\n".into()).status().as_u16(), 422);
    for file in [format!("a\n{rows}\"Qxstrasse"), format!("a\n{rows}")] {
        let sent = send(file);
        assert_eq!(sent.status().as_u16(), 202);
        let path = sent.headers()["location"].to_str().unwrap().to_owned();
        let get = |path: &str| {
            let (url, token) = with(path);
            let answer = agent.get(url).header("authorization", token).call();
            answer.unwrap().body_mut().read_to_string().unwrap()
        };
        let over = |text: &str| text.contains("\"done\"") || text.contains("\"failed\"");
        while !over(&get(&path)) {
            thread::sleep(std::time::Duration::from_millis(50));
        }
        get(&format!("{path}/result"));
    }
}

/// Every file below a folder, with its content.
fn files(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
}

fn assert_clean(name: &str, content: &[u8]) {
    let text = String::from_utf8_lossy(content).to_lowercase();
    for mark in MARKS {
        assert!(!text.contains(mark), "{mark} is in {name}");
    }
    let house_number =
        |rest: &str| rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with("qx");
    assert!(!text.split("9471").skip(1).any(house_number), "a house number is in {name}");
}

#[test]
fn ten_thousand_look_ups_leave_no_trace_anywhere() {
    let program = Program::new();
    let temporary = program.folder.path().join("tmp");
    fs::create_dir(&temporary).unwrap();
    let shown = program.ok(&["token", "add", "batch", "--role", "intake", "--days", "1"]);
    let token = shown.lines().last().unwrap().to_owned();
    let mut command = program.serve_command("trace");
    command.env("TMPDIR", &temporary).args(["--metrics-listen", "127.0.0.1:0"]);
    let server = Running::start(command, &program.folder.path().join("server.log"));
    let answered: usize = thread::scope(|scope| {
        let url = &server.url;
        let work = |first: usize| {
            move || {
                let agent = agent();
                let ask = |number: &usize| {
                    let (path, content_type, body) = look_up(*number);
                    let request = agent.post(format!("{url}{path}"));
                    let mut answer =
                        request.header("content-type", content_type).send(body).unwrap();
                    answer.body_mut().read_to_vec().unwrap();
                    assert!(answer.status().as_u16() < 500, "{number}: {}", answer.status());
                    answer.status().as_u16() == 200
                };
                (first..LOOK_UPS).step_by(CONNECTIONS).filter(ask).count()
            }
        };
        let workers: Vec<_> = (0..CONNECTIONS).map(|first| scope.spawn(work(first))).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    });
    assert!(answered > LOOK_UPS / 2, "only {answered} were answered");
    whole_files(&server.url, &token);
    let printed = server.printed();
    let place = printed.split_whitespace().find(|word| word.contains("/metrics")).unwrap();
    let metrics = agent().get(format!("http://{}", place.trim_end_matches('.'))).call();
    let metrics = metrics.unwrap().body_mut().read_to_string().unwrap();
    assert!(metrics.contains("sozialraum_lookups_total"), "{metrics}");
    assert_clean("metrics", metrics.as_bytes());
    let mut found = Vec::new();
    // While it runs, with its write-ahead log and shared memory, and after its end.
    files(program.folder.path(), &mut found);
    assert_clean("stdout", server.printed().as_bytes());
    server.stop();
    files(program.folder.path(), &mut found);
    for part in [".db", ".log"] {
        assert!(found.iter().any(|(name, _)| name.ends_with(part)), "{part}");
    }
    let log = found.iter().find(|(name, _)| name.ends_with("server.log")).unwrap();
    assert!(String::from_utf8_lossy(&log.1).contains("TRACE"), "not the finest level");
    for (name, content) in &found {
        assert_clean(name, content);
    }
}
