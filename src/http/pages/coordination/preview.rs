//! What people will read of an entry: its fields, and its hours for the next two weeks.

use super::fields;
use crate::{
    domain::resource::{
        Resource,
        hours::{Day, Hours, OpenSpan, SpanKind},
    },
    locale::Lang,
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

/// A day of the hours.
pub struct DayView {
    /// The day of the week and the day.
    pub day: String,
    /// Holidays that it lies in.
    pub holidays: String,
    /// When what holds.
    pub spans: Vec<String>,
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
pub fn days(lang: Lang, service: &Service, hours: Option<&str>) -> Vec<DayView> {
    let Some(hours) = hours.and_then(|text| Hours::parse(text).ok()) else { return Vec::new() };
    let days = hours.days(Service::today(), DAYS, service.calendar());
    days.iter().map(|day| day_view(lang, day)).collect()
}

fn day_view(lang: Lang, day: &Day) -> DayView {
    let public = day
        .public_holiday
        .map(|holiday| lang.t(&format!("public_holiday.{}", super::words::code(&holiday)), &[]));
    let holidays: Vec<String> = public.into_iter().chain(day.school_holiday.clone()).collect();
    let spans = if day.spans.is_empty() {
        vec![lang.t("resource_form.closed", &[])]
    } else {
        day.spans.iter().map(|one| span(lang, one)).collect()
    };
    let values = [("weekday", &*lang.weekday_short(day.date)), ("day", &*lang.day(day.date))];
    DayView { day: lang.t("resource_form.day", &values), holidays: holidays.join(", "), spans }
}

fn span(lang: Lang, span: &OpenSpan) -> String {
    let clock = |hour: i8, minute: i8| format!("{hour}:{minute:02}");
    let from = clock(span.from.hour(), span.from.minute());
    let to = match (span.to.hour(), span.to.minute()) {
        (0, 0) => "24:00".to_owned(),
        (hour, minute) => clock(hour, minute),
    };
    let values = [("from", &*from), ("to", &*to)];
    let times = lang.t("resource_form.times", &values);
    let kind = match span.kind {
        SpanKind::Open => None,
        SpanKind::ByAppointment => Some(lang.t("resource_form.by_appointment", &[])),
        SpanKind::Unknown => Some(lang.t("resource_form.unknown", &[])),
    };
    let more: Vec<String> = kind.into_iter().chain(span.comment.clone()).collect();
    if more.is_empty() { times } else { format!("{times} ({})", more.join("; ")) }
}
