//! German writing of numbers, days and codes.

use jiff::{Zoned, civil::Date};
use serde_json::Value;

use crate::{
    domain::{assign::Reason, grid::LonLat, masking::Masked},
    locale::Catalogue,
};

/// A text of the catalogue.
pub fn t(key: &str, values: &[(&str, &str)]) -> String {
    Catalogue::german().text(key, values)
}

/// A number the German way, with one decimal below 100 unless it is zero.
pub fn number(value: f64) -> String {
    let text = if value.abs() < 100.0 { format!("{value:.1}") } else { format!("{value:.0}") };
    text.strip_suffix(".0").unwrap_or(&text).replace('.', ",")
}

/// A distance: `12,5 m`, `340 m`, `1,2 km`.
pub fn metres(value: f64) -> String {
    if value < 999.5 {
        format!("{} m", number(value))
    } else {
        format!("{} km", number(value / 1000.0))
    }
}

/// A place in degrees: `53,70512° N, 9,99148° O`.
pub fn place(place: LonLat) -> String {
    let degrees = |value: f64| format!("{value:.5}").replace('.', ",");
    let values = [("lat", &*degrees(place.lat)), ("lon", &*degrees(place.lon))];
    t("answer.degrees", &values)
}

/// A score from 0 to 1 in whole per cent.
pub fn percent(score: f64) -> String {
    format!("{:.0}", score * 100.0)
}

/// A day: `1. Januar 2014`.
pub fn day(date: Date) -> String {
    let month = t(&format!("month.{}", date.month()), &[]);
    format!("{}. {month} {}", date.day(), date.year())
}

/// A count as it may be shown: `120`, `unter 10`, `nicht ausgewiesen`.
pub fn masked(count: Masked) -> String {
    match count {
        Masked::Exact(count) => count.to_string(),
        Masked::Below(minimum) => t("count.below", &[("minimum", &minimum.to_string())]),
        Masked::Withheld => t("count.withheld", &[]),
    }
}

/// A time: `1. Januar 2014, 9:05 Uhr`.
pub fn moment(at: &Zoned) -> String {
    let time = format!("{}:{:02}", at.hour(), at.minute());
    t("time.moment", &[("day", &day(at.date())), ("time", &time)])
}

/// House numbers such as `1–41 odd, 44` with the sides in words.
pub fn house_numbers(numbers: &str) -> String {
    let side = |key| format!(" ({})", t(key, &[]));
    numbers.replace(" odd", &side("answer.odd")).replace(" even", &side("answer.even"))
}

/// Why an answer is what it is; `None` for a code without words.
pub fn reason(reason: &Reason) -> Option<String> {
    let mut key = format!("reason.{}", reason.code);
    let whole_street = format!("{key}_whole");
    if reason.values.get("whole_street") == Some(&Value::Bool(true))
        && Catalogue::german().has(&whole_street)
    {
        key = whole_street;
    }
    Catalogue::german().has(&key).then(|| {
        let values: Vec<(&str, String)> =
            reason.values.iter().map(|(name, value)| (*name, value_text(name, value))).collect();
        let values: Vec<(&str, &str)> =
            values.iter().map(|(name, text)| (*name, text.as_str())).collect();
        t(&key, &values)
    })
}

fn value_text(name: &str, value: &Value) -> String {
    match value {
        Value::Number(n) if name.ends_with("_m") => metres(n.as_f64().unwrap_or_default()),
        Value::Number(n) if name.ends_with("score") => percent(n.as_f64().unwrap_or_default()),
        Value::Number(n) => number(n.as_f64().unwrap_or_default()),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            items.iter().map(|item| value_text(name, item)).collect::<Vec<_>>().join(", ")
        }
        Value::Null => t("answer.unnamed", &[]),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn numbers_and_days_are_written_the_german_way() {
        assert_eq!(metres(12.46), "12,5 m");
        assert_eq!(metres(8.0), "8 m");
        assert_eq!(metres(340.4), "340 m");
        assert_eq!(metres(1234.0), "1,2 km");
        assert_eq!(day(date(2014, 1, 1)), "1. Januar 2014");
        assert_eq!(percent(0.874), "87");
    }

    #[test]
    fn small_counts_are_put_in_words() {
        assert_eq!(masked(Masked::Exact(1200)), "1200");
        assert_eq!(masked(Masked::Below(10)), "unter 10");
        assert_eq!(masked(Masked::Withheld), "nicht ausgewiesen");
    }

    #[test]
    fn sides_of_the_street_are_put_in_words() {
        assert_eq!(house_numbers("1–41 odd, 44"), "1–41 (ungerade), 44");
        assert_eq!(house_numbers("2–8 even"), "2–8 (gerade)");
    }

    #[test]
    fn a_reason_without_words_says_nothing() {
        assert_eq!(reason(&Reason::new("no such code")), None);
    }
}
