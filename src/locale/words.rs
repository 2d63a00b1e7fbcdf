//! Texts, numbers, days and codes in a language.

use std::fmt::Display;

use jiff::{Zoned, civil::Date};
use serde_json::{Map, Value};

use super::{Catalogue, Lang};
use crate::domain::{assign::Reason, grid::LonLat, masking::Masked};

/// A German text, for what speaks German only: the command line and the settings.
pub fn t(key: &str, values: &[(&str, &str)]) -> String {
    Lang::De.t(key, values)
}

impl Lang {
    /// A text of the catalogue, in German where this language does not have it.
    ///
    /// Between texts from right to left, values keep to their own direction.
    pub fn t(self, key: &str, values: &[(&str, &str)]) -> String {
        let catalogue = Catalogue::of(self).filter(|catalogue| catalogue.has(key));
        let catalogue = catalogue.unwrap_or_else(Catalogue::german);
        if !self.is_rtl() {
            return catalogue.text(key, values);
        }
        let isolated: Vec<(&str, String)> =
            values.iter().map(|(name, value)| (*name, self.apart(value))).collect();
        let isolated: Vec<(&str, &str)> =
            isolated.iter().map(|(name, value)| (*name, value.as_str())).collect();
        catalogue.text(key, &isolated)
    }

    /// A group of the catalogue as it stands there, with German where this language has gaps.
    pub fn group(self, group: &str) -> Value {
        let own = Catalogue::of(self);
        let mut words = Map::new();
        for (key, german) in Catalogue::german().entries() {
            if let Some(path) = key.strip_prefix(group).and_then(|rest| rest.strip_prefix('.')) {
                let text = own.and_then(|own| own.words.get(key).map(String::as_str));
                insert(&mut words, path, text.unwrap_or(german));
            }
        }
        words.into()
    }

    /// A number with one decimal below 100 unless it is zero.
    pub fn number(self, value: f64) -> String {
        let text = if value.abs() < 100.0 { format!("{value:.1}") } else { format!("{value:.0}") };
        text.strip_suffix(".0").unwrap_or(&text).replace('.', self.decimal_sign())
    }

    /// A whole number with a sign between the thousands: `12.345`.
    pub fn whole(self, number: u64) -> String {
        let digits = number.to_string();
        let mut grouped = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push_str(self.thousands_sign());
            }
            grouped.push(digit);
        }
        grouped
    }

    /// A distance: `12,5 m`, `340 m`, `1,2 km`.
    pub fn metres(self, value: f64) -> String {
        let (key, value) = if value < 999.5 {
            ("number.metres", value)
        } else {
            ("number.kilometres", value / 1000.0)
        };
        self.t(key, &[("number", &self.number(value))])
    }

    /// A place in degrees: `53,70512° N, 9,99148° O`.
    pub fn place(self, place: LonLat) -> String {
        let degrees = |value: f64| format!("{value:.5}").replace('.', self.decimal_sign());
        let values = [("lat", &*degrees(place.lat)), ("lon", &*degrees(place.lon))];
        self.t("answer.degrees", &values)
    }

    /// A day: `1. Januar 2014`. Months are named as they stand in a date.
    pub fn day(self, date: Date) -> String {
        let month = self.t(&format!("month.{}", date.month()), &[]);
        let (day, year) = (date.day().to_string(), date.year().to_string());
        self.t("time.day", &[("day", &day), ("month", &month), ("year", &year)])
    }

    /// The day of the week: `Montag`.
    pub fn weekday(self, date: Date) -> String {
        self.t(&format!("weekday.{}", date.weekday().to_monday_one_offset()), &[])
    }

    /// The day of the week in short: `Mo`.
    pub fn weekday_short(self, date: Date) -> String {
        self.t(&format!("weekday_short.{}", date.weekday().to_monday_one_offset()), &[])
    }

    /// A time: `1. Januar 2014, 9:05 Uhr`.
    pub fn moment(self, at: &Zoned) -> String {
        let time = format!("{}:{:02}", at.hour(), at.minute());
        self.t("time.moment", &[("day", &self.day(at.date())), ("time", &time)])
    }

    /// A count as it may be shown: `120`, `unter 10`, `nicht ausgewiesen`.
    pub fn masked(self, count: Masked) -> String {
        match count {
            Masked::Exact(count) => count.to_string(),
            Masked::Below(minimum) => self.t("count.below", &[("minimum", &minimum.to_string())]),
            Masked::Withheld => self.t("count.withheld", &[]),
        }
    }

    /// Between texts from right to left, a text that keeps to its own direction: a first strong
    /// isolate and its end (UAX #9).
    pub(super) fn apart(self, text: impl Display) -> String {
        if self.is_rtl() { format!("\u{2068}{text}\u{2069}") } else { text.to_string() }
    }

    /// Several things one after the other, with the comma of this language. Between texts from
    /// right to left, each keeps to its own direction.
    pub fn list<T: Display>(self, items: impl IntoIterator<Item = T>) -> String {
        let items: Vec<String> = items.into_iter().map(|item| self.apart(item)).collect();
        items.join(&format!("{} ", self.t("number.comma", &[])))
    }

    /// Why an answer is what it is; `None` for a code without words.
    pub fn reason(self, reason: &Reason) -> Option<String> {
        let mut key = format!("reason.{}", reason.code);
        let whole_street = format!("{key}_whole");
        if reason.values.get("whole_street") == Some(&Value::Bool(true))
            && Catalogue::german().has(&whole_street)
        {
            key = whole_street;
        }
        Catalogue::german().has(&key).then(|| {
            let text = |(name, value): (&&'static str, &Value)| (*name, self.value(name, value));
            let values: Vec<(&str, String)> = reason.values.iter().map(text).collect();
            let values: Vec<(&str, &str)> =
                values.iter().map(|(name, text)| (*name, text.as_str())).collect();
            self.t(&key, &values)
        })
    }

    fn value(self, name: &str, value: &Value) -> String {
        match value {
            Value::Number(n) if name.ends_with("_m") => self.metres(n.as_f64().unwrap_or_default()),
            Value::Number(n) if name.ends_with("score") => percent(n.as_f64().unwrap_or_default()),
            Value::Number(n) => self.number(n.as_f64().unwrap_or_default()),
            Value::String(text) if name == "house_numbers" => self.house_numbers(text),
            Value::String(text) => text.clone(),
            Value::Array(items) => self.list(items.iter().map(|item| self.value(name, item))),
            Value::Null => self.t("answer.unnamed", &[]),
            other => other.to_string(),
        }
    }
}

