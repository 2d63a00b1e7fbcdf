//! The changes that can be done to many entries, as fields of a form.

use crate::{
    domain::resource::{Principle, Reach, bulk::BulkChange},
    http::pages::{
        coordination::reaches,
        forms::{Choice, Field},
        moderation::{Sent, category_choices, kind_choices},
    },
    locale::Lang,
    service::Service,
};

/// A change that can be chosen, with the field that says to what.
pub struct ChangeRow {
    pub code: &'static str,
    pub label: String,
    pub checked: bool,
    pub field: Option<Field>,
}

/// Every change: its code, the name of its field, and what kind of field that is.
const CHANGES: [(&str, Option<(&str, &str)>); 11] = [
    ("add_category", Some(("to_add_category", "select"))),
    ("remove_category", Some(("to_remove_category", "select"))),
    ("kind", Some(("to_kind", "select"))),
    ("add_principle", Some(("to_add_principle", "select"))),
    ("remove_principle", Some(("to_remove_principle", "select"))),
    ("reach", Some(("to_reach", "select"))),
    ("visibility", Some(("to_visibility", "select"))),
    ("provider", Some(("to_provider", "text"))),
    ("next_check", Some(("to_next_check", "date"))),
    ("verified", None),
    ("remove", None),
];

fn words(lang: Lang, column: &str, codes: &[&str]) -> Vec<Choice> {
    let word = |code: &&str| Choice {
        value: (*code).to_owned(),
        label: lang.t(&format!("column.value.{column}.{code}"), &[]),
    };
    codes.iter().map(word).collect()
}

fn choices(lang: Lang, service: &Service, code: &str) -> Vec<Choice> {
    let unknown = Choice { value: String::new(), label: lang.t("column.unknown", &[]) };
    match code {
        "add_category" | "remove_category" => category_choices(lang),
        "kind" => std::iter::once(unknown).chain(kind_choices(lang)).collect(),
        "add_principle" | "remove_principle" => {
            words(lang, "principles", &Principle::ALL.map(Principle::code))
        }
        "visibility" => words(lang, "visibility", &["public", "office"]),
        "reach" => reaches(lang, service),
        _ => Vec::new(),
    }
}

/// All changes as the form shows them.
pub fn rows(lang: Lang, service: &Service, sent: &Sent) -> Vec<ChangeRow> {
    let row = |(code, field): (&'static str, Option<(&'static str, &'static str)>)| {
        let label = lang.t(&format!("bulk.change.{code}"), &[]);
        let field = field.map(|(name, kind)| Field {
            name: name.into(),
            kind,
            label: label.clone(),
            value: sent.one(name).to_owned(),
            choices: choices(lang, service, code),
            autocomplete: "off",
            lang,
            ..Field::default()
        });
        ChangeRow { code, label, checked: sent.has("change", code), field }
    };
    CHANGES.into_iter().map(row).collect()
}

/// The change that a form asks for; nothing when it is none, or without its value.
pub fn read(sent: &Sent) -> Option<BulkChange> {
    let reach = || {
        let text = sent.one("to_reach");
        Some(match text.split_once(':') {
            None if text == "city" => Reach::City,
            None if text == "place" => Reach::Place,
            Some(("sozialraum", id)) => Reach::Sozialraum(id.to_owned()),
            Some(("region", id)) => Reach::Region(id.to_owned()),
            _ => return None,
        })
    };
    Some(match sent.one("change") {
        "add_category" => BulkChange::AddCategory(sent.code("to_add_category")?),
        "remove_category" => BulkChange::RemoveCategory(sent.code("to_remove_category")?),
        "kind" => BulkChange::Kind(sent.code("to_kind")),
        "add_principle" => BulkChange::AddPrinciple(sent.code("to_add_principle")?),
        "remove_principle" => BulkChange::RemovePrinciple(sent.code("to_remove_principle")?),
        "reach" => BulkChange::Reach(reach()?),
        "visibility" => BulkChange::Visibility(sent.code("to_visibility")?),
        "provider" => BulkChange::Provider(sent.text("to_provider")),
        "next_check" => BulkChange::NextCheck(sent.one("to_next_check").parse().ok()?),
        "verified" => BulkChange::Verified,
        "remove" => BulkChange::Remove,
        _ => return None,
    })
}

/// What a change is called.
pub fn title(lang: Lang, change: &BulkChange) -> String {
    let code = match change {
        BulkChange::AddCategory(_) => "add_category",
        BulkChange::RemoveCategory(_) => "remove_category",
        BulkChange::Kind(_) => "kind",
        BulkChange::AddPrinciple(_) => "add_principle",
        BulkChange::RemovePrinciple(_) => "remove_principle",
        BulkChange::Reach(_) => "reach",
        BulkChange::Visibility(_) => "visibility",
        BulkChange::Provider(_) => "provider",
        BulkChange::NextCheck(_) => "next_check",
        BulkChange::Verified => "verified",
        BulkChange::Remove => "remove",
    };
    lang.t(&format!("bulk.change.{code}"), &[])
}
