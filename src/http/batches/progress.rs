//! How far a file is and how its rows came out, as the API says it.

use serde::Serialize;
use uuid::Uuid;

use crate::{
    http::problem::Problem,
    service::{
        batch::Count,
        batch_jobs::{Job, Progress},
    },
};

/// How far a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BatchState {
    /// It was sent on the page, and nobody has said yet what its columns hold.
    Sent,
    /// Another file is being answered before it.
    Waiting,
    /// It is being answered.
    Running,
    /// Its answers can be fetched.
    Done,
    /// It cannot be answered; `problem` tells why.
    Failed,
}

/// The rows that came out in one way.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct BatchCount {
    /// The status, as in the column `status`.
    status: &'static str,
    /// The code of the reason.
    reason: &'static str,
    /// How many there are.
    rows: u64,
    /// Whether a person has to look at them.
    open: bool,
    /// The first of them, numbered as a spreadsheet does: the header is row 1.
    first_rows: Vec<u64>,
}

/// A file, how far it is, and how its rows came out.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Batch {
    /// Its name in the service.
    id: Uuid,
    /// How far it is.
    state: BatchState,
    /// How long it is, in bytes.
    size: usize,
    /// How many rows are answered.
    rows: u64,
    /// How much of it is read, in per cent.
    percent: u64,
    /// How many rows are answered in a second, while it is running.
    rows_per_second: Option<u64>,
    /// How many seconds it will still take, once that can be told.
    seconds_left: Option<u64>,
    /// After how many seconds it is forgotten; null as long as it is worked on.
    kept_seconds: Option<u64>,
    /// How many rows a person has to look at, once it is done.
    open: Option<u64>,
    /// How the rows came out, once it is done.
    counts: Vec<BatchCount>,
    /// Columns of the answers that are called otherwise, as the file has one of their name: usual
    /// and new name.
    renamed: Vec<(&'static str, String)>,
    /// Why it cannot be answered.
    problem: Option<Problem>,
}

impl Batch {
    /// What is known of a file at this moment.
    pub fn new(job: &Job, progress: &Progress) -> Self {
        let mut batch = Self {
            id: job.id,
            state: BatchState::Sent,
            size: job.size,
            rows: 0,
            percent: 0,
            rows_per_second: None,
            seconds_left: None,
            kept_seconds: job.kept_for().map(|time| time.as_secs()),
            open: None,
            counts: Vec::new(),
            renamed: Vec::new(),
            problem: None,
        };
        match progress {
            Progress::Sent => {}
            Progress::Waiting => batch.state = BatchState::Waiting,
            Progress::Running(pace) => {
                batch.state = BatchState::Running;
                batch.rows = pace.rows;
                batch.percent = pace.percent;
                batch.rows_per_second = Some(pace.per_second);
                batch.seconds_left = pace.seconds_left;
            }
            Progress::Done(outcome) => {
                let summary = &outcome.summary;
                batch.state = BatchState::Done;
                batch.rows = summary.rows;
                batch.percent = 100;
                batch.open = Some(summary.open());
                batch.counts = summary.counts.iter().map(BatchCount::from).collect();
                batch.renamed.clone_from(&summary.renamed);
            }
            Progress::Failed(failure) => {
                batch.state = BatchState::Failed;
                batch.problem = Some(failure.as_ref().into());
            }
        }
        batch
    }
}

impl From<&Count> for BatchCount {
    fn from(count: &Count) -> Self {
        Self {
            status: count.status,
            reason: count.reason,
            rows: count.rows,
            open: count.open,
            first_rows: count.first.clone(),
        }
    }
}
