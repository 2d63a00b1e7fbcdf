//! Which entries of the resource map are asked for: the one place where the parameters of pages
//! and API are read, and written into links.

use axum::{
    extract::Query,
    http::{StatusCode, Uri},
};
use jiff::civil::DateTime;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{identity::Who, problem::Problem};
use crate::{
    domain::{
        account::Role,
        city::OnDay,
        resource::{
            Category, Kind, Principle, is_language,
            search::{Filters, Viewer, When},
        },
    },
    locale::Lang,
    service::MAX_TEXT,
};

/// How many entries a page of the API has when nothing is said.
pub const USUAL_SIZE: usize = 50;
/// Most entries of a page.
const MAX_SIZE: usize = 200;
/// Oldest age that can be asked for, in years.
const MAX_AGE: u8 = 120;

/// The parameters that every list of entries takes.
const NAMES: [&str; 15] = [
    "q",
    "category",
    "age",
    "open",
    "free",
    "wheelchair",
    "language",
    "kind",
    "principle",
    "sozialraum",
    "region",
    "unknown",
    "page",
    "size",
    "lang",
];

/// Who besides everybody sees the entries for staff.
const STAFF: [Role; 4] = [Role::Coordinator, Role::Intake, Role::Planner, Role::Admin];

/// Names and values as they stand in a query.
pub type Pairs = Vec<(String, String)>;

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// Words; never part of a link that a page makes.
    pub text: String,
    /// Conditions.
    pub filters: Filters,
    /// Which page, from 0.
    pub page: usize,
    /// How many entries a page has.
    pub size: usize,
}

/// A parameter that cannot be taken. Its value is not repeated: it may be an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadParam {
    /// The parameter.
    pub name: String,
    /// What would be right.
    pub right: String,
}

impl From<BadParam> for Problem {
    fn from(bad: BadParam) -> Self {
        let title = "Parameter does not fit";
        let detail = format!("„{}“: {}", bad.name, bad.right);
        Self::new(StatusCode::BAD_REQUEST, "bad-parameter", title, detail)
    }
}

/// Whose question it is.
pub fn viewer(who: &Who) -> Viewer {
    if who.has_one_of(&STAFF) { Viewer::Staff } else { Viewer::Public }
}

/// The parameters in a query; none when it cannot be read.
pub fn pairs(uri: &Uri) -> Pairs {
    Query::<Pairs>::try_from_uri(uri).map(|Query(pairs)| pairs).unwrap_or_default()
}

/// The parameters in a JSON object, whose values are texts, numbers, truth values or lists of them.
///
/// # Errors
/// When a value is none of these.
pub fn json_pairs(object: &Map<String, Value>) -> Result<Pairs, BadParam> {
    let mut pairs = Pairs::new();
    for (name, value) in object {
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for value in values {
            let text = match value {
                Value::Null => continue,
                Value::String(text) => text.clone(),
                Value::Number(_) | Value::Bool(_) => value.to_string(),
                Value::Array(_) | Value::Object(_) => {
                    return Err(bad(name, "a text, a number, a truth value or a list of texts"));
                }
            };
            pairs.push((name.clone(), text));
        }
    }
    Ok(pairs)
}

fn bad(name: &str, right: impl Into<String>) -> BadParam {
    let plain = name.len() <= 30 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    // What is no name at all may be a text that ended up here by mistake.
    let name = if plain { name } else { "?" };
    BadParam { name: name.to_owned(), right: right.into() }
}

fn coded<T: DeserializeOwned>(code: &str) -> Option<T> {
    serde_json::from_value(Value::String(code.to_owned())).ok()
}

impl Selection {
    /// Reads parameters on a day, on which the city has certain areas. What is empty counts as not
    /// said, as fields of forms are; `others` are names that somebody else reads. What cannot be
    /// taken is left out and told.
    pub fn read(
        pairs: &[(String, String)],
        others: &[&str],
        day: &OnDay<'_>,
        usual_size: usize,
    ) -> (Self, Vec<BadParam>) {
        let mut selection = Self { size: usual_size, ..Self::default() };
        let mut wrong = Vec::new();
        for (name, value) in pairs {
            let value = value.trim();
            if others.contains(&name.as_str()) || value.is_empty() && NAMES.contains(&&**name) {
                continue;
            }
            if let Err(right) = selection.take(name, value, day) {
                wrong.push(bad(name, right));
            }
        }
        selection.filters.categories.sort_unstable();
        selection.filters.categories.dedup();
        (selection, wrong)
    }

