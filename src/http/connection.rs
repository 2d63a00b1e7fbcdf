//! What one connection may cost: a place among many, and our patience while it does not read.

use std::{
    collections::HashMap,
    future::{Future, Ready, ready},
    io::{self, IoSlice},
    net::IpAddr,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use axum_server::accept::Accept;
use ipnet::IpNet;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Sleep, sleep},
};

use super::{client::Client, guards::Connections};

type Held = Arc<Mutex<HashMap<IpAddr, usize>>>;

/// The places for connections.
#[derive(Clone)]
pub(super) struct Places {
    free: Arc<Semaphore>,
    per_client: usize,
    held: Held,
    proxies: Arc<[IpNet]>,
}

/// One place; it becomes free when this is dropped.
pub(super) struct Place {
    _permit: OwnedSemaphorePermit,
    _share: Option<Share>,
}

/// The part of a client that a place takes up.
struct Share {
    client: IpAddr,
    held: Held,
}

impl Places {
    pub(super) fn new(limits: Connections, proxies: Arc<[IpNet]>) -> Self {
        Self {
            free: Arc::new(Semaphore::new(limits.all)),
            per_client: limits.per_client,
            held: Held::default(),
            proxies,
        }
    }

    /// Waits for a free place. A client that has its part already gets none; many clients come
    /// through one proxy, so a trusted one may take all.
    pub(super) async fn take(&self, peer: IpAddr) -> io::Result<Place> {
        let peer = peer.to_canonical();
        let proxy = self.proxies.iter().any(|net| net.contains(&peer));
        let share = if proxy { None } else { Some(self.share(Client(peer).group())?) };
        let permit = self.free.clone().acquire_owned().await.map_err(io::Error::other)?;
        Ok(Place { _permit: permit, _share: share })
    }

    fn share(&self, client: IpAddr) -> io::Result<Share> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(client).or_default();
        if *count >= self.per_client {
            return Err(io::Error::other("too many connections from one client"));
        }
        *count += 1;
        Ok(Share { client, held: self.held.clone() })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.client);
            }
        }
    }
}

/// Accepts connections whose client has to read what it asked for.
#[derive(Clone, Copy)]
pub(super) struct Patience {
    /// How long a client may take not a single byte.
    pub(super) send: Duration,
}

impl<S> Accept<TcpStream, S> for Patience {
    type Stream = Patient;
    type Service = S;
    type Future = Ready<io::Result<(Patient, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let stream =
            stream.set_nodelay(true).map(|()| Patient { stream, send: self.send, stalled: None });
        ready(stream.map(|stream| (stream, service)))
    }
}

/// A connection that fails when the client stops reading.
pub(super) struct Patient {
    stream: TcpStream,
    send: Duration,
    /// Runs while there is something to send and the client takes nothing.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn watch(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(self.send)));
        ready!(stalled.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.watch(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
