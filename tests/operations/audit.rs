//! `audit`: proving, keeping checkpoints, cutting; and that tampering is found.

use crate::common::program::Program;

fn with_entries() -> Program {
    let program = Program::new();
    for name in ["anna", "bert", "carl"] {
        program.ok(&["user", "add", name, "--role", "intake"]);
    }
    program
}

#[test]
fn a_whole_record_is_proven_and_a_checkpoint_fits() {
    let program = with_entries();
    assert!(program.ok(&["audit", "verify"]).contains("4 Einträge"));
    let checkpoint = program.ok(&["audit", "checkpoint"]);
    program.ok(&["user", "disable", "anna"]);
    program.ok(&["audit", "verify", "--checkpoint", checkpoint.trim()]);
    let other = format!("4:{}", "0".repeat(64));
    let text = program.refused(1, &["audit", "verify", "--checkpoint", &other]);
    assert!(text.contains("Eintrag 4"), "{text}");
    program.refused(2, &["audit", "verify", "--checkpoint", "gestern"]);
}

#[test]
fn a_changed_entry_is_named() {
    let program = with_entries();
    program.sql(
        "drop trigger audit_entry_unchangeable;
         update audit_entry set actor = 'nobody' where seq = 3",
    );
    let text = program.refused(1, &["audit", "verify"]);
    assert!(text.contains("Eintrag 3"), "{text}");
    program.refused(1, &["audit", "checkpoint"]);
    program.refused(1, &["audit", "cut", "--before", "2100-01-01"]);
}

#[test]
fn a_deleted_last_entry_is_named() {
    let program = with_entries();
    program.sql("drop trigger audit_entry_kept; delete from audit_entry where seq = 4");
    let text = program.refused(1, &["audit", "verify"]);
    assert!(text.contains("4 bis 4"), "{text}");
}

#[test]
fn a_record_is_cut_and_says_so() {
    let program = with_entries();
    let checkpoint = program.ok(&["audit", "checkpoint"]);
    assert!(program.ok(&["audit", "cut", "--before", "2020-01-01"]).contains("nichts"));
    assert!(program.ok(&["audit", "cut", "--before", "2100-01-01"]).contains("4 Einträge"));
    assert!(program.ok(&["audit", "verify"]).contains("1 Einträge, 5 bis 5"));
    assert!(program.ok(&["audit", "list"]).contains("audit.cut"));
    program.ok(&["audit", "verify", "--checkpoint", checkpoint.trim()]);
    let early = format!("2:{}", "0".repeat(64));
    let text = program.refused(1, &["audit", "verify", "--checkpoint", &early]);
    assert!(text.contains("vor dem Anfang"), "{text}");
}
