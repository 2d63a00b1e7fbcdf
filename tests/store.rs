//! The contract of a store, run on every database there is.

mod common;

use common::{data, event};
use sozialraum::{
    domain::{audit::Action, city::Dataset},
    formats::folder,
    service::Service,
    store::{SqliteStore, Store, StoreError},
};

fn dataset() -> Dataset {
    folder::read_sound(&data()).unwrap()
}

/// What every store has to keep, whatever database is behind it.
async fn contract(store: &dyn Store) {
    assert!(store.dataset().await.unwrap().is_none());

    let original = dataset();
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
    Service::build(kept, &[]).unwrap();

    // A replacement that overlapping editions refuse changes nothing.
    let mut broken = original.clone();
    let mut second = broken.editions[0].clone();
    second.edition.number = 2;
    broken.editions.push(second);
    broken.streets.clear();
    let refused = store.replace_dataset(&broken, &event(Action::DatasetImported)).await;
    assert!(matches!(refused, Err(StoreError::EditionOverlap)), "{refused:?}");
    assert_eq!(store.dataset().await.unwrap().unwrap().streets, original.streets);
}

#[tokio::test]
async fn sqlite_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("deep/er/test.db").display());
    let store = SqliteStore::open(&url).await.unwrap();
    contract(&store).await;
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
    let error = SqliteStore::open(&format!("sqlite:{}", file.display())).await;
    assert!(error.is_err());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "Liebe Kollegin, ".repeat(1000));
}
