//! A full configuration file with comments, written from the table.

use std::fmt::Write;

use super::{
    setting::{Initial, Setting},
    table::SETTINGS,
};
use crate::locale::words::t;

/// Longest line of a comment, in characters.
const WIDTH: usize = 98;

/// A file that names every setting with its meaning and says nothing but the defaults.
pub fn example() -> String {
    let mut text = String::new();
    comment(&mut text, &t("settings.example_intro", &[]));
    let mut section = "";
    for setting in SETTINGS {
        text.push('\n');
        if setting.section != section {
            section = setting.section;
            let _ = writeln!(text, "[{section}]");
        }
        comment(&mut text, &setting.meaning());
        comment(&mut text, &named(setting));
        let _ = match setting.initial {
            Initial::Default(value) => writeln!(text, "{} = {}", setting.name, setting.toml(value)),
            Initial::Example(value) => {
                writeln!(text, "# {} = {}", setting.name, setting.toml(value))
            }
        };
    }
    text
}

/// The other ways to set it.
fn named(setting: &Setting) -> String {
    match setting.flag {
        Some((flag, _)) => t("settings.named_flag", &[("env", setting.env), ("flag", flag)]),
        None => t("settings.named", &[("env", setting.env)]),
    }
}

/// Writes a text as lines of a comment.
fn comment(out: &mut String, text: &str) {
    let mut line = String::from("#");
    for word in text.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(out, "{line}");
            line = String::from("#");
        }
        line.push(' ');
        line.push_str(word);
    }
    let _ = writeln!(out, "{line}");
}
