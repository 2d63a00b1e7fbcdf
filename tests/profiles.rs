//! The profile of a Sozialraum: what it has, what it lacks, who answers for it.

mod common;

use axum_test::TestServer;
use common::App;
use serde_json::Value;
use sozialraum::{
    domain::{
        audit::Action,
        grid::LonLat,
        resource::{Category, ChangeKind, Reach, Record, Resource, Visibility},
    },
    http::{Guards, router},
    store::{ResourceWrite, Store},
};
use uuid::Uuid;

/// In Garstedt, some hundred metres from every border.
const GARSTEDT: LonLat = LonLat { lon: 9.985, lat: 53.685 };

async fn server(resources: Vec<Resource>) -> (TestServer, App) {
    let app = App::new().await;
    let write = |resource| ResourceWrite {
        record: Record::new(resource, jiff::Timestamp::UNIX_EPOCH, "test"),
        kind: ChangeKind::Added,
    };
    let writes: Vec<ResourceWrite> = resources.into_iter().map(write).collect();
    let event = common::event(Action::ResourcesImported);
    app.store.write_resources(&writes, &event).await.unwrap();
    app.state.live.refresh().await.unwrap();
    let guards = Guards { rate: None, writes: None, ..Guards::default() };
    (TestServer::new(router(app.state.clone(), &guards)), app)
}

async fn profile(server: &TestServer, id: &str) -> Value {
    server.get(&format!("/api/v1/sozialraeume/{id}/profile")).await.json()
}

fn here(profile: &Value, category: &str) -> u64 {
    let categories = profile["categories"].as_array().unwrap();
    let found = categories.iter().find(|one| one["category"] == category);
    found.map_or(0, |one| one["here"].as_u64().unwrap())
}

fn resource(number: u128, name: &str) -> Resource {
    let place = Some(GARSTEDT);
    Resource { place, ..Resource::new(Uuid::from_u128(number), name, Category::Volunteering) }
}

#[tokio::test]
async fn offers_count_where_they_lie_and_what_is_meant_for_more_is_named_apart() {
    let mut region = resource(2, "Qx Region");
    (region.place, region.reach) = (None, Reach::Region("sued".into()));
    let mut office = resource(3, "Qx Amt");
    office.visibility = Visibility::Office;
    let (before, _app) = server(Vec::new()).await;
    let (server, _other) = server(vec![resource(1, "Qx Nachbarn"), region, office]).await;
    for (id, more_here, more_outside) in [("garstedt", 1, 0), ("glashuette", 0, 1), ("mitte", 0, 0)]
    {
        let (was, now) = (profile(&before, id).await, profile(&server, id).await);
        let count = |profile: &Value, key: &str| profile[key].as_u64().unwrap();
        assert_eq!(here(&now, "volunteering"), here(&was, "volunteering") + more_here, "{id}");
        assert_eq!(count(&now, "offers"), count(&was, "offers") + more_here, "{id}");
        let outside = more_outside + u64::from(id == "garstedt");
        assert_eq!(count(&now, "from_outside"), count(&was, "from_outside") + outside, "{id}");
    }
    let page = server.get("/sozialraum/garstedt").add_header("accept", "text/html").await.text();
    for text in ["Qx Nachbarn", "Qx Region", "Sozialraumteam", "Unter 18 Jahren"] {
        assert!(page.contains(text), "„{text}“ is missing");
    }
    assert!(!page.contains("Qx Amt"), "what is for staff only is shown");
}

#[tokio::test]
async fn the_people_of_the_city_are_shared_out_to_its_sozialraeume() {
    let (server, _app) = server(Vec::new()).await;
    let mut minors = 0.0;
    for id in ["friedrichsgabe", "mitte", "garstedt", "glashuette"] {
        let profile = profile(&server, id).await;
        assert!(profile["population"]["total"].as_f64().unwrap() > 5_000.0, "{profile}");
        minors += profile["population"]["minors"].as_f64().unwrap();
    }
    // What the census of 2011 counted in the cells of the city.
    assert!((10_500.0..11_500.0).contains(&minors), "{minors}");
    let missing = server.get("/api/v1/sozialraeume/nirgends/profile").await;
    assert_eq!(missing.status_code(), 404);
}

#[tokio::test]
async fn a_long_list_of_offers_is_cut_and_goes_on_on_the_map() {
    let names = (1..=80).map(|number| resource(number, &format!("Qx {number:02}.")));
    let (server, _app) = server(names.collect()).await;
    let page = server.get("/sozialraum/garstedt").add_header("accept", "text/html").await.text();
    assert!(page.contains("Qx 01.") && !page.contains("Qx 80."));
    let href = "/karte?category=volunteering&#38;sozialraum=garstedt\"";
    let link = page.split("<a ").find(|link| link.contains(href)).expect("it leads to the rest");
    assert!(link.contains("weitere: alle auf der Karte"), "{link}");
}
