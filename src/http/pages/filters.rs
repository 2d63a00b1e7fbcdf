//! Filters for the templates.

use std::fmt::Display;

use askama::Values;

use crate::locale::words;

/// `{{ "assign.address"|t }}`: a text of the catalogue.
#[askama::filter_fn]
pub fn t(key: &str, _: &dyn Values) -> askama::Result<String> {
    Ok(words::t(key, &[]))
}

/// `{{ "layout.home"|tx("city", city) }}`: a text with one value.
#[askama::filter_fn]
pub fn tx<T: Display>(key: &str, _: &dyn Values, name: &str, value: T) -> askama::Result<String> {
    Ok(words::t(key, &[(name, &value.to_string())]))
}
