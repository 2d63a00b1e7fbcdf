//! `/zustaendigkeit`: the form, and the answer to what was asked with it.
//!
//! The address travels in the body. With the header `X-Fragment: answer` the answer alone is
//! sent, from the same template as in the whole page.

use askama::Template;
use axum::{
    Form,
    extract::State,
    extract::rejection::FormRejection,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode},
    response::Response,
};
use jiff::civil::Date;
use serde::Deserialize;

use super::{Layout, answer::AnswerView, filters, html, map_data::street_parts};
use crate::{
    domain::{
        assign::{MAX_TEXT, Question, QuestionError},
        city::OnDay,
        grid::LonLat,
    },
    http::{AppState, identity::Who, language::Language},
    locale::Lang,
    service::{AskError, Service},
};

const FRAGMENT: HeaderName = HeaderName::from_static("x-fragment");
const ENTRY: &str = "src/assignment.ts";
/// How many example addresses the empty page offers.
const EXAMPLES: usize = 3;

/// The fields of the form, and of the small forms of candidates.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AssignmentForm {
    address: String,
    lon: String,
    lat: String,
    /// The street that is known, when only its number is asked for.
    street: String,
    house_number: String,
    town: String,
    as_of: String,
}

/// What is shown where the answer belongs.
pub(super) enum Outcome {
    /// Nothing was asked yet; some addresses to try.
    Start(Vec<String>),
    /// The question was refused.
    Refused(Refusal),
    /// The answer.
    Answer(Box<AnswerView>),
}

/// Why there is no answer, in words, and the field to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub field: &'static str,
    pub text: String,
}

/// The whole page.
#[derive(Template)]
#[template(path = "assignment.html")]
pub(super) struct AssignmentPage {
    pub layout: Layout,
    pub form: AssignmentForm,
    pub max_text: usize,
    pub outcome: Outcome,
}

/// The answer alone.
#[derive(Template)]
#[template(path = "answer.html")]
pub(super) struct AnswerFragment {
    pub form: AssignmentForm,
    pub outcome: Outcome,
}

impl AssignmentPage {
    fn refused(&self, field: &str) -> bool {
        matches!(&self.outcome, Outcome::Refused(refusal) if refusal.field == field)
    }
}

/// `GET /zustaendigkeit`: the empty form.
pub async fn form(State(state): State<AppState>, who: Who, language: Language) -> Response {
    let service = state.service();
    let layout = layout(&service, &language, &who, None);
    let outcome = Outcome::Start(examples(&service));
    page(layout, AssignmentForm::default(), outcome, StatusCode::OK)
}

/// `POST /zustaendigkeit`: the form with the answer, or the answer alone.
pub async fn answer(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    headers: HeaderMap,
    form: Result<Form<AssignmentForm>, FormRejection>,
) -> Response {
    let mut form = form.map(|Form(form)| form).unwrap_or_default();
    let lang = language.lang;
    let as_of = form.day(lang);
    let outcome = match as_of.clone().and_then(|day| ask(&state, lang, &form, day)) {
        Ok(view) => Outcome::Answer(Box::new(view)),
        Err(refusal) => Outcome::Refused(refusal),
    };
    form.address = form.line();
    let status = match outcome {
        Outcome::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Outcome::Start(_) | Outcome::Answer(_) => StatusCode::OK,
    };
    if headers.get(FRAGMENT).is_some_and(|part| part == "answer") {
        let mut response = html(lang, status, &AnswerFragment { form, outcome });
        response.headers_mut().insert(FRAGMENT, HeaderValue::from_static("answer"));
        return response;
    }
    let layout = layout(&state.service(), &language, &who, as_of.ok().flatten());
    page(layout, form, outcome, status)
}

fn layout(service: &Service, language: &Language, who: &Who, as_of: Option<Date>) -> Layout {
    let edition = service.on(as_of).ok().map(|day| day.edition);
    Layout::new(language, service.city(), edition, ENTRY).signed_in(who, "/zustaendigkeit")
}

fn page(layout: Layout, form: AssignmentForm, outcome: Outcome, status: StatusCode) -> Response {
    let lang = layout.language.lang;
    html(lang, status, &AssignmentPage { layout, form, max_text: MAX_TEXT, outcome })
}

fn ask(
    state: &AppState,
    lang: Lang,
    form: &AssignmentForm,
    as_of: Option<Date>,
) -> Result<AnswerView, Refusal> {
    let service = state.service();
    let answer = service.assign_or_place(&form.question(lang)?, as_of);
    let answer = answer.map_err(|error| refusal(lang, &error))?;
    state.metrics.lookup(answer.status);
    let city = &service.city().info.name;
    let parts = service.on(as_of).map(|day| street_parts(day, &answer)).unwrap_or_default();
    Ok(AnswerView::new(lang, &answer, city, (Service::today(), as_of), &parts))
}

/// Public addresses of the office and its offers, for trying the form out.
fn examples(service: &Service) -> Vec<String> {
    let Ok(OnDay { organisation, .. }) = service.on(None) else { return Vec::new() };
    let mut examples: Vec<String> = std::iter::once(&organisation.office)
        .chain(&organisation.city_offers)
        .chain(&organisation.services)
        .filter_map(|unit| unit.contact.address.as_deref())
        .filter_map(|address| address.split(',').next())
        .filter(|line| line.contains(|c: char| c.is_ascii_digit()))
        .map(str::to_owned)
        .collect();
    examples.dedup();
    examples.truncate(EXAMPLES);
    examples
}

