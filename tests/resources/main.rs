//! The resource map from outside: API and page over a few hundred made-up offers.

#[path = "../common/mod.rs"]
mod common;

mod api;
mod filters;
mod made_up;
mod page;

use axum_test::TestServer;
use common::App;
use serde_json::Value;
use sozialraum::{
    domain::{
        audit::Action,
        resource::{ChangeKind, Record},
    },
    http::{Guards, router},
    store::{ResourceWrite, Store},
};

/// The shipped city with these offers beside its own.
async fn server_with(records: Vec<Record>) -> (TestServer, App) {
    let app = App::new().await;
    let kind = ChangeKind::Imported;
    let writes: Vec<ResourceWrite> =
        records.into_iter().map(|record| ResourceWrite { record, kind }).collect();
    app.store.write_resources(&writes, &common::event(Action::ResourceChanged)).await.unwrap();
    app.state.live.refresh().await.unwrap();
    let guards = Guards { rate: None, writes: None, ..Guards::default() };
    (TestServer::new(router(app.state.clone(), &guards)), app)
}

/// What a path answers with status 200, as JSON.
async fn json(server: &TestServer, path: &str) -> Value {
    let response = server.get(path).await;
    assert_eq!(response.status_code(), 200, "{path}: {}", response.text());
    response.json()
}

/// The ids in a list, in its order.
fn ids(list: &Value) -> Vec<String> {
    let resources = list["resources"].as_array().unwrap().iter();
    resources.map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}
