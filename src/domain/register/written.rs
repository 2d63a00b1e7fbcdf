//! A street of the register with names in the place of indices, as programs read it.

use serde::Serialize;

use super::{OpenReason, RegisterStreet};
use crate::domain::{
    assign::{Answer, Named, Status},
    city::OnDay,
    partition::FaceIndex,
};

/// A street of the register.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct StreetBody {
    /// The street.
    pub street: String,
    /// The town.
    pub place: String,
    /// The Sozialräume that it is shared by.
    pub shares: Vec<ShareBody>,
    /// Numbers that have to be clarified.
    pub open: Vec<OpenBody>,
    /// Sozialräume that its line runs through and that no number leads to.
    pub runs_through: Vec<Named>,
}

/// The numbers of a street that belong to one Sozialraum.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ShareBody {
    /// The house numbers, such as `1–41 odd, 44`; `all` for the whole street.
    pub numbers: String,
    /// Whether it is the whole street.
    pub whole: bool,
    /// The Sozialraum.
    pub sozialraum: Named,
    /// Its team.
    pub team: Option<Named>,
    /// Its region.
    pub region: Option<Named>,
    /// The numbers that lie so near to a border that the house should be checked.
    pub near_border: Option<String>,
}

/// Numbers of a street that have to be clarified.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct OpenBody {
    /// The numbers, as they are written on the spot.
    pub numbers: Vec<String>,
    /// Why nobody can be sure.
    pub reason: OpenReason,
    /// The Sozialräume that come into question.
    pub sozialraeume: Vec<Named>,
}

impl StreetBody {
    /// What is written of a street.
    pub fn new(day: OnDay<'_>, street: &RegisterStreet) -> Self {
        let named = |id: &str, name: &str| Named { id: id.to_owned(), name: name.to_owned() };
        let area = |face: FaceIndex| {
            let sozialraum = day.edition.sozialraum(face);
            named(&sozialraum.id, &sozialraum.name)
        };
        let areas = |faces: &[FaceIndex]| faces.iter().map(|face| area(*face)).collect();
        let shares = street.shares.iter().map(|share| {
            let sozialraum = day.edition.sozialraum(share.face);
            let team = day.organisation.team_of(&sozialraum.id);
            let region = day.organisation.region(&sozialraum.region);
            let near = &share.near_border;
            ShareBody {
                numbers: share.numbers.to_string(),
                whole: share.numbers.is_whole(),
                sozialraum: area(share.face),
                team: team.map(|team| named(&team.id, &team.name)),
                region: region.map(|region| named(&region.id, &region.name)),
                near_border: (!near.is_empty()).then(|| near.to_string()),
            }
        });
        let open = street.open.iter().map(|open| OpenBody {
            numbers: open.numbers.clone(),
            reason: open.reason,
            sozialraeume: areas(&open.faces),
        });
        Self {
            street: street.name.clone(),
            place: street.place(day).to_owned(),
            shares: shares.collect(),
            open: open.collect(),
            runs_through: areas(&street.runs_through),
        }
    }
}

impl RegisterStreet {
    /// The street that an answer leaves to be shared out: it is known, its team depends on the
    /// house number, and there is no address or place to choose instead.
    ///
    /// Cost: one decision for every known number of the street.
    pub fn left_to_settle(day: OnDay<'_>, answer: &Answer) -> Option<Self> {
        let unsettled = matches!(answer.status, Status::UnknownHouseNumber | Status::Ambiguous);
        let choice =
            answer.candidates.iter().any(|of| of.address.is_some() || of.position.is_some());
        let id = answer.address.as_ref()?.street_id;
        let id = id.filter(|_| unsettled && !choice && answer.team.is_none())?;
        Some(Self::of(day, id))
    }

    /// The name of the place where a street lies.
    pub fn place<'a>(&self, day: OnDay<'a>) -> &'a str {
        let place = day.city.directory.street(self.id).and_then(|street| street.place.as_ref());
        place.map_or(&day.city.info.name, |place| &place.name)
    }
}

impl Answer {
    /// Adds how the street is shared out. The candidates then name the numbers of the register,
    /// so that there is one truth.
    #[must_use]
    pub fn with_ranges(mut self, day: OnDay<'_>, street: Option<&RegisterStreet>) -> Self {
        self.ranges = street.map(|street| StreetBody::new(day, street));
        for share in self.ranges.iter().flat_map(|ranges| &ranges.shares) {
            let own = |of: &Option<String>| of.as_ref() == Some(&share.sozialraum.id);
            let candidate = self.candidates.iter_mut().find(|one| own(&one.sozialraum));
            if let Some(candidate) = candidate {
                candidate.house_numbers = Some(share.numbers.clone());
            }
        }
        self
    }
}
