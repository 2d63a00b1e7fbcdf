//! `/einbetten`.

use sozialraum::domain::{
    grid::LonLat,
    resource::{Category, Record, Visibility},
};

use super::{assert_has, browser, offer, path, record, running, unlimited};

fn offers() -> Vec<Record> {
    let mut kita = offer(1, "Qxkita");
    kita.categories = vec![Category::Kita];
    kita.place = Some(LonLat { lon: 9.9949, lat: 53.7075 });
    let mut office = offer(2, "Qxamt");
    office.visibility = Visibility::Office;
    vec![record(kita), record(office), record(offer(3, "Qxtreff"))]
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_frame_may_be_framed() {
    let running = running(offers(), unlimited()).await;
    let browser = browser(&running);
    let frame = browser.send("GET", "/einbetten?category=kita").await;
    assert_eq!(frame.status, 200);
    assert_eq!(frame.header("x-frame-options"), "");
    assert_has(
        frame.header("content-security-policy"),
        &["default-src 'self'", "frame-ancestors *"],
    );
    assert_eq!(frame.header("cross-origin-resource-policy"), "cross-origin");
    for path in ["/", "/karte", "/offline", "/einbetten/anleitung", "/einbetten/", &path(1)] {
        let other = browser.send("GET", path).await;
        assert_eq!(other.header("x-frame-options"), "DENY", "{path}");
        assert_has(other.header("content-security-policy"), &["frame-ancestors 'none'"]);
        assert_eq!(other.header("cross-origin-resource-policy"), "same-origin", "{path}");
    }
    let refused = browser.send("DELETE", "/einbetten").await;
    assert_eq!(refused.header("x-frame-options"), "DENY");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_shows_what_its_link_chooses_and_leads_to_new_windows() {
    let running = running(offers(), unlimited()).await;
    let frame = async |query: &str| {
        browser(&running).send("GET", &format!("/einbetten?{query}")).await.body
    };
    let kita = frame("category=kita&view=list").await;
    assert_has(&kita, &["Qxkita", "target=\"_blank\" rel=\"noopener\"", "OpenStreetMap"]);
    assert!(!kita.contains("Qxtreff") && !kita.contains("<script"), "{kita}");
    assert!(!kita.contains("form_token") && !kita.contains("/anmelden"));
    assert_has(&frame("view=map").await, &["id=\"map-panel\"", "embed__list--hidden"]);
    let all = frame("unsinn=1&view=x&lang=en").await;
    assert_has(&all, &["Qxtreff", "id=\"map-panel\"", "<html lang=\"en\"", "?lang=en"]);
    assert!(!all.contains("Qxamt"), "frames are for everybody");
    assert_has(&frame("category=religion&free=true").await, &["keine Angebote"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guide_writes_the_line_for_the_other_website() {
    let running = running(offers(), unlimited()).await;
    let guide = "/einbetten/anleitung?category=kita&open=now&view=list&sprache=en";
    let page = browser(&running).send("GET", guide).await.body;
    assert_has(
        &page,
        &[
            // Escaped twice: as an attribute in the line, and the line as text on the page.
            "&#60;iframe src=&#34;http://127.0.0.1:80/einbetten?category=kita&#38;amp;open=now&#38;\
             amp;view=list&#38;amp;lang=en&#34;",
            "src=\"/einbetten?category=kita&#38;open=now&#38;view=list&#38;lang=en\"",
            "id=\"category-kita\" name=\"category\" value=\"kita\" checked",
        ],
    );
}
