//! The overview, the record, and what is counted.

use crate::{Browser, TEAM, TEAM_NAME, assert_has, between};

#[tokio::test]
async fn the_record_is_searched_and_checked() {
    let browser = Browser::of_admin().await;
    browser.send_on(TEAM, &[("name", TEAM_NAME), ("room", "E 12")]).await;
    let page = browser.page("/verwaltung/protokoll").await;
    assert_has(&page, &["Organisation geändert", "Konto angelegt", "Datensatz eingelesen", "E 12"]);
    let page = browser.page("/verwaltung/protokoll?art=account.created&person=erika").await;
    assert_has(&page, &["Konto erika", "Alles anzeigen"]);
    assert!(!page.contains("Sozialraumteam nord-a"));
    let page = browser.page("/verwaltung/protokoll?worum=nord-a&von=2020-01-01&bis=2099-12-31");
    assert_has(&page.await, &["Sozialraumteam nord-a"]);
    let page = browser.page("/verwaltung/protokoll?bis=2020-01-01").await;
    assert_has(&page, &["Dazu gibt es keine Einträge."]);
    let wrong = browser.server.get("/verwaltung/protokoll?von=gestern").await;
    assert_eq!(wrong.status_code(), 422);
    assert_has(&wrong.text(), &["von-error"]);
    let page = browser.page("/verwaltung/protokoll?pruefen=1").await;
    assert_has(&page, &["vollständig und unverändert (3 Einträge)", "Prüfmarke", "3:"]);
    for number in 0..60 {
        let room = format!("E {number}");
        let state = &browser.app.state;
        let edit = sozialraum::service::organisation::Edit {
            entry: "team/nord-a".parse().unwrap(),
            valid_from: jiff::civil::date(2026, 1, 1),
            content: sozialraum::domain::organisation::Content::Details(
                sozialraum::domain::organisation::Details { name: room, ..Default::default() },
            ),
            based_on: number + 1,
        };
        sozialraum::service::organisation::edit(&state.live, "erika", edit).await.unwrap();
    }
    let page = browser.page("/verwaltung/protokoll").await;
    let before = between(&page, "name=\"vor\" value=\"", "\"").to_owned();
    let older = browser.page(&format!("/verwaltung/protokoll?art=&vor={before}")).await;
    assert_has(&older, &["Datensatz eingelesen"]);
}

#[tokio::test]
async fn the_overview_says_how_the_service_is() {
    let browser = Browser::of_admin().await;
    let page = browser.page("/verwaltung").await;
    assert_has(&page, &["1 aktiv, 0 eingeladen, 0 gesperrt", "funktioniert", "ein Entwurf"]);
}

#[tokio::test]
async fn small_numbers_of_look_ups_are_masked() {
    let browser = Browser::of_admin().await;
    assert_has(&browser.page("/verwaltung").await, &["Auskünfte seit dem Start", "noch keine"]);
    for _ in 0..12 {
        browser.server.post("/zustaendigkeit").form(&[("address", "Glockenheide 42")]).await;
    }
    for _ in 0..2 {
        browser.server.post("/zustaendigkeit").form(&[("address", "Nirgendsweg 1")]).await;
    }
    let page = browser.page("/verwaltung").await;
    assert_has(&page, &["Sicher: 12", "Straße nicht gefunden: unter 10"]);
}
