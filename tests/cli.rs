//! The command line from outside.

mod common;

use std::{fs, path::Path};

use common::{assign, copy_of_data, data, run, run_in, stderr, stdout};
use serde_json::Value;

#[test]
fn the_four_youth_houses_lead_to_their_teams() {
    for (address, sozialraum, team) in [
        ("Glockenheide 42", "friedrichsgabe", "nord-a"),
        ("Rathausallee 33a", "mitte", "nord-b"),
        ("Am Knick 20", "garstedt", "sued-a"),
        ("Poppenbütteler Straße 230", "glashuette", "sued-b"),
    ] {
        let answer = assign(&[address]);
        assert_eq!(answer["status"], "unique", "{address}");
        assert_eq!(answer["sozialraum"]["id"], sozialraum, "{address}");
        assert_eq!(answer["team"]["id"], team, "{address}");
        assert_eq!(answer["edition"]["status"], "draft");
        assert_eq!(answer["edition"]["valid_from"], "2014-01-01");
    }
}

#[test]
fn an_address_without_quotes_is_one_address() {
    assert_eq!(assign(&["Glockenheide", "42"])["team"]["id"], "nord-a");
}

#[test]
fn a_street_without_a_number_gives_the_ranges_of_each_team() {
    for street in ["Buchenweg", "Ulzburger Straße"] {
        let answer = assign(&[street]);
        assert_eq!(answer["status"], "unknown_house_number");
        assert_eq!(answer["team"], Value::Null);
        let candidates = answer["candidates"].as_array().unwrap();
        assert!(candidates.len() >= 2, "{street}");
        for candidate in candidates {
            assert!(candidate["team"].is_string());
            assert!(candidate["house_numbers"].as_str().is_some_and(|text| !text.is_empty()));
        }
    }
}

#[test]
fn a_position_is_asked_with_lon_and_lat() {
    let answer = assign(&["--lon", "9.990537", "--lat", "53.730283"]);
    assert_eq!(answer["status"], "unique");
    assert_eq!(answer["team"]["id"], "nord-a");
    assert_eq!(answer["address"]["precision"], "position");
}

#[test]
fn another_municipality_is_outside() {
    let quickborn = assign(&["--lon", "9.90", "--lat", "53.73"]);
    assert_eq!(quickborn["status"], "outside");
    assert_eq!(quickborn["municipality"]["name"], "Quickborn");
    assert_eq!(quickborn["team"], Value::Null);
    let hamburg = assign(&["Reeperbahn 1, Hamburg"]);
    assert_eq!(hamburg["status"], "outside");
    assert_eq!(hamburg["municipality"]["name"], "Hamburg");
    let far = assign(&["--lon", "-70", "--lat", "-30"]);
    assert_eq!(far["status"], "outside");
    assert_eq!(far["municipality"], Value::Null);
}

#[test]
fn an_unreadable_number_never_becomes_another_one() {
    let answer = assign(&["Waldstrasse 5o0"]);
    assert_eq!(answer["status"], "unknown_house_number");
    assert_eq!(answer["address"]["house_number"], "5o0");
    assert_eq!(answer["team"], Value::Null);
}

#[test]
fn without_json_the_answer_is_a_few_german_lines() {
    let output = run(&["assign", "Glockenheide 42"]);
    assert_eq!(output.status.code(), Some(0));
    let text = stdout(&output);
    assert!(text.contains("Sozialraumteam Nord A"), "{text}");
    assert!(text.contains("Entwurf"), "{text}");
    assert!(text.lines().count() <= 14, "{text}");
}

#[test]
fn an_empty_address_is_wrong_use() {
    for arguments in [&["assign", ""][..], &["assign", "  , "], &["assign"]] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(stdout(&output), "");
        assert!(stderr(&output).contains("leer"), "{}", stderr(&output));
    }
}

#[test]
fn wrong_use_ends_with_2_and_failure_with_1() {
    assert_eq!(run(&["assign", "--lon", "9.9"]).status.code(), Some(2));
    assert_eq!(run(&["assign", "--lon", "900", "--lat", "53"]).status.code(), Some(2));
    assert_eq!(run(&["assign", "x", "--as-of", "gestern"]).status.code(), Some(2));
    assert_eq!(run(&["route"]).status.code(), Some(2));
    let before = run(&["assign", "Glockenheide 42", "--as-of", "2013-12-31"]);
    assert_eq!(before.status.code(), Some(1));
    assert!(stderr(&before).contains("2014-01-01"), "{}", stderr(&before));
}

