//! Which edition a page is about.

use crate::{
    domain::city::OnDay,
    http::{
        pages::forms::{Choice, Field},
        problem::Problem,
    },
    locale::Lang,
    service::Service,
};

/// The edition with this number; without one, that of today or else the latest.
pub fn chosen(service: &Service, number: Option<u32>) -> Result<OnDay<'_>, Problem> {
    let today = || service.on(None).ok().map(|day| day.edition.edition.number);
    let latest = || service.city().editions.last().map(|edition| edition.edition.number);
    let number = number.or_else(today).or_else(latest);
    let found = number.and_then(|number| service.by_edition(number));
    found.ok_or_else(|| Problem::not_found("There is no such edition."))
}

/// An edition in words: number and first day.
pub fn name(lang: Lang, day: OnDay<'_>) -> String {
    let edition = &day.edition.edition;
    let values =
        [("number", &*edition.number.to_string()), ("from", &*lang.day(edition.valid_from))];
    lang.t("street_admin.edition", &values)
}

/// The list to choose one from; nothing where there is only one.
pub fn field(lang: Lang, service: &Service, chosen: u32) -> Option<Field> {
    let editions = &service.city().editions;
    let choices = editions.iter().filter_map(|edition| {
        let number = edition.edition.number;
        Some(Choice { value: number.to_string(), label: name(lang, service.by_edition(number)?) })
    });
    let field = Field::new(lang, "street_admin", "ausgabe", "select").value(chosen.to_string());
    (editions.len() > 1).then(|| Field { choices: choices.collect(), ..field })
}
