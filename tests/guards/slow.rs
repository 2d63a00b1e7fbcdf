//! Clients that send or read slowly, or not at all, and a server that stops.

use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use sozialraum::http::{Connections, Guards, Timeouts};

use crate::wire::{Server, Wire, connect};

const SHORT: Duration = Duration::from_millis(400);
/// What a cut must not take: far below the ten seconds of the defaults.
const SOON: Duration = Duration::from_secs(4);

fn server(timeouts: Timeouts) -> Server {
    Server::start(Guards { timeouts, ..Guards::default() })
}

/// Sends a byte every now and then until the server has closed or answered.
fn trickle(mut stream: TcpStream, byte: &[u8]) -> (Duration, Wire) {
    let begun = Instant::now();
    stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    let mut first = [0; 1];
    loop {
        let _ = stream.write_all(byte);
        match stream.read(&mut first) {
            Ok(0) => return (begun.elapsed(), Wire(String::new())),
            Ok(_) => break,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => return (begun.elapsed(), Wire(String::new())),
        }
        assert!(begun.elapsed() < SOON, "the connection is still open");
    }
    let rest = Wire::rest(stream).0;
    (begun.elapsed(), Wire(String::from_utf8_lossy(&first).into_owned() + &rest))
}

fn others_are_served(server: &Server) {
    assert_eq!(Wire::get(server.address, "/healthz", &[]).status(), 200);
}

#[test]
fn a_head_that_trickles_is_cut_while_others_are_served() {
    let server = server(Timeouts { header: SHORT, ..Timeouts::default() });
    let mut slow = connect(server.address);
    slow.write_all(b"GET / HTTP/1.1\r\nHost: test\r\nX-Slow: ").unwrap();
    let slow = thread::spawn(move || trickle(slow, b"x"));
    others_are_served(&server);
    let (took, answer) = slow.join().unwrap();
    assert!(took >= SHORT / 2 && took < SOON, "{took:?}");
    assert_ne!(answer.status(), 200);
}

#[test]
fn a_connection_on_which_nothing_comes_is_closed() {
    let server = server(Timeouts { header: SHORT, ..Timeouts::default() });
    let begun = Instant::now();
    assert_eq!(Wire::rest(connect(server.address)).0, "");
    assert!(begun.elapsed() < SOON);
    // The same after a first request.
    let begun = Instant::now();
    let kept = Wire::send(server.address, b"GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n");
    assert_eq!(kept.status(), 200);
    assert!(begun.elapsed() < SOON);
}

#[test]
fn a_body_that_trickles_is_cut_while_others_are_served() {
    let server = server(Timeouts { body: SHORT, ..Timeouts::default() });
    for path in ["/api/v1/assign", "/zustaendigkeit"] {
        let mut slow = connect(server.address);
        let head = format!("POST {path} HTTP/1.1\r\nHost: test\r\nContent-Length: 5000\r\n\r\n");
        slow.write_all(head.as_bytes()).unwrap();
        let slow = thread::spawn(move || trickle(slow, b"a"));
        others_are_served(&server);
        let (took, answer) = slow.join().unwrap();
        assert!(took >= SHORT / 2 && took < SOON, "{took:?}");
        assert_eq!(answer.status(), 408, "{answer:?}");
        assert!(answer.body().contains("urn:sozialraum:problem:too-slow"), "{answer:?}");
    }
}

#[test]
fn a_client_that_does_not_read_loses_its_connection() {
    let timeouts = Timeouts { send: SHORT, ..Timeouts::default() };
    let connections = Connections { per_client: 1, ..Connections::default() };
    let server = Server::start(Guards { timeouts, connections, ..Guards::default() });
    let mut greedy = connect(server.address);
    let request = b"GET /api/v1/sozialraeume HTTP/1.1\r\nHost: test\r\n\r\n";
    greedy.write_all(&request.repeat(200)).unwrap();
    let begun = Instant::now();
    while Wire::get(server.address, "/healthz", &[]).status() != 200 {
        assert!(begun.elapsed() < SOON, "the connection still takes up its place");
        thread::sleep(Duration::from_millis(50));
    }
    assert!(begun.elapsed() >= SHORT / 2, "the place was never taken");
}

#[test]
fn a_server_that_stops_does_not_wait_for_ever() {
    let server = server(Timeouts { stop: SHORT, ..Timeouts::default() });
    let mut slow = connect(server.address);
    slow.write_all(b"POST /api/v1/assign HTTP/1.1\r\nHost: t\r\nContent-Length: 99\r\n\r\n{")
        .unwrap();
    thread::sleep(Duration::from_millis(100));
    let took = server.stop();
    assert!(took >= SHORT / 2 && took < SOON, "{took:?}");
}

#[test]
fn a_server_that_stops_finishes_what_runs() {
    let server = server(Timeouts::default());
    let mut running = connect(server.address);
    let body = r#"{"address":"Glockenheide 42"}"#;
    let head = format!(
        "POST /api/v1/assign HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    running.write_all(head.as_bytes()).unwrap();
    thread::sleep(Duration::from_millis(100));
    let stopping = thread::spawn(move || server.stop());
    thread::sleep(Duration::from_millis(200));
    running.write_all(body.as_bytes()).unwrap();
    assert_eq!(Wire::rest(running).status(), 200);
    assert!(stopping.join().unwrap() < SOON);
}
