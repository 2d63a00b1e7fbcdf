//! What one client may take from the others: requests and connections.

use std::{
    io::{Read, Write},
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream},
    thread,
    time::Duration,
};

use axum::{Extension, Router, extract::ConnectInfo, routing::get};
use axum_test::TestServer;
use sozialraum::http::{Client, Connections, Guards, RateLimit, WriteLimit};

use crate::wire::{Server, Wire, connect};

const BURST: u32 = 3;

fn limited(trusted: &[&str]) -> Server {
    Server::start(Guards {
        rate: Some(RateLimit { burst: BURST, per_second: 1 }),
        trusted_proxies: trusted.iter().map(|net| net.parse().unwrap()).collect(),
        ..Guards::default()
    })
}

/// How many of ten requests at once are answered.
fn answered(server: &Server, header: impl Fn(usize) -> String) -> usize {
    let ask = |n| Wire::get(server.address, "/healthz", &[&header(n)]).status();
    (0..10).filter(|n| ask(*n) == 200).count()
}

#[test]
fn a_made_up_client_address_does_not_evade_the_limit() {
    for header in ["X-Forwarded-For", "X-Real-IP", "Forwarded"] {
        let server = limited(&[]);
        let made_up = answered(&server, |n| format!("{header}: 198.51.100.{n}"));
        assert!((3..=5).contains(&made_up), "{header}: {made_up}");
    }
    // Nor in front of what a trusted proxy reports.
    let server = limited(&["127.0.0.0/8"]);
    let made_up =
        answered(&server, |n| format!("X-Forwarded-For: 198.51.100.{n}, 203.0.113.9, 127.0.0.7"));
    assert!((3..=5).contains(&made_up), "{made_up}");
}

#[test]
fn behind_a_trusted_proxy_every_client_has_its_own_budget() {
    let server = limited(&["127.0.0.1/32"]);
    let from = |client: &str| {
        let header = format!("X-Forwarded-For: {client}");
        Wire::get(server.address, "/healthz", &[&header])
    };
    let greedy = (0..8).map(|_| from("203.0.113.9")).find(|answer| answer.status() == 429).unwrap();
    assert!(greedy.head().contains("retry-after: "), "{greedy:?}");
    assert_eq!(from("203.0.113.10").status(), 200);
    // Every address of one IPv6 network is the same client.
    let refused = (0..8).map(|n| from(&format!("2001:db8:1:2::{n}")).status());
    assert!(refused.collect::<Vec<_>>().contains(&429));
    assert_eq!(from("2001:db8:1:3::1").status(), 200);
}

#[test]
fn one_client_at_its_limit_leaves_another_unharmed() {
    let server = limited(&[]);
    assert!(answered(&server, |_| "X-Nothing: 1".into()) < 10);
    let other = Ipv4Addr::new(127, 0, 0, 2).into();
    let mut stream = connect_from(other, server.address);
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n").unwrap();
    assert_eq!(Wire::rest(stream).status(), 200);
}

#[test]
fn one_client_cannot_take_every_connection() {
    let connections = Connections { all: 100, per_client: 2 };
    let server = Server::start(Guards { connections, ..Guards::default() });
    let mut held = [connect(server.address), connect(server.address)];
    for stream in &mut held {
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: t\r\n\r\n").unwrap();
        assert!(stream.read(&mut [0; 9]).unwrap() > 0);
    }
    assert_eq!(Wire::get(server.address, "/healthz", &[]).0, "");
    let other = Ipv4Addr::new(127, 0, 0, 2).into();
    let mut stream = connect_from(other, server.address);
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n").unwrap();
    assert_eq!(Wire::rest(stream).status(), 200);
    drop(held);
    thread::sleep(Duration::from_millis(200));
    assert_eq!(Wire::get(server.address, "/healthz", &[]).status(), 200);
}

#[test]
fn when_every_place_is_taken_the_next_client_waits() {
    let connections = Connections { all: 1, per_client: 9 };
    let server = Server::start(Guards { connections, ..Guards::default() });
    let mut held = connect(server.address);
    held.write_all(b"GET /healthz HTTP/1.1\r\nHost: t\r\n\r\n").unwrap();
    assert!(held.read(&mut [0; 9]).unwrap() > 0);
    let mut waiting = connect(server.address);
    waiting.write_all(b"GET /healthz HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n").unwrap();
    waiting.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    assert!(waiting.read(&mut [0; 1]).is_err(), "a second connection was served");
    drop(held);
    waiting.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    assert_eq!(Wire::rest(waiting).status(), 200);
}

#[tokio::test]
async fn writing_is_limited_more_strictly_than_reading() {
    let limit = WriteLimit { burst: 2, every: Duration::from_secs(60) };
    let routes = Router::new().route("/sign-in", get(async || "form").post(async || "done"));
    let address: IpAddr = Ipv4Addr::LOCALHOST.into();
    let routes = limit.hold::<()>(routes).layer(Extension(Client(address)));
    let server =
        TestServer::new(routes.layer(Extension(ConnectInfo(SocketAddr::from((address, 1))))));
    for status in [200, 200, 429, 429] {
        assert_eq!(server.post("/sign-in").await.status_code(), status);
        server.get("/sign-in").await.assert_status_ok();
    }
}

/// A connection from another address of this machine.
fn connect_from(from: IpAddr, to: SocketAddr) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    let stream = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(from, 0)).unwrap();
        socket.connect(to).await.unwrap().into_std().unwrap()
    });
    stream.set_nonblocking(false).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream
}
