//! The street register of the shipped city, from outside: written, read back, compared, applied.

mod common;

use std::{collections::HashMap, fs, path::Path, process::Output};

use axum_test::TestServer;
use common::{App, SERVICE, data, run_in, stderr, stdout};
use sozialraum::{
    domain::{
        address::{HouseNumber, HouseNumbers, Membership, NumberRanges},
        assign::{Question, Status},
        register::{Reading, Understood},
    },
    formats::register::{self as table, ColumnNames, Columns},
    http::{Guards, router},
    service::{
        Service,
        register::{self, RegisterFormat},
        register_import,
    },
};

fn file(format: RegisterFormat) -> Vec<u8> {
    let day = SERVICE.on(None).unwrap();
    let streets = register::streets(day, SERVICE.register(day.edition), None);
    register::file(day, Service::today(), &streets, format).unwrap()
}

/// Everything that a table says: street → ranges with their Sozialraum.
fn says(content: &[u8]) -> HashMap<String, Vec<(NumberRanges, String)>> {
    let table = table::read(content, "register").unwrap();
    let column = |name: &str| table.header.iter().position(|heading| heading == name).unwrap();
    let (street, numbers, area) = (0, 2, 3);
    if table.header[0] == "street" {
        assert_eq!([column("street"), column("numbers"), column("sozialraum")], [0, 2, 3]);
    }
    let mut says: HashMap<String, Vec<(NumberRanges, String)>> = HashMap::new();
    for line in &table.lines {
        let of_street = says.entry(line.cells[street].clone()).or_default();
        if let Some(area) = line.cells.get(area).filter(|area| !area.is_empty()) {
            of_street.push((line.cells[numbers].parse().unwrap(), area.clone()));
        }
    }
    says
}

#[test]
fn the_register_gives_every_address_the_sozialraum_that_the_decision_gives_it() {
    let says = says(&file(RegisterFormat::Csv));
    let directory = &SERVICE.city().directory;
    assert_eq!(says.len(), directory.streets().len(), "every street is there");
    let (mut given, mut open) = (0, 0);
    for (id, street) in directory.street_ids() {
        for known in directory.numbers(id) {
            let question = Question::Parts {
                street: street.name.clone(),
                house_number: Some(known.number.to_string()),
                postcode: None,
                town: None,
            };
            let answer = SERVICE.assign(&question, None).unwrap();
            let claims = says[&street.name].iter().filter(|(ranges, _)| {
                let membership = match &known.number {
                    HouseNumbers::Single(number) => ranges.membership(number),
                    HouseNumbers::Range(range) => ranges.covers(range),
                };
                membership == Membership::Inside
            });
            let claims: Vec<&str> = claims.map(|(_, area)| area.as_str()).collect();
            match (answer.status, &answer.sozialraum) {
                (Status::Unique | Status::NearBorder | Status::RuleConflict, Some(area)) => {
                    assert_eq!(claims, [area.id.as_str()], "{} {}", street.name, known.number);
                    given += 1;
                }
                (Status::UnknownHouseNumber, _) => {}
                // All of its numbers belong to one Sozialraum, so the building does.
                _ if matches!(known.number, HouseNumbers::Range(_)) && claims.len() == 1 => {
                    let inside = |end: &HouseNumber| {
                        let all = &says[&street.name];
                        let sure =
                            |ranges: &NumberRanges| ranges.membership(end) == Membership::Inside;
                        all.iter().any(|(ranges, area)| area == claims[0] && sure(ranges))
                    };
                    assert!(known.number.ends().into_iter().all(inside));
                }
                _ => {
                    assert!(claims.is_empty(), "{} {}", street.name, known.number);
                    open += 1;
                }
            }
        }
    }
    assert!(given > 10_000 && open < given / 10, "{given} given, {open} open");
}

#[test]
fn a_workbook_says_the_same_as_the_csv() {
    let csv = says(&file(RegisterFormat::Csv));
    assert_eq!(says(&file(RegisterFormat::Xlsx)), csv);
    assert!(file(RegisterFormat::Csv).starts_with("\u{feff}street;place;numbers;".as_bytes()));
}

