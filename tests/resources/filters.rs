//! Every filter alone and every two together: API, page and map say the same.

use std::collections::BTreeSet;

use axum_test::TestServer;
use serde_json::Value;

use super::{ids, json, made_up, server_with};

/// One value of every filter. What stands first is its name.
fn filters(sozialraum: &str, region: &str) -> Vec<String> {
    let area = [format!("sozialraum={sozialraum}"), format!("region={region}")];
    [
        "category=kita",
        "category=playground",
        "category=school,stop",
        "age=5",
        "open=now",
        "open=today",
        "open=2026-11-27T15:00",
        "free=true",
        "wheelchair=true",
        "language=tr",
        "kind=voluntary",
        "principle=fallunabhaengig",
        "q=Treff",
    ]
    .into_iter()
    .map(str::to_owned)
    .chain(area)
    .collect()
}

fn name(filter: &str) -> &str {
    filter.split('=').next().unwrap()
}

async fn area_of_the_city(server: &TestServer, path: &str) -> String {
    json(server, path).await["features"][0]["properties"]["id"].as_str().unwrap().to_owned()
}

/// All ids that the API gives for a query, page after page.
async fn all(server: &TestServer, query: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut page = 1;
    loop {
        let list = json(server, &format!("/api/v1/resources?size=200&page={page}&{query}")).await;
        let before = found.len();
        let on_page = ids(&list);
        found.extend(on_page.iter().cloned());
        assert_eq!(found.len(), before + on_page.len(), "{query}: an entry came twice");
        if page >= list["pages"].as_u64().unwrap() {
            assert_eq!(found.len() as u64, list["total"].as_u64().unwrap(), "{query}");
            return found;
        }
        page += 1;
    }
}

/// How many entries the signs of the map stand for.
fn drawn(clusters: &Value) -> u64 {
    let features = clusters["features"].as_array().unwrap().iter();
    features.map(|feature| feature["properties"]["count"].as_u64().unwrap()).sum()
}

/// API, page and map agree about a query; returns what is found.
async fn agree(server: &TestServer, query: &str, zooms: &[u8]) -> BTreeSet<String> {
    let found = all(server, query).await;
    let total = found.len() as u64;
    for zoom in zooms {
        let path = format!("/api/v1/resources/clusters?zoom={zoom}&{query}");
        let clusters = json(server, &path).await;
        let unplaced = clusters["without_place"].as_u64().unwrap();
        assert_eq!(clusters["total"].as_u64(), Some(total), "{path}");
        assert_eq!(drawn(&clusters) + unplaced, total, "{path}");
    }
    let first = json(server, &format!("/api/v1/resources?size=20&{query}")).await;
    let page = server.get(&format!("/karte?{query}")).await.text();
    let listed: Vec<String> =
        page.split("data-id=\"").skip(1).map(|rest| rest[..36].to_owned()).collect();
    assert_eq!(listed, ids(&first), "{query}");
    let said = if total == 1 { "1 Angebot".to_owned() } else { format!("{total} Angebote") };
    assert!(page.contains(&format!("results__summary\">{said}")), "{query}: {said}");
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn every_filter_alone_and_every_two_together_agree_everywhere() {
    let (server, _app) = server_with(Vec::new()).await;
    let sozialraum = area_of_the_city(&server, "/api/v1/sozialraeume").await;
    let region = area_of_the_city(&server, "/api/v1/regions").await;
    let (server, _app) = server_with(made_up::offers(200, &sozialraum, &region)).await;
    let filters = filters(&sozialraum, &region);
    let everything = sozialraum::domain::resource::Category::ALL.map(|one| one.code()).join(",");
    let mut alone = Vec::new();
    for filter in &filters {
        let found = agree(&server, filter, &[11, 14, 19]).await;
        // Categories are conditions, too: without one, three of them are left out.
        let of_all = match name(filter) {
            "category" => found,
            _ => all(&server, &format!("{filter}&category={everything}")).await,
        };
        alone.push((filter, of_all));
    }
    for (at, (one, of_one)) in alone.iter().enumerate() {
        for (other, of_other) in &alone[at + 1..] {
            if name(one) == name(other) {
                continue;
            }
            let both = agree(&server, &format!("{one}&{other}"), &[14]).await;
            if name(one) == "category" || name(other) == "category" {
                let expected: BTreeSet<String> = of_one.intersection(of_other).cloned().collect();
                assert_eq!(both, expected, "{one} and {other}");
            } else {
                assert!(both.is_subset(of_one) && both.is_subset(of_other), "{one} and {other}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_known_is_counted_and_shown_when_asked_for() {
    let (server, _app) = server_with(made_up::offers(200, "x", "x")).await;
    for filter in ["free=true", "wheelchair=true", "language=tr", "kind=voluntary", "age=5"] {
        let list = json(&server, &format!("/api/v1/resources?{filter}")).await;
        let (total, unknown) = (list["total"].as_u64().unwrap(), list["unknown"].as_u64().unwrap());
        assert!(total > 0 && unknown > 0, "{filter}");
        let with = json(&server, &format!("/api/v1/resources?{filter}&unknown=true")).await;
        assert_eq!(with["total"].as_u64(), Some(total + unknown), "{filter}");
        assert_eq!(with["unknown"], 0, "{filter}");
        let page = server.get(&format!("/karte?{filter}")).await.text();
        assert!(page.contains(&format!("{unknown} weitere Angebote")), "{filter}");
    }
}
