//! Cases without an address: whose residence counts, and the ways that are no address.

use serde_json::Value;
use sozialraum::domain::organisation::RouteKind;

use crate::{Browser, SCRIPT, TEAM, assert_has, between};

const RESIDENCE: &str = "/zustaendigkeit/wohnsitz";
const NO_ADDRESS: &str = "/zustaendigkeit/ohne-adresse";
const SHELTER: &str = "/verwaltung/organisation/eintrag/route/protected-place";
const NOT_ON_FILE: &str = "Noch nicht hinterlegt";

/// What a page says and offers of its own, without head and foot.
fn content(page: &str) -> &str {
    between(page, "<main", "</main>")
}

/// The card of a way.
fn card(page: &str, kind: RouteKind) -> &str {
    between(page, &format!("aria-labelledby=\"{}\"", kind.code()), "</section>")
}

async fn routes(browser: &Browser, query: &str) -> Vec<Value> {
    let answer = browser.server.get(&format!("/api/v1/routes{query}")).await;
    answer.assert_status_ok();
    answer.json::<Value>()["routes"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_look_up_leads_to_both_pages_and_they_lead_back() {
    let browser = Browser::new().await;
    for address in [None, Some("Ulzburger Straße 10, Henstedt-Ulzburg"), Some("Nirgendsweg 1")] {
        let page = match address {
            None => browser.page("/zustaendigkeit").await,
            Some(address) => {
                let form = [("address", address)];
                browser.server.post("/zustaendigkeit").form(&form).await.text()
            }
        };
        let links = 1 + usize::from(address.is_some());
        for path in [RESIDENCE, NO_ADDRESS] {
            assert_eq!(page.matches(&format!("href=\"{path}\"")).count(), links, "{address:?}");
        }
    }
    for path in [RESIDENCE, NO_ADDRESS] {
        assert_has(content(&browser.page(path).await), &["href=\"/zustaendigkeit\""]);
    }
}

#[tokio::test]
async fn nothing_can_be_typed_where_there_is_no_address() {
    let browser = Browser::new().await;
    for path in [RESIDENCE, NO_ADDRESS] {
        for query in ["", "?lang=en", "?lang=ar"] {
            let page = browser.page(&format!("{path}{query}")).await;
            for field in ["<input", "<form", "<textarea", "<select", "<button", "contenteditable"] {
                assert!(!page.contains(field), "{field} on {path}{query}");
            }
        }
    }
    let page = browser.page(NO_ADDRESS).await;
    let shelter = card(&page, RouteKind::ProtectedPlace);
    assert_has(shelter, &["Geben Sie diese Adresse nirgends ein", NOT_ON_FILE]);
    assert!(!shelter.contains("href="), "{shelter}");
}

#[tokio::test]
async fn the_questions_name_the_law_and_lead_on() {
    let browser = Browser::new().await;
    let page = browser.page(RESIDENCE).await;
    let wanted = [
        "§ 86 Abs. 1 Satz 1 SGB VIII",
        "§ 86 Abs. 2 Satz 4 Halbsatz 2 SGB VIII",
        "§ 86a Abs. 3 SGB VIII",
        "§ 86b Abs. 3 SGB VIII",
        "§ 86d SGB VIII",
        "§ 87 Satz 1 SGB VIII",
        "§ 88a SGB VIII",
        "BGBl. 2024 I Nr. 361",
        "keine Rechtsberatung",
        "/zustaendigkeit/ohne-adresse#no-fixed-abode",
    ];
    assert_has(&page, &wanted);
    let page = content(&page);
    assert_eq!(page.matches("<details").count(), page.matches("</details>").count());
    let ways = browser.page(NO_ADDRESS).await;
    for anchor in page.split("ohne-adresse#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ways.contains(&format!("id=\"{anchor}\"")), "nothing is at #{anchor}");
    }
}

