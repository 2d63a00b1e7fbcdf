//! Words for what can go wrong in a batch.

use std::path::Path;

use crate::{
    cli::failure::Failure,
    formats::{features::FeatureError, polygons::PolygonsError, table::TableError},
    locale::words::t,
    service::batch::BatchError,
};

/// Words of the catalogue under `batch.<key>`.
pub(super) fn text(key: &str, values: &[(&str, &str)]) -> String {
    t(&format!("batch.{key}"), values)
}

/// Why a file was not answered.
pub(super) fn failure(error: &BatchError, file: &str, output: &Path) -> Failure {
    let told = |key: &str, values: &[(&str, &str)]| {
        Failure::Failed(text(key, &[&[("file", file)], values].concat()))
    };
    let misused = |key: &str, values: &[(&str, &str)]| {
        Failure::Usage(text(key, &[&[("file", file)], values].concat()))
    };
    match error {
        BatchError::Empty => told("empty", &[]),
        BatchError::NoColumn { name, columns } => {
            misused("no_column", &[("name", name), ("columns", &columns.join(", "))])
        }
        BatchError::DoubleColumn { name } => misused("double_column", &[("name", name)]),
        BatchError::NoPlace => misused("no_place", &[]),
        BatchError::AddressInLayer => misused("address_in_layer", &[]),
        BatchError::Crs(error) => misused("bad_crs", &[("error", &error.to_string())]),
        BatchError::Question(_) => Failure::usage("bad_precision", &[]),
        BatchError::Table(TableError::OpenQuote { line }) => {
            told("open_quote", &[("line", &line.to_string())])
        }
        BatchError::Table(TableError::TooLong { line }) => {
            told("too_long", &[("line", &line.to_string())])
        }
        BatchError::Table(TableError::Encoding) => told("encoding", &[]),
        BatchError::Table(TableError::Read(error)) => {
            told("unreadable", &[("error", &error.to_string())])
        }
        BatchError::Features(error) => Failure::Failed(features(error, file)),
        BatchError::Write(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {
            Failure::BrokenPipe
        }
        BatchError::Write(error) => Failure::write(output, error),
        BatchError::Stopped => Failure::Failed(text("stopped", &[])),
    }
}

fn features(error: &FeatureError, file: &str) -> String {
    match error {
        FeatureError::Read(error) => {
            text("unreadable", &[("file", file), ("error", &error.to_string())])
        }
        FeatureError::NoCollection(problem) => {
            text("no_collection", &[("file", file), ("error", problem)])
        }
        FeatureError::NoFlatGeobuf(problem) => {
            text("no_flatgeobuf", &[("file", file), ("error", problem)])
        }
        FeatureError::Feature { number, problem } => {
            let number = number.to_string();
            text("bad_feature", &[("file", file), ("number", &number), ("error", problem)])
        }
        FeatureError::LateCrs => text("late_crs", &[("file", file)]),
    }
}

/// Why a file is no layer of polygons.
pub(super) fn polygons(error: &PolygonsError, file: &str) -> String {
    match error {
        PolygonsError::File(error) => features(error, file),
        PolygonsError::NoProperty { number, name, properties } => {
            let number = number.to_string();
            let values = [
                ("file", file),
                ("number", &number),
                ("name", name),
                ("properties", &properties.join(", ")),
            ];
            text("no_property", &values)
        }
        PolygonsError::NoPolygon { number, kind } => {
            let number = number.to_string();
            text("no_polygon", &[("file", file), ("number", &number), ("kind", kind)])
        }
    }
}

/// Why polygons cannot be placed.
pub(super) fn layer(error: &impl std::fmt::Display, file: &str) -> String {
    text("bad_layer", &[("file", file), ("error", &error.to_string())])
}
