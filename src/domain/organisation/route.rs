//! The ways to the office that start without an address, and what each leads to.
//!
//! Which ways there are is fixed: they follow from the law and from daily work. What each leads to
//! is the office's own, and unknown until somebody says it.

use serde::{Deserialize, Serialize};

use super::{Contact, Details, EntryKey, EntryKind, Organisation};
use crate::domain::coded::coded;

coded! {
    /// The ways that are no address.
    pub enum RouteKind {
        /// The family has no fixed abode.
        NoFixedAbode = "no-fixed-abode",
        /// A women's shelter or another protected place; nothing about it may be typed anywhere.
        ProtectedPlace = "protected-place",
        /// The child is taken into care (§ 42 SGB VIII).
        TakenIntoCare = "taken-into-care",
        /// A child from abroad without parents or guardians (§ 42a SGB VIII).
        UnaccompaniedMinor = "unaccompanied-minor",
        /// It is night, weekend or a holiday (Rufbereitschaft).
        OutsideOfficeHours = "outside-office-hours",
    }
}

impl RouteKind {
    /// The provision of SGB VIII on whose stay counts; the other ways are not of the law, but of
    /// daily work.
    pub fn law(self) -> Option<&'static str> {
        match self {
            Self::NoFixedAbode => {
                Some("§ 86 Abs. 2 Satz 4 und Abs. 4 Satz 2, § 86a Abs. 3, § 86b Abs. 2 SGB VIII")
            }
            Self::TakenIntoCare => Some("§ 87 Satz 1 SGB VIII"),
            Self::UnaccompaniedMinor => Some("§ 87 Satz 2, § 88a SGB VIII"),
            Self::ProtectedPlace | Self::OutsideOfficeHours => None,
        }
    }
}

/// What a way leads to, as far as it is on file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// Which way.
    pub id: RouteKind,
    /// The entry that is responsible, such as `service/asd-nord`.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "service/asd-nord")]
    pub leads_to: Option<EntryKey>,
    /// Who is responsible, where that is no entry of the organisation.
    #[serde(default)]
    pub name: Option<String>,
    /// What has to be done on this way.
    #[serde(default)]
    pub what_to_do: Option<String>,
    /// How to reach whoever is responsible; where it is empty, that of the entry holds.
    #[serde(default)]
    pub contact: Contact,
    /// Where this is written.
    #[serde(default)]
    pub source: Option<String>,
}

/// An entry by its name.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct RouteTarget {
    /// The entry.
    #[schema(value_type = String, example = "service/asd-nord")]
    pub entry: EntryKey,
    /// Its name.
    pub name: String,
}

/// A way and what it leads to on a day. Everything but the way itself may be unknown.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct RouteOnFile {
    /// Which way.
    pub id: RouteKind,
    /// The entry that is responsible; none that does not exist on the day.
    pub leads_to: Option<RouteTarget>,
    /// Who is responsible, where that is no entry of the organisation.
    pub name: Option<String>,
    /// What has to be done.
    pub what_to_do: Option<String>,
    /// How to reach whoever is responsible.
    pub contact: Contact,
    /// Where this is written.
    pub source: Option<String>,
}

impl RouteOnFile {
    /// Whether it says whom to turn to or what to do.
    pub fn leads_somewhere(&self) -> bool {
        self.leads_to.is_some()
            || self.name.is_some()
            || self.what_to_do.is_some()
            || self.contact.is_known()
    }
}

impl Route {
    fn new(id: RouteKind) -> Self {
        Self {
            id,
            leads_to: None,
            name: None,
            what_to_do: None,
            contact: Contact::default(),
            source: None,
        }
    }

    fn apply(&mut self, details: &Details) {
        self.leads_to = details.leads_to.as_deref().and_then(|entry| entry.parse().ok());
        self.name = Some(details.name.clone()).filter(|name| !name.is_empty());
        self.what_to_do.clone_from(&details.role);
        self.contact.clone_from(&details.contact);
    }
}

impl From<&Route> for Details {
    fn from(route: &Route) -> Self {
        Self {
            name: route.name.clone().unwrap_or_default(),
            role: route.what_to_do.clone(),
            leads_to: route.leads_to.as_ref().map(EntryKey::to_string),
            contact: route.contact.clone(),
            ..Self::default()
        }
    }
}

