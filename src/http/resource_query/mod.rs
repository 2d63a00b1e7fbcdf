//! Which entries of the resource map are asked for: the one place where the parameters of pages
//! and API are read, and written into links.

mod link;

use std::fmt;

use axum::{
    extract::Query,
    http::{StatusCode, Uri},
};
use jiff::civil::DateTime;
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

pub use link::when_code;

/// How many entries a page of the API has when nothing is said.
const USUAL_SIZE: usize = 50;
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

impl fmt::Display for BadParam {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "„{}“: {}", self.name, self.right)
    }
}

impl From<BadParam> for Problem {
    fn from(bad: BadParam) -> Self {
        let title = "Parameter does not fit";
        Self::new(StatusCode::BAD_REQUEST, "bad-parameter", title, bad.to_string())
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

    /// Reads parameters as [`Selection::read`] does, and takes all of them or none.
    ///
    /// # Errors
    /// The first parameter that does not fit.
    pub fn strict(
        pairs: &[(String, String)],
        others: &[&str],
        day: &OnDay<'_>,
    ) -> Result<Self, BadParam> {
        let (selection, wrong) = Self::read(pairs, others, day, USUAL_SIZE);
        wrong.into_iter().next().map_or(Ok(selection), Err)
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
                let kind = Kind::of_code(value);
                filters.kind = Some(kind.ok_or("professional, voluntary or informal")?);
            }
            "principle" => {
                let principle = Principle::of_code(value);
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::domain::{assign::tests::fixture, organisation::Timeline};

    fn read(pairs: &[(&str, &str)]) -> (Selection, Vec<String>) {
        let city = fixture::city();
        let timeline = Timeline::new(city.organisation.clone(), &[]);
        let day = city.on(date(2026, 11, 25), &timeline).unwrap();
        let pairs: Pairs = pairs.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
        let (selection, wrong) = Selection::read(&pairs, &["format"], &day, 20);
        (selection, wrong.into_iter().map(|bad| bad.name).collect())
    }

    #[test]
    fn a_link_leads_to_the_same_selection() {
        let area = fixture::city().editions[0].sozialraeume[0].clone();
        let pairs = [
            ("category", "school,kita"),
            ("category", "kita"),
            ("age", "0"),
            ("open", "2026-11-27T15:00"),
            ("free", "true"),
            ("wheelchair", "false"),
            ("language", "TR"),
            ("kind", "informal"),
            ("principle", "fallspezifisch"),
            ("sozialraum", area.id.as_str()),
            ("unknown", "true"),
        ];
        let (selection, wrong) = read(&pairs);
        assert_eq!(wrong, Vec::<String>::new());
        assert_eq!(selection.filters.categories, [Category::Kita, Category::School]);
        assert_eq!((selection.filters.age, selection.filters.wheelchair), (Some(0), false));
        let link: Vec<(&str, String)> = selection.pairs();
        let again: Vec<(&str, &str)> = link.iter().map(|(a, b)| (*a, b.as_str())).collect();
        assert_eq!(read(&again).0, selection);
        assert!(selection.link("/karte").starts_with("/karte?category=kita&category=school&age=0"));
        assert_eq!(read(&[("q", "Weg 1"), ("page", "3")]).0.link("/karte"), "/karte");
    }

    #[test]
    fn empty_fields_are_not_said_and_the_last_one_counts() {
        assert_eq!(read(&[("age", ""), ("open", " "), ("category", "")]).0, read(&[]).0);
        let (selection, _) = read(&[("open", "now"), ("open", "")]);
        assert_eq!(selection.filters.open, Some(When::Now));
        let (selection, _) = read(&[("open", "now"), ("open", "2026-11-27T15:00")]);
        assert!(matches!(selection.filters.open, Some(When::At(_))));
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_named_unless_it_may_be_an_address() {
        let (selection, wrong) = read(&[("age", "old"), ("free", "true"), ("format", "x")]);
        assert_eq!((selection.filters.free, wrong), (true, vec!["age".to_owned()]));
        assert_eq!(read(&[("Buchenweg 3", "")]).1, ["?"]);
        assert_eq!(read(&[("page", "0"), ("size", "0"), ("page", "-1")]).1.len(), 3);
    }

    #[test]
    fn pages_end_where_the_list_ends() {
        let selection = |page| Selection { page, size: 20, ..Selection::default() };
        assert_eq!((selection(0).pages(0), selection(0).pages(40)), (1, 2));
        assert_eq!(selection(1).range(30), 20..30);
        assert_eq!(selection(usize::MAX).range(30), 30..30);
    }

    #[test]
    fn json_has_texts_numbers_truth_and_lists() {
        let object =
            json!({ "age": 5, "category": ["kita", "school"], "free": true, "kind": null });
        let pairs = json_pairs(object.as_object().unwrap()).unwrap();
        assert_eq!(pairs.len(), 4);
        assert!(pairs.contains(&("age".into(), "5".into())));
        let nested = json!({ "category": { "is": "kita" } });
        assert_eq!(json_pairs(nested.as_object().unwrap()).unwrap_err().name, "category");
    }
}
