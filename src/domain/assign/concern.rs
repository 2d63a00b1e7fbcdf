//! The addresses that a list of house numbers concerns, and what the map says of them.

use std::collections::BTreeSet;

use super::house_number::sorted;
use crate::domain::{
    address::{HouseNumbers, Membership, NumberRanges},
    city::CityEdition,
    directory::{Directory, StreetId},
    partition::FaceIndex,
    rules::membership,
};

/// A known address of which a list of house numbers says something.
#[derive(Debug, Clone, PartialEq)]
pub struct Concerned<'a> {
    /// The house number, or the building with several.
    pub number: &'a HouseNumbers,
    /// Whether the list names it for sure. If not, the list leaves it open: 12a for `2–12`.
    pub named: bool,
    /// Where its places lie by the map; `None` for one outside the city.
    pub by_map: BTreeSet<Option<FaceIndex>>,
    /// Metres from its likeliest place to the nearest border.
    pub border_m: Option<f64>,
}

impl Concerned<'_> {
    /// Whether the list gives it to a face and the map does not, as the decision sees it.
    pub fn contradicts(&self, face: FaceIndex) -> bool {
        self.named && self.by_map.iter().any(|other| *other != Some(face))
    }
}

/// The known addresses of a street of which a list says something, in natural order. Addresses that
/// hardly anybody believes in are left out, as in the decision. Cost: linear in the numbers of the
/// street times the ranges of the list.
pub fn concerned<'a>(
    edition: &CityEdition,
    directory: &'a Directory,
    street: StreetId,
    list: &NumberRanges,
) -> Vec<Concerned<'a>> {
    let of_street = directory.numbers(street).iter().filter_map(|known| {
        let named = match membership(list, &known.number) {
            Membership::Outside => return None,
            Membership::Unclear => false,
            Membership::Inside => true,
        };
        let found = directory.find_numbers(street, &known.number);
        let places = sorted(found.places, &known.number);
        let best = places.first()?;
        let border = edition.locator.nearest_border(best.position);
        Some(Concerned {
            number: &known.number,
            named,
            by_map: places.iter().map(|place| edition.face_at(place.position)).collect(),
            border_m: border.map(|near| near.distance_m),
        })
    });
    of_street.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::assign::tests::fixture;

    #[test]
    fn a_list_is_held_against_the_map_address_by_address() {
        let city = fixture::city();
        let edition = &city.editions[0];
        let faces: Vec<FaceIndex> = edition.partition.face_indices().collect();
        let face = |id: &str| *faces.iter().find(|f| edition.sozialraum(**f).id == id).unwrap();
        let ask = |list: &str| {
            concerned(edition, &city.directory, StreetId(0), &list.parse().unwrap())
                .into_iter()
                .map(|of| (of.number.to_string(), of.named, of.contradicts(face("west"))))
                .collect::<Vec<_>>()
        };
        let says = |number: &str, named, against| (number.to_owned(), named, against);
        // House 1 stands every 100 m, and the border lies at 1000 m.
        assert_eq!(ask("8-12 ger. ohne 10"), [says("8", true, false), says("12", true, true)]);
        assert_eq!(ask("50"), [says("50-54", false, false)]);
        assert_eq!(ask("50-54 ger."), [says("50-54", true, true)]);
        // 30 is believed on both sides of the border.
        assert_eq!(ask("30"), [says("30", true, true)]);
        assert_eq!(ask("100"), []);
        let near = concerned(edition, &city.directory, StreetId(0), &"9".parse().unwrap());
        assert_eq!(near[0].border_m.map(f64::round), Some(100.0));
    }
}