#[test]
fn its_own_register_contradicts_the_map_nowhere() {
    let day = SERVICE.on(None).unwrap();
    for format in [RegisterFormat::Csv, RegisterFormat::Xlsx] {
        let table = table::read(&file(format), "register").unwrap();
        let columns = Columns::of(&table, &ColumnNames::default()).unwrap();
        let listed = columns.listed(&table);
        let comparison = register_import::compare(&SERVICE, day, listed, &Reading::default());
        assert_eq!(comparison.missing, []);
        for line in &comparison.lines {
            let understood = matches!(line.says, Understood::Says { .. } | Understood::Nothing);
            assert!(understood && line.is_sound(), "{line:?}");
            assert_eq!(line.contradictions, [], "{:?}", line.listed);
        }
    }
}

fn program(folder: &Path, arguments: &[&str]) -> Output {
    run_in(folder, &[arguments, &["--database", "sqlite:city.db"]].concat())
}

/// Writes a table of all addresses and returns how many there are.
fn write_addresses(path: &Path) -> usize {
    let directory = &SERVICE.city().directory;
    let mut table = String::from("street,number\n");
    for (id, street) in directory.street_ids() {
        for known in directory.numbers(id) {
            table += &format!("\"{}\",\"{}\"\n", street.name, known.number);
        }
    }
    fs::write(path, &table).unwrap();
    table.lines().count() - 1
}

/// Of every address: street, number, status and Sozialraum, as the program says it.
fn answers(folder: &Path) -> Vec<[String; 4]> {
    let columns = ["--street", "street", "--house-number", "number", "--output", "-"];
    let output = program(folder, &[&["batch", "addresses.csv"][..], &columns].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    let lines = table::read(text.as_bytes(), "answers").unwrap();
    let at = |name: &str| lines.header.iter().position(|heading| heading == name).unwrap();
    let cells = [0, 1, at("status"), at("sozialraum")];
    lines.lines.iter().map(|line| cells.map(|cell| line.cells[cell].clone())).collect()
}

#[test]
fn its_own_register_as_rules_changes_no_address() {
    let done = |output: Output| assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for (format, convention) in [("csv", "both"), ("xlsx", "ends")] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let shipped = data();
        done(program(folder, &["import", shipped.to_str().unwrap()]));
        let count = write_addresses(&folder.join("addresses.csv"));
        let before = answers(folder);
        assert_eq!(before.len(), count);
        let file = format!("register.{format}");
        done(program(folder, &["export", "register", "--format", format, "--output", &file]));
        let import = ["import", "register", &file, "--all", "--convention", convention];
        done(program(folder, &[&import[..], &["--last-numbers"]].concat()));
        let after = answers(folder);
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before[..2], after[..2]);
            // A building of whose numbers each is sure becomes sure, and so does a number in a range
            // that nobody believes to be there.
            let may_settle =
                before[1].contains(['-', '/', '–']) || before[2] == "unknown_house_number";
            let settled = before[3].is_empty() && may_settle;
            assert!(before[3] == after[3] || settled, "{convention}: {before:?} {after:?}");
        }
        let rules = program(folder, &["export", "rules"]);
        assert!(stdout(&rules).lines().count() > 400, "{}", stdout(&rules));
    }
}

