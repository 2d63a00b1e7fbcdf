//! What a column may hold, and the headings by which it is known.

/// What a register may say of a house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Its identifier.
    Id,
    /// The name of its street.
    Street,
    /// Its number.
    Number,
    /// What belongs to the number.
    Suffix,
    /// Its postcode.
    Postcode,
    /// The town of its postal address.
    Place,
    /// The part of town of its postal address.
    Part,
    /// The official name of the municipality.
    Municipality,
    /// The official name of the part of town.
    District,
    /// The key of the municipality as a whole.
    Ags,
    /// The key of the federal state.
    State,
    /// The key of the administrative region.
    Region,
    /// The key of the district.
    County,
    /// The key of the municipality within the district.
    Commune,
    /// The key of the street within the municipality.
    StreetKey,
    /// How its position is known.
    Quality,
    /// Degrees east.
    Lon,
    /// Degrees north.
    Lat,
    /// How far east, in the coordinate system of the file.
    X,
    /// How far north.
    Y,
    /// The zone of its coordinates.
    Zone,
    /// Whether the row is new, changed or to be removed.
    Mark,
}

impl What {
    /// All of them.
    pub const ALL: [Self; 22] = [
        Self::Id,
        Self::Street,
        Self::Number,
        Self::Suffix,
        Self::Postcode,
        Self::Place,
        Self::Part,
        Self::Municipality,
        Self::District,
        Self::Ags,
        Self::State,
        Self::Region,
        Self::County,
        Self::Commune,
        Self::StreetKey,
        Self::Quality,
        Self::Lon,
        Self::Lat,
        Self::X,
        Self::Y,
        Self::Zone,
        Self::Mark,
    ];

    /// The word by which it is named, in arguments too.
    pub fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Street => "street",
            Self::Number => "number",
            Self::Suffix => "suffix",
            Self::Postcode => "postcode",
            Self::Place => "place",
            Self::Part => "part",
            Self::Municipality => "municipality",
            Self::District => "district",
            Self::Ags => "ags",
            Self::State => "state",
            Self::Region => "region",
            Self::County => "county",
            Self::Commune => "commune",
            Self::StreetKey => "street_key",
            Self::Quality => "quality",
            Self::Lon => "lon",
            Self::Lat => "lat",
            Self::X => "x",
            Self::Y => "y",
            Self::Zone => "zone",
            Self::Mark => "mark",
        }
    }

    /// What a word names.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.code() == code)
    }

    /// The headings under which it is found, folded.
    pub(super) fn headings(self) -> &'static [&'static str] {
        match self {
            // A running number of an export is no identifier: id, fid and the like have to be named.
            Self::Id => {
                &["oi", "oid", "objektid", "objid", "gmlid", "uuid", "adressid", "officialid"]
            }
            Self::Street => &[
                "stn",
                "str",
                "strasse",
                "strassenname",
                "strname",
                "stranam",
                "strassenna",
                "street",
                "streetname",
                "addrstreet",
                "strnam",
                "strassenbezeichnung",
            ],
            Self::Number => &[
                "hnr",
                "hausnummer",
                "hausnr",
                "hsnr",
                "hausnum",
                "hnum",
                "housenumber",
                "addrhousenumber",
                "number",
                "nummer",
                "hausnumme",
            ],
            Self::Suffix => &[
                "adz",
                "hausnummernzusatz",
                "hausnummerzusatz",
                "hausnrzusatz",
                "hausnrzus",
                "hsnrzu",
                "hsnrzus",
                "hnrz",
                "hnrzusatz",
                "hnrzus",
                "zusatz",
                "adressierungszusatz",
                "adressierungszus",
                "suffix",
                "buchstabe",
            ],
            Self::Postcode => {
                &["plz", "postplz", "postleitzahl", "postcode", "addrpostcode", "postalcode"]
            }
            Self::Place => &[
                "onm",
                "postonm",
                "ort",
                "ortsname",
                "ortsnamepost",
                "postort",
                "place",
                "city",
                "addrcity",
                "stadt",
                "town",
                "wohnort",
                "postalischerortsname",
            ],
            Self::Part => {
                &["pot", "postott", "ortsteil", "ortsteilpost", "stadtteil", "addrsuburb", "part"]
            }
            Self::Municipality => &["gmd", "gemeinde", "gemeindename", "gmdname", "municipality"],
            Self::District => &["ott", "ottname", "gemeindeteil"],
            Self::Ags => &[
                "ags",
                "ags8",
                "gemeindeschluessel",
                "amtlichergemeindeschluessel",
                "gemeindekennziffer",
                "gkz",
                "ars",
                "regionalschluessel",
            ],
            Self::State => &["lan", "landschl", "landschluessel"],
            Self::Region => &["rbz", "regbezschl", "regbezsch"],
            Self::County => &["krs", "kreisschl", "kreissch", "kreisschluessel"],
            Self::Commune => &["gmdschl"],
            Self::StreetKey => {
                &["sss", "strschl", "strassenschluessel", "strschluessel", "streetkey"]
            }
            Self::Quality => &["qua", "quality", "qualitaet", "qualitaetsangaben", "lagequalitaet"],
            Self::Lon => &[
                "lon",
                "lng",
                "long",
                "longitude",
                "laenge",
                "geolaenge",
                "laengengrad",
                "geogrlaenge",
            ],
            Self::Lat => &["lat", "latitude", "breite", "geobreite", "breitengrad", "geogrbreite"],
            Self::X => &[
                "x",
                "east",
                "easting",
                "ost",
                "ostwert",
                "rechtswert",
                "e",
                "utmx",
                "xkoordinate",
                "xutm",
                "koordx",
                "xkoord",
                "utmost",
                "eastwert",
            ],
            Self::Y => &[
                "y",
                "north",
                "northing",
                "nord",
                "nordwert",
                "hochwert",
                "n",
                "utmy",
                "ykoordinate",
                "yutm",
                "koordy",
                "ykoord",
                "utmnord",
                "northwert",
            ],
            Self::Zone => &["zone"],
            Self::Mark => &["nba"],
        }
    }
}
