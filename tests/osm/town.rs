//! A made-up town as OpenStreetMap XML, and the extract that osmium makes of it.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

pub type Tag = (&'static str, &'static str);

/// The town's key.
pub const AGS: &str = "01099007";

/// The south-western corner of the map; the map counts in metres from here.
const CORNER: (f64, f64) = (9.5, 54.0);

type Tags = Vec<(String, String)>;
/// Kind, id and role.
type Members = Vec<(char, i64, String)>;

/// A map that is being drawn. Ids count up by kind.
#[derive(Default)]
pub struct Map {
    nodes: Vec<(i64, f64, f64, Tags)>,
    ways: Vec<(i64, Vec<i64>, Tags)>,
    relations: Vec<(i64, Members, Tags)>,
}

fn owned(tags: &[Tag]) -> Tags {
    tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

impl Map {
    /// A node so many metres east and north.
    pub fn node(&mut self, east: f64, north: f64, tags: &[Tag]) -> i64 {
        let id = self.nodes.len() as i64 + 1;
        let lat = CORNER.1 + north / 111_320.0;
        let lon = CORNER.0 + east / (111_320.0 * CORNER.1.to_radians().cos());
        self.nodes.push((id, lon, lat, owned(tags)));
        id
    }

    pub fn way(&mut self, nodes: &[i64], tags: &[Tag]) -> i64 {
        let id = self.ways.len() as i64 + 1;
        self.ways.push((id, nodes.to_vec(), owned(tags)));
        id
    }

    /// A way through new nodes.
    pub fn line(&mut self, places: &[(f64, f64)], tags: &[Tag]) -> i64 {
        let nodes: Vec<i64> = places.iter().map(|(x, y)| self.node(*x, *y, &[])).collect();
        self.way(&nodes, tags)
    }

    /// A closed way around a rectangle.
    pub fn block(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), tags: &[Tag]) -> i64 {
        let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
        let mut nodes: Vec<i64> = corners.iter().map(|(x, y)| self.node(*x, *y, &[])).collect();
        nodes.push(nodes[0]);
        self.way(&nodes, tags)
    }

    pub fn relation(&mut self, members: &[(char, i64, &str)], tags: &[Tag]) -> i64 {
        let id = self.relations.len() as i64 + 1;
        let members = members.iter().map(|(kind, id, role)| (*kind, *id, (*role).to_owned()));
        self.relations.push((id, members.collect(), owned(tags)));
        id
    }

    /// An administrative boundary of some ways.
    pub fn boundary(&mut self, ways: &[i64], tags: &[Tag]) -> i64 {
        let members: Vec<(char, i64, &str)> = ways.iter().map(|way| ('w', *way, "outer")).collect();
        let mut all = vec![("type", "boundary"), ("boundary", "administrative")];
        all.extend(tags);
        self.relation(&members, &all)
    }

    /// Takes a way out of the file; what belongs to it stays.
    pub fn without_way(mut self, way: i64) -> Self {
        self.ways.retain(|(id, ..)| *id != way);
        self
    }

    fn xml(&self, metadata: bool) -> String {
        let mut xml = String::from("<?xml version='1.0'?>\n<osm version=\"0.6\">\n");
        let meta = if metadata {
            " version=\"1\" timestamp=\"2024-03-05T06:07:08Z\" changeset=\"1\" uid=\"1\" user=\"m\""
        } else {
            ""
        };
        let escaped =
            |text: &str| text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
        let tags = |xml: &mut String, tags: &[(String, String)]| {
            for (key, value) in tags {
                writeln!(xml, "<tag k=\"{}\" v=\"{}\"/>", escaped(key), escaped(value)).unwrap();
            }
        };
        for (id, lon, lat, all) in &self.nodes {
            writeln!(xml, "<node id=\"{id}\" lon=\"{lon:.7}\" lat=\"{lat:.7}\"{meta}>").unwrap();
            tags(&mut xml, all);
            xml += "</node>\n";
        }
        for (id, nodes, all) in &self.ways {
            writeln!(xml, "<way id=\"{id}\"{meta}>").unwrap();
            for node in nodes {
                writeln!(xml, "<nd ref=\"{node}\"/>").unwrap();
            }
            tags(&mut xml, all);
            xml += "</way>\n";
        }
        for (id, members, all) in &self.relations {
            writeln!(xml, "<relation id=\"{id}\"{meta}>").unwrap();
            for (kind, member, role) in members {
                let kind = if *kind == 'w' { "way" } else { "node" };
                writeln!(xml, "<member type=\"{kind}\" ref=\"{member}\" role=\"{role}\"/>")
                    .unwrap();
            }
            tags(&mut xml, all);
            xml += "</relation>\n";
        }
        xml + "</osm>\n"
    }

    /// The map as an extract, written by osmium with these options of its PBF format.
    pub fn extract(&self, folder: &Path, options: &str) -> PathBuf {
        let xml = folder.join("town.osm");
        fs::write(&xml, self.xml(!options.contains("add_metadata=false"))).unwrap();
        let pbf = folder.join("town.osm.pbf");
        let output = Command::new("osmium")
            .args(["cat", "--overwrite", "--output-format", &format!("pbf{options}"), "--output"])
            .args([&pbf, &xml])
            .output()
            .expect("osmium is installed (Debian: apt-get install osmium-tool)");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        pbf
    }
}

