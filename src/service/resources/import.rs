//! Reading a file into the resource map: first a plan that shows what would happen to every row,
//! then all of it in one transaction, or nothing.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    ResourceError,
    difference::{Difference, differences},
    errors,
    file::{FileFormat, Upload},
    step,
};
use crate::{
    domain::{
        audit::{Action, Event},
        coded::coded,
        resource::{ChangeKind, Record, Resource},
    },
    formats::{
        defect::{Defect, Defects},
        resources::{Row, RowError},
    },
    service::{Service, live::Live},
    store::{ResourceWrite, StoreError},
};

coded! {
    /// What becomes of a row.
    pub enum Verdict {
        /// Something is wrong with it, so nothing of the file is taken.
        Refused = "refused",
        /// It would overwrite what somebody changed by hand since; only when that is wanted.
        Overwrites = "overwrites",
        /// It changes an entry that came from a file or the data folder.
        Changed = "changed",
        /// It is a new entry.
        New = "new",
        /// The entry was taken off the map or merged; an import does not bring it back.
        OffMap = "off_map",
        /// The entry says this already.
        Unchanged = "unchanged",
    }
}

/// A row of the file and what becomes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanRow {
    /// The line of a CSV file, otherwise the running number from 1.
    pub at: usize,
    /// The entry's name, as far as it is known.
    pub name: String,
    /// The entry, unless the row is refused.
    pub id: Option<Uuid>,
    /// What becomes of it.
    pub verdict: Verdict,
    /// What it changes.
    pub differences: Vec<Difference>,
    /// What is wrong with it.
    pub errors: Vec<RowError>,
    /// What the file says but cannot be taken over.
    pub dropped: Vec<RowError>,
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Name of the file.
    pub file: String,
    /// How it is written.
    pub format: FileFormat,
    /// Every row in the order of the file.
    pub rows: Vec<PlanRow>,
    /// What people should know about the file although it can be read.
    pub notes: Vec<Defect>,
    /// Fields of a foreign format that have no place here, with how often they occurred.
    pub ignored: BTreeMap<String, usize>,
    /// What would be written, each with the version of the entry that it replaces, 0 for none.
    writes: Vec<(i64, Resource)>,
}

impl Plan {
    /// How many rows there are of a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.rows.iter().filter(|row| row.verdict == verdict).count()
    }

    /// All counts, for the record and for machines.
    pub fn counts(&self) -> BTreeMap<&'static str, usize> {
        Verdict::ALL.map(|verdict| (verdict.code(), self.count(verdict))).into()
    }

    /// Whether nothing would be written.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    /// A mark of exactly this plan: another file or an entry changed since gives another one.
    pub fn mark(&self) -> String {
        let mut hash = Sha256::new();
        for row in &self.rows {
            hash.update(format!("{}:{}:{:?};", row.at, row.verdict.code(), row.id));
        }
        for (version, resource) in &self.writes {
            hash.update(version.to_le_bytes());
            hash.update(serde_json::to_vec(resource).expect("an entry is plain data"));
        }
        data_encoding::HEXLOWER.encode(&hash.finalize()[..16])
    }
}

