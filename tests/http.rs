//! The API over HTTP.

mod common;

use axum_test::TestServer;
use common::{App, assign};
use serde_json::{Value, json};
use sozialraum::http::{Guards, RateLimit, router};

async fn server() -> (TestServer, App) {
    let app = App::new().await;
    let guards = Guards { rate: None, ..Guards::default() };
    (TestServer::new(router(app.state.clone(), &guards)), app)
}

#[tokio::test]
async fn http_and_command_line_give_the_same_answer() {
    let (server, _app) = server().await;
    for address in [
        "Glockenheide 42",
        "Buchenweg",
        "Ulzburger Straße 35/39",
        "Waldstrasse 5o0",
        "Reeperbahn 1, Hamburg",
        "Glokenheide 42",
        "xyz",
    ] {
        let response = server.post("/api/v1/assign").json(&json!({ "address": address })).await;
        response.assert_status_ok();
        assert_eq!(response.json::<Value>(), assign(&[address]), "{address}");
    }
}

#[tokio::test]
async fn parts_and_positions_are_answered_like_a_line() {
    let (server, _app) = server().await;
    let ask = async |body: Value| -> Value {
        let response = server.post("/api/v1/assign").json(&body).await;
        response.assert_status_ok();
        response.json()
    };
    let line = ask(json!({ "address": "Rathausallee 33a" })).await;
    assert_eq!(ask(json!({ "street": "Rathausallee", "house_number": "33 A" })).await, line);
    let place = line["address"]["position"].clone();
    let position = ask(json!({ "lon": place["lon"], "lat": place["lat"] })).await;
    assert_eq!(position["team"], line["team"]);
    let near = ask(json!({ "lon": place["lon"], "lat": place["lat"], "precision_m": 5000 })).await;
    assert_eq!(near["status"], "near_border");
    assert_eq!(near["team"], Value::Null);
    assert_eq!(near["sozialraum"], line["sozialraum"]);
    assert_eq!(near["candidates"][0]["team"], line["team"]["id"]);
    let elsewhere = json!({ "street": "Rathausallee", "house_number": "33a", "town": "Quickborn" });
    assert_eq!(ask(elsewhere).await["status"], "outside");
}

#[tokio::test]
async fn a_wrong_question_is_a_problem_document_that_repeats_nothing() {
    let (server, _app) = server().await;
    for (body, kind) in [
        (json!({ "address": "" }), "empty-address"),
        (json!({ "address": " ,. " }), "empty-address"),
        (json!({ "address": "x".repeat(400) }), "too-long"),
        (json!({ "lon": 200, "lat": 53 }), "bad-position"),
        (json!({ "lon": 9.9, "lat": 53.7, "precision_m": -1 }), "bad-precision"),
        (json!({ "adress": "Geheimweg 1" }), "bad-body"),
        (json!({ "address": ["Geheimweg 1"] }), "bad-body"),
        (json!(["Geheimweg 1"]), "bad-body"),
        (json!({ "address": "Geheimweg 1", "as_of": "2013-12-31" }), "no-edition"),
    ] {
        let response = server.post("/api/v1/assign").json(&body).await;
        response.assert_status_bad_request();
        assert_eq!(response.header("content-type"), "application/problem+json");
        let problem: Value = response.json();
        assert_eq!(problem["type"], format!("urn:sozialraum:problem:{kind}"), "{body}");
        assert_eq!(problem["status"], 400);
        assert!(problem["detail"].as_str().is_some_and(|text| !text.is_empty()));
        assert!(!response.text().contains("Geheimweg"));
    }
    let response = server.post("/api/v1/assign").text("{\"address\": \"Geheimweg").await;
    assert_eq!(response.status_code(), 415);
    let response =
        server.post("/api/v1/assign").content_type("application/json").bytes("{".into()).await;
    response.assert_status_bad_request();
    let huge = json!({ "address": "x".repeat(100_000) });
    assert_eq!(server.post("/api/v1/assign").json(&huge).await.status_code(), 413);
}

#[tokio::test]
async fn suggestions_come_while_typing() {
    let (server, _app) = server().await;
    let suggest = async |text: &str| -> Value {
        let response = server.post("/api/v1/suggest").json(&json!({ "text": text })).await;
        response.assert_status_ok();
        response.json::<Value>()["suggestions"].clone()
    };
    assert_eq!(suggest("glock").await[0]["street"], "Glockenheide");
    assert_eq!(suggest("Glockenheide 4").await[0]["house_number"].as_str().unwrap()[..1], *"4");
    assert_eq!(suggest("").await, json!([]));
    assert_eq!(suggest(&"ä".repeat(5_000)).await, json!([]));
}