/// The ways of the town's limit and of its middle line.
pub struct Limit {
    pub west: i64,
    pub middle: i64,
}

/// Musterstadt: two kilometres by one, two districts, three neighbours of which the extract has two.
pub fn town() -> (Map, Limit) {
    let mut map = Map::default();
    let limit = territories(&mut map);
    streets(&mut map);
    houses(&mut map);
    places(&mut map);
    (map, limit)
}

fn territories(map: &mut Map) -> Limit {
    let corner = |map: &mut Map, x: f64, y: f64| map.node(x, y, &[]);
    let (sw, s, se) = (corner(map, 0., 0.), corner(map, 1000., 0.), corner(map, 2000., 0.));
    let (nw, n, ne) =
        (corner(map, 0., 1000.), corner(map, 1000., 1000.), corner(map, 2000., 1000.));
    let west = map.way(&[nw, sw], &[]);
    let south_west = map.way(&[sw, s], &[]);
    // Runs against the others.
    let south_east = map.way(&[se, s], &[]);
    let east = map.way(&[se, ne], &[]);
    let north_east = map.way(&[ne, n], &[]);
    let north_west = map.way(&[n, nw], &[]);
    let middle = map.way(&[s, n], &[]);
    // An island of the neighbour in the town, and a part of the town outside of it.
    let hole = map.block((1700., 700.), (100., 100.), &[]);
    let exclave = map.block((2600., 200.), (200., 200.), &[]);
    map.boundary(
        &[west, exclave, north_east, south_west, south_east, hole, north_west, east],
        &[
            ("admin_level", "8"),
            ("name", "Musterstadt"),
            ("de:amtlicher_gemeindeschluessel", "01 0 99 007"),
        ],
    );
    map.boundary(
        &[west, south_west, middle, north_west],
        &[("admin_level", "10"), ("name", "West")],
    );
    map.boundary(
        &[middle, south_east, east, north_east, hole, exclave],
        &[("admin_level", "10"), ("name", "Ost")],
    );
    let beyond = [(3000., 0.), (3000., 1000.)].map(|(x, y)| map.node(x, y, &[]));
    let around = map.way(&[se, beyond[0], beyond[1], ne], &[]);
    map.boundary(
        &[east, around, hole, exclave],
        &[("admin_level", "8"), ("name", "Nachbarort"), ("de:regionalschluessel", "010995012008")],
    );
    let far = [(-1000., 0.), (-1000., 1000.)].map(|(x, y)| map.node(x, y, &[]));
    let around = map.way(&[sw, far[0], far[1], nw], &[]);
    map.boundary(
        &[west, around],
        &[
            ("admin_level", "8"),
            ("name", "Westerdorf"),
            ("de:amtlicher_gemeindeschluessel", "01098001"),
        ],
    );
    // The extract has only the common way of this one.
    map.boundary(
        &[south_west, 999],
        &[
            ("admin_level", "8"),
            ("name", "Süderau"),
            ("de:amtlicher_gemeindeschluessel", "01099009"),
        ],
    );
    map.boundary(
        &[998],
        &[
            ("admin_level", "6"),
            ("name", "Kreis Musterland"),
            ("de:amtlicher_gemeindeschluessel", "01099"),
        ],
    );
    Limit { west, middle }
}

