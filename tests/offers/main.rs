//! Pages about single offers, what residents send about them, frames for other websites, and
//! what is kept for times without a connection – all over real HTTP.

#[path = "../common/mod.rs"]
mod common;

mod away;
mod frame;
mod page;
mod suggestions;

use common::{Client, Running};
use jiff::Timestamp;
use sozialraum::{
    domain::{
        audit::Action,
        resource::{Category, ChangeKind, Record, Resource},
    },
    http::Guards,
    store::{ResourceWrite, Store},
};
use uuid::Uuid;

const BROWSER: &str = "text/html,application/xhtml+xml,*/*;q=0.8";
/// Markup that must come back as text only.
const SCRIPT: &str = "<script>alert(1)</script>";

/// An offer with a number.
fn offer(number: u128, name: &str) -> Resource {
    Resource::new(Uuid::from_u128(number), name, Category::MeetingPlace)
}

/// An offer as it is kept.
fn record(resource: Resource) -> Record {
    Record::new(resource, Timestamp::UNIX_EPOCH, "test")
}

/// The shipped city with these offers beside its own, behind these guards.
async fn running(records: Vec<Record>, guards: Guards) -> Running {
    let running = Running::with(guards).await;
    let kind = ChangeKind::Imported;
    let writes: Vec<ResourceWrite> =
        records.into_iter().map(|record| ResourceWrite { record, kind }).collect();
    let event = common::event(Action::ResourceChanged);
    running.app.store.write_resources(&writes, &event).await.unwrap();
    running.app.state.live.refresh().await.unwrap();
    running
}

fn unlimited() -> Guards {
    Guards { rate: None, writes: None, ..Guards::default() }
}

/// Somebody with a browser.
fn browser(running: &Running) -> Client {
    Client::new(&running.url).header("accept", BROWSER)
}

fn path(number: u128) -> String {
    format!("/angebot/{}", Uuid::from_u128(number))
}

fn assert_has(page: &str, texts: &[&str]) {
    for text in texts {
        assert!(page.contains(text), "„{text}“ is missing in {page}");
    }
}
