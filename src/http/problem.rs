//! Errors as problem documents (RFC 9457).
//!
//! A problem never repeats what was sent: an address must not come back in an error that
//! somebody logs.

use axum::{
    Json,
    extract::{
        FromRequest, FromRequestParts, Request,
        rejection::{JsonRejection, QueryRejection},
    },
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{
    domain::{assign::QuestionError, resource::FieldError},
    locale::Lang,
    service::{
        AskError, accounts::AccountError, organisation::EditError, resources::ResourceError,
    },
    store::StoreError,
};

/// A problem document.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// A stable name of the kind of problem, as a URI.
    #[serde(rename = "type")]
    #[schema(example = "urn:sozialraum:problem:empty-address")]
    pub kind: String,
    /// What it is, the same for every occurrence.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong here and what would be right.
    pub detail: String,
    /// The field concerned, where one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'static str>,
    /// Everything that is wrong with the fields of the body.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<WrongField>,
}

/// A field of the body that is wrong.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct WrongField {
    /// Where it is, as a JSON pointer (RFC 6901).
    #[schema(example = "#/resource/contacts/0/email")]
    pub pointer: String,
    /// What is wrong, such as `bad_email`.
    pub code: &'static str,
    /// The same in German.
    pub detail: String,
}

impl Problem {
    /// A problem of a kind, such as `empty-address`.
    pub fn new(
        status: StatusCode,
        kind: &str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            kind: format!("urn:sozialraum:problem:{kind}"),
            title,
            status: status.as_u16(),
            detail: detail.into(),
            field: None,
            errors: Vec::new(),
        }
    }

    /// Names the field concerned.
    #[must_use]
    pub fn field(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    /// There is nothing under this path or id.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "Not found", detail)
    }

    /// What only a status tells, such as a path that is no text.
    pub fn of(status: StatusCode) -> Self {
        let title = status.canonical_reason().unwrap_or("Error");
        Self::new(status, "refused", title, "The request does not fit this route.")
    }

    /// Something failed inside; the cause is logged and not sent.
    pub fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "request failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Internal error",
            "The server could not answer; the cause is in its log.",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(&self)).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        // For whoever would rather show a page.
        response.extensions_mut().insert(self);
        response
    }
}

impl From<AskError> for Problem {
    fn from(error: AskError) -> Self {
        let bad = |kind, title, field| {
            Self::new(StatusCode::BAD_REQUEST, kind, title, error.to_string()).field(field)
        };
        match error {
            AskError::Question(QuestionError::Empty) => {
                bad("empty-address", "Empty address", "address")
            }
            AskError::Question(QuestionError::TooLong { .. }) => {
                bad("too-long", "Text too long", "address")
            }
            AskError::Question(QuestionError::Position) => {
                bad("bad-position", "Not a position", "lon, lat")
            }
            AskError::Question(QuestionError::Precision) => {
                bad("bad-precision", "Not a precision", "precision_m")
            }
            AskError::NoEdition { .. } => bad("no-edition", "No edition on that day", "as_of"),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let problem = |status, kind, title| Self::new(status, kind, title, error.to_string());
        match &error {
            StoreError::NotWritable(reason) => {
                tracing::error!(%reason, "a write was refused: nothing can be written");
                Self::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "not-writable",
                    "Nothing can be saved at the moment",
                    "Nothing was changed. Look-ups go on; tell whoever runs the service.",
                )
            }
            StoreError::NotFound => problem(StatusCode::NOT_FOUND, "not-found", "Not found"),
            StoreError::NameTaken => {
                problem(StatusCode::CONFLICT, "name-taken", "Name taken").field("name")
            }
            StoreError::LastAdmin => {
                problem(StatusCode::CONFLICT, "last-admin", "Last administrator")
            }
            StoreError::Stale => problem(StatusCode::CONFLICT, "stale", "Changed in the meantime"),
            StoreError::BadLink => problem(StatusCode::GONE, "bad-link", "Link does not work"),
            _ => Self::internal(&error),
        }
    }
}

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Self {
        let bad = |kind, title, field| {
            Self::new(StatusCode::BAD_REQUEST, kind, title, error.to_string()).field(field)
        };
        match error {
            AccountError::Name(_) => bad("bad-name", "Not a name", "name"),
            AccountError::Password(_) => bad("bad-password", "Password not taken", "password"),
            AccountError::WrongPassword => bad("wrong-password", "Wrong password", "present"),
            AccountError::NoRole => bad("no-role", "No role", "roles"),
            AccountError::TokenName => bad("bad-name", "Not a name", "name"),
            AccountError::TokenDays => bad("bad-days", "Not a duration", "days"),
            AccountError::Store(error) => error.into(),
        }
    }
}

