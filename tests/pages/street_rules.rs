//! Street rules on the administrators' pages: checked, saved, changed, taken back.

use serde_json::Value;
use sozialraum::service::street_rules::{self, Seen};

use crate::{Browser, SCRIPT, assert_has, between};

const LIST: &str = "/verwaltung/adressen";
const RULE: &str = "/verwaltung/adressen/regel";
const HISTORY: &str = "/verwaltung/adressen/verlauf";

/// A rule that contradicts the map of the shipped city.
const FIELDS: [(&str, &str); 5] = [
    ("ausgabe", "1"),
    ("street", "Glockenheide"),
    ("numbers", "40-60 ger."),
    ("sozialraum", "garstedt"),
    ("reason", "Beschluss vom 1. März"),
];

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<_> = FIELDS.to_vec();
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend_from_slice(more);
    fields
}

/// What a hidden field holds.
fn hidden(page: &str, name: &str) -> String {
    between(page, &format!("name=\"{name}\" value=\""), "\"").to_owned()
}

impl Browser {
    async fn status_of(&self, street: &str, number: &str) -> String {
        let body = serde_json::json!({ "street": street, "house_number": number });
        let answer: Value = self.server.post("/api/v1/assign").json(&body).await.json();
        answer["status"].as_str().unwrap().to_owned()
    }

    async fn rules(&self) -> Value {
        self.server.get("/api/v1/street-rules").await.json()
    }

    /// The entry of the record that the page offers to take back.
    async fn latest(&self) -> i64 {
        let history = street_rules::history(&*self.app.store, i64::MAX, 1).await.unwrap();
        history[0].entry.seq
    }
}

#[tokio::test]
async fn a_rule_is_shown_before_it_is_saved_and_can_be_taken_back() {
    let browser = Browser::of_admin().await;
    assert_has(&browser.page(LIST).await, &["Hier entscheidet überall die Karte", "Keine Regel"]);
    let checked = browser.send(RULE, &with(&[("schritt", "pruefen")])).await;
    assert_eq!(checked.status_code(), 200);
    let shown =
        ["40, 42, 44 … 60 (gerade)", "anders als auf der Karte", "Friedrichsgabe", " km</td>"];
    assert_has(&checked.text(), &shown);
    assert_eq!(browser.status_of("Glockenheide", "42").await, "unique", "nothing is saved yet");
    // Back to the form, with everything that was typed.
    let form = browser.send(RULE, &with(&[("schritt", "aendern")])).await.text();
    assert_has(
        &form,
        &["value=\"40-60 ger.\"", "value=\"garstedt\" selected", "Neue Straßenregel"],
    );

    let page = browser.send_on(RULE, &with(&[("schritt", "speichern")])).await;
    assert_has(&page, &["Die Regel gilt", "Zurücknehmen", "40–60 (gerade)", "1 widerspricht"]);
    assert_eq!(browser.status_of("Glockenheide", "42").await, "rule_conflict");
    let rules = browser.rules().await;
    assert_eq!(rules["rules"][0]["numbers"], "40–60 even");
    assert_eq!(rules["rules"][0]["sozialraum"]["id"], "garstedt");
    assert_eq!(rules["rules"][0]["addresses"], rules["rules"][0]["contradictions"]);
    // Sent twice: it is there once.
    let page = browser.send_on(RULE, &with(&[("schritt", "speichern")])).await;
    assert_has(&page, &["Das steht schon so da"]);
    assert_eq!(browser.rules().await["rules"].as_array().unwrap().len(), 1);
    let page = browser.page("/verwaltung/adressen/widersprueche").await;
    assert_has(&page, &["Glockenheide", "Beschluss vom 1. März", "Friedrichsgabe"]);
    assert_has(&browser.page(&format!("{LIST}?sozialraum=mitte")).await, &["Keine Regel"]);

    let entry = browser.latest().await;
    let undo = format!("{HISTORY}/{entry}/zuruecknehmen");
    assert_has(&browser.send_on(&undo, &[]).await, &["zurückgenommen", "nimmt Eintrag"]);
    assert_eq!(browser.status_of("Glockenheide", "42").await, "unique");
    let again = browser.send(&undo, &[]).await;
    assert_eq!(again.status_code(), 409);
    // Taking back what took something back lets it hold again.
    let redo = format!("{HISTORY}/{}/zuruecknehmen", browser.latest().await);
    browser.send_on(&redo, &[]).await;
    assert_eq!(browser.status_of("Glockenheide", "42").await, "rule_conflict");
    let record = browser.page("/verwaltung/protokoll").await;
    assert_has(&record, &["Straßenregeln ersetzt", "Glockenheide, 40–60 (gerade): garstedt"]);
    let missing = browser.send(&format!("{HISTORY}/1/zuruecknehmen"), &[]).await;
    assert_eq!(missing.status_code(), 404);
}

