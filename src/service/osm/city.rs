//! Which of the boundaries is the city, and what its key says.

use strsim::{jaro_winkler, levenshtein};

use super::ImportError;
use crate::formats::osm::{Bounds, Extract, Relation, Tags};

/// Which city is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// By its official key, eight digits.
    Ags(String),
    /// By its name.
    Name(String),
}

/// A municipality in an extract.
#[derive(Debug, Clone)]
pub(super) struct Found<'a> {
    pub relation: &'a Relation,
    pub ags: String,
    pub name: String,
}

impl<'a> Found<'a> {
    fn of(relation: &'a Relation) -> Option<Self> {
        let name = relation.tags.get("name")?.to_owned();
        Some(Self { relation, ags: ags(&relation.tags)?, name })
    }
}

/// The federal states by the first two digits of a key.
const STATES: [&str; 16] = [
    "Schleswig-Holstein",
    "Hamburg",
    "Niedersachsen",
    "Bremen",
    "Nordrhein-Westfalen",
    "Hessen",
    "Rheinland-Pfalz",
    "Baden-Württemberg",
    "Bayern",
    "Saarland",
    "Berlin",
    "Brandenburg",
    "Mecklenburg-Vorpommern",
    "Sachsen",
    "Sachsen-Anhalt",
    "Thüringen",
];

/// How many similar cities are named when there is no such one.
const SIMILAR: usize = 6;

/// The federal state of a key.
pub(super) fn state(ags: &str) -> Option<&'static str> {
    let number: usize = ags.get(..2)?.parse().ok()?;
    STATES.get(number.checked_sub(1)?).copied()
}

/// The digits of a tag; mappers part them by blanks.
fn digits(tags: &Tags, key: &str) -> Option<String> {
    let text: String = tags.get(key)?.chars().filter(|c| !c.is_whitespace()).collect();
    text.bytes().all(|byte| byte.is_ascii_digit()).then_some(text)
}

/// The official key of a municipality, by itself or out of the longer regional key
/// (Regionalschlüssel), which has the association of municipalities in the middle.
fn ags(tags: &Tags) -> Option<String> {
    if let Some(ags) = digits(tags, "de:amtlicher_gemeindeschluessel") {
        return Some(ags).filter(|ags| ags.len() == 8);
    }
    let regional = digits(tags, "de:regionalschluessel").filter(|key| key.len() == 12)?;
    // A district may have its key filled up with zeros; only municipalities have the level.
    tags.is("admin_level", "8").then(|| format!("{}{}", &regional[..5], &regional[9..]))
}

/// All municipalities by key: of several boundaries with one key, the one of the lowest level.
pub(super) fn municipalities(extract: &Extract) -> Vec<Found<'_>> {
    let mut all: Vec<Found<'_>> = extract.administrative().filter_map(Found::of).collect();
    let level =
        |found: &Found<'_>| found.relation.tags.get("admin_level").and_then(|l| l.parse().ok());
    all.sort_by_key(|found| {
        let level: u8 = level(found).unwrap_or_default();
        (found.ags.clone(), std::cmp::Reverse(level), found.relation.id)
    });
    all.dedup_by(|other, first| other.ags == first.ags);
    all
}

/// The city that is wanted.
///
/// # Errors
/// When there is none, or several of that name.
pub(super) fn find<'a>(extract: &'a Extract, wanted: &Wanted) -> Result<Found<'a>, ImportError> {
    let all = municipalities(extract);
    let label = |found: &Found<'_>| format!("{} ({})", found.name, found.ags);
    let is_wanted = |found: &&Found<'a>| match wanted {
        Wanted::Ags(ags) => found.ags == *ags,
        Wanted::Name(name) => found.name.to_lowercase() == name.trim().to_lowercase(),
    };
    let fitting: Vec<&Found<'a>> = all.iter().filter(is_wanted).collect();
    match fitting.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(ImportError::NoCity {
            wanted: match wanted {
                Wanted::Ags(text) | Wanted::Name(text) => text.clone(),
            },
            all: all.len(),
            similar: similar(&all, wanted).into_iter().map(label).collect(),
        }),
        several => Err(ImportError::SeveralCities(several.iter().map(|f| label(f)).collect())),
    }
}

/// The cities most like what is wanted.
fn similar<'a, 'b>(all: &'b [Found<'a>], wanted: &Wanted) -> Vec<&'b Found<'a>> {
    let unlike = |found: &Found<'_>| match wanted {
        Wanted::Ags(ags) => levenshtein(&found.ags, ags) as f64,
        Wanted::Name(name) => 1.0 - jaro_winkler(&found.name.to_lowercase(), &name.to_lowercase()),
    };
    let mut ranked: Vec<(f64, &Found<'a>)> = all.iter().map(|f| (unlike(f), f)).collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
    ranked.into_iter().take(SIMILAR).map(|(_, found)| found).collect()
}

/// The name of the district (Kreis) that a key belongs to, when the extract has it.
pub(super) fn district(extract: &Extract, ags: &str) -> Option<String> {
    let (district, municipality) = ags.split_at_checked(5)?;
    if municipality == "000" {
        return None;
    }
    let is_it = |relation: &&Relation| {
        let key = |key| digits(&relation.tags, key);
        let own = key("de:amtlicher_gemeindeschluessel").or_else(|| key("de:regionalschluessel"));
        relation.tags.is("admin_level", "6")
            && own.is_some_and(|own| own.trim_end_matches('0') == district.trim_end_matches('0'))
    };
    extract.administrative().find(is_it)?.tags.get("name").map(str::to_owned)
}

/// The projected system that fits: the zone whose meridian is nearest.
pub(super) fn epsg(bounds: &[Bounds]) -> u32 {
    let middle = bounds.first().map_or(9.0, |b| f64::midpoint(b.low.lon, b.high.lon));
    if middle < 12.0 { 25_832 } else { 25_833 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_tells_the_state() {
        assert_eq!(state("01099007"), Some("Schleswig-Holstein"));
        assert_eq!(state("16051000"), Some("Thüringen"));
        assert_eq!((state("17000000"), state("00000000"), state("")), (None, None, None));
    }

    #[test]
    fn keys_are_read_as_mappers_write_them() {
        let of = |pairs: &[(&str, &str)]| ags(&Tags::of(pairs));
        assert_eq!(
            of(&[("de:amtlicher_gemeindeschluessel", "01 0 99 007")]).as_deref(),
            Some("01099007")
        );
        assert_eq!(of(&[("de:amtlicher_gemeindeschluessel", "01060")]), None, "a district");
        let regional = [("de:regionalschluessel", "010605053012"), ("admin_level", "8")];
        assert_eq!(of(&regional).as_deref(), Some("01060012"));
        let district = [("de:regionalschluessel", "010600000000"), ("admin_level", "6")];
        assert_eq!(of(&district), None);
    }
}
