//! `sozialraum batch` from outside: every format, every way a row comes out, and whole or not at all.

mod answers;
#[path = "../common/mod.rs"]
mod common;
mod over_http;
mod streams;

use std::{fs, path::PathBuf, process::Output};

use common::{data, run_in, stderr};
use geo::Point;
use sozialraum::formats::flatgeobuf::{Cell, CellType, Row, write};
use tempfile::TempDir;

const NEW: &str = "status,team,sozialraum,region,matched_street,matched_house_number,lon,lat,score,\
                   next_score,border_m,edition";

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn batch(&self, input: &[u8], arguments: &[&str]) -> Output {
        fs::write(self.path("in"), input).unwrap();
        let data = data();
        let all = ["batch", "in", "--output", "out.csv", "--data", data.to_str().unwrap()];
        run_in(self.0.path(), &[&all, arguments].concat())
    }

    /// The output of a batch that comes to an end.
    fn answers(&self, input: &[u8], arguments: &[&str]) -> String {
        let output = self.batch(input, arguments);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(output.stdout.is_empty());
        self.written()
    }

    fn written(&self) -> String {
        String::from_utf8(fs::read(self.path("out.csv")).unwrap()).unwrap()
    }

    /// What a batch that fails says; nothing of it is left.
    fn failure(&self, input: &[u8], arguments: &[&str]) -> (i32, String) {
        let output = self.batch(input, arguments);
        assert_eq!(self.names(), ["in"], "{}", stderr(&output));
        (output.status.code().unwrap(), stderr(&output))
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// The cells of an output, read by somebody else.
fn cells(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn addresses_keep_their_columns_and_order() {
    let input = "id;Anschrift;Notiz\r\n\
                 7;Glockenheide 42;\"a;b\"\"c\"\"\r\nd\"\r\n\
                 8;\"Poppenbütteler Str. 230, 22851 Norderstedt\";\r\n\
                 9;Reeperbahn 1, Hamburg;x\r\n\
                 10;Waldstrasse 5o0;\r\n\
                 11;;\r\n";
    let text = Folder::new().answers(input.as_bytes(), &["--address", "Anschrift"]);
    assert!(text.starts_with(&format!("id;Anschrift;Notiz;{}\r\n", NEW.replace(',', ";"))));
    assert!(
        text.contains("\r\n7;Glockenheide 42;\"a;b\"\"c\"\"\r\nd\";unique;nord-a;friedrichsgabe;")
    );
    let rows = cells(&text, b';');
    let column = |at: usize| rows[1..].iter().map(|row| row[at].as_str()).collect::<Vec<_>>();
    assert_eq!(column(0), ["7", "8", "9", "10", "11"]);
    assert_eq!(column(3), ["unique", "unique", "outside", "unknown_house_number", "invalid"]);
    assert_eq!(column(4), ["nord-a", "sued-b", "", "", ""]);
    assert_eq!(rows[2][7..9], ["Poppenbütteler Straße", "230"]);
    assert_eq!(rows[5][4..], [""; 11]);
    assert!(rows.iter().all(|row| row.len() == 15));
}

#[test]
fn parts_of_an_address_are_put_together() {
    let input =
        "str,nr,plz,ort\nRathausallee,33a,22846,Norderstedt\nRathausallee,33a,20099,Hamburg\n";
    let arguments =
        ["--street", "str", "--house-number", "nr", "--postcode", "plz", "--town", "ort"];
    let rows = cells(&Folder::new().answers(input.as_bytes(), &arguments), b',');
    assert_eq!(rows[1][4..7], ["unique", "nord-b", "mitte"]);
    assert_eq!((rows[2][4].as_str(), rows[2][5].as_str()), ("outside", ""));
}

#[test]
fn every_encoding_and_separator_is_recognised() {
    let text = "straße;nr\nUlzburger Straße;1\nBuchenweg;2\n";
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect()
    };
    let latin: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
    let arguments = ["--street", "straße", "--house-number", "nr"];
    let expected = Folder::new().answers(text.as_bytes(), &arguments);
    assert!(expected.contains(";Ulzburger Straße;1;"), "{expected}");
    assert_eq!(Folder::new().answers(&latin, &arguments), expected);
    let marked = format!("\u{feff}{expected}");
    assert_eq!(Folder::new().answers(&utf16(u16::to_le_bytes), &arguments), marked);
    assert_eq!(Folder::new().answers(&utf16(u16::to_be_bytes), &arguments), marked);
    assert_eq!(Folder::new().answers(format!("\u{feff}{text}").as_bytes(), &arguments), marked);
    for (mark, delimiter) in [("\t", b'\t'), ("|", b'|'), (",", b',')] {
        let other = Folder::new().answers(text.replace(';', mark).as_bytes(), &arguments);
        assert_eq!(cells(&other, delimiter), cells(&expected, b';'));
    }
}

#[test]
fn rows_that_cannot_be_asked_are_invalid_and_keep_their_columns() {
    let folder = Folder::new();
    let input = "a,lon,lat\n1,9.990537,53.730283\n2,9.990537\n3,1,2,3\n4,east,53\n5,200,53\n6,,\n";
    let output = folder.batch(input.as_bytes(), &["--lon", "lon", "--lat", "lat"]);
    assert_eq!(output.status.code(), Some(0));
    let rows = cells(&folder.written(), b',');
    assert!(rows[1][3..6] == ["unique", "nord-a", "friedrichsgabe"], "{rows:?}");
    for (row, kept) in [(2, ["2", "9.990537", ""]), (3, ["3", "1", "2"]), (4, ["4", "east", "53"])]
    {
        assert_eq!(rows[row][..3], kept);
    }
    assert!(
        rows[2..].iter().all(|row| row[3] == "invalid" && row[4..].iter().all(String::is_empty))
    );
    let said = stderr(&output);
    assert!(said.contains("6 Zeilen beantwortet, 5 davon"), "{said}");
    assert!(
        said.contains("2 invalid: Die Zeile hat mehr oder weniger Zellen")
            && said.contains("Zeile 3, 4")
    );
    assert!(said.contains("Eine Koordinate ist keine Zahl, in Zeile 5"), "{said}");
}

#[test]
fn positions_are_read_in_any_system_and_with_decimal_commas() {
    let rows = |input: &str, arguments: &[&str], delimiter: u8| {
        let text = Folder::new().answers(input.as_bytes(), arguments);
        cells(&text, delimiter).remove(1)
    };
    let plain = rows("x,y\n9.990537,53.730283\n", &["--lon", "x", "--lat", "y"], b',');
    assert_eq!(plain[8..10], ["9.990537", "53.730283"]);
    let comma = rows("x;y\n9,990537;53,730283\n", &["--lon", "x", "--lat", "y"], b';');
    assert_eq!(comma[2..], plain[2..]);
    let quoted =
        rows("y,n,x\n\"53.7302830\",1,\"9.990537\"\n", &["--lon", "x", "--lat", "y"], b',');
    assert_eq!(quoted[9..11], ["9.990537", "53.7302830"]);
    assert_eq!(quoted[11..], plain[10..]);
    let utm = ["--lon", "x", "--lat", "y", "--crs", "EPSG:25832"];
    let utm = rows("x,y\n565344.31,5953968.34\n", &utm, b',');
    assert_eq!(utm[2..6], plain[2..6]);
    let zoned = ["--lon", "x", "--lat", "y", "--crs", "EPSG:4647"];
    let zoned = rows("x,y\n32565344.31,5953968.34\n", &zoned, b',');
    assert_eq!(zoned[2..6], plain[2..6]);
}

/// Compares the new cells of a row with the answer as JSON.
#[test]
fn features_become_rows() {
    let geojson = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"name":"Haus, \"Nord\"","n":1},"geometry":{"type":"Point","coordinates":[9.990537,53.730283]}},
        {"type":"Feature","properties":{"other":true},"geometry":{"type":"LineString","coordinates":[[9.9,53.7],[9.91,53.7]]}},
        {"type":"Feature","properties":{},"geometry":null}]}"#;
    let folder = Folder::new();
    let text = folder.answers(geojson.as_bytes(), &[]);
    let rows = cells(&text, b',');
    assert_eq!(rows[0].join(","), format!("name,n,other,{NEW}"));
    assert_eq!(rows[1][..6], ["Haus, \"Nord\"", "1", "", "unique", "nord-a", "friedrichsgabe"]);
    assert_eq!(rows[2][2..4], ["true", "invalid"]);
    assert_eq!(rows[3][3], "invalid");
    let address = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"a":"Glockenheide 42"},"geometry":null}]}"#;
    let rows = cells(&folder.answers(address.as_bytes(), &["--address", "a"]), b',');
    assert_eq!(rows[1][1..3], ["unique", "nord-a"]);

    let point = |lon: f64, name: &str| Row {
        geometry: Point::new(lon, 53.730_283).into(),
        cells: vec![("name".into(), Cell::Text(name.into()))],
    };
    let features = [point(9.990_537, "b"), point(9.8, "a")];
    let bytes = write("points", &[("name", CellType::Text)], &features).unwrap();
    let mut rows = cells(&folder.answers(&bytes, &[]), b',');
    rows.sort();
    assert_eq!(rows[0][..2], ["a", "outside"]);
    assert_eq!(rows[1][..3], ["b", "unique", "nord-a"]);
}

