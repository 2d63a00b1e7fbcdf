//! From an OpenStreetMap extract to a data folder that answers.

mod common;
#[path = "osm/town.rs"]
mod town;

use std::{fs, path::Path, process::Output, sync::LazyLock};

use common::{fuzz::fuzz, run_in, stderr, stdout};
use serde_json::Value;
use sozialraum::{
    domain::{assign::Question, grid::LonLat},
    formats::{
        folder,
        osm::{Bounds, Extract, OsmError},
    },
    service::open,
};
use tempfile::{TempDir, tempdir};
use town::{AGS, Map, town};

fn import(root: &Path, file: &str, arguments: &[&str]) -> Output {
    let mut all = vec!["import", "osm", file, "--output", "town"];
    all.extend(arguments);
    run_in(root, &all)
}

/// A folder with the extract of a map.
fn with_extract(map: &Map, options: &str) -> TempDir {
    let root = tempdir().unwrap();
    map.extract(root.path(), options);
    root
}

/// The data folder of the town.
fn imported(arguments: &[&str]) -> TempDir {
    let root = with_extract(&town().0, "");
    let mut all = vec!["--ags", AGS];
    all.extend(arguments);
    let output = import(root.path(), "town.osm.pbf", &all);
    assert!(output.status.success(), "{}", stderr(&output));
    root
}

fn assign(root: &Path, address: &str) -> Value {
    let output = run_in(root, &["assign", "--data", "town", "--json", address]);
    serde_json::from_str(&stdout(&output)).unwrap_or_else(|_| panic!("{}", stderr(&output)))
}

#[test]
fn an_extract_becomes_a_sound_folder_that_answers() {
    let root = imported(&[]);
    let checked = run_in(root.path(), &["check", "town"]);
    assert!(checked.status.success(), "{}{}", stdout(&checked), stderr(&checked));

    let answer = assign(root.path(), "Musterweg 5");
    assert_eq!(answer["status"], "unique", "{answer:#}");
    assert_eq!(answer["sozialraum"]["id"], "musterstadt");
    assert_eq!(answer["team"]["name"], "Sozialraumteam Musterstadt");
    assert_eq!(answer["edition"]["status"], "draft");
    assert_eq!(answer["edition"]["valid_from"], "2024-03-05");
    let team = &answer["responsibility"]["team"];
    assert_eq!((&team["composition"], &team["hours"]), (&Value::Null, &Value::Null));
    for address in [
        "Alter Musterweg 7a",
        "Musterweg 11",
        "Musterweg 2",
        "Musterweg 20",
        "Musterweg 30",
        "Am Teich 8",
        "Am Teich 12",
        "Schlossplatz 4",
        "Gut Neuhof 2",
        "Musterweg 5, 24999 Altstadt",
    ] {
        assert_eq!(assign(root.path(), address)["status"], "unique", "{address}");
    }
    // Between the ends of a line of numbers nothing is made up.
    let between = assign(root.path(), "Musterweg 24");
    assert_eq!(between["status"], "unknown_house_number");
    for (address, town) in
        [("Fremder Weg 1, Osterkoppel", "Nachbarort"), ("Dorfstraße 1, Süderau", "Süderau")]
    {
        let outside = assign(root.path(), address);
        assert_eq!(outside["status"], "outside", "{address}");
        assert_eq!(outside["municipality"]["name"], town);
    }
}

