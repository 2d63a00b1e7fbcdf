//! Files of offers: what an export gives, an import takes again; all rows or none.

use std::{collections::BTreeMap, fs};

use sozialraum::{
    domain::resource::{Record, Resource},
    service::resources::{
        self, Vouching,
        file::{FileFormat, Upload},
        import::{self, ImportError, Verdict},
    },
    store::{SqliteStore, Store},
};

use crate::common::{
    App, copy_of_data,
    program::{Program, wait},
    stderr, stdout,
};

fn kept(program: &Program) -> BTreeMap<uuid::Uuid, Resource> {
    let url = program.url();
    let records: Vec<Record> = wait(async {
        let store = SqliteStore::open(&url).await.unwrap();
        let records = store.resources(0).await.unwrap();
        store.close().await;
        records
    });
    records.into_iter().map(|record| (record.resource.id, record.resource)).collect()
}

/// The shipped city without any offer.
fn without_offers() -> (tempfile::TempDir, Program) {
    let data = copy_of_data();
    fs::remove_file(data.path().join("resources.geojson")).unwrap();
    let program = Program::empty();
    let folder = data.path().display().to_string();
    let done = program.command(&["import", &folder]).output().unwrap();
    assert!(done.status.success(), "{}", stderr(&done));
    (data, program)
}

#[test]
fn every_export_gives_the_same_offers_again() {
    let shipped = Program::new();
    let original = kept(&shipped);
    assert!(original.len() > 20);
    for format in FileFormat::ALL {
        let file = shipped.file(format.file_name());
        let arguments = ["export", "resources", "--format", format.code(), "--output", &file];
        let done = shipped.command(&arguments).output().unwrap();
        assert!(done.status.success(), "{}", stderr(&done));
        let (_data, empty) = without_offers();
        assert!(kept(&empty).is_empty());
        let dry = empty.command(&["import", "resources", &file, "--dry-run"]).output().unwrap();
        assert!(dry.status.success(), "{}", stderr(&dry));
        assert!(stdout(&dry).contains(&format!("{} neu, 0 geändert", original.len())));
        assert!(kept(&empty).is_empty(), "a dry run changes nothing");
        let done = empty.command(&["import", "resources", &file]).output().unwrap();
        assert!(done.status.success(), "{}", stderr(&done));
        assert_eq!(kept(&empty), original, "{format:?}");
        let again = empty.command(&["import", "resources", &file]).output().unwrap();
        assert!(stdout(&again).contains("Geändert wurde nichts"), "{}", stdout(&again));
    }
}

#[test]
fn a_file_with_one_wrong_row_changes_nothing() {
    let program = Program::new();
    let before = kept(&program);
    let file = program.file("vereine.csv");
    fs::write(&file, "name,categories,postcode\nGut,club,22846\nSchlecht,club,123\n").unwrap();
    let refused = program.command(&["import", "resources", &file]).output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    let said = stdout(&refused);
    assert!(said.contains("Zeile 3, Schlecht: nicht möglich"), "{said}");
    assert!(said.contains("fünf Ziffern"), "{said}");
    assert!(stderr(&refused).contains("nichts übernommen"));
    assert_eq!(kept(&program), before);
}

fn upload(text: &str) -> Upload {
    Upload::new("vereine.csv", text.as_bytes().to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_one_step_of_history_each_and_one_entry_in_the_record() {
    let app = App::new().await;
    let live = &app.state.live;
    let file = upload("name,categories\nEins,club\nZwei,sport\n");
    let plan = import::plan(live, &file).await.unwrap();
    assert_eq!(plan.count(Verdict::New), 2);
    let before = app.store.audit_ends().await.unwrap().1.seq;
    import::apply(live, "erika", &plan, false).await.unwrap();
    assert_eq!(app.store.audit_ends().await.unwrap().1.seq, before + 1);
    for row in &plan.rows {
        let history = app.store.resource_history(row.id.unwrap()).await.unwrap();
        assert_eq!(history.len(), 1);
        assert_eq!((history[0].kind.code(), history[0].by.as_str()), ("imported", "erika"));
    }
    // The same file again: nothing to write, nothing to record.
    let again = import::plan(live, &file).await.unwrap();
    assert_eq!((again.count(Verdict::Unchanged), again.is_empty()), (2, true));
    import::apply(live, "erika", &again, false).await.unwrap();
    assert_eq!(app.store.audit_ends().await.unwrap().1.seq, before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_by_hand_is_overwritten_only_when_that_is_wanted() {
    let app = App::new().await;
    let live = &app.state.live;
    let file = upload("name,categories\nEins,club\n");
    let plan = import::plan(live, &file).await.unwrap();
    import::apply(live, "erika", &plan, false).await.unwrap();
    let id = plan.rows[0].id.unwrap();
    let record = live.service().resources().record(id).unwrap().clone();
    let by_hand =
        Resource { website: Some("https://eins.example".into()), ..record.resource.clone() };
    resources::edit(live, "fritz", 1, by_hand, Vouching::default()).await.unwrap();
    resources::verify(live, "fritz", id, 2, None).await.unwrap();

    let plan = import::plan(live, &file).await.unwrap();
    assert_eq!(plan.rows[0].verdict, Verdict::Overwrites);
    assert_eq!(plan.rows[0].differences[0].column, "website");
    let refused = import::apply(live, "erika", &plan, false).await;
    assert!(matches!(refused, Err(ImportError::Overwrites(1))));
    // Somebody changes the entry between dry run and import: the old plan is refused.
    let mark = plan.mark();
    resources::verify(live, "fritz", id, 3, None).await.unwrap();
    assert!(import::apply(live, "erika", &plan, true).await.is_err());
    let plan = import::plan(live, &file).await.unwrap();
    assert_ne!(plan.mark(), mark);
    import::apply(live, "erika", &plan, true).await.unwrap();
    let record = live.service().resources().record(id).unwrap().clone();
    assert_eq!((record.resource.website.as_deref(), record.version), (None, 5));

    resources::remove(live, "fritz", id, 5, None).await.unwrap();
    let plan = import::plan(live, &file).await.unwrap();
    assert_eq!((plan.rows[0].verdict, plan.is_empty()), (Verdict::OffMap, true));
}

#[test]
fn an_export_on_the_command_line_takes_the_filters_of_the_map() {
    let program = Program::new();
    let export = |filters: &[&str]| {
        let filters = filters.iter().flat_map(|filter| ["--filter", filter]);
        let arguments: Vec<&str> = ["export", "resources"].into_iter().chain(filters).collect();
        program.command(&arguments).output().unwrap()
    };
    let lines = |filters: &[&str]| stdout(&export(filters)).lines().count();
    let (all, kitas) = (lines(&[]), lines(&["category=kita"]));
    assert!(1 < kitas && kitas < all, "{kitas} of {all}");
    assert!(lines(&["category=kita", "sozialraum=mitte"]) < kitas);
    assert!(lines(&["category=kita,school"]) > kitas);
    for (wrong, told) in
        [("age=alt", "whole years"), ("farbe=blau", "unknown"), ("age", "NAME=VALUE")]
    {
        let refused = export(&[wrong]);
        assert_eq!((refused.status.code(), &*stdout(&refused)), (Some(2), ""), "{wrong}");
        assert!(stderr(&refused).contains(told), "{}", stderr(&refused));
    }
}
