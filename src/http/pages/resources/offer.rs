//! An entry of the list in words.

use jiff::civil::{Date, DateTime, Time};
use uuid::Uuid;

use crate::{
    domain::{
        grid::LonLat,
        resource::{Address, Audience, Category, Cost, Kind, Visibility, Wheelchair, search::Hit},
    },
    http::resource_item::{HoursNow, Openness, name},
    locale::Lang,
    service::Service,
};

/// A category as pages show it.
pub struct CategoryView {
    /// The code, which names the icon, too.
    pub code: &'static str,
    /// Its name.
    pub label: String,
}

impl CategoryView {
    /// The category in a language.
    pub fn new(lang: Lang, category: Category) -> Self {
        let code = category.code();
        Self { code, label: lang.t(&format!("category.{code}"), &[]) }
    }
}

/// An entry of the list.
pub struct OfferView {
    /// Its number in the list and on the map.
    pub number: usize,
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Whether the name is German.
    pub german: bool,
    /// What it is about.
    pub categories: Vec<CategoryView>,
    /// How it stands with the opening hours, as code for the look.
    pub state: &'static str,
    /// The same in words.
    pub hours: String,
    /// How far it is, and how that was measured.
    pub distance: Option<String>,
    /// The address in one line.
    pub address: Option<String>,
    /// Where it is.
    pub place: Option<LonLat>,
    /// What matters to many, in a word or two each.
    pub tags: Vec<String>,
    /// When somebody made sure that it is true.
    pub checked: String,
    /// Whether only staff see it.
    pub office: bool,
    /// Whether it is not known of some condition that it fits.
    pub unknown: bool,
}

impl OfferView {
    /// A hit as it stands in the list under a number.
    pub fn new(service: &Service, lang: Lang, number: usize, hit: &Hit<'_>, now: DateTime) -> Self {
        let record = &hit.entry.record;
        let resource = &record.resource;
        let hours = HoursNow::of(service, hit.entry, now);
        let (name, german) = name(resource, lang);
        let categories = resource.categories.iter();
        let checked = match &record.verification {
            Some(verification) => {
                let day = lang.day(Service::local(verification.at).date());
                lang.t("offer.checked", &[("day", &day)])
            }
            None => lang.t("offer.unchecked", &[]),
        };
        Self {
            number,
            id: resource.id,
            name: name.to_owned(),
            german,
            categories: categories.map(|category| CategoryView::new(lang, *category)).collect(),
            state: code(hours.state),
            hours: hours_line(lang, &hours, now),
            distance: hit.distance_m.map(|metres| distance(lang, metres, hit.on_foot)),
            address: address_line(&resource.address, &service.city().info.name),
            place: hit.entry.point.and(resource.place),
            tags: tags(lang, resource),
            checked,
            office: resource.visibility == Visibility::Office,
            unknown: hit.unknown,
        }
    }
}

/// The code of a state, for the look.
pub fn code(state: Openness) -> &'static str {
    match state {
        Openness::Open => "open",
        Openness::Closed => "closed",
        Openness::ByAppointment => "by_appointment",
        Openness::Unknown => "unknown",
    }
}

/// A distance on foot or as the crow flies: in tens of metres, as the places are not known any
/// better.
pub(super) fn distance(lang: Lang, metres: f64, on_foot: bool) -> String {
    let rounded = if metres < 1_000.0 { (metres / 10.0).round() * 10.0 } else { metres };
    let key = if on_foot { "offer.distance_on_foot" } else { "offer.distance" };
    lang.t(key, &[("distance", &lang.metres(rounded))])
}

