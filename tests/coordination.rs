//! The pages for keeping the resource map true, used as a browser without scripts would use them.

mod common;

use common::{Answer, Client, Running};
use sozialraum::domain::account::{Role, Roles};

struct Desk {
    running: Running,
    client: Client,
}

const OFFER: &[(&str, &str)] = &[
    ("name", "Nachbarschaftstreff"),
    ("categories", "meeting_place"),
    ("reach", "place"),
    ("address.street", "Rathausallee 50"),
    ("address.town", "Norderstedt"),
    ("contacts.0.name", "Büro"),
    ("row.0.days", "mo"),
    ("row.0.days", "we"),
    ("row.0.from", "9"),
    ("row.0.to", "12.30"),
];

impl Desk {
    async fn new() -> Self {
        let running = Running::start().await;
        running.add_account("karla", &Roles::from([Role::Coordinator])).await;
        let client = running.signed_in("karla").await;
        Self { running, client }
    }

    async fn page(&self, path: &str) -> String {
        let answer = self.client.send("GET", path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.body
    }

    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encode =
            |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let fields: Vec<String> = fields
            .iter()
            .map(|(name, text)| format!("{}={}", encode(name), encode(text)))
            .collect();
        self.client.post_form(path, &fields.join("&")).await
    }

    /// Sends a form and follows to the page that it leads to.
    async fn send_on(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.send(path, fields).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        self.page(&answer.location).await
    }

    /// Adds the offer; its path.
    async fn add(&self, more: &[(&str, &str)]) -> String {
        let added = self.send("/koordination/neu", &[OFFER, more].concat()).await;
        assert_eq!(added.status, 303, "{}", added.body);
        added.location.split('?').next().unwrap().to_owned()
    }
}

fn with<'a>(name: &str, text: &'a str, version: &'a str) -> Vec<(&'static str, &'a str)> {
    let others = OFFER.iter().filter(|(field, _)| *field != name).copied();
    let name = OFFER.iter().map(|(field, _)| *field).find(|field| *field == name).unwrap();
    others.chain([(name, text), ("version", version)]).collect()
}

