//! `sozialraum batch` from outside: every format, every way a row comes out, and whole or not at all.

#[path = "batch/over_http.rs"]
mod over_http;

mod common;

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::Duration,
};

use common::{data, run_in, stderr};
use geo::Point;
use serde_json::Value;
use sozialraum::{
    domain::{
        assign::{Question, assign},
        grid::{GridPoint, LonLat},
    },
    formats::flatgeobuf::{Cell, CellType, Row, write},
};
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
    let utm = ["--lon", "x", "--lat", "y", "--crs", "EPSG:25832"];
    let utm = rows("x,y\n565344.31,5953968.34\n", &utm, b',');
    assert_eq!(utm[2..6], plain[2..6]);
    let zoned = ["--lon", "x", "--lat", "y", "--crs", "EPSG:4647"];
    let zoned = rows("x,y\n32565344.31,5953968.34\n", &zoned, b',');
    assert_eq!(zoned[2..6], plain[2..6]);
}

#[test]
fn every_position_is_answered_as_assign_answers_it() {
    let service = &*common::SERVICE;
    let day = service.on(None).unwrap();
    let mut input = "lon,lat\n".to_owned();
    let mut positions = Vec::new();
    let mut add = |at: LonLat| {
        input.push_str(&format!("{},{}\n", at.lon, at.lat));
        positions.push(at);
    };
    for step in 0..1_600 {
        add(LonLat {
            lon: 9.88 + f64::from(step % 40) * 0.005_031,
            lat: 53.63 + f64::from(step / 40) * 0.003_507,
        });
    }
    // On the borders, and a hand's breadth, a step and a house beside them.
    let borders = day.edition.partition.borders();
    for (index, point) in borders.iter().flat_map(|border| border.points()).enumerate() {
        let off = [0, 1, 11, 150, 1_000, 2_999, 3_001][index % 7];
        let at = GridPoint::new(point.x + off, point.y - off * i64::from(index % 2 == 0));
        add(service.city().grid.to_lonlat(at));
    }
    let text = Folder::new().answers(input.as_bytes(), &["--lon", "lon", "--lat", "lat"]);
    for (row, position) in cells(&text, b',')[1..].iter().zip(&positions) {
        let question = Question::Position { position: *position, precision_m: 0.0 };
        let answer = serde_json::to_value(assign(day, &question).unwrap()).unwrap();
        same(&row[2..], &answer);
    }
}

#[test]
fn every_address_is_answered_as_assign_answers_it() {
    let service = &*common::SERVICE;
    let day = service.on(None).unwrap();
    let directory = &service.city().directory;
    let mut lines = Vec::new();
    for (street, _) in directory.street_ids().step_by(9) {
        let name = directory.name(street);
        lines.push(name.to_owned());
        lines.push(name.replace('e', "") + " 3");
        for known in directory.numbers(street).iter().step_by(5) {
            lines.push(format!("{name} {}", known.number));
            lines.push(format!("{name} {}, 22846 Norderstedt", known.number));
            lines.push(format!("{name} {}x Hinterhaus, Hamburg", known.number));
        }
    }
    let mut input = "a\n".to_owned();
    lines.iter().for_each(|line| input.push_str(&format!("\"{line}\"\n")));
    let text = Folder::new().answers(input.as_bytes(), &["--address", "a"]);
    let rows = cells(&text, b',');
    assert_eq!(rows.len(), lines.len() + 1);
    for (row, line) in rows[1..].iter().zip(lines) {
        let answer = serde_json::to_value(assign(day, &Question::Line(line)).unwrap()).unwrap();
        same(&row[1..], &answer);
    }
}