#[test]
fn the_folder_says_what_the_map_says_and_no_more() {
    let root = imported(&[]);
    let read = folder::read(&root.path().join("town"));
    assert_eq!(read.defects, []);
    let dataset = read.dataset.unwrap();
    let info = &dataset.info;
    assert_eq!((&*info.name, &*info.ags, &*info.crs), ("Musterstadt", AGS, "EPSG:25832"));
    assert_eq!(info.state, "Schleswig-Holstein");
    assert_eq!(info.district.as_deref(), Some("Kreis Musterland"));
    assert_eq!(info.postcodes, ["24999"]);
    assert_eq!(dataset.limit.polygons.len(), 2, "an exclave");
    assert_eq!(dataset.parts, ["Altstadt"]);

    let neighbours: Vec<_> = dataset
        .municipalities
        .iter()
        .map(|m| (&*m.name, m.ags.as_deref().unwrap(), m.polygons.is_empty()))
        .collect();
    assert_eq!(
        neighbours,
        [
            ("Westerdorf", "01098001", false),
            ("Nachbarort", "01099008", false),
            ("Süderau", "01099009", true),
        ]
    );
    let beyond: Vec<_> =
        dataset.editions[0].lines.iter().map(|line| line.info.municipality.as_deref()).collect();
    for name in [Some("Westerdorf"), Some("Nachbarort"), Some("Süderau"), None] {
        assert!(beyond.contains(&name), "{beyond:?}");
    }

    let streets: Vec<_> =
        dataset.streets.iter().map(|street| (&*street.name, &*street.kind)).collect();
    assert_eq!(
        streets,
        [
            ("Am Teich", "path"),
            ("Gut Neuhof", "place"),
            ("Lange Straße", "street"),
            ("Musterweg", "street"),
            ("Ostweg", "street"),
            ("Schlossplatz", "addresses"),
        ]
    );
    let east = |name: &str| {
        let street = dataset.streets.iter().find(|street| street.name == name).unwrap();
        street.lines.iter().flatten().map(|point| point.x).max().unwrap()
    };
    let limit = dataset.limit.polygons.iter().flatten().flatten().map(|point| point.x);
    assert!(east("Ostweg") < limit.max().unwrap(), "cut soon after the limit");
    assert_eq!(
        dataset.points.iter().filter(|point| point.number == "2").count(),
        2,
        "Musterweg once, Gut Neuhof"
    );
    assert!(dataset.points.iter().all(|point| point.readings[0].confidence == 1.0));

    let offers: Vec<_> = dataset.resources.iter().map(|offer| &*offer.name).collect();
    assert_eq!(
        offers,
        ["Grundschule am Musterweg", "Stadtbücherei", "Bäckerei Korn", "Spielplatz nahe Musterweg"]
    );
    let school = &dataset.resources[0];
    assert_eq!(school.website.as_deref(), Some("https://schule.example"));
    assert_eq!(school.contacts[0].phone.as_deref(), Some("+49 4321 1234"));
    assert_eq!(school.provider.as_deref(), Some("Stadt Musterstadt"));
    assert_eq!(school.licence.as_deref(), Some("ODbL 1.0"));
    assert!(school.source.as_deref().unwrap().contains("way/"));
    assert_eq!(dataset.resources[1].hours.as_deref(), Some("Tu-Fr 10:00-18:00"));
    assert!(dataset.resources[1].contacts.is_empty(), "a number that nobody can dial");

    let layers: Vec<_> = dataset.layers.iter().map(|(name, _)| &**name).collect();
    assert_eq!(layers, ["buildings", "built", "green", "roads", "water", "waterway"]);
    let readme = fs::read_to_string(root.path().join("town/README.md")).unwrap();
    for told in
        ["2024-03-05", "hinten links", "77", "Gut Neuhof", "Schlossplatz", "contacts.0.phone"]
    {
        assert!(readme.contains(told), "{told}\n{readme}");
    }
    assert!(!readme.contains("osm."), "every text is there:\n{readme}");
}

#[test]
fn districts_become_the_first_sozialraeume() {
    let root = imported(&["--areas", "admin_level=10"]);
    assert_eq!(assign(root.path(), "Musterweg 5")["sozialraum"]["name"], "West");
    assert_eq!(assign(root.path(), "Lange Straße 60")["sozialraum"]["name"], "Ost");
    assert_eq!(assign(root.path(), "Lange Straße 55")["status"], "unknown_house_number");
    assert_eq!(assign(root.path(), "Lange Straße 55")["team"], Value::Null);
}