fn streets(map: &mut Map) {
    let residential = ("highway", "residential");
    map.line(
        &[(100., 500.), (900., 500.)],
        &[residential, ("name", "Musterweg"), ("old_name", "Alter Musterweg")],
    );
    // Two ways of one name in both districts, the second one against the first.
    map.line(&[(100., 300.), (1000., 300.)], &[residential, ("name", "Lange Straße")]);
    map.line(&[(1900., 300.), (1000., 300.)], &[residential, ("name", "Lange Straße")]);
    map.line(&[(1500., 100.), (1500., 900.)], &[("highway", "footway"), ("name", "Am Teich")]);
    // Comes in from the neighbour, and one that never does.
    map.line(&[(1800., 600.), (2400., 600.)], &[residential, ("name", "Ostweg")]);
    map.line(&[(2200., 100.), (2400., 100.)], &[residential, ("name", "Fremder Weg")]);
    map.line(&[(0., 50.), (2000., 50.)], &[("highway", "motorway"), ("name", "Autobahn")]);
}

fn houses(map: &mut Map) {
    let weg = |number| {
        [("addr:street", "Musterweg"), ("addr:housenumber", number), ("addr:postcode", "24999")]
    };
    for (east, number) in [(150., "1"), (190., "3"), (230., "5"), (270., "7 a"), (310., "9-13")] {
        map.node(east, 510., &weg(number));
    }
    // A building with its address, the same one on a shop in it.
    let mut building = vec![("building", "yes")];
    building.extend(weg("2"));
    map.block((150., 480.), (12., 10.), &building);
    let mut shop = vec![("shop", "bakery"), ("name", "Bäckerei Korn")];
    shop.extend(weg("2"));
    map.node(155., 485., &shop);
    // A line of numbers whose ends leave the street to it.
    let first = map.node(400., 490., &[("addr:housenumber", "20")]);
    let last = map.node(600., 490., &[("addr:housenumber", "30")]);
    map.way(&[first, last], &[("addr:interpolation", "even"), ("addr:street", "Musterweg")]);
    // Written another way than the street, of no street of the map, of a place, of nothing.
    let long = |number| [("addr:street", "Lange Str."), ("addr:housenumber", number)];
    for (east, number) in [(200., "10"), (900., "50"), (1100., "60"), (1800., "100")] {
        map.node(east, 310., &long(number));
    }
    map.node(1200., 700., &[("addr:street", "Schlossplatz"), ("addr:housenumber", "4")]);
    map.node(300., 900., &[("addr:place", "Gut Neuhof"), ("addr:housenumber", "2")]);
    map.node(500., 900., &[("addr:housenumber", "77")]);
    map.node(510., 900., &[("addr:street", "Musterweg"), ("addr:housenumber", "hinten links")]);
    // Beyond the limit.
    map.node(2200., 110., &[("addr:street", "Fremder Weg"), ("addr:housenumber", "1")]);
    // A house of two wings with a yard, as an area of two ways.
    let outer = map.block((1520., 200.), (30., 30.), &[]);
    let yard = map.block((1530., 210.), (10., 10.), &[]);
    map.relation(
        &[('w', outer, "outer"), ('w', yard, "inner")],
        &[
            ("type", "multipolygon"),
            ("building", "yes"),
            ("addr:street", "Am Teich"),
            ("addr:housenumber", "8"),
        ],
    );
    // A house that belongs to its street by a relation.
    let house = map.node(1490., 400., &[("addr:housenumber", "12")]);
    map.relation(&[('n', house, "house")], &[("type", "associatedStreet"), ("name", "Am Teich")]);
}

fn places(map: &mut Map) {
    map.node(500., 700., &[("place", "suburb"), ("name", "Altstadt")]);
    map.node(2700., 700., &[("place", "hamlet"), ("name", "Osterkoppel")]);
    map.block(
        (600., 600.),
        (80., 60.),
        &[
            ("amenity", "school"),
            ("name", "Grundschule am Musterweg"),
            ("website", "https://schule.example"),
            ("phone", "+49 4321 1234"),
            ("wheelchair", "limited"),
            ("operator", "Stadt Musterstadt"),
        ],
    );
    map.node(
        700.,
        520.,
        &[
            ("amenity", "library"),
            ("name", "Stadtbücherei"),
            ("opening_hours", "Tu-Fr 10:00-18:00"),
            ("phone", "nur abends"),
        ],
    );
    map.node(250., 530., &[("leisure", "playground")]);
    map.node(
        800.,
        530.,
        &[
            ("amenity", "social_facility"),
            ("social_facility", "shelter"),
            ("name", "Haus Zuflucht"),
        ],
    );
    map.block((1100., 100.), (200., 100.), &[("landuse", "forest")]);
    map.block((1100., 400.), (100., 50.), &[("natural", "water")]);
    map.line(&[(1000., 800.), (1900., 850.)], &[("waterway", "stream")]);
}
