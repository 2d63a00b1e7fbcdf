//! A server in this process, and requests byte by byte.

use std::{
    fmt::Write as _,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use sozialraum::http::{self, Guards};
use tokio::{net::TcpListener, runtime::Builder, sync::oneshot};

use crate::common::App;

/// A server that runs until this is dropped.
pub struct Server {
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Server {
    pub fn start(guards: Guards) -> Self {
        let (told, address) = mpsc::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = thread::spawn(move || {
            let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
            runtime.unwrap().block_on(async {
                let app = App::new().await;
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                told.send(listener.local_addr().unwrap()).unwrap();
                let stop = async {
                    let _ = stopped.await;
                };
                http::serve(listener, app.state.clone(), guards, stop).await.unwrap();
            });
        });
        let address = address.recv().unwrap();
        Self { address, stop: Some(stop), thread: Some(thread) }
    }

    /// Asks it to stop and waits until it has.
    pub fn stop(mut self) -> Duration {
        let asked = Instant::now();
        let _ = self.stop.take().unwrap().send(());
        self.thread.take().unwrap().join().unwrap();
        asked.elapsed()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.take();
    }
}

/// What came back over a connection until its end.
#[derive(Debug)]
pub struct Wire(pub String);

impl Wire {
    /// Sends bytes as they stand and reads until the server closes, at most ten seconds.
    pub fn send(server: SocketAddr, bytes: &[u8]) -> Self {
        let mut stream = connect(server);
        // The server may refuse before everything was sent.
        let _ = stream.write_all(bytes);
        Self::rest(stream)
    }

    /// Reads until the server closes.
    pub fn rest(mut stream: TcpStream) -> Self {
        let mut all = Vec::new();
        let mut part = [0; 4096];
        while let Ok(length @ 1..) = stream.read(&mut part) {
            all.extend_from_slice(&part[..length]);
        }
        Self(String::from_utf8_lossy(&all).into_owned())
    }

    pub fn get(server: SocketAddr, path: &str, headers: &[&str]) -> Self {
        Self::request(server, "GET", path, headers, "")
    }

    pub fn post(server: SocketAddr, path: &str, headers: &[&str], body: &str) -> Self {
        Self::request(server, "POST", path, headers, body)
    }

    pub fn request(
        server: SocketAddr,
        method: &str,
        path: &str,
        headers: &[&str],
        body: &str,
    ) -> Self {
        let mut text = format!("{method} {path} HTTP/1.1\r\nHost: {server}\r\n");
        if method == "POST" {
            let kind = if path.starts_with("/api/") { "json" } else { "x-www-form-urlencoded" };
            let length = body.len();
            let _ =
                write!(text, "Content-Type: application/{kind}\r\nContent-Length: {length}\r\n");
        }
        for header in headers {
            let _ = write!(text, "{header}\r\n");
        }
        Self::send(server, format!("{text}Connection: close\r\n\r\n{body}").as_bytes())
    }

    /// The status of the first response; 0 when there was none.
    pub fn status(&self) -> u16 {
        self.0.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
    }

    /// Status line and headers of the first response, in small letters.
    pub fn head(&self) -> String {
        self.0.split("\r\n\r\n").next().unwrap_or_default().to_ascii_lowercase()
    }

    /// The body, after the first empty line.
    pub fn body(&self) -> &str {
        self.0.split_once("\r\n\r\n").map_or("", |(_, body)| body)
    }

    /// How many responses came.
    pub fn responses(&self) -> usize {
        self.0.matches("HTTP/1.1 ").count()
    }
}

/// A connection that never waits longer than ten seconds.
pub fn connect(server: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(server).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.set_write_timeout(Some(Duration::from_secs(10))).unwrap();
    stream
}
