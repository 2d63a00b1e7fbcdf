//! What is kept for times without a connection.

use sozialraum::domain::{
    account::{Role, Roles},
    resource::{Category, Visibility},
};

use super::{assert_has, browser, offer, path, record, running, unlimited};

#[tokio::test(flavor = "multi_thread")]
async fn the_list_has_every_public_offer_in_a_few_lines() {
    let mut treff = offer(1, "Qxtreff");
    treff.hours = Some("Mo-Su 09:00-12:00".into());
    treff.address.street = Some("Qxweg 1".into());
    treff.contacts = vec![sozialraum::domain::resource::Contact {
        phone: Some("040 12".into()),
        ..Default::default()
    }];
    let mut office = offer(2, "Qxamt");
    office.visibility = Visibility::Office;
    let mut shop = offer(3, "Qxladen");
    shop.categories = vec![Category::Shopping];
    let running = running(vec![record(treff), record(office), record(shop)], unlimited()).await;
    let page = browser(&running).send("GET", "/offline").await.body;
    assert_has(
        &page,
        &["Qxtreff", "Qxweg 1", "tel:04012", "9:00–12:00", "Noch nicht geprüft", "Stand:"],
    );
    assert!(!page.contains("Qxamt") && !page.contains("Qxladen"));
    let english = browser(&running).send("GET", "/offline?lang=en").await.body;
    assert_has(&english, &["Offers without a connection", "id=\"stale\" role=\"status\" hidden"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_public_pages_about_offers_may_be_kept() {
    let running = running(vec![record(offer(1, "Qxtreff"))], unlimited()).await;
    let browser = browser(&running);
    for path in ["/", "/karte?category=kita", "/offline", &path(1)] {
        let page = browser.send("GET", path).await;
        assert_eq!(page.header("cache-control"), "private, no-cache", "{path}");
        assert_has(&page.body, &["id=\"stale\"", "Keine Verbindung. Stand: "]);
    }
    let hint = format!("{}/hinweis", path(1));
    for path in ["/zustaendigkeit", "/hinweis", "/angebot-vorschlagen", "/anmelden", &hint] {
        let page = browser.send("GET", path).await;
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
    }
    let typed = browser.post_form("/karte", "was=Rathausallee+50").await;
    assert_eq!(typed.header("cache-control"), "no-store");
    running.add_account("erika", &Roles::from([Role::Admin])).await;
    let erika = running.signed_in("erika").await;
    for path in ["/", "/karte", "/offline", &path(1)] {
        let page = erika.send("GET", path).await;
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        assert!(!page.body.contains("id=\"stale\""), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn worker_and_manifest_are_served_from_the_root() {
    let running = running(Vec::new(), unlimited()).await;
    let client = browser(&running);
    let worker = client.send("GET", "/sw.js").await;
    assert_eq!(worker.status, 200, "the front end is built");
    assert_eq!(worker.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(worker.header("cache-control"), "no-cache");
    assert!(worker.body.starts_with("self.BUILD=\""), "{}", &worker.body[..40]);
    assert!(!worker.body.contains("import"), "a classic script stands alone");
    assert_eq!(client.send("GET", "/assets/sw.js").await.status, 404);
    let manifest = client.send("GET", "/manifest.webmanifest").await;
    assert_eq!(manifest.header("content-type"), "application/manifest+json");
    let icon = manifest.json()["icons"][0]["src"].as_str().unwrap().to_owned();
    assert_eq!(client.send("GET", &icon).await.status, 200);
}
