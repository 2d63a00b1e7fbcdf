//! The answer contract: the same fields whichever way the question came in.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use crate::domain::{
    directory::StreetId,
    edition::EditionStatus,
    grid::LonLat,
    organisation::{Contact, Responsibility},
    partition::Sureness,
    register::StreetBody,
};

/// How safe an answer is, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// One team, and it is safe to say so.
    Unique,
    /// One team by position, but the place is too close to a border to be sure.
    NearBorder,
    /// Several streets or places fit.
    Ambiguous,
    /// The street is known, the number is not.
    UnknownHouseNumber,
    /// Nothing fits well enough.
    UnknownStreet,
    /// Another municipality.
    Outside,
    /// A street rule and the polygon disagree.
    RuleConflict,
}

impl Status {
    /// Every status, the safest first.
    pub const ALL: [Self; 7] = [
        Self::Unique,
        Self::NearBorder,
        Self::Ambiguous,
        Self::UnknownHouseNumber,
        Self::UnknownStreet,
        Self::Outside,
        Self::RuleConflict,
    ];
}

/// An id with the name that people use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Named {
    /// Stable identifier.
    pub id: String,
    /// Name.
    pub name: String,
}

/// How closely the position is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// The house number itself.
    HouseNumber,
    /// A house number whose street is only believed, or several places for it.
    Believed,
    /// Somewhere along the street.
    Street,
    /// A position that was asked for directly.
    Position,
}

/// What the question was matched with.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct MatchedAddress {
    /// The street as the directory writes it; `None` for a bare position.
    pub street: Option<String>,
    /// The same street in the directory.
    #[serde(skip)]
    pub street_id: Option<StreetId>,
    /// Where the street lies, in a directory of several places.
    pub place: Option<String>,
    /// The house number as it was asked, in canonical writing.
    pub house_number: Option<String>,
    /// Longitude and latitude in degrees (WGS 84), where a place is known.
    pub position: Option<LonLat>,
    /// How closely the position is known.
    pub precision: Precision,
    /// The same in metres: how far off the position may be.
    pub precision_m: f64,
    /// How well the text fits, from 0 to 1.
    pub score: f64,
    /// How well the next best street fits, from 0 to 1.
    pub next_score: f64,
}

/// One of the possibilities when there is no safe team.
#[derive(Debug, Clone, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Candidate {
    /// What a person would choose by: a street, an address, a Sozialraum, a municipality.
    pub label: String,
    /// The Sozialraum it would lead to.
    pub sozialraum: Option<String>,
    /// The team it would lead to.
    pub team: Option<String>,
    /// The name of that team.
    pub team_name: Option<String>,
    /// The known house numbers that belong to it, such as `1–41 odd, 44`.
    pub house_numbers: Option<String>,
    /// The text to ask with, when the candidate is an address or a street.
    pub address: Option<String>,
    /// How well it fits, from 0 to 1, when it is a street.
    pub score: Option<f64>,
    /// Where it is, when that is known.
    pub position: Option<LonLat>,
}

/// The nearest border.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct BorderNote {
    /// Stable identifier of the border line.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Metres from the place to it.
    pub distance_m: f64,
    /// The Sozialraum beyond it; `None` beyond the city limit.
    pub beyond: Option<String>,
    /// The name of what lies beyond: a Sozialraum or a municipality.
    pub beyond_name: Option<String>,
    /// How sure its course is.
    pub sure: Sureness,
    /// How far off its course may be, in metres.
    pub uncertainty_m: f64,
    /// The closest point of the border.
    pub foot: LonLat,
}

/// A municipality beyond the city limit.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct MunicipalityNote {
    /// Official municipality key (AGS), where the data holds it.
    pub ags: Option<String>,
    /// Name.
    pub name: String,
    /// The district (Kreis) it belongs to.
    pub district: Option<String>,
    /// The youth welfare office responsible there, where the data holds it.
    pub office: Option<String>,
    /// How to reach that office, where it is on file.
    pub office_contact: Option<Contact>,
}

/// A street rule that took part in the decision.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct RuleNote {
    /// Stable identifier.
    pub id: String,
    /// The street.
    pub street: String,
    /// Its house numbers that the rule names, such as `1–41 odd, 44`.
    pub numbers: String,
    /// The Sozialraum that they belong to.
    pub sozialraum: Named,
    /// Why the rule exists.
    pub reason: String,
}

/// The codes of all reasons.
pub const REASONS: [&str; 29] = [
    "position",
    "house_number",
    "number_in_range",
    "near_border",
    "near_city_limit",
    "outside",
    "outside_far",
    "postcode_elsewhere",
    "town_contradicts_postcode",
    "unread_text",
    "no_street",
    "unknown_street",
    "similar_street",
    "several_streets",
    "street_elsewhere",
    "several_places",
    "number_of_another_street",
    "no_number",
    "unknown_number",
    "number_between",
    "unreadable_number",
    "street_rule",
    "rule_conflict",
    "number_in_rule",
    "rule_unclear",
    "whole_by_rule",
    "named_place",
    "places_of_this_name",
    "street_or_place",
];

/// Why the answer is what it is: a code with its values, to be put in words at the edge.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Reason {
    /// The code; each has its words in the catalogue under `reason.<code>`.
    pub code: &'static str,
    /// The values that the words need.
    #[schema(value_type = BTreeMap<String, Value>)]
    pub values: BTreeMap<&'static str, Value>,
}

/// The edition that the answer rests on.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct EditionNote {
    /// Running number.
    pub number: u32,
    /// First day in force.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// The decision it rests on.
    pub decision: String,
    /// `draft` while its boundaries are unconfirmed.
    pub status: EditionStatus,
}

/// The answer to "which team is responsible?".
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Answer {
    /// How safe the answer is.
    pub status: Status,
    /// The responsible team; `None` unless it is safe to act on it.
    pub team: Option<Named>,
    /// The Sozialraum by position or rule; `None` when it is not determined.
    pub sozialraum: Option<Named>,
    /// The region of that Sozialraum.
    pub region: Option<Named>,
    /// What the question was matched with.
    pub address: Option<MatchedAddress>,
    /// The possibilities when the team is not safe, the likelier first.
    pub candidates: Vec<Candidate>,
    /// How the street is shared out, when that is what is left to settle: the street is known, and
    /// its team depends on the house number.
    pub ranges: Option<StreetBody>,
    /// The nearest border, when a place is known.
    pub border: Option<BorderNote>,
    /// The street rule that decided or leaves the number open, if one did.
    pub rule: Option<RuleNote>,
    /// The municipality, when the place lies outside.
    pub municipality: Option<MunicipalityNote>,
    /// Everybody behind the team; `None` without a safe team.
    pub responsibility: Option<Responsibility>,
    /// Why.
    pub reason: Reason,
    /// The edition it rests on.
    pub edition: EditionNote,
}

impl Reason {
    /// A reason without values.
    pub fn new(code: &'static str) -> Self {
        debug_assert!(REASONS.contains(&code), "{code} is not among REASONS");
        Self { code, values: BTreeMap::new() }
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.values.insert(name, value.into());
        self
    }
}