#[tokio::test]
async fn what_is_not_on_file_says_so_and_nothing_is_made_up() {
    let browser = Browser::new().await;
    let page = browser.page(NO_ADDRESS).await;
    let told = routes(&browser, "").await;
    assert_eq!(told.len(), RouteKind::ALL.len());
    for (kind, route) in RouteKind::ALL.into_iter().zip(told) {
        assert_eq!(route["id"], kind.code());
        let known = kind == RouteKind::OutsideOfficeHours;
        assert_eq!(card(&page, kind).contains(NOT_ON_FILE), !known, "{kind:?}");
        assert_eq!(route["leads_to"].is_null(), !known, "{kind:?}");
        assert!(route["contact"]["phone"].is_null(), "{kind:?}");
    }
    let duty = card(&page, RouteKind::OutsideOfficeHours);
    let said = ["Fachbereichsleitung Jugendhilfe Nord", "Kontakt nicht hinterlegt", "110"];
    assert_has(duty, &said);
}

#[tokio::test]
async fn administrators_say_where_a_way_leads_from_a_day_on_and_take_it_back() {
    let browser = Browser::of_admin().await;
    let list = browser.page("/verwaltung/organisation").await;
    assert_has(&list, &["Wege ohne Adresse", "Frauenhaus oder anderer geschützter Ort"]);
    let form = browser.page(SHELTER).await;
    assert_has(&form, &["Sie ist öffentlich", "value=\"team/nord-a\"", "Alles darf leer bleiben"]);
    for field in ["address", "room"] {
        assert!(!form.contains(&format!("name=\"{field}\"")), "a place can be typed");
    }

    browser.send_on(TEAM, &[("name", "Team Nord A"), ("phone", "040 55"), ("based_on", "0")]).await;
    let fields = [
        ("leads_to", "team/nord-a"),
        ("role", "Sofort anrufen, nichts aufschreiben."),
        ("based_on", "0"),
    ];
    let page = browser.send_on(SHELTER, &fields).await;
    assert_has(&page, &["Gespeichert", "Frauenhaus oder anderer geschützter Ort"]);
    let shown = async || {
        let page = browser.page(NO_ADDRESS).await;
        card(&page, RouteKind::ProtectedPlace).to_owned()
    };
    let told = ["Team Nord A", "Sofort anrufen, nichts aufschreiben.", "tel:04055"];
    assert_has(&shown().await, &told);
    assert_has(&browser.page("/verwaltung/organisation").await, &["2 von 2 Angaben hinterlegt"]);

    let later = [("name", "Neue Stelle"), ("valid_from", "2099-01-01"), ("based_on", "2")];
    assert_has(&browser.send_on(SHELTER, &later).await, &["ab 1. Januar 2099"]);
    let shelter = |told: Vec<Value>| told.into_iter().find(|one| one["id"] == "protected-place");
    let now = shelter(routes(&browser, "").await).unwrap();
    assert_eq!(now["leads_to"]["entry"], "team/nord-a");
    assert_eq!(now["contact"]["phone"], "040 55");
    let then = shelter(routes(&browser, "?as_of=2099-01-01").await).unwrap();
    assert_eq!((&then["leads_to"], &then["name"]), (&Value::Null, &"Neue Stelle".into()));
    browser.server.get("/api/v1/routes?as_of=nie").await.assert_status_bad_request();

    let undo = "/verwaltung/organisation/aenderung/2/zuruecknehmen";
    assert_has(&browser.send_on(undo, &[]).await, &["Die Änderung ist zurückgenommen"]);
    assert_has(&shown().await, &[NOT_ON_FILE]);
    let redo = "/verwaltung/organisation/aenderung/2/wiederherstellen";
    browser.send_on(redo, &[]).await;
    assert_has(&shown().await, &told);
}

#[tokio::test]
async fn a_way_takes_neither_a_place_nor_an_entry_that_is_not_there() {
    let browser = Browser::of_admin().await;
    let refused = browser.send(SHELTER, &[("leads_to", "team/west"), ("role", SCRIPT)]).await;
    assert_eq!(refused.status_code(), 422);
    assert_has(&refused.text(), &["leads_to-error", "Diesen Eintrag gibt es nicht."]);
    let text = [("role", SCRIPT), ("name", SCRIPT)];
    browser.send_on(SHELTER, &text).await;
    for path in [NO_ADDRESS, "/verwaltung/organisation"] {
        assert!(!browser.page(path).await.contains(SCRIPT), "{path}");
    }
    let unknown = "/verwaltung/organisation/eintrag/route/to-the-moon";
    browser.server.get(unknown).await.assert_status_not_found();
    browser.server.get("/verwaltung/organisation/neu/route").await.assert_status_not_found();
}
