//! Files that people and programs send to be answered row by row: worked through in memory, for
//! whoever sent them alone, and forgotten.
//!
//! Nothing is written to disk, logged or recorded of a file; what is known of it is gone some
//! minutes after its answers were fetched, half an hour after nobody did, and with a restart.
//! Files are answered one after the other, and by fewer threads than there are cores, so that
//! look-ups stay quick.

mod job;
mod room;

use std::{
    collections::HashMap,
    num::NonZero,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

use jiff::civil::Date;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

use super::{
    AskError, Service,
    batch::{self, Areas, BatchError, Control, Preview, Request, Source, cores},
};
use crate::store::SecretHash;

pub use job::{Failure, Job, KEPT, Outcome, Pace, Progress};
pub use room::{Full, Pieces, Reader, Room};

/// Largest file that is taken, in bytes.
pub const MAX_FILE: usize = 100 * 1024 * 1024;
/// How much memory all files and their answers may take together, in bytes.
pub const ROOM: usize = 400 * 1024 * 1024;
/// How many files of one sender are kept at once.
pub const MOST_OF_ONE: usize = 5;
/// How many files are kept at once.
const MOST: usize = 100;

/// Who sent a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The session of somebody who is signed in.
    Session(SecretHash),
    /// A token.
    Token(i64),
}

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// It is larger than [`MAX_FILE`].
    #[error("the file is larger than {} MB", MAX_FILE >> 20)]
    TooLarge,
    /// The sender has [`MOST_OF_ONE`] files here already.
    #[error("there are {MOST_OF_ONE} files of yours already; have one of them forgotten")]
    TooMany,
    /// Others take up the memory.
    #[error("other files take up the memory; try again in some minutes")]
    NoRoom,
    /// There is nothing in it.
    #[error("there is nothing in the file")]
    Empty,
    /// It cannot be read.
    #[error(transparent)]
    Batch(#[from] BatchError),
}

/// The files.
#[derive(Debug)]
pub struct BatchJobs {
    room: Arc<Room>,
    jobs: Mutex<HashMap<Uuid, Arc<Job>>>,
    /// Whose turn it is.
    turns: Arc<Semaphore>,
    workers: NonZero<usize>,
}

impl Default for BatchJobs {
    fn default() -> Self {
        // One core is left for look-ups, where there are several.
        let workers = NonZero::new(cores().get() - 1).unwrap_or(NonZero::<usize>::MIN);
        Self {
            room: Room::new(ROOM),
            jobs: Mutex::default(),
            turns: Arc::new(Semaphore::new(1)),
            workers,
        }
    }
}

impl BatchJobs {
    /// Room for a file that somebody begins to send.
    ///
    /// # Errors
    /// When too many files are here.
    pub fn receive(&self, owner: Owner) -> Result<Pieces, NotTaken> {
        let jobs = self.jobs();
        if jobs.values().filter(|job| job.owner == owner).count() >= MOST_OF_ONE {
            return Err(NotTaken::TooMany);
        }
        if jobs.len() >= MOST {
            return Err(NotTaken::NoRoom);
        }
        Ok(Pieces::new(&self.room))
    }

    /// Keeps a file that has arrived as a whole, after a look at its beginning. Blocks for as long
    /// as it takes to read a file of features.
    ///
    /// # Errors
    /// When it cannot be read, or too many files have arrived meanwhile.
    pub fn keep(&self, owner: Owner, name: String, pieces: Pieces) -> Result<Arc<Job>, NotTaken> {
        if pieces.is_empty() {
            return Err(NotTaken::Empty);
        }
        let pieces = Arc::new(pieces);
        let preview = preview(&pieces)?;
        // The preview has let go of it.
        let pieces = Arc::into_inner(pieces).ok_or(NotTaken::NoRoom)?;
        self.receive(owner)?;
        let job = Arc::new(Job::new(owner, name, pieces, preview));
        self.jobs().insert(job.id, job.clone());
        Ok(job)
    }

    /// A file of somebody.
    pub fn of(&self, owner: Owner, id: Uuid) -> Option<Arc<Job>> {
        self.jobs().get(&id).filter(|job| job.owner == owner).cloned()
    }