#[test]
fn any_polygons_can_be_looked_up() {
    let folder = Folder::new();
    let square = |id: &str, west: f64, east: f64| {
        format!(
            r#"{{"type":"Feature","properties":{{"id":"{id}"}},"geometry":{{"type":"Polygon","coordinates":
            [[[{west},50],[{east},50],[{east},50.1],[{west},50.1],[{west},50]]]}}}}"#
        )
    };
    let squares = [square("a", 10.0, 10.1), square("b", 10.1, 10.2), square("c", 10.15, 10.3)];
    let layer = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, squares.join(","));
    fs::write(folder.path("areas.json"), layer).unwrap();
    let input = "lon,lat\n10.05,50.05\n10.1,50.05\n10.18,50.05\n10.05,50.2\n10.25,50.05\n";
    let arguments = ["--lon", "lon", "--lat", "lat", "--areas", "areas.json", "--id", "id"];
    let rows = cells(&folder.answers(input.as_bytes(), &arguments), b',');
    let found: Vec<_> = rows[1..].iter().map(|row| (&*row[2], &*row[4])).collect();
    let expected = [
        ("unique", "a"),
        ("ambiguous", "a|b"),
        ("ambiguous", "b|c"),
        ("outside", ""),
        ("unique", "c"),
    ];
    assert_eq!(found, expected);
    assert_eq!(rows[2][12], "0.0");
    let missing = ["--lon", "lon", "--lat", "lat", "--areas", "areas.json", "--id", "nr"];
    let output = folder.batch(input.as_bytes(), &missing);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("Eigenschaft „nr“") && stderr(&output).contains("Es gibt: id")
    );
}

