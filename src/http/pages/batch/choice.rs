//! Which columns hold what: as it is guessed, as it was sent, and what is wrong with it.

use jiff::civil::Date;

use super::super::{
    forms::{self, Field, Message},
    moderation::Sent,
};
use crate::{
    domain::grid::{Crs, WGS84},
    http::AppState,
    locale::Lang,
    service::{
        AskError,
        batch::{BatchError, Place, Preview, Request, guess},
    },
};

/// The ways to say where the places are, each with its columns; those behind the bar may be missing.
const WAYS: [(&str, &[&str], &[&str]); 4] = [
    ("address", &["address"], &[]),
    ("parts", &["street", "house_number"], &["postcode", "town"]),
    ("position", &["lon", "lat"], &[]),
    ("geometry", &[], &[]),
];
/// The way that only features have.
const GEOMETRY: &str = "geometry";

/// What is wrong with a field: its name, and words.
pub type Wrong = (&'static str, String);

/// What can be said about the columns.
pub struct Choice {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
    pub intro: String,
    pub ways: Vec<Way>,
    pub day: Field,
    /// What is wrong with the ways as a whole.
    pub error: Option<String>,
}

/// A way to say where the places are.
pub struct Way {
    pub code: &'static str,
    pub label: String,
    pub chosen: bool,
    pub fields: Vec<Field>,
}

impl Choice {
    /// As the names of the columns tell it.
    pub fn guessed(state: &AppState, lang: Lang, file: &Preview) -> Self {
        let service = state.service();
        let guess = guess(file, service.city().grid.epsg());
        let intro = if guess.is_some() { "choose_intro" } else { "choose_intro_open" };
        let sent = guess.map(|(place, epsg)| told(place, epsg)).unwrap_or_default();
        Self {
            intro: lang.t(&format!("batch_page.{intro}"), &[]),
            ..Self::new(lang, file, &sent, &[])
        }
    }

    /// As it was sent, with what is wrong with it.
    pub fn sent(lang: Lang, file: &Preview, sent: &Sent, wrong: &[Wrong]) -> Self {
        Self::new(lang, file, sent, wrong)
    }

    fn new(lang: Lang, file: &Preview, sent: &Sent, wrong: &[Wrong]) -> Self {
        let error = |name: &str| {
            wrong.iter().find(|(field, _)| *field == name).map(|(_, text)| text.clone())
        };
        let field = |name, kind| Field {
            error: error(name),
            ..Field::new(lang, "batch_page", name, kind).value(sent.one(name))
        };
        let column = |name: &'static str, needed: bool| {
            let none = if needed { "batch_page.please" } else { "batch_page.none" };
            let none = forms::Choice { value: String::new(), label: lang.t(none, &[]) };
            let named = file.columns.iter().filter(|name| !name.is_empty());
            let named =
                named.map(|name| forms::Choice { value: name.clone(), label: name.clone() });
            Field { choices: std::iter::once(none).chain(named).collect(), ..field(name, "select") }
        };
        let ways = WAYS.iter().filter(|(code, ..)| file.has_features() || *code != GEOMETRY);
        let ways = ways.map(|(code, needed, more)| {
            let needed = needed.iter().map(|name| column(name, true));
            let crs =
                (*code == "position").then(|| field("crs", "text").hint("batch_page.crs_hint"));
            Way {
                code,
                label: lang.t(&format!("batch_page.way.{code}"), &[]),
                chosen: sent.has("place", code),
                fields: needed
                    .chain(more.iter().map(|name| column(name, false)))
                    .chain(crs)
                    .collect(),
            }
        });
        Self {
            columns: file.columns.clone(),
            rows: file.rows.clone(),
            intro: lang.t("batch_page.choose_intro", &[]),
            ways: ways.collect(),
            day: field("as_of", "date").hint("batch_page.as_of_hint"),
            error: error("place"),
        }
    }

    /// What is wrong with the fields, each with a link to it.
    pub fn message(&self, lang: Lang) -> Option<Message> {
        if let Some(error) = &self.error {
            return Some(Message::failed(lang, vec![error.clone()]));
        }
        let fields = self.ways.iter().flat_map(|way| &way.fields).chain([&self.day]);
        Message::errors(fields)
    }
}

