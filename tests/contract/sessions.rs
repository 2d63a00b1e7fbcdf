//! Sessions and known browsers.

use std::sync::Arc;

use jiff::Timestamp;
use sozialraum::{
    domain::{account::Session, audit::Action},
    store::{AccountChange, Invited, Store},
};

use super::accounts::{HOUR, add, link, secret};
use crate::common::event;

async fn start(store: &dyn Store, account: i64, name: &str, at: Timestamp) {
    let session = Session { account, created_at: at, seen_at: at };
    store.start_session(secret(name), session).await.unwrap();
}

async fn lasts(store: &dyn Store, name: &str) -> bool {
    store.session(secret(name)).await.unwrap().is_some()
}

pub async fn a_session_lasts_until_it_ends(store: Arc<dyn Store>) {
    let (erika, anton) = (add(&*store, "erika").await, add(&*store, "anton").await);
    let now = Timestamp::from_second(1_800_000_000).unwrap();
    for (account, name) in [(erika, "a"), (erika, "b"), (anton, "c")] {
        start(&*store, account, name, now).await;
    }
    store.touch_session(secret("a"), now + HOUR).await.unwrap();
    store.touch_session(secret("a"), now).await.unwrap();
    let (session, account) = store.session(secret("a")).await.unwrap().unwrap();
    assert_eq!((session.created_at, session.seen_at), (now, now + HOUR));
    assert_eq!((session.account, account.name.as_str()), (erika, "erika"));
    assert_eq!(store.sessions(erika, now, now).await.unwrap(), 2);
    assert_eq!(store.sessions(erika, now + HOUR, now).await.unwrap(), 1);
    store.end_session(secret("a")).await.unwrap();
    assert!(!lasts(&*store, "a").await && lasts(&*store, "b").await);
    store.end_sessions(erika).await.unwrap();
    assert!(!lasts(&*store, "b").await && lasts(&*store, "c").await);
}

pub async fn what_has_run_out_is_swept(store: Arc<dyn Store>) {
    let id = add(&*store, "erika").await;
    let now = Timestamp::now();
    start(&*store, id, "old", now - HOUR).await;
    start(&*store, id, "new", now).await;
    store.remember_device(secret("past"), id, now - HOUR).await.unwrap();
    store.sweep(now - HOUR / 2, now - HOUR / 2, now).await.unwrap();
    assert!(!lasts(&*store, "old").await && lasts(&*store, "new").await);
    assert!(!store.knows_device(secret("past"), id, now - HOUR - HOUR).await.unwrap());
    let invited = store.invited(secret("erika"), now).await.unwrap();
    assert!(matches!(invited, Some(Invited::Account(_))));
    store.sweep(now - HOUR / 2, now - HOUR / 2, now + HOUR + HOUR).await.unwrap();
    assert_eq!(store.invited(secret("erika"), now).await.unwrap(), None);
}

pub async fn a_disabled_account_has_no_session(store: Arc<dyn Store>) {
    let id = add(&*store, "erika").await;
    start(&*store, id, "a", Timestamp::now()).await;
    let event = event(Action::AccountDisabled);
    store.change_account(id, &AccountChange::Disable, &event).await.unwrap();
    assert!(!lasts(&*store, "a").await);
    store.change_account(id, &AccountChange::Enable, &event).await.unwrap();
    assert!(!lasts(&*store, "a").await, "it does not come back");
}

pub async fn a_new_password_ends_the_other_sessions(store: Arc<dyn Store>) {
    let id = add(&*store, "erika").await;
    for name in ["a", "b"] {
        start(&*store, id, name, Timestamp::now()).await;
    }
    let kept = AccountChange::Password("$phc".into(), Some(secret("a")));
    store.change_account(id, &kept, &event(Action::AccountPassword)).await.unwrap();
    assert!(lasts(&*store, "a").await && !lasts(&*store, "b").await);
    let reset = AccountChange::Reset(link("new"));
    store.change_account(id, &reset, &event(Action::AccountReset)).await.unwrap();
    assert!(!lasts(&*store, "a").await);
}

pub async fn a_browser_is_known_for_its_account_and_time(store: Arc<dyn Store>) {
    let (erika, anton) = (add(&*store, "erika").await, add(&*store, "anton").await);
    let now = Timestamp::now();
    store.remember_device(secret("a"), erika, now + HOUR).await.unwrap();
    store.remember_device(secret("a"), erika, now + HOUR).await.unwrap();
    assert!(store.knows_device(secret("a"), erika, now).await.unwrap());
    assert!(!store.knows_device(secret("a"), anton, now).await.unwrap());
    assert!(!store.knows_device(secret("a"), erika, now + HOUR).await.unwrap());
    store.end_sessions(erika).await.unwrap();
    assert!(!store.knows_device(secret("a"), erika, now).await.unwrap());
}
