//! Files of street rules and registers: shown first, then taken over.

use axum_test::{
    TestResponse,
    multipart::{MultipartForm, Part},
};
use serde_json::Value;
use sozialraum::service::street_rules;

use crate::{Browser, assert_has, between};

const IMPORT: &str = "/verwaltung/adressen/einlesen";
const PLAN: &str = "/verwaltung/adressen/einlesen/plan";
const TAKE: &str = "/verwaltung/adressen/einlesen/uebernehmen";
const RULES: &str = "street,numbers,sozialraum,reason\n\
                     Glockenheide,40-60 ger.,garstedt,Probe\n\
                     Glockenheide,1-9 ung.,friedrichsgabe,Probe\n";
const REGISTER: &str = "Lfd.;Straßenname;Nrn.;Kreis\n\
                        1;Glockenheide;40-52 ger.;Süd\n\
                        2;Glockenheide;54;Süd\n\
                        3;Glockenheide;1-9 ung.;friedrichsgabe\n\
                        4;Quarkstraße;;Süd\n\
                        5;Glockenheide;9-1;Süd\n";

impl Browser {
    /// Sends a file as a browser does.
    async fn upload(&self, name: &str, content: &str) -> TestResponse {
        self.upload_as("", name, content).await
    }

    /// Says what is in it, too. The token of the form is in the form.
    async fn upload_as(&self, kind: &'static str, name: &str, content: &str) -> TestResponse {
        let page = self.page("/konto").await;
        let token = between(&page, "name=\"form_token\" value=\"", "\"").to_owned();
        let file = Part::bytes(content.as_bytes().to_vec()).file_name(name);
        let form = MultipartForm::new().add_text("form_token", token).add_text("kind", kind);
        self.server.post(IMPORT).multipart(form.add_part("file", file)).await
    }

    async fn rule_count(&self) -> usize {
        let rules: Value = self.server.get("/api/v1/street-rules").await.json();
        rules["rules"].as_array().unwrap().len()
    }
}

fn mark(page: &str) -> String {
    between(page, "name=\"mark\" value=\"", "\"").to_owned()
}

#[tokio::test]
async fn a_file_of_rules_is_shown_then_taken_over_and_taken_back() {
    let browser = Browser::of_admin().await;
    assert_eq!(browser.server.get(PLAN).await.status_code(), 303, "there is no file yet");
    let sent = browser.upload("regeln.csv", RULES).await;
    assert_eq!(sent.header("location"), PLAN);
    let page = browser.page(PLAN).await;
    let shown = ["2 neu, 0 geändert", "Glockenheide, 40–60 (gerade): Garstedt (Probe)"];
    assert_has(&page, &shown);
    assert_eq!(browser.rule_count().await, 0);
    let other = browser.send(TAKE, &[("mark", "0000")]).await;
    assert_eq!(other.status_code(), 409);
    assert_eq!(browser.rule_count().await, 0);
    let page = browser.send_on(TAKE, &[("mark", &mark(&page))]).await;
    assert_has(&page, &["Die Regeln der Datei gelten", "Zurücknehmen", "2 Regeln"]);
    assert_eq!(browser.rule_count().await, 2);
    assert_eq!(browser.server.get(PLAN).await.status_code(), 303, "the file is gone");

    // What is saved as a file changes nothing when it is read in again.
    let file = browser.page("/verwaltung/adressen/datei").await;
    browser.upload("regeln.csv", &file).await;
    let page = browser.page(PLAN).await;
    assert_has(&page, &["Das steht schon so da", "2 unverändert"]);
    assert!(!page.contains("name=\"mark\""));

    let entry = street_rules::history(&*browser.app.store, i64::MAX, 1).await.unwrap();
    let undo = format!("/verwaltung/adressen/verlauf/{}/zuruecknehmen", entry[0].entry.seq);
    browser.send_on(&undo, &[]).await;
    assert_eq!(browser.rule_count().await, 0);
}