    /// All files of somebody.
    pub fn all_of(&self, owner: Owner) -> Vec<Arc<Job>> {
        self.jobs().values().filter(|job| job.owner == owner).cloned().collect()
    }

    /// Answers a file when its turn has come; nothing happens when that was asked for before.
    ///
    /// # Errors
    /// When the request does not fit the file, or no edition is in force on the day.
    pub fn start(
        &self,
        job: &Arc<Job>,
        service: Arc<Service>,
        request: Request,
        as_of: Option<Date>,
    ) -> Result<(), NotStarted> {
        job.preview.check(&request)?;
        service.on(as_of)?;
        if !job.wait() {
            return Ok(());
        }
        let (job, turns, workers) = (job.clone(), self.turns.clone(), self.workers);
        tokio::spawn(async move {
            let Ok(turn) = turns.acquire_owned().await else { return };
            let name = "batch".to_owned();
            let work = move || work(&job, &service, &request, as_of, workers, turn);
            // A thread of its own: one that tokio waits for would hold up the end of the program.
            if let Err(error) = thread::Builder::new().name(name).spawn(work) {
                tracing::error!(%error, "no thread for a batch");
            }
        });
        Ok(())
    }

    /// Stops a file and forgets it; false when there is none.
    pub fn forget(&self, owner: Owner, id: Uuid) -> bool {
        let mut jobs = self.jobs();
        if !jobs.get(&id).is_some_and(|job| job.owner == owner) {
            return false;
        }
        jobs.remove(&id).inspect(|job| job.forget()).is_some()
    }

    /// Forgets all files of somebody.
    pub fn forget_all(&self, owner: Owner) {
        self.jobs().retain(|_, job| job.owner != owner || !forgotten(job));
    }

    /// Forgets what was kept long enough.
    pub fn sweep(&self) {
        drop(self.jobs());
    }

    /// How much memory is free for files, in bytes.
    pub fn free(&self) -> usize {
        self.room.free()
    }

    /// The files, without those that were kept long enough.
    fn jobs(&self) -> MutexGuard<'_, HashMap<Uuid, Arc<Job>>> {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.retain(|_, job| !job.is_over() || !forgotten(job));
        jobs
    }
}

/// Why a file is not answered.
#[derive(Debug, thiserror::Error)]
pub enum NotStarted {
    /// The request does not fit the file.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// There is no answer for that day.
    #[error(transparent)]
    Ask(#[from] AskError),
}

/// Forgets a file, and says so.
fn forgotten(job: &Job) -> bool {
    job.forget();
    true
}

fn preview(pieces: &Arc<Pieces>) -> Result<Preview, BatchError> {
    let control = Control::default();
    let (source, kind) = Source::detect(Reader::new(pieces.clone()), &control)?;
    Preview::new(source, kind)
}

fn work(
    job: &Job,
    service: &Service,
    request: &Request,
    as_of: Option<Date>,
    workers: NonZero<usize>,
    turn: OwnedSemaphorePermit,
) {
    let Some(pieces) = job.begin() else { return };
    let room = pieces.room().clone();
    let answered = catch_unwind(AssertUnwindSafe(|| -> Result<Outcome, Failure> {
        let (source, _) =
            Source::detect(Reader::new(pieces), &job.control).map_err(BatchError::from)?;
        let day = service.on(as_of).map_err(|_| Failure::Internal)?;
        let areas = Areas::City(day, service.named_places());
        let mut rows = Pieces::new(&room);
        let summary = batch::run(source, &mut rows, areas, request, &job.control, workers)?;
        Ok(Outcome { summary, rows })
    }));
    let result = answered.unwrap_or(Err(Failure::Internal));
    match &result {
        Ok(outcome) => tracing::info!(rows = outcome.summary.rows, "a batch was answered"),
        Err(Failure::Internal) => tracing::error!("a batch failed"),
        Err(_) => tracing::info!("a batch was stopped, or its file cannot be answered"),
    }
    job.finish(result);
    drop(turn);
}
