//! What is wrong with a file that is to be answered, for programs.

use axum::http::StatusCode;

use crate::{
    formats::{features::FeatureError, table::TableError},
    http::problem::Problem,
    service::{
        batch::BatchError,
        batch_jobs::{Failure, NotStarted, NotTaken},
    },
};

impl From<NotTaken> for Problem {
    fn from(error: NotTaken) -> Self {
        let problem = |status, kind, title| Self::new(status, kind, title, error.to_string());
        match &error {
            NotTaken::TooLarge => {
                problem(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "File too large")
            }
            NotTaken::TooMany => problem(StatusCode::CONFLICT, "too-many-files", "Too many files"),
            NotTaken::NoRoom => problem(StatusCode::SERVICE_UNAVAILABLE, "no-room", "No room"),
            NotTaken::Empty => {
                problem(StatusCode::UNPROCESSABLE_ENTITY, "empty-file", "Empty file")
            }
            NotTaken::Batch(error) => error.into(),
        }
    }
}

impl From<NotStarted> for Problem {
    fn from(error: NotStarted) -> Self {
        match error {
            NotStarted::Batch(error) => (&error).into(),
            NotStarted::Ask(error) => error.into(),
        }
    }
}

impl From<&Failure> for Problem {
    fn from(failure: &Failure) -> Self {
        match failure {
            Failure::Batch(error) => error.into(),
            Failure::NoRoom => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "answers-too-large",
                "Answers too large",
                "There is no room for the answers. Send the file in several parts.",
            ),
            Failure::Internal => Self::of(StatusCode::INTERNAL_SERVER_ERROR),
        }
    }
}

/// What is wrong, and where; never what stands there.
impl From<&BatchError> for Problem {
    fn from(error: &BatchError) -> Self {
        let refused = |kind, title, detail: String| {
            Self::new(StatusCode::UNPROCESSABLE_ENTITY, kind, title, detail)
        };
        let column = |kind, detail: &str| refused(kind, "Column does not fit", detail.to_owned());
        let file = |detail: String| refused("bad-file", "File cannot be read", detail);
        match error {
            BatchError::Empty => {
                file("The file is empty; its first line holds the names of the columns.".into())
            }
            BatchError::NoColumn { .. } => {
                column("no-column", "A column is named that the file does not have.")
            }
            BatchError::DoubleColumn { .. } => {
                column("double-column", "A column is named that the file has several times.")
            }
            BatchError::NoPlace | BatchError::AddressInLayer => {
                column("no-place", "A table needs „address“, „street“, or „lon“ and „lat“.")
            }
            BatchError::Crs(error) => column("bad-crs", &error.to_string()),
            BatchError::Question(error) => column("bad-precision", &error.to_string()),
            BatchError::Table(TableError::Read(_))
            | BatchError::Features(FeatureError::Read(_))
            | BatchError::Write(_) => file("The file cannot be read.".into()),
            BatchError::Table(error) => file(error.to_string()),
            BatchError::Features(FeatureError::NoCollection(_)) => {
                file("The file is no GeoJSON FeatureCollection.".into())
            }
            BatchError::Features(FeatureError::NoFlatGeobuf(_)) => {
                file("The file is no FlatGeobuf.".into())
            }
            BatchError::Features(FeatureError::Feature { number, .. }) => {
                file(format!("Feature {number} cannot be read."))
            }
            BatchError::Features(error @ FeatureError::LateCrs) => file(error.to_string()),
            BatchError::Stopped => {
                Self::new(StatusCode::CONFLICT, "stopped", "Stopped", "The file was stopped.")
            }
        }
    }
}
