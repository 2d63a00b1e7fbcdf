//! The streets: named ways, under one name each.

use std::collections::{BTreeMap, BTreeSet};

use super::ground::Ground;
use crate::{
    domain::{address::normalise, directory::Street, grid::GridPoint},
    formats::osm::{Feature, Geometry, Tags},
};

/// Keys of other names that people write.
const OTHER_NAMES: [&str; 4] = ["old_name", "alt_name", "official_name", "loc_name"];

/// What a named way is; in the order in which it counts for a street of several kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Street,
    Service,
    Path,
}

impl Kind {
    /// The kind of a way; `None` for what nobody lives on: motorways, rest areas, platforms.
    fn of(tags: &Tags) -> Option<Self> {
        Some(match tags.get("highway")? {
            "trunk" | "primary" | "secondary" | "tertiary" | "unclassified" | "residential"
            | "living_street" | "pedestrian" | "road" | "primary_link" | "secondary_link"
            | "tertiary_link" => Self::Street,
            "service" => Self::Service,
            "track" | "path" | "footway" | "cycleway" | "bridleway" | "steps" => Self::Path,
            _ => return None,
        })
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Street => "street",
            Self::Service => "service",
            Self::Path => "path",
        }
    }
}

/// A street while its ways are gathered.
struct Gathered {
    kind: Kind,
    other_names: BTreeSet<String>,
    lines: Vec<Vec<GridPoint>>,
}

/// A name without blanks that mean nothing.
pub(super) fn tidy(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The streets of the city, by name; ways of one name are one street. A way that only runs beside
/// the city belongs to it when one of its `addressed` names is used in the city.
pub(super) fn of(
    features: &[Feature],
    ground: &Ground,
    addressed: &BTreeSet<String>,
) -> Vec<Street> {
    let mut streets: BTreeMap<String, Gathered> = BTreeMap::new();
    for feature in features {
        let Some(kind) = Kind::of(&feature.tags) else { continue };
        let Some(name) = feature.tags.get("name").map(tidy) else { continue };
        let lines = lines(&feature.geometry, ground);
        let enters = lines.iter().flatten().any(|point| ground.holds(*point));
        if lines.is_empty() || !enters && !addressed.contains(&name) {
            continue;
        }
        let street = streets.entry(name).or_insert_with(|| Gathered {
            kind,
            other_names: BTreeSet::new(),
            lines: Vec::new(),
        });
        street.kind = street.kind.min(kind);
        street.lines.extend(lines);
        let others = OTHER_NAMES.iter().flat_map(|key| feature.tags.all(key));
        street.other_names.extend(others.map(tidy));
    }
    let street = |(name, gathered): (String, Gathered)| Street {
        name,
        other_names: gathered.other_names.into_iter().collect(),
        kind: gathered.kind.code().to_owned(),
        lines: gathered.lines,
        place: None,
    };
    let mut streets: Vec<Street> = streets.into_iter().map(street).collect();
    unambiguous(&mut streets);
    sort(&mut streets);
    streets
}

/// German dictionary order.
pub(super) fn sort(streets: &mut [Street]) {
    streets
        .sort_by_cached_key(|street| (normalise(&street.name).dropped_key(), street.name.clone()));
}

fn lines(geometry: &Geometry, ground: &Ground) -> Vec<Vec<GridPoint>> {
    match geometry {
        Geometry::Point(_) => Vec::new(),
        Geometry::Line(line) => ground.cut(line),
        Geometry::Area(polygons) => {
            polygons.iter().flatten().flat_map(|ring| ground.cut(ring)).collect()
        }
    }
}

/// Leaves out other names that are the name of a street or belong to several: whoever writes them
/// does not mean one street.
fn unambiguous(streets: &mut [Street]) {
    let key = |name: &str| normalise(name).key;
    let names: BTreeSet<String> = streets.iter().map(|street| key(&street.name)).collect();
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for street in streets.iter() {
        let own: BTreeSet<String> = street.other_names.iter().map(|name| key(name)).collect();
        for name in own {
            *uses.entry(name).or_default() += 1;
        }
    }
    for street in streets {
        let mut seen = BTreeSet::new();
        street.other_names.retain(|name| {
            let key = key(name);
            !names.contains(&key) && uses.get(&key) == Some(&1) && seen.insert(key)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn street(name: &str, others: &[&str]) -> Street {
        let other_names = others.iter().map(|name| (*name).to_owned()).collect();
        Street { name: name.into(), other_names, ..Street::default() }
    }

    #[test]
    fn other_names_that_mean_two_streets_are_left_out() {
        let mut streets = [
            street("Marktplatz", &["Harksheider Markt", "Markt", "Am Teich"]),
            street("Markt", &["Alter Weg", "alter weg", "Marktstr."]),
            street("Teichweg", &["Am Teich", "Teichstraße"]),
        ];
        unambiguous(&mut streets);
        let others: Vec<_> = streets.iter().map(|street| street.other_names.join(", ")).collect();
        assert_eq!(others, ["Harksheider Markt", "Alter Weg, Marktstr.", "Teichstraße"]);
    }
}
