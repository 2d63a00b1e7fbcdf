//! The audit record.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use sozialraum::{
    domain::audit::{Action, Event, Mark},
    service::audit::{cut, verify},
    store::{AuditFilter, Store},
};

use super::accounts::{add, link};
use crate::common::event;

async fn count(store: &dyn Store) -> i64 {
    verify(store, None).await.unwrap().head.seq
}

pub async fn each_write_adds_one_entry_and_a_failing_one_none(store: Arc<dyn Store>) {
    assert_eq!(store.audit_ends().await.unwrap(), (Mark::beginning(), Mark::beginning()));
    let id = add(&*store, "erika").await;
    assert_eq!(count(&*store).await, 1);
    let made = event(Action::AccountCreated);
    assert!(store.add_account("ERIKA", &[].into(), link("x"), &made).await.is_err());
    assert!(store.revoke_token(1, &made).await.is_err());
    assert!(store.accept_invitation([7; 32], "$phc", &made).await.is_err());
    assert!(store.undo_organisation_change(1, true, &made).await.is_err());
    assert!(super::organisation::change(&*store, "a", 7).await.is_err());
    assert!(store.cut_audit(99, &made).await.is_err());
    assert_eq!(count(&*store).await, 1);
    let (_, disable) = (id, sozialraum::store::AccountChange::Disable);
    store.change_account(id, &disable, &event(Action::AccountDisabled)).await.unwrap();
    super::organisation::change(&*store, "a", 0).await.unwrap();
    assert_eq!(count(&*store).await, 3);
}

pub async fn the_record_is_filtered_and_paged(store: Arc<dyn Store>) {
    for number in 0..5 {
        add(&*store, &format!("name{number}")).await;
    }
    let odd = Event { actor: "odd".into(), subject: "Team/X".into(), ..event(Action::AuditCut) };
    store.cut_audit(1, &odd).await.unwrap();
    let all = AuditFilter::default();
    let page = store.audit(&all, i64::MAX, 3).await.unwrap();
    assert_eq!(page.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [6, 5, 4]);
    let next = store.audit(&all, 4, 3).await.unwrap();
    assert_eq!(next.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [3, 2]);
    let after = store.audit_after(3, 2).await.unwrap();
    assert_eq!(after.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [4, 5]);
    let text = |text: &str| Some(text.to_owned());
    let tomorrow = Timestamp::now() + SignedDuration::from_hours(24);
    for (filter, expected) in [
        (AuditFilter { actor: text("odd"), ..all.clone() }, 1),
        (AuditFilter { actor: text("od"), ..all.clone() }, 0),
        (AuditFilter { action: text("account.created"), ..all.clone() }, 4),
        (AuditFilter { subject: text("m/x"), ..all.clone() }, 1),
        (AuditFilter { actor: text("odd"), action: text("account.created"), ..all.clone() }, 0),
        (AuditFilter { from: Some(tomorrow), ..all.clone() }, 0),
        (AuditFilter { before: Some(tomorrow), ..all.clone() }, 5),
    ] {
        let found = store.audit(&filter, i64::MAX, 99).await.unwrap();
        assert_eq!(found.len(), expected, "{filter:?}");
    }
}

pub async fn the_record_is_cut_and_stays_whole(store: Arc<dyn Store>) {
    for number in 0..5 {
        add(&*store, &format!("name{number}")).await;
    }
    let past = Timestamp::now() - SignedDuration::from_hours(24);
    assert_eq!(cut(&*store, "test", past).await.unwrap(), 0);
    assert_eq!(count(&*store).await, 5);
    let checkpoint = store.audit_ends().await.unwrap().1;
    let future = Timestamp::now() + SignedDuration::from_hours(24);
    assert_eq!(cut(&*store, "test", future).await.unwrap(), 5);
    let proven = verify(&*store, Some(checkpoint)).await.unwrap();
    assert_eq!((proven.entries, proven.anchor.seq, proven.head.seq), (1, 5, 6));
    add(&*store, "later").await;
    assert_eq!(verify(&*store, None).await.unwrap().entries, 2);
}

pub async fn a_probe_writes_and_is_no_entry(store: Arc<dyn Store>) {
    let before = store.revision().await.unwrap();
    store.probe(Timestamp::now()).await.unwrap();
    assert_eq!(count(&*store).await, 0);
    assert_eq!(store.revision().await.unwrap(), before);
}
