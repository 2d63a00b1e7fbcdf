//! Changes of the organisation.

use std::sync::Arc;

use jiff::civil::date;
use sozialraum::{
    domain::{
        audit::Action,
        organisation::{Content, Details, NewChange},
    },
    store::{Store, StoreError},
};

use crate::common::event;

/// Records a change of one team by name.
pub async fn change(store: &dyn Store, id: &str, based_on: i64) -> Result<i64, StoreError> {
    let details = Details { name: format!("Team {id}"), ..Details::default() };
    let change = NewChange {
        entry: format!("team/{id}").parse().unwrap(),
        valid_from: date(2026, 1, 1),
        content: Content::Details(details),
    };
    store.change_organisation(&change, based_on, &event(Action::OrganisationChanged)).await
}

pub async fn changes_are_kept_in_order(store: Arc<dyn Store>) {
    let first = change(&*store, "a", 0).await.unwrap();
    let second = change(&*store, "b", 0).await.unwrap();
    let third = change(&*store, "a", first).await.unwrap();
    let kept = store.organisation_changes().await.unwrap();
    assert_eq!(kept.iter().map(|one| one.id).collect::<Vec<_>>(), [first, second, third]);
    assert_eq!(kept[1].entry.to_string(), "team/b");
    assert_eq!((kept[1].valid_from, kept[1].recorded_by.as_str()), (date(2026, 1, 1), "test"));
    assert!(kept.iter().all(|one| one.undone.is_none()));
}

pub async fn a_stale_change_is_refused(store: Arc<dyn Store>) {
    let first = change(&*store, "a", 0).await.unwrap();
    for based_on in [0, first + 1] {
        let stale = change(&*store, "a", based_on).await;
        assert!(matches!(stale, Err(StoreError::Stale)), "{stale:?}");
    }
    assert_eq!(store.organisation_changes().await.unwrap().len(), 1);
}

pub async fn a_change_is_undone_and_redone_once(store: Arc<dyn Store>) {
    let id = change(&*store, "a", 0).await.unwrap();
    for undone in [true, false, true] {
        let event = event(Action::OrganisationUndone);
        store.undo_organisation_change(id, undone, &event).await.unwrap();
        let kept = store.organisation_changes().await.unwrap();
        assert_eq!(kept[0].undone.is_some(), undone);
        let again = store.undo_organisation_change(id, undone, &event).await;
        assert!(matches!(again, Err(StoreError::Stale)), "{again:?}");
    }
    let missing = store.undo_organisation_change(4711, true, &event(Action::AuditCut)).await;
    assert!(matches!(missing, Err(StoreError::NotFound)), "{missing:?}");
}
