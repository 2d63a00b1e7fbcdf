//! The pages for signing in and for running the service, used as a browser without scripts
//! would use them.

mod common;

use axum_test::{TestResponse, TestServer};
use common::App;
use sozialraum::{
    http::{Guards, router},
    service::secret::Secret,
};

const PASSWORD: &str = "vier graue Kutschen am Ufer";
const SCRIPT: &str = "<script>alert(1)</script>";

/// A browser that keeps its cookies.
struct Browser {
    server: TestServer,
    app: App,
}

impl Browser {
    async fn new() -> Self {
        Self::over(App::new().await)
    }

    fn over(app: App) -> Self {
        let guards = Guards { rate: None, writes: None, ..Guards::default() };
        let mut server = TestServer::new(router(app.state.clone(), &guards));
        server.save_cookies();
        Self { server, app }
    }

    /// A browser in which the first administrator, `erika`, has signed in.
    async fn of_admin() -> Self {
        let browser = Self::new().await;
        browser.create_first_admin().await;
        browser.sign_in("erika", PASSWORD, "").await.assert_status_see_other();
        browser
    }

    async fn create_first_admin(&self) {
        let secret = self.app.state.accounts.offer_first_admin().await.unwrap().unwrap();
        let path = format!("/einladung/{}", secret.expose());
        let form = [("name", "erika"), ("password", PASSWORD), ("repeat", PASSWORD)];
        let done = self.server.post(&path).form(&form).await;
        assert_eq!(done.header("location"), "/anmelden?hinweis=passwort");
    }

    async fn sign_in(&self, name: &str, password: &str, wanted: &str) -> TestResponse {
        let form = [("name", name), ("password", password), ("weiter", wanted)];
        self.server.post("/anmelden").form(&form).await
    }

    async fn page(&self, path: &str) -> String {
        let response = self.server.get(path).await;
        response.assert_status_ok();
        response.text()
    }

    /// Sends a form with the token that the page of one's account carries.
    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> TestResponse {
        let page = self.page("/konto").await;
        let token = between(&page, "name=\"form_token\" value=\"", "\"").to_owned();
        let mut fields = fields.to_vec();
        fields.push(("form_token", &token));
        self.server.post(path).form(&fields).await
    }

    /// Sends a form and follows to the page that it leads to.
    async fn send_on(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let response = self.send(path, fields).await;
        assert_eq!(response.status_code(), 303, "{}", response.text());
        let to = response.header("location").to_str().unwrap().to_owned();
        self.page(&to).await
    }

    async fn id_of(&self, name: &str) -> i64 {
        self.app.state.accounts.named(name).await.unwrap().id
    }
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("„{from}“ is missing: {text}"));
    rest.split_once(to).expect("the end is there").0
}

fn assert_has(page: &str, texts: &[&str]) {
    for text in texts {
        assert!(page.contains(text), "„{text}“ is missing in {page}");
    }
}

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

const TEAM: &str = "/verwaltung/organisation/eintrag/team/nord-a";
const TEAM_NAME: &str = "Sozialraumteam Nord A";

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
