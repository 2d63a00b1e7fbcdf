//! What can be chosen, in words.

use crate::{
    domain::{
        coded::Coded,
        resource::{Group, Origin, Principle, Reach, Resource},
    },
    http::pages::forms::Choice,
    locale::Lang,
    service::Service,
};

/// Who put a text into another language, in words.
pub fn origin(lang: Lang, origin: Origin) -> String {
    let key = match origin {
        Origin::Person => "resource_form.origin.person",
        Origin::Machine => "resource_form.origin.machine",
    };
    lang.t(key, &[])
}

/// What a value is called; `group` is its part of the catalogue under `resource_form`.
pub fn word(lang: Lang, group: &str, value: impl Coded) -> String {
    lang.t(&format!("resource_form.{group}.{}", value.code()), &[])
}

/// What a principle is called.
pub fn principle(lang: Lang, principle: Principle) -> String {
    lang.t(&format!("column.value.principles.{}", principle.code()), &[])
}

/// What a group of people is called.
pub fn group(lang: Lang, group: Group) -> String {
    lang.t(&format!("column.value.groups.{}", group.code()), &[])
}

/// A list to choose from, with „nicht bekannt“ in front.
pub fn choices<T: Coded>(lang: Lang, group: &str) -> Vec<Choice> {
    let choice =
        |value: &T| Choice { value: value.code().into(), label: word(lang, group, *value) };
    std::iter::once(unknown(lang)).chain(T::VALUES.iter().map(choice)).collect()
}

fn unknown(lang: Lang) -> Choice {
    Choice { value: String::new(), label: lang.t("resource_form.unknown", &[]) }
}

/// Yes or no, with „nicht bekannt“ in front.
pub fn yes_or_no(lang: Lang) -> Vec<Choice> {
    let word = |(value, key): (&str, _)| Choice { value: value.into(), label: lang.t(key, &[]) };
    let words = [("yes", "resource_form.yes"), ("no", "resource_form.no")].map(word);
    std::iter::once(unknown(lang)).chain(words).collect()
}

/// For which parts of the city an offer can be meant, as the form sends them.
pub fn reaches(lang: Lang, service: &Service) -> Vec<Choice> {
    let mut all = vec![Reach::Place, Reach::City];
    if let Ok(day) = service.on(None) {
        let areas = day.edition.sozialraeume.iter();
        all.extend(areas.map(|area| Reach::Sozialraum(area.id.clone())));
        all.extend(day.organisation.regions.iter().map(|region| Reach::Region(region.id.clone())));
    }
    let choice = |reach: &Reach| Choice {
        value: reach_code(reach),
        label: reach_word(lang, service, reach),
    };
    all.iter().map(choice).collect()
}

/// What the form sends for a part of the city.
pub fn reach_code(reach: &Reach) -> String {
    match reach {
        Reach::Place => "place".into(),
        Reach::City => "city".into(),
        Reach::Sozialraum(id) => format!("sozialraum:{id}"),
        Reach::Region(id) => format!("region:{id}"),
    }
}

/// The part of the city that the form sent.
pub fn reach_of(code: &str) -> Reach {
    match code.split_once(':') {
        Some(("sozialraum", id)) => Reach::Sozialraum(id.into()),
        Some(("region", id)) => Reach::Region(id.into()),
        _ if code == "city" => Reach::City,
        _ => Reach::Place,
    }
}

/// A part of the city in words.
pub fn reach_word(lang: Lang, service: &Service, reach: &Reach) -> String {
    let day = service.on(None).ok();
    match reach {
        Reach::Place => lang.t("resource_form.reach.place", &[]),
        Reach::City => lang.t("resource_form.reach.city", &[]),
        Reach::Sozialraum(id) => {
            let areas = day.map(|day| &day.edition.sozialraeume);
            let name = areas.and_then(|areas| areas.iter().find(|area| area.id == *id));
            let name = name.map_or(id.as_str(), |area| &area.name);
            lang.t("resource_form.reach.sozialraum", &[("name", name)])
        }
        Reach::Region(id) => {
            let name = day.and_then(|day| day.organisation.region(id).map(|r| r.name.clone()));
            let name = name.unwrap_or_else(|| id.clone());
            lang.t("resource_form.reach.region", &[("name", &name)])
        }
    }
}

/// The name of the Sozialraum in which an entry lies today.
pub fn area_of(service: &Service, resource: &Resource) -> Option<String> {
    let day = service.on(None).ok()?;
    let point = service.city().grid.to_grid(resource.place?).ok()?;
    Some(day.edition.sozialraum(day.edition.face_at(point)?).name.clone())
}

/// The categories of an entry in words.
pub fn categories(lang: Lang, resource: &Resource) -> String {
    let word = |category: &crate::domain::resource::Category| {
        lang.t(&format!("category.{}", category.code()), &[])
    };
    resource.categories.iter().map(word).collect::<Vec<_>>().join(", ")
}
