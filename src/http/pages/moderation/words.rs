//! Columns of entries, their values and what is wrong with them, in words.

use crate::{
    domain::resource::FieldError,
    formats::{defect::Defect, resources::RowError},
    locale::{Catalogue, Lang},
    service::resources::difference::Difference,
};

/// A field that gets another value, as people read it.
pub struct DifferenceView {
    /// What it is.
    pub label: String,
    /// What it was.
    pub before: String,
    /// What it becomes.
    pub after: String,
}

impl DifferenceView {
    /// A difference in words.
    pub fn new(lang: Lang, difference: &Difference) -> Self {
        let value = |value: &Option<String>| match value {
            Some(value) => column_value(lang, &difference.column, value),
            None => lang.t("column.nothing", &[]),
        };
        let (before, after) = (value(&difference.before), value(&difference.after));
        Self { label: column(lang, &difference.column), before, after }
    }
}

/// What a column holds: `contact1_phone` is „Telefon“, `name:en` „Name (en)“.
pub fn column(lang: Lang, column: &str) -> String {
    if let Some((base, language)) = column.split_once(':') {
        let language = language.split(':').next().unwrap_or_default();
        return format!("{} ({language})", self::column(lang, base));
    }
    let contact = column.strip_prefix("contact").and_then(|rest| rest.split_once('_'));
    if let Some((number, part)) = contact.filter(|(number, _)| number.parse::<u8>().is_ok()) {
        let label = lang.t(&format!("column.name_of.contact.{part}"), &[]);
        return if number == "1" { label } else { format!("{label} {number}") };
    }
    lang.t(&format!("column.name_of.{column}"), &[])
}

/// The value of a column: codes in words, texts as they are.
pub fn column_value(lang: Lang, column: &str, value: &str) -> String {
    let word = |code: &str| {
        let keys = match column {
            "categories" => [format!("category.{code}"), String::new()],
            _ => [format!("column.value.{column}.{code}"), format!("column.value.truth.{code}")],
        };
        let key = keys.iter().find(|key| Catalogue::german().has(key));
        key.map_or_else(|| code.to_owned(), |key| lang.t(key, &[]))
    };
    match column {
        "categories" | "principles" | "groups" => {
            value.split('|').map(word).collect::<Vec<_>>().join(", ")
        }
        "kind" | "cost" | "wheelchair" | "visibility" | "toilet" | "induction_loop"
        | "all_ages" | "appointment_only" | "reach" => word(value),
        "languages" => value.replace('|', ", "),
        _ => value.to_owned(),
    }
}

/// What is wrong with a field, in words.
pub fn error_text(lang: Lang, error: &FieldError) -> String {
    lang.t(&format!("resource_error.{}", error.code), &[])
}

/// What is wrong with a file and what would be right, in words.
pub fn defect_text(lang: Lang, defect: &Defect) -> String {
    let values: Vec<(&str, &str)> =
        defect.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let word = |part: &str| lang.t(&format!("check.{}.{part}", defect.code), &values);
    format!("{} {}", word("problem"), word("remedy"))
}

/// What is wrong with a row of a file, in words.
pub fn row_error(lang: Lang, error: &RowError) -> String {
    let values: Vec<(&str, &str)> =
        error.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let own = format!("row_error.{}", error.code);
    let text = if Catalogue::german().has(&own) {
        lang.t(&own, &values)
    } else {
        lang.t(&format!("resource_error.{}", error.code), &values)
    };
    match error.field.as_str() {
        "" => text,
        field => format!("{}: {text}", field_name(lang, field)),
    }
}

/// A field by its path (`contacts.0.email`) or column (`contact1_email`), in words where there
/// are some.
fn field_name(lang: Lang, field: &str) -> String {
    let path: Vec<&str> = field.split('.').collect();
    let name = match path.as_slice() {
        ["contacts", _, part] => format!("contact1_{part}"),
        ["address", "note"] => "address_note".into(),
        ["address" | "access" | "audience", part] => (*part).to_owned(),
        _ => field.to_owned(),
    };
    let words = column(lang, &name);
    if words.starts_with("column.") { field.to_owned() } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::resources::COLUMNS;

    #[test]
    fn every_column_has_words() {
        for name in COLUMNS.into_iter().chain(["contact1_name", "contact2_phone", "name:en"]) {
            for lang in [Lang::De, Lang::En] {
                assert!(!column(lang, name).contains("column."), "{name}");
            }
        }
        assert_eq!(column(Lang::De, "contact2_phone"), "Telefon 2");
        assert_eq!(column(Lang::De, "name:tr"), "Name (tr)");
    }

    #[test]
    fn codes_become_words_and_texts_stay() {
        assert_eq!(
            column_value(Lang::De, "categories", "kita|sport"),
            "Kitas und Tagespflege, Sport und Bewegung"
        );
        assert_eq!(column_value(Lang::De, "toilet", "true"), "ja");
        assert_eq!(column_value(Lang::De, "cost", "free"), "kostenlos");
        assert_eq!(column_value(Lang::De, "name", "free"), "free");
        assert_eq!(column_value(Lang::De, "reach", "region:nord"), "region:nord");
    }

    #[test]
    fn what_is_wrong_names_its_field() {
        let error = FieldError { field: "contacts.0.email".into(), code: "bad_email" };
        assert_eq!(row_error(Lang::De, &error.into()), "E-Mail: Das ist keine E-Mail-Adresse.");
    }
}
