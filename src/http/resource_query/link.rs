//! Parameters as they stand in links.

use super::Selection;
use crate::domain::resource::search::{Filters, When};

impl Selection {
    /// The same parameters that lead here again, the shortest way, without words and page.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let Filters {
            categories,
            age,
            open,
            free,
            wheelchair,
            language,
            kind,
            principle,
            sozialraum,
            region,
            with_unknown,
        } = &self.filters;
        let truth = |set: bool| set.then(|| "true".to_owned());
        let mut pairs: Vec<(&'static str, String)> =
            categories.iter().map(|category| ("category", category.code().to_owned())).collect();
        let others = [
            ("age", age.map(|age| age.to_string())),
            ("open", open.map(when_code)),
            ("free", truth(*free)),
            ("wheelchair", truth(*wheelchair)),
            ("language", language.clone()),
            ("kind", kind.map(|kind| kind.code().to_owned())),
            ("principle", principle.map(|principle| principle.code().to_owned())),
            ("sozialraum", sozialraum.clone()),
            ("region", region.clone()),
            ("unknown", truth(*with_unknown)),
        ];
        pairs.extend(others.into_iter().filter_map(|(name, value)| Some((name, value?))));
        pairs
    }

    /// The address of a page with this selection, without words and page.
    pub fn link(&self, path: &str) -> String {
        let pairs = self.pairs();
        if pairs.is_empty() {
            return path.to_owned();
        }
        let query: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        format!("{path}?{}", query.join("&"))
    }
}

/// A time as it stands in a link.
pub fn when_code(when: When) -> String {
    match when {
        When::Now => "now".to_owned(),
        When::Today => "today".to_owned(),
        When::At(time) => time.strftime("%Y-%m-%dT%H:%M").to_string(),
    }
}

/// A value as it can stand in a query (RFC 3986).
fn escaped(value: &str) -> String {
    let sign = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    value.bytes().map(sign).collect()
}
