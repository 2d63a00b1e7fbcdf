//! What was found, ready for the template.

use serde_json::{Map, Value, json};

use super::{
    Asked,
    meaning::Meaning,
    offer::OfferView,
    panel::{Chip, chips},
};
use crate::{
    domain::{
        assign::{Answer, QuestionError},
        city::OnDay,
        edition::EditionStatus,
        resource::search::Found,
    },
    http::{
        pages::{answer::StatusView, profile::profile_path},
        resource_query::Selection,
    },
    locale::{
        Lang,
        answer::{matched_line, next_step, title},
    },
    service::{AskError, Service},
};

/// What results are made from.
pub(super) struct View<'a> {
    pub service: &'a Service,
    pub day: &'a OnDay<'a>,
    pub lang: Lang,
    pub selection: &'a Selection,
    pub asked: &'a Asked,
    pub meaning: &'a Meaning,
}

/// Who is responsible at the place that was asked for, in short.
pub struct TeamView {
    /// How safe it is.
    pub status: StatusView,
    /// The team; none unless it is safe to act on it.
    pub team: Option<String>,
    /// That there is none yet, and why.
    pub unsure: String,
    /// Why, in a sentence.
    pub reason: Option<String>,
    /// What would settle it.
    pub next_step: Option<String>,
    /// Sozialraum and region.
    pub sozialraum: Option<String>,
    /// The page of that Sozialraum.
    pub profile: Option<String>,
    /// The address as the directory has it; none for a place.
    pub address: Option<String>,
    /// Addresses that may be meant.
    pub candidates: Vec<String>,
    /// Whether the borders are a draft.
    pub draft: bool,
    /// What leads to the whole answer: fields of a form.
    pub question: Vec<(&'static str, String)>,
}

/// What was found.
#[derive(Default)]
pub struct Results {
    /// Why nothing could be looked for.
    pub refusal: Option<String>,
    /// Whether something in the link was not understood.
    pub ignored: bool,
    /// Who is responsible at the place that was asked for.
    pub team: Option<TeamView>,
    /// Streets that may be meant.
    pub streets: Vec<String>,
    /// What was typed, and that it may be words as well.
    pub words: Option<(String, String)>,
    /// Above the list.
    pub title: String,
    /// How many there are.
    pub summary: String,
    /// Conditions.
    pub chips: Vec<Chip>,
    /// The entries of this page.
    pub offers: Vec<OfferView>,
    /// That there are more of which it is not known whether they fit.
    pub unknown: Option<String>,
    /// The page before and the one behind, and which this is.
    pub paging: Option<Paging>,
    /// Link to the same selection, without what was typed.
    pub link: String,
    /// What the map draws, as JSON.
    pub map: String,
}

/// Where in a long list this is.
pub struct Paging {
    /// The page before.
    pub before: Option<usize>,
    /// The page behind.
    pub behind: Option<usize>,
    /// Which of how many.
    pub line: String,
}

impl Results {
    /// A question that cannot be asked.
    pub fn refused(lang: Lang, error: &AskError) -> Self {
        let refusal = match error {
            AskError::Question(QuestionError::TooLong { limit }) => {
                lang.t("error.address_too_long", &[("max", &limit.to_string())])
            }
            _ => lang.t("error.position_invalid", &[]),
        };
        Self { refusal: Some(refusal), link: "/karte".to_owned(), ..Self::default() }
    }

