//! `import addresses`, with a register that is made up.

#[path = "../../benches/streets/names.rs"]
mod names;
#[path = "../../benches/streets/random.rs"]
mod random;
#[path = "../../benches/addresses/register.rs"]
mod register;

use std::{collections::BTreeSet, fs};

use register::{Layout, Register};
use sozialraum::formats::table::Records;

use crate::common::{program::Program, stderr, stdout};

const ROWS: usize = 5_000;

/// The rows of a report: change, row of the file, identifier, number, fields, identifier before.
fn report(program: &Program, name: &str) -> BTreeSet<[String; 6]> {
    let bytes = fs::read(program.file(name)).unwrap();
    let mut records = Records::new(&bytes, b',');
    let header: Vec<String> = cells(records.next().unwrap());
    let columns = ["change", "row", "id", "house_number", "fields", "id_before"]
        .map(|name| header.iter().position(|heading| heading == name).unwrap());
    let mut rows = BTreeSet::new();
    while let Some(record) = records.next() {
        let row = cells(record);
        rows.insert(columns.map(|at| row[at].clone()));
    }
    rows
}

fn cells(record: sozialraum::formats::table::Record<'_>) -> Vec<String> {
    record.cells().map(|cell| String::from_utf8(cell.into_owned()).unwrap()).collect()
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
}

#[test]
fn a_register_replaces_the_house_numbers_and_a_running_server_follows() {
    let program = Program::new();
    let server = program.serve();
    let register = Register::new(ROWS, 7);
    let file = program.file("hk.csv");
    fs::write(&file, latin1(&register.text(Layout::Older, true))).unwrap();
    let known = server.assign("Glockenheide 42");
    assert_eq!(known["status"], "unique");

    let trial = program.ok(&["import", "addresses", &file, "--dry-run"]);
    for words in [
        "HK-DE ohne Überschriften, Windows-1252 (Latin-1), Trennzeichen „;“",
        "street = 14",
        "EPSG:4647 (5.000 Zeilen)",
        "Qualität B (auf dem Flurstück, zählt als 50 m ungenau)",
        " neu, ",
        "Probe. Geändert",
    ] {
        assert!(trial.contains(words), "{words}: {trial}");
    }
    assert_eq!(server.assign("Glockenheide 42"), known);

    program.ok(&["import", "addresses", &file]);
    let street = &register.streets[3];
    server.until(|server| server.assign(&format!("{street} 7"))["status"] != "unknown_street");
    let answer = server.assign(&format!("{street} 7"));
    assert_eq!(answer["address"]["house_number"], "7", "{answer}");
    // The street is still known, by its line.
    assert_eq!(server.assign("Glockenheide 42")["status"], "unknown_house_number");
    let entries = program.ok(&["audit", "verify"]);
    assert!(!entries.is_empty());

    // However the same register is written, nothing differs.
    let head = fs::read(&program.database).unwrap();
    for (layout, zone, latin) in [
        (Layout::Older, true, true),
        (Layout::Older, false, false),
        (Layout::Newer, false, false),
        (Layout::Newer, true, true),
    ] {
        let text = register.text(layout, zone);
        fs::write(&file, if latin { latin1(&text) } else { text.into_bytes() }).unwrap();
        let again = program.ok(&["import", "addresses", &file]);
        assert!(again.contains("schon so in der Datenbank"), "{again}");
        assert!(again.contains("0 neu, 0 geändert, 0 entfallen, 5.000 unverändert"), "{again}");
    }
    assert!(fs::read(&program.database).unwrap() == head);
}

