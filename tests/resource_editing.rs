//! Keeping the resource map true through the API, over real HTTP.

mod common;

use common::{Answer, Client, Running};
use serde_json::{Value, json};
use sozialraum::domain::account::{Role, Roles};

struct Desk {
    running: Running,
    client: Client,
}

impl Desk {
    async fn new() -> Self {
        let running = Running::start().await;
        running.add_account("karla", &Roles::from([Role::Coordinator])).await;
        let client = running.signed_in("karla").await;
        Self { running, client }
    }

    async fn add(&self, name: &str) -> String {
        let body = json!({ "resource": treff(name) }).to_string();
        let added = self.client.post_json("/api/v1/resources", &body).await;
        assert_eq!(added.status, 201, "{}", added.body);
        assert_eq!(added.json()["version"], 1);
        added.json()["id"].as_str().unwrap().to_owned()
    }

    async fn put(&self, id: &str, version: i64, resource: &Value) -> Answer {
        let body = json!({ "version": version, "resource": resource }).to_string();
        self.client.put_json(&format!("/api/v1/resources/{id}"), &body).await
    }

    async fn post(&self, id: &str, what: &str, body: &Value) -> Answer {
        self.client.post_json(&format!("/api/v1/resources/{id}/{what}"), &body.to_string()).await
    }

    async fn history(&self, id: &str) -> Vec<Value> {
        let answer = self.client.send("GET", &format!("/api/v1/resources/{id}/history")).await;
        answer.json()["changes"].as_array().unwrap().clone()
    }

    async fn worklist(&self, query: &str) -> Value {
        let answer = self.client.send("GET", &format!("/api/v1/worklist?{query}")).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }
}

