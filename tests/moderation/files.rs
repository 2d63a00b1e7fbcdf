//! Files on the pages and over the API.

use sozialraum::domain::account::{Role, Roles};

use crate::{
    common::{Answer, Client, Running},
    coordinator, entries,
};

/// Sends a file as a browser does, with the token of the form in the form.
async fn upload(client: &Client, name: &str, content: &str) -> Answer {
    let token = client.form_token_of_session();
    let part = |head: &str, body: &str| {
        format!("--grenze\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
    };
    let body = part("name=\"form_token\"", &token)
        + &part(&format!("name=\"file\"; filename=\"{name}\""), content)
        + &part("name=\"file_format\"", "")
        + "--grenze--\r\n";
    let kind = "multipart/form-data; boundary=grenze";
    client
        .clone()
        .without_form_token()
        .request("POST", "/koordination/import", kind, Some(&body))
        .await
}

fn mark(page: &str) -> String {
    let rest = page.split("name=\"mark\" value=\"").nth(1).expect("the plan can be taken over");
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_shown_row_by_row_and_then_taken_over_as_it_was_shown() {
    let running = Running::start().await;
    let client = coordinator(&running).await;
    let shown = upload(&client, "vereine.csv", "name;kategorien\nEins;club\nZwei;sport\n").await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    assert!(shown.body.contains("neu (2)"), "{}", shown.body);
    let count = running.app.state.service().resources().entries().len();
    let apply = "/koordination/import/uebernehmen";
    let wrong = client.post_form(apply, "mark=0000").await;
    assert_eq!(wrong.status, 409);
    assert_eq!(running.app.state.service().resources().entries().len(), count);
    // Another session has no file.
    let other = running.signed_in("erika").await;
    let body = format!("mark={}", mark(&shown.body));
    assert!(other.post_form(apply, &body).await.location.contains("abgelaufen"));
    let done = client.post_form(apply, &body).await;
    assert!(done.location.contains("uebernommen"), "{} {}", done.status, done.body);
    assert_eq!(running.app.state.service().resources().entries().len(), count + 2);
    // The file is gone with it.
    assert!(client.post_form(apply, &body).await.location.contains("abgelaufen"));
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_files_and_wrong_senders_change_nothing() {
    let running = Running::start().await;
    let client = coordinator(&running).await;
    let unread = upload(&client, "a.csv", "Bezeichner;xyz\nEins;2\n").await;
    assert_eq!(unread.status, 422);
    let wrong = upload(&client, "a.csv", "name;kategorien\nEins;unsinn\n").await;
    assert_eq!(wrong.status, 200);
    assert!(wrong.body.contains("nicht möglich (1)") && !wrong.body.contains("name=\"mark\""));
    let empty = upload(&client, "a.csv", "").await;
    assert_eq!(empty.status, 422);
    // Without the token of the form, or from somebody who may not.
    let body = "--grenze\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n--grenze--\r\n";
    let kind = "multipart/form-data; boundary=grenze";
    let path = "/koordination/import";
    let forged = client.clone().without_form_token().request("POST", path, kind, Some(body)).await;
    assert_eq!(forged.status, 403);
    running.add_account("otto", &Roles::from([Role::Admin])).await;
    let admin = running.signed_in("otto").await;
    assert_eq!(admin.request("POST", path, kind, Some(body)).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn machines_export_check_and_import() {
    let running = Running::start().await;
    let accounts = &running.app.state.accounts;
    let roles = Roles::from([Role::Coordinator]);
    let (_, token) = accounts.add_token("test", "portal", &roles, 1).await.unwrap();
    let client = Client::new(&running.url).token(&token);
    for (format, kind) in [
        ("csv", "text/csv; charset=utf-8"),
        ("geojson", "application/geo+json"),
        ("hsds", "application/json"),
    ] {
        let file = client.send("GET", &format!("/api/v1/resources/export?format={format}")).await;
        assert_eq!((file.status, file.header("content-type")), (200, kind));
        assert!(file.body.contains(&entries(&running, 1)[0].resource.id.to_string()));
        // Larger than any other body, and nothing new in it.
        let path = "/api/v1/resources/import?dry_run=true";
        let report = client.request("POST", path, kind, Some(&file.body)).await;
        assert_eq!(report.status, 200, "{}", report.body);
        let report = report.json();
        assert_eq!((&report["done"], &report["format"]), (&false.into(), &format.into()));
        assert_eq!(report["counts"]["refused"], 0, "{report}");
        assert_eq!(report["counts"]["changed"], 0, "{report}");
    }
    let some = client.send("GET", "/api/v1/resources/export?category=kita").await;
    let all = client.send("GET", "/api/v1/resources/export").await;
    assert!(some.body.len() < all.body.len());
    assert_eq!(client.send("GET", "/api/v1/resources/export?format=xml").await.status, 400);
    let csv = "name,categories\nEins,club\n";
    let path = "/api/v1/resources/import?source=vereine";
    let done = client.request("POST", path, "text/csv", Some(csv)).await;
    assert_eq!((done.status, &done.json()["counts"]["new"]), (200, &1.into()));
    let bad = client.request("POST", path, "text/csv", Some("name,categories\n,club\n")).await;
    assert_eq!(bad.status, 422, "{}", bad.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_for_files_offers_what_there_is() {
    let running = Running::start().await;
    let client = coordinator(&running).await;
    let page = client.send("GET", "/koordination/export").await;
    assert!(page.body.contains("HSDS 3") && page.body.contains("value=\"kita\""));
    let file = client.send("GET", "/koordination/export/datei?format=csv&category=&kind=").await;
    assert!(file.header("content-disposition").contains("angebote.csv"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_takes_every_filter_of_the_map() {
    let running = Running::start().await;
    let client = coordinator(&running).await;
    let count = |file: &Answer| file.json()["features"].as_array().unwrap().len();
    let all = client.send("GET", "/api/v1/resources/export?format=geojson").await;
    for query in [
        "category=kita",
        "category=kita,school&age=7",
        "age=3&unknown=true",
        "open=2026-11-25T10:00",
        "open=today&unknown=true",
        "free=true",
        "wheelchair=true",
        "language=tr",
        "kind=professional",
        "principle=fallunabhaengig",
        "sozialraum=mitte&category=playground",
        "region=sued",
        "q=kita",
    ] {
        let listed = client.send("GET", &format!("/api/v1/resources?{query}")).await.json();
        for way in ["/api/v1/resources/export", "/koordination/export/datei"] {
            let file = client.send("GET", &format!("{way}?{query}&format=geojson&page=2")).await;
            assert_eq!(file.status, 200, "{query}: {}", file.body);
            assert_eq!(count(&file), listed["total"], "{query}");
            assert!(count(&file) < count(&all), "{query}");
        }
    }
    for wrong in ["age=alt", "sozialraum=nirgends", "region=x", "colour=blue"] {
        let refused = client.send("GET", &format!("/api/v1/resources/export?{wrong}")).await;
        assert_eq!(refused.status, 400, "{wrong}");
        let name = wrong.split('=').next().unwrap();
        assert!(refused.json()["detail"].as_str().unwrap().contains(name), "{}", refused.body);
    }
    let page = client.send("GET", "/koordination/export").await.body;
    for name in ["age", "open", "free", "wheelchair", "language", "principle", "region", "unknown"]
    {
        assert!(page.contains(&format!("name=\"{name}\"")), "{name}");
    }
}
