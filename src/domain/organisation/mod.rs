//! Who answers for what: regions with their departments, Sozialraumteams,
//! regional services, city-wide duties and offers.
//!
//! Everything that the source leaves open is `None` and shown as "not on
//! file"; nothing is filled in by the software.

mod check;
mod entry;
mod route;
mod timeline;

use serde::{Deserialize, Serialize};

pub use check::FieldError;
pub use entry::{BadKey, Details, EntryKey, EntryKind, slug};
pub use route::{Route, RouteKind, RouteOnFile, RouteTarget};
pub use timeline::{Change, Content, NewChange, Timeline, Undone};

/// How to reach somebody. Every field may be unknown.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Contact {
    /// Postal address or place.
    pub address: Option<String>,
    /// Room or entrance.
    pub room: Option<String>,
    /// Telephone number as it is dialled in Germany.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Page on the web.
    pub website: Option<String>,
    /// Office hours in the words of the office.
    pub hours: Option<String>,
    /// Where these details come from and how sure they are.
    pub source: Option<String>,
}

impl Contact {
    /// Whether it says any way to reach somebody.
    pub fn is_known(&self) -> bool {
        let Self { address, room, phone, email, website, hours, source: _ } = self;
        [address, room, phone, email, website, hours].into_iter().any(Option::is_some)
    }
}

/// Anybody who can be named and reached: an office, a department, a service, an offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Stable identifier, lower case ASCII.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Abbreviation in use, such as ASD.
    #[serde(default)]
    pub short: Option<String>,
    /// The region it belongs to; `None` for the whole city.
    #[serde(default)]
    pub region: Option<String>,
    /// What it does, where the name does not say it.
    #[serde(default)]
    pub role: Option<String>,
    /// How often it meets, where it is known.
    #[serde(default)]
    pub rhythm: Option<String>,
    /// How to reach it.
    #[serde(default)]
    pub contact: Contact,
    /// Where this is written.
    #[serde(default)]
    pub source: Option<String>,
}

/// A region of the city and the department that serves it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Stable identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// The department (Fachbereich) of the youth welfare office.
    pub department: Unit,
}

/// Who works in a Sozialraumteam.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Composition {
    /// Posts of the Allgemeiner Sozialer Dienst.
    pub asd_posts: u32,
    /// Coordinators of youth work.
    pub youth_work_coordinators: u32,
    /// Permanent staff of free providers (freie Träger).
    pub free_provider_staff: u32,
}

/// Weekly hours of the free providers' staff in a team, all of them together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamHours {
    /// Collegial consultation in advance (kollegiale Beratung im Vorfeld), hours a week.
    pub consultation: u32,
    /// The share of one person in it, hours a week.
    pub consultation_per_person: u32,
    /// Work beyond the single case, hours a week; see the contradictions for its kind.
    pub other_work: u32,
    /// The sum, hours a week.
    pub total: u32,
}

/// A Sozialraumteam.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// Stable identifier.
    pub id: String,
    /// Full name.
    pub name: String,
    /// The Sozialraum it is responsible for.
    pub sozialraum: String,
    /// The region of that Sozialraum.
    pub region: String,
    /// Who works in it, where it is known.
    #[serde(default)]
    pub composition: Option<Composition>,
    /// Hours of the free providers, where they are known.
    #[serde(default)]
    pub hours: Option<TeamHours>,
    /// How often it meets, where it is known.
    #[serde(default)]
    pub rhythm: Option<String>,
    /// How to reach it.
    #[serde(default)]
    pub contact: Contact,
    /// Where this is written.
    #[serde(default)]
    pub source: Option<String>,
}

/// What a head of department answers for in the whole city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CityDuty {
    /// Stable identifier.
    pub id: String,
    /// Name of the function.
    pub name: String,
    /// The region whose department this head leads.
    pub region: String,
    /// The subjects, city-wide.
    pub subjects: Vec<String>,
    /// How to reach the function.
    #[serde(default)]
    pub contact: Contact,
    /// Where this is written.
    #[serde(default)]
    pub source: Option<String>,
}

/// One of the levels on which the partners meet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Stable identifier.
    pub id: String,
    /// Name of the level.
    pub name: String,
    /// The body that meets there.
    pub body: String,
    /// Who belongs to it, where it is known.
    #[serde(default)]
    pub members: Option<String>,
    /// How often it meets, where it is known.
    #[serde(default)]
    pub rhythm: Option<String>,
    /// Where this is written.
    #[serde(default)]
    pub source: Option<String>,
}

/// A point on which the sources contradict each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contradiction {
    /// Stable identifier.
    pub id: String,
    /// The field that it concerns.
    pub about: String,
    /// The open question.
    pub question: String,
    /// What each source says.
    #[serde(alias = "reading")]
    pub readings: Vec<ContradictionReading>,
}

