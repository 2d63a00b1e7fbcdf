//! Entries of the resource map, suggestions of residents, links for providers.

use std::sync::Arc;

use jiff::{Timestamp, ToSpan};
use sozialraum::{
    domain::{
        audit::Action,
        resource::{
            Category, ChangeKind, NewSuggestion, Proposal, Record, Resource, Status,
            SuggestionState,
        },
    },
    store::{Decision, ResourceWrite, Store, StoreError, SuggestionFilter},
};
use uuid::Uuid;

use crate::{common::event, contract::dataset::shipped};

fn record(number: u128, name: &str) -> Record {
    let resource = Resource::new(Uuid::from_u128(number), name, Category::Club);
    Record::new(resource, Timestamp::UNIX_EPOCH, "test")
}

fn next(record: &Record, name: &str) -> Record {
    let resource = Resource { name: name.into(), ..record.resource.clone() };
    Record { resource, version: record.version + 1, ..record.clone() }
}

async fn write(store: &dyn Store, records: &[Record]) -> Result<(), StoreError> {
    let kind = ChangeKind::Edited;
    let writes: Vec<ResourceWrite> =
        records.iter().map(|record| ResourceWrite { record: record.clone(), kind }).collect();
    store.write_resources(&writes, &event(Action::ResourceChanged)).await
}

pub async fn entries_keep_their_history(store: Arc<dyn Store>) {
    let first = record(1, "Verein");
    let second = next(&first, "Verein e. V.");
    write(&*store, std::slice::from_ref(&first)).await.unwrap();
    write(&*store, std::slice::from_ref(&second)).await.unwrap();
    assert_eq!(store.resources(0).await.unwrap(), std::slice::from_ref(&second));
    let history = store.resource_history(first.resource.id).await.unwrap();
    let records: Vec<&Record> = history.iter().map(|change| &change.record).collect();
    assert_eq!(records, [&second, &first]);
    assert_eq!((history[1].kind, history[1].by.as_str()), (ChangeKind::Edited, "test"));
}

pub async fn several_entries_are_written_all_or_none(store: Arc<dyn Store>) {
    let (one, other) = (record(1, "Eins"), record(2, "Zwei"));
    write(&*store, &[one.clone(), other.clone()]).await.unwrap();
    let counted = store.revision().await.unwrap();
    // The second one was changed by somebody else.
    write(&*store, &[next(&other, "Schneller")]).await.unwrap();
    let stale = write(&*store, &[next(&one, "Neu"), next(&other, "Neu")]).await;
    assert!(matches!(stale, Err(StoreError::Stale)), "{stale:?}");
    let changed = store.resources(counted.resources).await.unwrap();
    assert_eq!(changed.iter().map(|r| r.resource.name.as_str()).collect::<Vec<_>>(), ["Schneller"]);
    assert_eq!(store.resource_history(one.resource.id).await.unwrap().len(), 1);
}

pub async fn a_data_folder_leaves_alone_what_somebody_changed(store: Arc<dyn Store>) {
    let mut dataset = shipped();
    let seed = |number, name: &str| record(number, name).resource;
    dataset.resources = vec![seed(1, "Bleibt"), seed(2, "Geändert"), seed(3, "Verschwindet")];
    let imported = event(Action::DatasetImported);
    store.replace_dataset(&dataset, &imported).await.unwrap();
    let kept = store.resources(0).await.unwrap();
    assert!(kept.len() == 3 && kept.iter().all(|record| record.seeded && record.version == 1));
    let own = kept.iter().find(|record| record.resource.name == "Geändert").unwrap();
    let edited = Record { seeded: false, ..next(own, "Von Hand") };
    write(&*store, &[edited, record(9, "Hinzugefügt")]).await.unwrap();

    dataset.resources = vec![seed(1, "Bleibt neu"), seed(2, "Aus dem Ordner"), seed(4, "Neu")];
    for _ in 0..2 {
        // The second time there is nothing to do.
        store.replace_dataset(&dataset, &imported).await.unwrap();
        let mut kept = store.resources(0).await.unwrap();
        kept.sort_by_key(|record| record.resource.id);
        let shown: Vec<_> = kept
            .iter()
            .map(|record| (record.resource.name.as_str(), record.status, record.version))
            .collect();
        assert_eq!(
            shown,
            [
                ("Bleibt neu", Status::Active, 2),
                ("Von Hand", Status::Active, 2),
                ("Verschwindet", Status::Removed, 2),
                ("Neu", Status::Active, 1),
                ("Hinzugefügt", Status::Active, 1),
            ]
        );
    }
}

