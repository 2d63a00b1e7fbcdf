//! What stderr shows: how far a batch is, and how its rows came out.

use std::{
    io::{self, IsTerminal, Write},
    sync::{
        Arc,
        mpsc::{self, RecvTimeoutError, Sender},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::words::text;
use crate::{
    locale::{Catalogue, words::t},
    service::batch::{Control, Count, Summary},
};

/// How often the progress is shown.
const EVERY: Duration = Duration::from_millis(500);

/// Shows the progress until it is ended.
pub(super) struct Progress(Option<(Sender<()>, JoinHandle<()>)>);

impl Progress {
    /// Begins to show how much of `size` bytes is read, if that is wanted.
    pub fn start(control: &Arc<Control>, size: Option<u64>, show: bool) -> Self {
        if !show {
            return Self(None);
        }
        let control = control.clone();
        let (end, ended) = mpsc::channel::<()>();
        let shown = thread::spawn(move || {
            let begin = Instant::now();
            let in_place = io::stderr().is_terminal();
            let (before, after) = if in_place { ("\r\x1b[K", "") } else { ("", "\n") };
            while ended.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                show_line(before, &line(&control, size, begin.elapsed()), after);
            }
            show_line(before, &line(&control, size, begin.elapsed()), "\n");
        });
        Self(Some((end, shown)))
    }

    /// Shows the last state and ends.
    pub fn end(self) {
        if let Some((end, shown)) = self.0 {
            drop(end);
            let _ = shown.join();
        }
    }
}

fn show_line(before: &str, line: &str, after: &str) {
    let mut stderr = io::stderr().lock();
    // Nobody may be looking.
    let _ = write!(stderr, "{before}{line}{after}").and_then(|()| stderr.flush());
}

fn line(control: &Control, size: Option<u64>, taken: Duration) -> String {
    let (rows, bytes) = (control.rows(), control.bytes());
    let rate = grouped((rows as f64 / taken.as_secs_f64().max(0.001)) as u64);
    let rows = grouped(rows);
    match size.filter(|size| *size > 0) {
        Some(size) => {
            // A file may be read twice, and grow meanwhile.
            let percent = (bytes * 100 / size).min(100).to_string();
            text("progress_of", &[("rows", &rows), ("percent", &percent), ("rate", &rate)])
        }
        None => text("progress", &[("rows", &rows), ("rate", &rate)]),
    }
}

/// A number with points between the thousands.
pub(in crate::cli) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

/// How the rows came out, in lines.
pub(super) fn lines(summary: &Summary) -> Vec<String> {
    let mut lines = Vec::new();
    for (column, new) in &summary.renamed {
        lines.push(text("renamed", &[("column", column), ("new", new)]));
    }
    let (rows, open) = (grouped(summary.rows), grouped(summary.open()));
    lines.push(text("rows", &[("rows", &rows), ("open", &open)]));
    lines.extend(summary.counts.iter().map(count));
    lines
}

fn count(count: &Count) -> String {
    let reason = format!("batch.reason.{}", count.reason);
    // A reason without words of its own is told by its code.
    let known = Catalogue::german().has(&reason);
    let reason = if known { t(&reason, &[]) } else { count.reason.to_owned() };
    let rows = grouped(count.rows);
    let values = [("rows", &*rows), ("status", count.status), ("reason", &*reason)];
    let said = format!("  {}", text("count", &values));
    if !count.open {
        return said;
    }
    let first: Vec<String> = count.first.iter().map(u64::to_string).collect();
    let more = count.rows > count.first.len() as u64;
    let key = if more { "first_rows" } else { "all_rows" };
    text(key, &[("count", &said), ("first", &first.join(", "))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1.000"), (12_345_678, "12.345.678")]
        {
            assert_eq!(grouped(number), text);
        }
    }
}