#[test]
fn a_changed_register_lists_exactly_the_differences() {
    let program = Program::new();
    let mut register = Register::new(ROWS, 8);
    let (file, out) = (program.file("hk.csv"), program.file("report.csv"));
    fs::write(&file, register.text(Layout::Older, true)).unwrap();
    program.ok(&["import", "addresses", &file]);

    let id = |row: usize| format!("DESH{row:012}");
    register.houses[10].east += 10;
    register.houses[20].quality = 'R';
    register.houses[30].number = 99;
    register.houses[40].street = 3;
    register.houses[40].number = 77;
    let mut new = register.houses[50].clone();
    (new.id, new.number) = (900_000, 55);
    register.houses.push(new);
    register.houses.remove(60);
    register.houses.remove(60);
    fs::write(&file, register.text(Layout::Older, true)).unwrap();
    let shown = program.ok(&["import", "addresses", &file, "--report", &out]);
    let row = |change: &str, row: &str, id: &str, number: &str, fields: &str, before: &str| {
        [change, row, id, number, fields, before].map(str::to_owned)
    };
    let expected = BTreeSet::from([
        row("changed", "11", &id(10), "6", "position", &id(10)),
        row("changed", "21", &id(20), "11", "quality", &id(20)),
        row("changed", "31", &id(30), "99", "house_number", &id(30)),
        row("changed", "41", &id(40), "77", "street house_number", &id(40)),
        row("new", "4999", &id(900_000), "55", "", ""),
        row("gone", "", "", "", "", &id(60)),
        row("gone", "", "", "", "", &id(61)),
    ]);
    assert_eq!(report(&program, "report.csv"), expected);
    assert!(shown.contains("1 neu, 4 geändert, 2 entfallen, 4.994 unverändert"), "{shown}");
    assert!(shown.contains("Ort um 1 cm versetzt"), "{shown}");

    // What the file lacks may be kept.
    register.houses.truncate(4_000);
    fs::write(&file, register.text(Layout::Older, true)).unwrap();
    let kept = program.ok(&["import", "addresses", &file, "--keep-missing"]);
    assert!(kept.contains("0 neu, 0 geändert, 0 entfallen"), "{kept}");
    assert!(kept.contains("999 Hausnummern, die in der Datei fehlen, bleiben"), "{kept}");
}

