//! What coordinators do with many entries, with suggestions, and with links for providers.

#[path = "../common/mod.rs"]
mod common;

mod bulk;
mod files;
mod import;
mod links;
mod suggestions;

use common::{Client, Running};
use sozialraum::domain::{
    account::{Role, Roles},
    resource::Record,
};

/// Somebody who is signed in as a coordinator.
async fn coordinator(running: &Running) -> Client {
    running.add_account("erika", &Roles::from([Role::Coordinator])).await;
    running.signed_in("erika").await
}

/// Entries of the shipped city.
fn entries(running: &Running, count: usize) -> Vec<Record> {
    let service = running.app.state.service();
    service.resources().records().take(count).map(|record| (**record).clone()).collect()
}

/// The entry as it is now.
fn now(running: &Running, record: &Record) -> Record {
    let service = running.app.state.service();
    (**service.resources().record(record.resource.id).unwrap()).clone()
}
