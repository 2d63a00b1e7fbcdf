//! The steps of an entry, newest first.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::fields::{self, Difference};
use crate::{
    domain::{audit::Action, resource::Change},
    http::{AppState, problem::Problem},
    locale::Lang,
    service::Service,
    store::AuditFilter,
};

/// Most removals of one entry whose reasons are looked up.
const MAX_REASONS: u32 = 50;

/// A step as the page shows it.
pub struct ChangeView {
    /// Its number.
    pub id: i64,
    /// The version of the entry after it.
    pub version: i64,
    /// What was done.
    pub kind: String,
    /// By whom and when.
    pub made: String,
    /// Why, where somebody said so.
    pub reason: Option<String>,
    /// What it changed.
    pub differences: Vec<Difference>,
    /// Whether the entry still is as it was after it.
    pub present: bool,
}

/// All steps of an entry.
pub async fn steps(state: &AppState, lang: Lang, id: Uuid) -> Result<Vec<ChangeView>, Problem> {
    let changes = state.live.store().resource_history(id).await?;
    let reasons = reasons(state, id, &changes).await?;
    let service = state.service();
    let view = |(at, change): (usize, &Change)| {
        let before = changes.get(at + 1);
        let differences = before
            .map(|before| fields::differences(lang, &service, &before.record, &change.record));
        ChangeView {
            id: change.id,
            version: change.record.version,
            kind: lang.t(&format!("change_kind.{}", change.kind.code()), &[]),
            made: made(lang, change),
            reason: reasons.get(&change.at).cloned(),
            differences: differences.unwrap_or_default(),
            present: at == 0,
        }
    };
    Ok(changes.iter().enumerate().map(view).collect())
}

fn made(lang: Lang, change: &Change) -> String {
    let when = lang.moment(&Service::local(change.at));
    lang.t("coordination.made", &[("who", &*change.by), ("when", &*when)])
}

/// Why the entry was taken off the map, by when that was done.
async fn reasons(
    state: &AppState,
    id: Uuid,
    changes: &[Change],
) -> Result<HashMap<Timestamp, String>, Problem> {
    use crate::domain::resource::ChangeKind::Removed;
    if !changes.iter().any(|change| change.kind == Removed) {
        return Ok(HashMap::new());
    }
    let filter = AuditFilter {
        action: Some(Action::ResourceRemoved.code()),
        subject: Some(format!("resource/{id}")),
        ..AuditFilter::default()
    };
    let entries = state.live.store().audit(&filter, i64::MAX, MAX_REASONS).await?;
    let reason = |detail: &str| {
        let detail: Value = serde_json::from_str(detail).ok()?;
        detail["reason"].as_str().map(str::to_owned)
    };
    Ok(entries.into_iter().filter_map(|entry| Some((entry.at, reason(&entry.detail)?))).collect())
}