/// Puts a text under a dotted path.
fn insert(words: &mut Map<String, Value>, path: &str, text: &str) {
    let Some((group, rest)) = path.split_once('.') else {
        words.insert(path.to_owned(), text.into());
        return;
    };
    let inner = words.entry(group).or_insert_with(|| Map::new().into());
    if let Value::Object(inner) = inner {
        insert(inner, rest, text);
    }
}

/// A score from 0 to 1 in whole per cent, without the sign.
pub fn percent(score: f64) -> String {
    format!("{:.0}", score * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn numbers_and_days_are_written_the_german_way() {
        let de = Lang::De;
        assert_eq!(de.metres(12.46), "12,5 m");
        assert_eq!(de.metres(8.0), "8 m");
        assert_eq!(de.metres(340.4), "340 m");
        assert_eq!(de.metres(1234.0), "1,2 km");
        assert_eq!(de.day(date(2014, 1, 1)), "1. Januar 2014");
        assert_eq!(de.weekday(date(2026, 11, 25)), "Mittwoch");
        assert_eq!(de.weekday_short(date(2026, 11, 29)), "So");
        assert_eq!(percent(0.874), "87");
    }

    #[test]
    fn numbers_and_days_are_written_the_english_way() {
        let en = Lang::En;
        assert_eq!(en.metres(12.46), "12.5 m");
        assert_eq!(en.day(date(2014, 1, 1)), "1 January 2014");
        assert_eq!(en.place(LonLat { lon: 9.5, lat: 53.7 }), "53.70000° N, 9.50000° E");
        assert_eq!(en.weekday(date(2026, 11, 25)), "Wednesday");
    }

    #[test]
    fn values_keep_their_direction_in_a_text_from_right_to_left() {
        let text = Lang::Ar.t("answer.for", &[("address", "Weg 1")]);
        assert!(text.contains("\u{2068}Weg 1\u{2069}"), "{text}");
    }

    #[test]
    fn a_group_is_whole_in_every_language() {
        for lang in Lang::ALL {
            let words = lang.group("script");
            assert!(words["copied"].is_string(), "{lang:?}");
            assert!(words["suggestions_many"].as_str().unwrap().contains("{count}"), "{lang:?}");
        }
    }

    #[test]
    fn small_counts_are_put_in_words() {
        let de = Lang::De;
        assert_eq!(de.masked(Masked::Exact(1200)), "1200");
        assert_eq!(de.masked(Masked::Below(10)), "unter 10");
        assert_eq!(de.masked(Masked::Withheld), "nicht ausgewiesen");
    }

    #[test]
    fn parts_of_a_list_keep_to_their_direction() {
        assert_eq!(Lang::En.list(["a", "b"]), "a, b");
        assert_eq!(Lang::Ar.list(["a", "ب"]), "\u{2068}a\u{2069}، \u{2068}ب\u{2069}");
        // The lower number stays on the left, and the side of the street outside.
        let numbers = Lang::Ar.house_numbers("2–8b even, 11");
        assert!(numbers.starts_with("\u{2068}\u{2068}2–8b\u{2069} ("), "{numbers:?}");
        assert!(numbers.ends_with("، \u{2068}11\u{2069}"), "{numbers:?}");
    }

    #[test]
    fn a_reason_without_words_says_nothing() {
        let reason = Reason { code: "no such code", ..Reason::new("house_number") };
        assert_eq!(Lang::De.reason(&reason), None);
    }
}
