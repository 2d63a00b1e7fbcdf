//! Streets and house numbers.

use std::sync::Arc;

use sozialraum::{
    domain::{
        audit::Action,
        directory::{AddressPoint, OfficialEntry, Quality, Street},
    },
    store::{Store, StoreError},
};

use super::dataset::shipped;
use crate::common::event;

pub async fn house_numbers_are_replaced_by_those_who_know_the_city(store: Arc<dyn Store>) {
    let city = shipped();
    store.replace_dataset(&city, &event(Action::DatasetImported)).await.unwrap();
    let known = store.revision().await.unwrap().dataset;
    let entries = [
        None,
        Some(OfficialEntry::default()),
        Some(OfficialEntry {
            id: "DESH000000000001".into(),
            quality: Some(Quality::Other("geschätzt".into())),
            postcode: "01067".parse().ok(),
        }),
    ];
    let mut points: Vec<AddressPoint> = city.points.clone();
    for (at, point) in points.iter_mut().enumerate() {
        point.official = entries[at % 3].clone().map(Box::new);
    }
    let mut streets = city.streets.clone();
    streets.push(Street { name: "Ohne Linie".into(), kind: "street".into(), ..Street::default() });
    let replace = async |points: &[AddressPoint], based_on| {
        let event = event(Action::AddressesReplaced);
        store.replace_directory(&streets, points, based_on, &event).await
    };
    replace(&points, known).await.unwrap();
    let kept = store.dataset().await.unwrap().unwrap();
    assert_eq!(kept.points, points);
    assert_eq!(kept.streets, streets);
    assert_eq!(kept.editions, city.editions);
    assert!(store.revision().await.unwrap().dataset > known);
    let entry = store.audit_ends().await.unwrap().1;
    let stale = replace(&[], known).await;
    assert!(matches!(stale, Err(StoreError::Stale)), "{stale:?}");
    assert_eq!(store.dataset().await.unwrap().unwrap().points.len(), points.len());
    assert_eq!(store.audit_ends().await.unwrap().1, entry);
}
