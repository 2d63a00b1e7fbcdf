//! Filters for the templates, in the language of the page that `render` hands them.

use std::fmt::Display;

use askama::{
    Values,
    filters::{Escaper, Html, Safe},
    get_value,
};

use super::super::language;
use crate::locale::Lang;

/// The name of the language among the values of a page.
pub(super) const LANG: &str = "lang";

/// The language of the page.
///
/// # Errors
/// When the page is rendered without one, which only `render` should do.
fn lang(values: &dyn Values) -> askama::Result<Lang> {
    get_value::<Lang>(values, LANG).copied()
}

/// `{{ "assign.address"|t }}`: a text of the catalogue.
#[askama::filter_fn]
pub fn t(key: &str, values: &dyn Values) -> askama::Result<String> {
    Ok(lang(values)?.t(key, &[]))
}

/// `{{ "layout.home"|tx("city", city) }}`: a text with one value.
#[askama::filter_fn]
pub fn tx<T: Display>(
    key: &str,
    values: &dyn Values,
    name: &str,
    value: T,
) -> askama::Result<String> {
    Ok(lang(values)?.t(key, &[(name, &value.to_string())]))
}

/// `{{ "/datenschutz"|link }}`: the address of a page of this service in the same language.
#[askama::filter_fn]
pub fn link(path: impl Display, values: &dyn Values) -> askama::Result<String> {
    Ok(language::link(lang(values)?, &path.to_string()))
}

/// `{{ team.name|german }}`: a text of the data. In a page of another language it is marked as
/// German, and keeps to its own direction.
#[askama::filter_fn]
pub fn german(text: impl Display, values: &dyn Values) -> askama::Result<Safe<String>> {
    marked(lang(values)?, text).map(Safe)
}

/// `{{ "chain.source"|t_german("source", text) }}`: a text with one value of the data, which is
/// marked as by `german`.
#[askama::filter_fn]
pub fn t_german<T: Display>(
    key: &str,
    values: &dyn Values,
    name: &str,
    value: T,
) -> askama::Result<Safe<String>> {
    let lang = lang(values)?;
    let text = escaped(lang.t(key, &[]))?;
    Ok(Safe(text.replace(&format!("{{{name}}}"), &marked(lang, value)?)))
}

fn escaped(text: impl Display) -> askama::Result<String> {
    let mut escaped = String::new();
    Html.write_escaped_str(&mut escaped, &text.to_string())?;
    Ok(escaped)
}

fn marked(lang: Lang, text: impl Display) -> askama::Result<String> {
    let text = escaped(text)?;
    Ok(if lang.is_german() { text } else { format!("<bdi lang=\"de\">{text}</bdi>") })
}

/// `{{ "script map"|words }}`: groups of the catalogue as JSON, for the scripts of the page.
#[askama::filter_fn]
pub fn words(groups: &str, values: &dyn Values) -> askama::Result<Safe<String>> {
    let lang = lang(values)?;
    let groups = groups.split(' ').map(|group| (group.to_owned(), lang.group(group)));
    let json = serde_json::Value::Object(groups.collect()).to_string();
    // Nothing in it can end the element that it stands in.
    Ok(Safe(json.replace('<', "\\u003c")))
}
