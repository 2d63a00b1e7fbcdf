//! Whether the server can be reached.

use std::{
    io::{self, Read, Write},
    net::{TcpStream, ToSocketAddrs},
    time::Duration,
};

use super::Finding;

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// More than any answer of `/readyz` has.
const MOST: u64 = 64 * 1024;

pub(super) async fn reachable(url: &str) -> Finding {
    let (asked, shown) = (url.to_owned(), url.to_owned());
    let answer = tokio::task::spawn_blocking(move || ask(&asked)).await;
    let finding = match answer.unwrap_or_else(|error| Err(io::Error::other(error))) {
        Ok(None) => Finding::hint("server_unasked"),
        Ok(Some(answer)) if !answer.starts_with("HTTP/1.1 200") => Finding::error("server_sick"),
        Ok(Some(answer)) if answer.contains("\"writable\":false") => {
            Finding::error("server_read_only")
        }
        Ok(Some(_)) => Finding::ok("server_ready"),
        Err(error) => Finding::error("server_unreachable").with("error", error),
    };
    finding.with("url", shown)
}

/// The answer of `/readyz`; `None` for an address that this plain client cannot ask.
fn ask(url: &str) -> io::Result<Option<String>> {
    let Some(rest) = url.strip_prefix("http://") else { return Ok(None) };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let prefix = path.trim_end_matches('/');
    let slash = if prefix.is_empty() { "" } else { "/" };
    let with_port = match host.rsplit_once(':') {
        Some((_, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host.to_owned(),
        _ => format!("{host}:80"),
    };
    let address = with_port.to_socket_addrs()?.next().ok_or(io::ErrorKind::NotFound)?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "GET {slash}{prefix}/readyz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.take(MOST).read_to_end(&mut answer)?;
    Ok(Some(String::from_utf8_lossy(&answer).into_owned()))
}
