//! The resource map as HSDS, over real HTTP.

mod common;

use std::collections::BTreeSet;

use common::{Client, Running};
use serde_json::{Value, json};
use sozialraum::{
    domain::resource::{Resource, Visibility},
    formats::resources::{Options, hsds},
};

async fn get(client: &Client, path: &str) -> Value {
    let answer = client.send("GET", path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
    let value = answer.json();
    assert!(!has_null(&value), "{path} has a null");
    value
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_null),
        Value::Object(fields) => fields.values().any(has_null),
        _ => false,
    }
}

/// Everything of a list, page by page.
async fn all(client: &Client, path: &str) -> Vec<Value> {
    let mut found = Vec::new();
    for number in 1.. {
        let page = get(client, &format!("{path}page={number}")).await;
        found.extend(page["contents"].as_array().unwrap().iter().cloned());
        assert_eq!(page["first_page"], json!(number == 1));
        assert_eq!(page["size"], page["contents"].as_array().unwrap().len());
        if page["last_page"] == true {
            assert_eq!(page["total_items"], found.len());
            assert_eq!(page["total_pages"], number);
            break;
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_map_comes_out_and_can_be_read_again() {
    let running = Running::start().await;
    let client = Client::new(&running.url);
    let services = all(&client, "/hsds/services?full=true&per_page=200&").await;
    let service = running.app.state.service();
    let kept: Vec<Resource> = service
        .resources()
        .records()
        .map(|record| record.resource.clone())
        .filter(|resource| resource.visibility == Visibility::Public)
        .collect();
    assert!(kept.len() > 100, "the shipped city has a resource map");
    let options = Options { file: "api", source: "api", default_category: None };
    let reading = hsds::read(json!(services).to_string().as_bytes(), &options).unwrap();
    let mut read = reading.resources().expect("every service can be taken");
    let mut kept = kept;
    read.sort_by_key(|resource| resource.id);
    kept.sort_by_key(|resource| resource.id);
    assert_eq!(read, kept);
    assert!(reading.ignored.is_empty(), "{:?}", reading.ignored);
    let with_area = services.iter().find(|service| service["service_areas"].is_array()).unwrap();
    let extent = with_area["service_areas"][0]["extent"].as_str().unwrap();
    let extent: Value = serde_json::from_str(extent).unwrap();
    assert!(extent["type"].as_str().unwrap().ends_with("Polygon"));
    let id = with_area["id"].as_str().unwrap();
    assert_eq!(&get(&client, &format!("/hsds/services/{id}")).await, with_area);
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_short_and_conditions_are_fulfilled_together() {
    let running = Running::start().await;
    let client = Client::new(&running.url);
    let about = get(&client, "/hsds").await;
    assert_eq!(about["version"], "3.2");
    assert!(about["openapi_url"].as_str().unwrap().ends_with("/api/v1/openapi.json"));

    let page = get(&client, "/hsds/services").await;
    assert_eq!(
        (&page["page_number"], &page["size"], &page["empty"]),
        (&json!(1), &json!(50), &json!(false))
    );
    assert!(page["contents"][0]["attributes"].is_null(), "lists have no lists");
    let minimal = get(&client, "/hsds/services?minimal=true").await;
    assert_eq!(minimal["total_items"], minimal["size"]);
    let fields: BTreeSet<&String> = minimal["contents"][0].as_object().unwrap().keys().collect();
    assert_eq!(fields.into_iter().collect::<Vec<_>>(), ["id", "last_modified"]);

    let terms = all(&client, "/hsds/taxonomy_terms?").await;
    let term = |code: &str| {
        let term = terms.iter().find(|term| term["code"] == code).unwrap();
        term["id"].as_str().unwrap().to_owned()
    };
    let count = async |query: String| {
        get(&client, &format!("/hsds/services?{query}")).await["total_items"].as_u64().unwrap()
    };
    let kita = count(format!("taxonomy_term_id={}", term("kita"))).await;
    let both = count(format!("taxonomy_term_id={}&search=haus", term("kita"))).await;
    let houses = count("search=haus".into()).await;
    assert!(kita > 0 && both <= kita.min(houses));
    assert_eq!(count("modified_after=2999-01-01".into()).await, 0);
    assert_eq!(count(format!("organization_id={}", term("kita"))).await, 0);

    let organizations = all(&client, "/hsds/organizations?full=true&").await;
    let first = &organizations[0];
    let path = format!("/hsds/organizations/{}", first["id"].as_str().unwrap());
    assert_eq!(&get(&client, &path).await, first);
    let of_first = count(format!("organization_id={}", first["id"].as_str().unwrap())).await;
    assert_eq!(of_first as usize, first["services"].as_array().unwrap().len());

    let places = get(&client, "/hsds/service_at_locations?per_page=1").await;
    let id = places["contents"][0]["id"].as_str().unwrap();
    let place = get(&client, &format!("/hsds/service_at_locations/{id}")).await;
    assert!(place["service"]["name"].is_string() && place["location"]["latitude"].is_number());
    let taxonomies = all(&client, "/hsds/taxonomies?").await;
    let id = taxonomies[0]["id"].as_str().unwrap();
    assert_eq!(get(&client, &format!("/hsds/taxonomies/{id}")).await, taxonomies[0]);
    let of_one = all(&client, &format!("/hsds/taxonomy_terms?taxonomy_id={id}&")).await;
    assert_eq!(of_one.len(), 21, "the categories");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_refused_and_other_routes_stay_closed_to_other_sites() {
    let running = Running::start().await;
    let client = Client::new(&running.url);
    for query in [
        "page=0",
        "page=x",
        "per_page=501",
        "full=maybe",
        "full=true&minimal=true",
        "postcode=22844",
        "taxonomy_term_id=kita",
        "modified_after=gestern",
        "format=ndjson",
    ] {
        let answer = client.send("GET", &format!("/hsds/services?{query}")).await;
        assert_eq!(answer.status, 400, "{query}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    for entity in
        ["services", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms"]
    {
        let answer = client.send("GET", &format!("/hsds/{entity}/none")).await;
        assert_eq!(answer.status, 404, "{entity}");
    }
    let other = client.send("GET", "/api/v1/teams").await;
    assert_eq!(other.header("access-control-allow-origin"), "");
}
