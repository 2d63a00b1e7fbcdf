//! A city of two Sozialräume, small enough to see every metre of it.

use jiff::civil::date;

use crate::domain::{
    city::{City, CityInfo, Dataset, EditionData, Municipality, Sozialraum},
    directory::{AddressPoint, Reading, Street, StreetId},
    edition::{Edition, EditionStatus},
    grid::GridPoint,
    organisation::{Contact, Organisation, Region, Team, Unit},
    partition::{Area, LineInfo, NamedLine, Sureness},
};

/// South-west corner of the test city, in centimetres of EPSG:25832.
const X: i64 = 56_000_000;
const Y: i64 = 595_000_000;

/// A place some metres east and north of the corner.
pub(in crate::domain) fn at(east: i64, north: i64) -> GridPoint {
    GridPoint::new(X + east * 100, Y + north * 100)
}

fn rectangle(west: i64, south: i64, east: i64, north: i64) -> Vec<Vec<GridPoint>> {
    vec![vec![at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)]]
}

fn line(
    id: &str,
    uncertainty_m: f64,
    municipality: Option<&str>,
    points: &[GridPoint],
) -> NamedLine {
    let info = LineInfo {
        id: id.into(),
        name: id.into(),
        sure: Sureness::Stated,
        uncertainty_m,
        source: "test".into(),
        municipality: municipality.map(str::to_owned),
    };
    NamedLine { info, points: points.to_vec() }
}

fn unit(id: &str) -> Unit {
    Unit {
        id: id.into(),
        name: id.into(),
        short: None,
        region: None,
        role: None,
        rhythm: None,
        contact: Contact::default(),
        source: None,
    }
}

fn team(id: &str, sozialraum: &str) -> Team {
    Team {
        id: id.into(),
        name: format!("Team {id}"),
        sozialraum: sozialraum.into(),
        region: "all".into(),
        composition: None,
        hours: None,
        rhythm: None,
        contact: Contact::default(),
        source: None,
    }
}

fn street(name: &str, points: &[GridPoint]) -> Street {
    Street {
        name: name.into(),
        other_names: Vec::new(),
        kind: "street".into(),
        lines: vec![points.to_vec()],
        place: None,
    }
}

/// Two Sozialräume of 1 km side by side, `west` and `east`, divided by the Mittelweg border
/// (20 m uncertain), with Nachbarstadt around. Street 0 crosses the border, 1 lies in the west,
/// 2 runs along the border.
pub(crate) fn city() -> City {
    City::build(dataset()).unwrap()
}

pub(crate) fn dataset() -> Dataset {
    let mut points = Vec::new();
    let mut add = |number: &str, place: GridPoint, readings: &[(u32, f64)]| {
        points.push(AddressPoint {
            id: u32::try_from(points.len()).unwrap(),
            number: number.into(),
            position: place,
            readings: readings
                .iter()
                .map(|(street, confidence)| Reading {
                    street: StreetId(*street),
                    confidence: *confidence,
                })
                .collect(),
            official: None,
        });
    };
    for house in 1..=19 {
        add(&house.to_string(), at(house * 100, 505), &[(0, 1.0)]);
    }
    add("7", at(300, 200), &[(1, 1.0)]);
    add("9", at(300, 300), &[(1, 0.6), (0, 0.3)]);
    add("30", at(500, 500), &[(0, 0.6)]);
    add("30", at(1500, 500), &[(0, 0.4)]);
    add("40", at(1700, 500), &[(0, 0.3)]);
    add("50-54", at(1800, 520), &[(0, 1.0)]);
    Dataset {
        info: CityInfo {
            name: "Teststadt".into(),
            ags: "00000000".into(),
            state: "Schleswig-Holstein".into(),
            district: None,
            crs: "EPSG:25832".into(),
            postcodes: vec!["11111".into()],
        },
        attribution: String::new(),
        limit: Area { id: "limit".into(), polygons: vec![rectangle(0, 0, 2000, 1000)] },
        editions: vec![EditionData {
            edition: Edition {
                number: 1,
                valid_from: date(2014, 1, 1),
                valid_to: None,
                decision: "test".into(),
                status: EditionStatus::Draft,
                note: None,
            },
            sozialraeume: vec![
                Sozialraum {
                    id: "west".into(),
                    name: "West".into(),
                    region: "all".into(),
                    polygons: vec![rectangle(0, 0, 1000, 1000)],
                },
                Sozialraum {
                    id: "east".into(),
                    name: "Ost".into(),
                    region: "all".into(),
                    polygons: vec![rectangle(1000, 0, 2000, 1000)],
                },
            ],
            lines: vec![
                line("Mittelweg", 20.0, None, &[at(1000, 0), at(1000, 1000)]),
                line(
                    "Stadtgrenze",
                    5.0,
                    Some("Nachbarstadt"),
                    &[
                        at(0, 0),
                        at(1000, 0),
                        at(2000, 0),
                        at(2000, 1000),
                        at(1000, 1000),
                        at(0, 1000),
                        at(0, 0),
                    ],
                ),
            ],
            rules: Vec::new(),
        }],
        municipalities: vec![Municipality {
            ags: None,
            name: "Nachbarstadt".into(),
            district: None,
            aliases: vec!["Vordorf".into()],
            office: None,
            polygons: Vec::new(),
        }],
        parts: vec!["Altdorf".into()],
        streets: vec![
            street("Langer Damm", &[at(50, 500), at(1950, 500)]),
            street("Westerwiese", &[at(300, 100), at(300, 400)]),
            street("Mittelweg", &[at(1000, 50), at(1000, 950)]),
        ],
        points,
        organisation: Organisation {
            office: unit("office"),
            regions: vec![Region {
                id: "all".into(),
                name: "Alle".into(),
                department: unit("department"),
            }],
            teams: vec![team("w", "west"), team("e", "east")],
            services: Vec::new(),
            city_duties: Vec::new(),
            levels: Vec::new(),
            city_offers: Vec::new(),
            working_group: None,
            neighbours: Vec::new(),
            contradictions: Vec::new(),
        },
        resources: Vec::new(),
        school_holidays: None,
        population: None,
        footpaths: Vec::new(),
        layers: Vec::new(),
    }
}
