//! The contract of a store, run on every database there is, and what is particular to each.

mod common;
mod contract;

use std::sync::Arc;

use common::event;
use sozialraum::{
    domain::audit::Action,
    store::{SqliteStore, Store, StoreError},
};
use sqlx::{Connection, SqliteConnection};

/// A fresh store in a folder that lives as long as it is needed.
async fn sqlite() -> (tempfile::TempDir, Arc<dyn Store>) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("deep/er/test.db").display());
    (folder, Arc::new(SqliteStore::open(&url).await.unwrap()))
}

/// Runs every function of the contract on a fresh store of one database.
macro_rules! on {
    ($database:ident: $($module:ident::$name:ident,)*) => {
        mod $database {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $name() {
                    let (_folder, store) = super::$database().await;
                    super::contract::$module::$name(store).await;
                }
            )*
        }
    };
}

contract::every!(on, sqlite);

#[tokio::test]
async fn what_was_kept_is_there_when_it_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    let store = SqliteStore::open(&url).await.unwrap();
    let dataset = contract::dataset::shipped();
    store.replace_dataset(&dataset, &event(Action::DatasetImported)).await.unwrap();
    drop(store);
    let again = SqliteStore::open(&url).await.unwrap();
    assert!(again.dataset().await.unwrap().is_some());
}

#[tokio::test]
async fn another_url_is_refused_with_what_would_be_right() {
    for url in ["mysql://x", "sqlite:", "var/sozialraum.db"] {
        let error = SqliteStore::open(url).await.unwrap_err();
        assert!(error.to_string().contains("sqlite:FILE"), "{error}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letter.txt");
    std::fs::write(&file, "Liebe Kollegin, ".repeat(1000)).unwrap();
    let error = SqliteStore::open(&format!("sqlite:{}", file.display())).await.unwrap_err();
    assert!(matches!(error, StoreError::Foreign(_)), "{error}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "Liebe Kollegin, ".repeat(1000));
}

#[tokio::test]
async fn the_database_of_another_program_is_refused_even_if_it_migrates_alike() {
    let folder = tempfile::tempdir().unwrap();
    for (name, statements) in [
        ("plain.db", "create table account (id integer)"),
        (
            "alike.db",
            "create table _sqlx_migrations (version bigint, success boolean);
             insert into _sqlx_migrations values (20240101000000, 1)",
        ),
    ] {
        let url = format!("sqlite:{}", folder.path().join(name).display());
        let mut connection = SqliteConnection::connect(&format!("{url}?mode=rwc")).await.unwrap();
        sqlx::raw_sql(statements).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        let error = SqliteStore::open(&url).await.unwrap_err();
        assert!(matches!(error, StoreError::Foreign(_)), "{name}: {error}");
    }
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_or_remove_an_entry_of_the_record() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    let store = SqliteStore::open(&url).await.unwrap();
    contract::accounts::add(&store, "erika").await;
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    for statement in [
        "update audit_entry set actor = 'nobody'",
        "delete from audit_entry",
        "insert or replace into audit_entry select seq, at, 'nobody', action, subject, detail, hash
         from audit_entry",
    ] {
        let refused = sqlx::raw_sql(statement).execute(&mut connection).await;
        assert!(refused.is_err(), "{statement}");
    }
    connection.close().await.unwrap();
    sozialraum::service::audit::verify(&store, None).await.unwrap();
}

#[tokio::test]
async fn two_programs_that_make_the_same_database_at_once_both_get_it() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..10 {
        let url = format!("sqlite:{}", folder.path().join(format!("{round}.db")).display());
        let open = |url: String| tokio::spawn(async move { SqliteStore::open(&url).await });
        let (one, other) = (open(url.clone()), open(url));
        one.await.unwrap().unwrap();
        other.await.unwrap().unwrap();
    }
}
