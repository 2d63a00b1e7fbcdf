//! `/karte`: what there is, as a list and on a map.
//!
//! What is typed travels in the body. With the header `X-Fragment: results` the results alone are
//! sent, from the same template as in the whole page.

mod meaning;
pub mod offer;
mod panel;
mod results;

use askama::Template;
use axum::{
    Form,
    extract::{State, rejection::FormRejection},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri},
    response::Response,
};

use super::{Layout, filters, html, html_to_keep};
use crate::{
    domain::{
        assign::{Question, QuestionError},
        grid::LonLat,
        resource::search::Viewer,
    },
    http::{
        AppState,
        identity::Who,
        language::Language,
        problem::Problem,
        resource_query::{Pairs, Selection, pairs, viewer},
        resources::{find, start, value},
    },
    locale::Lang,
    service::{AskError, MAX_TEXT, Service},
};

use meaning::Said;
use results::Results;

pub use offer::CategoryView;
pub use panel::{CategoryBox, Panel};

const FRAGMENT: HeaderName = HeaderName::from_static("x-fragment");
const ENTRY: &str = "src/resources.ts";
/// How many entries a page of the list has: as many pins as a map can bear.
const PAGE_SIZE: usize = 20;

/// Fields of the form that are no conditions.
const FIELDS: [&str; 8] = ["was", "lon", "lat", "accuracy", "als", "auswahl", "ohne", "form_token"];

/// What is asked for with the form.
#[derive(Debug, Default)]
struct Asked {
    /// What was typed.
    text: String,
    /// Where somebody is, and how far off that may be, in metres.
    place: Option<(LonLat, f64)>,
    /// What they say it is.
    said: Option<Said>,
    /// The conditions.
    pairs: Pairs,
}

impl Asked {
    /// What the query and the fields of a form say. Conditions come from the form if it has any.
    fn new(query: Pairs, form: Pairs) -> Self {
        let field = |name| value(&form, name).unwrap_or_default();
        let degrees = |name| field(name).parse::<f64>().ok();
        let place = degrees("lon").zip(degrees("lat"));
        let accuracy = degrees("accuracy").filter(|metres| *metres >= 0.0).unwrap_or_default();
        let words = value(&query, "q").filter(|_| field("was").is_empty());
        let (text, said) = match words {
            Some(words) if !words.is_empty() => (words.to_owned(), Some(Said::Words)),
            _ => (field("was").to_owned(), Said::of_code(field("als"))),
        };
        let without = field("ohne").to_owned();
        let chosen = !field("auswahl").is_empty();
        let (text, place) = (text, place.map(|(lon, lat)| (LonLat { lon, lat }, accuracy)));
        let mut pairs = if chosen { form } else { query };
        pairs.retain(|(name, value)| {
            let taken_back = without == "alles" || without == format!("{name}={value}");
            !FIELDS.contains(&name.as_str()) && name != "q" && !taken_back
        });
        Self { text, place, said, pairs }
    }
}

/// The whole page.
#[derive(Template)]
#[template(path = "resources.html")]
struct ResourcesPage {
    layout: Layout,
    text: String,
    place: Option<(LonLat, f64)>,
    max_text: usize,
    panel: Panel,
    results: Results,
}

/// The results alone.
#[derive(Template)]
#[template(path = "resource_results.html")]
struct ResultsFragment {
    results: Results,
}

/// `GET /karte`: the list for a link.
pub async fn show(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    uri: Uri,
) -> Result<Response, Problem> {
    let asked = Asked::new(pairs(&uri), Pairs::new());
    page(&state, &who, language, asked, false)
}

/// `POST /karte`: the list for what was typed, or the results alone.
pub async fn search(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    uri: Uri,
    headers: HeaderMap,
    form: Result<Form<Pairs>, FormRejection>,
) -> Result<Response, Problem> {
    let form = form.map(|Form(form)| form).unwrap_or_default();
    let asked = Asked::new(pairs(&uri), form);
    let fragment = headers.get(FRAGMENT).is_some_and(|part| part == "results");
    page(&state, &who, language, asked, fragment)
}

