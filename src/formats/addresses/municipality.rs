//! Whose rows are wanted: a file may be that of a whole state.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::{address::normalise, directory::Postcode};

/// Which rows are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// All of them.
    All,
    /// Those of municipalities whose key begins so.
    Key(String),
    /// Those of the city.
    City(Town),
}

/// How rows of a city are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Town {
    /// Its official municipality key.
    pub ags: String,
    /// Its name and those of its parts.
    pub names: Vec<String>,
    /// Names of the municipalities around it.
    pub neighbours: Vec<String>,
    /// Its postcodes.
    pub postcodes: Vec<String>,
}

/// Tells rows apart, and counts those that are not wanted.
#[derive(Debug)]
pub(super) struct Filter<'a> {
    wanted: &'a Wanted,
    names: BTreeSet<String>,
    neighbours: BTreeSet<String>,
    /// Whether rows of a place are wanted: town and postcode.
    known: HashMap<(String, String), bool>,
    pub skipped: BTreeMap<String, u64>,
}

impl<'a> Filter<'a> {
    pub fn new(wanted: &'a Wanted) -> Self {
        let keys = |names: &[String]| names.iter().map(|name| normalise(name).key).collect();
        let (names, neighbours) = match wanted {
            Wanted::City(town) => (keys(&town.names), keys(&town.neighbours)),
            _ => Default::default(),
        };
        Self { wanted, names, neighbours, known: HashMap::new(), skipped: BTreeMap::new() }
    }

    /// Whether a row with a key is wanted.
    pub fn by_key(&mut self, ags: &str) -> bool {
        let wanted = match self.wanted {
            Wanted::All => true,
            Wanted::Key(beginning) => ags.starts_with(beginning.as_str()),
            Wanted::City(town) => ags == town.ags,
        };
        if !wanted {
            self.skip(ags);
        }
        wanted
    }

    /// Whether a row without a key is wanted. The name of the town decides, and where it is none that
    /// is known here, the postcode; a row that says neither is taken.
    pub fn by_place(&mut self, place: &str, postcode: &str) -> bool {
        let Wanted::City(town) = self.wanted else { return true };
        let asked = (place.to_owned(), postcode.to_owned());
        let (names, neighbours) = (&self.names, &self.neighbours);
        let wanted = *self.known.entry(asked).or_insert_with(|| {
            let key = normalise(place).key;
            let is_postcode = postcode.parse::<Postcode>().is_ok();
            let by_postcode = || town.postcodes.iter().any(|own| own == postcode);
            match () {
                () if names.contains(&key) => true,
                () if neighbours.contains(&key) => false,
                // One that is broken is told as such.
                () if is_postcode && !town.postcodes.is_empty() => by_postcode(),
                () => true,
            }
        });
        if !wanted {
            self.skip(format!("{postcode} {place}").trim());
        }
        wanted
    }

    fn skip(&mut self, label: &str) {
        match self.skipped.get_mut(label) {
            Some(count) => *count += 1,
            None => drop(self.skipped.insert(label.to_owned(), 1)),
        }
    }
}

/// The key of a municipality from the twelve digits of a regional key, or as it stands, with the
/// zeroes that spreadsheets cut off; `None` for what is no key.
pub(super) fn ags(text: &str) -> Option<String> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        8 => Some(text.to_owned()),
        7 => Some(format!("0{text}")),
        12 => Some(format!("{}{}", &text[..5], &text[9..])),
        11 => Some(format!("0{}{}", &text[..4], &text[8..])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_brought_to_eight_digits() {
        assert_eq!(ags("01060999").as_deref(), Some("01060999"));
        assert_eq!(ags("1060999").as_deref(), Some("01060999"));
        assert_eq!(ags("010600999999").as_deref(), Some("01060999"));
        assert_eq!(ags("10600999999").as_deref(), Some("01060999"));
        assert_eq!((ags(""), ags("0106006x"), ags("123")), (None, None, None));
    }

    #[test]
    fn rows_without_a_key_are_told_by_town_and_postcode() {
        let wanted = Wanted::City(Town {
            ags: "01060999".into(),
            names: vec!["Musterstadt".into(), "Nord".into()],
            neighbours: vec!["Dorf".into()],
            postcodes: vec!["22844".into()],
        });
        let mut filter = Filter::new(&wanted);
        for (place, postcode, taken) in [
            ("Musterstadt", "22844", true),
            ("MUSTERSTADT", "99999", true),
            ("Nord", "", true),
            ("Dorf", "22844", false),
            ("Anderswo", "22844", true),
            ("Anderswo", "24558", false),
            ("", "", true),
            ("", "2455", true),
        ] {
            assert_eq!(filter.by_place(place, postcode), taken, "{place} {postcode}");
        }
        assert_eq!(filter.skipped.len(), 2);
        assert!(filter.by_key("01060999") && !filter.by_key("01060005"));
    }
}
