//! Which columns most likely hold what is asked: shown to somebody who decides.

use super::{Place, Preview};

/// What columns are called, without anything but letters; the usual names first.
const ADDRESS: &[&str] = &[
    "adresse",
    "anschrift",
    "wohnadresse",
    "meldeanschrift",
    "meldeadresse",
    "strassehausnummer",
    "strasseundhausnummer",
    "strassehausnr",
    "strassehnr",
    "strassenr",
    "strasseundnr",
    "strnr",
    "address",
    "fulladdress",
];
const STREET: &[&str] = &[
    "strasse",
    "str",
    "strassenname",
    "strassename",
    "strname",
    "street",
    "streetname",
    "addrstreet",
];
const HOUSE_NUMBER: &[&str] = &[
    "hausnummer",
    "hausnr",
    "hsnr",
    "hnr",
    "hausnummermitzusatz",
    "nr",
    "nummer",
    "housenumber",
    "addrhousenumber",
];
const POSTCODE: &[&str] = &["plz", "postleitzahl", "postcode", "zip", "zipcode", "addrpostcode"];
const TOWN: &[&str] =
    &["ort", "wohnort", "stadt", "gemeinde", "ortsname", "town", "city", "addrcity"];
const EAST: &[&str] = &[
    "lon",
    "lng",
    "long",
    "longitude",
    "laenge",
    "laengengrad",
    "x",
    "xkoordinate",
    "ost",
    "ostwert",
    "rechtswert",
    "rechts",
    "easting",
    "east",
    "e",
];
const NORTH: &[&str] = &[
    "lat",
    "latitude",
    "breite",
    "breitengrad",
    "y",
    "ykoordinate",
    "nord",
    "nordwert",
    "hochwert",
    "hoch",
    "northing",
    "north",
    "n",
];

/// Where the places of a file most likely are, and in which coordinate system; `None` where the
/// headings tell nothing. `city` is the coordinate system of the city's own data.
pub fn guess(file: &Preview, city: u32) -> Option<(Place, Option<u32>)> {
    let column = |names: &[&str]| {
        let plain: Vec<String> = file.columns.iter().map(|name| plain(name)).collect();
        let at = |wanted: &&str| plain.iter().position(|name| name == wanted);
        names.iter().find_map(at).map(|at| file.columns[at].clone())
    };
    let (street, house_number) = (column(STREET), column(HOUSE_NUMBER));
    if let (Some(street), Some(_)) = (&street, &house_number) {
        let (postcode, town) = (column(POSTCODE), column(TOWN));
        let street = street.clone();
        return Some((Place::Parts { street, house_number, postcode, town }, None));
    }
    // Many write the number behind the street and call the column after it.
    if let Some(address) = column(ADDRESS).or(street) {
        return Some((Place::Address(address), None));
    }
    if file.has_features() {
        return Some((Place::Geometry, None));
    }
    let (x, y) = (column(EAST)?, column(NORTH)?);
    let epsg = system(file, &x, city);
    Some((Place::Position { x, y }, epsg))
}

/// The letters and digits of a heading, small, without umlauts.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' => plain.push_str("ae"),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            letter if letter.is_alphanumeric() => plain.push(letter),
            _ => {}
        }
    }
    plain
}

/// The coordinate system that the size of the first easting tells; `None` for degrees.
fn system(file: &Preview, x: &str, city: u32) -> Option<u32> {
    let at = file.columns.iter().position(|name| name == x)?;
    let cells = file.rows.iter().filter_map(|row| row.get(at));
    let east: f64 = cells.filter_map(|cell| cell.trim().replace(',', ".").parse().ok()).next()?;
    match east.abs() {
        // Metres with the number of the zone in front, and without it.
        east if (32e6..33e6).contains(&east) => Some(4647),
        east if east > 360.0 => Some(city),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::batch::{Kind, Source};

    fn guessed(text: &str) -> Option<(Place, Option<u32>)> {
        guess(&Preview::new(Source::csv(text.as_bytes()), Kind::Csv).unwrap(), 25832)
    }

    #[test]
    fn headings_tell_where_the_address_is() {
        let address = |name: &str| Some((Place::Address(name.into()), None));
        for name in ["Anschrift", "ADRESSE", "Straße und Hausnummer", "Straße", "address"] {
            assert_eq!(guessed(&format!("id,{name}\n1,Glockenheide 42\n")), address(name));
        }
        let parts = guessed("Name;Straße;Haus-Nr.;PLZ;Wohnort\n");
        let expected = Place::Parts {
            street: "Straße".into(),
            house_number: Some("Haus-Nr.".into()),
            postcode: Some("PLZ".into()),
            town: Some("Wohnort".into()),
        };
        assert_eq!(parts, Some((expected, None)));
        assert_eq!(guessed("a,b\n1,2\n"), None);
        // A number alone may count anything.
        assert_eq!(guessed("Nr,Name\n1,x\n"), None);
    }

    #[test]
    fn the_size_of_coordinates_tells_their_system() {
        let at = |x: &str, y: &str| Place::Position { x: x.into(), y: y.into() };
        assert_eq!(guessed("lon,lat\n9.99,53.7\n"), Some((at("lon", "lat"), None)));
        assert_eq!(
            guessed("Ostwert;Nordwert\n565344,31;5953968,34\n"),
            Some((at("Ostwert", "Nordwert"), Some(25832)))
        );
        assert_eq!(guessed("X,Y\n32565344.3,5953968.3\n"), Some((at("X", "Y"), Some(4647))));
        assert_eq!(guessed("x,y\n"), Some((at("x", "y"), None)));
    }

    #[test]
    fn features_have_a_position_of_their_own_unless_they_have_an_address() {
        let file = |properties: &str| {
            let text = format!(
                r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{properties},"geometry":null}}]}}"#
            );
            let control = crate::service::batch::Control::default();
            let (source, kind) = Source::detect(std::io::Cursor::new(text), &control).unwrap();
            guess(&Preview::new(source, kind).unwrap(), 25832)
        };
        assert_eq!(file(r#"{"name":"a"}"#), Some((Place::Geometry, None)));
        assert_eq!(file(r#"{"Anschrift":"a"}"#), Some((Place::Address("Anschrift".into()), None)));
    }
}
