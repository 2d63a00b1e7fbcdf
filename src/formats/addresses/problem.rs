//! What is wrong with a row, or worth a look: kept small, as a file may have a million of them.

use super::{Contents, What};
use crate::formats::defect::Defect;

/// One problem of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where the row stands in the file, from 1.
    pub at: u32,
    /// The field.
    pub what: Option<What>,
    /// What it is.
    pub kind: Kind,
    /// What stands there.
    pub text: Box<str>,
}

/// The kinds of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It has another number of cells than the others.
    Cells(u32),
    /// Its letters are written otherwise than the rest.
    Encoding,
    /// Letters were lost or written twice in other encodings: `StraÃŸe`.
    Garbled,
    /// A text is missing.
    Missing,
    /// A text is too long or has signs that are none.
    NoText,
    /// It is no house number.
    NoHouseNumber,
    /// It is no postcode.
    NoPostcode,
    /// It is no key of a municipality.
    NoKey,
    /// It is no number.
    NoNumber,
    /// It is no place on earth.
    NoPlace,
    /// It cannot be told in which coordinate system it is.
    NoSystem,
    /// East and north are swapped.
    Swapped,
    /// It is in another zone than was named.
    OtherZone(u32),
    /// It lies this many kilometres away.
    FarAway(u32),
    /// The row in this place has the same identifier.
    SameId(u32),
    /// Hint: there is no house number.
    NoNumberAtAll,
    /// Hint: nobody can ask for this number.
    OddNumber,
    /// Hint: it lies beyond the city limit.
    Outside,
    /// Hint: the row in this place has the same address, at the same place.
    Twice(u32),
    /// Hint: the row in this place has the same address, this many metres away.
    TwoPlaces(u32, u32),
}

impl Kind {
    /// The words of the problem in the catalogue.
    fn code(self) -> &'static str {
        match self {
            Self::Cells(_) => "address_cells",
            Self::Encoding => "address_encoding",
            Self::Garbled => "address_garbled",
            Self::Missing => "address_missing",
            Self::NoText => "address_text",
            Self::NoHouseNumber => "address_number",
            Self::NoPostcode => "address_postcode",
            Self::NoKey => "address_key",
            Self::NoNumber => "address_coordinate",
            Self::NoPlace => "address_place",
            Self::NoSystem => "address_crs",
            Self::Swapped => "address_swapped",
            Self::OtherZone(_) => "address_zone",
            Self::FarAway(_) => "address_far",
            Self::SameId(_) => "address_same_id",
            Self::NoNumberAtAll => "address_no_number",
            Self::OddNumber => "address_odd_number",
            Self::Outside => "address_beyond",
            Self::Twice(_) => "address_twice",
            Self::TwoPlaces(..) => "address_two_places",
        }
    }
}

impl Contents {
    /// A problem in words.
    pub fn defect(&self, problem: &Problem, file: &str) -> Defect {
        let mut defect = Defect::new(file, problem.kind.code()).feature(self.row(problem.at));
        if let Some(what) = problem.what {
            let heading = self.about.columns.iter().find(|(of, _)| *of == what);
            defect = defect.field(heading.map_or(what.code().to_owned(), |(_, name)| name.clone()));
        }
        defect = defect.with("text", &problem.text);
        match problem.kind {
            Kind::Cells(usual) => defect.with("usual", usual),
            Kind::OtherZone(zone) => defect.with("zone", zone),
            Kind::FarAway(km) => defect.with("km", km),
            Kind::SameId(other) | Kind::Twice(other) => defect.with("other", self.row(other)),
            Kind::TwoPlaces(other, metres) => {
                defect.with("other", self.row(other)).with("metres", metres)
            }
            _ => defect,
        }
    }

    fn row(&self, at: u32) -> String {
        let kind = if self.features { "Objekt" } else { "Zeile" };
        format!("{kind} {at}")
    }
}
