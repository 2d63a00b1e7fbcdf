//! Lists of HSDS: pages, and the conditions that everything in them fulfils.

use axum::http::StatusCode;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::http::problem::Problem;

/// How many entities a page has when nothing else is asked for.
const PAGE: usize = 50;
/// How many it has at most.
const MOST: usize = 500;

/// A page of a list.
#[derive(Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(super) struct Page {
    /// How many entities there are on all pages.
    pub total_items: usize,
    /// How many pages there are; 1 when there is nothing.
    pub total_pages: usize,
    /// Which page this is, from 1.
    pub page_number: usize,
    /// How many entities are on this page.
    pub size: usize,
    /// Whether it is the first.
    pub first_page: bool,
    /// Whether it is the last.
    pub last_page: bool,
    /// Whether there is nothing on it.
    pub empty: bool,
    /// The entities.
    pub contents: Vec<Value>,
}

/// The format of a list; there is one.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Format {
    /// JSON in pages.
    Json,
}

/// Cuts a page out of a list.
///
/// # Errors
/// A page or size that cannot be.
pub(super) fn page(
    items: Vec<Value>,
    page: Option<usize>,
    per_page: Option<usize>,
) -> Result<Page, Problem> {
    let (number, size) = (page.unwrap_or(1), per_page.unwrap_or(PAGE));
    if number == 0 {
        return Err(bad("page", "Pages are counted from 1."));
    }
    if !(1..=MOST).contains(&size) {
        return Err(bad("per_page", "A page has 1 to 500 entities."));
    }
    Ok(cut(items, number, size))
}

/// The whole list as one page.
pub(super) fn one_page(items: Vec<Value>) -> Page {
    let size = items.len().max(1);
    cut(items, 1, size)
}

fn cut(items: Vec<Value>, number: usize, size: usize) -> Page {
    let total_items = items.len();
    let total_pages = total_items.div_ceil(size).max(1);
    let contents: Vec<Value> =
        items.into_iter().skip((number - 1).saturating_mul(size)).take(size).collect();
    Page {
        total_items,
        total_pages,
        page_number: number,
        size: contents.len(),
        first_page: number == 1,
        last_page: number >= total_pages,
        empty: contents.is_empty(),
        contents,
    }
}

/// Conditions on services; all that are there have to be fulfilled.
#[derive(Debug, Default)]
pub(super) struct Conditions<'a> {
    pub search: Option<&'a str>,
    pub taxonomy_term_id: Option<Uuid>,
    pub taxonomy_id: Option<Uuid>,
    pub organization_id: Option<Uuid>,
    pub modified_after: Option<Timestamp>,
}

impl Conditions<'_> {
    /// Whether a service fulfils them.
    pub fn fit(&self, service: &Value) -> bool {
        let is = |value: &Value, id: Uuid| value.as_str() == Some(id.to_string().as_str());
        let term = |field: &str, id: Uuid| {
            let attributes = service["attributes"].as_array().into_iter().flatten();
            attributes.into_iter().any(|attribute| is(&attribute["taxonomy_term"][field], id))
        };
        let texts = [&service["name"], &service["description"], &service["organization"]["name"]];
        let modified = || service["last_modified"].as_str()?.parse::<Timestamp>().ok();
        self.search.is_none_or(|search| contains(&texts, search))
            && self.taxonomy_term_id.is_none_or(|id| term("id", id))
            && self.taxonomy_id.is_none_or(|id| term("taxonomy_id", id))
            && self.organization_id.is_none_or(|id| is(&service["organization"]["id"], id))
            && self.modified_after.is_none_or(|after| modified().is_some_and(|at| at >= after))
    }
}

/// Whether every word of a search is in one of the texts, in small or capital letters.
pub(super) fn contains(texts: &[&Value], search: &str) -> bool {
    let texts: Vec<String> =
        texts.iter().filter_map(|text| text.as_str()).map(str::to_lowercase).collect();
    let search = search.to_lowercase();
    search.split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
}

/// A moment or a day, which begins at midnight UTC.
///
/// # Errors
/// Anything else.
pub(super) fn moment(text: &str) -> Result<Timestamp, Problem> {
    let day = || {
        let day: Date = text.parse().ok()?;
        Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
    };
    text.parse().ok().or_else(day).ok_or_else(|| {
        bad("modified_after", "A moment is written like 2026-05-01T08:00:00Z, a day 2026-05-01.")
    })
}

/// A parameter that cannot be taken.
pub(super) fn bad(field: &'static str, detail: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "bad-query", "Query does not fit", detail).field(field)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn numbers(count: usize) -> Vec<Value> {
        (0..count).map(|number| json!(number)).collect()
    }

    #[test]
    fn pages_sum_to_the_whole_and_know_their_place() {
        let pages: Vec<Page> =
            (1..=3).map(|number| page(numbers(5), Some(number), Some(2)).unwrap()).collect();
        let all: Vec<Value> = pages.iter().flat_map(|page| page.contents.clone()).collect();
        assert_eq!(all, numbers(5));
        let places: Vec<_> =
            pages.iter().map(|page| (page.first_page, page.last_page, page.size)).collect();
        assert_eq!(places, [(true, false, 2), (false, false, 2), (false, true, 1)]);
        let beyond = page(numbers(5), Some(9), Some(2)).unwrap();
        assert!(beyond.empty && beyond.last_page && beyond.total_items == 5);
        let nothing = page(Vec::new(), None, None).unwrap();
        assert!(nothing.empty && nothing.first_page && nothing.last_page);
        assert_eq!(one_page(numbers(700)).total_pages, 1);
    }

    #[test]
    fn pages_that_cannot_be_are_refused() {
        for (number, size) in [(0, 2), (1, 0), (1, 501)] {
            assert_eq!(page(numbers(5), Some(number), Some(size)).unwrap_err().status, 400);
        }
        assert!(page(numbers(5), Some(usize::MAX), Some(500)).unwrap().empty);
    }

    #[test]
    fn conditions_are_fulfilled_together() {
        let service = json!({"name": "Haus am Park", "last_modified": "2026-05-02T08:00:00.000Z"});
        let fit = |search, after: &str| {
            let modified_after = Some(moment(after).unwrap());
            Conditions { search: Some(search), modified_after, ..Conditions::default() }
                .fit(&service)
        };
        assert!(fit("PARK haus", "2026-05-02T08:00:00Z"));
        assert!(!fit("park", "2026-05-03"));
        assert!(!fit("hof", "2026-05-01"));
        assert_eq!(moment("gestern").unwrap_err().status, 400);
    }
}