#[tokio::test]
async fn a_file_with_defects_changes_nothing_and_names_all_of_them() {
    let browser = Browser::of_admin().await;
    let wrong = format!("{RULES}Glockenheide,50,glashuette,Probe\nGlokenheide,1,garstedt,x\n");
    browser.upload("regeln.csv", &wrong).await;
    let refused = browser.server.get(PLAN).await;
    assert_eq!(refused.status_code(), 422);
    let page = refused.text();
    assert_has(&page, &["Mängel (2)", "Zeile 4", "Zeile 5", "Glokenheide"]);
    assert!(!page.contains("name=\"mark\""));
    let forced = browser.send(TAKE, &[("mark", "x")]).await;
    assert_eq!(forced.status_code(), 422);
    assert_eq!(browser.rule_count().await, 0);
    for (name, content) in [("leer.csv", ""), ("nichts.xlsx", "PK\u{3}\u{4}kaputt")] {
        let refused = browser.upload(name, content).await;
        assert_eq!(refused.status_code(), 422, "{name}");
    }
    let forged = MultipartForm::new().add_part("file", Part::bytes(RULES).file_name("a.csv"));
    assert_eq!(browser.server.post(IMPORT).multipart(forged).await.status_code(), 403);
}

#[tokio::test]
async fn a_register_is_read_compared_and_settled_line_by_line() {
    let browser = Browser::of_admin().await;
    browser.upload("verzeichnis.csv", REGISTER).await;
    // The column with the area has a heading that nobody knows.
    let unclear = browser.server.get(PLAN).await;
    assert_eq!(unclear.status_code(), 422);
    assert_has(&unclear.text(), &["area_column-error", "Diese Spalte ist nicht zu erkennen"]);
    let columns =
        [("street_column", "Straßenname"), ("numbers_column", "Nrn."), ("area_column", "Kreis")];
    let page = browser.send_on(PLAN, &columns).await;
    assert_has(&page, &["„Süd“ ist kein Sozialraum", "name=\"name0\" value=\"Süd\""]);
    let matched = [&columns[..], &[("name0", "Süd"), ("area0", "garstedt")]].concat();
    let page = browser.send_on(PLAN, &matched).await;
    let shown = [
        "zu entscheiden (2)",
        "stimmt überein (1)",
        "zu berichtigen (2)",
        "Die Straße „Quarkstraße“ gibt es nicht",
        "läuft rückwärts",
        "Glockenheide, 40–52 (gerade) → Garstedt",
        "Friedrichsgabe",
        "id=\"line2-rule\"",
        "id=\"line3-keep\"",
    ];
    assert_has(&page, &shown);
    assert!(!page.contains("line5-rule"), "what is not understood cannot be chosen");
    let wrong = [("mark", &*mark(&page)), ("line5", "rule")];
    assert_eq!(browser.send(TAKE, &wrong).await.status_code(), 422);
    assert_eq!(browser.rule_count().await, 0);

    // One row stays as it is, the other becomes a rule.
    let keep = [("mark", &*mark(&page)), ("line3", "keep")];
    let page = browser.send_on(TAKE, &keep).await;
    assert_has(&page, &["sind vermerkt", "erledigt (1)", "zu entscheiden (1)"]);
    let old = mark(&page);
    let take = [("mark", &*old), ("line2", "rule")];
    let page = browser.send_on(TAKE, &take).await;
    assert_has(&page, &["gelten jetzt als Regeln", "erledigt (2)", "Zurücknehmen"]);
    assert_eq!(browser.rule_count().await, 1);
    let rules: Value = browser.server.get("/api/v1/street-rules").await.json();
    assert_eq!(rules["rules"][0]["reason"], "Straßenverzeichnis verzeichnis.csv, Zeile 2");
    // What was looked at does not hold any more.
    let stale = browser.send(TAKE, &[("mark", &old), ("all", "1"), ("line3", "rule")]).await;
    assert_eq!(stale.status_code(), 409);
    assert_eq!(browser.rule_count().await, 1);
}

