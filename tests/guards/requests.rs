//! Requests that are too large, ambiguous, or reach for files.

use sozialraum::http::Guards;

use crate::wire::{Server, Wire};

fn server() -> Server {
    Server::start(Guards::default())
}

#[test]
fn a_body_that_is_too_large_is_refused() {
    let server = server();
    let fits = format!("address={}", "x".repeat(64_000));
    assert_eq!(Wire::post(server.address, "/zustaendigkeit", &[], &fits).status(), 422);
    for size in [66_000, 900_000] {
        let body = format!("address={}", "x".repeat(size));
        for path in ["/zustaendigkeit", "/api/v1/assign", "/healthz", "/nothing"] {
            let answer = Wire::post(server.address, path, &[], &body);
            assert_eq!(answer.status(), 413, "{path}: {answer:?}");
            assert!(answer.body().contains("urn:sozialraum:problem:too-large"), "{answer:?}");
        }
    }
    // Without a length, as it comes.
    let chunk = format!("1000\r\n{}\r\n", "x".repeat(0x1000));
    let body = chunk.repeat(17) + "0\r\n\r\n";
    let head = "POST /zustaendigkeit HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\
                Connection: close\r\n\r\n";
    assert_eq!(Wire::send(server.address, (head.to_owned() + &body).as_bytes()).status(), 413);
    // A length that nobody will wait for.
    let huge = "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999999\r\n\r\n";
    assert_eq!(Wire::send(server.address, huge.as_bytes()).status(), 413);
}

#[test]
fn a_head_that_is_too_large_is_refused() {
    let server = server();
    let large = format!("X-Large: {}", "x".repeat(17_000));
    assert_eq!(Wire::get(server.address, "/", &[&large]).status(), 431);
    let path = format!("/?{}", "x".repeat(17_000));
    assert!(matches!(Wire::get(server.address, &path, &[]).status(), 414 | 431));
    let many: Vec<String> = (0..70).map(|n| format!("X-{n}: 1")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(Wire::get(server.address, "/healthz", &many).status(), 431);
    assert_eq!(Wire::get(server.address, "/healthz", &many[..50]).status(), 200);
}

#[test]
fn no_path_leads_out_of_the_assets() {
    let server = server();
    let inside = ["", "tiles/base/", "api/v1/sozialraeume/"];
    let up = ["../", "..%2f", "%2e%2e/", "%2e%2e%2f", "%252e%252e%252f", "..\\", "..%5c", "....//"];
    let files = ["Cargo.toml", "etc/passwd", "web/package.json", "proc/self/environ"];
    for beginning in inside.iter().chain(&["assets/"]) {
        for up in up {
            for depth in [1, 2, 3, 8] {
                for file in files {
                    let path = format!("/{beginning}{}{file}", up.repeat(depth));
                    refused(&server, &path);
                }
            }
        }
    }
    for path in [
        "/assets//etc/passwd",
        "/assets/%2fetc%2fpasswd",
        "/assets/manifest.json%00.js",
        "/assets/manifest.json",
        "/assets/%00",
        "/assets/%ff",
        "/assets/.",
        "/assets/..",
        "/assets/%2e%2e%2f%2e%2e%2fCargo.toml%00.css",
        "/tiles/base/..%2f..%2f..%2fCargo.toml/0/0",
        "/tiles/base/0/0/..%2f..%2fCargo.toml",
        "/../../etc/passwd",
    ] {
        refused(&server, path);
    }
}

fn refused(server: &Server, path: &str) {
    let answer = Wire::get(server.address, path, &[]);
    assert!(matches!(answer.status(), 400 | 404), "{path}: {answer:?}");
    for found in ["[package]", "root:", "\"private\"", "PATH=", "isEntry"] {
        assert!(!answer.0.contains(found), "{path} gave away a file");
    }
}

#[test]
fn a_request_with_two_lengths_cannot_hide_another() {
    let server = server();
    let hidden = "GET /healthz HTTP/1.1\r\nHost: hidden\r\n\r\n";
    let post = "POST /api/v1/assign HTTP/1.1\r\nHost: t\r\n";
    for headers in [
        "Content-Length: 5\r\nContent-Length: 44\r\n",
        "Content-Length: 5, 44\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: -1\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        " Transfer-Encoding: chunked\r\n",
    ] {
        let answer = Wire::send(server.address, format!("{post}{headers}\r\n{hidden}").as_bytes());
        assert!(matches!(answer.status(), 0 | 400), "{headers}: {answer:?}");
        assert!(answer.responses() <= 1, "{headers}: {answer:?}");
    }
    // Length and chunks together: the chunks count, and the connection ends with the answer.
    for headers in [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
    ] {
        let text = format!("{post}{headers}\r\n0\r\n\r\n{hidden}");
        let answer = Wire::send(server.address, text.as_bytes());
        assert_eq!(answer.responses(), 1, "{headers}: {answer:?}");
        assert!(answer.head().contains("connection: close"), "{headers}: {answer:?}");
    }
}

#[test]
fn what_is_no_request_is_refused() {
    let server = server();
    for text in [
        "GET  / HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET /\0 HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: t\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: t\r\nX: a\0b\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\u{fc}\x03\x03",
    ] {
        let answer = Wire::send(server.address, text.as_bytes());
        assert!(!(200..=299).contains(&answer.status()), "{text:?}: {answer:?}");
    }
}

#[test]
fn head_and_options_are_answered_without_a_body() {
    let server = server();
    let head = Wire::request(server.address, "HEAD", "/zustaendigkeit", &[], "");
    assert_eq!((head.status(), head.body()), (200, ""));
    let head = Wire::request(server.address, "HEAD", "/nothing", &["Accept: text/html"], "");
    assert_eq!((head.status(), head.body()), (404, ""));
    let options = Wire::request(server.address, "OPTIONS", "/zustaendigkeit", &[], "");
    assert_eq!(options.status(), 405);
    assert!(options.head().contains("allow: get,head,post"), "{options:?}");
    assert!(!options.head().contains("access-control"), "{options:?}");
    for method in ["TRACE", "CONNECT", "DELETE", "PROPFIND"] {
        let answer = Wire::request(server.address, method, "/zustaendigkeit", &[], "");
        assert!(matches!(answer.status(), 400..=405), "{method}: {answer:?}");
    }
}