    /// What was found, and who is responsible there.
    pub fn new(view: &View<'_>, answer: Option<&Answer>, found: &Found<'_>) -> Self {
        let View { service, day, lang, selection, asked, meaning } = *view;
        let total = found.hits.len();
        let now = Service::now();
        let range = selection.range(total);
        let offers = range.clone().zip(&found.hits[range]);
        let near = found.hits.iter().any(|hit| hit.distance_m.is_some());
        let unplaced = found.hits.iter().filter(|hit| hit.entry.point.is_none()).count();
        let words = (meaning.offers > 0).then(|| {
            let label = counted(lang, "as_words", meaning.offers);
            (asked.text.clone(), label)
        });
        Self {
            refusal: None,
            ignored: false,
            team: answer.map(|answer| team(view, answer)),
            streets: meaning.streets.clone(),
            words,
            title: lang.t(if near { "places.near" } else { "places.offers" }, &[]),
            summary: summary(lang, total, unplaced),
            chips: chips(lang, day, selection),
            offers: offers
                .map(|(at, hit)| OfferView::new(service, lang, at + 1, hit, now))
                .collect(),
            unknown: (found.unknown > 0).then(|| counted(lang, "unknown", found.unknown)),
            paging: paging(lang, selection, total),
            link: selection.link("/karte"),
            map: map(view, answer),
        }
    }
}

/// A text with a number, for one and for several.
fn counted(lang: Lang, key: &str, count: usize) -> String {
    let one = if count == 1 { "_one" } else { "" };
    lang.t(&format!("places.{key}{one}"), &[("count", &count.to_string())])
}

fn summary(lang: Lang, total: usize, unplaced: usize) -> String {
    let count = counted(lang, "count", total);
    if unplaced == 0 {
        return count;
    }
    let unplaced = unplaced.to_string();
    lang.t("places.count_unplaced", &[("count", &count), ("unplaced", &unplaced)])
}

fn paging(lang: Lang, selection: &Selection, total: usize) -> Option<Paging> {
    let pages = selection.pages(total);
    let number = selection.page + 1;
    (pages > 1).then(|| Paging {
        before: (number > 1).then(|| number - 1),
        behind: (number < pages).then(|| number + 1),
        line: lang
            .t("places.page", &[("number", &number.to_string()), ("pages", &pages.to_string())]),
    })
}

fn team(view: &View<'_>, answer: &Answer) -> TeamView {
    let View { service, lang, asked, meaning, .. } = *view;
    let city = &service.city().info.name;
    let sozialraum = answer.sozialraum.as_ref().map(|sozialraum| {
        let region = answer.region.as_ref().map_or("", |region| region.name.as_str());
        lang.t("answer.sozialraum_in", &[("sozialraum", &sozialraum.name), ("region", region)])
    });
    let typed = meaning.answer.is_some();
    let place = asked.place.filter(|_| !typed).map(|(place, _)| place);
    let question = match place {
        Some(place) => vec![("lon", place.lon.to_string()), ("lat", place.lat.to_string())],
        None => vec![("address", asked.text.clone())],
    };
    TeamView {
        status: StatusView::new(lang, answer.status, city),
        team: answer.team.as_ref().map(|team| team.name.clone()),
        unsure: title(lang, answer, city),
        reason: lang.reason(&answer.reason).filter(|_| answer.team.is_none()),
        next_step: next_step(lang, answer, city),
        sozialraum,
        profile: answer.sozialraum.as_ref().map(|area| profile_path(&area.id)),
        address: answer.address.as_ref().and_then(matched_line).filter(|_| typed),
        candidates: answer.candidates.iter().filter_map(|one| one.address.clone()).collect(),
        draft: answer.edition.status == EditionStatus::Draft,
        question,
    }
}

/// The search again, for the signs of those that are not on this page, and where it starts.
fn map(view: &View<'_>, answer: Option<&Answer>) -> String {
    let View { lang, selection, asked, meaning, .. } = *view;
    let mut filters = Map::new();
    for (name, value) in selection.pairs() {
        let values = filters.entry(name).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(values) = values {
            values.push(value.into());
        }
    }
    let mut search = json!({
        "q": selection.text,
        "filters": filters,
        "page": selection.page + 1,
        "size": selection.size,
        "lang": lang.code(),
    });
    let own = asked.place.filter(|_| meaning.answer.is_none()).map(|(place, _)| place);
    match (own, &meaning.answer) {
        (Some(place), _) => {
            search["lon"] = place.lon.into();
            search["lat"] = place.lat.into();
        }
        (None, Some(_)) => search["address"] = asked.text.as_str().into(),
        (None, None) => {}
    }
    let position = answer.and_then(|answer| answer.address.as_ref()?.position);
    let sozialraum = answer.and_then(|answer| answer.sozialraum.as_ref());
    json!({
        "search": search,
        "start": position.map(|place| [place.lon, place.lat]),
        "own": own.is_some(),
        "sozialraum": sozialraum.map(|area| &area.id),
    })
    .to_string()
}
