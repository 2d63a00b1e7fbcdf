//! The entries of an organisation that can be filled in, and what can be said about each.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{CityDuty, Contact, Level, Organisation, Team, Unit};
use crate::domain::coded::coded;

coded! {
    /// The kinds of entries.
    pub enum EntryKind {
        /// The youth welfare office as a whole.
        Office = "office",
        /// The department of a region.
        Department = "department",
        /// A Sozialraumteam.
        Team = "team",
        /// A service of a region.
        Service = "service",
        /// What a head of department answers for in the whole city.
        CityDuty = "city_duty",
        /// A level on which the partners meet.
        Level = "level",
        /// A city-wide offer.
        CityOffer = "city_offer",
        /// The working group of the providers.
        WorkingGroup = "working_group",
        /// The youth welfare office responsible in a municipality around the city.
        Neighbour = "neighbour",
        /// A way to the office that starts without an address.
        Route = "route",
    }
}

impl EntryKind {
    /// Whether entries of this kind can be added and ended; the others belong to the structure.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Service | Self::CityOffer)
    }

    /// Whether entries of this kind have contact details.
    pub fn has_contact(self) -> bool {
        self != Self::Level
    }
}

/// Which entry: its kind and id, written `team/nord-a`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryKey {
    /// The kind.
    pub kind: EntryKind,
    /// The id within the kind.
    pub id: String,
}

/// Why a text names no entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "an entry is written KIND/ID, such as team/nord-a; an id has lower case letters, digits and hyphens"
)]
pub struct BadKey;

impl fmt::Display for EntryKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.kind.code(), self.id)
    }
}

impl FromStr for EntryKey {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let (kind, id) = text.split_once('/').ok_or(BadKey)?;
        let kind = EntryKind::of_code(kind).ok_or(BadKey)?;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if id.is_empty() || id.len() > 80 || !id.chars().all(plain) {
            return Err(BadKey);
        }
        Ok(Self { kind, id: id.to_owned() })
    }
}

/// An id made from a name: plain letters, digits and hyphens; empty when the name has none.
pub fn slug(name: &str) -> String {
    let plain: String = name
        .to_lowercase()
        .chars()
        .map(|c| match c {
            'ä' => "ae".to_owned(),
            'ö' => "oe".to_owned(),
            'ü' => "ue".to_owned(),
            'ß' => "ss".to_owned(),
            c if c.is_ascii_alphanumeric() => c.to_string(),
            _ => "-".to_owned(),
        })
        .collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-").chars().take(60).collect::<String>().trim_end_matches('-').to_owned()
}

impl Serialize for EntryKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EntryKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What can be said about an entry. Everything but the name may be unknown.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Details {
    /// Name of the body or function; for a neighbour, of the responsible office; for a way without
    /// an address, of who is responsible where that is no entry.
    pub name: String,
    /// Abbreviation in use.
    pub short: Option<String>,
    /// What it does; for a level, who belongs to it; for a way without an address, what to do.
    pub role: Option<String>,
    /// The region of a service.
    pub region: Option<String>,
    /// How often it meets.
    pub rhythm: Option<String>,
    /// The entry that a way without an address leads to, written as its key.
    #[schema(example = "service/asd-nord")]
    pub leads_to: Option<String>,
    /// How to reach it.
    pub contact: Contact,
}

impl From<&Unit> for Details {
    fn from(unit: &Unit) -> Self {
        Self {
            name: unit.name.clone(),
            short: unit.short.clone(),
            role: unit.role.clone(),
            region: unit.region.clone(),
            rhythm: unit.rhythm.clone(),
            leads_to: None,
            contact: unit.contact.clone(),
        }
    }
}

impl From<&Team> for Details {
    fn from(team: &Team) -> Self {
        Self {
            name: team.name.clone(),
            rhythm: team.rhythm.clone(),
            contact: team.contact.clone(),
            ..Self::default()
        }
    }
}

impl From<&CityDuty> for Details {
    fn from(duty: &CityDuty) -> Self {
        Self { name: duty.name.clone(), contact: duty.contact.clone(), ..Self::default() }
    }
}

impl From<&Level> for Details {
    fn from(level: &Level) -> Self {
        Self {
            name: level.name.clone(),
            role: level.members.clone(),
            rhythm: level.rhythm.clone(),
            ..Self::default()
        }
    }
}

impl Unit {
    fn apply(&mut self, details: &Details) {
        self.name.clone_from(&details.name);
        self.short.clone_from(&details.short);
        self.role.clone_from(&details.role);
        self.rhythm.clone_from(&details.rhythm);
        self.contact.clone_from(&details.contact);
    }