#[tokio::test]
async fn a_rule_is_changed_and_removed() {
    let browser = Browser::of_admin().await;
    browser.send_on(RULE, &with(&[("schritt", "speichern")])).await;
    let path = format!("{RULE}?ausgabe=1&regel=glockenheide-1");
    let form = browser.page(&path).await;
    let mark = hidden(&form, "mark");
    let seen = [("regel", "glockenheide-1"), ("mark", mark.as_str())];
    let changed = [&seen[..], &[("numbers", "40-50 ger."), ("schritt", "pruefen")]].concat();
    let page = browser.send(RULE, &with(&changed)).await.text();
    assert_has(&page, &["gilt die Regel dann nicht mehr", "Bisher", "40–60 (gerade)"]);
    let changed = [&seen[..], &[("numbers", "40-50 ger."), ("schritt", "speichern")]].concat();
    assert_has(
        &browser.send_on(RULE, &with(&changed)).await,
        &["Die Regel gilt", "40–50 (gerade)"],
    );
    // The mark is that of the rule as it was.
    let stale = browser.send(RULE, &with(&changed)).await;
    assert_eq!(stale.status_code(), 409);
    let told = ["Jemand anderes war schneller", "Die Regel lautet jetzt: Glockenheide, 40–50"];
    assert_has(&stale.text(), &told);

    // What another rule says already.
    let claimed = with(&[("numbers", "44"), ("sozialraum", "mitte"), ("schritt", "speichern")]);
    let claimed = browser.send(RULE, &claimed).await;
    assert_eq!(claimed.status_code(), 422);
    assert_has(&claimed.text(), &["numbers-error", "gehört nach einer anderen Regel zu Garstedt"]);

    let mark = hidden(&browser.page(&path).await, "mark");
    let seen = [("ausgabe", "1"), ("regel", "glockenheide-1"), ("mark", mark.as_str())];
    let remove = [&seen[..], &[("schritt", "entfernen")]].concat();
    let page = browser.send(RULE, &remove).await.text();
    assert_has(&page, &["Regel entfernen?", "40, 42, 44 … 50 (gerade)", "Friedrichsgabe"]);
    let remove = [&seen[..], &[("schritt", "entfernen_sicher")]].concat();
    assert_has(&browser.send_on(RULE, &remove).await, &["Die Regel ist entfernt", "Keine Regel"]);
    browser.server.get(&path).await.assert_status_not_found();
    let gone = browser.send(RULE, &remove).await;
    assert_eq!(gone.status_code(), 409);
    assert_has(&gone.text(), &["Die Regel gibt es nicht mehr"]);
}

#[tokio::test]
async fn who_comes_second_is_told() {
    let browser = Browser::of_admin().await;
    browser.send_on(RULE, &with(&[("schritt", "speichern")])).await;
    let mark = hidden(&browser.page(&format!("{RULE}?regel=glockenheide-1")).await, "mark");
    // Somebody else, on another server: this one does not know of it yet.
    let store = &*browser.app.store;
    let seen = Seen { id: "glockenheide-1".into(), mark: mark.clone() };
    street_rules::edit(store, "otto", 1, Some(&seen), None).await.unwrap();
    let seen = [("regel", "glockenheide-1"), ("mark", mark.as_str())];
    let change = [&seen[..], &[("numbers", "40-50 ger."), ("schritt", "speichern")]].concat();
    let stale = browser.send(RULE, &with(&change)).await;
    assert_eq!(stale.status_code(), 409);
    assert_has(&stale.text(), &["Es wurde nichts gespeichert", "value=\"40-50 ger.\""]);
    assert_eq!(browser.rules().await["rules"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn wrong_fields_are_named_beside_them() {
    let browser = Browser::of_admin().await;
    let wrong = [
        ("street", "Glokenheide"),
        ("numbers", "9-1"),
        ("sozialraum", "nirgends"),
        ("reason", " "),
        ("schritt", "speichern"),
    ];
    let response = browser.send(RULE, &with(&wrong)).await;
    assert_eq!(response.status_code(), 422);
    let told = [
        "street-error",
        "„Glockenheide“",
        "numbers-error",
        "läuft rückwärts",
        "sozialraum-error",
        "reason-error",
        "value=\"9-1\"",
    ];
    assert_has(&response.text(), &told);
    let markup = with(&[("street", SCRIPT), ("reason", SCRIPT), ("schritt", "pruefen")]);
    assert!(!browser.send(RULE, &markup).await.text().contains(SCRIPT));
    let unknown = with(&[("numbers", "9000"), ("schritt", "pruefen")]);
    let page = browser.send(RULE, &unknown).await.text();
    assert_has(&page, &["kennt keine dieser Hausnummern", "Keine Adresse"]);
    assert_eq!(browser.rules().await["rules"].as_array().unwrap().len(), 0);
    // A form of another site has no token.
    let forged = browser.server.post(RULE).form(&with(&[("schritt", "speichern")])).await;
    assert_eq!(forged.status_code(), 403);
    for path in [format!("{LIST}?ausgabe=9"), format!("{RULE}?regel=nichts-1")] {
        browser.server.get(&path).await.assert_status_not_found();
    }
}