fn suggestion(receipt: &str, resource: Option<Uuid>) -> NewSuggestion {
    let proposal = Proposal { message: Some("Zieht um".into()), ..Proposal::default() };
    NewSuggestion { receipt: receipt.into(), resource, proposal, at: Timestamp::UNIX_EPOCH }
}

pub async fn a_suggestion_is_decided_once_together_with_its_entry(store: Arc<dyn Store>) {
    let entry = record(1, "Treff");
    write(&*store, std::slice::from_ref(&entry)).await.unwrap();
    let id = store.add_suggestion(&suggestion("A", Some(entry.resource.id))).await.unwrap();
    store.add_suggestion(&suggestion("B", None)).await.unwrap();
    let mut open = store.open_suggestions().await.unwrap();
    open.sort_unstable();
    assert_eq!(open, [(None, 1), (Some(entry.resource.id), 1)]);

    let decision = |version| Decision {
        id,
        state: SuggestionState::Accepted,
        answer: Some("Danke".into()),
        write: Some(ResourceWrite {
            record: Record { version, ..next(&entry, "Treff am Markt") },
            kind: ChangeKind::Suggested,
        }),
    };
    let accepted = event(Action::SuggestionAccepted);
    // The entry was changed in the meantime: neither is written.
    let stale = store.decide_suggestion(&decision(3), &accepted).await;
    assert!(matches!(stale, Err(StoreError::Stale)), "{stale:?}");
    assert_eq!(store.suggestion(id).await.unwrap().unwrap().state, SuggestionState::Open);

    store.decide_suggestion(&decision(2), &accepted).await.unwrap();
    let decided = store.suggestion_by_receipt("A").await.unwrap().unwrap();
    assert_eq!(
        (decided.state, decided.answer.as_deref()),
        (SuggestionState::Accepted, Some("Danke"))
    );
    assert_eq!(store.resources(0).await.unwrap()[0].resource.name, "Treff am Markt");
    let again = store.decide_suggestion(&decision(3), &accepted).await;
    assert!(matches!(again, Err(StoreError::Stale)), "{again:?}");
    assert_eq!(store.resources(0).await.unwrap()[0].version, 2);
    let missing = store.decide_suggestion(&Decision { id: 4711, ..decision(3) }, &accepted).await;
    assert!(missing.is_err());

    let filter =
        SuggestionFilter { state: Some(SuggestionState::Open), ..SuggestionFilter::default() };
    let open = store.suggestions(filter, 0, 10).await.unwrap();
    assert_eq!(open.iter().map(|one| one.receipt.as_str()).collect::<Vec<_>>(), ["B"]);
    assert_eq!(store.suggestions(SuggestionFilter::default(), id, 10).await.unwrap().len(), 1);
}

pub async fn a_link_for_a_provider_works_once_and_in_time(store: Arc<dyn Store>) {
    let entry = record(1, "Treff");
    write(&*store, std::slice::from_ref(&entry)).await.unwrap();
    let (now, id) = (Timestamp::now(), entry.resource.id);
    let (made, confirmed) = (event(Action::ProviderLinkCreated), event(Action::ResourceConfirmed));
    let (late, former, secret) = ([1; 32], [2; 32], [3; 32]);
    store.add_provider_link(id, late, now - 1.hour(), &made).await.unwrap();
    assert_eq!(store.provider_link(late, now).await.unwrap(), None);
    store.add_provider_link(id, former, now + 24.hours(), &made).await.unwrap();
    store.add_provider_link(id, secret, now + 24.hours(), &made).await.unwrap();
    assert_eq!(store.provider_link(former, now).await.unwrap(), None);
    assert_eq!(store.provider_link(secret, now).await.unwrap(), Some(id));

    let written = |record| ResourceWrite { record, kind: ChangeKind::Confirmed };
    let foreign =
        store.use_provider_link(secret, &written(record(2, "Andere")), None, &confirmed).await;
    assert!(matches!(foreign, Err(StoreError::BadLink)), "{foreign:?}");
    let bad = written(Record { version: 7, ..next(&entry, "Neu") });
    assert!(store.use_provider_link(secret, &bad, None, &confirmed).await.is_err());
    assert_eq!(store.provider_link(secret, now).await.unwrap(), Some(id));

    let good = written(next(&entry, "Neu"));
    store.use_provider_link(secret, &good, None, &confirmed).await.unwrap();
    let twice = written(next(&good.record, "Zwei"));
    let again = store.use_provider_link(secret, &twice, None, &confirmed).await;
    assert!(matches!(again, Err(StoreError::BadLink)), "{again:?}");
    assert_eq!(store.resources(0).await.unwrap()[0].resource.name, "Neu");
}
