//! The audit record, for administrators.

use axum::{Json, extract::State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    AppState,
    problem::{Params, Problem},
};
use crate::{
    domain::audit::Entry,
    service::audit::{self, VerifyError},
    store::AuditFilter,
};

/// Which entries are wanted. All conditions hold together.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct AuditParams {
    /// Only of this actor.
    actor: Option<String>,
    /// Only this kind of change, such as `account.created`.
    action: Option<String>,
    /// Only what was done to subjects that contain this text.
    subject: Option<String>,
    /// Only from this time on.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Timestamp>,
    /// Only before this time.
    #[param(value_type = Option<String>, format = DateTime)]
    before: Option<Timestamp>,
    /// Only entries before this number: the next page.
    before_seq: Option<i64>,
}

/// A page of the record.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AuditPage {
    /// The entries, newest first.
    entries: Vec<Entry>,
    /// Whether there are older ones.
    more: bool,
}

/// What a check of the record found.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Proof {
    /// Whether the record is whole and unchanged.
    whole: bool,
    /// How many entries it has, when it is.
    entries: Option<i64>,
    /// The mark to be kept elsewhere, as NUMBER:HASH, when it is.
    checkpoint: Option<String>,
    /// Where it is broken, when it is not.
    broken: Option<String>,
}

/// Who changed what when.
#[utoipa::path(get, path = "/api/v1/audit", tag = "audit", security(("token" = [])),
    params(AuditParams),
    responses(
        (status = 200, description = "Entries, newest first", body = AuditPage),
        (status = "4XX", description = "Not allowed, or a parameter that does not fit",
            body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn entries(
    State(state): State<AppState>,
    Params(params): Params<AuditParams>,
) -> Result<Json<AuditPage>, Problem> {
    let filter = AuditFilter {
        actor: params.actor,
        action: params.action,
        subject: params.subject,
        from: params.from,
        before: params.before,
    };
    let (entries, more) = audit::page(state.live.store(), &filter, params.before_seq).await?;
    Ok(Json(AuditPage { entries, more }))
}

/// Whether the record is whole and unchanged.
#[utoipa::path(get, path = "/api/v1/audit/proof", tag = "audit", security(("token" = [])),
    responses(
        (status = 200, description = "What was found", body = Proof),
        (status = "4XX", description = "Not allowed", body = Problem,
            content_type = "application/problem+json"),
    ))]
pub async fn proof(State(state): State<AppState>) -> Result<Json<Proof>, Problem> {
    match audit::verify(state.live.store(), None).await {
        Ok(proven) => Ok(Json(Proof {
            whole: true,
            entries: Some(proven.entries),
            checkpoint: Some(proven.head.to_string()),
            broken: None,
        })),
        Err(VerifyError::Broken(broken)) => Ok(Json(Proof {
            whole: false,
            entries: None,
            checkpoint: None,
            broken: Some(broken.to_string()),
        })),
        Err(VerifyError::Store(error)) => Err(error.into()),
    }
}
