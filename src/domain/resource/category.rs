//! What offers there are: the taxonomy of the resource map.
//!
//! It covers what a framework paper of Sozialraumorientierung counts among the resources of a
//! social space: the ways through it, where people shop and meet, its institutions, clubs,
//! churches and businesses, and the help that people find in it.

use serde::{Deserialize, Serialize};

/// What an offer is about. An offer may belong to several.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Advice in questions of upbringing, money, addiction, law and more.
    Counselling,
    /// Early help (Frühe Hilfen): pregnancy to the third birthday.
    EarlyHelp,
    /// Help with upbringing (Hilfen zur Erziehung) and protection of children.
    ParentingSupport,
    /// Groups and courses for parents with their children.
    ParentChild,
    /// Day care: Kita, crèche, day-care person.
    Kita,
    /// Schools of all kinds.
    School,
    /// Open youth work and youth associations.
    YouthWork,
    /// Meeting places: family centres, neighbourhood and community centres.
    MeetingPlace,
    /// Volunteering and mutual help.
    Volunteering,
    /// Inclusion: offers for people with disabilities and for taking part.
    Inclusion,
    /// Medical and therapeutic care.
    Health,
    /// Sport and movement.
    Sport,
    /// Culture and learning: libraries, music, theatre, adult education.
    Culture,
    /// Churches and other religious communities.
    Religion,
    /// Clubs.
    Club,
    /// Associations and welfare organisations.
    Association,
    /// Public institutions and offices.
    Institution,
    /// Businesses that are a resource for the neighbourhood.
    Business,
    /// Shops for daily needs.
    Shopping,
    /// Playgrounds.
    Playground,
    /// Stops of public transport.
    Stop,
}

impl Category {
    /// All categories in the order in which people read them: help first.
    pub const ALL: [Self; 21] = [
        Self::Counselling,
        Self::EarlyHelp,
        Self::ParentingSupport,
        Self::ParentChild,
        Self::Kita,
        Self::School,
        Self::YouthWork,
        Self::MeetingPlace,
        Self::Volunteering,
        Self::Inclusion,
        Self::Health,
        Self::Sport,
        Self::Culture,
        Self::Religion,
        Self::Club,
        Self::Association,
        Self::Institution,
        Self::Business,
        Self::Shopping,
        Self::Playground,
        Self::Stop,
    ];

    /// The code in files, links and catalogues.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Counselling => "counselling",
            Self::EarlyHelp => "early_help",
            Self::ParentingSupport => "parenting_support",
            Self::ParentChild => "parent_child",
            Self::Kita => "kita",
            Self::School => "school",
            Self::YouthWork => "youth_work",
            Self::MeetingPlace => "meeting_place",
            Self::Volunteering => "volunteering",
            Self::Inclusion => "inclusion",
            Self::Health => "health",
            Self::Sport => "sport",
            Self::Culture => "culture",
            Self::Religion => "religion",
            Self::Club => "club",
            Self::Association => "association",
            Self::Institution => "institution",
            Self::Business => "business",
            Self::Shopping => "shopping",
            Self::Playground => "playground",
            Self::Stop => "stop",
        }
    }

    /// The category with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.code() == code)
    }

    /// Whether it is a layer of its own, shown only when asked for: there are so many of them
    /// that everything else would drown.
    pub const fn is_layer(self) -> bool {
        matches!(self, Self::Shopping | Self::Playground | Self::Stop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_what_files_say() {
        for category in Category::ALL {
            assert_eq!(serde_json::to_value(category).unwrap(), category.code());
            assert_eq!(Category::of_code(category.code()), Some(category));
        }
        assert_eq!(Category::of_code("no such"), None);
    }
}
