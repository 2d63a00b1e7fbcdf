//! Files between their dry run and their import: kept in memory, for whoever sent them alone.

use std::{
    collections::HashMap,
    sync::Mutex,
    time::{Duration, Instant},
};

use super::file::Upload;
use crate::{service::secret, store::SecretHash};

/// Largest file that is taken, in bytes: some 20,000 entries.
pub const MAX_FILE: usize = 20 * 1024 * 1024;
/// How long a file is kept.
const KEPT: Duration = Duration::from_mins(30);
/// How many files are kept at once; the oldest one goes first.
const MOST: usize = 8;

/// The files, one a session.
pub struct Uploads<T = Upload> {
    files: Mutex<HashMap<SecretHash, (Instant, T)>>,
}

impl<T> Default for Uploads<T> {
    fn default() -> Self {
        Self { files: Mutex::default() }
    }
}

impl<T: Clone> Uploads<T> {
    /// Keeps a file for a session, in the place of a former one.
    pub fn keep(&self, session: &str, upload: T) {
        let mut files = self.files();
        while files.len() >= MOST {
            let oldest = files.iter().min_by_key(|(_, (at, _))| *at).map(|(key, _)| *key);
            let Some(oldest) = oldest else { break };
            files.remove(&oldest);
        }
        files.insert(secret::hash(session), (Instant::now(), upload));
    }

    /// The file that a session sent; nothing when that is too long ago.
    pub fn of(&self, session: &str) -> Option<T> {
        self.files().get(&secret::hash(session)).map(|(_, upload)| upload.clone())
    }

    /// Forgets the file of a session.
    pub fn forget(&self, session: &str) {
        self.files().remove(&secret::hash(session));
    }

    /// The files, without those that are too old.
    fn files(&self) -> std::sync::MutexGuard<'_, HashMap<SecretHash, (Instant, T)>> {
        let mut files = self.files.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        files.retain(|_, (at, _)| at.elapsed() < KEPT);
        files
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_belongs_to_one_session_and_there_are_never_too_many() {
        let uploads = Uploads::default();
        for number in 0..2 * MOST {
            uploads.keep(&number.to_string(), Upload::new("a.csv", Vec::new()));
        }
        assert!(uploads.files().len() <= MOST);
        assert!(uploads.of("0").is_none());
        let last = (2 * MOST - 1).to_string();
        assert!(uploads.of(&last).is_some());
        uploads.forget(&last);
        assert!(uploads.of(&last).is_none());
    }
}