impl From<EditError> for Problem {
    fn from(error: EditError) -> Self {
        match error {
            EditError::NoEntry => Self::not_found("There is no such entry or change."),
            EditError::NotOpen => Self::new(
                StatusCode::CONFLICT,
                "not-open",
                "Belongs to the structure",
                "An entry of this kind belongs to the structure and cannot be ended.",
            ),
            EditError::Fields(errors) => {
                let words: Vec<String> =
                    errors.iter().map(|e| format!("{}: {}", e.field, e.code)).collect();
                Self::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "bad-fields",
                    "Fields are wrong",
                    words.join("; "),
                )
            }
            EditError::Store(error) => error.into(),
            EditError::Refresh(error) => Self::internal(&error),
        }
    }
}

impl From<ResourceError> for Problem {
    fn from(error: ResourceError) -> Self {
        match error {
            ResourceError::NotFound => Self::not_found("There is no such entry on the map."),
            ResourceError::Fields(errors) => {
                let wrong = |error: &FieldError| WrongField {
                    pointer: format!("#/resource/{}", error.field.replace('.', "/")),
                    code: error.code,
                    detail: Lang::De.t(&format!("resource_error.{}", error.code), &[]),
                };
                let words: Vec<String> =
                    errors.iter().map(|e| format!("{}: {}", e.field, e.code)).collect();
                let problem = Self::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "bad-fields",
                    "Fields are wrong",
                    words.join("; "),
                );
                Self { errors: errors.iter().map(wrong).collect(), ..problem }
            }
            ResourceError::SameEntry => Self::new(
                StatusCode::CONFLICT,
                "same-entry",
                "Nothing to merge",
                "An entry cannot be merged into itself.",
            ),
            ResourceError::Store(error) => error.into(),
            ResourceError::Refresh(error) => Self::internal(&error),
        }
    }
}

/// A JSON body; what does not fit is a problem that names no value.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        // An object and nothing else: serde would take a list for a struct, field by field.
        let Json(fields) = Json::<Map<String, Value>>::from_request(request, state)
            .await
            .map_err(|rejection| body_problem(&rejection))?;
        serde_json::from_value(Value::Object(fields)).map(Self).map_err(|_| unfit())
    }
}

fn unfit() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "bad-body",
        "Body does not fit",
        "The body is JSON, but not what this route takes; see /api/v1/openapi.json.",
    )
}

fn body_problem(rejection: &JsonRejection) -> Problem {
    let status = rejection.status();
    let (kind, title, detail) = match rejection {
        JsonRejection::JsonSyntaxError(_) => ("no-json", "Not JSON", "The body is not valid JSON."),
        JsonRejection::MissingJsonContentType(_) => (
            "no-json-type",
            "Not declared as JSON",
            "Send the header „Content-Type: application/json“.",
        ),
        JsonRejection::JsonDataError(_) => return unfit(),
        _ if status == StatusCode::PAYLOAD_TOO_LARGE => {
            ("too-large", "Body too large", "The body is larger than this route takes.")
        }
        _ => ("unreadable-body", "Body cannot be read", "The body could not be read."),
    };
    Problem::new(status, kind, title, detail)
}

/// What the path of a route names, such as the number of a suggestion. What cannot name anything
/// names nothing: 404.
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(named)| Self(named))
            .map_err(|_| Problem::not_found("There is nothing under this path."))
    }
}

/// Query parameters; what does not fit is a problem.
pub struct Params<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let query: Result<axum::extract::Query<T>, QueryRejection> =
            axum::extract::Query::from_request_parts(parts, state).await;
        query.map(|axum::extract::Query(value)| Self(value)).map_err(|_| {
            Problem::new(
                StatusCode::BAD_REQUEST,
                "bad-query",
                "Query does not fit",
                "A query parameter has no value that this route takes; see /api/v1/openapi.json.",
            )
        })
    }
}
