//! Reading the configuration file into texts by key, each with its line.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::{
    origin::Origin,
    problem::Problem,
    setting::{Setting, Shape},
    table::SETTINGS,
};
use crate::locale::words::t;

/// How alike a wrong name must be to be taken for a slip, from 0 to 1.
const ALIKE: f64 = 0.8;

/// The values of a file: text and origin by key.
pub(super) type Values = BTreeMap<&'static str, (String, Origin)>;

/// Reads the text of a file that is called `name`; everything that is wrong goes to `problems`.
pub(super) fn read(name: &str, text: &str, problems: &mut Vec<Problem>) -> Values {
    let origin = |start: usize| {
        let line = text[..start.min(text.len())].matches('\n').count() + 1;
        Origin::File { name: name.to_owned(), line }
    };
    let mut values = Values::new();
    let mut broken = Vec::new();
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let start = error.span().map_or(0, |span| span.start);
        let values = [("error", error.message())];
        broken.push(origin(start));
        problems.push(Problem::new(origin(start), None, "syntax", &values));
    }
    for (section, inner) in root.get_ref() {
        let at = origin(section.span().start);
        let section = section.get_ref().as_ref();
        let known: Vec<&str> = names(SETTINGS.iter().map(|setting| setting.section));
        if !known.contains(&section) {
            problems.push(unknown(at, section, section, "section", &known));
            continue;
        }
        let Some(table) = inner.get_ref().as_table() else {
            problems.push(Problem::new(at, Some(section), "no_section", &[("name", section)]));
            continue;
        };
        for (name, value) in table {
            let at = origin(name.span().start);
            if broken.contains(&at) {
                // What is left of a broken line is no value.
                continue;
            }
            let key = format!("{section}.{}", name.get_ref());
            let Some(setting) = Setting::of(&key) else {
                let inside = SETTINGS.iter().filter(|setting| setting.section == section);
                let known = names(inside.map(|setting| setting.name));
                problems.push(unknown(at, &key, name.get_ref(), "key", &known));
                continue;
            };
            match plain(value.get_ref(), setting.shape()) {
                Some(text) => {
                    values.insert(setting.key, (text, at));
                }
                None => problems.push(wrong_type(at, setting, value.get_ref())),
            }
        }
    }
    values
}

fn names<'a>(all: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = all.collect();
    names.dedup();
    names
}

/// The value as text when it is written in the right way.
fn plain(value: &DeValue<'_>, shape: Shape) -> Option<String> {
    match shape {
        Shape::Text => value.as_str().map(str::to_owned),
        Shape::Number => {
            let number = value.as_integer()?;
            Some(i64::from_str_radix(number.as_str(), number.radix()).ok()?.to_string())
        }
        Shape::List => {
            let parts: Option<Vec<&str>> =
                value.as_array()?.iter().map(|part| part.get_ref().as_str()).collect();
            Some(parts?.join(","))
        }
    }
}

fn wrong_type(at: Origin, setting: &Setting, value: &DeValue<'_>) -> Problem {
    let found = match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "integer",
        DeValue::Float(_) => "float",
        DeValue::Boolean(_) => "boolean",
        DeValue::Datetime(_) => "datetime",
        DeValue::Array(_) => "array",
        DeValue::Table(_) => "table",
    };
    let expected = match setting.shape() {
        Shape::Text => "text",
        Shape::Number => "integer",
        Shape::List => "array",
    };
    let word = |kind: &str| t(&format!("settings.type.{kind}"), &[]);
    let right = setting.expected();
    let values = [("found", &*word(found)), ("type", &*word(expected)), ("expected", &*right)];
    Problem::new(at, Some(setting.key), "wrong_type", &values)
}

/// A name that does not exist, with the one that was probably meant or all that there are.
fn unknown(at: Origin, key: &str, name: &str, what: &str, known: &[&str]) -> Problem {
    let alike = |known: &&str| strsim::jaro_winkler(name, known);
    let closest = known
        .iter()
        .filter(|known| alike(known) >= ALIKE)
        .max_by(|a, b| alike(a).total_cmp(&alike(b)));
    let hint = match closest {
        Some(closest) => t("settings.meant", &[("name", closest)]),
        None => t("settings.known", &[("names", &known.join(", "))]),
    };
    let code = if what == "section" { "unknown_section" } else { "unknown_key" };
    Problem::new(at, Some(key), code, &[("hint", &hint)])
}
