//! Many entries at once: a preview, all or none, and one way back.

use sozialraum::{
    domain::resource::{Category, Record, Status, bulk::BulkChange},
    service::resources::{self, ResourceError, bulk},
    store::{AuditFilter, Store, StoreError},
};

use crate::{common::Running, coordinator, entries, now};

fn chosen(records: &[Record]) -> String {
    let one = |record: &Record| format!("chosen={}%3A{}", record.resource.id, record.version);
    records.iter().map(one).collect::<Vec<_>>().join("&")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_shown_done_and_taken_back_as_a_whole() {
    let running = Running::start().await;
    let client = coordinator(&running).await;
    let before = entries(&running, 5);
    let listed = client.send("GET", "/koordination/mehrere?alle=1").await;
    assert!(listed.body.contains(&format!("{}:1\" checked", before[0].resource.id)));
    let body = format!("{}&change=provider&to_provider=Verein+Nord", chosen(&before));
    let preview = client.post_form("/koordination/mehrere", &body).await;
    assert_eq!(preview.status, 200, "{}", preview.body);
    assert_eq!(preview.body.matches("Verein Nord</ins>").count(), 5);
    assert!(before.iter().all(|record| now(&running, record) == *record));

    let done = client.post_form("/koordination/mehrere/anwenden", &body).await;
    assert_eq!(done.status, 303, "{}", done.body);
    for record in &before {
        let after = now(&running, record);
        assert_eq!(after.resource.provider.as_deref(), Some("Verein Nord"));
        let history = running.app.store.resource_history(record.resource.id).await.unwrap();
        assert_eq!(history[0].kind.code(), "bulk_edited");
    }
    let filter = AuditFilter { action: Some("resource.bulk".into()), ..AuditFilter::default() };
    let recorded = running.app.store.audit(&filter, i64::MAX, 9).await.unwrap();
    assert_eq!(recorded.len(), 1);

    let step = done.location.rsplit("schritt=").next().unwrap();
    let shown = client.send("GET", &done.location).await;
    assert!(shown.body.contains("Alles zurücknehmen"));
    let undone =
        client.post_form("/koordination/mehrere/zuruecknehmen", &format!("schritt={step}")).await;
    assert_eq!(undone.status, 303, "{}", undone.body);
    for record in &before {
        let after = now(&running, record);
        assert_eq!((&after.resource, after.version), (&record.resource, 3));
    }
    // It was taken back already.
    let again =
        client.post_form("/koordination/mehrere/zuruecknehmen", &format!("schritt={step}")).await;
    assert_eq!(again.status, 409);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_entry_that_cannot_stops_all() {
    let running = Running::start().await;
    let live = &running.app.state.live;
    let before = entries(&running, 3);
    let seen: Vec<_> = before.iter().map(|record| (record.resource.id, record.version)).collect();
    // Without its last category an entry cannot be.
    let only = before[0].resource.categories[0];
    let lone = Record { resource: before[0].resource.clone(), ..before[0].clone() };
    if lone.resource.categories.len() == 1 {
        let refused = bulk::apply(live, "erika", &BulkChange::RemoveCategory(only), &seen).await;
        assert!(matches!(refused, Err(ResourceError::Fields(_))), "{refused:?}");
    }
    resources::verify(live, "fritz", seen[2].0, 1, None).await.unwrap();
    let add = BulkChange::AddCategory(Category::Religion);
    let stale = bulk::apply(live, "erika", &add, &seen).await;
    assert!(matches!(stale, Err(ResourceError::Store(StoreError::Stale))), "{stale:?}");
    assert!(before[..2].iter().all(|record| now(&running, record) == *record));
}

#[tokio::test(flavor = "multi_thread")]
async fn removed_entries_come_back_unless_somebody_was_there_since() {
    let running = Running::start().await;
    let live = &running.app.state.live;
    let before = entries(&running, 2);
    let seen: Vec<_> = before.iter().map(|record| (record.resource.id, record.version)).collect();
    let step = bulk::apply(live, "erika", &BulkChange::Remove, &seen).await.unwrap().unwrap();
    assert!(before.iter().all(|record| now(&running, record).status == Status::Removed));
    let history = running.app.store.resource_history(seen[0].0).await.unwrap();
    resources::restore(live, "fritz", (seen[0].0, 2), history[1].id).await.unwrap();
    let stale = bulk::undo(live, "erika", step).await;
    assert!(matches!(stale, Err(ResourceError::Store(StoreError::Stale))), "{stale:?}");
    assert_eq!(now(&running, &before[1]).status, Status::Removed);
}
