//! The choice that is left when the team depends on the house number: the numbers of each
//! Sozialraum, a row each.

use super::folded::Folded;
use crate::{
    domain::{
        assign::Named,
        register::{ShareBody, StreetBody},
    },
    locale::Lang,
    service::register::{near_note, open_note},
};

/// How a street is shared out, and what asks again with a house number of it.
pub struct RangesView {
    /// The street.
    pub street: String,
    /// Where it lies, in a directory of several places.
    pub town: Option<String>,
    /// A row for each Sozialraum.
    pub rows: Vec<RangeRow>,
    /// House numbers that have to be clarified, and why.
    pub open: Vec<(String, String)>,
}

/// The numbers of one Sozialraum.
pub struct RangeRow {
    /// Its number, on the map as well.
    pub number: usize,
    /// Id of the Sozialraum.
    pub area: String,
    /// Its name.
    pub sozialraum: String,
    /// The team, where one is on file.
    pub team: Option<String>,
    /// It again, with its region.
    pub place: String,
    /// The house numbers; `None` where the street only runs through.
    pub numbers: Option<String>,
    /// Which of them lie near a border.
    pub near_border: Option<Folded>,
}

impl RangesView {
    /// The rows of a street; `town` tells it from others of its name.
    pub fn new(lang: Lang, street: &StreetBody, town: Option<&str>) -> Self {
        let shares = street.shares.iter().map(|share| RangeRow::new(lang, share));
        let passed = street.runs_through.iter().map(RangeRow::passed);
        let rows = shares.chain(passed).zip(1..).map(|(row, number)| RangeRow { number, ..row });
        let open = street.open.iter().map(|open| (open.numbers.join(", "), open_note(open, lang)));
        Self {
            street: street.street.clone(),
            town: town.map(str::to_owned),
            rows: rows.collect(),
            open: open.collect(),
        }
    }
}

impl RangeRow {
    fn new(lang: Lang, share: &ShareBody) -> Self {
        Self {
            team: share.team.as_ref().map(|team| team.name.clone()),
            place: match &share.region {
                Some(region) => lang.t(
                    "answer.sozialraum_in",
                    &[("sozialraum", &share.sozialraum.name), ("region", &region.name)],
                ),
                None => share.sozialraum.name.clone(),
            },
            numbers: Some(lang.house_numbers(&share.numbers)),
            near_border: near_note(share, lang).map(Folded::new),
            ..Self::passed(&share.sozialraum)
        }
    }

    /// A Sozialraum that the street runs through, without a known house number.
    fn passed(area: &Named) -> Self {
        Self {
            number: 0,
            area: area.id.clone(),
            sozialraum: area.name.clone(),
            team: None,
            place: area.name.clone(),
            numbers: None,
            near_border: None,
        }
    }
}