#[test]
fn names_that_are_taken_get_a_number() {
    let folder = Folder::new();
    let output = folder.batch(b"status,a,team_2,team\nx,Glockenheide 42,,y\n", &["--address", "a"]);
    let text = folder.written();
    assert!(text.starts_with("status,a,team_2,team,status_2,team_3,sozialraum,"), "{text}");
    assert!(stderr(&output).contains("„status_2“"), "{}", stderr(&output));
}

#[test]
fn what_cannot_be_done_is_said_and_leaves_nothing() {
    let folder = Folder::new();
    let (code, said) = folder.failure(b"a,b c\n1,2\n", &["--address", "Adresse"]);
    assert_eq!(code, 2);
    assert!(said.contains("„Adresse“") && said.contains("Es gibt: a, b c"), "{said}");
    for (input, arguments, code, expected) in [
        (&b""[..], &["--address", "a"][..], 1, "ist leer"),
        (b"a\n1\n", &[], 2, "--address"),
        (b"a,a\n1,2\n", &["--address", "a"], 2, "mehrere Spalten"),
        (b"a,b\nx,\"y\nz,1\n", &["--address", "a"], 1, "Zeile 2"),
        (b"{\"type\":\"Feature\"}", &[], 1, "FeatureCollection"),
        (b"a\n1\n", &["--lon", "a"], 2, "--lat"),
        (b"a\n1\n", &["--lon", "a", "--lat", "a", "--crs", "EPSG:1"], 2, "EPSG:25832"),
        (b"a\n1\n", &["--address", "a", "--as-of", "1990-01-01"], 1, "2014-01-01"),
    ] {
        let (found, said) = folder.failure(input, arguments);
        assert!(found == code && said.contains(expected), "{found} {said}");
    }
    let missing = run_in(folder.0.path(), &["batch", "none.csv", "--output", "out.csv"]);
    assert_eq!(missing.status.code(), Some(1));
    assert_eq!(folder.names(), ["in"]);
}
