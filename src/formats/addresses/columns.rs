//! Which columns hold what.

use super::What;
use crate::formats::{defect::Defect, table::folded};

/// The columns that a person names; the others are guessed from their headings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnNames(Vec<(What, String)>);

impl ColumnNames {
    /// Reads `street=Straße,number=Nr,…`.
    ///
    /// # Errors
    /// The pair that names nothing.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut names = Vec::new();
        for pair in text.split(',').filter(|pair| !pair.trim().is_empty()) {
            let named = pair.split_once('=').and_then(|(what, name)| {
                let name = name.trim();
                Some((What::of_code(what.trim())?, name.to_owned())).filter(|_| !name.is_empty())
            });
            names.push(named.ok_or_else(|| pair.trim().to_owned())?);
        }
        Ok(Self(names))
    }

    /// Whether columns with a position are named.
    pub(super) fn has_position(&self) -> bool {
        let position = [What::Lon, What::Lat, What::X, What::Y];
        self.0.iter().any(|(what, _)| position.contains(what))
    }

    /// Whether none is named.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The column that is named for something.
    pub fn of(&self, what: What) -> Option<&str> {
        self.0.iter().find(|(named, _)| *named == what).map(|(_, name)| name.as_str())
    }
}

impl FromIterator<(What, String)> for ColumnNames {
    fn from_iter<I: IntoIterator<Item = (What, String)>>(names: I) -> Self {
        Self(names.into_iter().collect())
    }
}

/// The places of the columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns([Option<usize>; What::ALL.len()]);

impl Columns {
    /// Where something is found.
    pub fn at(&self, what: What) -> Option<usize> {
        self.0[what as usize]
    }

    pub(super) fn set(&mut self, what: What, at: usize) {
        self.0[what as usize] = Some(at);
    }

    fn unset(&mut self, what: What) {
        self.0[what as usize] = None;
    }

    /// The columns that are named, and those that look like what is needed.
    ///
    /// # Errors
    /// When a name does not occur, or two columns look like the same.
    pub(super) fn of_header(
        header: &[String],
        names: &ColumnNames,
        file: &str,
    ) -> Result<Self, Defect> {
        let folded: Vec<String> = header.iter().map(|heading| folded(heading)).collect();
        let mut columns = Self::default();
        for (what, name) in &names.0 {
            let exact = || header.iter().position(|heading| heading == name);
            let alike = || folded.iter().position(|heading| *heading == self::folded(name));
            let at = exact().or_else(alike).ok_or_else(|| {
                let defect = Defect::new(file, "address_column").field(what.code());
                defect.with("name", name).with("columns", header.join(", "))
            })?;
            columns.set(*what, at);
        }
        let has = |heading: &str| folded.iter().any(|other| other == heading);
        // Older layouts of HK-DE have keys under the headings that are names in newer ones.
        let keys = has("lan") && has("rbz") && has("krs");
        let position = [What::Lon, What::Lat, What::X, What::Y];
        let positioned = names.has_position();
        for what in What::ALL {
            if columns.at(what).is_some() || (positioned && position.contains(&what)) {
                continue;
            }
            let looks = |heading: &String| match (what, heading.as_str()) {
                (What::Commune, "gmd") => keys,
                (What::Municipality, "gmd") | (What::District, "ott") => !keys,
                (What::X, heading) if heading.len() > 5 => {
                    heading.trim_start_matches('z').bytes().all(|byte| byte == b'e')
                        || what.headings().contains(&heading)
                }
                (What::Y, heading) if heading.len() > 5 && heading.bytes().all(|b| b == b'n') => {
                    true
                }
                (_, heading) => what.headings().contains(&heading),
            };
            let found: Vec<usize> =
                folded.iter().enumerate().filter(|(_, h)| looks(h)).map(|(at, _)| at).collect();
            match found[..] {
                [] => {}
                [at] => columns.set(what, at),
                _ => {
                    let found: Vec<&str> = found.iter().map(|at| header[*at].as_str()).collect();
                    let defect = Defect::new(file, "address_columns_alike").field(what.code());
                    return Err(defect.with("columns", found.join(", ")));
                }
            }
        }
        let both = |a: What, b: What| columns.at(a).is_some() && columns.at(b).is_some();
        match (both(What::Lon, What::Lat), both(What::X, What::Y)) {
            (true, true) if !positioned => {
                let found = position.map(|what| header[columns.at(what).unwrap_or(0)].clone());
                let defect = Defect::new(file, "address_columns_alike").field("lon, lat, x, y");
                return Err(defect.with("columns", found.join(", ")));
            }
            (true, false) => [What::X, What::Y].into_iter().for_each(|what| columns.unset(what)),
            (false, _) => [What::Lon, What::Lat].into_iter().for_each(|what| columns.unset(what)),
            _ => {}
        }
        Ok(columns)
    }

    /// Takes the position from two columns behind the properties of a feature.
    pub(super) fn set_geometry(&mut self, at: usize) {
        [What::Lon, What::Lat].into_iter().for_each(|what| self.unset(what));
        self.set(What::X, at);
        self.set(What::Y, at + 1);
    }

    /// What is missing, by its word.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        let mut missing: Vec<&'static str> = [What::Street, What::Number]
            .into_iter()
            .filter(|what| self.at(*what).is_none())
            .map(What::code)
            .collect();
        let both = |a, b| self.at(a).is_some() && self.at(b).is_some();
        if !both(What::X, What::Y) && !both(What::Lon, What::Lat) {
            missing.push("lon, lat | x, y");
        }
        missing
    }

    /// What is read from where.
    pub(super) fn found(&self) -> impl Iterator<Item = (What, usize)> {
        What::ALL.into_iter().filter_map(|what| Some((what, self.at(what)?)))
    }
}