impl AssignmentForm {
    /// The question: a place when both its fields are filled, else the number of a street, else
    /// the address.
    fn question(&self, lang: Lang) -> Result<Question, Refusal> {
        if self.lon.is_empty() && self.lat.is_empty() {
            let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
            if let Some(street) = filled(&self.street) {
                return Ok(Question::Parts {
                    street,
                    house_number: filled(&self.house_number),
                    postcode: None,
                    town: filled(&self.town),
                });
            }
            return Ok(Question::Line(self.address.trim().to_owned()));
        }
        let degrees = |text: &str| text.trim().replace(',', ".").parse::<f64>();
        match (degrees(&self.lon), degrees(&self.lat)) {
            (Ok(lon), Ok(lat)) => {
                Ok(Question::Position { position: LonLat { lon, lat }, precision_m: 0.0 })
            }
            _ => Err(Refusal::new(lang, "address", "position_invalid", &[])),
        }
    }

    /// What was asked, for a form that asks it again.
    fn asked(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let place = !(self.lon.is_empty() && self.lat.is_empty());
        let fields = match (place, self.street.is_empty()) {
            (true, _) => vec![("lon", &self.lon), ("lat", &self.lat)],
            (false, true) => vec![("address", &self.address)],
            (false, false) => vec![
                ("street", &self.street),
                ("house_number", &self.house_number),
                ("town", &self.town),
            ],
        };
        fields.into_iter().map(|(name, value)| (name, value.as_str()))
    }

    /// What the field for the address shows.
    fn line(&self) -> String {
        if self.street.is_empty() {
            return self.address.clone();
        }
        let line = format!("{} {}", self.street, self.house_number.trim());
        let town = if self.town.is_empty() { String::new() } else { format!(", {}", self.town) };
        format!("{}{town}", line.trim())
    }

    /// The day asked for, as a date field sends it or as people write it.
    fn day(&self, lang: Lang) -> Result<Option<Date>, Refusal> {
        let text = self.as_of.trim();
        if text.is_empty() {
            return Ok(None);
        }
        Date::strptime("%Y-%m-%d", text)
            .or_else(|_| Date::strptime("%d.%m.%Y", text))
            .map(Some)
            .map_err(|_| Refusal::new(lang, "as_of", "date_invalid", &[]))
    }
}

impl Refusal {
    fn new(lang: Lang, field: &'static str, key: &str, values: &[(&str, &str)]) -> Self {
        Self { field, text: lang.t(&format!("error.{key}"), values) }
    }
}

fn refusal(lang: Lang, error: &AskError) -> Refusal {
    match error {
        AskError::Question(QuestionError::Empty) => {
            Refusal::new(lang, "address", "address_missing", &[])
        }
        AskError::Question(QuestionError::TooLong { limit }) => {
            Refusal::new(lang, "address", "address_too_long", &[("max", &limit.to_string())])
        }
        AskError::Question(QuestionError::Position | QuestionError::Precision) => {
            Refusal::new(lang, "address", "position_invalid", &[])
        }
        AskError::NoEdition { day: asked, first_day } => Refusal::new(
            lang,
            "as_of",
            "no_edition",
            &[("day", &lang.day(*asked)), ("first", &lang.day(*first_day))],
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &str) -> AssignmentForm {
        let fields: Vec<(&str, &str)> =
            fields.split('&').filter_map(|field| field.split_once('=')).collect();
        let get = |name| {
            fields.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value).to_owned()
        };
        AssignmentForm {
            address: get("address"),
            lon: get("lon"),
            lat: get("lat"),
            street: get("street"),
            house_number: get("house_number"),
            town: get("town"),
            as_of: get("as_of"),
        }
    }

    #[test]
    fn a_place_goes_before_an_address() {
        let question = form("address=x&lon=9,99&lat=53.7").question(Lang::De).unwrap();
        let position = LonLat { lon: 9.99, lat: 53.7 };
        assert_eq!(question, Question::Position { position, precision_m: 0.0 });
        assert_eq!(form("lon=9.99").question(Lang::De).unwrap_err().field, "address");
        assert_eq!(
            form("address= Weg 1 ").question(Lang::De).unwrap(),
            Question::Line("Weg 1".into())
        );
    }

    #[test]
    fn a_number_of_a_known_street_is_asked_for_in_its_parts() {
        let form = form("street=Am Weg&house_number= 7a &town=&address=Am Weg");
        let question = Question::Parts {
            street: "Am Weg".into(),
            house_number: Some("7a".into()),
            postcode: None,
            town: None,
        };
        assert_eq!(form.question(Lang::De).unwrap(), question);
        assert_eq!(form.line(), "Am Weg 7a");
    }

    #[test]
    fn a_day_is_read_in_both_writings() {
        let day = jiff::civil::date(2025, 12, 31);
        assert_eq!(form("as_of=2025-12-31").day(Lang::De), Ok(Some(day)));
        assert_eq!(form("as_of=31.12.2025").day(Lang::De), Ok(Some(day)));
        assert_eq!(form("as_of=").day(Lang::De), Ok(None));
        assert_eq!(form("as_of=morgen").day(Lang::De).unwrap_err().field, "as_of");
    }

    #[test]
    fn the_limit_is_named() {
        let error = AskError::Question(QuestionError::TooLong { limit: 300 });
        assert!(refusal(Lang::De, &error).text.contains("300"));
    }
}
