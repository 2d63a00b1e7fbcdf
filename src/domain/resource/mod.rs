//! The resource map: what there is in a Sozialraum, for whom, when, and who keeps it true.
//!
//! Everything that is not known is `None` or empty and shown as not known; nothing is filled in
//! by the software.

#[cfg(test)]
pub(crate) mod arbitrary;
pub mod bulk;
mod category;
mod check;
pub mod duplicates;
pub mod hours;
pub mod listing;
pub mod profile;
mod record;
pub mod search;
mod suggestion;
pub mod worklist;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::grid::LonLat;

pub use category::Category;
pub use check::{FieldError, MAX_LINE, MAX_TEXT, is_language};
pub use record::{Change, ChangeKind, Record, Status, Verification};
pub use suggestion::{NewSuggestion, Proposal, ProposedField, Suggestion, SuggestionState};

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

/// For which part of the city an offer is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case", tag = "of", content = "id")]
pub enum Reach {
    /// The place where it is.
    #[default]
    Place,
    /// One Sozialraum, by its id.
    Sozialraum(String),
    /// A region, by its id.
    Region(String),
    /// The whole city.
    City,
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

/// For whom an offer is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Audience {
    /// Whether every age is welcome; the two limits are empty then.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub all_ages: bool,
    /// From which age on, in years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_age: Option<u8>,
    /// Up to which age, in years, that age included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_age: Option<u8>,
    /// Groups that it turns to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
}

impl Audience {
    /// Whether somebody of that age is welcome; `None` when nothing is known about ages.
    pub fn welcomes(&self, age: u8) -> Option<bool> {
        match (self.all_ages, self.min_age, self.max_age) {
            (true, ..) => Some(true),
            (false, None, None) => None,
            (false, min, max) => {
                Some(min.is_none_or(|min| age >= min) && max.is_none_or(|max| age <= max))
            }
        }
    }
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

/// How people get in. Every field may be unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Accessibility {
    /// With a wheelchair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wheelchair: Option<Wheelchair>,
    /// Whether there is a toilet for wheelchair users.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub toilet: Option<bool>,
    /// Whether there is an induction loop for hearing aids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub induction_loop: Option<bool>,
    /// The next stop of public transport, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop: Option<String>,
}

/// Where an offer is, as it is written on a letter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Address {
    /// Street and house number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// Postcode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// Town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub town: Option<String>,
    /// Floor, entrance, how to find it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Somebody or something to turn to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Contact {
    /// Who it is: a function or a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Telephone number as it is dialled in Germany.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
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

/// A text in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// The text.
    pub text: String,
    /// Who put it into that language.
    pub origin: Origin,
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
    /// [`Resource::name`].
    Name,
    /// [`Resource::description`].
    Description,
    /// [`Resource::cost_note`].
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

/// An offer on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Permanent identifier.
    pub id: Uuid,
    /// Name, as it stands at the door.
    pub name: String,
    /// What it is, in the language of the city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who carries it (Träger).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// What it is about; at least one.
    pub categories: Vec<Category>,
    /// Paid, voluntary or neither; unknown when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// How social work uses it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub principles: Vec<Principle>,
    /// For which part of the city it is meant.
    #[serde(default)]
    pub reach: Reach,
    /// Where it is, in degrees of WGS 84; nothing for what has no place, or one kept secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<LonLat>,
    /// Its address.
    #[serde(default)]
    pub address: Address,
    /// For whom it is.
    #[serde(default)]
    pub audience: Audience,
    /// Languages spoken there, as ISO 639 codes (`de`, `tr`, `gsg` for German sign language).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// What it costs; unknown when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
    /// More about the costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_note: Option<String>,
    /// How people get in.
    #[serde(default)]
    pub access: Accessibility,
    /// When it is open, in the syntax of OpenStreetMap's `opening_hours`; unknown when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// When somebody can be reached, where that differs; same syntax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_hours: Option<String>,
    /// Whether people come by appointment only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub appointment_only: bool,
    /// Whom to turn to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// Page on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Where this is written, and how old it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The licence of that source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Texts in other languages, by the code of the language (`en`, `tr`, `de-x-leicht`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub translations: BTreeMap<String, BTreeMap<TextField, Translation>>,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
}

impl Resource {
    /// A resource of which nothing but the name and one category is known.
    pub fn new(id: Uuid, name: impl Into<String>, category: Category) -> Self {
        Self { categories: vec![category], ..Self::unknown(id, name) }
    }

    /// A resource of which nothing but the name is known; it cannot be taken like this.
    pub fn unknown(id: Uuid, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            description: None,
            provider: None,
            categories: Vec::new(),
            kind: None,
            principles: Vec::new(),
            reach: Reach::Place,
            place: None,
            address: Address::default(),
            audience: Audience::default(),
            languages: Vec::new(),
            cost: None,
            cost_note: None,
            access: Accessibility::default(),
            hours: None,
            contact_hours: None,
            appointment_only: false,
            contacts: Vec::new(),
            website: None,
            source: None,
            licence: None,
            translations: BTreeMap::new(),
            visibility: Visibility::Public,
        }
    }

    /// Whether it lies on a layer that is shown only when asked for.
    pub fn is_layer(&self) -> bool {
        self.categories.iter().all(|category| category.is_layer())
    }
}