    fn new(id: &str, details: &Details) -> Self {
        let mut unit = Self {
            id: id.to_owned(),
            name: String::new(),
            short: None,
            region: details.region.clone(),
            role: None,
            rhythm: None,
            contact: Contact::default(),
            source: None,
        };
        unit.apply(details);
        unit
    }
}

impl Organisation {
    /// The entries in the order in which they are shown, with what is on file about them.
    pub fn entries(&self) -> Vec<(EntryKey, Details)> {
        let key = |kind, id: &str| EntryKey { kind, id: id.to_owned() };
        let unit = |kind, unit: &Unit| (key(kind, &unit.id), Details::from(unit));
        let mut entries = vec![unit(EntryKind::Office, &self.office)];
        entries.extend(self.regions.iter().map(|r| unit(EntryKind::Department, &r.department)));
        entries.extend(self.teams.iter().map(|t| (key(EntryKind::Team, &t.id), t.into())));
        entries.extend(self.services.iter().map(|u| unit(EntryKind::Service, u)));
        entries
            .extend(self.city_duties.iter().map(|d| (key(EntryKind::CityDuty, &d.id), d.into())));
        entries.extend(self.levels.iter().map(|l| (key(EntryKind::Level, &l.id), l.into())));
        entries.extend(self.city_offers.iter().map(|u| unit(EntryKind::CityOffer, u)));
        entries.extend(self.working_group.iter().map(|u| unit(EntryKind::WorkingGroup, u)));
        entries.extend(self.neighbours.iter().map(|u| unit(EntryKind::Neighbour, u)));
        entries.extend(self.route_entries());
        entries
    }

    /// Fills an entry in. One that is not there is added if its kind is open, a neighbour or a
    /// way without an address, and left alone otherwise: a structure that is gone is not brought back by its details.
    pub(super) fn fill_in(&mut self, key: &EntryKey, details: &Details) {
        let id = key.id.as_str();
        let list = match key.kind {
            EntryKind::Office => {
                return if self.office.id == id {
                    self.office.apply(details);
                };
            }
            EntryKind::WorkingGroup => {
                return if let Some(unit) = self.working_group.as_mut().filter(|u| u.id == id) {
                    unit.apply(details);
                };
            }
            EntryKind::Department => {
                let units = self.regions.iter_mut().map(|region| &mut region.department);
                return units.filter(|unit| unit.id == id).for_each(|unit| unit.apply(details));
            }
            EntryKind::Team => {
                return self.teams.iter_mut().filter(|team| team.id == id).for_each(|team| {
                    team.name.clone_from(&details.name);
                    team.rhythm.clone_from(&details.rhythm);
                    team.contact.clone_from(&details.contact);
                });
            }
            EntryKind::CityDuty => {
                return self.city_duties.iter_mut().filter(|duty| duty.id == id).for_each(|duty| {
                    duty.name.clone_from(&details.name);
                    duty.contact.clone_from(&details.contact);
                });
            }
            EntryKind::Level => {
                return self.levels.iter_mut().filter(|level| level.id == id).for_each(|level| {
                    level.name.clone_from(&details.name);
                    level.members.clone_from(&details.role);
                    level.rhythm.clone_from(&details.rhythm);
                });
            }
            EntryKind::Route => return self.fill_in_route(id, details),
            EntryKind::Service => &mut self.services,
            EntryKind::CityOffer => &mut self.city_offers,
            EntryKind::Neighbour => &mut self.neighbours,
        };
        match list.iter_mut().find(|unit| unit.id == id) {
            Some(unit) => unit.apply(details),
            None => list.push(Unit::new(id, details)),
        }
    }

    /// Takes an entry out; only those of an open kind can be.
    pub(super) fn take_out(&mut self, key: &EntryKey) {
        match key.kind {
            EntryKind::Service => self.services.retain(|unit| unit.id != key.id),
            EntryKind::CityOffer => self.city_offers.retain(|unit| unit.id != key.id),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_from_names() {
        assert_eq!(slug("Frühe Hilfen (Süd)"), "fruehe-hilfen-sued");
        assert_eq!(slug(" – "), "");
        assert!(slug(&"sehr lang ".repeat(20)).len() <= 60);
    }

    #[test]
    fn keys_are_read_as_they_are_written() {
        for kind in EntryKind::ALL {
            let key = EntryKey { kind, id: "nord-a".into() };
            assert_eq!(key.to_string().parse(), Ok(key.clone()));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        }
        for bad in ["", "team", "team/", "Team/x", "team/x y", "team/../x", "nothing/x"] {
            assert_eq!(bad.parse::<EntryKey>(), Err(BadKey), "{bad}");
        }
    }
}
