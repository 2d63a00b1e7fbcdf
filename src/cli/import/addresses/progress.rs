//! How far the reading is, on stderr.

use std::{
    io::{self, IsTerminal, Write},
    sync::{
        Arc,
        mpsc::{self, RecvTimeoutError, Sender},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::{cli::batch::report::grouped, locale::words::t, service::batch::Control};

/// How often it is looked at.
const EVERY: Duration = Duration::from_millis(200);
/// After so many rows a line is written where no terminal is.
const ROWS: u64 = 100_000;

/// Shows the progress until it is ended.
pub(super) struct Progress(Sender<()>, JoinHandle<()>);

impl Progress {
    /// Begins to show how much of `size` bytes is read: in place on a terminal, and otherwise as a
    /// line for some 100,000 rows.
    pub fn start(control: &Arc<Control>, size: u64) -> Self {
        let control = control.clone();
        let (end, ended) = mpsc::channel::<()>();
        let shown = thread::spawn(move || {
            let begin = Instant::now();
            let in_place = io::stderr().is_terminal();
            let mut next = if in_place { 1 } else { ROWS };
            let mut show = |last: bool| {
                let rows = control.rows();
                if rows < next && !(last && in_place && rows > 0) {
                    return;
                }
                let text = text(rows, control.bytes(), size, begin.elapsed());
                let (before, after) = match (in_place, last) {
                    (true, false) => ("\r\x1b[K", ""),
                    (true, true) => ("\r\x1b[K", "\n"),
                    (false, _) => ("", "\n"),
                };
                let mut stderr = io::stderr().lock();
                // Nobody may be looking.
                let _ = write!(stderr, "{before}{text}{after}").and_then(|()| stderr.flush());
                next = if in_place { 1 } else { rows - rows % ROWS + ROWS };
            };
            while ended.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                show(false);
            }
            show(true);
        });
        Self(end, shown)
    }

    /// Shows the last state and ends.
    pub fn end(self) {
        drop(self.0);
        let _ = self.1.join();
    }
}

fn text(rows: u64, bytes: u64, size: u64, taken: Duration) -> String {
    let rate = grouped((rows as f64 / taken.as_secs_f64().max(0.001)) as u64);
    let rows = grouped(rows);
    if size == 0 {
        return t("addresses.reading", &[("rows", &rows), ("rate", &rate)]);
    }
    // A file may be read twice, and grow meanwhile.
    let percent = (bytes * 100 / size).min(100).to_string();
    t("addresses.reading_of", &[("rows", &rows), ("percent", &percent), ("rate", &rate)])
}
