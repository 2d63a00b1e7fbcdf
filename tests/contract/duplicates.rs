//! Pairs of entries that were found to be no duplicates.

use std::sync::Arc;

use jiff::Timestamp;
use sozialraum::{
    domain::{
        audit::Action,
        resource::{Category, ChangeKind, Record, Resource, duplicates::Pair},
    },
    store::{ResourceWrite, Store, StoreError},
};
use uuid::Uuid;

use crate::common::event;

async fn add(store: &dyn Store, number: u128) -> Uuid {
    let resource = Resource::new(Uuid::from_u128(number), "Treff", Category::MeetingPlace);
    let record = Record::new(resource, Timestamp::UNIX_EPOCH, "test");
    let write = ResourceWrite { record, kind: ChangeKind::Added };
    store.write_resources(&[write], &event(Action::ResourceChanged)).await.unwrap();
    Uuid::from_u128(number)
}

pub async fn a_pair_is_told_apart_and_back_once(store: Arc<dyn Store>) {
    let (one, other) = (add(&*store, 2).await, add(&*store, 1).await);
    let pair = Pair::new(one, other);
    for apart in [true, false, true] {
        store.tell_apart(pair, apart, &event(Action::ResourcesApart)).await.unwrap();
        let kept = store.told_apart().await.unwrap();
        assert_eq!(kept, if apart { vec![pair] } else { Vec::new() });
        let again = store.tell_apart(pair, apart, &event(Action::ResourcesApart)).await;
        assert!(matches!(again, Err(StoreError::Stale)), "{again:?}");
    }
    let (_, head) = store.audit_ends().await.unwrap();
    assert_eq!(head.seq, 5, "what is refused is not recorded");
    let unknown = Pair::new(one, Uuid::from_u128(9));
    let missing = store.tell_apart(unknown, true, &event(Action::ResourcesApart)).await;
    assert!(matches!(missing, Err(StoreError::NotFound)), "{missing:?}");
}