#[test]
fn every_way_to_write_an_extract_gives_the_same_folder() {
    let map = town().0;
    let mut folders = Vec::new();
    for options in ["", ",pbf_dense_nodes=false", ",pbf_compression=none", ",add_metadata=false"] {
        let root = with_extract(&map, options);
        let output = import(root.path(), "town.osm.pbf", &["--ags", AGS]);
        assert!(output.status.success(), "{options}: {}", stderr(&output));
        let read = |name| fs::read(root.path().join("town").join(name)).unwrap();
        folders.push(["boundary.geojson", "streets.fgb", "house_numbers.fgb"].map(read));
    }
    assert!(folders.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn what_cannot_be_imported_is_named_and_nothing_is_written() {
    let (map, limit) = town();
    let root = with_extract(&map, "");
    let refused = |root: &Path, file: &str, arguments: &[&str], code: i32, words: &[&str]| {
        let output = import(root, file, arguments);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(code), "{said}");
        for word in words {
            assert!(said.contains(word), "{word} is missing in: {said}");
        }
        assert!(!root.join("town").exists() && !root.join("town.part").exists());
    };
    let at = root.path();
    let pbf = "town.osm.pbf";
    refused(at, pbf, &["--ags", "1099007"], 2, &["acht Ziffern"]);
    refused(at, pbf, &["--ags", AGS, "--areas", "admin_level=7"], 2, &["admin_level=9"]);
    refused(at, pbf, &["--ags", AGS, "--crs", "EPSG:4326"], 2, &["EPSG:25832"]);
    refused(
        at,
        pbf,
        &["--ags", "01099070"],
        1,
        &["Musterstadt (01099007)", "Nachbarort (01099008)"],
    );
    refused(at, pbf, &["--name", "Mustertadt"], 1, &["Musterstadt (01099007)"]);
    refused(at, pbf, &["--ags", "01099009"], 1, &["Süderau", "999"]);
    refused(at, pbf, &["--ags", AGS, "--areas", "admin_level=9"], 1, &["admin_level=10: 2"]);
    refused(at, "town.osm", &["--ags", AGS], 1, &["PBF"]);
    refused(at, "missing.osm.pbf", &["--ags", AGS], 1, &["missing.osm.pbf"]);
    let whole = fs::read(at.join(pbf)).unwrap();
    fs::write(at.join("cut.osm.pbf"), &whole[..whole.len() * 2 / 3]).unwrap();
    refused(at, "cut.osm.pbf", &["--ags", AGS], 1, &["abgeschnitten"]);

    let open = with_extract(&town().0.without_way(limit.west), "");
    let way = limit.west.to_string();
    refused(open.path(), pbf, &["--ags", AGS], 1, &["nicht geschlossen", &way]);
    let mut loose = town().0;
    loose.boundary(
        &[limit.west, limit.middle],
        &[
            ("admin_level", "8"),
            ("name", "Offenau"),
            ("de:amtlicher_gemeindeschluessel", "01099010"),
        ],
    );
    let loose = with_extract(&loose, "");
    refused(loose.path(), pbf, &["--ags", "01099010"], 1, &["Offenau", "endet bei (9.5"]);
    // Districts that leave a part of the city out.
    let mut torn = Map::default();
    torn.block((0., 0.), (100., 100.), &[]);
    torn.block((0., 0.), (50., 100.), &[]);
    torn.boundary(
        &[1],
        &[
            ("admin_level", "8"),
            ("name", "Kleindorf"),
            ("de:amtlicher_gemeindeschluessel", "01099011"),
        ],
    );
    torn.boundary(&[2], &[("admin_level", "10"), ("name", "Teil")]);
    let torn = with_extract(&torn, "");
    refused(
        torn.path(),
        pbf,
        &["--ags", "01099011", "--areas", "admin_level=10"],
        1,
        &["decken die Stadt nicht"],
    );
}

#[test]
fn a_folder_is_replaced_only_when_that_is_wanted() {
    let root = imported(&[]);
    fs::write(root.path().join("town/notes.txt"), "").unwrap();
    let again = import(root.path(), "town.osm.pbf", &["--ags", AGS]);
    assert!(!again.status.success() && stderr(&again).contains("--replace"));
    assert!(root.path().join("town/notes.txt").exists());
    let replaced = import(root.path(), "town.osm.pbf", &["--name", "musterstadt", "--replace"]);
    assert!(replaced.status.success(), "{}", stderr(&replaced));
    assert!(!root.path().join("town/notes.txt").exists());
}

#[test]
fn the_service_answers_from_the_folder() {
    let root = imported(&[]);
    let service = open::from_folder(Some(&root.path().join("town"))).unwrap();
    let question = Question::Line("Musterweg 5".into());
    let answer = service.assign(&question, None).unwrap();
    assert_eq!(answer.team.map(|team| team.id).as_deref(), Some("team-musterstadt"));
}

/// The bytes of the town's extract, compressed and not.
static EXTRACTS: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    ["", ",pbf_compression=none"].map(|options| {
        let root = with_extract(&town().0, options);
        fs::read(root.path().join("town.osm.pbf")).unwrap()
    })
});

/// Reads everything there is to be read.
fn read(bytes: &[u8]) -> Result<usize, OsmError> {
    let folder = tempdir().unwrap();
    let file = folder.path().join("x.osm.pbf");
    fs::write(&file, bytes).unwrap();
    let quiet = &|_, _, _| ();
    let extract = Extract::open(&file, quiet)?;
    let relations: Vec<_> = extract.administrative().collect();
    let territories = extract.territories(&relations, quiet)?;
    let closed = relations.iter().filter(|relation| territories.outline(relation).is_ok()).count();
    let everywhere =
        Bounds { low: LonLat { lon: -180.0, lat: -90.0 }, high: LonLat { lon: 180.0, lat: 90.0 } };
    Ok(closed + extract.area(&[everywhere], &[], quiet)?.features.len())
}

#[test]
fn a_damaged_extract_is_read_or_refused_and_nothing_else() {
    // The files have a few blobs: whatever becomes of them, it ends soon.
    fuzz("osm", &EXTRACTS[..], &[], |bytes| drop(read(bytes)));
}

#[test]
fn a_member_of_no_known_kind_is_a_defect() {
    let damaged = include_bytes!("osm/member_of_no_known_kind.osm.pbf");
    assert!(read(damaged).is_err());
}

#[test]
fn a_whole_extract_is_read_and_every_cut_one_is_refused() {
    for bytes in EXTRACTS.iter() {
        let whole = read(bytes).unwrap();
        assert!(whole > 30, "{whole}");
        for length in (0..bytes.len()).step_by(97).chain([1, 2, 3, bytes.len() - 1]) {
            let cut = read(&bytes[..length]);
            // Where a blob ends, the rest is not missed; then there is less of the map.
            assert!(cut.is_err() || cut.is_ok_and(|found| found < whole), "{length}");
        }
    }
}
