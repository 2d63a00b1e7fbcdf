//! Accounts, their links, and tokens.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use sozialraum::{
    domain::{
        account::{Account, AccountState, Role, Roles},
        audit::Action,
    },
    store::{AccountChange, Invitation, Invited, NewToken, SecretHash, Store, StoreError},
};

use crate::common::event;

pub const HOUR: SignedDuration = SignedDuration::from_hours(1);

pub fn secret(name: &str) -> SecretHash {
    sozialraum::service::secret::hash(name)
}

/// A link that works for an hour; its secret is made from a text.
pub fn link(text: &str) -> Invitation {
    Invitation { secret: secret(text), expires_at: Timestamp::now() + HOUR }
}

/// Adds an account without any power; its link is made from its name.
pub async fn add(store: &dyn Store, name: &str) -> i64 {
    let (roles, event) = (Roles::from([Role::Intake]), event(Action::AccountCreated));
    store.add_account(name, &roles, link(name), &event).await.unwrap()
}

/// Adds an administrator who can sign in.
pub async fn add_admin(store: &dyn Store, name: &str) -> i64 {
    let id = add(store, name).await;
    let admin = AccountChange::Roles(Roles::from([Role::Admin]));
    store.change_account(id, &admin, &event(Action::AccountRoles)).await.unwrap();
    let event = event(Action::AccountPassword);
    store.accept_invitation(secret(name), "$phc", &event).await.unwrap();
    id
}

async fn change(store: &dyn Store, id: i64, change: AccountChange) -> Result<(), StoreError> {
    store.change_account(id, &change, &event(Action::AccountRoles)).await
}

async fn get(store: &dyn Store, name: &str) -> Account {
    store.account(name).await.unwrap().unwrap().0
}

pub async fn a_name_is_taken_whatever_its_case(store: Arc<dyn Store>) {
    let id = add(&*store, "erika").await;
    let (roles, event) = (Roles::from([Role::Admin]), event(Action::AccountCreated));
    for name in ["erika", "Erika", "ERIKA"] {
        let again = store.add_account(name, &roles, link("other"), &event).await;
        assert!(matches!(again, Err(StoreError::NameTaken)), "{again:?}");
        assert_eq!(get(&*store, name).await.id, id);
    }
    add(&*store, "anton").await;
    let names: Vec<String> =
        store.accounts().await.unwrap().into_iter().map(|account| account.name).collect();
    assert_eq!(names, ["anton", "erika"]);
    assert!(store.account("nobody").await.unwrap().is_none());
    let missing = change(&*store, 4711, AccountChange::Enable).await;
    assert!(matches!(missing, Err(StoreError::NotFound)), "{missing:?}");
}

pub async fn states_follow_what_happens(store: Arc<dyn Store>) {
    let id = add(&*store, "erika").await;
    assert_eq!(get(&*store, "erika").await.state, AccountState::Invited);
    let event = event(Action::AccountPassword);
    store.accept_invitation(secret("erika"), "$phc", &event).await.unwrap();
    let (account, password) = store.account("erika").await.unwrap().unwrap();
    assert_eq!((account.state, password.as_deref()), (AccountState::Active, Some("$phc")));
    change(&*store, id, AccountChange::Disable).await.unwrap();
    assert_eq!(get(&*store, "erika").await.state, AccountState::Disabled);
    change(&*store, id, AccountChange::Enable).await.unwrap();
    assert_eq!(get(&*store, "erika").await.state, AccountState::Active);
    change(&*store, id, AccountChange::Reset(link("new"))).await.unwrap();
    let (account, password) = store.account("erika").await.unwrap().unwrap();
    assert_eq!((account.state, password), (AccountState::Invited, None));
}

pub async fn the_last_administrator_stays(store: Arc<dyn Store>) {
    let erika = add_admin(&*store, "erika").await;
    let intake = || AccountChange::Roles(Roles::from([Role::Intake]));
    for refused in [intake(), AccountChange::Disable] {
        let error = change(&*store, erika, refused).await;
        assert!(matches!(error, Err(StoreError::LastAdmin)), "{error:?}");
    }
    assert!(get(&*store, "erika").await.is_working_admin());
    // One who is invited or disabled is none who can sign in.
    let anton = add_admin(&*store, "anton").await;
    change(&*store, anton, AccountChange::Disable).await.unwrap();
    let error = change(&*store, erika, AccountChange::Disable).await;
    assert!(matches!(error, Err(StoreError::LastAdmin)), "{error:?}");
    change(&*store, anton, AccountChange::Enable).await.unwrap();
    change(&*store, erika, intake()).await.unwrap();
    let error = change(&*store, anton, intake()).await;
    assert!(matches!(error, Err(StoreError::LastAdmin)), "{error:?}");
    // A reset leaves a link.
    change(&*store, anton, AccountChange::Reset(link("again"))).await.unwrap();
}

