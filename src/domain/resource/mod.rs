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
mod named;
mod parts;
pub mod profile;
mod record;
pub mod search;
mod suggestion;
mod words;
pub mod worklist;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::grid::LonLat;

pub use category::Category;
pub use check::{FieldError, MAX_LINE, MAX_TEXT, is_language};
pub use named::{NamedPlace, NamedPlaces};
pub use parts::{Accessibility, Address, Audience, Contact, Reach, Translation};
pub use record::{Change, ChangeKind, Record, Status, Verification};
pub use suggestion::{NewSuggestion, Proposal, ProposedField, Suggestion, SuggestionState};
pub use words::{Cost, Group, Kind, Origin, Principle, TextField, Visibility, Wheelchair};

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
