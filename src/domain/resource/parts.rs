//! What an entry is put together from.

use serde::{Deserialize, Serialize};

use super::{Group, Origin, Wheelchair};

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

/// A text in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// The text.
    pub text: String,
    /// Who put it into that language.
    pub origin: Origin,
}
