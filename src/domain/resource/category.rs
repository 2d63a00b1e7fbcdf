//! What offers there are: the taxonomy of the resource map.
//!
//! It covers what a framework paper of Sozialraumorientierung counts among the resources of a
//! social space: the ways through it, where people shop and meet, its institutions, clubs,
//! churches and businesses, and the help that people find in it.

use crate::domain::coded::coded;

coded! {
    /// What an offer is about. An offer may belong to several.
    pub enum Category {
        /// Advice in questions of upbringing, money, addiction, law and more.
        Counselling = "counselling",
        /// Early help (Frühe Hilfen): pregnancy to the third birthday.
        EarlyHelp = "early_help",
        /// Help with upbringing (Hilfen zur Erziehung) and protection of children.
        ParentingSupport = "parenting_support",
        /// Groups and courses for parents with their children.
        ParentChild = "parent_child",
        /// Day care: Kita, crèche, day-care person.
        Kita = "kita",
        /// Schools of all kinds.
        School = "school",
        /// Open youth work and youth associations.
        YouthWork = "youth_work",
        /// Meeting places: family centres, neighbourhood and community centres.
        MeetingPlace = "meeting_place",
        /// Volunteering and mutual help.
        Volunteering = "volunteering",
        /// Inclusion: offers for people with disabilities and for taking part.
        Inclusion = "inclusion",
        /// Medical and therapeutic care.
        Health = "health",
        /// Sport and movement.
        Sport = "sport",
        /// Culture and learning: libraries, music, theatre, adult education.
        Culture = "culture",
        /// Churches and other religious communities.
        Religion = "religion",
        /// Clubs.
        Club = "club",
        /// Associations and welfare organisations.
        Association = "association",
        /// Public institutions and offices.
        Institution = "institution",
        /// Businesses that are a resource for the neighbourhood.
        Business = "business",
        /// Shops for daily needs.
        Shopping = "shopping",
        /// Playgrounds.
        Playground = "playground",
        /// Stops of public transport.
        Stop = "stop",
    }
}

impl Category {
    /// Whether it is a layer of its own, shown only when asked for: there are so many of them
    /// that everything else would drown.
    pub const fn is_layer(self) -> bool {
        matches!(self, Self::Shopping | Self::Playground | Self::Stop)
    }
}