/// Street and house number, and the town where it is not the city itself.
fn address_line(address: &Address, city: &str) -> Option<String> {
    let elsewhere = address.town.as_ref().filter(|town| *town != city);
    let parts: Vec<&str> = [&address.street, &address.note]
        .into_iter()
        .flatten()
        .chain(elsewhere)
        .map(String::as_str)
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// How it stands with the opening hours, in words.
pub fn hours_line(lang: Lang, hours: &HoursNow, now: DateTime) -> String {
    let text = match (hours.state, hours.until, hours.next_open) {
        (Openness::Open, Some(until), _) => open_until(lang, until, now.date()),
        (Openness::Open, None, _) => lang.t("offer.open", &[]),
        (Openness::Closed, _, Some(next)) => opens(lang, next, now.date()),
        (Openness::Closed, _, None) => lang.t("offer.closed", &[]),
        (Openness::ByAppointment, ..) => lang.t("offer.by_appointment", &[]),
        (Openness::Unknown, ..) => lang.t("offer.hours_unknown", &[]),
    };
    match hours.comment.as_deref().map(str::trim).filter(|comment| !comment.is_empty()) {
        Some(comment) => lang.t("offer.with_comment", &[("text", &text), ("comment", comment)]),
        None => text,
    }
}

fn open_until(lang: Lang, until: DateTime, today: Date) -> String {
    let tomorrow = today.tomorrow().ok();
    let midnight = until.time() == Time::midnight() && tomorrow == Some(until.date());
    if midnight {
        return lang.t("offer.open_until", &[("time", &clock(lang, 24, 0))]);
    }
    let time = clock(lang, until.hour(), until.minute());
    if until.date() == today {
        return lang.t("offer.open_until", &[("time", &time)]);
    }
    lang.t(
        "offer.open_until_day",
        &[("day", &near_day(lang, until.date(), today)), ("time", &time)],
    )
}

fn opens(lang: Lang, next: DateTime, today: Date) -> String {
    let time = clock(lang, next.hour(), next.minute());
    let key = match next.date() {
        day if day == today => "offer.opens_today",
        day if today.tomorrow().ok() == Some(day) => "offer.opens_tomorrow",
        day => {
            let day = near_day(lang, day, today);
            return lang.t("offer.opens_day", &[("day", &day), ("time", &time)]);
        }
    };
    lang.t(key, &[("time", &time)])
}

/// A day of the next week by its name, any other by its date.
fn near_day(lang: Lang, day: Date, today: Date) -> String {
    let days = today.until(day).map_or(i32::MAX, |span| span.get_days());
    if days < 7 { lang.weekday(day) } else { lang.day(day) }
}

fn clock(lang: Lang, hour: i8, minute: i8) -> String {
    let key = if minute == 0 { "offer.clock_full" } else { "offer.clock" };
    lang.t(key, &[("hour", &hour.to_string()), ("minute", &format!("{minute:02}"))])
}

fn tags(lang: Lang, resource: &crate::domain::resource::Resource) -> Vec<String> {
    let word = |key: &str| Some(lang.t(&format!("offer.{key}"), &[]));
    let cost = match resource.cost {
        Some(Cost::Free) => word("free"),
        Some(Cost::Reduced) => word("reduced"),
        Some(Cost::Paid) => word("paid"),
        None => None,
    };
    let wheelchair = match resource.access.wheelchair {
        Some(Wheelchair::Yes) => word("wheelchair"),
        Some(Wheelchair::Limited) => word("wheelchair_limited"),
        Some(Wheelchair::No) => word("wheelchair_no"),
        None => None,
    };
    let voluntary = resource.kind.filter(|kind| *kind == Kind::Voluntary);
    let languages: Vec<String> = resource.languages.iter().map(|code| spoken(lang, code)).collect();
    let languages = (!languages.is_empty())
        .then(|| lang.t("offer.languages", &[("languages", &lang.list(languages))]));
    [age(lang, &resource.audience), cost, wheelchair, voluntary.and(word("voluntary")), languages]
        .into_iter()
        .flatten()
        .collect()
}

/// For which ages an offer is, in words; `None` when it is not known.
pub fn age(lang: Lang, audience: &Audience) -> Option<String> {
    let text = |key: &str, min: u8, max: u8| {
        Some(lang.t(key, &[("min", &min.to_string()), ("max", &max.to_string())]))
    };
    match (audience.all_ages, audience.min_age, audience.max_age) {
        (true, ..) => text("offer.all_ages", 0, 0),
        (false, None, None) => None,
        (false, Some(min), None) => text("offer.from_age", min, 0),
        (false, None, Some(max)) => text("offer.to_age", 0, max),
        (false, Some(min), Some(max)) => text("offer.ages", min, max),
    }
}

/// The languages that can be chosen: those most spoken in German cities, and sign language.
pub(super) const SPOKEN: [&str; 14] =
    ["de", "en", "tr", "ar", "uk", "ru", "pl", "fa", "ku", "ro", "bg", "sq", "fr", "gsg"];

/// The name of a spoken language; its code when there is no name for it.
pub fn spoken(lang: Lang, code: &str) -> String {
    if SPOKEN.contains(&code) { lang.t(&format!("spoken.{code}"), &[]) } else { code.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn line(state: Openness, until: Option<DateTime>, next_open: Option<DateTime>) -> String {
        let hours = HoursNow { state, until, next_open, comment: None };
        hours_line(Lang::De, &hours, date(2026, 11, 25).at(12, 0, 0, 0))
    }

    #[test]
    fn hours_are_said_as_people_say_them() {
        let at = |day, hour, minute| Some(date(2026, 11, day).at(hour, minute, 0, 0));
        let open = |until| line(Openness::Open, until, None);
        let closed = |next| line(Openness::Closed, None, next);
        assert_eq!(open(at(25, 18, 0)), "Geöffnet bis 18 Uhr");
        assert_eq!(open(at(26, 0, 0)), "Geöffnet bis 24 Uhr");
        assert_eq!(open(at(26, 2, 30)), "Geöffnet bis Donnerstag, 2:30 Uhr");
        assert_eq!(open(None), "Geöffnet");
        assert_eq!(closed(at(25, 14, 30)), "Geschlossen, öffnet heute um 14:30 Uhr");
        assert_eq!(closed(at(26, 9, 0)), "Geschlossen, öffnet morgen um 9 Uhr");
        assert_eq!(closed(at(30, 9, 0)), "Geschlossen, öffnet wieder: Montag, 9 Uhr");
        assert_eq!(
            closed(Some(date(2027, 1, 4).at(9, 0, 0, 0))),
            "Geschlossen, öffnet wieder: 4. Januar 2027, 9 Uhr"
        );
        assert_eq!(closed(None), "Geschlossen");
        assert_eq!(line(Openness::ByAppointment, None, None), "Nach Vereinbarung");
        assert_eq!(line(Openness::Unknown, None, None), "Öffnungszeiten nicht bekannt");
    }

    #[test]
    fn ages_and_distances_are_put_in_words() {
        let ages =
            |min_age, max_age| age(Lang::De, &Audience { min_age, max_age, ..Audience::default() });
        assert_eq!(ages(Some(6), Some(17)).as_deref(), Some("6 bis 17 Jahre"));
        assert_eq!(ages(Some(6), None).as_deref(), Some("ab 6 Jahren"));
        assert_eq!(ages(None, None), None);
        assert_eq!(distance(Lang::De, 347.0, false), "350 m Luftlinie");
        assert_eq!(distance(Lang::De, 1_234.0, true), "1,2 km zu Fuß");
    }

    #[test]
    fn a_town_is_named_only_where_it_is_another() {
        let address = |town: &str| Address {
            street: Some("Weg 1".into()),
            town: Some(town.into()),
            ..Address::default()
        };
        assert_eq!(address_line(&address("Stadt"), "Stadt").as_deref(), Some("Weg 1"));
        assert_eq!(address_line(&address("Dorf"), "Stadt").as_deref(), Some("Weg 1, Dorf"));
        assert_eq!(address_line(&Address::default(), "Stadt"), None);
    }
}
