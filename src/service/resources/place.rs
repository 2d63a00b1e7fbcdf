//! Where an address is, by the directory of the city.

use crate::{
    domain::{
        assign::{Precision, Question, Status},
        grid::LonLat,
        resource::Address,
    },
    service::Service,
};

/// The place of an address; `None` unless the directory knows exactly one house for it. Nothing
/// is guessed: a wrong place sends people to the wrong door.
pub fn locate(service: &Service, address: &Address) -> Option<LonLat> {
    let street = address.street.as_deref()?;
    let town = [address.postcode.as_deref(), address.town.as_deref()];
    let town = town.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let line = if town.is_empty() { street.to_owned() } else { format!("{street}, {town}") };
    let answer = service.assign(&Question::Line(line), None).ok()?;
    let known = matches!(answer.status, Status::Unique | Status::NearBorder | Status::RuleConflict);
    let found =
        answer.address.filter(|found| known && found.precision == Precision::HouseNumber)?;
    found.position
}
