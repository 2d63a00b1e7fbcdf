//! Numbers that no list can give to a Sozialraum.

use serde::Serialize;

use crate::domain::{
    address::HouseNumbers,
    assign::{Answer, Status},
    partition::FaceIndex,
};

/// Numbers of a street that have to be clarified, for one reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    /// The numbers, as they are written on the spot.
    pub numbers: Vec<String>,
    /// Why nobody can be sure.
    pub reason: OpenReason,
    /// The Sozialräume that come into question; none when all of it lies outside.
    pub faces: Vec<FaceIndex>,
}

/// Why nobody can be sure of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OpenReason {
    /// It is known in several places that do not belong to one Sozialraum.
    SeveralPlaces,
    /// Its only place may as well belong to another street.
    AnotherStreet,
    /// A street rule does not say whether it means it.
    RuleUnclear,
    /// A building with several numbers between which numbers of another Sozialraum lie.
    Mixed,
    /// What the source writes is no house number.
    Unreadable,
    /// Its place lies outside the city, or too near to the city limit to tell.
    Outside,
}

impl OpenReason {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::SeveralPlaces,
        Self::AnotherStreet,
        Self::RuleUnclear,
        Self::Mixed,
        Self::Unreadable,
        Self::Outside,
    ];

    /// The code, by which the catalogue has words for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::SeveralPlaces => "several_places",
            Self::AnotherStreet => "another_street",
            Self::RuleUnclear => "rule_unclear",
            Self::Mixed => "mixed",
            Self::Unreadable => "unreadable",
            Self::Outside => "outside",
        }
    }

    /// Why an answer names no Sozialraum to be sure of.
    pub(super) fn of(answer: &Answer) -> Self {
        match (answer.status, answer.reason.code) {
            (Status::Outside | Status::NearBorder, _) => Self::Outside,
            (_, "number_of_another_street") => Self::AnotherStreet,
            (_, "rule_unclear") => Self::RuleUnclear,
            _ => Self::SeveralPlaces,
        }
    }
}

/// Adds a number to those that are open for the same reason.
pub(super) fn add(
    open: &mut Vec<Open>,
    number: &HouseNumbers,
    reason: OpenReason,
    faces: Vec<FaceIndex>,
) {
    add_text(open, number.to_string(), reason, faces);
}

/// The same for what is written instead of a number.
pub(super) fn add_text(
    open: &mut Vec<Open>,
    number: String,
    reason: OpenReason,
    faces: Vec<FaceIndex>,
) {
    match open.iter_mut().find(|open| open.reason == reason && open.faces == faces) {
        Some(open) if open.numbers.contains(&number) => {}
        Some(open) => open.numbers.push(number),
        None => open.push(Open { numbers: vec![number], reason, faces }),
    }
}
