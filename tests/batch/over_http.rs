//! The same over HTTP: by token, and by the page as a browser without scripts would use it.

use std::{
    io::Write,
    net::TcpStream,
    time::{Duration, Instant},
};

use serde_json::Value;
use sozialraum::{
    domain::account::{Role, Roles},
    service::batch_jobs::{MAX_FILE, MOST_OF_ONE, ROOM},
};

use super::{
    Folder,
    common::{Answer, Client, Running},
};

const FILE: &str = "id;Anschrift;Notiz\r\n\
                    7;Glockenheide 42;\"a;b\"\"c\"\"\r\nd\"\r\n\
                    8;\"Poppenbütteler Str. 230, 22851 Norderstedt\";\r\n\
                    9;Reeperbahn 1, Hamburg;x\r\n\
                    10;Waldstrasse 5o0;\r\n\
                    11;;\r\n";
const FEATURES: &str = r#"{"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"n":1},"geometry":{"type":"Point","coordinates":[9.990537,53.730283]}},
    {"type":"Feature","properties":{"m":2},"geometry":null}]}"#;

async fn token(running: &Running, name: &str) -> Client {
    let roles = Roles::from([Role::Intake]);
    let (_, token) = running.app.state.accounts.add_token("test", name, &roles, 1).await.unwrap();
    Client::new(&running.url).token(&token)
}

async fn intake(running: &Running, name: &str) -> Client {
    running.add_account(name, &Roles::from([Role::Intake])).await;
    running.signed_in(name).await
}

async fn send(client: &Client, query: &str, file: &str) -> Answer {
    client.request("POST", &format!("/api/v1/batch?{query}"), "text/csv", Some(file)).await
}

