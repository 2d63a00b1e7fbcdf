//! The official register of house numbers: compared with the directory first, then put in its
//! place, all of it or nothing.

mod check;
mod plan;

use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    domain::{
        audit::{Action, Event},
        city::CityError,
        house_register::Comparison,
    },
    formats::{
        addresses::{self, ColumnNames, Contents, Kind, Problem},
        defect::{Defect, Defects},
    },
    store::{Store, StoreError},
};
pub use plan::plan;

/// Why house numbers cannot be replaced.
#[derive(Debug, thiserror::Error)]
pub enum AddressesError {
    /// There is no city yet.
    #[error("the database holds no city")]
    NoCity,
    /// The file is no register that can be read.
    #[error("{0}")]
    File(Box<Defect>),
    /// The plan has defects.
    #[error("the register has {0} defects")]
    Defects(usize),
    /// The city itself cannot be asked.
    #[error(transparent)]
    City(#[from] CityError),
    /// The store fails, or the city was changed since the plan was made.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How a file is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Columns that are named; the others are guessed.
    pub columns: ColumnNames,
    /// The coordinate system by its EPSG code; else that of the file, or recognised.
    pub epsg: Option<u32>,
    /// Whose rows are wanted; else those of the city.
    pub municipality: Municipality,
    /// Keep house numbers that the file lacks.
    pub keep_missing: bool,
}

/// Whose rows are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Municipality {
    /// Those of the city, by its key, or by town and postcode where the file has no keys.
    #[default]
    City,
    /// All of them.
    All,
    /// Those of municipalities whose key begins with these digits.
    Key(String),
}

impl std::str::FromStr for Municipality {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_key = (2..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        match text {
            "all" => Ok(Self::All),
            key if is_key => Ok(Self::Key(key.to_owned())),
            other => Err(other.to_owned()),
        }
    }
}

/// What a file would do.
#[derive(Debug)]
pub struct Plan {
    /// The name of the file.
    pub file: String,
    /// What was recognised of the file, and what is in it: rows, rows of others, problems, hints.
    pub contents: Contents,
    /// What would be new, changed and gone. Broken rows are left out, so that with defects it says
    /// too much of what is gone.
    pub comparison: Comparison,
    /// Street rules that could not hold any more; they are defects, too.
    pub rules: Vec<Defect>,
    /// Street rules that are worth a look afterwards.
    pub rule_hints: Vec<Defect>,
    /// The counter of the city's changes that the plan rests on.
    based_on: i64,
    /// The official key of the city.
    ags: String,
}

/// How many house numbers are new, changed, gone, as they were, and kept though they are missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// New ones.
    pub new: usize,
    /// Changed ones.
    pub changed: usize,
    /// Those that are gone.
    pub gone: usize,
    /// Those that are as they were.
    pub same: usize,
    /// Those that are kept though the file lacks them.
    pub kept_missing: usize,
}

impl Plan {
    /// How many house numbers there are of each kind.
    pub fn counts(&self) -> Counts {
        let comparison = &self.comparison;
        Counts {
            new: comparison.new.len(),
            changed: comparison.changed.len(),
            gone: comparison.gone.len(),
            same: comparison.same(),
            kept_missing: comparison.kept_missing,
        }
    }

    /// A mark of exactly this plan: another file or another city by now give another one.
    pub fn mark(&self) -> String {
        let comparison = &self.comparison;
        let (new, changed, gone) = (&comparison.new, &comparison.changed, &comparison.gone);
        let text = format!("{}:{}:{new:?}:{changed:?}:{gone:?}", self.file, self.based_on);
        data_encoding::HEXLOWER.encode(&Sha256::digest(text)[..16])
    }

    /// How many defects there are; with any of them nothing can be changed.
    pub fn defect_count(&self) -> usize {
        self.contents.problems.len() + self.rules.len()
    }

    /// All defects in words: those of rows in the order of the file, then rules.
    pub fn defects(&self) -> impl Iterator<Item = Defect> {
        let rows = self.contents.problems.iter().map(|problem| self.in_words(problem));
        rows.chain(self.rules.iter().cloned())
    }

    /// How many hints there are.
    pub fn hint_count(&self) -> usize {
        self.contents.hints.len() + self.rule_hints.len()
    }

    /// All hints in words.
    pub fn hints(&self) -> impl Iterator<Item = Defect> {
        let rows = self.contents.hints.iter().map(|hint| self.in_words(hint));
        rows.chain(self.rule_hints.iter().cloned())
    }

    /// How many hints there are of rows beyond the city limit.
    pub fn outside(&self) -> usize {
        self.contents.hints.iter().filter(|hint| hint.kind == Kind::Outside).count()
    }

    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.defect_count() == 0 && self.comparison.is_empty()
    }

    /// Every difference as CSV, one row each.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_report(&self, to: impl std::io::Write) -> std::io::Result<()> {
        addresses::write_report(&self.comparison, to)
    }

    fn in_words(&self, problem: &Problem) -> Defect {
        self.contents.defect(problem, &self.file)
    }
}

impl From<&Plan> for Defects {
    fn from(plan: &Plan) -> Self {
        Self(plan.defects().collect())
    }
}

/// Does what a plan says, all of it or nothing; an empty plan changes and records nothing.
///
/// # Errors
/// When the plan has defects; [`StoreError::Stale`] when the city was changed since; otherwise when
/// the store fails.
pub async fn apply(store: &dyn Store, actor: &str, plan: &Plan) -> Result<(), AddressesError> {
    match plan.defect_count() {
        0 if plan.is_empty() => return Ok(()),
        0 => {}
        count => return Err(AddressesError::Defects(count)),
    }
    let counts = plan.counts();
    let comparison = &plan.comparison;
    let event = Event {
        at: Timestamp::now(),
        actor: actor.to_owned(),
        action: Action::AddressesReplaced,
        subject: format!("dataset/{}", plan.ags),
        detail: json!({
            "file": plan.file,
            "house_numbers": comparison.points.len(),
            "new": counts.new,
            "changed": counts.changed,
            "gone": counts.gone,
            "kept_missing": counts.kept_missing,
            "new_streets": comparison.new_streets.len(),
            "gone_streets": comparison.gone_streets.len(),
        }),
    };
    let (streets, points) = (&comparison.streets, &comparison.points);
    Ok(store.replace_directory(streets, points, plan.based_on, &event).await?)
}
