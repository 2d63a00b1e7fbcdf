//! One file: from its upload to its answers.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use uuid::Uuid;

use super::{Owner, Pieces};
use crate::service::batch::{BatchError, Control, Preview, Summary};

/// How long a file or its answers are kept.
pub const KEPT: Duration = Duration::from_mins(30);
/// How long answers are kept after they were fetched.
const KEPT_FETCHED: Duration = Duration::from_mins(5);

/// A file that somebody sent.
#[derive(Debug)]
pub struct Job {
    /// Its name in the service.
    pub id: Uuid,
    /// Its name where it comes from.
    pub name: String,
    /// How long it is, in bytes.
    pub size: usize,
    /// When it has arrived.
    pub sent: Instant,
    /// Its columns and first rows.
    pub preview: Preview,
    pub(super) owner: Owner,
    pub(super) control: Control,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    stage: Stage,
    /// When it is forgotten; `None` as long as it is worked on.
    until: Option<Instant>,
}

/// What is there of it.
#[derive(Debug)]
enum Stage {
    /// What its columns hold is not said yet.
    Sent(Arc<Pieces>),
    /// Its turn has not come.
    Waiting(Arc<Pieces>),
    Running(Instant),
    Done(Arc<Outcome>),
    Failed(Arc<Failure>),
    Forgotten,
}

/// The answers.
#[derive(Debug)]
pub struct Outcome {
    /// How the rows came out.
    pub summary: Summary,
    /// The rows with their answers.
    pub rows: Pieces,
}

/// Why there are no answers.
#[derive(Debug)]
pub enum Failure {
    /// The file cannot be answered.
    Batch(BatchError),
    /// There was no room for the answers.
    NoRoom,
    /// Something failed inside.
    Internal,
}

/// How far it is.
#[derive(Debug, Clone)]
pub enum Progress {
    /// What its columns hold is not said yet.
    Sent,
    /// Its turn has not come.
    Waiting,
    /// It is being answered.
    Running(Pace),
    /// It is answered.
    Done(Arc<Outcome>),
    /// It cannot be answered.
    Failed(Arc<Failure>),
}

/// How far and how fast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How many rows are answered.
    pub rows: u64,
    /// How much of the file is read, in per cent.
    pub percent: u64,
    /// How many rows are answered in a second.
    pub per_second: u64,
    /// How many seconds it will still take, once that can be told.
    pub seconds_left: Option<u64>,
}

impl Job {
    pub(super) fn new(owner: Owner, name: String, pieces: Pieces, preview: Preview) -> Self {
        Self {
            id: Uuid::new_v4(),
            owner,
            name,
            size: pieces.len(),
            sent: Instant::now(),
            preview,
            control: Control::default(),
            state: Mutex::new(State {
                stage: Stage::Sent(Arc::new(pieces)),
                until: Some(Instant::now() + KEPT),
            }),
        }
    }

    /// How far it is; `None` when it is forgotten.
    pub fn progress(&self) -> Option<Progress> {
        Some(match &self.state().stage {
            Stage::Sent(_) => Progress::Sent,
            Stage::Waiting(_) => Progress::Waiting,
            Stage::Running(since) => Progress::Running(self.pace(since.elapsed())),
            Stage::Done(outcome) => Progress::Done(outcome.clone()),
            Stage::Failed(failure) => Progress::Failed(failure.clone()),
            Stage::Forgotten => return None,
        })
    }

    /// How long it is still kept; `None` as long as it is worked on.
    pub fn kept_for(&self) -> Option<Duration> {
        self.state().until.map(|until| until.saturating_duration_since(Instant::now()))
    }

    /// Its answers, for somebody who fetches them: they are not kept for much longer then.
    pub fn fetch(&self) -> Option<Arc<Outcome>> {
        let mut state = self.state();
        let Stage::Done(outcome) = &state.stage else { return None };
        let outcome = outcome.clone();
        let soon = Instant::now() + KEPT_FETCHED;
        state.until = Some(state.until.map_or(soon, |until| until.min(soon)));
        Some(outcome)
    }

    fn pace(&self, taken: Duration) -> Pace {
        let total = self.size as u64 * self.preview.kind.passes();
        pace(self.control.rows(), self.control.bytes(), total, taken)
    }

    /// Lets it wait for its turn; false when that was done before.
    pub(super) fn wait(&self) -> bool {
        let mut state = self.state();
        let Stage::Sent(pieces) = &state.stage else { return false };
        *state = State { stage: Stage::Waiting(pieces.clone()), until: None };
        true
    }

