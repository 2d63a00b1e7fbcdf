//! Which columns of a register hold what.

use super::ListedTable;
use crate::{domain::register::Listed, formats::table::folded};

/// Headings under which offices keep what is needed, the likeliest first, folded.
const STREET: &[&str] = &["street", "strasse", "strassenname", "strassen", "str", "name"];
const NUMBERS: &[&str] = &[
    "numbers",
    "hausnummern",
    "hausnummer",
    "hausnr",
    "hausnrn",
    "hnr",
    "nummern",
    "nummer",
    "nr",
    "nrn",
    "bereich",
    "von bis",
];
const AREA: &[&str] = &[
    "sozialraum",
    "sozialraeume",
    "bezirk",
    "team",
    "sozialraumteam",
    "asd bezirk",
    "asd team",
    "zustaendigkeit",
    "zustaendig",
    "gebiet",
    "region",
    "stadtteil",
    "area",
];

/// Names of the columns that hold street, house numbers and area; those that are not named are
/// guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnNames {
    /// The street.
    pub street: Option<String>,
    /// The house numbers.
    pub numbers: Option<String>,
    /// The area.
    pub area: Option<String>,
}

/// The places of the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    /// The street.
    pub street: usize,
    /// The house numbers; whole streets where there is no such column.
    pub numbers: Option<usize>,
    /// The area.
    pub area: usize,
}

/// Why columns are not clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadColumns {
    /// There is no column of this name.
    Unknown(String),
    /// No heading looks like the street (`street`) or the area (`sozialraum`).
    Missing(&'static str),
}

impl Columns {
    /// The columns of a table.
    ///
    /// # Errors
    /// When a named column is not there, or that of street or area cannot be made out.
    pub fn of(table: &ListedTable, names: &ColumnNames) -> Result<Self, BadColumns> {
        let named = |name: &Option<String>| match name {
            None => Ok(None),
            Some(name) => match table.header.iter().position(|heading| same(heading, name)) {
                Some(at) => Ok(Some(at)),
                None => Err(BadColumns::Unknown(name.clone())),
            },
        };
        let guess = |headings: &[&str]| {
            headings.iter().find_map(|wanted| table.header.iter().position(|h| same(h, wanted)))
        };
        let street = named(&names.street)?.or_else(|| guess(STREET));
        let area = named(&names.area)?.or_else(|| guess(AREA));
        Ok(Self {
            street: street.ok_or(BadColumns::Missing("street"))?,
            numbers: named(&names.numbers)?.or_else(|| guess(NUMBERS)),
            area: area.ok_or(BadColumns::Missing("sozialraum"))?,
        })
    }

    /// The lines of the table by these columns.
    pub fn listed(&self, table: &ListedTable) -> Vec<Listed> {
        let lines = table.lines.iter().map(|line| {
            let cell = |at: usize| line.cells.get(at).cloned().unwrap_or_default();
            Listed {
                at: line.at,
                street: cell(self.street),
                numbers: self.numbers.map(cell).unwrap_or_default(),
                area: cell(self.area),
            }
        });
        lines.collect()
    }
}

/// Whether two headings are the same but for case, umlauts and signs.
fn same(a: &str, b: &str) -> bool {
    !folded(a).is_empty() && folded(a) == folded(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(header: &[&str], names: &ColumnNames) -> Result<Columns, BadColumns> {
        let header = header.iter().map(|heading| (*heading).to_owned()).collect();
        Columns::of(&ListedTable { header, ..ListedTable::default() }, names)
    }

    #[test]
    fn columns_are_guessed_from_their_headings_or_named() {
        let guessed = |header: &[&str]| columns(header, &ColumnNames::default());
        let found = |street, numbers, area| Ok(Columns { street, numbers, area });
        assert_eq!(guessed(&["Lfd. Nr", "Straße", "Haus-Nr.", "ASD-Bezirk"]), found(1, Some(2), 3));
        assert_eq!(guessed(&["STRASSENNAME", "Zuständigkeit"]), found(0, None, 1));
        assert_eq!(guessed(&super::super::COLUMNS), found(0, Some(2), 3));
        assert_eq!(guessed(&["Straße", "Nr"]), Err(BadColumns::Missing("sozialraum")));
        assert_eq!(guessed(&["", "Team"]), Err(BadColumns::Missing("street")));
        let named = ColumnNames { area: Some("kreis".into()), ..ColumnNames::default() };
        assert_eq!(columns(&["Straße", "Team", "Kreis"], &named), found(0, None, 2));
        assert_eq!(columns(&["Straße"], &named), Err(BadColumns::Unknown("kreis".into())));
    }
}
