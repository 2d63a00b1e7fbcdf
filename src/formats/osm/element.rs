//! Elements of the map with the tags that are looked at.

use std::fmt;

/// What kind of element it is, and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ElementId {
    /// A point.
    Node(i64),
    /// A line, or the ring of an area.
    Way(i64),
    /// A group of elements.
    Relation(i64),
}

impl fmt::Display for ElementId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node(id) => write!(out, "node/{id}"),
            Self::Way(id) => write!(out, "way/{id}"),
            Self::Relation(id) => write!(out, "relation/{id}"),
        }
    }
}

/// The tags of an element, as far as they are looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tags(pub(super) Vec<(Box<str>, Box<str>)>);

impl Tags {
    /// Tags from pairs of key and value.
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect())
    }

    /// The value of a key without blanks around it; `None` when there is none or it is empty.
    pub fn get(&self, key: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(other, _)| **other == *key)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    /// Whether a key has exactly this value.
    pub fn is(&self, key: &str, value: &str) -> bool {
        self.get(key) == Some(value)
    }

    /// Whether there is any of these keys.
    pub fn has_any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.get(key).is_some())
    }

    /// The values of a key, which are separated by semicolons.
    pub fn all<'a>(&'a self, key: &str) -> impl Iterator<Item = &'a str> {
        let values = self.get(key).unwrap_or_default().split(';').map(str::trim);
        values.filter(|value| !value.is_empty())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// An element that belongs to a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The element.
    pub id: ElementId,
    /// What it is in the relation.
    pub role: Box<str>,
}

/// A group of elements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Its number.
    pub id: i64,
    /// Its tags.
    pub tags: Tags,
    /// Its members in their order.
    pub members: Vec<Member>,
}

impl Relation {
    /// The numbers of its ways.
    pub fn ways(&self) -> impl Iterator<Item = i64> {
        self.members.iter().filter_map(|member| match member.id {
            ElementId::Way(id) => Some(id),
            _ => None,
        })
    }
}

/// Keys that are kept; all others would only cost memory.
const KEYS: &[&str] = &[
    "access",
    "addr:city",
    "addr:housenumber",
    "addr:interpolation",
    "addr:place",
    "addr:postcode",
    "addr:street",
    "admin_level",
    "alt_name",
    "amenity",
    "area",
    "boundary",
    "building",
    "club",
    "community_centre",
    "community_centre:for",
    "contact:email",
    "contact:phone",
    "contact:website",
    "craft",
    "email",
    "entrance",
    "fee",
    "foot",
    "healthcare",
    "highway",
    "landuse",
    "leisure",
    "loc_name",
    "max_age",
    "min_age",
    "name",
    "name:prefix",
    "natural",
    "office",
    "official_name",
    "old_name",
    "opening_hours",
    "operator",
    "phone",
    "place",
    "postal_code",
    "public_transport",
    "railway",
    "shop",
    "social_facility",
    "sport",
    "toilets:wheelchair",
    "tourism",
    "tunnel",
    "type",
    "url",
    "waterway",
    "website",
    "wetland",
    "wheelchair",
    "de:amtlicher_gemeindeschluessel",
    "de:regionalschluessel",
];

/// Whether the values of a key are kept.
pub(super) fn is_kept(key: &str) -> bool {
    KEYS.contains(&key)
}