    /// Its turn has come: gives what is to be answered, unless it is forgotten.
    pub(super) fn begin(&self) -> Option<Arc<Pieces>> {
        let mut state = self.state();
        let Stage::Waiting(pieces) = &state.stage else { return None };
        let pieces = pieces.clone();
        state.stage = Stage::Running(Instant::now());
        Some(pieces)
    }

    pub(super) fn finish(&self, result: Result<Outcome, Failure>) {
        let mut state = self.state();
        if matches!(state.stage, Stage::Forgotten) {
            return;
        }
        let stage = match result {
            Ok(outcome) => Stage::Done(Arc::new(outcome)),
            Err(failure) => Stage::Failed(Arc::new(failure)),
        };
        *state = State { stage, until: Some(Instant::now() + KEPT) };
    }

    /// Stops it and lets go of all that is there of it.
    pub(super) fn forget(&self) {
        self.control.stop();
        self.state().stage = Stage::Forgotten;
    }

    pub(super) fn is_over(&self) -> bool {
        self.state().until.is_some_and(|until| until <= Instant::now())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<BatchError> for Failure {
    fn from(error: BatchError) -> Self {
        match error {
            BatchError::Write(error) if error.kind() == io::ErrorKind::StorageFull => Self::NoRoom,
            other => Self::Batch(other),
        }
    }
}

fn pace(rows: u64, bytes: u64, total: u64, taken: Duration) -> Pace {
    let seconds = taken.as_secs_f64().max(0.001);
    let left = total.saturating_sub(bytes) as f64;
    let seconds_left = (bytes > 0 && taken >= Duration::from_secs(1))
        .then(|| (left * seconds / bytes as f64).ceil() as u64);
    Pace {
        rows,
        percent: (bytes * 100).checked_div(total).unwrap_or(0).min(100),
        per_second: (rows as f64 / seconds) as u64,
        seconds_left,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::{
        batch::{Kind, Source},
        batch_jobs::Room,
    };

    fn job() -> Job {
        let room = Room::new(1 << 20);
        let text = b"a\n1\n";
        let mut pieces = Pieces::new(&room);
        pieces.push(text).unwrap();
        let preview = Preview::new(Source::csv(&text[..]), Kind::Csv).unwrap();
        Job::new(Owner::Token(1), String::new(), pieces, preview)
    }

    fn answered() -> Outcome {
        Outcome { summary: Summary::default(), rows: Pieces::new(&Room::new(0)) }
    }

    #[test]
    fn answers_are_not_kept_for_long_once_they_are_fetched() {
        let job = job();
        assert!(job.fetch().is_none(), "there are none yet");
        assert!(job.wait() && !job.wait(), "it is answered once");
        assert!(job.begin().is_some() && job.kept_for().is_none());
        job.finish(Ok(answered()));
        assert!(job.kept_for().unwrap() > KEPT_FETCHED);
        assert!(job.fetch().is_some() && job.fetch().is_some());
        assert!(job.kept_for().unwrap() <= KEPT_FETCHED);
        assert!(!job.is_over());
    }

    #[test]
    fn nothing_is_left_of_what_is_forgotten() {
        let (waiting, running) = (job(), job());
        assert!(waiting.wait() && running.wait());
        let pieces = running.begin().unwrap();
        for job in [&waiting, &running] {
            job.forget();
            assert!(job.progress().is_none() && job.fetch().is_none());
        }
        assert!(waiting.begin().is_none(), "its turn does not come any more");
        assert_eq!(Arc::strong_count(&pieces), 1);
        running.finish(Ok(answered()));
        assert!(running.progress().is_none());
    }

    #[test]
    fn the_pace_tells_how_long_it_will_take() {
        let after = |seconds| pace(500, 250, 1_000, Duration::from_secs(seconds));
        assert_eq!(
            after(5),
            Pace { rows: 500, percent: 25, per_second: 100, seconds_left: Some(15) }
        );
        assert_eq!(after(0).seconds_left, None, "nothing can be told yet");
        let begun = pace(0, 0, 1_000, Duration::from_secs(9));
        assert_eq!(begun, Pace { rows: 0, percent: 0, per_second: 0, seconds_left: None });
        assert_eq!(pace(1, 4_096, 7, Duration::from_secs(9)).percent, 100);
    }
}
