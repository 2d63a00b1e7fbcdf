//! What residents send, and what came of it.

use std::time::Duration;

use serde_json::json;
use sozialraum::{
    domain::resource::{Contact, SuggestionState},
    http::{Guards, WriteLimit},
    service::resources::suggestions::{self, Acceptance, Outcome},
    store::{Store, SuggestionFilter},
};

use super::{SCRIPT, assert_has, browser, offer, path, record, running, unlimited};
use crate::common::{Client, Running};

async fn with_treff() -> Running {
    let mut treff = offer(1, "Qxtreff");
    treff.website = Some("https://treff.example".into());
    treff.contacts = vec![Contact { phone: Some("040 1".into()), ..Contact::default() }];
    running(vec![record(treff)], unlimited()).await
}

fn form(fields: &[(&str, &str)]) -> String {
    let escaped = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let pairs = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// The number on the page that thanks.
fn receipt(page: &str) -> String {
    let (_, rest) = page.split_once("id=\"secret\"").expect("the page shows a number");
    rest.split(['>', '<']).nth(1).unwrap().trim().to_owned()
}

async fn kept(running: &Running) -> Vec<sozialraum::domain::resource::Suggestion> {
    running.app.store.suggestions(SuggestionFilter::default(), 0, 100).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_looked_at_sent_and_asked_for() {
    let running = with_treff().await;
    let browser = browser(&running);
    let hint = format!("{}/hinweis", path(1));
    let page = browser.send("GET", &hint).await.body;
    assert_has(&page, &["value=\"Qxtreff\"", "value=\"040 1\"", "Das Angebot gibt es nicht mehr"]);
    let fields = [
        ("name", "Qxtreff"),
        ("phone", "040 22"),
        ("website", "https://treff.example"),
        ("hours", "montags ab drei"),
        ("note", "Der Eingang ist hinten."),
    ];
    let review = browser.post_form(&hint, &form(&fields)).await;
    assert_eq!(review.status, 200);
    assert_has(&review.body, &["Stimmt das so?", "bisher: 040 1", "040 22", "Der Eingang"]);
    assert!(!review.body.contains("name=\"website\""), "only what differs is sent");
    assert!(kept(&running).await.is_empty(), "nothing is sent yet");
    let mut sent = fields.to_vec();
    sent.push(("step", "change"));
    let again = browser.post_form(&hint, &form(&sent)).await.body;
    assert_has(&again, &["value=\"040 22\"", "montags ab drei"]);
    sent.push(("step", "send"));
    let done = browser.post_form(&hint, &form(&sent)).await;
    assert_eq!((done.status, done.header("cache-control")), (200, "no-store"));
    let receipt = receipt(&done.body);
    let [suggestion] = &kept(&running).await[..] else { panic!("one suggestion is kept") };
    assert_eq!(suggestion.receipt, receipt);
    assert_eq!(suggestion.proposal.fields.len(), 2);

    let ask =
        async |number: &str| browser.post_form("/hinweis", &form(&[("receipt", number)])).await;
    assert_has(&ask(&receipt.to_lowercase()).await.body, &["Noch nicht entschieden"]);
    let answer = Some("Danke! Die Nummer stimmt.".to_owned());
    let live = &running.app.state.live;
    let acceptance = Acceptance { version: None, outcome: Outcome::AsProposed, answer };
    suggestions::accept(live, "erika", suggestion, acceptance).await.unwrap();
    let accepted = ask(&receipt).await.body;
    assert_has(&accepted, &["Übernommen", "Danke! Die Nummer stimmt.", &path(1)]);
    assert!(!accepted.contains("erika"));
    assert_has(&browser.send("GET", &path(1)).await.body, &["040 22"]);
    let wrong = ask("AAAA-AAAA-AAAA-AAAA").await;
    assert_eq!(wrong.status, 404);
    assert_has(&wrong.body, &["receipt-error", "Unter dieser Nummer finden wir nichts"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_offer_is_proposed_and_may_not_be_taken_over() {
    let running = with_treff().await;
    let browser = browser(&running);
    let refused = browser.post_form("/angebot-vorschlagen", &form(&[("street", "Weg 1")])).await;
    assert_eq!(refused.status, 422);
    assert_has(&refused.body, &["name-error", "Geben Sie einen Namen ein.", "value=\"Weg 1\""]);
    let fields = [("name", "Nähcafé"), ("step", "send")];
    let done = browser.post_form("/angebot-vorschlagen", &form(&fields)).await.body;
    let suggestion = &kept(&running).await[0];
    assert_eq!((suggestion.resource, suggestion.state), (None, SuggestionState::Open));
    let live = &running.app.state.live;
    let answer = Some("Das Café gibt es schon.".to_owned());
    suggestions::decline(live, "erika", suggestion.id, answer, false).await.unwrap();
    let number = receipt(&done);
    let state = browser.post_form("/hinweis", &form(&[("receipt", &number)])).await.body;
    assert_has(&state, &["Nicht übernommen", "Das Café gibt es schon."]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_said_too_much_said_and_the_trap_are_refused() {
    let running = with_treff().await;
    let hint = format!("{}/hinweis", path(1));
    let long = "x".repeat(4_001);
    for (fields, told) in [
        (vec![("name", "Qxtreff")], "nichts geändert"),
        (vec![("note", &*long)], "Höchstens 4.000 Zeichen"),
        (vec![("note", "Hallo"), ("homepage", "https://buy.example")], "Lassen Sie dieses Feld"),
    ] {
        for step in ["review", "send"] {
            let mut fields = fields.clone();
            fields.push(("step", step));
            let answer = browser(&running).post_form(&hint, &form(&fields)).await;
            assert_eq!(answer.status, 422, "{told}");
            assert_has(&answer.body, &[told]);
        }
    }
    assert!(kept(&running).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_that_is_sent_stays_text() {
    let running = with_treff().await;
    let hint = format!("{}/hinweis", path(1));
    let names = ["name", "description", "provider", "street", "phone", "website", "hours"];
    let mut fields: Vec<(&str, &str)> = names.iter().map(|name| (*name, SCRIPT)).collect();
    fields.push(("note", SCRIPT));
    for step in ["review", "change", "send"] {
        let mut sent = fields.clone();
        sent.push(("step", step));
        let page = browser(&running).post_form(&hint, &form(&sent)).await.body;
        assert!(!page.contains(SCRIPT), "{step}: {page}");
    }
    let suggestion = &kept(&running).await[0];
    let live = &running.app.state.live;
    suggestions::decline(live, "erika", suggestion.id, Some(SCRIPT.into()), false).await.unwrap();
    let asked = form(&[("receipt", &suggestion.receipt)]);
    let page = browser(&running).post_form("/hinweis", &asked).await.body;
    assert!(!page.contains(SCRIPT) && page.contains("alert(1)"), "{page}");
    let wrong = browser(&running).post_form("/hinweis", &form(&[("receipt", SCRIPT)])).await.body;
    assert!(!wrong.contains(SCRIPT), "{wrong}");
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_send_suggestions_too() {
    let running = with_treff().await;
    let client = Client::new(&running.url);
    let id = path(1).replace("/angebot/", "");
    let body = json!({ "resource": id, "proposal": { "fields": { "phone": "040 3" } } });
    let created = client.post_json("/api/v1/suggestions", &body.to_string()).await;
    assert_eq!(created.status, 201, "{}", created.body);
    let status = client.post_json("/api/v1/suggestions/status", &created.body).await;
    assert_eq!(status.status, 200);
    assert_eq!((&status.json()["state"], &status.json()["resource"]), (&json!("open"), &json!(id)));
    for (body, expected) in [
        (json!({ "proposal": {} }), 422),
        (json!({ "resource": id, "proposal": { "fields": {} } }), 422),
        (json!({ "resource": path(9)[9..], "proposal": { "message": "x" } }), 404),
        (json!({ "proposal": { "fields": { "colour": "x" } } }), 400),
        (json!({ "proposal": { "message": "x" }, "name": "Qx" }), 400),
    ] {
        let answer = client.post_json("/api/v1/suggestions", &body.to_string()).await;
        assert_eq!(answer.status, expected, "{body}: {}", answer.body);
    }
    let unknown = json!({ "receipt": "AAAA-AAAA-AAAA-AAAA" }).to_string();
    assert_eq!(client.post_json("/api/v1/suggestions/status", &unknown).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_floods_the_service_stops_nobody_else() {
    let limit = WriteLimit { burst: 5, every: Duration::from_secs(60) };
    let trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    let guards = Guards { rate: None, writes: Some(limit), trusted_proxies, ..Guards::default() };
    let running = running(vec![record(offer(1, "Qxtreff"))], guards).await;
    let from = |address: &str| browser(&running).header("x-forwarded-for", address);
    let spam = form(&[("note", "Buy!"), ("step", "send")]);
    let hint = format!("{}/hinweis", path(1));
    let spammer = from("203.0.113.9");
    let mut refused = 0;
    for _ in 0..100 {
        let answer = spammer.post_form(&hint, &spam).await;
        if answer.status == 429 {
            refused += 1;
            assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0);
            assert_has(&answer.body, &["Zu viele Anfragen", "Warten Sie etwa"]);
        }
    }
    assert_eq!(refused, 95);
    let api = json!({ "proposal": { "fields": { "name": "x" } } }).to_string();
    for path in ["/api/v1/suggestions", "/api/v1/suggestions/status"] {
        assert_eq!(spammer.post_json(path, &api).await.status, 429, "one budget for all ways in");
    }
    assert_eq!(spammer.send("GET", &hint).await.status, 200, "reading stays free");
    let other = from("203.0.113.10").post_form(&hint, &spam).await;
    assert_has(&other.body, &["Ihr Hinweis ist angekommen"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_pile_is_told_kindly() {
    let running = with_treff().await;
    running
        .execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)
             insert into suggestion (receipt, resource, content, at, state)
             select 'R' || i, null, '{\"message\":\"x\"}', 0, 'open' from n",
        )
        .await;
    let hint = format!("{}/hinweis", path(1));
    let sent = form(&[("note", "Hallo"), ("step", "send")]);
    let page = browser(&running).post_form(&hint, &sent).await;
    assert_eq!(page.status, 503);
    assert_has(&page.body, &["Gerade können wir keine Hinweise annehmen"]);
    let api = json!({ "proposal": { "fields": { "name": "x" } } }).to_string();
    let answer = Client::new(&running.url).post_json("/api/v1/suggestions", &api).await;
    assert_eq!(answer.status, 503);
    assert_has(&answer.body, &["too-many-suggestions"]);
    running.execute("update suggestion set state = 'declined', decided_at = 1, decided_by = 'x' where id = 1").await;
    let page = browser(&running).post_form(&hint, &sent).await;
    assert_eq!(page.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_twice_is_kept_once() {
    let running = with_treff().await;
    let browser = browser(&running);
    for (way, fields) in [
        ("/angebot-vorschlagen".to_owned(), [("name", "Nähcafé"), ("note", "")]),
        (format!("{}/hinweis", path(1)), [("name", "Qxtreff"), ("note", "Zu seit März.")]),
    ] {
        let before = kept(&running).await.len();
        let review = browser.post_form(&way, &form(&fields)).await.body;
        let mark = review.split("name=\"mark\" value=\"").nth(1).expect("it is marked");
        let mark = mark.split('"').next().unwrap();
        let sent = |mark: &str| form(&[&fields[..], &[("mark", mark), ("step", "send")]].concat());
        let body = sent(mark);
        let (one, other) =
            tokio::join!(browser.post_form(&way, &body), browser.post_form(&way, &body));
        assert_eq!(receipt(&one.body), receipt(&other.body));
        let late = browser.post_form(&way, &body).await.body;
        assert_eq!(receipt(&late), receipt(&one.body));
        assert_eq!(kept(&running).await.len(), before + 1);
        // The same again, meant as a suggestion of its own.
        let again = browser.post_form(&way, &sent("")).await.body;
        assert_ne!(receipt(&again), receipt(&one.body));
        assert_eq!(kept(&running).await.len(), before + 2);
    }
}
