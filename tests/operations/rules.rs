//! `import rules` and `export rules`, with made-up rules.

use std::fs;

use crate::common::{copy_of_data, program::Program, stderr, stdout};

const RULES: &str = "street,numbers,sozialraum,reason\n\
                     Glockenheide,40-60 ger.,garstedt,Probe\n\
                     Glockenheide,1-9 ung.,friedrichsgabe,Probe\n";

#[test]
fn rules_are_tried_then_replaced_and_a_running_server_follows() {
    let program = Program::new();
    let server = program.serve();
    let file = program.file("rules.csv");
    fs::write(&file, RULES).unwrap();
    assert_eq!(server.assign("Glockenheide 42")["status"], "unique");

    let shown = program.ok(&["import", "rules", &file, "--dry-run"]);
    assert!(shown.contains("neu: Glockenheide 40–60 ger. → garstedt (Probe)"), "{shown}");
    assert!(shown.contains("2 neu, 0 geändert") && shown.contains("Probe. Geändert"), "{shown}");
    assert!(!program.ok(&["audit", "verify"]).is_empty());
    assert_eq!(program.ok(&["export", "rules"]).lines().count(), 1);

    program.ok(&["import", "rules", &file, "--edition", "1"]);
    server.until(|server| server.assign("Glockenheide 42")["status"] == "rule_conflict");
    let answer = server.assign("Glockenheide 42");
    assert_eq!(answer["sozialraum"]["id"], "garstedt");
    assert_eq!(answer["team"]["id"], "sued-a");
    assert_eq!(answer["rule"]["numbers"], "40–60 even");
    assert_eq!(answer["reason"]["values"]["by_map"], "Friedrichsgabe");

    let exported = program.file("out.csv");
    program.ok(&["export", "rules", "--output", &exported]);
    let nothing = program.ok(&["import", "rules", &exported]);
    assert!(nothing.contains("schon so"), "{nothing}");

    fs::write(&file, RULES.replace("40-60 ger.", "40-50 ger.").replace("1-9 ung.", "1-9")).unwrap();
    let changed = program.ok(&["import", "rules", &file]);
    assert!(changed.contains("geändert: Glockenheide 40–60 ger. → garstedt"), "{changed}");
    fs::write(&file, "street,numbers,sozialraum,reason\n").unwrap();
    let gone = program.ok(&["import", "rules", &file]);
    assert!(gone.contains("0 neu, 0 geändert, 2 entfallen"), "{gone}");
    server.until(|server| server.assign("Glockenheide 42")["status"] == "unique");
}

#[test]
fn a_defect_refuses_all_rules() {
    let program = Program::new();
    let file = program.file("rules.csv");
    fs::write(
        &file,
        format!("{RULES}Glockenheide,50,glashuette,Probe\nGlokenheide,1,garstedt,x\n"),
    )
    .unwrap();
    let before = fs::read(&program.database).unwrap();
    let output = program.run(&["import", "rules", &file]);
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    let text = stderr(&output);
    for words in [
        "Zeile 4, „numbers“: Zwei Regeln ordnen Glockenheide 50 verschiedenen Sozialräumen zu",
        "in Zeile 2 40–60 ger. → garstedt",
        "Zeile 5, „street“: Die Straße „Glokenheide“ steht nicht im Verzeichnis",
        "„Glockenheide“",
        "2 Mängel",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(fs::read(&program.database).unwrap() == before);
    let refused = program.refused(2, &["import", "rules", &file, "--edition", "9"]);
    assert!(refused.contains("Möglich sind: 1"), "{refused}");
}

#[test]
fn a_data_folder_may_have_rules() {
    let copy = copy_of_data();
    let folder = copy.path().to_str().unwrap().to_owned();
    fs::write(
        copy.path().join("street_rules.csv"),
        format!("{RULES}Glockenheide,9000,garstedt,x\n"),
    )
    .unwrap();
    let program = Program::empty();
    let check = || stdout(&program.run(&["check", &folder]));
    assert!(check().contains("street_rules.csv: Zu dieser Datei ist keine Quelle genannt"));
    let description = copy.path().join("dataset.toml");
    let text = fs::read_to_string(&description).unwrap();
    let named = text.replacen("parts = [", "parts = [\"street_rules.csv\", ", 1);
    assert_ne!(named, text);
    fs::write(&description, named).unwrap();
    let text = check();
    assert!(
        text.contains("Hinweis: street_rules.csv, Zeile 4, „numbers“: Zu Glockenheide 9000"),
        "{text}"
    );
    assert!(text.contains("keine Mängel"), "{text}");
    let mut assign = program.command(&["assign", "Glockenheide 42", "--data", &folder]);
    let answer = stdout(&assign.env_remove("SOZIALRAUM_DATABASE").output().unwrap());
    for words in [
        "Regel und Karte widersprechen sich: Sozialraumteam Süd A: Garstedt",
        "Auf der Karte liegt sie in Friedrichsgabe. Die Regel geht vor.",
        "Straßenregel:      Glockenheide 40–60 (gerade) gehört zu Garstedt. (Probe)",
    ] {
        assert!(answer.contains(words), "{words}: {answer}");
    }
    program.ok(&["import", &folder]);
    let exported = program.ok(&["export", "rules"]);
    assert!(exported.contains("Glockenheide,40–60 ger.,garstedt,Probe"), "{exported}");
}
