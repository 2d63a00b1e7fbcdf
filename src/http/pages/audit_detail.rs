//! What an entry of the audit record says, in lines that can be read: what it was before and
//! what it is after. A key or value that a later version wrote is shown as it is written.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde_json::Value;

use crate::{
    domain::{audit::Break, organisation::EntryKey},
    locale::{Catalogue, Lang},
    service::Service,
};

/// How many street rules of a change are shown.
const SHOWN_RULES: usize = 20;

/// A value before and after, or a value alone.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub key: String,
    /// What it was; `None` for a value that has no former one.
    pub before: Option<String>,
    /// What it is.
    pub after: String,
}

/// The lines of a detail.
pub fn lines(lang: Lang, detail: &str) -> Vec<Line> {
    let Ok(Value::Object(mut detail)) = serde_json::from_str(detail) else { return Vec::new() };
    let mut lines = Vec::new();
    // Entries that cut the record have a time „before“, and nothing after it.
    if detail.contains_key("after") {
        let before = flat(lang, &detail.remove("before").unwrap_or_default());
        let after = flat(lang, &detail.remove("after").unwrap_or_default());
        let keys: BTreeMap<&String, ()> =
            before.keys().chain(after.keys()).map(|k| (k, ())).collect();
        let nothing = || lang.t("audit.nothing", &[]);
        lines.extend(keys.into_keys().filter(|key| before.get(*key) != after.get(*key)).map(
            |key| Line {
                key: label(lang, key),
                before: Some(before.get(key).cloned().unwrap_or_else(nothing)),
                after: after.get(key).cloned().unwrap_or_else(nothing),
            },
        ));
    }
    let alone = detail.iter().filter_map(|(key, value)| {
        Some(Line { key: label(lang, key), before: None, after: text(lang, key, value)? })
    });
    lines.splice(0..0, alone);
    lines
}

/// What an entry is about, such as `account/erika`, in words.
pub fn subject(lang: Lang, subject: &str) -> String {
    let (kind, name) = subject.split_once('/').unwrap_or((subject, ""));
    if let ("organisation", Ok(EntryKey { kind, id })) = (kind, name.parse()) {
        let kind = lang.t(&format!("entry.kind_one.{}", kind.code()), &[]);
        return format!("{kind} {id}");
    }
    let key = format!("audit.subject.{kind}");
    if Catalogue::german().has(&key) { lang.t(&key, &[("name", name)]) } else { subject.to_owned() }
}

/// Where the record is broken.
pub fn broken(lang: Lang, broken: &Break) -> String {
    let at = |key: &str, number: i64| lang.t(key, &[("number", &number.to_string())]);
    match broken {
        Break::Missing { from, to } => {
            let values = [("from", &*from.to_string()), ("to", &*to.to_string())];
            lang.t("audit.missing", &values)
        }
        Break::Changed(number) => at("audit.changed", *number),
        Break::Checkpoint(number) => at("audit.other_checkpoint", *number),
    }
}

fn label(lang: Lang, key: &str) -> String {
    let in_words = format!("audit.key.{key}");
    if Catalogue::german().has(&in_words) { lang.t(&in_words, &[]) } else { key.to_owned() }
}

/// The values inside a value, by the innermost key.
fn flat(lang: Lang, value: &Value) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                if value.is_object() {
                    values.extend(flat(lang, value));
                } else if let Some(text) = text(lang, key, value) {
                    values.insert(key.clone(), text);
                }
            }
        }
        // The list of roles stands alone, and so does the word for an entry that ended.
        Value::Array(_) => {
            values.extend(text(lang, "roles", value).map(|text| ("roles".into(), text)))
        }
        Value::String(word) => values.extend([("state".into(), label(lang, word))]),
        _ => {}
    }
    values
}

fn text(lang: Lang, key: &str, value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::Bool(true) => lang.t("audit.yes", &[]),
        Value::Bool(false) => lang.t("audit.no", &[]),
        Value::Number(number) => number.to_string(),
        Value::String(text) => date_or_time(lang, text).unwrap_or_else(|| text.clone()),
        Value::Array(items) if matches!(key, "added" | "removed") => rules(lang, items),
        Value::Array(items) => items
            .iter()
            .filter_map(|item| match (key, item.as_str()) {
                ("roles", Some(role)) => Some(role_name(lang, role)),
                _ => self::text(lang, key, item),
            })
            .collect::<Vec<_>>()
            .join(", "),
        Value::Object(_) => value.to_string(),
    };
    Some(text).filter(|text| !text.is_empty())
}

/// Street rules, the first of them; the page of their history shows more.
fn rules(lang: Lang, rules: &[Value]) -> String {
    let text = |rule: &Value| {
        let value = |name: &str| rule[name].as_str().unwrap_or_default();
        let values = [
            ("street", value("street")),
            ("numbers", &*lang.house_numbers(value("numbers"))),
            ("sozialraum", value("sozialraum")),
            ("reason", value("reason")),
        ];
        lang.t("street_admin.rule", &values)
    };
    let mut texts: Vec<String> = rules.iter().take(SHOWN_RULES).map(text).collect();
    if rules.len() > SHOWN_RULES {
        let more = (rules.len() - SHOWN_RULES).to_string();
        texts.push(lang.t("street_admin.more", &[("count", &more)]));
    }
    texts.join("; ")
}

fn role_name(lang: Lang, role: &str) -> String {
    role.parse().map_or_else(|_| role.to_owned(), |role| super::roles::name(lang, role))
}

fn date_or_time(lang: Lang, text: &str) -> Option<String> {
    let time = text.parse::<Timestamp>().map(|at| lang.moment(&Service::local(at)));
    time.or_else(|_| Date::strptime("%Y-%m-%d", text).map(|date| lang.day(date))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(key: &str, before: Option<&str>, after: &str) -> Line {
        Line { key: key.into(), before: before.map(Into::into), after: after.into() }
    }

    #[test]
    fn only_what_differs_is_told() {
        let detail = r#"{"valid_from":"2027-01-01",
            "before":{"name":"Team","short":null,"contact":{"phone":"1","email":null}},
            "after":{"details":{"name":"Team","short":null,"contact":{"phone":"2","email":"a@b.de"}}}}"#;
        assert_eq!(
            lines(Lang::De, detail),
            [
                line("Gilt ab", None, "1. Januar 2027"),
                line("E-Mail", Some("nichts hinterlegt"), "a@b.de"),
                line("Telefon", Some("1"), "2"),
            ]
        );
    }

    #[test]
    fn roles_and_ends_are_put_in_words() {
        let roles = r#"{"before":["intake"],"after":["admin","intake"]}"#;
        assert_eq!(
            lines(Lang::De, roles),
            [line("Rollen", Some("Fallaufnahme"), "Verwaltung, Fallaufnahme")]
        );
        let ended = r#"{"valid_from":"2027-01-01","before":null,"after":"ended"}"#;
        assert_eq!(lines(Lang::De, ended)[1], line("Stand", Some("nichts hinterlegt"), "beendet"));
    }

    #[test]
    fn what_a_later_version_wrote_is_shown_as_it_is() {
        assert_eq!(lines(Lang::De, r#"{"metres":12,"deep":{"x":1}}"#).len(), 2);
        assert_eq!(lines(Lang::De, "no json"), []);
        assert_eq!(subject(Lang::De, "boundary/7"), "boundary/7");
        assert_eq!(subject(Lang::De, "organisation/team/nord-a"), "Sozialraumteam nord-a");
    }
}
