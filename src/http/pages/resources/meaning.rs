//! What was typed into the one field: an address, or words?
//!
//! The directory decides. What is a street to it is an address; what is none is looked for among
//! the offers; where both may be meant, one is shown and the other one offered.

use crate::{
    domain::{
        assign::{Answer, Question, Status},
        city::OnDay,
        resource::{
            Category,
            search::{Filters, Viewer},
        },
    },
    http::{resource_query::Selection, resources::find},
    service::{AskError, Service},
};

/// From this score on a street is spelt as in the directory.
const EXACT: f64 = 0.999;
/// Streets that score less are not offered beside offers that were found.
const SIMILAR: f64 = 0.7;
/// Most streets that are offered.
const MAX_STREETS: usize = 3;

/// What somebody has said that they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Address,
    Words,
}

impl Said {
    pub fn of_code(code: &str) -> Option<Self> {
        match code {
            "adresse" => Some(Self::Address),
            "wort" => Some(Self::Words),
            _ => None,
        }
    }
}

/// What a text means.
#[derive(Debug, Default)]
pub(super) struct Meaning {
    /// Who is responsible, when it is an address, or nothing else.
    pub answer: Option<Answer>,
    /// Whether it is looked for among the offers.
    pub words: bool,
    /// Streets that may be meant instead.
    pub streets: Vec<String>,
    /// How many offers there would be if it were words instead.
    pub offers: usize,
}

/// Finds out what a text means.
pub(super) fn of(
    service: &Service,
    day: &OnDay<'_>,
    text: &str,
    said: Option<Said>,
    viewer: Viewer,
) -> Result<Meaning, AskError> {
    let words = Meaning { words: true, ..Meaning::default() };
    if text.is_empty() {
        return Ok(Meaning::default());
    }
    if said == Some(Said::Words) {
        return Ok(words);
    }
    let answer = service.assign(&Question::Line(text.to_owned()), None)?;
    let address = |answer, offers| Meaning { answer: Some(answer), offers, ..Meaning::default() };
    if said == Some(Said::Address) {
        return Ok(address(answer, 0));
    }
    let offers = offers(service, day, text, viewer);
    let has_number = text.contains(|c: char| c.is_ascii_digit());
    let known = answer.status != Status::UnknownStreet;
    let exact = answer.address.as_ref().is_some_and(|address| address.score >= EXACT);
    Ok(match offers {
        0 if known => address(answer, 0),
        // Neither: what might have been meant is offered, and no offer is shown.
        0 => Meaning { answer: Some(answer), ..words },
        // With its house number a street can hardly be meant as words.
        _ if known && has_number => address(answer, 0),
        offers if known && exact => address(answer, offers),
        _ => Meaning { streets: streets(&answer), ..words },
    })
}

/// In how many offers of all categories the words are.
fn offers(service: &Service, day: &OnDay<'_>, text: &str, viewer: Viewer) -> usize {
    let filters = Filters { categories: Category::ALL.to_vec(), ..Filters::default() };
    let selection = Selection { text: text.to_owned(), filters, ..Selection::default() };
    find(service, day, &selection, None, viewer).hits.len()
}

fn streets(answer: &Answer) -> Vec<String> {
    let matched = answer.address.as_ref().and_then(|address| address.street.clone());
    let similar = answer.candidates.iter().filter_map(|candidate| {
        let near = candidate.score.is_none_or(|score| score >= SIMILAR);
        candidate.address.clone().filter(|_| near)
    });
    let mut streets: Vec<String> = matched.into_iter().chain(similar).collect();
    streets.dedup();
    streets.truncate(MAX_STREETS);
    streets
}