/// Waits until a file is neither waiting nor being answered.
async fn over(client: &Client, path: &str) -> Value {
    let begun = Instant::now();
    loop {
        let answer = client.send("GET", path).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let batch = answer.json();
        if !["waiting", "running"].contains(&batch["state"].as_str().unwrap()) {
            return batch;
        }
        assert!(begun.elapsed() < Duration::from_secs(120), "{batch}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Waits until all memory is free again.
async fn all_is_free(running: &Running) {
    let begun = Instant::now();
    while running.app.state.batch_jobs.free() < ROOM {
        assert!(begun.elapsed() < Duration::from_secs(30), "something is left");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A form with a file, as browsers send it.
fn form(client: &Client, name: &str, file: &str) -> (&'static str, String) {
    let token = client.form_token_of_session();
    let body = format!(
        "--xyz\r\ncontent-disposition: form-data; name=\"form_token\"\r\n\r\n{token}\r\n--xyz\r\n\
         content-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         content-type: text/csv\r\n\r\n{file}\r\n--xyz--\r\n"
    );
    ("multipart/form-data; boundary=xyz", body)
}

async fn send_form(client: &Client, name: &str, file: &str) -> Answer {
    let (kind, body) = form(client, name, file);
    client.clone().without_form_token().request("POST", "/massenabfrage", kind, Some(&body)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_gets_what_the_command_line_writes() {
    let running = Running::start().await;
    let client = token(&running, "portal").await;
    for (query, arguments, file) in [
        ("address=Anschrift", &["--address", "Anschrift"][..], FILE),
        ("", &[], FEATURES),
        (
            "lon=x&lat=y&crs=EPSG:25832",
            &["--lon", "x", "--lat", "y", "--crs", "25832"],
            "x,y\n565344.31,5953968.34\n1,2\n",
        ),
    ] {
        let sent = send(&client, query, file).await;
        assert_eq!(sent.status, 202, "{}", sent.body);
        let path = sent.header("location").to_owned();
        let batch = over(&client, &path).await;
        assert_eq!((&batch["state"], &batch["percent"]), (&"done".into(), &100.into()), "{batch}");
        let result = client.send("GET", &format!("{path}/result")).await;
        assert_eq!(result.status, 200);
        assert_eq!(result.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(result.header("content-disposition"), "attachment; filename=\"answers.csv\"");
        assert_eq!(result.header("cache-control"), "no-store");
        assert_eq!(result.body, Folder::new().answers(file.as_bytes(), arguments));
        if file == FILE {
            assert_eq!((&batch["rows"], &batch["open"]), (&5.into(), &2.into()), "{batch}");
            let counts = batch["counts"].as_array().unwrap();
            let invalid = counts.iter().find(|count| count["status"] == "invalid").unwrap();
            assert_eq!(invalid["reason"], "empty");
            assert_eq!(invalid["first_rows"], serde_json::json!([6]));
        }
        assert_eq!(client.send("DELETE", &path).await.status, 204);
        assert_eq!(client.send("GET", &path).await.status, 404);
    }
    all_is_free(&running).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_without_scripts_goes_the_whole_way() {
    let running = Running::start().await;
    let client = intake(&running, "erika").await;
    let sent = send_form(&client, "liste.csv", FILE).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.location.clone();
    assert!(!path.contains("liste"), "{path}");
    let choice = client.send("GET", &path).await.body;
    for part in [
        "liste.csv",
        "Glockenheide 42",
        "id=\"way-address\" name=\"place\" value=\"address\" checked",
    ] {
        assert!(choice.contains(part), "{part}: {choice}");
    }
    let token = client.form_token_of_session();
    let say =
        async |fields: &str| client.post_form(&path, &format!("form_token={token}&{fields}")).await;
    // Errors stand beside their field, and what was chosen stays.
    for (fields, field) in [
        ("", "place-error"),
        ("place=geometry", "place-error"),
        ("place=address&address=", "address-error"),
        ("place=address&address=nirgends", "address-error"),
        ("place=parts&street=Anschrift", "house_number-error"),
        ("place=position&lon=id&lat=id&crs=mond", "crs-error"),
        ("place=address&address=Anschrift&as_of=gestern", "as_of-error"),
        ("place=address&address=Anschrift&as_of=1900-01-01", "as_of-error"),
    ] {
        let refused = say(fields).await;
        assert_eq!(refused.status, 422, "{fields}");
        assert!(refused.body.contains(&format!("id=\"{field}\"")), "{fields}: {}", refused.body);
    }
    assert_eq!(client.send("GET", &format!("{path}/ergebnis")).await.status, 409);
    let started = say("place=address&address=Anschrift").await;
    assert_eq!((started.status, started.location.as_str()), (303, path.as_str()));
    over(&client, &path.replace("/massenabfrage", "/api/v1/batch")).await;
    let done = client.send("GET", &path).await.body;
    for part in ["5 Zeilen beantwortet. 2 davon", "Adresse oder Position fehlt", "In Zeile 6"] {
        assert!(done.contains(part), "{part}: {done}");
    }
    assert!(client.send("GET", "/massenabfrage").await.body.contains("liste.csv"));
    let result = client.send("GET", &format!("{path}/ergebnis")).await;
    assert_eq!(result.body, Folder::new().answers(FILE.as_bytes(), &["--address", "Anschrift"]));
    assert!(client.send("GET", &path).await.body.contains("in 5 Minuten vergessen"));
    let forget = format!("{path}/vergessen");
    assert_eq!(client.post_form(&forget, &format!("form_token={token}")).await.status, 303);
    assert_eq!(client.send("GET", &path).await.status, 404);
    all_is_free(&running).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_there_for_whoever_sent_it_alone() {
    let running = Running::start().await;
    let (erika, portal) = (intake(&running, "erika").await, token(&running, "portal").await);
    let path = send_form(&erika, "liste.csv", FILE).await.location;
    let id = path.rsplit('/').next().unwrap().to_owned();
    let api = format!("/api/v1/batch/{id}");
    // The same person in another browser is somebody else, too.
    let others = [running.signed_in("erika").await, intake(&running, "fritz").await, portal];
    for other in others {
        for (method, path) in [
            ("GET", path.clone()),
            ("GET", format!("{path}/ergebnis")),
            ("GET", api.clone()),
            ("GET", format!("{api}/result")),
            ("DELETE", api.clone()),
        ] {
            assert_eq!(other.send(method, &path).await.status, 404, "{method} {path}");
        }
        assert!(!other.send("GET", "/massenabfrage").await.body.contains("liste.csv"));
    }
    let anybody = Client::new(&running.url);
    assert_eq!(
        anybody.send("GET", "/massenabfrage").await.location,
        "/anmelden?weiter=/massenabfrage"
    );
    assert_eq!(anybody.send("GET", &path).await.status, 303);
    assert_eq!(send(&anybody, "address=Anschrift", FILE).await.status, 401);
    assert_eq!(anybody.send("GET", &api).await.status, 401);
    assert_eq!(erika.send("GET", &api).await.json()["state"], "sent");
    // Whoever signs out leaves nothing.
    let token = erika.form_token_of_session();
    assert_eq!(erika.post_form("/abmelden", &format!("form_token={token}")).await.status, 303);
    all_is_free(&running).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_sites_form_sends_no_file() {
    let running = Running::start().await;
    let client = intake(&running, "erika").await.without_form_token();
    assert_eq!(send(&client, "address=Anschrift", FILE).await.status, 403);
    let other = intake(&running, "fritz").await;
    let (kind, body) = form(&other, "liste.csv", FILE);
    let forged = client.request("POST", "/massenabfrage", kind, Some(&body)).await;
    assert_eq!(forged.status, 403, "{}", forged.body);
    all_is_free(&running).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_file_is_named_and_nothing_of_it_repeated() {
    let running = Running::start().await;
    let portal = token(&running, "portal").await;
    for (query, file, status, kind) in [
        ("address=a", "a\n\"Qxstrasse 1\n", 422, "bad-file"),
        ("address=a", "", 422, "empty-file"),
        ("address=b", "a\nQxstrasse 1\n", 422, "no-column"),
        ("", "a\nQxstrasse 1\n", 422, "no-place"),
        ("address=a", "{\"type\":\"Qxstrasse\"}", 422, "bad-file"),
        ("address=a&lon=b", FILE, 400, "bad-query"),
        ("house_number=a", FILE, 400, "bad-query"),
        ("lon=a&lat=b&crs=mond", FILE, 400, "bad-query"),
        ("adresse=a", FILE, 400, "bad-query"),
        ("address=a&as_of=1900-01-01", "a\n1\n", 400, "no-edition"),
        ("lon=a&lat=a&precision_m=-1", "a\n1\n", 422, "bad-precision"),
    ] {
        let refused = send(&portal, query, file).await;
        assert_eq!(refused.status, status, "{query}: {}", refused.body);
        assert!(refused.body.contains(&format!("problem:{kind}\"")), "{query}: {}", refused.body);
        assert!(!refused.body.contains("Qxstrasse"), "{}", refused.body);
    }
    // What comes up later: the end of a file that is longer than its first block.
    let long = format!("a\n{}\"open", "Glockenheide 42\n".repeat(40_000));
    let sent = send(&portal, "address=a", &long).await;
    assert_eq!(sent.status, 202, "{}", sent.body);
    let batch = over(&portal, sent.header("location")).await;
    assert_eq!(batch["state"], "failed");
    assert!(batch["problem"]["detail"].as_str().unwrap().contains("line 40002"), "{batch}");
    let erika = intake(&running, "erika").await;
    let refused = send_form(&erika, "liste.csv", "a\n\"Glockenheide 42\n").await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Zeile 2: Das Anführungszeichen"), "{}", refused.body);
    let refused = send_form(&erika, "", "").await;
    assert!(refused.status == 422 && refused.body.contains("Wählen Sie eine Datei aus."));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_too_large_or_breaks_off_leaves_nothing() {
    let running = Running::start().await;
    let (erika, portal) = (intake(&running, "erika").await, token(&running, "portal").await);
    let large = "x".repeat(MAX_FILE + 1);
    let refused = send(&portal, "address=a", &large).await;
    assert_eq!(refused.status, 413);
    assert!(refused.body.contains("100 MB"), "{}", refused.body);
    all_is_free(&running).await;
    let refused = send_form(&erika, "liste.csv", &large).await;
    assert_eq!(refused.status, 413);
    assert!(refused.body.contains("höchstens 100 MB"), "{}", refused.body);
    all_is_free(&running).await;

    let host = running.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let roles = Roles::from([Role::Intake]);
    let (_, secret) = running.app.state.accounts.add_token("test", "weg", &roles, 1).await.unwrap();
    let head = format!(
        "POST /api/v1/batch?address=a HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {secret}\r\n\
         content-type: text/csv\r\ncontent-length: 9000000\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&[b'x'; 1 << 20]).unwrap();
    let begun = Instant::now();
    while running.app.state.batch_jobs.free() == ROOM {
        assert!(begun.elapsed() < Duration::from_secs(10), "nothing has arrived");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    drop(stream);
    all_is_free(&running).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_wait_for_each_other_and_are_stopped_at_once() {
    let running = Running::start().await;
    let portal = token(&running, "portal").await;
    // Every row another one, so that no answer is known already, and a long one, so that there is
    // news of it often.
    let note = "x".repeat(1_000);
    let rows: String =
        (0..40_000).map(|row| format!("Glockenheidenallee {row};{note}\n")).collect();
    let long = format!("a;b\n{rows}");
    let first = send(&portal, "address=a", &long).await;
    let first = first.header("location").to_owned();
    let second = send(&portal, "address=Anschrift", FILE).await.header("location").to_owned();
    assert_eq!(portal.send("GET", &second).await.json()["state"], "waiting");
    assert_eq!(portal.send("GET", &format!("{second}/result")).await.status, 409);
    let begun = Instant::now();
    loop {
        let batch = portal.send("GET", &first).await.json();
        assert!(["waiting", "running"].iter().any(|state| batch["state"] == *state), "{batch}");
        if batch["rows"].as_u64().unwrap() > 0 {
            assert!((1..100).contains(&batch["percent"].as_u64().unwrap()), "{batch}");
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(120));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // Look-ups go on.
    let asked = Client::new(&running.url);
    let asked = asked.post_json("/api/v1/assign", r#"{"address":"Glockenheide 42"}"#).await;
    assert_eq!(asked.status, 200);
    assert_eq!(portal.send("DELETE", &first).await.status, 204);
    assert_eq!(portal.send("GET", &first).await.status, 404);
    assert_eq!(over(&portal, &second).await["state"], "done");
    for _ in 1..MOST_OF_ONE {
        assert_eq!(send(&portal, "address=Anschrift", FILE).await.status, 202);
    }
    let refused = send(&portal, "address=Anschrift", FILE).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(refused.body.contains("too-many-files"));
    assert_eq!(send(&token(&running, "other").await, "address=Anschrift", FILE).await.status, 202);
}