#[test]
fn what_an_office_lists_otherwise_becomes_rules_row_by_row() {
    let folder = tempfile::tempdir().unwrap();
    let shipped = data();
    let done = |output: Output| {
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stdout(&output)
    };
    done(program(folder.path(), &["import", shipped.to_str().unwrap()]));
    let list = "Straße;Hausnummern;Bezirk\n\
                Glockenheide;40-44 ger.;Bezirk 3\n\
                Rathausallee;;Mitte 7\n\
                Glokkenheide;1;Bezirk 3\n\
                Am Knick;20-x;Bezirk 3\n";
    fs::write(folder.path().join("liste.csv"), list).unwrap();
    let import = |more: &[&str]| {
        program(folder.path(), &[&["import", "register", "liste.csv"], more].concat())
    };
    let refused = import(&[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stdout(&refused).contains("„Bezirk 3“ ist kein Sozialraum"), "{}", stdout(&refused));

    let map = ["--map", "Bezirk 3=garstedt"];
    let tried = done(import(&[&map[..], &["--dry-run"]].concat()));
    for expected in [
        "Spalten: Straße = „Straße“, Hausnummern = „Hausnummern“, Sozialraum = „Bezirk“",
        "Zeile 2: Glockenheide, 40–44 ger. → Garstedt",
        "42, 44: nach der Karte Friedrichsgabe",
        "Zeile 3: Rathausallee: „Mitte 7“",
        "Zeile 4: Die Straße „Glokkenheide“ gibt es nicht. Ähnlich: „Glockenheide“",
        "Zeile 5: Am Knick: Die Hausnummern „20-x“",
        "Es wurde nichts geändert.",
    ] {
        assert!(tried.contains(expected), "{expected} is not in\n{tried}");
    }
    let half = import(&map);
    assert_eq!(half.status.code(), Some(1), "{}", stdout(&half));
    done(import(&[&map[..], &["--accept", "2"]].concat()));
    let rules = done(program(folder.path(), &["export", "rules"]));
    assert!(rules.contains("Glockenheide"), "{rules}");
    assert!(rules.contains("Straßenverzeichnis liste.csv, Zeile 2"), "{rules}");
    let again = done(import(&[&map[..], &["--accept", "2"]].concat()));
    assert!(again.contains("Neue Regeln sind nicht nötig"), "{again}");
    // The register of the city says now what the list says.
    let csv = done(program(folder.path(), &["export", "register"]));
    let line =
        csv.lines().find(|line| line.starts_with("Glockenheide;") && line.contains("garstedt"));
    assert!(line.is_some_and(|line| line.contains(";42") || line.contains("40–4")), "{line:?}");
}

async fn server() -> (TestServer, App) {
    let app = App::new().await;
    let guards = Guards { rate: None, writes: None, ..Guards::default() };
    (TestServer::new(router(app.state.clone(), &guards)), app)
}

#[tokio::test]
async fn the_page_shows_every_street_and_keeps_what_is_typed_out_of_links() {
    let (server, _app) = server().await;
    let page = server.get("/verzeichnis").await;
    page.assert_status_ok();
    let page = page.text();
    for expected in ["Glockenheide", "id=\"letter-U\"", "Entwurf", "format=xlsx"] {
        assert!(page.contains(expected), "{expected}");
    }
    let of_one = server.get("/verzeichnis?sozialraum=garstedt&as_of=2020-01-01").await.text();
    assert!(!of_one.contains("Glockenheide") && of_one.contains("Am Knick"));
    assert!(of_one.contains("sozialraum=garstedt&#38;as_of=2020-01-01&#38;format=csv"), "{of_one}");
    let form = [("street", "Glockenh"), ("sozialraum", "")];
    let found = server.post("/verzeichnis").form(&form).await.text();
    assert!(found.contains("Glockenheide") && !found.contains("Am Knick"));
    assert!(!found.contains("=Glockenh"), "nothing that is typed stands in a link");
    let similar = server.post("/verzeichnis").form(&[("street", "Glokkenhaide")]).await.text();
    assert!(similar.contains("Meinten Sie"), "{similar}");
    assert_eq!(server.get("/verzeichnis?as_of=1999-01-01").await.status_code(), 400);
    assert_eq!(server.get("/verzeichnis?as_of=morgen").await.status_code(), 400);
    let lines = server.post("/verzeichnis").form(&[("street", "Am Glasmoor")]).await.text();
    assert!(lines.contains("keine Hausnummer bekannt; verläuft durch"));
    assert!(!lines.contains(r#"<span class="register__numbers">"#), "no number is not all of them");
    let english = server.get("/verzeichnis?lang=en").await.text();
    assert!(english.contains("Street register") && english.contains("whole street"));
}

#[tokio::test]
async fn the_api_writes_the_register_in_every_format() {
    let (server, _app) = server().await;
    let get = async |query: &str| server.get(&format!("/api/v1/register{query}")).await;
    let json: serde_json::Value = get("").await.json();
    assert_eq!(json["edition"]["status"], "draft");
    let streets = json["streets"].as_array().unwrap();
    let street = streets.iter().find(|street| street["street"] == "Glockenheide").unwrap();
    assert_eq!(street["shares"][0]["team"]["id"], "nord-a");
    let csv = get("?format=csv&sozialraum=garstedt").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let name = "attachment; filename=\"strassenverzeichnis-ausgabe-1-entwurf.csv\"";
    assert_eq!(csv.header("content-disposition"), name);
    assert!(csv.text().lines().count() < streets.len());
    assert!(get("?format=xlsx").await.as_bytes().starts_with(b"PK"));
    assert!(get("?format=text").await.text().contains("\nGlockenheide\n    "));
    assert_eq!(get("?sozialraum=nirgends").await.status_code(), 404);
    assert_eq!(get("?format=pdf").await.status_code(), 400);
    assert_eq!(get("?as_of=1999-01-01").await.status_code(), 400);
}

#[tokio::test]
async fn an_answer_that_waits_for_the_number_says_what_the_register_says() {
    let (server, _app) = server().await;
    let register: serde_json::Value = server.get("/api/v1/register").await.json();
    let streets = register["streets"].as_array().unwrap();
    let ask = async |question: serde_json::Value| -> serde_json::Value {
        server.post("/api/v1/assign").json(&question).await.json()
    };
    for street in ["Ulzburger Straße", "Buchenweg", "Poppenbütteler Straße"] {
        let answer = ask(serde_json::json!({ "address": street })).await;
        let listed = streets.iter().find(|listed| listed["street"] == street).unwrap();
        assert_eq!(&answer["ranges"], listed);
        let number = ask(serde_json::json!({ "street": street, "house_number": "9999" })).await;
        assert_eq!(&number["ranges"], listed);
        assert_eq!(number["team"], serde_json::Value::Null);
    }
    for settled in ["Glockenheide 42", "Glockenheide 9999", "Ulzburger Straße 506", "Quarkstraße 3"]
    {
        let answer = ask(serde_json::json!({ "address": settled })).await;
        assert_eq!(answer["ranges"], serde_json::Value::Null, "{settled}");
    }
}

#[tokio::test]
async fn the_page_asks_for_the_number_of_a_street_and_for_today() {
    let (server, _app) = server().await;
    let form = [("street", "Ulzburger Straße"), ("house_number", "506"), ("as_of", "2020-05-01")];
    let page = server.post("/zustaendigkeit").form(&form).await.text();
    assert!(page.contains(r#"value="Ulzburger Straße 506""#), "the field shows what was asked");
    assert!(page.contains("Auskunft für den 1. Mai 2020"));
    assert!(page.contains(r#"<input type="hidden" name="house_number" value="506">"#));
    let split = server.post("/zustaendigkeit").form(&[("address", "Ulzburger Straße")]).await;
    let split = split.text();
    assert!(split.contains(r#"data-area="garstedt""#) && split.contains("zu klären"));
    // Beside the words that the scripts use.
    assert_eq!(
        split.matches("Auskunft für den").count(),
        split.matches("Auskunft für den {day}").count()
    );
}

#[tokio::test]
async fn suggestions_keep_what_was_typed_beside_the_street() {
    let (server, _app) = server().await;
    let texts = async |text: &str| -> Vec<String> {
        let body = serde_json::json!({ "text": text });
        let found: serde_json::Value = server.post("/api/v1/suggest").json(&body).await.json();
        let found = found["suggestions"].as_array().unwrap().iter();
        found.map(|one| one["text"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(texts("Ulzburger 12, 22850").await[0], "Ulzburger Straße 12, 22850");
    assert_eq!(texts("Ulzburger 9999").await[0], "Ulzburger Straße 9999");
}
