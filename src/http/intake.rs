//! Large bodies, read piece by piece into a memory that is counted, so that none is held twice and
//! none that breaks off leaves anything.

use std::{
    future::poll_fn,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Multipart, multipart::Field},
};
use http_body::Frame;
use tokio::time::timeout;

use super::{body, problem::Problem};
use crate::service::batch_jobs::{Full, MAX_FILE, NotTaken, Outcome, Pieces};

/// How long a client may send nothing.
const STALL: Duration = Duration::from_secs(20);
/// How long a whole file may take to arrive.
const WHOLE: Duration = Duration::from_mins(15);
/// How much of a file that is not taken is read and thrown away, in bytes: browsers show the
/// refusal only after they have sent everything.
const THROWN_AWAY: usize = 4 * MAX_FILE;

/// The first bytes of a body, at least so many where there are as many, and the rest.
pub(super) async fn beginning(mut body: Body, least: usize) -> Result<(Bytes, Body), Problem> {
    let mut start = Vec::new();
    while start.len() < least
        && let Some(bytes) = next(&mut body).await?
    {
        start.extend_from_slice(&bytes);
    }
    Ok((start.into(), body))
}

/// The body again whose beginning was read.
pub(super) fn rejoined(start: Bytes, rest: Body) -> Body {
    Body::new(Rejoined { start: Some(start), rest })
}

struct Rejoined {
    start: Option<Bytes>,
    rest: Body,
}

impl HttpBody for Rejoined {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match self.start.take() {
            Some(start) => Poll::Ready(Some(Ok(Frame::data(start)))),
            None => Pin::new(&mut self.rest).poll_frame(context),
        }
    }
}

/// The next bytes of a body; `None` at its end.
async fn next(body: &mut Body) -> Result<Option<Bytes>, Problem> {
    loop {
        let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context));
        match timeout(STALL, frame).await.map_err(|_| body::too_slow())? {
            None => return Ok(None),
            Some(Err(_)) => return Err(body::broken_off()),
            // What is no data is a trailer.
            Some(Ok(frame)) => {
                if let Ok(bytes) = frame.into_data() {
                    return Ok(Some(bytes));
                }
            }
        }
    }
}

/// A file that arrives.
struct Intake {
    file: Result<Pieces, NotTaken>,
    arrived: usize,
    begun: Instant,
}

impl Intake {
    fn new(file: Result<Pieces, NotTaken>) -> Self {
        Self { file, arrived: 0, begun: Instant::now() }
    }

    /// Takes bytes. What was taken of a file that turns out to be too large is let go at once.
    fn take(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        self.arrived += bytes.len();
        if self.begun.elapsed() > WHOLE {
            return Err(body::too_slow());
        }
        if let Ok(pieces) = &mut self.file {
            if self.arrived > MAX_FILE {
                self.file = Err(NotTaken::TooLarge);
            } else if let Err(Full) = pieces.push(bytes) {
                self.file = Err(NotTaken::NoRoom);
            }
        }
        if self.arrived > THROWN_AWAY {
            return Err(Problem::from(NotTaken::TooLarge));
        }
        Ok(())
    }
}

/// A file that is the whole body.
pub(super) async fn whole(
    mut body: Body,
    file: Result<Pieces, NotTaken>,
) -> Result<Result<Pieces, NotTaken>, Problem> {
    let mut intake = Intake::new(file);
    while let Some(bytes) = next(&mut body).await? {
        intake.take(&bytes)?;
    }
    Ok(intake.file)
}

/// The file of a form, with its name; `None` when the form has none.
pub(super) async fn of_form(
    mut form: Multipart,
    file: Result<Pieces, NotTaken>,
) -> Result<Option<(String, Result<Pieces, NotTaken>)>, Problem> {
    loop {
        let part = timeout(STALL, form.next_field()).await.map_err(|_| body::too_slow())?;
        let Some(mut part) = part.map_err(|_| body::broken_off())? else { return Ok(None) };
        if part.name() != Some("file") {
            continue;
        }
        let name = part.file_name().unwrap_or_default().to_owned();
        let mut intake = Intake::new(file);
        while let Some(bytes) = next_of(&mut part).await? {
            intake.take(&bytes)?;
        }
        return Ok(Some((name, intake.file)));
    }
}

async fn next_of(part: &mut Field<'_>) -> Result<Option<Bytes>, Problem> {
    let bytes = timeout(STALL, part.chunk()).await.map_err(|_| body::too_slow())?;
    bytes.map_err(|_| body::broken_off())
}

/// Answers on their way out, piece by piece; they stay whole until then.
pub(super) struct Download {
    outcome: Arc<Outcome>,
    piece: usize,
}

impl Download {
    pub(super) fn body(outcome: Arc<Outcome>) -> Body {
        Body::new(Self { outcome, piece: 0 })
    }
}

impl HttpBody for Download {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let piece = self.outcome.rows.piece(self.piece).map(Bytes::copy_from_slice);
        self.piece += 1;
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece))))
    }
}