fn has(page: &str, texts: &[&str]) {
    for text in texts {
        assert!(page.contains(text), "„{text}“ is missing in {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_is_found_a_place_previewed_saved_and_undone() {
    let desk = Desk::new().await;
    let located = desk.send("/koordination/neu", &[OFFER, &[("do", "locate")]].concat()).await;
    assert_eq!(located.status, 200);
    has(&located.body, &["Stelle gefunden: Rathausallee 50", "Liegt im Sozialraum"]);
    let shown = desk.send("/koordination/neu", &[OFFER, &[("do", "preview")]].concat()).await;
    has(&shown.body, &["So lesen die Menschen", "9:00–12:30", "Mo,We 09:00-12:30"]);
    let more = desk.send("/koordination/neu", &[OFFER, &[("do", "more")]].concat()).await;
    has(&more.body, &["name=\"row.1.from\"", "name=\"contacts.1.name\""]);

    let path = desk.add(&[("do", "save")]).await;
    let page = desk.page(&format!("{path}?hinweis=angelegt")).await;
    has(&page, &["Das Angebot ist angelegt", "Noch nie geprüft", "Zurücknehmen"]);
    let saved = desk.send_on(&path, &with("name", "Treff Mitte", "1")).await;
    has(&saved, &["Treff Mitte", "<del class=\"was\">Nachbarschaftstreff</del>"]);
    let undone = desk.send_on(&format!("{path}/zuruecknehmen"), &[("version", "2")]).await;
    has(
        &undone,
        &[
            "Der letzte Schritt ist zurückgenommen",
            "<h1 class=\"kern-heading-large\">Nachbarschaftstreff",
        ],
    );
    let verified = desk.send_on(&format!("{path}/geprueft"), &[("version", "3")]).await;
    has(&verified, &["Geprüft von karla"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_slower_is_told_what_changed_and_loses_nothing() {
    let desk = Desk::new().await;
    let path = desk.add(&[]).await;
    desk.send_on(&path, &with("contacts.0.name", "Leitung", "1")).await;
    let stale = desk.send(&path, &with("name", "Mein Name", "1")).await;
    assert_eq!(stale.status, 409);
    has(
        &stale.body,
        &[
            "Jemand anderes war schneller",
            "Büro → Leitung",
            "value=\"Mein Name\"",
            "name=\"version\" value=\"2\"",
        ],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_at_its_field_and_nothing_is_kept() {
    let desk = Desk::new().await;
    let before = desk.running.count("resource").await;
    let wrong = [
        ("name", ""),
        ("contacts.0.email", "niemand"),
        ("contacts.0.name", ""),
        ("row.0.from", "25"),
        ("row.0.to", "9"),
        ("lon", "ost"),
        ("next_check", "bald"),
    ];
    let refused = desk.send("/koordination/neu", &wrong).await;
    assert_eq!(refused.status, 422);
    has(
        &refused.body,
        &[
            "href=\"#name\"",
            "href=\"#categories\"",
            "href=\"#contacts.0.email\"",
            "href=\"#row.0.days\"",
            "href=\"#lon\"",
            "href=\"#next_check\"",
            "value=\"niemand\"",
            "id=\"row.0.days\"",
        ],
    );
    assert_eq!(desk.running.count("resource").await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_is_removed_with_a_reason_found_and_brought_back() {
    let desk = Desk::new().await;
    let path = desk.add(&[]).await;
    has(&desk.page(&format!("{path}/entfernen")).await, &["von der Karte nehmen?"]);
    let silent = desk.send(&format!("{path}/entfernen"), &[("version", "1")]).await;
    assert_eq!(silent.status, 422);
    let reason = [("version", "1"), ("reason", "Zum Sommer geschlossen")];
    let gone = desk.send_on(&format!("{path}/entfernen"), &reason).await;
    has(&gone, &["Grund: Zum Sommer geschlossen", "von der Karte genommen"]);
    let removed =
        desk.send("/koordination/angebote", &[("q", "nachbarsch"), ("status", "removed")]);
    has(&removed.await.body, &["Nachbarschaftstreff", &path]);
    let undone = desk.send_on(&format!("{path}/zuruecknehmen"), &[("version", "2")]).await;
    has(&undone, &["name=\"address.street\""]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worklist_vouches_with_one_click_and_takes_it_back() {
    let desk = Desk::new().await;
    let path = desk.add(&[]).await;
    let list = "/koordination?task=never_verified&category=meeting_place";
    has(&desk.page(list).await, &["Nachbarschaftstreff", "Geprüft: Nachbarschaftstreff"]);
    let here =
        [("list", "true"), ("task", "never_verified"), ("category", "meeting_place"), ("page", "")];
    let step = |version| [&here[..], &[("version", version)]].concat();
    let done = desk.send_on(&format!("{path}/geprueft"), &step("1")).await;
    has(&done, &["„Nachbarschaftstreff“ ist geprüft", "Zurücknehmen", "value=\"never_verified\""]);
    let late = desk.send_on(&format!("{path}/geprueft"), &step("1")).await;
    has(&late, &["hat inzwischen jemand geändert"]);
    desk.send_on(&format!("{path}/zuruecknehmen"), &step("2")).await;
    has(&desk.page(list).await, &[&path]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_entries_are_compared_told_apart_and_made_one() {
    let desk = Desk::new().await;
    let place = [("lon", "9.99"), ("lat", "53.70")];
    let (one, other) = (desk.add(&place).await, desk.add(&place).await);
    let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let (first, second) = (id(&one), id(&other));
    let compare = format!("/koordination/doppelte/{first}/{second}");
    let apart = [("first", &*first), ("second", &*second), ("apart", "true")];
    let told = desk.send_on("/koordination/doppelte", &apart).await;
    has(&told, &["Das sind zwei Angebote", "Zurücknehmen"]);
    has(&desk.page(&compare).await, &["Welcher Eintrag bleibt?", "name=\"version.1\" value=\"1\""]);
    let choice = [("stays", "1"), ("name", "0"), ("version.0", "1"), ("version.1", "1")];
    let merged = desk.send_on(&compare, &choice).await;
    has(&merged, &["Die beiden Einträge sind jetzt einer", &other]);
    has(&desk.page(&one).await, &["mit einem anderen Eintrag zusammengeführt", &other]);
    assert_eq!(desk.send(&compare, &choice).await.status, 404);
}

/// What a form for a new offer is marked with.
fn mark(page: &str) -> &str {
    let rest = page.split("name=\"mark\" value=\"").nth(1).expect("the form is marked");
    rest.split('"').next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_offer_that_is_sent_twice_is_added_once() {
    let desk = Desk::new().await;
    let page = desk.page("/koordination/neu").await;
    let form = [OFFER, &[("mark", mark(&page)), ("do", "preview")]].concat();
    let shown = desk.send("/koordination/neu", &form).await.body;
    assert_eq!(mark(&shown), mark(&page), "it is still the same form");
    let before = desk.running.count("resource").await;
    let form = [OFFER, &[("mark", mark(&page)), ("do", "save")]].concat();
    let sending = (0..4).map(|_| desk.send("/koordination/neu", &form));
    let mut led = Vec::new();
    for sent in sending {
        led.push(sent.await.location);
    }
    let (one, other) =
        tokio::join!(desk.send("/koordination/neu", &form), desk.send("/koordination/neu", &form));
    led.extend([one.location, other.location]);
    assert!(led[0].starts_with("/koordination/angebot/"), "{led:?}");
    assert!(led.iter().all(|to| *to == led[0]), "{led:?}");
    assert_eq!(desk.running.count("resource").await, before + 1);
    // Gone back to, and filled in for another offer.
    let another: Vec<_> = form
        .iter()
        .map(|(name, text)| (*name, if *name == "name" { "Café" } else { *text }))
        .collect();
    assert_ne!(desk.send("/koordination/neu", &another).await.location, led[0]);
    assert_eq!(desk.running.count("resource").await, before + 2);
    assert_ne!(mark(&desk.page("/koordination/neu").await), mark(&page));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_offer_that_is_sent_twice_at_once_is_added_once() {
    let desk = Desk::new().await;
    let page = desk.page("/koordination/neu").await;
    let before = desk.running.count("resource").await;
    let form = [OFFER, &[("mark", mark(&page)), ("do", "save")]].concat();
    let (one, other) =
        tokio::join!(desk.send("/koordination/neu", &form), desk.send("/koordination/neu", &form));
    assert_eq!((one.status, &one.location), (303, &other.location), "{}", one.body);
    assert_eq!(desk.running.count("resource").await, before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_by_appointment_is_closed_on_no_day_of_the_preview() {
    let desk = Desk::new().await;
    let preview = async |more: &[(&str, &str)]| {
        let form = [OFFER, &[("do", "preview")], more].concat();
        let page = desk.send("/koordination/neu", &form).await.body;
        let days = page.split("<dl class=\"days\">").nth(1).expect("the days are shown");
        days.split("</dl>").next().unwrap().to_owned()
    };
    let strict = preview(&[]).await;
    assert!(strict.contains("geschlossen") && !strict.contains("Nach Vereinbarung"), "{strict}");
    let lenient = preview(&[("appointment_only", "yes")]).await;
    assert!(lenient.contains("Nach Vereinbarung") && !lenient.contains("geschlossen"), "{lenient}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_undo_makes_two_of_what_was_made_one() {
    let desk = Desk::new().await;
    for from_the_one_that_went in [false, true] {
        let (one, other) = (desk.add(&[]).await, desk.add(&[("description", "Alt")]).await);
        let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        let compare = format!("/koordination/doppelte/{}/{}", id(&one), id(&other));
        let choice = [("stays", "1"), ("description", "0"), ("version.0", "1"), ("version.1", "1")];
        let merged = desk.send_on(&compare, &choice).await;
        has(&merged, &["Die beiden Einträge sind jetzt einer", "Zurücknehmen"]);
        let from = if from_the_one_that_went { &one } else { &other };
        let undone = desk.send_on(&format!("{from}/zuruecknehmen"), &[("version", "2")]).await;
        has(&undone, &["Der letzte Schritt ist zurückgenommen"]);
        let steps = desk.running.count("resource_change").await;
        for (path, says) in [(&one, "name=\"address.street\""), (&other, "\nAlt</textarea>")] {
            has(&desk.page(path).await, &[says, "name=\"version\" value=\"3\""]);
        }
        // Undoing again what is undone does nothing to the other one.
        let late = desk.send(&format!("{from}/zuruecknehmen"), &[("version", "2")]).await;
        assert_eq!(late.status, 409);
        assert_eq!(desk.running.count("resource_change").await, steps);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_age_that_is_no_whole_year_is_told_what_would_be_right() {
    let desk = Desk::new().await;
    for age in ["0.5", "0,5", "121", "drei"] {
        let form = [OFFER, &[("audience.min_age", age)]].concat();
        let refused = desk.send("/koordination/neu", &form).await;
        has(&refused.body, &["Geben Sie das Alter in ganzen Jahren an, von 0 bis 120."]);
    }
}
