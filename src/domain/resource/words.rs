//! The fixed words of an entry.

use crate::domain::coded::coded;

coded! {
    /// Who carries an offer.
    pub enum Kind {
        /// Paid staff.
        Professional = "professional",
        /// Volunteers.
        Voluntary = "voluntary",
        /// Neither: a place or a network that people simply use.
        Informal = "informal",
    }
}

coded! {
    /// How social work uses an offer; the principles of the framework paper, after KGSt (1998).
    pub enum Principle {
        /// For one case (fallspezifisch).
        Fallspezifisch = "fallspezifisch",
        /// Uses the social space on the occasion of a case (fallübergreifend).
        Falluebergreifend = "falluebergreifend",
        /// Independent of any case (fallunabhängig).
        Fallunabhaengig = "fallunabhaengig",
    }
}

coded! {
    /// Groups of people that an offer turns to.
    pub enum Group {
        /// Families.
        Families = "families",
        /// Parents.
        Parents = "parents",
        /// People who expect a child.
        Pregnant = "pregnant",
        /// Children.
        Children = "children",
        /// Young people.
        Youth = "youth",
        /// Older people.
        Seniors = "seniors",
        /// Women and girls.
        Women = "women",
        /// Men and boys.
        Men = "men",
        /// People with disabilities.
        Disability = "disability",
        /// People who came from another country.
        Migration = "migration",
    }
}

coded! {
    /// What an offer costs.
    pub enum Cost {
        /// Nothing.
        Free = "free",
        /// Something, but less or nothing for people with little money.
        Reduced = "reduced",
        /// Something.
        Paid = "paid",
    }
}

coded! {
    /// How far a wheelchair gets.
    pub enum Wheelchair {
        /// Everywhere.
        Yes = "yes",
        /// To some rooms, or with help.
        Limited = "limited",
        /// Not in.
        No = "no",
    }
}

coded! {
    /// Who or what put a text into another language.
    pub enum Origin {
        /// Somebody who speaks it.
        Person = "person",
        /// A machine; shown as such.
        Machine = "machine",
    }
}

coded! {
    /// The fields that can be translated.
    pub enum TextField {
        /// [`Resource::name`](super::Resource::name).
        Name = "name",
        /// [`Resource::description`](super::Resource::description).
        Description = "description",
        /// [`Resource::cost_note`](super::Resource::cost_note).
        CostNote = "cost_note",
    }
}

coded! {
    /// Who may see an entry.
    #[derive(Default)]
    pub enum Visibility {
        /// Everybody.
        #[default]
        Public = "public",
        /// Staff only.
        Office = "office",
    }
}
