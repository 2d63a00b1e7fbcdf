//! Texts of files: codes, numbers, yes and no, and places as people write them.

use std::str::FromStr;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::RowError;
use crate::domain::{grid::LonLat, resource::Reach};

/// The code of a value from a fixed set of words, as serde writes it.
pub(super) fn code<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(code)) => code,
        // Only unit variants come here.
        _ => unreachable!("a value from a fixed set of words"),
    }
}

/// The value with this code.
pub(super) fn of_code<T: DeserializeOwned>(code: &str) -> Option<T> {
    serde_json::from_value(Value::String(code.to_owned())).ok()
}

/// All codes of a type, for messages: serde lists them when it meets a word it does not know.
pub(super) fn codes<T: DeserializeOwned>() -> String {
    let error = serde_json::from_value::<T>(Value::String(String::new())).err();
    let message = error.map(|error| error.to_string()).unwrap_or_default();
    let codes: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
    codes.join(", ")
}

/// Yes or no, in the words of both languages.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "ja" | "wahr" | "1" | "x" => Some(true),
        "false" | "no" | "nein" | "falsch" | "0" => Some(false),
        _ => None,
    }
}

/// A number; a comma counts as the point, as German spreadsheets write it.
pub(super) fn number<T: FromStr>(text: &str) -> Option<T> {
    text.replace(',', ".").parse().ok()
}

/// Reach as one text: `place`, `city`, `sozialraum:<id>`, `region:<id>`.
pub(super) fn reach_text(reach: &Reach) -> String {
    match reach {
        Reach::Place => "place".into(),
        Reach::City => "city".into(),
        Reach::Sozialraum(id) => format!("sozialraum:{id}"),
        Reach::Region(id) => format!("region:{id}"),
    }
}

/// The reach that such a text names.
pub(super) fn reach(text: &str) -> Option<Reach> {
    match text.split_once(':') {
        None if text == "place" => Some(Reach::Place),
        None if text == "city" => Some(Reach::City),
        Some(("sozialraum", id)) => Some(Reach::Sozialraum(id.into())),
        Some(("region", id)) => Some(Reach::Region(id.into())),
        _ => None,
    }
}

/// What is suspicious about a place: swapped coordinates, or metres instead of degrees. (That it is
/// on the earth at all is for the entry's own rules.)
pub(super) fn unlikely_place(place: LonLat) -> Option<RowError> {
    let LonLat { lon, lat } = place;
    let error = |code| Some(RowError::new("place", code).with("lon", lon).with("lat", lat));
    // Germany lies between 5 and 16 degrees east, 47 and 56 degrees north; the two never meet.
    if (46.0..57.0).contains(&lon) && (4.0..17.0).contains(&lat) {
        error("swapped_place")
    } else if lon.abs() > 1_000.0 || lat.abs() > 1_000.0 {
        error("metres_place")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::resource::{Cost, Kind};

    #[test]
    fn codes_come_from_the_types() {
        assert_eq!(codes::<Cost>(), "free, reduced, paid");
        assert_eq!(codes::<Kind>(), "professional, voluntary, informal");
        assert_eq!(of_code::<Cost>("paid"), Some(Cost::Paid));
        assert_eq!(code(&Cost::Reduced), "reduced");
    }

    #[test]
    fn reach_comes_back() {
        for reach_ in [
            Reach::Place,
            Reach::City,
            Reach::Sozialraum("mitte:2".into()),
            Reach::Region("nord".into()),
        ] {
            assert_eq!(reach(&reach_text(&reach_)), Some(reach_));
        }
        assert_eq!(reach("village"), None);
    }

    #[test]
    fn swapped_and_projected_places_are_suspicious() {
        let code = |lon, lat| unlikely_place(LonLat { lon, lat }).map(|error| error.code);
        assert_eq!(code(10.0, 53.7), None);
        assert_eq!(code(53.7, 10.0), Some("swapped_place"));
        assert_eq!(code(565_000.0, 5_950_000.0), Some("metres_place"));
    }
}