#[tokio::test]
async fn house_numbers_are_shown_with_every_difference_before_they_are_replaced() {
    let browser = Browser::of_admin().await;
    let question = serde_json::json!({ "street": "Glockenheide", "house_number": "42" });
    let answer: Value = browser.server.post("/api/v1/assign").json(&question).await.json();
    let place = &answer["address"]["position"];
    let (lon, lat) = (place["lon"].as_f64().unwrap(), place["lat"].as_f64().unwrap());
    let head = "street;number;lon;lat\n";
    browser.upload("hausnummern.csv", &format!("{head}Glockenheide;42;abc;{lat}\n")).await;
    let refused = browser.server.get(PLAN).await;
    assert_eq!(refused.status_code(), 422);
    assert_has(&refused.text(), &["Mängel (1)", "Zeile 2"]);
    let row = format!("{head}Glockenheide;42;{lon};{lat}\nGlockenheide;4711;{lon};{lat}\n");
    browser.upload("hausnummern.csv", &row).await;
    let page = browser.page(PLAN).await;
    assert_has(&page, &["neu (1)", "Glockenheide 4711", "entfallen ("]);
    let table = browser.page("/verwaltung/adressen/einlesen/unterschiede").await;
    assert_has(&table, &["change", "4711"]);
    let keep = browser.send_on(PLAN, &[("keep_missing", "1")]).await;
    assert!(!keep.contains("entfallen ("), "what the file lacks is kept");
    // What was looked at is not what would be done.
    let stale = browser.send(TAKE, &[("mark", &mark(&page))]).await;
    assert_eq!(stale.status_code(), 409);
    let done = browser.send_on(TAKE, &[("mark", &mark(&keep))]).await;
    assert_has(&done, &["Die Hausnummern der Datei gelten"]);
    let question = serde_json::json!({ "street": "Glockenheide", "house_number": "4711" });
    let answer: Value = browser.server.post("/api/v1/assign").json(&question).await.json();
    assert_eq!(answer["sozialraum"]["id"], "friedrichsgabe");
}

#[tokio::test]
async fn columns_of_house_numbers_are_chosen_where_their_headings_say_nothing() {
    let browser = Browser::of_admin().await;
    let question = serde_json::json!({ "street": "Glockenheide", "house_number": "42" });
    let answer: Value = browser.server.post("/api/v1/assign").json(&question).await.json();
    let place = &answer["address"]["position"];
    let (lon, lat) = (place["lon"].as_f64().unwrap(), place["lat"].as_f64().unwrap());
    let table = format!("Wo;Hs;L;B\nGlockenheide;4711;{lon};{lat}\n");
    browser.upload_as("houses", "liste.csv", &table).await;
    let refused = browser.server.get(PLAN).await;
    assert_eq!(refused.status_code(), 422);
    let choice = "<option value=\"Hs\">Hs</option>";
    assert_has(&refused.text(), &[choice, "Wählen Sie unten die Spalten aus", "EPSG:25832"]);
    let named = [
        ("street_column", "Wo"),
        ("number_column", "Hs"),
        ("x_column", "L"),
        ("y_column", "B"),
        ("keep_missing", "1"),
    ];
    let with = |crs| [&named[..], &[("crs", crs)]].concat();
    browser.send(PLAN, &with("Gauß-Krüger")).await;
    let wrong = browser.server.get(PLAN).await;
    assert_eq!(wrong.status_code(), 422);
    assert_has(&wrong.text(), &["Das ist kein EPSG-Code", "Gauß-Krüger"]);
    assert!(!wrong.text().contains("name=\"mark\""), "nothing can be taken over");
    let page = browser.send_on(PLAN, &with("EPSG:4326")).await;
    assert_has(&page, &["neu (1)", "Glockenheide 4711", "<option value=\"Wo\" selected>"]);
}
