//! The fixed words of an entry.

use serde::{Deserialize, Serialize};

/// Who carries an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Paid staff.
    Professional,
    /// Volunteers.
    Voluntary,
    /// Neither: a place or a network that people simply use.
    Informal,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Professional, Self::Voluntary, Self::Informal];

    /// The code in files, links and catalogues.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Professional => "professional",
            Self::Voluntary => "voluntary",
            Self::Informal => "informal",
        }
    }
}

/// How social work uses an offer; the principles of the framework paper, after KGSt (1998).
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
pub enum Principle {
    /// For one case (fallspezifisch).
    Fallspezifisch,
    /// Uses the social space on the occasion of a case (fallübergreifend).
    Falluebergreifend,
    /// Independent of any case (fallunabhängig).
    Fallunabhaengig,
}

impl Principle {
    /// All principles.
    pub const ALL: [Self; 3] =
        [Self::Fallspezifisch, Self::Falluebergreifend, Self::Fallunabhaengig];

    /// The code in files, links and catalogues.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fallspezifisch => "fallspezifisch",
            Self::Falluebergreifend => "falluebergreifend",
            Self::Fallunabhaengig => "fallunabhaengig",
        }
    }
}

/// Groups of people that an offer turns to.
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
pub enum Group {
    /// Families.
    Families,
    /// Parents.
    Parents,
    /// People who expect a child.
    Pregnant,
    /// Children.
    Children,
    /// Young people.
    Youth,
    /// Older people.
    Seniors,
    /// Women and girls.
    Women,
    /// Men and boys.
    Men,
    /// People with disabilities.
    Disability,
    /// People who came from another country.
    Migration,
}

impl Group {
    /// All groups.
    pub const ALL: [Self; 10] = [
        Self::Families,
        Self::Parents,
        Self::Pregnant,
        Self::Children,
        Self::Youth,
        Self::Seniors,
        Self::Women,
        Self::Men,
        Self::Disability,
        Self::Migration,
    ];
}

/// What an offer costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cost {
    /// Nothing.
    Free,
    /// Something, but less or nothing for people with little money.
    Reduced,
    /// Something.
    Paid,
}

/// How far a wheelchair gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Wheelchair {
    /// Everywhere.
    Yes,
    /// To some rooms, or with help.
    Limited,
    /// Not in.
    No,
}

/// Who or what put a text into another language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Somebody who speaks it.
    Person,
    /// A machine; shown as such.
    Machine,
}

/// The fields that can be translated.
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
pub enum TextField {
    /// [`Resource::name`](super::Resource::name).
    Name,
    /// [`Resource::description`](super::Resource::description).
    Description,
    /// [`Resource::cost_note`](super::Resource::cost_note).
    CostNote,
}

/// Who may see an entry.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody.
    #[default]
    Public,
    /// Staff only.
    Office,
}
