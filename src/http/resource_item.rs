//! An entry of the resource map as lists show it, over the API and on pages.

use jiff::{Timestamp, civil::DateTime};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    domain::{
        city::OnDay,
        grid::LonLat,
        resource::{
            Address, Audience, Category, Cost, Kind, Resource, TextField, Visibility, Wheelchair,
            hours::State,
            search::{Entry, Hit},
        },
    },
    locale::Lang,
    service::Service,
};

/// Whether an offer is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Openness {
    /// Open now.
    Open,
    /// Closed now.
    Closed,
    /// A time has to be agreed.
    ByAppointment,
    /// Not known.
    Unknown,
}

/// How things stand with the opening hours at this moment; times as clocks in the city show them.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct HoursNow {
    /// Whether it is open.
    pub state: Openness,
    /// Until when, if it is open and that ends.
    #[schema(value_type = Option<String>, example = "2026-11-27T18:00:00")]
    pub until: Option<DateTime>,
    /// When it opens next, if it is closed and that is known.
    #[schema(value_type = Option<String>, example = "2026-11-28T09:00:00")]
    pub next_open: Option<DateTime>,
    /// What the hours say about it.
    pub comment: Option<String>,
}

impl HoursNow {
    /// How things stand with an entry at a time.
    pub fn of(service: &Service, entry: &Entry, now: DateTime) -> Self {
        let of =
            |state, comment: Option<String>| Self { state, until: None, next_open: None, comment };
        // Whoever only comes by appointment finds no open door at any time.
        if entry.record.resource.appointment_only {
            return of(Openness::ByAppointment, None);
        }
        let Some(hours) = service.resources().hours_of(entry) else {
            return of(Openness::Unknown, None);
        };
        match hours.at(now, service.calendar()) {
            State::Open { until, comment } => Self { until, ..of(Openness::Open, comment) },
            State::Closed { next_open, comment } => {
                Self { next_open, ..of(Openness::Closed, comment) }
            }
            State::ByAppointment { comment } => of(Openness::ByAppointment, said(comment)),
            State::Unknown { comment } => of(Openness::Unknown, said(comment)),
        }
    }
}

fn said(comment: impl Into<Option<String>>) -> Option<String> {
    comment.into()
}

/// The name of an offer in a language, and whether it is in German: where nobody has put it into
/// that language.
pub fn name(resource: &Resource, lang: Lang) -> (&str, bool) {
    let texts = resource.translations.get(lang.tag());
    match texts.and_then(|texts| texts.get(&TextField::Name)) {
        Some(translation) => (&translation.text, false),
        None => (&resource.name, true),
    }
}

/// An entry in a list.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ResourceItem {
    /// Permanent identifier.
    pub id: Uuid,
    /// Name, in the language asked for where there is one.
    pub name: String,
    /// What it is about.
    pub categories: Vec<Category>,
    /// Who carries it; unknown when null.
    pub kind: Option<Kind>,
    /// Its address.
    pub address: Address,
    /// Where it is, in degrees of WGS 84.
    pub place: Option<LonLat>,
    /// How things stand with the opening hours.
    pub hours: HoursNow,
    /// For whom it is.
    pub audience: Audience,
    /// What it costs; unknown when null.
    pub cost: Option<Cost>,
    /// How far a wheelchair gets; unknown when null.
    pub wheelchair: Option<Wheelchair>,
    /// Languages spoken there, as ISO 639 codes.
    pub languages: Vec<String>,
    /// The Sozialraum in which it lies.
    pub sozialraum: Option<String>,
    /// The region in which it lies.
    pub region: Option<String>,
    /// Who may see it.
    pub visibility: Visibility,
    /// When somebody made sure that it is true; never when null.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub verified_at: Option<Timestamp>,
    /// When it was changed last.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// Metres to it, when the question had a place.
    pub distance_m: Option<f64>,
    /// Whether the distance is the shortest way on foot; else it is as the crow flies.
    pub on_foot: bool,
    /// Whether it is not known of some condition that the entry fits.
    pub unknown: bool,
}

impl ResourceItem {
    /// A hit as it is shown in a list.
    pub fn new(
        service: &Service,
        day: &OnDay<'_>,
        hit: &Hit<'_>,
        lang: Lang,
        now: DateTime,
    ) -> Self {
        let record = &hit.entry.record;
        let resource = &record.resource;
        let area = hit.entry.area(day.edition.edition.number);
        Self {
            id: resource.id,
            name: name(resource, lang).0.to_owned(),
            categories: resource.categories.clone(),
            kind: resource.kind,
            address: resource.address.clone(),
            place: resource.place,
            hours: HoursNow::of(service, hit.entry, now),
            audience: resource.audience.clone(),
            cost: resource.cost,
            wheelchair: resource.access.wheelchair,
            languages: resource.languages.clone(),
            sozialraum: area.map(|area| area.id.to_string()),
            region: area.map(|area| area.region.to_string()),
            visibility: resource.visibility,
            verified_at: record.verification.as_ref().map(|verification| verification.at),
            updated_at: record.updated_at,
            // Whole metres: a place is not known more exactly.
            distance_m: hit.distance_m.map(f64::round),
            on_foot: hit.on_foot,
            unknown: hit.unknown,
        }
    }
}
