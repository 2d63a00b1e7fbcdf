//! Accounts, their roles, and tokens.

use crate::{Browser, PASSWORD, SCRIPT, assert_has, between};

#[tokio::test]
async fn accounts_are_created_changed_disabled_and_reset() {
    let browser = Browser::of_admin().await;
    let new = [("name", "ole"), ("roles", "intake"), ("roles", "coordinator")];
    let created = browser.send("/verwaltung/konten", &new).await;
    created.assert_status_ok();
    let page = created.text();
    assert_has(&page, &["Das Konto ole ist angelegt", "nur jetzt gezeigt", "eingeladen"]);
    let link = between(&page, "http://127.0.0.1:80/einladung/", "<").to_owned();
    assert!(!browser.page("/verwaltung/konten").await.contains("/einladung/"), "shown once");

    let form = browser.page(&format!("/einladung/{link}")).await;
    assert_has(&form, &["value=\"ole\"", "readonly"]);
    let id = browser.id_of("ole").await;
    let path = |what: &str| format!("/verwaltung/konten/{id}/{what}");
    let page = browser.send_on(&path("rollen"), &[("roles", "planner")]).await;
    assert_has(&page, &["Die Rollen sind gespeichert", "Planung"]);
    let page = browser.send_on(&path("sperren"), &[]).await;
    assert_has(&page, &["Das Konto ist gesperrt", "Konto entsperren"]);
    assert_has(&browser.send_on(&path("entsperren"), &[]).await, &["Das Konto ist entsperrt"]);
    let reset = browser.send(&path("zuruecksetzen"), &[]).await.text();
    assert_has(
        &reset,
        &["Das Passwort von ole ist zurückgesetzt", "http://127.0.0.1:80/einladung/"],
    );

    for (fields, status, error) in [
        (&[("name", "ole"), ("roles", "intake")][..], 409, "Diesen Namen gibt es schon"),
        (&[("name", "neu")][..], 422, "Wählen Sie mindestens eine Rolle"),
        (&[("name", SCRIPT), ("roles", "intake")][..], 422, "&#60;script&#62;"),
    ] {
        let response = browser.send("/verwaltung/konten", fields).await;
        assert_eq!(response.status_code(), status);
        assert_has(&response.text(), &[error]);
        assert!(!response.text().contains(SCRIPT));
    }
    let own = browser.id_of("erika").await;
    let last = browser.send(&format!("/verwaltung/konten/{own}/sperren"), &[]).await;
    assert_eq!(last.status_code(), 409);
    assert_has(&last.text(), &["Das ist das letzte Konto", &format!("href=\"#konto-{own}\"")]);
}

#[tokio::test]
async fn tokens_are_shown_once_and_revoked() {
    let browser = Browser::of_admin().await;
    assert_has(&browser.page("/verwaltung/zugriffe").await, &["Es gibt noch keinen Zugriff"]);
    let new = [("name", SCRIPT), ("roles", "intake"), ("days", "30")];
    let page = browser.send("/verwaltung/zugriffe", &new).await.text();
    assert_has(&page, &["&#60;script&#62;", "szr_", "gilt"]);
    assert!(!page.contains(SCRIPT));
    let page = browser.page("/verwaltung/zugriffe").await;
    assert!(!page.contains("szr_"), "shown once");
    let id = browser.app.state.accounts.tokens().await.unwrap()[0].id;
    let page = browser.send_on(&format!("/verwaltung/zugriffe/{id}/widerrufen"), &[]).await;
    assert_has(&page, &["Der Zugriff ist widerrufen", "widerrufen am"]);
    for (fields, error) in [
        ([("name", ""), ("roles", "intake"), ("days", "30")], "höchstens 64 Zeichen"),
        ([("name", "x"), ("roles", "nichts"), ("days", "30")], "mindestens eine Rolle"),
        ([("name", "x"), ("roles", "intake"), ("days", "9999")], "Dauer aus der Liste"),
    ] {
        let response = browser.send("/verwaltung/zugriffe", &fields).await;
        assert_eq!(response.status_code(), 422);
        assert_has(&response.text(), &[error]);
    }
}

#[tokio::test]
async fn other_roles_do_not_see_the_administration() {
    let browser = Browser::of_admin().await;
    let new = [("name", "ole"), ("roles", "intake")];
    let page = browser.send("/verwaltung/konten", &new).await.text();
    let link = between(&page, "http://127.0.0.1:80", "<").to_owned();
    let fields = [("password", PASSWORD), ("repeat", PASSWORD)];
    browser.server.post(&link).form(&fields).await.assert_status_see_other();
    browser.sign_in("ole", PASSWORD, "").await.assert_status_see_other();
    let page = browser.page("/konto").await;
    assert!(!page.contains("href=\"/verwaltung\""));
    assert_has(&page, &["Fallaufnahme"]);
    for path in ["/verwaltung", "/verwaltung/konten", "/verwaltung/protokoll"] {
        assert_eq!(browser.server.get(path).await.status_code(), 403, "{path}");
    }
}
