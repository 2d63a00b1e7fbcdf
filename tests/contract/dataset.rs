//! The city.

use std::sync::Arc;

use sozialraum::{
    domain::{audit::Action, city::Dataset},
    formats::folder,
    service::Service,
    store::{Store, StoreError},
};

use crate::common::{data, event};

pub fn shipped() -> Dataset {
    folder::read_sound(&data()).unwrap()
}

pub async fn a_city_is_kept_as_it_is(store: Arc<dyn Store>) {
    assert!(store.dataset().await.unwrap().is_none());
    let original = shipped();
    store.replace_dataset(&original, &event(Action::DatasetImported)).await.unwrap();
    let kept = store.dataset().await.unwrap().unwrap();
    assert_eq!(kept.info, original.info);
    assert_eq!(kept.limit, original.limit);
    assert_eq!(kept.editions, original.editions);
    assert_eq!(kept.municipalities, original.municipalities);
    assert_eq!(kept.parts, original.parts);
    assert_eq!(kept.streets, original.streets);
    assert_eq!(kept.points, original.points);
    assert_eq!(kept.organisation, original.organisation);
    assert_eq!(kept.layers, original.layers);
    Service::build(kept, &[], Vec::new()).unwrap();
}

pub async fn overlapping_editions_change_nothing(store: Arc<dyn Store>) {
    let original = shipped();
    store.replace_dataset(&original, &event(Action::DatasetImported)).await.unwrap();
    let before = (store.revision().await.unwrap(), store.audit_ends().await.unwrap());
    let mut broken = original.clone();
    let mut second = broken.editions[0].clone();
    second.edition.number = 2;
    broken.editions.push(second);
    broken.streets.clear();
    let refused = store.replace_dataset(&broken, &event(Action::DatasetImported)).await;
    assert!(matches!(refused, Err(StoreError::EditionOverlap)), "{refused:?}");
    assert_eq!(store.dataset().await.unwrap().unwrap().streets, original.streets);
    let after = (store.revision().await.unwrap(), store.audit_ends().await.unwrap());
    assert_eq!(before, after);
}

pub async fn changes_are_counted(store: Arc<dyn Store>) {
    let first = store.revision().await.unwrap();
    store.replace_dataset(&shipped(), &event(Action::DatasetImported)).await.unwrap();
    let second = store.revision().await.unwrap();
    assert!(second.dataset > first.dataset);
    assert_eq!(second.organisation, first.organisation);
    let id = super::organisation::change(&*store, "a", 0).await.unwrap();
    let third = store.revision().await.unwrap();
    assert_eq!(third.dataset, second.dataset);
    assert!(third.organisation > second.organisation);
    let event = event(Action::OrganisationUndone);
    store.undo_organisation_change(id, true, &event).await.unwrap();
    assert!(store.revision().await.unwrap().organisation > third.organisation);
    super::accounts::add(&*store, "erika").await;
    assert_eq!(store.revision().await.unwrap().dataset, third.dataset);
}