fn page(
    state: &AppState,
    who: &Who,
    language: Language,
    asked: Asked,
    fragment: bool,
) -> Result<Response, Problem> {
    let service = state.service();
    let day = service.on(None)?;
    let lang = language.lang;
    let viewer = viewer(who);
    let (mut selection, ignored) = Selection::read(&asked.pairs, &[], &day, PAGE_SIZE);
    let (results, status) = match results(state, &service, lang, &asked, &mut selection, viewer) {
        Ok(results) => (results, StatusCode::OK),
        Err(error) => (Results::refused(lang, &error), StatusCode::UNPROCESSABLE_ENTITY),
    };
    let results = Results { ignored: !ignored.is_empty(), ..results };
    if fragment {
        let mut response = html(lang, status, &ResultsFragment { results });
        response.headers_mut().insert(FRAGMENT, HeaderValue::from_static("results"));
        return Ok(response);
    }
    let panel = Panel::new(&service, &day, lang, &selection, viewer);
    let language = language.on(selection.link("/karte"));
    let layout = Layout::new(&language, service.city(), Some(day.edition), ENTRY);
    let mut layout = layout.signed_in(who, "/karte");
    // What somebody has typed, and where they are, is kept nowhere.
    let typed = !asked.text.is_empty() || asked.place.is_some();
    if !typed && status == StatusCode::OK {
        layout = layout.keepable();
    }
    let kept = layout.kept.is_some();
    let (text, place) = (asked.text, asked.place);
    let page = ResourcesPage { layout, text, place, max_text: MAX_TEXT, panel, results };
    if kept {
        return Ok(html_to_keep(&language, &page, kept));
    }
    Ok(html(lang, status, &page))
}

/// Looks up what is asked for.
fn results(
    state: &AppState,
    service: &Service,
    lang: Lang,
    asked: &Asked,
    selection: &mut Selection,
    viewer: Viewer,
) -> Result<Results, AskError> {
    if asked.text.chars().count() > MAX_TEXT {
        return Err(QuestionError::TooLong { limit: MAX_TEXT }.into());
    }
    let day = service.on(None)?;
    let meaning = meaning::of(service, &day, &asked.text, asked.said, viewer)?;
    if meaning.words {
        selection.text.clone_from(&asked.text);
    }
    // Somebody's own place counts unless they typed another one.
    let own = match (&meaning.answer, asked.place) {
        (None, Some((position, precision_m))) => {
            Some(service.assign(&Question::Position { position, precision_m }, None)?)
        }
        _ => None,
    };
    let answer = meaning.answer.as_ref().or(own.as_ref());
    if let Some(answer) = answer {
        state.metrics.lookup(answer.status);
    }
    let near = start(service, answer);
    let found = find(service, &day, selection, near, viewer);
    selection.page = selection.page.min(selection.pages(found.hits.len()) - 1);
    let view = results::View { service, day: &day, lang, selection, asked, meaning: &meaning };
    Ok(Results::new(&view, answer, &found))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Pairs {
        let pair = |pair: &str| pair.split_once('=').map(|(a, b)| (a.to_owned(), b.to_owned()));
        text.split('&').filter_map(pair).collect()
    }

    #[test]
    fn conditions_come_from_the_form_if_it_has_any() {
        let asked = Asked::new(pairs("category=kita&free=true"), pairs("was=Weg 1"));
        assert_eq!(asked.text, "Weg 1");
        assert_eq!(asked.pairs, pairs("category=kita&free=true"));
        let asked = Asked::new(pairs("category=kita"), pairs("was=Weg 1&auswahl=1&age=4"));
        assert_eq!(asked.pairs, pairs("age=4"));
    }

    #[test]
    fn a_condition_can_be_taken_back_and_all_of_them() {
        let form = "auswahl=1&category=kita&category=school&free=true";
        let without = |ohne: &str| Asked::new(Pairs::new(), pairs(&format!("{form}{ohne}"))).pairs;
        // The value that is taken back has a sign of equality itself.
        let mut fields = pairs(form);
        fields.push(("ohne".into(), "category=kita".into()));
        let asked = Asked::new(Pairs::new(), fields);
        assert_eq!(asked.pairs, pairs("category=school&free=true"));
        assert_eq!(without("&ohne=alles"), Pairs::new());
    }

    #[test]
    fn words_of_a_prepared_link_are_words() {
        let asked = Asked::new(pairs("q=Kita&age=4"), Pairs::new());
        assert_eq!((asked.text.as_str(), asked.said), ("Kita", Some(Said::Words)));
        assert_eq!(asked.pairs, pairs("age=4"));
        let typed = Asked::new(pairs("q=Kita"), pairs("was=Weg 1&als=adresse"));
        assert_eq!((typed.text.as_str(), typed.said), ("Weg 1", Some(Said::Address)));
    }
}