impl EntryKind {
    /// Whether a way can lead to entries of this kind: those that act for a family.
    pub fn takes_cases(self) -> bool {
        matches!(
            self,
            Self::Office
                | Self::Department
                | Self::Team
                | Self::Service
                | Self::CityDuty
                | Self::CityOffer
        )
    }
}

impl Organisation {
    /// Every way with what it leads to, in the order in which people read them.
    pub fn routes_on_file(&self) -> Vec<RouteOnFile> {
        let entries = self.entries();
        let on_file = |id| {
            let route = self.route(id);
            let target = route.leads_to.and_then(|key| entries.iter().find(|(own, _)| *own == key));
            let contact = match target {
                Some((_, details)) if !route.contact.is_known() => details.contact.clone(),
                _ => route.contact,
            };
            RouteOnFile {
                id,
                leads_to: target.map(|(entry, details)| RouteTarget {
                    entry: entry.clone(),
                    name: details.name.clone(),
                }),
                name: route.name,
                what_to_do: route.what_to_do,
                contact,
                source: route.source,
            }
        };
        RouteKind::ALL.map(on_file).into()
    }

    /// What is said about a way, an empty one where nothing is.
    fn route(&self, id: RouteKind) -> Route {
        self.routes.iter().find(|route| route.id == id).cloned().unwrap_or_else(|| Route::new(id))
    }

    /// The ways as entries: all of them are there, whether or not anything is said about them.
    pub(super) fn route_entries(&self) -> impl Iterator<Item = (EntryKey, Details)> {
        RouteKind::ALL.into_iter().map(|id| {
            let key = EntryKey { kind: EntryKind::Route, id: id.code().to_owned() };
            (key, Details::from(&self.route(id)))
        })
    }

    /// Says what a way leads to; one that is not known any more is left alone.
    pub(super) fn fill_in_route(&mut self, id: &str, details: &Details) {
        let Some(id) = RouteKind::of_code(id) else { return };
        if self.routes.iter().all(|route| route.id != id) {
            self.routes.push(Route::new(id));
        }
        self.routes.iter_mut().filter(|route| route.id == id).for_each(|r| r.apply(details));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::organisation::tests::organisation;

    fn on_file(organisation: &Organisation, id: RouteKind) -> RouteOnFile {
        organisation.routes_on_file().into_iter().find(|route| route.id == id).unwrap()
    }

    #[test]
    fn every_way_is_there_and_leads_nowhere_until_somebody_says_so() {
        let routes = organisation().routes_on_file();
        assert_eq!(routes.iter().map(|route| route.id).collect::<Vec<_>>(), RouteKind::ALL);
        assert!(routes.iter().all(|route| !route.leads_somewhere()), "{routes:?}");
        for id in RouteKind::ALL {
            let key = format!("route/{}", id.code());
            assert!(key.parse::<EntryKey>().is_ok(), "{key} cannot be written");
        }
    }

    #[test]
    fn a_way_has_the_contact_of_its_entry_unless_it_has_its_own() {
        let mut organisation = organisation();
        organisation.teams[0].contact.phone = Some("040 1".into());
        let mut details = Details { leads_to: Some("team/nord-a".into()), ..Details::default() };
        organisation.fill_in_route("no-fixed-abode", &details);
        let route = on_file(&organisation, RouteKind::NoFixedAbode);
        assert_eq!(route.leads_to.as_ref().unwrap().name, "Team Nord A");
        assert_eq!(route.contact.phone.as_deref(), Some("040 1"));
        assert!(!on_file(&organisation, RouteKind::ProtectedPlace).leads_somewhere());

        details.contact.email = Some("a@stadt.example".into());
        organisation.fill_in_route("no-fixed-abode", &details);
        let route = on_file(&organisation, RouteKind::NoFixedAbode);
        assert_eq!(route.contact.phone, None, "details of two sources are not mixed");
        assert_eq!(organisation.routes.len(), 1);
    }

    #[test]
    fn a_way_to_an_entry_that_is_gone_leads_nowhere() {
        let mut organisation = organisation();
        let details = Details { leads_to: Some("service/asd".into()), ..Details::default() };
        organisation.fill_in_route("taken-into-care", &details);
        assert!(!on_file(&organisation, RouteKind::TakenIntoCare).leads_somewhere());
        organisation.fill_in_route("to-the-moon", &details);
        assert_eq!(organisation.routes.len(), 1);
    }
}
