//! What people will read of an entry: its fields, and its hours for the next two weeks.

use super::fields;
use crate::{
    domain::resource::{Resource, hours::Hours},
    locale::{Lang, opening::DayLine},
    service::Service,
};

/// How many days are laid out.
const DAYS: u16 = 14;
/// The fields that the public reads; hours are laid out.
const HIDDEN: [&str; 8] =
    ["name", "hours", "place", "principles", "translations", "visibility", "source", "next_check"];

/// A field as people read it.
pub struct Line {
    /// What it is.
    pub label: String,
    /// What is said; „nicht bekannt“ when nothing is.
    pub text: String,
}

/// What people will read.
pub struct Preview {
    /// The name.
    pub name: String,
    /// The fields.
    pub lines: Vec<Line>,
}

impl Preview {
    /// The preview of an entry.
    pub fn new(lang: Lang, service: &Service, resource: &Resource) -> Self {
        let shown = fields::FIELDS.into_iter().filter(|field| !HIDDEN.contains(field));
        let line = |field: &str| Line {
            label: fields::label(lang, field),
            text: fields::text(lang, service, resource, field)
                .unwrap_or_else(|| lang.t("resource_form.unknown", &[])),
        };
        Self { name: resource.name.clone(), lines: shown.map(line).collect() }
    }
}

/// The next two weeks, day by day; empty when no hours are known.
pub fn days(lang: Lang, service: &Service, hours: Option<&str>) -> Vec<DayLine> {
    let Some(hours) = hours.and_then(|text| Hours::parse(text).ok()) else { return Vec::new() };
    let today = Service::today();
    let days = hours.days(today, DAYS, service.calendar());
    days.iter().map(|day| lang.day_line(day, today)).collect()
}
