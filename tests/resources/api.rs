//! Single questions to the API, and what it refuses.

use serde_json::{Value, json};
use sozialraum::domain::{
    account::{Role, Roles},
    grid::LonLat,
    resource::{Category, Origin, Reach, Status, TextField, Translation, Visibility},
};
use uuid::Uuid;

use super::{
    ids,
    made_up::{offer, offers, record},
    server_with,
};

#[tokio::test]
async fn what_does_not_fit_is_named_and_nothing_is_repeated() {
    let (server, _app) = server_with(Vec::new()).await;
    for (query, name) in [
        ("category=bakery", "category"),
        ("age=old", "age"),
        ("age=121", "age"),
        ("open=geheim", "open"),
        ("open=2026-11-27", "open"),
        ("free=ja", "free"),
        ("wheelchair=1", "wheelchair"),
        ("language=Deutsch1", "language"),
        ("kind=paid", "kind"),
        ("principle=none", "principle"),
        ("sozialraum=geheim", "sozialraum"),
        ("region=geheim", "region"),
        ("unknown=perhaps", "unknown"),
        ("page=0", "page"),
        ("size=201", "size"),
        ("lang=xx", "lang"),
        ("colour=red", "colour"),
        ("format=xml", "format"),
    ] {
        let response = server.get(&format!("/api/v1/resources?{query}")).await;
        assert_eq!(response.status_code(), 400, "{query}");
        let problem: Value = response.json();
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.starts_with(&format!("„{name}“: ")), "{query}: {detail}");
        assert!(!detail.contains("geheim"), "{query}: {detail}");
        if name != "format" {
            let page = server.get(&format!("/karte?{query}")).await;
            assert_eq!(page.status_code(), 200, "{query}");
            assert!(page.text().contains("nicht zu verstehen"), "{query}");
        }
    }
    for query in ["bbox=1,2,3", "bbox=2,2,1,3", "zoom=far", "zoom=-1", "without_page=x", "x=y"] {
        let response = server.get(&format!("/api/v1/resources/clusters?{query}")).await;
        assert_eq!(response.status_code(), 400, "{query}");
    }
    for body in [
        json!({ "address": "Weg 1", "lon": 10.0, "lat": 53.7 }),
        json!({ "lon": 10.0 }),
        json!({ "filters": { "age": "old" } }),
        json!({ "filters": { "q": "Kita" } }),
        json!({ "filters": { "category": [["kita"]] } }),
        json!({ "size": 0 }),
        json!({ "street": "Weg" }),
    ] {
        let response = server.post("/api/v1/resources/search").json(&body).await;
        assert_eq!(response.status_code(), 400, "{body}");
    }
}

#[tokio::test]
async fn near_an_address_the_nearest_comes_first_and_the_decision_stands_beside() {
    let (server, _app) = server_with(offers(100, "x", "x")).await;
    let search = async |body: Value| -> Value {
        let response = server.post("/api/v1/resources/search").json(&body).await;
        assert_eq!(response.status_code(), 200, "{}", response.text());
        response.json()
    };
    let near = search(json!({ "address": "Rathausallee 50", "filters": { "free": true } })).await;
    assert_eq!(near["assignment"]["status"], "unique");
    let decision: Value =
        server.post("/api/v1/assign").json(&json!({ "address": "Rathausallee 50" })).await.json();
    assert_eq!(near["assignment"]["team"], decision["team"]);
    assert_eq!(near["assignment"]["sozialraum"], decision["sozialraum"]);
    let distances: Vec<f64> = near["resources"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["distance_m"].as_f64())
        .collect();
    assert!(!distances.is_empty() && distances.is_sorted(), "{distances:?}");
    let plain: Value = server.get("/api/v1/resources?free=true&size=200").await.json();
    let mut same = (
        ids(&search(json!({ "address": "Rathausallee 50", "size": 200,
        "filters": { "free": true } }))
        .await),
        ids(&plain),
    );
    same.0.sort();
    same.1.sort();
    assert_eq!(same.0, same.1, "a place changes the order, not the selection");

    // Too close to a border to be sure: no team, here as there.
    let unsure = search(json!({ "address": "Deckerberg 5" })).await;
    assert_eq!(unsure["assignment"]["status"], "near_border");
    assert_eq!(unsure["assignment"]["team"], Value::Null);
    let body = json!({ "lon": 9.99, "lat": 53.7, "q": "Treff", "size": 3, "page": 2 });
    let page = search(body.clone()).await;
    assert_eq!((page["page"].as_u64(), ids(&page).len()), (Some(2), 3));
    let clusters = json!({ "zoom": 19, "without_page": true, "search": body });
    let clusters: Value = server.post("/api/v1/resources/clusters").json(&clusters).await.json();
    let numbers: Vec<u64> = clusters["features"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["properties"]["number"].as_u64())
        .collect();
    assert!(!numbers.is_empty() && numbers.iter().all(|number| !(4..=6).contains(number)));
}