/// What one source says on a contradicted point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContradictionReading {
    /// The source.
    pub source: String,
    /// Its reading.
    pub value: String,
}

/// The whole organisation of a city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// The youth welfare office as a whole.
    pub office: Unit,
    /// Its regions.
    #[serde(alias = "region")]
    pub regions: Vec<Region>,
    /// The Sozialraumteams.
    #[serde(alias = "team")]
    pub teams: Vec<Team>,
    /// Services of a region.
    #[serde(alias = "service", default)]
    pub services: Vec<Unit>,
    /// City-wide duties of the heads of department.
    #[serde(alias = "city_duty", default)]
    pub city_duties: Vec<CityDuty>,
    /// The levels on which the partners meet.
    #[serde(alias = "level", default)]
    pub levels: Vec<Level>,
    /// City-wide offers.
    #[serde(alias = "city_offer", default)]
    pub city_offers: Vec<Unit>,
    /// The working group of the providers (§ 78 SGB VIII).
    #[serde(default)]
    pub working_group: Option<Unit>,
    /// The youth welfare offices responsible around the city, by the key of the municipality.
    #[serde(skip)]
    pub neighbours: Vec<Unit>,
    /// What the ways without an address lead to.
    #[serde(alias = "route", default)]
    pub routes: Vec<Route>,
    /// Points on which the sources contradict each other.
    #[serde(alias = "contradiction", default)]
    pub contradictions: Vec<Contradiction>,
}

/// The chain of responsibility behind one Sozialraum.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Responsibility {
    /// The office as a whole.
    pub office: Unit,
    /// The region's department.
    pub department: Unit,
    /// The Sozialraumteam.
    pub team: Team,
    /// The region's services.
    pub services: Vec<Unit>,
    /// City-wide duties, of both heads of department.
    pub city_duties: Vec<CityDuty>,
    /// The levels on which the partners meet.
    pub levels: Vec<Level>,
    /// City-wide offers.
    pub city_offers: Vec<Unit>,
    /// The working group of the providers.
    pub working_group: Option<Unit>,
    /// What the sources leave contradictory.
    pub contradictions: Vec<Contradiction>,
}

impl Organisation {
    /// The team responsible for a Sozialraum.
    pub fn team_of(&self, sozialraum: &str) -> Option<&Team> {
        self.teams.iter().find(|team| team.sozialraum == sozialraum)
    }

    /// The team responsible for a Sozialraum, when its region is known.
    pub fn team_behind(&self, sozialraum: &str) -> Option<&Team> {
        self.team_of(sozialraum).filter(|team| self.region(&team.region).is_some())
    }

    /// The region with this id.
    pub fn region(&self, id: &str) -> Option<&Region> {
        self.regions.iter().find(|region| region.id == id)
    }

    /// Everybody behind a Sozialraum; `None` when it has no team or its region is unknown.
    pub fn responsibility(&self, sozialraum: &str) -> Option<Responsibility> {
        let team = self.team_behind(sozialraum)?;
        let region = self.region(&team.region)?;
        Some(Responsibility {
            office: self.office.clone(),
            department: region.department.clone(),
            team: team.clone(),
            services: self
                .services
                .iter()
                .filter(|unit| unit.region.as_deref() == Some(region.id.as_str()))
                .cloned()
                .collect(),
            city_duties: self.city_duties.clone(),
            levels: self.levels.clone(),
            city_offers: self.city_offers.clone(),
            working_group: self.working_group.clone(),
            contradictions: self.contradictions.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One region with one team.
    pub(super) fn organisation() -> Organisation {
        let unit = |id: &str| Unit {
            id: id.into(),
            name: id.into(),
            short: None,
            region: None,
            role: None,
            rhythm: None,
            contact: Contact::default(),
            source: None,
        };
        Organisation {
            office: unit("amt"),
            regions: vec![Region {
                id: "nord".into(),
                name: "Nord".into(),
                department: unit("fachbereich-nord"),
            }],
            teams: vec![Team {
                id: "nord-a".into(),
                name: "Team Nord A".into(),
                sozialraum: "a".into(),
                region: "nord".into(),
                composition: None,
                hours: None,
                rhythm: None,
                contact: Contact::default(),
                source: None,
            }],
            services: Vec::new(),
            city_duties: Vec::new(),
            levels: Vec::new(),
            city_offers: Vec::new(),
            working_group: None,
            neighbours: Vec::new(),
            routes: Vec::new(),
            contradictions: Vec::new(),
        }
    }

    #[test]
    fn every_entry_can_be_filled_in_under_its_key() {
        let mut organisation = organisation();
        for (key, mut details) in organisation.clone().entries() {
            details.name = format!("{} neu", details.name);
            organisation.fill_in(&key, &details);
            let kept = organisation.entries().into_iter().find(|(other, _)| *other == key);
            assert_eq!(kept, Some((key, details)));
        }
    }
}