#[test]
fn one_broken_row_refuses_the_file_and_every_one_is_named() {
    let program = Program::new();
    let register = Register::new(ROWS, 9);
    let file = program.file("hk.csv");
    let text = register.text(Layout::Older, true);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let set = |line: &str, at: usize, text: &str| {
        let mut cells: Vec<&str> = line.split(';').collect();
        cells[at] = text;
        cells.join(";")
    };
    let broken = [
        (101, 9, "abc", "Zeile 101, „10“: „abc“ ist keine Hausnummer."),
        (202, 9, "", "Zeile 202, „10“: Der Text fehlt."),
        (303, 11, "ost", "Zeile 303, „12“: „ost“ ist keine Koordinate."),
        (404, 12, "", "Zeile 404, „13“: Der Text fehlt."),
        (505, 13, "", "Zeile 505, „14“: Der Text fehlt."),
        (606, 14, "2284", "Zeile 606, „15“: „2284“ ist keine Postleitzahl."),
        (707, 6, "6x", "Zeile 707, „7“: „6x“ ist kein Gemeindeschlüssel."),
        (808, 11, "5951900,000", "Zeile 808, „12“: Bei 5951900,000 /"),
        (909, 11, "32365300,000", "Zeile 909, „12“: 32365300,000 /"),
        (
            1010,
            1,
            "DESH000000000000",
            "Zeile 1010, „2“: Die Kennung „DESH000000000000“ hat schon Zeile 1.",
        ),
        (
            1111,
            13,
            "MusterstraÃŸe",
            "Zeile 1111, „14“: Die Umlaute in „MusterstraÃŸe“ sind verdorben",
        ),
        (1212, 14, "22846;zu viel", "Zeile 1212: Die Zeile hat 19 Felder, die anderen haben 18."),
        (1313, 14, "228466", "Zeile 1313, „15“: „228466“ ist keine Postleitzahl."),
    ];
    for (line, at, text, _) in broken {
        lines[line - 1] = set(&lines[line - 1], at, text);
    }
    fs::write(&file, lines.join("\n")).unwrap();
    let before = fs::read(&program.database).unwrap();
    let output = program.run(&["import", "addresses", &file]);
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    let text = stderr(&output);
    for (_, _, _, words) in broken {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(text.contains("Das Verzeichnis hat 13 Mängel. Es wurde nichts geändert."), "{text}");
    assert_eq!(text.lines().count(), 14, "{text}");
    assert!(fs::read(&program.database).unwrap() == before);
}

#[test]
fn files_that_are_no_register_are_refused_with_what_was_found() {
    let program = Program::new();
    let file = program.file("x.csv");
    let refused = |content: &[u8], arguments: &[&str]| {
        fs::write(&file, content).unwrap();
        program.refused(1, &[&["import", "addresses", &file], arguments].concat())
    };
    assert!(refused(b"", &[]).contains("keine Zeile"));
    assert!(refused(b"\xef\xbb\xbf\r\n\r\n", &[]).contains("keine Zeile"));
    let letter = refused(b"Liebe Kollegin,\nanbei das Verzeichnis.\n", &[]);
    assert!(letter.contains("street, number, lon, lat | x, y"), "{letter}");
    let other = Register::new(40, 1).text(Layout::Older, true).replace(";60;063;", ";60;005;");
    let other = refused(other.as_bytes(), &[]);
    assert!(other.contains("(01060063)") && other.contains("01060005 (40)"), "{other}");
    let alike = refused(b"Stra\xc3\x9fe;Strassenname;HNR;X;Y\nA;B;1;565300;5951900\n", &[]);
    assert!(alike.contains("Straße, Strassenname"), "{alike}");
    let gauss = refused("Straße;HNR;X;Y\nA;1;3565300,1;5951900,1\n".as_bytes(), &[]);
    assert!(gauss.contains("--crs") && gauss.contains("3565300,1"), "{gauss}");
    let part = refused(
        Register::new(40, 1).text(Layout::Older, true).replace("N;DESH", "L;DESH").as_bytes(),
        &[],
    );
    assert!(part.contains("40 Zeilen ändern oder löschen"), "{part}");
}

#[test]
fn a_map_of_houses_is_read_like_a_table() {
    let program = Program::new();
    let file = program.file("houses.geojson");
    fs::write(
        &file,
        r#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [9.9905, 53.7303]},
         "properties": {"fid": 7, "addr:street": "Am Register", "addr:housenumber": "7 b", "plz": "22846"}},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [9.9906, 53.7303]},
         "properties": {"addr:street": "Am Register", "addr:housenumber": "0", "plz": "22846"}},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [10.6, 53.9]},
         "properties": {"addr:street": "Anderswo", "addr:housenumber": "1", "plz": "23552"}}]}"#,
    )
    .unwrap();
    let shown = program.ok(&["import", "addresses", &file, "--dry-run", "--keep-missing"]);
    for words in [
        "neu: Am Register 7b (Zeile 1)",
        "Objekt 2, „addr:housenumber“: Das Haus hat keine Hausnummer",
        "1 Zeilen anderer Gemeinden übergangen: 23552 (1)",
        "1 neu, 0 geändert, 0 entfallen",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}

#[test]
fn a_rule_keeps_its_street() {
    let program = Program::new();
    let (rules, file) = (program.file("rules.csv"), program.file("hk.csv"));
    let register = Register::new(80, 3);
    fs::write(&file, register.text(Layout::Older, true)).unwrap();
    program.ok(&["import", "addresses", &file]);
    let (first, second) = (&register.streets[0], &register.streets[1]);
    fs::write(&rules, format!("street,numbers,sozialraum,reason\n{second},1-9,garstedt,Probe\n"))
        .unwrap();
    program.ok(&["import", "rules", &rules]);
    // The second street is gone from the register and was never on the map.
    let text = register.text(Layout::Older, true);
    let short: Vec<&str> = text.lines().filter(|line| line.contains(first.as_str())).collect();
    fs::write(&file, short.join("\n")).unwrap();
    let output = program.run(&["import", "addresses", &file]);
    assert_eq!(output.status.code(), Some(1));
    let refused = stderr(&output);
    assert!(refused.contains(second.as_str()) && refused.contains("garstedt"), "{refused}");
    assert!(refused.contains("verliert ihre Straße"), "{refused}");
}
