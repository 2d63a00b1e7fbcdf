//! Signing in and out, and choosing a password.

use sozialraum::service::secret::Secret;

use crate::{Browser, PASSWORD, assert_has};

#[tokio::test]
async fn pages_of_the_administration_lead_to_the_sign_in_and_back() {
    let browser = Browser::new().await;
    browser.create_first_admin().await;
    assert_has(&browser.page("/zustaendigkeit").await, &["Für Mitarbeitende: anmelden"]);
    let refused = browser.server.get("/verwaltung/organisation").await;
    assert_eq!(refused.header("location"), "/anmelden?weiter=/verwaltung/organisation");
    let form = browser.page("/anmelden?weiter=/verwaltung/organisation").await;
    assert_has(&form, &["name=\"weiter\" value=\"/verwaltung/organisation\""]);

    let wrong = browser.sign_in("erika", "falsch", "").await;
    let unknown = browser.sign_in("niemand", "falsch", "").await;
    for response in [&wrong, &unknown] {
        response.assert_status_unauthorized();
        assert_has(&response.text(), &["Name oder Passwort stimmen nicht"]);
        assert!(!response.text().contains("falsch"), "no password comes back");
    }
    let done = browser.sign_in(" Erika", PASSWORD, "/verwaltung/organisation").await;
    done.assert_status_see_other();
    assert_eq!(done.header("location"), "/verwaltung/organisation");
    let page = browser.page("/zustaendigkeit").await;
    assert_has(&page, &["Abmelden", "href=\"/verwaltung\"", "erika"]);
    assert!(!page.contains("Für Mitarbeitende"));

    let out = browser.send("/abmelden", &[]).await;
    assert_eq!(out.header("location"), "/anmelden?hinweis=abgemeldet");
    browser.server.get("/verwaltung").await.assert_status_see_other();
}

#[tokio::test]
async fn only_pages_of_the_service_are_gone_to_after_signing_in() {
    let browser = Browser::new().await;
    browser.create_first_admin().await;
    for evil in ["//evil.example", "https://evil.example", "/\\evil.example", "/abmelden", "x"] {
        let done = browser.sign_in("erika", PASSWORD, evil).await;
        assert_eq!(done.header("location"), "/", "{evil}");
    }
}

#[tokio::test]
async fn a_session_is_always_a_new_one() {
    let browser = Browser::of_admin().await;
    let planted = Secret::random();
    let cookie = format!("sozialraum={}", planted.expose());
    let form = [("name", "erika"), ("password", PASSWORD)];
    let request = browser.server.post("/anmelden").do_not_save_cookies().clear_cookies();
    let done = request.add_header("cookie", &cookie).form(&form).await;
    done.assert_status_see_other();
    assert_ne!(done.cookie("sozialraum").value(), planted.expose());
    let asked = browser.server.get("/konto").clear_cookies().add_header("cookie", &cookie).await;
    asked.assert_status_see_other();

    // Signing in again ends the session before.
    let before = done.cookie("sozialraum").value().to_owned();
    let cookie = format!("sozialraum={before}");
    let request = browser.server.post("/anmelden").do_not_save_cookies().clear_cookies();
    request.add_header("cookie", &cookie).form(&form).await.assert_status_see_other();
    assert!(browser.app.state.accounts.signed_in(&before).await.unwrap().is_none());
}

#[tokio::test]
async fn whoever_guesses_has_to_wait_and_is_told_how_long() {
    let browser = Browser::new().await;
    for _ in 0..6 {
        browser.sign_in("erika", "falsch", "").await.assert_status_unauthorized();
    }
    let wait = browser.sign_in("erika", "falsch", "").await;
    assert_eq!(wait.status_code(), 429);
    assert_eq!(wait.header("retry-after"), "1");
    assert_has(&wait.text(), &["Warten Sie noch 1 Sekunde."]);
}

#[tokio::test]
async fn a_link_lets_choose_a_password_once() {
    let browser = Browser::new().await;
    let secret = browser.app.state.accounts.offer_first_admin().await.unwrap().unwrap();
    let path = format!("/einladung/{}", secret.expose());
    let form = browser.page(&path).await;
    assert_has(&form, &["Das erste Konto anlegen", "Mindestens 12 Zeichen", "new-password"]);
    for (name, password, repeat, error) in [
        ("e", PASSWORD, PASSWORD, "Dieser Name ist nicht möglich"),
        ("erika", "winzig", "winzig", "zu kurz"),
        ("erika", "Passwort1234", "Passwort1234", "wird zuerst ausprobiert"),
        ("erika", PASSWORD, "anders", "nicht gleich"),
    ] {
        let fields = [("name", name), ("password", password), ("repeat", repeat)];
        let response = browser.server.post(&path).form(&fields).await;
        assert_eq!(response.status_code(), 422);
        assert_has(&response.text(), &[error, "aria-invalid=\"true\"", "href=\"#"]);
        assert!(!response.text().contains(password), "no password comes back");
    }
    let fields = [("name", "erika"), ("password", PASSWORD), ("repeat", PASSWORD)];
    browser.server.post(&path).form(&fields).await.assert_status_see_other();
    for response in
        [browser.server.get(&path).await, browser.server.post(&path).form(&fields).await]
    {
        assert_eq!(response.status_code(), 410);
        assert_has(&response.text(), &["Dieser Link funktioniert nicht"]);
    }
}

#[tokio::test]
async fn ones_own_password_is_changed_and_every_session_ended() {
    let browser = Browser::of_admin().await;
    let page = browser.page("/konto").await;
    assert_has(&page, &["auf 1 Gerät", "Verwaltet Konten"]);
    let new = "sieben krumme Laternen";
    let change = |present, password, repeat| {
        [("present", present), ("password", password), ("repeat", repeat)]
    };
    for (fields, error) in [
        (change("falsch", new, new), "nicht Ihr jetziges Passwort"),
        (change(PASSWORD, "kurz", "kurz"), "zu kurz"),
        (change(PASSWORD, new, "anders"), "nicht gleich"),
    ] {
        let response = browser.send("/konto/passwort", &fields).await;
        assert_eq!(response.status_code(), 422);
        assert_has(&response.text(), &[error]);
    }
    let page = browser.send_on("/konto/passwort", &change(PASSWORD, new, new)).await;
    assert_has(&page, &["Ihr Passwort ist geändert"]);
    let out = browser.send("/konto/ueberall-abmelden", &[]).await;
    assert_eq!(out.header("location"), "/anmelden?hinweis=abgemeldet");
    browser.server.get("/konto").await.assert_status_see_other();
    browser.sign_in("erika", PASSWORD, "").await.assert_status_unauthorized();
    browser.sign_in("erika", new, "").await.assert_status_see_other();
}
