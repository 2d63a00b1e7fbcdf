//! Whole answers of the shipped city, kept as snapshots: a change in one of them is seen.

mod common;

use common::{run, stdout};
use serde_json::Value;

fn answer(address: &str) -> Value {
    let mut answer = common::assign(&[address]);
    // Everybody behind a team is looked at once, below.
    answer["responsibility"] = Value::Bool(answer["responsibility"].is_object());
    answer
}

#[test]
fn one_answer_of_each_kind() {
    let addresses = [
        ("unique", "Glockenheide 42"),
        ("misspelt", "Glockenhiede 42"),
        ("misspelt_offered", "Glokenheide 42"),
        ("near_border", "Buchenweg 11"),
        ("similar_street", "Buchweg 11"),
        ("split_street", "Ulzburger Straße"),
        ("whole_street", "Glockenheide 9999"),
        ("between", "Ulzburger Straße 506"),
        ("unknown_number", "Poppenbütteler Straße 231"),
        ("unknown_street", "Xyzgasse 3"),
        ("outside", "Ulzburger Straße 10, Henstedt-Ulzburg"),
        ("unread_text", "Rathausallee 50, Kiel"),
    ];
    for (name, address) in addresses {
        insta::assert_json_snapshot!(name, answer(address));
    }
}

#[test]
fn everybody_behind_a_team() {
    let answer = common::assign(&["Rathausallee 33a"]);
    insta::assert_json_snapshot!("responsibility", answer["responsibility"]);
}

#[test]
fn the_lines_of_the_command_line() {
    for (name, address) in [("lines_unique", "Glockenheide 42"), ("lines_split", "Buchenweg")] {
        insta::assert_snapshot!(name, stdout(&run(&["assign", address])));
    }
}