/// Why a file is not read into the map.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file as a whole cannot be read.
    #[error(transparent)]
    File(#[from] Defects),
    /// So many rows are wrong.
    #[error("{0} rows are wrong; nothing was changed")]
    Refused(usize),
    /// So many rows would overwrite what was changed by hand.
    #[error("{0} rows would overwrite what somebody changed by hand; nothing was changed")]
    Overwrites(usize),
    /// The map refuses.
    #[error(transparent)]
    Resource(#[from] ResourceError),
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> Self {
        Self::Resource(error.into())
    }
}

/// Finds out what a file would change. Nothing is changed.
///
/// # Errors
/// When the file as a whole cannot be read, or the store fails.
pub async fn plan(live: &Live, upload: &Upload) -> Result<Plan, ImportError> {
    let reading = upload.read()?;
    let service = live.service();
    let mut writes = Vec::new();
    let mut rows = Vec::with_capacity(reading.rows.len());
    for row in reading.rows {
        rows.push(planned(live, &service, row, &mut writes).await?);
    }
    let (file, format) = (upload.name.clone(), upload.format);
    Ok(Plan { file, format, rows, notes: reading.notes, ignored: reading.ignored, writes })
}

async fn planned(
    live: &Live,
    service: &Service,
    row: Row,
    writes: &mut Vec<(i64, Resource)>,
) -> Result<PlanRow, StoreError> {
    let Row { at, name, result, dropped } = row;
    let result = result.and_then(|resource| {
        let wrong: Vec<RowError> =
            errors(service, &resource).into_iter().map(RowError::from).collect();
        if wrong.is_empty() { Ok(resource) } else { Err(wrong) }
    });
    let planned = |id, verdict, differences, errors| PlanRow {
        at,
        name,
        id,
        verdict,
        differences,
        errors,
        dropped,
    };
    let resource = match result {
        Ok(resource) => resource,
        Err(errors) => return Ok(planned(None, Verdict::Refused, Vec::new(), errors)),
    };
    let id = resource.id;
    let Some(former) = service.resources().record(id) else {
        writes.push((0, resource));
        return Ok(planned(Some(id), Verdict::New, Vec::new(), Vec::new()));
    };
    if !former.is_active() {
        return Ok(planned(Some(id), Verdict::OffMap, Vec::new(), Vec::new()));
    }
    if former.resource == resource {
        return Ok(planned(Some(id), Verdict::Unchanged, Vec::new(), Vec::new()));
    }
    let changed = differences(&former.resource, &resource);
    let by_hand = changed_by_hand(live, former).await?;
    writes.push((former.version, resource));
    let verdict = if by_hand { Verdict::Overwrites } else { Verdict::Changed };
    Ok(planned(Some(id), verdict, changed, Vec::new()))
}

/// Whether the present content of an entry comes from a person.
async fn changed_by_hand(live: &Live, record: &Record) -> Result<bool, StoreError> {
    if record.seeded {
        return Ok(false);
    }
    let history = live.store().resource_history(record.resource.id).await?;
    // Vouching for an entry leaves its content as it is.
    let last = history.iter().find(|change| change.kind != ChangeKind::Verified);
    Ok(!last.is_some_and(|change| matches!(change.kind, ChangeKind::Imported | ChangeKind::Seeded)))
}

/// Carries a plan out: all of it in one transaction, or nothing. What was changed by hand is
/// overwritten only when `overwrite` says so.
///
/// # Errors
/// When a row is refused or would overwrite something, an entry was changed since the plan was
/// made, or the store fails; nothing is changed then.
pub async fn apply(
    live: &Live,
    actor: &str,
    plan: &Plan,
    overwrite: bool,
) -> Result<(), ImportError> {
    match (plan.count(Verdict::Refused), plan.count(Verdict::Overwrites)) {
        (0, 0) => {}
        (0, conflicts) if !overwrite => return Err(ImportError::Overwrites(conflicts)),
        (0, _) => {}
        (refused, _) => return Err(ImportError::Refused(refused)),
    }
    if plan.is_empty() {
        return Ok(());
    }
    let event = Event {
        at: Timestamp::now(),
        actor: actor.to_owned(),
        action: Action::ResourcesImported,
        subject: "resources".into(),
        detail: json!({ "file": plan.file, "format": plan.format, "counts": plan.counts() }),
    };
    let service = live.service();
    let mut writes = Vec::with_capacity(plan.writes.len());
    for (version, resource) in &plan.writes {
        let resource = resource.clone();
        let record = match service.resources().record(resource.id) {
            None if *version == 0 => Record::new(resource, event.at, &event.actor),
            Some(former) if former.version == *version => {
                Record { resource, ..step(former, &event) }
            }
            _ => return Err(StoreError::Stale.into()),
        };
        writes.push(ResourceWrite { record, kind: ChangeKind::Imported });
    }
    live.store().write_resources(&writes, &event).await?;
    live.refresh().await.map_err(ResourceError::from)?;
    Ok(())
}
