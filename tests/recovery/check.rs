//! What has to hold after a kill.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use sozialraum::{
    domain::{audit::Entry, city::Dataset},
    formats::folder,
    service::audit::verify,
    store::{SqliteStore, Store},
};

use crate::{
    Written,
    common::{
        data,
        program::{Program, wait},
    },
};

/// What one database holds.
struct Held {
    accounts: BTreeSet<String>,
    hours: BTreeSet<String>,
    /// Hashes of the entries that imports have left.
    imports: BTreeSet<String>,
}

/// The database and the former states that restores have kept beside it.
pub fn check(program: &Program, written: &Written, other: &Path) {
    let cities = [folder::read_sound(&data()).unwrap(), folder::read_sound(other).unwrap()];
    let beside = fs::read_dir(program.database.parent().unwrap()).unwrap();
    let former = beside.map(|entry| entry.unwrap().path()).filter(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.contains("before-restore") && !name.contains(".part")
    });
    let files: Vec<PathBuf> = former.chain([program.database.clone()]).collect();
    let held: Vec<Held> = files.iter().map(|file| held(file, &cities)).collect();
    let all = |pick: fn(&Held) -> &BTreeSet<String>| -> BTreeSet<String> {
        held.iter().flat_map(|one| pick(one).iter().cloned()).collect()
    };
    let (accounts, hours) = (all(|held| &held.accounts), all(|held| &held.hours));
    let lost: Vec<_> = written.accounts.difference(&accounts).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    let lost: Vec<_> = written.hours.difference(&hours).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    // One import made the database. Every restore has left a former state; its entry may be the same
    // as that of another one from the same backup within the same second.
    let commands = all(|held| &held.imports).len() - 1 + files.len() - 1;
    assert!(commands >= written.commands, "{commands} of {} commands", written.commands);
    println!(
        "  {} accounts, {} changes, {} commands acknowledged; {} former states",
        written.accounts.len(),
        written.hours.len(),
        written.commands,
        files.len() - 1
    );
    let server = program.serve();
    server.assign("Glockenheide 42");
}

/// Checks that a database is whole, and returns what it holds.
fn held(file: &Path, cities: &[Dataset; 2]) -> Held {
    wait(async {
        let store = SqliteStore::open(&format!("sqlite:{}", file.display())).await.unwrap();
        assert_eq!(store.defects().await.unwrap(), Vec::<String>::new());
        assert_eq!(store.dangling().await.unwrap(), Vec::<String>::new());
        verify(&store, None).await.unwrap();
        let city = store.dataset().await.unwrap().unwrap();
        assert!(cities.iter().any(|known| same(known, &city)), "a mixture of two cities");
        let entries = store.audit_after(0, u32::MAX).await.unwrap();
        let recorded = |action: &str| {
            let of = entries.iter().filter(|entry| entry.action == action);
            of.collect::<Vec<&Entry>>()
        };
        let accounts: BTreeSet<String> =
            store.accounts().await.unwrap().into_iter().map(|account| account.name).collect();
        let created = recorded("account.created");
        let named = created.iter().map(|entry| entry.subject.replace("account/", ""));
        assert_eq!(named.clone().count(), accounts.len());
        assert_eq!(named.collect::<BTreeSet<_>>(), accounts);
        let changes = store.organisation_changes().await.unwrap();
        let changed = recorded("organisation.changed");
        assert_eq!(changed.len(), changes.len());
        let mut hours = BTreeSet::new();
        for (change, entry) in changes.iter().zip(&changed) {
            let content = serde_json::to_value(&change.content).unwrap();
            let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap();
            assert_eq!(detail["after"], content);
            let text = content.to_string();
            let (_, rest) = text.split_once("\"hours\":\"").unwrap();
            hours.insert(rest.split('"').next().unwrap().to_owned());
        }
        store.close().await;
        let imports = recorded("dataset.imported").iter().map(|entry| entry.hash.clone()).collect();
        Held { accounts, hours, imports }
    })
}

/// Whether two datasets are one and the same.
pub fn same(one: &Dataset, other: &Dataset) -> bool {
    one.info == other.info
        && one.organisation == other.organisation
        && one.streets == other.streets
        && one.points == other.points
        && one.editions == other.editions
        && one.municipalities == other.municipalities
        && one.layers == other.layers
}
