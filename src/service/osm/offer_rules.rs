//! Which places of the map are offers, and what their nature says about them.
//!
//! Everything that is not named here stays out: restaurants, works, car dealers – and homes, above
//! all those whose address protects the people in them.

use crate::{
    domain::resource::{Category, Kind},
    formats::osm::Tags,
};

/// What a tag says about a place.
pub(super) struct Rule {
    key: &'static str,
    values: &'static [&'static str],
    /// What it is about, the first above all.
    pub categories: &'static [Category],
    /// Who carries it, where its nature says so.
    pub kind: Option<Kind>,
    /// Whether a place without a name counts, called after what it is and the next street; the
    /// words are below `osm.unnamed`.
    pub unnamed: bool,
}

const fn rule(
    key: &'static str,
    values: &'static [&'static str],
    categories: &'static [Category],
    kind: Option<Kind>,
) -> Rule {
    Rule { key, values, categories, kind, unnamed: false }
}

const fn unnamed(rule: Rule) -> Rule {
    Rule { unnamed: true, ..rule }
}

use Category as C;
const STAFF: Option<Kind> = Some(Kind::Professional);
const USED: Option<Kind> = Some(Kind::Informal);

/// The rules; the first that fits counts.
const RULES: &[Rule] = &[
    rule("amenity", &["kindergarten", "childcare"], &[C::Kita], STAFF),
    rule("amenity", &["school"], &[C::School], STAFF),
    rule("amenity", &["youth_centre"], &[C::YouthWork], None),
    rule("community_centre", &["youth_centre"], &[C::YouthWork], None),
    rule("community_centre", &["family_centre"], &[C::MeetingPlace], None),
    rule("community_centre", &["parish_hall"], &[C::MeetingPlace, C::Religion], None),
    rule("community_centre:for", &["juvenile", "child;juvenile"], &[C::YouthWork], None),
    rule("amenity", &["community_centre", "social_centre"], &[C::MeetingPlace], None),
    rule("healthcare", &["counselling"], &[C::Counselling], STAFF),
    rule("office", &["counselling", "social_services"], &[C::Counselling], STAFF),
    rule("social_facility", &["outreach"], &[C::Counselling], None),
    rule(
        "social_facility",
        &["food_bank", "clothing_bank", "soup_kitchen"],
        &[C::Association],
        None,
    ),
    rule("social_facility", &["nursing_home", "hospice", "ambulatory_care"], &[C::Health], STAFF),
    rule("amenity", &["clinic", "dentist", "doctors", "hospital", "pharmacy"], &[C::Health], STAFF),
    rule("amenity", &["nursing_home"], &[C::Health], STAFF),
    rule("healthcare", &["midwife", "psychotherapist", "physiotherapist"], &[C::Health], STAFF),
    rule("healthcare", &["speech_therapist", "occupational_therapist"], &[C::Health], STAFF),
    rule("amenity", &["library"], &[C::Culture], STAFF),
    rule("amenity", &["arts_centre", "cinema", "music_school", "theatre"], &[C::Culture], None),
    rule("tourism", &["museum"], &[C::Culture], None),
    rule("amenity", &["place_of_worship"], &[C::Religion], None),
    rule("amenity", &["courthouse", "police", "townhall"], &[C::Institution], STAFF),
    rule("amenity", &["fire_station"], &[C::Institution], None),
    rule("office", &["government"], &[C::Institution], STAFF),
    rule("office", &["association", "charity", "ngo"], &[C::Association], None),
    rule("club", &["sport"], &[C::Club, C::Sport], None),
    rule("club", &["youth", "scout"], &[C::Club, C::YouthWork], None),
    rule("club", &["social", "music", "culture", "allotments", "fishing"], &[C::Club], None),
    rule("leisure", &["sports_centre", "sports_hall", "stadium", "water_park"], &[C::Sport], None),
    rule("leisure", &["swimming_pool", "ice_rink", "fitness_centre"], &[C::Sport], None),
    rule("leisure", &["playground"], &[C::Playground], USED),
    rule("leisure", &["park"], &[C::MeetingPlace], USED),
    rule("leisure", &["pitch"], &[C::Sport], USED),
    rule("amenity", &["bank"], &[C::Business], USED),
    rule("shop", &["second_hand"], &[C::Business], USED),
    rule("shop", &["bakery", "butcher", "chemist", "convenience", "farm"], &[C::Shopping], USED),
    rule("shop", &["greengrocer", "mall", "seafood", "supermarket"], &[C::Shopping], USED),
    rule("railway", &["station", "halt", "tram_stop"], &[C::Stop], USED),
    rule("highway", &["bus_stop"], &[C::Stop], USED),
    rule("public_transport", &["station", "platform"], &[C::Stop], USED),
];

/// Sports of a pitch that is used by whoever comes, with or without a name.
const OPEN_PITCH: Rule =
    unnamed(rule("sport", &["basketball", "skateboard", "table_tennis"], &[C::Sport], USED));
/// A playground needs no name.
const PLAYGROUND: Rule = unnamed(rule("leisure", &["playground"], &[C::Playground], USED));

impl Rule {
    /// The value by which the rule fits.
    pub fn value<'a>(&self, tags: &'a Tags) -> Option<&'a str> {
        tags.get(self.key).filter(|value| self.values.contains(value))
    }
}

/// The rule for a place; `None` when it is no offer or nobody may go there.
pub(super) fn of(tags: &Tags) -> Option<&'static Rule> {
    if tags.get("access").is_some_and(|access| ["private", "no"].contains(&access)) {
        return None;
    }
    let pitch = tags.is("leisure", "pitch");
    [&PLAYGROUND]
        .into_iter()
        .chain(pitch.then_some(&OPEN_PITCH))
        .chain(RULES)
        .find(|rule| rule.value(tags).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn homes_stay_out_and_so_do_private_places() {
        for pairs in [
            &[("amenity", "social_facility"), ("social_facility", "group_home")][..],
            &[("amenity", "social_facility"), ("social_facility", "shelter")],
            &[("leisure", "playground"), ("access", "private")],
            &[("amenity", "restaurant")],
        ] {
            assert!(of(&Tags::of(pairs)).is_none(), "{pairs:?}");
        }
    }

    #[test]
    fn the_first_rule_that_fits_counts() {
        let youth = [("amenity", "community_centre"), ("community_centre", "youth_centre")];
        assert_eq!(of(&Tags::of(&youth)).map(|rule| rule.categories[0]), Some(C::YouthWork));
        let pitch = |sport| of(&Tags::of(&[("leisure", "pitch"), ("sport", sport)]));
        assert!(pitch("basketball").is_some_and(|rule| rule.unnamed));
        assert!(pitch("soccer").is_some_and(|rule| !rule.unnamed));
    }
}