/// A guess as the form would send it.
fn told(place: Place, epsg: Option<u32>) -> Sent {
    let mut sent = Vec::new();
    let mut tell = |name: &str, value: Option<String>| {
        sent.extend(value.map(|value| (name.to_owned(), value)));
    };
    let way = match place {
        Place::Address(column) => {
            tell("address", Some(column));
            "address"
        }
        Place::Parts { street, house_number, postcode, town } => {
            tell("street", Some(street));
            tell("house_number", house_number);
            tell("postcode", postcode);
            tell("town", town);
            "parts"
        }
        Place::Position { x, y } => {
            tell("lon", Some(x));
            tell("lat", Some(y));
            tell("crs", epsg.filter(|epsg| *epsg != WGS84).map(|epsg| format!("EPSG:{epsg}")));
            "position"
        }
        Place::Geometry => GEOMETRY,
    };
    tell("place", Some(way.to_owned()));
    Sent(sent)
}

/// What the form asks for.
pub fn request(
    lang: Lang,
    file: &Preview,
    sent: &Sent,
) -> Result<(Request, Option<Date>), Vec<Wrong>> {
    let word = |key: &str| lang.t(&format!("batch_page.{key}"), &[]);
    let mut wrong = Vec::new();
    let given = |name: &str| Some(sent.one(name).to_owned()).filter(|text| !text.is_empty());
    let way = WAYS.iter().find(|(code, ..)| sent.has("place", code));
    let fits = |code: &str| file.has_features() || code != GEOMETRY;
    let Some((code, needed, _)) = way.filter(|(code, ..)| fits(code)) else {
        return Err(vec![("place", word("no_way"))]);
    };
    for name in *needed {
        if !file.columns.contains(&given(name).unwrap_or_default()) || given(name).is_none() {
            wrong.push((*name, word("no_column")));
        }
    }
    let mut epsg = None;
    let place = match *code {
        "address" => Place::Address(sent.one("address").to_owned()),
        "parts" => Place::Parts {
            street: sent.one("street").to_owned(),
            house_number: given("house_number"),
            postcode: given("postcode"),
            town: given("town"),
        },
        "position" => {
            if let Some(text) = sent.text("crs") {
                epsg = Crs::parse(&text).map(|crs| crs.epsg());
                if epsg.is_none() {
                    wrong.push(("crs", word("bad_crs")));
                }
            }
            Place::Position { x: sent.one("lon").to_owned(), y: sent.one("lat").to_owned() }
        }
        _ => Place::Geometry,
    };
    let as_of = match sent.text("as_of").map(|text| text.parse()) {
        None => None,
        Some(Ok(day)) => Some(day),
        Some(Err(_)) => {
            wrong.push(("as_of", lang.t("error.date_invalid", &[])));
            None
        }
    };
    if wrong.is_empty() {
        Ok((Request { place, epsg, precision_m: 0.0 }, as_of))
    } else {
        Err(wrong)
    }
}

/// There is no answer for the day.
pub fn wrong_day(lang: Lang, error: &AskError) -> Wrong {
    let text = match error {
        AskError::NoEdition { day, first_day } => {
            let values = [("day", &*lang.day(*day)), ("first", &*lang.day(*first_day))];
            lang.t("error.no_edition", &values)
        }
        AskError::Question(_) => lang.t("error.date_invalid", &[]),
    };
    ("as_of", text)
}

/// A column does not fit.
pub fn wrong_column(lang: Lang, error: &BatchError, sent: &Sent) -> Wrong {
    let word = |key: &str| lang.t(&format!("batch_page.{key}"), &[]);
    match error {
        BatchError::DoubleColumn { name } | BatchError::NoColumn { name, .. } => {
            let key = match error {
                BatchError::DoubleColumn { .. } => "double_column",
                _ => "no_column",
            };
            let columns = WAYS.iter().filter(|(code, ..)| sent.has("place", code));
            let mut columns = columns.flat_map(|(_, needed, more)| needed.iter().chain(*more));
            let field = columns.find(|field| sent.one(field) == name);
            (field.copied().unwrap_or("place"), word(key))
        }
        BatchError::Crs(_) => ("crs", word("bad_crs")),
        other => ("place", super::view::defect(lang, other)),
    }
}