    /// Takes one parameter; tells what would be right otherwise.
    fn take(&mut self, name: &str, value: &str, day: &OnDay<'_>) -> Result<(), String> {
        let Self { text, filters, page, size } = self;
        let truth = || match value {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err("true or false".to_owned()),
        };
        match name {
            "q" if value.chars().count() > MAX_TEXT => {
                return Err(format!("at most {MAX_TEXT} characters"));
            }
            "q" => value.clone_into(text),
            "category" => {
                for code in value.split(',').map(str::trim).filter(|code| !code.is_empty()) {
                    let category = Category::of_code(code).ok_or_else(|| {
                        format!(
                            "one or several of {}",
                            Category::ALL.map(Category::code).join(", ")
                        )
                    })?;
                    filters.categories.push(category);
                }
            }
            "age" => {
                let age = value.parse().ok().filter(|age| *age <= MAX_AGE);
                filters.age = Some(age.ok_or_else(|| format!("whole years from 0 to {MAX_AGE}"))?);
            }
            "open" => {
                filters.open = Some(
                    when(value)
                        .ok_or("now, today or a time in the city such as 2026-11-27T15:00")?,
                )
            }
            "free" => filters.free = truth()?,
            "wheelchair" => filters.wheelchair = truth()?,
            "unknown" => filters.with_unknown = truth()?,
            "language" => {
                let code = value.to_lowercase();
                if !is_language(&code) {
                    return Err("an ISO 639 code such as de, tr or gsg".to_owned());
                }
                filters.language = Some(code);
            }
            "kind" => {
                let kind: Option<Kind> = coded(value);
                filters.kind = Some(kind.ok_or("professional, voluntary or informal")?);
            }
            "principle" => {
                let principle: Option<Principle> = coded(value);
                filters.principle =
                    Some(principle.ok_or("fallspezifisch, falluebergreifend or fallunabhaengig")?);
            }
            "sozialraum" => {
                let known = day.edition.sozialraeume.iter().any(|area| area.id == value);
                filters.sozialraum =
                    Some(known.then(|| value.to_owned()).ok_or("an id of /api/v1/sozialraeume")?);
            }
            "region" => {
                let known = day.organisation.region(value).is_some();
                filters.region =
                    Some(known.then(|| value.to_owned()).ok_or("an id of /api/v1/regions")?);
            }
            "page" => {
                let number = value.parse().ok().and_then(|number: usize| number.checked_sub(1));
                *page = number.ok_or("a whole number from 1")?;
            }
            "size" => {
                let number = value.parse().ok().filter(|number| (1..=MAX_SIZE).contains(number));
                *size = number.ok_or_else(|| format!("a whole number from 1 to {MAX_SIZE}"))?;
            }
            "lang" => {
                let codes = Lang::ALL.map(Lang::code);
                Lang::of_code(value).ok_or_else(|| format!("one of {}", codes.join(", ")))?;
            }
            _ => return Err(format!("unknown; there are {}", NAMES.join(", "))),
        }
        Ok(())
    }

    /// The same parameters that lead here again, the shortest way, without words and page.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let Filters {
            categories,
            age,
            open,
            free,
            wheelchair,
            language,
            kind,
            principle,
            sozialraum,
            region,
            with_unknown,
        } = &self.filters;
        let truth = |set: bool| set.then(|| "true".to_owned());
        let code = |value: Value| value.as_str().map(str::to_owned);
        let mut pairs: Vec<(&'static str, String)> =
            categories.iter().map(|category| ("category", category.code().to_owned())).collect();
        let others = [
            ("age", age.map(|age| age.to_string())),
            ("open", open.map(when_code)),
            ("free", truth(*free)),
            ("wheelchair", truth(*wheelchair)),
            ("language", language.clone()),
            ("kind", kind.and_then(|kind| code(serde_json::json!(kind)))),
            ("principle", principle.and_then(|principle| code(serde_json::json!(principle)))),
            ("sozialraum", sozialraum.clone()),
            ("region", region.clone()),
            ("unknown", truth(*with_unknown)),
        ];
        pairs.extend(others.into_iter().filter_map(|(name, value)| Some((name, value?))));
        pairs
    }

    /// The address of a page with this selection, without words and page.
    pub fn link(&self, path: &str) -> String {
        let pairs = self.pairs();
        if pairs.is_empty() {
            return path.to_owned();
        }
        let query: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        format!("{path}?{}", query.join("&"))
    }

    /// How many pages there are for so many entries; one at least.
    pub fn pages(&self, total: usize) -> usize {
        total.div_ceil(self.size).max(1)
    }

    /// Which entries of the whole list the page shows.
    pub fn range(&self, total: usize) -> std::ops::Range<usize> {
        let start = self.page.saturating_mul(self.size).min(total);
        start..start.saturating_add(self.size).min(total)
    }
}

fn when(text: &str) -> Option<When> {
    match text {
        "now" => Some(When::Now),
        "today" => Some(When::Today),
        time if time.contains('T') => time.parse::<DateTime>().ok().map(When::At),
        _ => None,
    }
}

/// A time as it stands in a link.
pub fn when_code(when: When) -> String {
    match when {
        When::Now => "now".to_owned(),
        When::Today => "today".to_owned(),
        When::At(time) => time.strftime("%Y-%m-%dT%H:%M").to_string(),
    }
}

/// A value as it can stand in a query (RFC 3986).
fn escaped(value: &str) -> String {
    let sign = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    value.bytes().map(sign).collect()
}