#[tokio::test]
async fn areas_and_teams_come_as_lists_one_by_one_and_as_files() {
    let (server, _app) = server().await;
    for (path, count) in [("sozialraeume", 4), ("regions", 2)] {
        let list = server.get(&format!("/api/v1/{path}")).await;
        list.assert_status_ok();
        assert_eq!(list.header("content-type"), "application/geo+json");
        let list: Value = list.json();
        let features = list["features"].as_array().unwrap();
        assert_eq!(features.len(), count);
        for feature in features {
            let id = feature["id"].as_str().unwrap();
            let one = server.get(&format!("/api/v1/{path}/{id}")).await;
            assert_eq!(one.json::<Value>(), *feature);
        }
    }
    for path in ["sozialraeume", "regions", "borders"] {
        let file =
            server.get(&format!("/api/v1/{path}")).add_query_param("format", "flatgeobuf").await;
        file.assert_status_ok();
        assert!(file.as_bytes().starts_with(b"fgb"));
        assert_eq!(server.get(&format!("/api/v1/{path}/nothing")).await.status_code(), 404);
        let wrong = server.get(&format!("/api/v1/{path}")).add_query_param("format", "pdf").await;
        assert_eq!(wrong.status_code(), 400);
    }
    let teams: Value = server.get("/api/v1/teams").await.json();
    let ids: Vec<&str> = teams["teams"]
        .as_array()
        .unwrap()
        .iter()
        .map(|team| team["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["nord-a", "nord-b", "sued-a", "sued-b"]);
    let posts: Vec<u64> = teams["teams"]
        .as_array()
        .unwrap()
        .iter()
        .map(|team| team["composition"]["asd_posts"].as_u64().unwrap())
        .collect();
    assert_eq!(posts, [2, 4, 4, 3]);
    let chain: Value = server.get("/api/v1/teams/sued-b").await.json();
    assert_eq!(chain["department"]["id"], "jugendhilfe-sued");
    assert_eq!(chain["team"]["hours"]["total"], 26);
    assert_eq!(chain["contradictions"][0]["readings"].as_array().map(Vec::len), Some(2));
    assert_eq!(server.get("/api/v1/teams/west-a").await.status_code(), 404);
}

#[tokio::test]
async fn the_description_lists_every_route_of_the_api() {
    let (server, _app) = server().await;
    let description: Value = server.get("/api/v1/openapi.json").await.json();
    let paths = description["paths"].as_object().unwrap();
    for path in [
        "/api/v1/assign",
        "/api/v1/suggest",
        "/api/v1/sozialraeume",
        "/api/v1/sozialraeume/{id}",
        "/api/v1/regions",
        "/api/v1/regions/{id}",
        "/api/v1/borders",
        "/api/v1/borders/{id}",
        "/api/v1/teams",
        "/api/v1/teams/{id}",
        "/healthz",
        "/readyz",
    ] {
        assert!(paths.contains_key(path), "{path}");
    }
    // Every documented path without a placeholder that is open to all answers to its method.
    for (path, methods) in paths.iter().filter(|(path, _)| !path.contains('{')) {
        if methods.get("get").is_some_and(|route| route.get("security").is_none()) {
            server.get(path).await.assert_status_ok();
        }
    }
    insta::assert_json_snapshot!("openapi", description);
}

#[tokio::test]
async fn health_and_readiness_are_told() {
    let (server, _app) = server().await;
    server.get("/healthz").await.assert_status_ok();
    let ready: Value = server.get("/readyz").await.json();
    assert_eq!(ready["status"], "ready");
    assert!(ready["house_numbers"].as_u64().unwrap() > 10_000);
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems() {
    let (server, _app) = server().await;
    for (response, status) in [
        (server.get("/nothing").await, 404),
        (server.get("/api/v1/assign").await, 405),
        (server.get("/tiles/base/30/0/0").await, 404),
        (server.get("/assets/../Cargo.toml").await, 404),
    ] {
        assert_eq!(response.status_code(), status);
        assert_eq!(response.header("content-type"), "application/problem+json");
    }
}

#[tokio::test]
async fn every_response_forbids_what_comes_from_elsewhere() {
    let (server, _app) = server().await;
    let response = server.get("/zustaendigkeit").await;
    let policy = response.header("content-security-policy");
    let policy = policy.to_str().unwrap();
    assert!(policy.starts_with("default-src 'self'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(response.header("x-content-type-options"), "nosniff");
    assert_eq!(response.header("referrer-policy"), "same-origin");
}

#[tokio::test]
async fn a_client_over_the_limit_is_told_to_wait_and_others_are_not() {
    let limit = RateLimit { burst: 3, per_second: 1 };
    let guards = Guards { rate: Some(limit), ..Guards::default() };
    let app = App::new().await;
    let routes = router(app.state.clone(), &guards);
    let routes = routes.into_make_service_with_connect_info::<std::net::SocketAddr>();
    let server = TestServer::builder().http_transport().build(routes);
    let ask = || server.post("/api/v1/assign").json(&json!({ "address": "Buchenweg" }));
    for _ in 0..3 {
        ask().await.assert_status_ok();
    }
    let refused = ask().await;
    assert_eq!(refused.status_code(), 429);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    assert!(refused.header("retry-after").to_str().unwrap().parse::<u64>().unwrap() >= 1);
}
