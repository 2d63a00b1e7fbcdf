//! How far a batch is, and stopping it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// Shared between a batch and whoever watches it.
#[derive(Debug, Default)]
pub struct Control {
    stopped: AtomicBool,
    rows: AtomicU64,
    bytes: AtomicU64,
}

impl Control {
    /// Asks the batch to stop; it does so within some milliseconds.
    pub fn stop(&self) {
        self.stopped.store(true, Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Relaxed)
    }

    /// How many rows are written.
    pub fn rows(&self) -> u64 {
        self.rows.load(Relaxed)
    }

    /// How many bytes of the input are read.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Relaxed)
    }

    pub(in crate::service) fn add_rows(&self, rows: u64) {
        self.rows.fetch_add(rows, Relaxed);
    }

    pub(super) fn add_bytes(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Relaxed);
    }
}
