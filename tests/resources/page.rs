//! The page `/karte` as a browser without scripts uses it, and the first page.

use axum_test::TestResponse;
use sozialraum::domain::grid::LonLat;

use super::{
    made_up::{offer, offers, record},
    server_with,
};

fn assert_has(page: &str, texts: &[&str]) {
    for text in texts {
        assert!(page.contains(text), "„{text}“ is missing in {page}");
    }
}

#[tokio::test]
async fn one_field_takes_addresses_and_words() {
    let mut library = offer(1, "Qxbücherei Rathausallee");
    library.place = Some(LonLat { lon: 9.9949, lat: 53.7075 });
    let (server, _app) = server_with(vec![record(library)]).await;
    let ask = async |fields: &[(&str, &str)]| -> String {
        let response: TestResponse = server.post("/karte").form(&fields).await;
        assert_eq!(response.status_code(), 200, "{fields:?}");
        response.text()
    };
    let address = ask(&[("was", "Rathausallee 50")]).await;
    assert_has(
        &address,
        &["Ihr Sozialraum und Ihr Team", "In der Nähe", "Luftlinie", "data-status=\"unique\""],
    );
    let words = ask(&[("was", "Qxbücherei")]).await;
    assert_has(&words, &["1 Angebot", "Qxbücherei Rathausallee", "Öffnungszeiten nicht bekannt"]);
    assert!(!words.contains("Ihr Sozialraum und Ihr Team"));
    // Both may be meant: the street, as it is spelt so, and the words as an offer.
    let both = ask(&[("was", "Rathausallee")]).await;
    assert_has(&both, &["Ihr Sozialraum und Ihr Team", "Oder meinten Sie ein Angebot?"]);
    let said = ask(&[("was", "Rathausallee"), ("als", "wort")]).await;
    assert_has(&said, &["Qxbücherei Rathausallee"]);
    assert!(!said.contains("Ihr Sozialraum und Ihr Team"));
    let nothing = ask(&[("was", "Quarkxyz 3")]).await;
    assert_has(&nothing, &["data-status=\"unknown_street\"", "Dazu haben wir nichts gefunden"]);
    let unsure = ask(&[("was", "Deckerberg 5")]).await;
    assert_has(&unsure, &["data-status=\"near_border\"", "Mehr zur Zuständigkeit"]);
    assert!(!unsure.contains("team-card__team"), "no team that is not safe");
    let own = ask(&[("lon", "9.9949"), ("lat", "53.7075"), ("accuracy", "20")]).await;
    assert_has(&own, &["In der Nähe", "value=\"9.9949\""]);
    let too_long = server.post("/karte").form(&[("was", "x".repeat(301))]).await;
    assert_eq!(too_long.status_code(), 422);
}

#[tokio::test]
async fn conditions_stand_in_the_link_and_what_was_typed_does_not() {
    let (server, _app) = server_with(offers(100, "x", "x")).await;
    let fields = [
        ("was", "Treff"),
        ("als", "wort"),
        ("auswahl", "1"),
        ("category", "kita"),
        ("category", "school"),
        ("open", ""),
        ("open", "2026-11-27T15:00"),
        ("unknown", "true"),
    ];
    let page = server.post("/karte?lang=en").form(&fields).await.text();
    let link = "/karte?category=kita&#38;category=school&#38;open=2026-11-27T15:00&#38;unknown=true&#38;lang=en";
    assert_has(&page, &[&format!("href=\"{link}\""), "value=\"Treff\"", "value=\"category=kita\""]);
    assert!(!page.contains("q=Treff"));
    // Another language keeps the conditions.
    assert_has(&page, &["open=2026-11-27T15:00&#38;unknown=true\" lang=\"de\""]);
    let again = server.get(&link.replace("&#38;", "&")).await.text();
    assert_has(&again, &["value=\"kita\" checked", "value=\"2026-11-27T15:00\""]);
    let mut without = fields.to_vec();
    without.push(("ohne", "category=kita"));
    let page = server.post("/karte").form(&without).await.text();
    assert_has(&page, &["href=\"/karte?category=school&#38;open"]);
    let fragment = server.post("/karte").add_header("x-fragment", "results").form(&fields).await;
    assert_eq!(fragment.header("x-fragment"), "results");
    assert!(!fragment.text().contains("<html"));
}

#[tokio::test]
async fn long_lists_have_pages_and_numbers_go_on() {
    let (server, _app) = server_with(Vec::new()).await;
    let first = server.get("/karte").await.text();
    assert_has(&first, &["Seite 1 von", "id=\"offer-1\"", "id=\"offer-20\""]);
    assert!(!first.contains("id=\"offer-21\""));
    let fields = [("auswahl", "1"), ("page", "2")];
    let second = server.post("/karte").form(&fields).await.text();
    assert_has(&second, &["Seite 2 von", "id=\"offer-21\""]);
    let beyond = server.get("/karte?page=9999").await.text();
    assert!(!beyond.contains("nichts gefunden"), "the last page is shown");
}

#[tokio::test]
async fn the_first_page_leads_to_the_topics() {
    let (server, _app) = server_with(Vec::new()).await;
    let page = server.get("/").await;
    page.assert_status_ok();
    assert_has(
        &page.text(),
        &[
            "Was gibt es in Norderstedt",
            "href=\"/karte?category=kita\"",
            "href=\"/karte?open=now\"",
            "href=\"/zustaendigkeit\"",
            "href=\"/angebot-vorschlagen\"",
            "action=\"/karte\"",
        ],
    );
    assert!(!page.text().contains("category=parent_child"), "no topic without offers");
    let english = server.get("/?lang=en").await.text();
    assert_has(&english, &["href=\"/karte?category=kita&#38;lang=en\"", "What is there for you"]);
}
