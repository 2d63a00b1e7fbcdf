//! The street register as a file: written for spreadsheets and for the wall, read as offices have
//! it.

mod book;
mod columns;
mod csv;
mod table;
mod text;
mod xlsx;

use jiff::civil::Date;

pub use columns::{BadColumns, ColumnNames, Columns};
pub use csv::write as write_csv;
pub use table::{Line, ListedTable, read};
pub use text::write as write_text;
pub use xlsx::write as write_xlsx;

/// The columns of a file.
pub const COLUMNS: [&str; 9] = [
    "street",
    "place",
    "numbers",
    "sozialraum",
    "sozialraum_name",
    "team",
    "team_name",
    "region",
    "note",
];

/// One line of the register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The letter under which the street stands; `None` for other signs.
    pub letter: Option<char>,
    /// The street.
    pub street: String,
    /// The town.
    pub place: String,
    /// The house numbers, `alle` for the whole street.
    pub numbers: String,
    /// Id of the Sozialraum; empty where it has to be clarified.
    pub sozialraum: String,
    /// Its name.
    pub sozialraum_name: String,
    /// Id of its team.
    pub team: String,
    /// Name of its team.
    pub team_name: String,
    /// Name of its region.
    pub region: String,
    /// What else has to be known.
    pub note: String,
}

impl Row {
    /// The cells in the order of [`COLUMNS`].
    pub fn cells(&self) -> [&str; 9] {
        [
            &self.street,
            &self.place,
            &self.numbers,
            &self.sozialraum,
            &self.sozialraum_name,
            &self.team,
            &self.team_name,
            &self.region,
            &self.note,
        ]
    }
}

/// What is said of a register as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The heading.
    pub title: String,
    /// The day for which it is written.
    pub day: Date,
    /// Edition, decision, what is a draft, sources: label and text.
    pub facts: Vec<(String, String)>,
}
