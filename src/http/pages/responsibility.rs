//! The chain behind a team, ready for the page.

use crate::domain::organisation::{
    Composition, Contact, Contradiction, Responsibility, TeamHours, Unit,
};
use crate::locale::Lang;

/// Contact details as rows; what is not on file has no value.
pub struct ContactView {
    /// Label, value and link target.
    pub rows: Vec<ContactRow>,
    /// Where the details come from.
    pub source: Option<String>,
    lang: Lang,
}

/// One way to reach somebody.
pub struct ContactRow {
    /// What it is.
    pub label: String,
    /// The detail, when it is on file.
    pub value: Option<String>,
    /// Where a click leads, for numbers and addresses that a device can use.
    pub href: Option<String>,
}

impl ContactView {
    /// The rows of contact details.
    pub fn new(lang: Lang, contact: &Contact) -> Self {
        let row =
            |key: &str, value: &Option<String>, href: fn(&str) -> Option<String>| ContactRow {
                label: lang.t(&format!("contact.{key}"), &[]),
                value: value.clone(),
                href: value.as_deref().and_then(href),
            };
        Self {
            rows: vec![
                row("address", &contact.address, |_| None),
                row("room", &contact.room, |_| None),
                row("phone", &contact.phone, telephone),
                row("email", &contact.email, |mail| Some(format!("mailto:{mail}"))),
                row("website", &contact.website, web_page),
                row("hours", &contact.hours, |_| None),
            ],
            source: contact.source.clone(),
            lang,
        }
    }

    /// The rows that are on file.
    pub fn known(&self) -> impl Iterator<Item = &ContactRow> {
        self.rows.iter().filter(|row| row.value.is_some())
    }

    /// One line that names what is not on file.
    pub fn missing(&self) -> Option<String> {
        let labels: Vec<&str> = self
            .rows
            .iter()
            .filter(|row| row.value.is_none())
            .map(|row| row.label.as_str())
            .collect();
        let fields = self.lang.list(&labels);
        (!labels.is_empty()).then(|| self.lang.t("contact.missing_fields", &[("fields", &fields)]))
    }
}

pub(super) fn telephone(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    (!digits.is_empty()).then(|| format!("tel:{digits}"))
}

/// Only web addresses become links; data must not bring in other schemes.
pub(super) fn web_page(address: &str) -> Option<String> {
    let safe = address.starts_with("https://") || address.starts_with("http://");
    safe.then(|| address.to_owned())
}

/// Anybody with a name and contact details.
pub struct UnitView {
    /// Full name, with its abbreviation where there is one.
    pub name: String,
    /// What it does.
    pub role: Option<String>,
    /// How often it meets.
    pub rhythm: Option<String>,
    /// How to reach it.
    pub contact: ContactView,
}

impl UnitView {
    fn new(lang: Lang, unit: &Unit) -> Self {
        Self {
            name: match &unit.short {
                Some(short) => format!("{} ({short})", unit.name),
                None => unit.name.clone(),
            },
            role: unit.role.clone(),
            rhythm: unit.rhythm.clone(),
            contact: ContactView::new(lang, &unit.contact),
        }
    }
}

/// Everybody behind a team.
pub struct ResponsibilityView {
    /// Name of the region.
    pub region: String,
    /// Contact of the team itself.
    pub team_contact: ContactView,
    /// How often the team meets.
    pub team_rhythm: Option<String>,
    /// Who works in the team.
    pub members: Vec<String>,
    /// Weekly hours of the free providers, the sum last.
    pub hours: Vec<String>,
    /// Where this is written.
    pub team_source: Option<String>,
    /// What the sources leave contradictory.
    pub contradictions: Vec<Contradiction>,
    /// The office as a whole.
    pub office: UnitView,
    /// The department of the region.
    pub department: UnitView,
    /// Services of the region.
    pub services: Vec<UnitView>,
    /// City-wide duties: name, subjects, contact.
    pub duties: Vec<DutyView>,
    /// The levels on which the partners meet.
    pub levels: Vec<LevelView>,
    /// City-wide offers.
    pub offers: Vec<UnitView>,
    /// The working group of the providers.
    pub working_group: Option<UnitView>,
}

/// What a head of department answers for in the whole city.
pub struct DutyView {
    /// Name of the function.
    pub name: String,
    /// The subjects.
    pub subjects: Vec<String>,
    /// How to reach the function.
    pub contact: ContactView,
}

/// One of the levels on which the partners meet.
pub struct LevelView {
    /// Name of the level and the body that meets there.
    pub name: String,
    /// Who belongs to it, where that is known.
    pub members: Option<String>,
    /// How often it meets, where that is known.
    pub rhythm: Option<String>,
}

impl ResponsibilityView {
    /// The chain for a region named `region`.
    pub fn new(lang: Lang, chain: &Responsibility, region: &str) -> Self {
        let unit = |unit: &Unit| UnitView::new(lang, unit);
        Self {
            region: region.to_owned(),
            team_contact: ContactView::new(lang, &chain.team.contact),
            team_rhythm: chain.team.rhythm.clone(),
            members: chain.team.composition.map_or_else(Vec::new, |known| members(lang, known)),
            hours: chain.team.hours.map_or_else(Vec::new, |known| hours(lang, known)),
            team_source: chain.team.source.clone(),
            contradictions: chain.contradictions.clone(),
            office: unit(&chain.office),
            department: unit(&chain.department),
            services: chain.services.iter().map(unit).collect(),
            duties: chain
                .city_duties
                .iter()
                .map(|duty| DutyView {
                    name: duty.name.clone(),
                    subjects: duty.subjects.clone(),
                    contact: ContactView::new(lang, &duty.contact),
                })
                .collect(),
            levels: chain
                .levels
                .iter()
                .map(|level| LevelView {
                    name: format!("{}: {}", level.name, level.body),
                    members: level.members.clone(),
                    rhythm: level.rhythm.clone(),
                })
                .collect(),
            offers: chain.city_offers.iter().map(unit).collect(),
            working_group: chain.working_group.as_ref().map(unit),
        }
    }
}

fn members(lang: Lang, composition: Composition) -> Vec<String> {
    let counted = |key: &str, count: u32| {
        let key = if count == 1 { format!("chain.{key}_one") } else { format!("chain.{key}") };
        lang.t(&key, &[("count", &count.to_string())])
    };
    vec![
        counted("asd_posts", composition.asd_posts),
        counted("youth_work", composition.youth_work_coordinators),
        counted("free_providers", composition.free_provider_staff),
    ]
}

fn hours(lang: Lang, hours: TeamHours) -> Vec<String> {
    let text = |key: &str, hours: u32, each: u32| {
        lang.t(key, &[("hours", &hours.to_string()), ("each", &each.to_string())])
    };
    vec![
        text("chain.consultation", hours.consultation, hours.consultation_per_person),
        text("chain.other_work", hours.other_work, 0),
        text("chain.hours_total", hours.total, 0),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_on_file_is_named() {
        let contact = Contact {
            phone: Some("040 123-456".into()),
            website: Some("javascript:alert(1)".into()),
            ..Contact::default()
        };
        let view = ContactView::new(Lang::De, &contact);
        let hrefs: Vec<_> = view.known().map(|row| row.href.as_deref()).collect();
        assert_eq!(hrefs, [Some("tel:040123456"), None], "no scheme but the web's");
        assert_eq!(
            view.missing().as_deref(),
            Some("Nicht hinterlegt: Adresse, Raum, E-Mail, Sprechzeiten")
        );
    }
}
