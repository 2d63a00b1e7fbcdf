//! The place names that a line of text may hold besides the street.

use serde::{Deserialize, Serialize};

/// The names of the own town and of those around it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Gazetteer {
    /// The own town and its other names.
    pub town: Vec<String>,
    /// Parts of the own town, which do not change the place.
    pub parts: Vec<String>,
    /// The own postcodes.
    pub postcodes: Vec<String>,
    /// Districts and lands that may follow the own town and say nothing new.
    pub surroundings: Vec<String>,
    /// Towns that an address may belong to instead.
    pub neighbours: Vec<Neighbour>,
}

/// Another town.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbour {
    /// Its name.
    pub name: String,
    /// Other names: its parts, old and short names.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// Which town a line names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TownMention {
    /// None.
    #[default]
    None,
    /// The own town, by this of its names.
    Own(String),
    /// A part of the own town, by this name.
    Part(String),
    /// Another town: its place in [`Gazetteer::neighbours`].
    Neighbour(usize),
}

impl TownMention {
    /// Whether the line names another town.
    pub fn is_elsewhere(&self) -> bool {
        matches!(self, Self::Neighbour(_))
    }
}

/// What is said of a place beside the name of a street.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Within<'a> {
    /// A postcode.
    pub postcode: Option<&'a str>,
    /// A municipality or a part of town.
    pub place: Option<&'a str>,
}

impl Within<'_> {
    /// Anywhere.
    pub const ANYWHERE: Within<'static> = Within { postcode: None, place: None };
}