/// Compares the new cells of a row with the answer as JSON.
fn same(row: &[String], answer: &Value) {
    let text = |pointer: &str| match answer.pointer(pointer) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let texts = [
        "/status",
        "/team/id",
        "/sozialraum/id",
        "/region/id",
        "/address/street",
        "/address/house_number",
    ];
    for (cell, pointer) in row.iter().zip(texts) {
        assert_eq!(*cell, text(pointer), "{pointer} of {answer}");
    }
    let numbers = [
        "/address/position/lon",
        "/address/position/lat",
        "/address/score",
        "/address/next_score",
        "/border/distance_m",
        "/edition/number",
    ];
    for (cell, pointer) in row[6..].iter().zip(numbers) {
        let number = |text: &str| text.parse::<f64>().ok();
        assert_eq!(number(cell), number(&text(pointer)), "{pointer} of {answer}");
    }
}

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

#[test]
fn a_header_alone_and_huge_cells_are_fine() {
    let folder = Folder::new();
    assert_eq!(folder.answers(b"a\n", &["--address", "a"]), format!("a,{NEW}\n"));
    assert_eq!(folder.answers(b"a", &["--address", "a"]), format!("a,{NEW}\n"));
    let huge = "ä\n".repeat(1_000_000);
    let input = format!("a,b\nGlockenheide 42,\"{huge}\"\n\"{huge}\",x\nGlockenheide 42,y");
    let text = folder.answers(input.as_bytes(), &["--address", "a"]);
    let rows = cells(&text, b',');
    assert_eq!(rows[1][1], huge);
    let statuses: Vec<_> = rows[1..].iter().map(|row| row[2].as_str()).collect();
    assert_eq!(statuses, ["unique", "invalid", "unique"]);
}

#[test]
fn many_blocks_keep_the_order_and_go_through_pipes() {
    let mut input = "n,a\n".to_owned();
    for n in 0..60_000 {
        let address = ["Glockenheide 42", "\"Rathausallee 33a\"", "Nirgendweg 1"][n % 3];
        input.push_str(&format!("{n},{address}\n"));
    }
    let data = data();
    let mut child = Command::new(env!("CARGO_BIN_EXE_sozialraum"))
        .args(["batch", "-", "--output", "-", "--address", "a", "--progress", "--data"])
        .arg(&data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let rows = cells(&String::from_utf8(output.stdout.clone()).unwrap(), b',');
    assert_eq!(rows.len(), 60_001);
    for (n, row) in rows[1..].iter().enumerate() {
        assert_eq!(row[0], n.to_string());
        assert_eq!(row[3], ["nord-a", "nord-b", ""][n % 3]);
    }
    assert!(stderr(&output).contains("60.000 Zeilen"), "{}", stderr(&output));
}

#[test]
fn a_batch_that_is_stopped_leaves_nothing() {
    for signal in ["INT", "TERM"] {
        let folder = Folder::new();
        let data = data();
        // The input does not come to an end.
        let mut child = Command::new(env!("CARGO_BIN_EXE_sozialraum"))
            .args(["batch", "-", "--output", "out.csv", "--address", "a", "--data"])
            .arg(&data)
            .current_dir(folder.0.path())
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let text = "Glockenheide 42\n".repeat(50_000);
        let writer = std::thread::spawn(move || {
            let _ = stdin.write_all(b"a\n");
            while stdin.write_all(text.as_bytes()).is_ok() {}
        });
        wait_for(|| folder.path("out.csv.part").metadata().is_ok_and(|meta| meta.len() > 100_000));
        let kill = ["-s", signal, &child.id().to_string()].map(str::to_owned);
        assert!(Command::new("kill").args(kill).status().unwrap().success());
        let status = child.wait().unwrap();
        writer.join().unwrap();
        assert_eq!(status.code(), Some(1), "{signal}");
        assert_eq!(folder.names(), [] as [&str; 0], "{signal}");
    }
}

fn wait_for(mut there: impl FnMut() -> bool) {
    for _ in 0..3_000 {
        if there() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("it does not come");
}

#[test]
fn nothing_of_a_row_is_said() {
    let folder = Folder::new();
    let output = folder.batch(b"a\nGeheime Gasse 7\n\"x\xff\xc3\n", &["--address", "a"]);
    assert!(!stderr(&output).contains("Gasse"), "{}", stderr(&output));
    assert!(Path::new(&folder.path("in")).exists());
}