#[test]
fn without_a_data_folder_the_error_says_what_to_name() {
    let folder = tempfile::tempdir().unwrap();
    let none = run_in(folder.path(), &["assign", "Glockenheide 42"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(stderr(&none).contains("--data"), "{}", stderr(&none));
    for name in ["a", "b"] {
        fs::create_dir_all(folder.path().join("data").join(name)).unwrap();
        fs::write(folder.path().join("data").join(name).join("dataset.toml"), "").unwrap();
    }
    let several = run_in(folder.path(), &["assign", "Glockenheide 42"]);
    assert_eq!(several.status.code(), Some(1));
    let text = stderr(&several);
    assert!(
        text.contains("data/a") && text.contains("data/b") && text.contains("--data"),
        "{text}"
    );
}

#[test]
fn the_shipped_data_folder_is_sound() {
    let output = run_in(Path::new("/"), &["check", data().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert!(stdout(&output).contains("keine Mängel"));
}

#[test]
fn every_defect_of_a_broken_folder_is_listed_with_its_place_and_remedy() {
    let copy = copy_of_data();
    let file = |name: &str| copy.path().join(name);
    // A hole in the middle of a Sozialraum, a border without a name, no licence, an unknown word.
    let areas = fs::read_to_string(file("sozialraeume.geojson")).unwrap();
    let mut areas: Value = serde_json::from_str(&areas).unwrap();
    let hole = serde_json::json!([
        [9.9905, 53.7300],
        [9.9905, 53.7301],
        [9.9906, 53.7301],
        [9.9906, 53.7300],
        [9.9905, 53.7300]
    ]);
    areas["features"][0]["geometry"]["coordinates"].as_array_mut().unwrap().push(hole);
    fs::write(file("sozialraeume.geojson"), areas.to_string()).unwrap();
    let borders = fs::read_to_string(file("borders.geojson")).unwrap();
    let mut borders: Value = serde_json::from_str(&borders).unwrap();
    borders["features"]
        .as_array_mut()
        .unwrap()
        .retain(|line| line["properties"]["name"] != "Buchenweg");
    borders["features"][0]["properties"]["sure"] = "perhaps".into();
    fs::write(file("borders.geojson"), borders.to_string()).unwrap();
    fs::remove_file(file("LICENSE")).unwrap();

    let output = run_in(Path::new("/"), &["check", copy.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    for (file, what) in [
        ("LICENSE", "fehlt"),
        ("sozialraeume.geojson", "Lücke"),
        ("borders.geojson", "keinen Namen"),
        ("borders.geojson", "„sure“"),
    ] {
        assert!(
            text.lines().any(|line| line.starts_with(file) && line.contains(what)),
            "{file}: {what}\n{text}"
        );
    }
    let gap = text.lines().find(|line| line.contains("Lücke")).unwrap();
    assert!(gap.contains("9.990") && gap.contains("m²"), "{gap}");
}

#[test]
fn a_way_without_an_address_leads_to_somebody_and_names_no_place() {
    let copy = copy_of_data();
    let path = copy.path().join("organisation.toml");
    let mut text = fs::read_to_string(&path).unwrap();
    text.push_str("\n[[route]]\nid = \"protected-place\"\nleads_to = \"team/west\"\n");
    text.push_str("contact = { address = \"Geheimer Weg 1\" }\n");
    text.push_str("\n[[route]]\nid = \"protected-place\"\n");
    fs::write(&path, text).unwrap();
    let output = run_in(Path::new("/"), &["check", copy.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    for part in ["team/west", "nennt eine Adresse", "„protected-place“ kommt mehrfach vor"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("Geheimer Weg"), "{text}");
}

#[test]
fn defects_of_offers_and_counts_are_listed_with_object_and_field() {
    let copy = copy_of_data();
    let change = |name: &str, change: &dyn Fn(&mut Vec<Value>)| {
        let file = copy.path().join(name);
        let mut content: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        change(content["features"].as_array_mut().unwrap());
        fs::write(&file, content.to_string()).unwrap();
    };
    change("resources.geojson", &|offers| {
        offers[0]["properties"]["reach"] =
            serde_json::json!({"of": "sozialraum", "id": "nirgends"});
        offers[1]["properties"]["address"] = serde_json::json!({"postcode": "2284"});
        offers[2]["properties"]["telefon"] = "040".into();
        offers[3]["properties"]["id"] = offers[4]["properties"]["id"].clone();
        offers[5]["properties"]["name"] = "".into();
        offers[6]["geometry"] = serde_json::json!({"type": "Point", "coordinates": [53.7, 9.99]});
        offers[7]["geometry"] =
            serde_json::json!({"type": "LineString", "coordinates": [[9.9, 53.7], [9.91, 53.7]]});
        offers[8]["properties"]["place"] = serde_json::json!({"lon": 9.9, "lat": 53.7});
        offers[9]["properties"]["reach"] = serde_json::json!({"of": "region", "id": "west"});
    });
    change("population.geojson", &|cells| {
        cells[0]["properties"]["minors"] = 1.5.into();
        cells[1]["properties"]["minors"] = 9_999.into();
        cells[2]["geometry"] = Value::Null;
        let corner = cells[3]["geometry"]["coordinates"][0][0].clone();
        cells[3]["geometry"]["coordinates"][0] =
            serde_json::json!([corner, corner, corner, corner]);
    });
    let output = run_in(Path::new("/"), &["check", copy.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    for (start, what) in [
        ("resources.geojson, Objekt 1 ", "„reach“: Den Sozialraum „nirgends“ gibt es nicht"),
        ("resources.geojson, Objekt 2 ", "„address.postcode“: Eine Postleitzahl hat fünf Ziffern"),
        ("resources.geojson, Objekt 3 ", "„telefon“: Diese Eigenschaft gibt es nicht"),
        ("resources.geojson, „id“", "kommt mehrfach vor"),
        ("resources.geojson, Objekt 6 ", "„name“: Der Name fehlt"),
        ("resources.geojson, Objekt 7 ", "nicht im Bereich"),
        ("resources.geojson, Objekt 8 ", "kein Punkt"),
        ("resources.geojson, Objekt 9 ", "„place“: Der Ort steht in der Geometrie"),
        ("resources.geojson, Objekt 10 ", "„reach“: Die Region „west“ fehlt"),
        ("population.geojson, Objekt 1 ", "„minors“: Die Zahl fehlt oder ist keine ganze"),
        ("population.geojson, Objekt 2 ", "mehr Minderjährige"),
        ("population.geojson, Objekt 3 ", "nicht genau eine Fläche"),
        ("population.geojson, Objekt 4 ", "umschließt nichts"),
    ] {
        let found = text.lines().any(|line| line.starts_with(start) && line.contains(what));
        assert!(found, "{start}: {what}\n{text}");
    }
    assert_eq!(text.lines().count(), 13, "{text}");
}

#[test]
fn a_folder_without_offers_and_counts_is_sound() {
    let copy = copy_of_data();
    fs::remove_file(copy.path().join("resources.geojson")).unwrap();
    fs::remove_file(copy.path().join("population.geojson")).unwrap();
    let check = || run_in(Path::new("/"), &["check", copy.path().to_str().unwrap()]);
    let text = stdout(&check());
    assert!(text.starts_with("population.geojson: Die Datei fehlt"), "{text}");
    let description = copy.path().join("dataset.toml");
    let text = fs::read_to_string(&description).unwrap();
    let start = text.find("[population]").unwrap();
    let end = start + text[start..].find("[[edition]]").unwrap();
    fs::write(&description, format!("{}{}", &text[..start], &text[end..])).unwrap();
    assert_eq!(check().status.code(), Some(0), "{}", stdout(&check()));
}

#[test]
fn a_small_gap_is_healed_on_request_and_a_second_time_nothing_is_left_to_do() {
    let copy = copy_of_data();
    let path = copy.path().join("sozialraeume.geojson");
    let mut areas: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let hole = serde_json::json!([
        [9.9905, 53.73],
        [9.9905, 53.730_002],
        [9.990_503, 53.730_002],
        [9.990_503, 53.73],
        [9.9905, 53.73]
    ]);
    areas["features"][0]["geometry"]["coordinates"].as_array_mut().unwrap().push(hole);
    fs::write(&path, areas.to_string()).unwrap();
    let folder = copy.path().to_str().unwrap();
    assert_eq!(run_in(Path::new("/"), &["check", folder]).status.code(), Some(1));
    let healed = run_in(Path::new("/"), &["check", folder, "--heal"]);
    assert_eq!(healed.status.code(), Some(0), "{}{}", stdout(&healed), stderr(&healed));
    assert!(stdout(&healed).contains("Geheilt"));
    let again = run_in(Path::new("/"), &["check", folder, "--heal"]);
    assert!(stdout(&again).contains("Nichts zu heilen"), "{}", stdout(&again));
}

#[test]
fn what_is_exported_reads_back_as_the_same_partition() {
    let copy = copy_of_data();
    let folder = copy.path().to_str().unwrap();
    let export = |layer: &str| {
        let output = run_in(Path::new("/"), &["export", layer, "--data", folder]);
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    };
    let first = ["sozialraeume", "borders", "regions"].map(export);
    fs::write(copy.path().join("sozialraeume.geojson"), &first[0]).unwrap();
    fs::write(copy.path().join("borders.geojson"), &first[1]).unwrap();
    let check = run_in(Path::new("/"), &["check", folder]);
    assert!(check.status.success(), "{}", stdout(&check));
    assert_eq!(first, ["sozialraeume", "borders", "regions"].map(export));
}

#[test]
fn an_export_replaces_its_file_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("areas.geojson");
    fs::write(&file, "old").unwrap();
    let output = run(&["export", "sozialraeume", "--output", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let areas: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(areas["features"].as_array().unwrap().len(), 4);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let missing = folder.path().join("no/such/folder.geojson");
    let output = run(&["export", "regions", "--output", missing.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("folder.geojson"));
}