pub async fn a_link_works_once_and_in_time(store: Arc<dyn Store>) {
    add(&*store, "erika").await;
    let now = Timestamp::now();
    let invited = store.invited(secret("erika"), now).await.unwrap();
    assert_eq!(invited, Some(Invited::Account(get(&*store, "erika").await)));
    assert_eq!(store.invited(secret("erika"), now + HOUR + HOUR).await.unwrap(), None);
    assert_eq!(store.invited(secret("nothing"), now).await.unwrap(), None);
    let event = event(Action::AccountPassword);
    store.accept_invitation(secret("erika"), "$phc", &event).await.unwrap();
    let again = store.accept_invitation(secret("erika"), "$other", &event).await;
    assert!(matches!(again, Err(StoreError::BadLink)), "{again:?}");
    let (_, password) = store.account("erika").await.unwrap().unwrap();
    assert_eq!(password.as_deref(), Some("$phc"));
}

pub async fn a_new_link_replaces_the_former_one(store: Arc<dyn Store>) {
    let id = add(&*store, "erika").await;
    change(&*store, id, AccountChange::Reset(link("new"))).await.unwrap();
    let now = Timestamp::now();
    assert_eq!(store.invited(secret("erika"), now).await.unwrap(), None);
    assert!(store.invited(secret("new"), now).await.unwrap().is_some());
    change(&*store, id, AccountChange::Disable).await.unwrap();
    assert_eq!(store.invited(secret("new"), now).await.unwrap(), None);
}

pub async fn the_first_administrator_is_offered_only_without_accounts(store: Arc<dyn Store>) {
    let now = Timestamp::now();
    assert!(store.offer_first_admin(link("one")).await.unwrap());
    assert!(store.offer_first_admin(link("two")).await.unwrap());
    assert_eq!(store.invited(secret("one"), now).await.unwrap(), None);
    assert_eq!(store.invited(secret("two"), now).await.unwrap(), Some(Invited::FirstAdmin));
    let event = event(Action::AccountCreated);
    store.create_first_admin(secret("two"), "erika", "$phc", &event).await.unwrap();
    assert!(get(&*store, "erika").await.is_working_admin());
    let again = store.create_first_admin(secret("two"), "anton", "$phc", &event).await;
    assert!(matches!(again, Err(StoreError::BadLink)), "{again:?}");
    assert!(!store.offer_first_admin(link("three")).await.unwrap());
    assert_eq!(store.invited(secret("three"), now).await.unwrap(), None);
}

pub async fn tokens_are_kept_and_revoked_once(store: Arc<dyn Store>) {
    let token = |name: &str| NewToken {
        name: name.to_owned(),
        roles: Roles::from([Role::Admin]),
        secret: secret(name),
        expires_at: Timestamp::now() + HOUR,
    };
    let made = event(Action::TokenCreated);
    let id = store.add_token(&token("one"), &made).await.unwrap();
    store.add_token(&token("two"), &made).await.unwrap();
    let names: Vec<String> =
        store.tokens().await.unwrap().into_iter().map(|token| token.name).collect();
    assert_eq!(names, ["two", "one"]);
    let found = store.token(secret("one")).await.unwrap().unwrap();
    assert!(found.id == id && found.works_at(Timestamp::now()) && found.created_by == "test");
    assert!(store.token(secret("three")).await.unwrap().is_none());
    let gone = event(Action::TokenRevoked);
    store.revoke_token(id, &gone).await.unwrap();
    assert!(!store.token(secret("one")).await.unwrap().unwrap().works_at(Timestamp::now()));
    for id in [id, 4711] {
        let again = store.revoke_token(id, &gone).await;
        assert!(matches!(again, Err(StoreError::NotFound)), "{again:?}");
    }
}
