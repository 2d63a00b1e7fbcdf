//! `/offline`: all offers in one compact page, which browsers keep for times without a connection.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, response::Response};
use jiff::civil::DateTime;

use super::{
    Layout, filters, html_to_keep,
    offer::{Text, Week, address_lines, text_of, week},
    responsibility::telephone,
};
use crate::{
    domain::resource::{Category, Record, TextField, Visibility},
    http::{AppState, identity::Who, language::Language},
    locale::{Lang, opening::DayLine},
    service::Service,
};

/// Most offers on the page; a phone has to keep it.
const MOST: usize = 500;

/// Offers of one category.
struct Group {
    category: String,
    offers: Vec<Brief>,
}

/// An offer in a few lines.
struct Brief {
    href: String,
    name: Text,
    address: Option<String>,
    phones: Vec<(String, Option<String>)>,
    /// Days that are not wholly closed; `None` when nothing is known.
    days: Option<Vec<DayLine>>,
    appointment: bool,
    checked: Option<String>,
}

#[derive(Template)]
#[template(path = "offline.html")]
struct OfflinePage {
    layout: Layout,
    at: String,
    groups: Vec<Group>,
    left_out: usize,
}

/// `GET /offline`.
pub async fn offline(State(state): State<AppState>, who: Who, language: Language) -> Response {
    let layout = Layout::of_residents(&state, &language, &who, "/karte").keepable();
    let kept = layout.kept.is_some();
    let service = state.service();
    let now = Service::now();
    let at = language.lang.moment(&Service::local(jiff::Timestamp::now()));
    let mut by_category: BTreeMap<Category, Vec<Brief>> = BTreeMap::new();
    let public = service.resources().records().filter(|record| {
        record.resource.visibility == Visibility::Public && !record.resource.is_layer()
    });
    let mut left_out = 0;
    for (number, record) in public.enumerate() {
        let Some(category) = record.resource.categories.iter().min() else { continue };
        if number < MOST {
            let brief = Brief::new(language.lang, &service, record, now);
            by_category.entry(*category).or_default().push(brief);
        } else {
            left_out += 1;
        }
    }
    let groups = by_category.into_iter().map(|(category, offers)| {
        let category = language.lang.t(&format!("category.{}", category.code()), &[]);
        Group { category, offers }
    });
    let page = OfflinePage { layout, at, groups: groups.collect(), left_out };
    html_to_keep(&language, &page, kept)
}

impl Brief {
    fn new(lang: Lang, service: &Service, record: &Record, now: DateTime) -> Self {
        let resource = &record.resource;
        let days = match week(lang, resource.hours.as_deref(), now, service.calendar()) {
            Some(Week::Days(days)) => {
                Some(days.into_iter().filter(|day| !day.spans.is_empty()).collect())
            }
            Some(Week::Unread(_)) | None => None,
        };
        let phones = resource.contacts.iter().filter_map(|contact| contact.phone.as_ref());
        let address = address_lines(resource);
        let checked = record.verification.as_ref();
        Self {
            href: format!("/angebot/{}", resource.id),
            name: text_of(resource, TextField::Name, lang).expect("every entry has a name"),
            address: (!address.is_empty()).then(|| address.join(", ")),
            phones: phones.map(|number| (number.clone(), telephone(number))).collect(),
            days,
            appointment: resource.appointment_only,
            checked: checked.map(|checked| lang.day(Service::local(checked.at).date())),
        }
    }
}
