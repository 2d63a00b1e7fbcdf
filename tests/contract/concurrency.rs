//! Many at once.

use std::sync::Arc;

use sozialraum::{service::audit::verify, store::Store};

use super::{accounts::add, organisation::change};

pub async fn twenty_at_once_are_all_there_and_the_chain_is_whole(store: Arc<dyn Store>) {
    let tasks: Vec<_> = (0..20)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                for turn in 0..3 {
                    add(&*store, &format!("name-{number}-{turn}")).await;
                    change(&*store, &format!("team-{number}-{turn}"), 0).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(store.accounts().await.unwrap().len(), 60);
    assert_eq!(store.organisation_changes().await.unwrap().len(), 60);
    assert_eq!(verify(&*store, None).await.unwrap().entries, 120);
}