fn treff(name: &str) -> Value {
    json!({
        "id": "00000000-0000-0000-0000-000000000000",
        "name": name,
        "categories": ["meeting_place"],
        "place": { "lon": 9.9918, "lat": 53.7076 },
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_is_added_changed_verified_undone_and_removed() {
    let desk = Desk::new().await;
    let id = desk.add("  Nachbarschaftstreff ").await;
    let mut changed = treff("Nachbarschaftstreff Mitte");
    changed["cost"] = json!("free");
    assert_eq!(desk.put(&id, 1, &changed).await.json()["version"], 2);
    let stale = desk.put(&id, 1, &treff("Zu spät")).await;
    assert_eq!((stale.status, stale.json()["status"].clone()), (409, json!(409)));

    let verified = desk.post(&id, "verify", &json!({ "version": 2 })).await;
    assert_eq!(verified.json()["version"], 3);
    let history = desk.history(&id).await;
    let kinds: Vec<&str> = history.iter().map(|step| step["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["verified", "edited", "added"]);
    assert_eq!(history[0]["record"]["verification"]["by"], "karla");
    assert_eq!(history[2]["record"]["resource"]["name"], "Nachbarschaftstreff");

    let restore = json!({ "change": history[2]["id"], "version": 3 });
    assert_eq!(desk.post(&id, "restore", &restore).await.json()["version"], 4);
    assert_eq!(desk.post(&id, "restore", &restore).await.status, 409, "only once");
    let first = desk.history(&id).await[0]["record"].clone();
    assert_eq!(first["resource"]["name"], "Nachbarschaftstreff");
    assert!(first["verification"].is_null(), "what was vouched for is gone");

    let path = format!("/api/v1/resources/{id}");
    assert_eq!(desk.client.send("DELETE", &format!("{path}?version=3")).await.status, 409);
    assert_eq!(desk.client.send("DELETE", &format!("{path}?version=4")).await.status, 200);
    assert_eq!(desk.put(&id, 5, &changed).await.status, 404);
    let other = desk.add("Anderer Treff").await;
    let foreign = json!({ "change": history[2]["id"], "version": 1 });
    assert_eq!(desk.post(&other, "restore", &foreign).await.status, 404, "another entry's step");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_is_pointed_at_and_nothing_is_changed() {
    let desk = Desk::new().await;
    let mut wrong = treff("");
    wrong["contacts"] = json!([{ "name": "Büro" }, { "email": "niemand" }]);
    wrong["reach"] = json!({ "of": "sozialraum", "id": "nirgendwo" });
    let before = desk.running.count("resource").await;
    let body = json!({ "resource": wrong }).to_string();
    let refused = desk.client.post_json("/api/v1/resources", &body).await;
    assert_eq!(refused.status, 422);
    let problem = refused.json();
    let errors = problem["errors"].as_array().unwrap();
    let pointers: Vec<&str> = errors.iter().map(|e| e["pointer"].as_str().unwrap()).collect();
    assert_eq!(pointers, ["#/resource/name", "#/resource/contacts/1/email", "#/resource/reach"]);
    assert!(errors.iter().all(|e| !e["detail"].as_str().unwrap().starts_with("resource_error")));
    assert_eq!(desk.running.count("resource").await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_become_one_in_one_step() {
    let desk = Desk::new().await;
    let goes = desk.add("Bürgertreff am Markt").await;
    let stays = desk.add("Bürgertreff am Mark").await;
    let pairs = desk.client.send("GET", "/api/v1/duplicates").await.json();
    let pair = |pair: &&Value| {
        let ids = [&pair["first"], &pair["second"]];
        ids.contains(&&json!(goes)) && ids.contains(&&json!(stays))
    };
    assert!(pairs["pairs"].as_array().unwrap().iter().any(|one| pair(&one)));

    let mut merged = treff("Bürgertreff am Markt");
    merged["provider"] = json!("Stadt");
    let body = |version, into: &str| json!({ "version": version, "into": into, "into_version": 1, "resource": merged });
    assert_eq!(desk.post(&goes, "merge", &body(7, &stays)).await.status, 409);
    assert_eq!(desk.post(&goes, "merge", &body(1, &goes)).await.status, 409);
    assert_eq!(desk.history(&stays).await.len(), 1, "nothing is changed by what is refused");
    let done = desk.post(&goes, "merge", &body(1, &stays)).await;
    assert_eq!(
        (done.json()["id"].as_str(), done.json()["version"].as_i64()),
        (Some(&*stays), Some(2))
    );

    let gone = desk.history(&goes).await[0]["record"].clone();
    assert_eq!(gone["status"], json!({ "is": "merged", "into": stays }));
    assert_eq!(desk.history(&stays).await[0]["record"]["resource"]["provider"], "Stadt");
    let service = desk.running.app.state.service();
    let leads = service.resources().merged_into(goes.parse().unwrap()).unwrap();
    assert_eq!(leads.resource.id.to_string(), stays);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pair_that_was_told_apart_is_not_suspected_again() {
    let desk = Desk::new().await;
    let (first, second) = (desk.add("Kleiner Treff").await, desk.add("Kleiner Trefff").await);
    let suspected = async || {
        let pairs = desk.client.send("GET", "/api/v1/duplicates").await.body;
        pairs.contains(&first) && pairs.contains(&second)
    };
    assert!(suspected().await);
    let say = async |apart: bool| {
        let body = json!({ "first": second, "second": first, "apart": apart }).to_string();
        desk.client.put_json("/api/v1/duplicates", &body).await.status
    };
    assert_eq!(say(true).await, 204);
    assert_eq!(say(true).await, 409);
    assert!(!suspected().await);
    assert_eq!(say(false).await, 204);
    assert!(suspected().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worklist_counts_sorts_and_pages() {
    let desk = Desk::new().await;
    let before = desk.worklist("task=never_verified&size=200").await;
    let id = desk.add("Neuer Treff").await;
    let now = desk.worklist("task=never_verified&category=meeting_place&size=200").await;
    let there = |list: &Value| {
        list["items"].as_array().unwrap().iter().any(|item| item["record"]["resource"]["id"] == id)
    };
    assert!(there(&now));
    desk.post(&id, "verify", &json!({ "version": 1, "next_check": "2020-01-01" })).await;
    let after = desk.worklist("task=never_verified&size=200").await;
    assert!(!there(&after));
    assert_eq!(after["counts"]["never_verified"], before["counts"]["never_verified"]);
    let due = desk.worklist("task=due").await;
    assert_eq!((due["total"].as_i64(), there(&due)), (Some(1), true));
    assert_eq!(due["items"][0]["tasks"], json!(["due", "no_hours"]));
    assert_eq!(desk.worklist("size=1&page=2").await["items"].as_array().unwrap().len(), 1);
    for bad in ["size=0", "size=201", "page=0", "task=x", "category=x", "foo=1"] {
        let answer = desk.client.send("GET", &format!("/api/v1/worklist?{bad}")).await;
        assert_eq!(answer.status, 400, "{bad}");
    }
}