#[tokio::test]
async fn entries_for_staff_are_for_staff() {
    let mut secret = offer(1, "Geheimer Treff");
    secret.visibility = Visibility::Office;
    secret.place = Some(LonLat { lon: 9.99, lat: 53.70 });
    let path = format!("/api/v1/resources/{}", secret.id);
    let (server, app) = server_with(vec![record(secret)]).await;
    let token = async |role: Role| {
        let roles = Roles::from([role]);
        app.state.accounts.add_token("test", role.code(), &roles, 1).await.unwrap().1
    };
    let lists = [
        "/api/v1/resources?q=Geheimer",
        "/api/v1/resources?q=Geheimer&format=geojson",
        "/api/v1/resources/clusters?q=Geheimer&zoom=19",
        "/karte?q=Geheimer",
    ];
    for list in lists {
        let text = server.get(list).await.text();
        assert!(!text.contains("Geheimer Treff"), "{list}: {text}");
    }
    server.get(&path).await.assert_status_not_found();
    let suggest = json!({ "text": "Geheimer" });
    let suggested = server.post("/api/v1/resources/suggest").json(&suggest).await.text();
    assert!(!suggested.contains("Geheimer Treff"), "{suggested}");
    for (role, sees) in [
        (Role::Coordinator, true),
        (Role::Intake, true),
        (Role::Planner, true),
        (Role::Admin, true),
        (Role::Publisher, false),
    ] {
        let token = token(role).await;
        for list in lists {
            let response = server.get(list).authorization_bearer(&token).await;
            assert_eq!(response.header("cache-control"), "no-store", "{list}");
            let text = response.text();
            assert_eq!(text.contains("Geheimer Treff"), sees, "{list} as {role}: {text}");
            if list == "/karte?q=Geheimer" {
                assert_eq!(text.contains("Nur für Mitarbeitende"), sees, "{role}");
            }
        }
        let status = server.get(&path).authorization_bearer(&token).await.status_code();
        assert_eq!(status, if sees { 200 } else { 404 }, "{role}");
    }
}

#[tokio::test]
async fn an_entry_says_what_became_of_it() {
    let ids: Vec<Uuid> = (1..=5).map(Uuid::from_u128).collect();
    let with = |number: usize, status| {
        let mut record = record(offer(number as u128 + 1, "Haus"));
        record.status = status;
        record
    };
    let mut hidden = with(4, Status::Removed);
    hidden.resource.visibility = Visibility::Office;
    let mut first = with(0, Status::Active);
    first.resource.description = Some("Ein Haus".into());
    first.verification = Some(sozialraum::domain::resource::Verification {
        at: jiff::Timestamp::UNIX_EPOCH,
        by: "geheim".into(),
    });
    let (server, _app) = server_with(vec![
        first,
        with(1, Status::Merged(ids[2])),
        with(2, Status::Merged(ids[0])),
        with(3, Status::Removed),
        hidden,
    ])
    .await;
    let path = |number: usize| format!("/api/v1/resources/{}", ids[number]);
    let one = server.get(&path(0)).await;
    assert_eq!(one.header("cache-control"), "public, max-age=60");
    let value: Value = one.json();
    assert_eq!(value["description"], "Ein Haus");
    assert_eq!(value["hours_now"]["state"], "unknown");
    assert_eq!(value["verified_at"], "1970-01-01T00:00:00Z");
    assert!(!one.text().contains("geheim") && !one.text().contains("\"test\""), "no account");
    let merged = server.get(&path(1)).await;
    assert_eq!(merged.status_code(), 308);
    assert_eq!(merged.header("location"), path(0).as_str());
    assert_eq!(server.get(&path(3)).await.status_code(), 410);
    assert_eq!(server.get(&path(4)).await.status_code(), 404);
    for unknown in ["9", "00000000-0000-0000-0000-00000000ffff", "%F0%9F%98%80"] {
        let status = server.get(&format!("/api/v1/resources/{unknown}")).await.status_code();
        assert_eq!(status, 404, "{unknown}");
    }
}

#[tokio::test]
async fn lists_come_as_geojson_and_in_other_languages() {
    let mut place = offer(1, "Zzz Bücherei");
    place.place = Some(LonLat { lon: 9.99, lat: 53.70 });
    let text = Translation { text: "Zzz Library".into(), origin: Origin::Person };
    place.translations = [("en".into(), [(TextField::Name, text)].into())].into();
    let mut nowhere = offer(2, "Zzz Telefon");
    nowhere.reach = Reach::City;
    let (server, _app) = server_with(vec![record(place), record(nowhere)]).await;
    let response = server.get("/api/v1/resources?q=Zzz&format=geojson&lang=en").await;
    assert_eq!(response.header("content-type"), "application/geo+json");
    let list: Value = response.json();
    assert_eq!(list["total"], 2);
    let features = list["features"].as_array().unwrap();
    let found = |name: &str| features.iter().find(|one| one["properties"]["name"] == name).unwrap();
    assert_eq!(found("Zzz Library")["geometry"]["coordinates"], json!([9.99, 53.7]));
    assert_eq!(found("Zzz Telefon")["geometry"], Value::Null);
    assert!(found("Zzz Library")["properties"]["sozialraum"].is_string());

    let categories: Value = server.get("/api/v1/resources/categories?lang=en").await.json();
    let categories = categories.as_array().unwrap();
    assert_eq!(categories.len(), Category::ALL.len());
    let meeting = categories.iter().find(|one| one["code"] == "meeting_place").unwrap();
    assert!(meeting["count"].as_u64().unwrap() >= 2 && meeting["layer"] == false);
    assert_ne!(meeting["label"], "Treffpunkte");
}

#[tokio::test]
async fn suggestions_name_categories_addresses_and_offers() {
    let (server, _app) = server_with(vec![record(offer(1, "Glockenhaus"))]).await;
    let suggest = async |text: &str| -> Vec<Value> {
        let body = json!({ "text": text });
        let found: Value = server.post("/api/v1/resources/suggest").json(&body).await.json();
        found["suggestions"].as_array().unwrap().clone()
    };
    let found = suggest("glock").await;
    assert!(found.contains(&json!({ "kind": "address", "label": "Glockenheide", "whole": false })));
    assert!(found.iter().any(|one| one["kind"] == "offer" && one["label"] == "Glockenhaus"));
    let categories = suggest("büch").await;
    assert_eq!(categories[0]["category"], "culture");
    assert_eq!(suggest("  ").await, Vec::<Value>::new());
}
