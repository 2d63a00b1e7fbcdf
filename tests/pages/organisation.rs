//! Filling in the organisation.

use crate::{Browser, SCRIPT, TEAM, TEAM_NAME, assert_has};

#[tokio::test]
async fn an_entry_is_changed_shown_in_the_answer_and_taken_back() {
    let browser = Browser::of_admin().await;
    let list = browser.page("/verwaltung/organisation").await;
    assert_has(&list, &["Sozialraumteams", "0 von 7 Angaben hinterlegt", "Henstedt-Ulzburg"]);
    let fields = [
        ("name", TEAM_NAME),
        ("phone", "040 1234-56"),
        ("email", "team@stadt.example"),
        ("rhythm", "jeden Dienstag"),
        ("hours", "Mo 9 Uhr\r\nDi 10 Uhr"),
        ("based_on", "0"),
    ];
    let page = browser.send_on(TEAM, &fields).await;
    assert_has(&page, &["Gespeichert", "ab sofort", "Zurücknehmen", "040 1234-56", "erika, "]);
    assert_has(&browser.page("/verwaltung/organisation").await, &["4 von 7 Angaben hinterlegt"]);

    let answer = async || {
        let form = [("address", "Glockenheide 42")];
        browser.server.post("/zustaendigkeit").form(&form).await.text()
    };
    let shown = [
        "tel:040123456",
        "Treffen: jeden Dienstag",
        "Kontakt, Telefon: 040 1234-56",
        "Kontakt, Sprechzeiten: Mo 9 Uhr; Di 10 Uhr",
    ];
    assert_has(&answer().await, &shown);

    let stale = browser.send(TEAM, &[("name", "Anders"), ("phone", "1"), ("based_on", "0")]).await;
    assert_eq!(stale.status_code(), 422, "fields come first");
    let stale = [("name", "Anders"), ("room", "E 12"), ("based_on", "0")];
    let stale = browser.send(TEAM, &stale).await;
    assert_eq!(stale.status_code(), 409);
    let told = ["Jemand anderes war schneller", "Telefon: nicht hinterlegt → 040 1234-56", "E 12"];
    assert_has(&stale.text(), &told);

    let undo = "/verwaltung/organisation/aenderung/1/zuruecknehmen";
    let page = browser.send_on(undo, &[]).await;
    assert_has(&page, &["Die Änderung ist zurückgenommen", "Wiederherstellen"]);
    assert!(!answer().await.contains("040 1234-56"));
    let again = browser.send(undo, &[]).await;
    assert_eq!(again.status_code(), 409);
    let redo = "/verwaltung/organisation/aenderung/1/wiederherstellen";
    assert_has(&browser.send_on(redo, &[]).await, &["Die Änderung gilt wieder"]);
    assert_has(&answer().await, &shown);
}

#[tokio::test]
async fn wrong_fields_are_named_beside_them_and_what_was_typed_stays() {
    let browser = Browser::of_admin().await;
    let fields = [
        ("name", ""),
        ("phone", SCRIPT),
        ("email", "nirgends"),
        ("website", "javascript:alert(1)"),
        ("room", "E 12"),
        ("valid_from", "irgendwann"),
    ];
    let response = browser.send(TEAM, &fields).await;
    assert_eq!(response.status_code(), 422);
    let page = response.text();
    // The day is read before anything else.
    assert_has(&page, &["href=\"#valid_from\"", "id=\"valid_from-error\"", "value=\"E 12\""]);
    let fields = &fields[..5];
    let page = browser.send(TEAM, fields).await.text();
    assert_has(&page, &["name-error", "phone-error", "email-error", "website-error"]);
    assert_has(&page, &["href=\"#email\"", "value=\"nirgends\"", "value=\"E 12\""]);
    assert!(!page.contains(SCRIPT));
    let markup = [("name", SCRIPT), ("hours", SCRIPT), ("source", SCRIPT)];
    assert!(!browser.send_on(TEAM, &markup).await.contains(SCRIPT));
    for path in ["/verwaltung/protokoll", "/verwaltung/organisation"] {
        assert!(!browser.page(path).await.contains(SCRIPT), "{path}");
    }
}

#[tokio::test]
async fn entries_come_and_go_from_a_day_on() {
    let browser = Browser::of_admin().await;
    let new = "/verwaltung/organisation/neu/city_offer";
    assert_has(&browser.page(new).await, &["Neues stadtweites Angebot"]);
    let refused = browser.send(new, &[("name", " ")]).await;
    assert_eq!(refused.status_code(), 422);
    assert_has(&refused.text(), &["Geben Sie einen Namen ein."]);
    let fields = [("name", "Neues Angebot"), ("valid_from", "2099-01-01")];
    let page = browser.send_on(new, &fields).await;
    assert_has(&page, &["ab 1. Januar 2099", "Neues Angebot"]);
    let list = browser.page("/verwaltung/organisation").await;
    assert_has(&list, &["Neues Angebot", "ab 1. Januar 2099: neu"]);

    let path = "/verwaltung/organisation/eintrag/city_offer/neues-angebot";
    assert_has(&browser.page(path).await, &["gibt es diesen Eintrag nicht"]);
    let end = [("end", "1"), ("end_from", "nie"), ("based_on", "1")];
    let refused = browser.send(path, &end).await;
    assert_eq!(refused.status_code(), 422);
    let end = [("end", "1"), ("end_from", "2100-01-01"), ("based_on", "1")];
    assert_has(&browser.send_on(path, &end).await, &["Der Eintrag endet.", "nicht mehr"]);
    let list = browser.page("/verwaltung/organisation?am=2099-06-01").await;
    assert_has(&list, &["ab 1. Januar 2100: entfällt"]);
    let service = [("name", "Neuer Dienst"), ("region", "nord")];
    let page = browser.send_on("/verwaltung/organisation/neu/service", &service).await;
    assert_has(&page, &["Gespeichert", "Nord"]);
    for missing in ["eintrag/team/x", "eintrag/nichts/x", "neu/team", "eintrag/city_offer/x"] {
        let response = browser.server.get(&format!("/verwaltung/organisation/{missing}")).await;
        response.assert_status_not_found();
    }
}

#[tokio::test]
async fn the_office_of_a_neighbour_is_named_in_the_answer() {
    let browser = Browser::of_admin().await;
    let list = browser.page("/verwaltung/organisation").await;
    let (before, _) = list.split_once(">Henstedt-Ulzburg<").unwrap();
    let path = before.rsplit_once("href=\"").unwrap().1.trim_end_matches('"').to_owned();
    assert_has(&browser.page(&path).await, &["Für Henstedt-Ulzburg ist ein anderes Jugendamt"]);
    let fields = [("name", "Jugendamt des Kreises"), ("phone", "04551 951-0")];
    browser.send_on(&path, &fields).await;
    let form = [("address", "Ulzburger Straße 10, Henstedt-Ulzburg")];
    let answer = browser.server.post("/zustaendigkeit").form(&form).await.text();
    let shown =
        ["Jugendamt des Kreises", "tel:045519510", "Zuständiges Jugendamt: Jugendamt des Kreises"];
    assert_has(&answer, &shown);
}
