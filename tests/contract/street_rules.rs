//! Street rules of editions.

use std::sync::Arc;

use sozialraum::{
    domain::{audit::Action, rules::StreetRule},
    store::{Store, StoreError},
};

use super::dataset::shipped;
use crate::common::event;

fn rule(numbers: &str) -> StreetRule {
    StreetRule {
        id: "glockenheide-1".into(),
        place: None,
        street: "Glockenheide".into(),
        numbers: numbers.parse().unwrap(),
        sozialraum: "garstedt".into(),
        reason: "made up".into(),
    }
}

pub async fn rules_are_replaced_by_those_who_know_the_city(store: Arc<dyn Store>) {
    let mut city = shipped();
    city.editions[0].rules = vec![rule("1-9 ung. außer 7a")];
    store.replace_dataset(&city, &event(Action::DatasetImported)).await.unwrap();
    let kept = store.dataset().await.unwrap().unwrap();
    assert_eq!(kept.editions, city.editions);

    let number = city.editions[0].edition.number;
    let known = store.revision().await.unwrap().dataset;
    let replace = async |rules: &[(u32, Vec<StreetRule>)], based_on| {
        store.replace_rules(rules, based_on, &event(Action::RulesReplaced)).await
    };
    let new = vec![rule("ab 50 ger."), rule("")];
    let entries = store.audit_ends().await.unwrap().1;
    // All editions or none.
    let refused = replace(&[(number, new.clone()), (number + 7, Vec::new())], known).await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    assert_eq!(store.dataset().await.unwrap().unwrap().editions, city.editions);
    assert_eq!(store.revision().await.unwrap().dataset, known);
    assert_eq!(store.audit_ends().await.unwrap().1, entries);

    replace(&[(number, new.clone())], known).await.unwrap();
    assert_eq!(store.dataset().await.unwrap().unwrap().editions[0].rules, new);
    assert!(store.revision().await.unwrap().dataset > known);
    assert_ne!(store.audit_ends().await.unwrap().1, entries);
    let stale = replace(&[(number, Vec::new())], known).await;
    assert!(matches!(stale, Err(StoreError::Stale)), "{stale:?}");
    // A city that is read again brings its own.
    store.replace_dataset(&shipped(), &event(Action::DatasetImported)).await.unwrap();
    assert!(store.dataset().await.unwrap().unwrap().editions[0].rules.is_empty());
}
