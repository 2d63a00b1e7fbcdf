//! How far a file is, how its rows came out, and what is wrong with it, in words.

use std::time::Duration;

use crate::{
    formats::{features::FeatureError, table::TableError},
    locale::Lang,
    service::{
        batch::{BatchError, Count, INVALID, Summary},
        batch_jobs::{Failure, Pace},
    },
};

/// How far it is.
pub struct Pacing {
    pub percent: u64,
    pub read: String,
    pub rows: String,
    pub left: Option<String>,
}

impl Pacing {
    pub fn new(lang: Lang, pace: Pace) -> Self {
        let percent = pace.percent.to_string();
        let (rows, rate) = (lang.whole(pace.rows), lang.whole(pace.per_second));
        Self {
            percent: pace.percent,
            read: lang.t("batch_page.read", &[("percent", &percent)]),
            rows: lang.t("batch_page.pace", &[("rows", &rows), ("rate", &rate)]),
            left: pace.seconds_left.map(|seconds| left(lang, seconds)),
        }
    }
}

fn left(lang: Lang, seconds: u64) -> String {
    if seconds < 90 {
        // In fives, so that it does not flicker; never „1 Sekunden“.
        let seconds = seconds.next_multiple_of(5).max(5).to_string();
        lang.t("batch_page.left", &[("seconds", &seconds)])
    } else {
        let minutes = seconds.div_ceil(60).to_string();
        lang.t("batch_page.left_minutes", &[("minutes", &minutes)])
    }
}

/// When a file is forgotten.
pub fn kept(lang: Lang, time: Duration) -> String {
    match time.as_secs().div_ceil(60) {
        0 | 1 => lang.t("batch_page.kept_one", &[]),
        minutes => lang.t("batch_page.kept", &[("minutes", &minutes.to_string())]),
    }
}

/// How large a file is.
pub fn size(lang: Lang, bytes: usize) -> String {
    let kilobytes = bytes as f64 / 1024.0;
    if kilobytes < 1000.0 {
        let size = lang.whole(kilobytes.ceil() as u64);
        lang.t("batch_page.size_small", &[("size", &size)])
    } else {
        lang.t("batch_page.size", &[("size", &lang.number(kilobytes / 1024.0))])
    }
}

/// How the rows came out.
pub struct Done {
    pub text: String,
    pub renamed: Vec<String>,
    /// What a person has to look at, and what not.
    pub sections: Vec<Section>,
}

/// Rows that need a person, or those that do not.
pub struct Section {
    pub id: &'static str,
    pub title: String,
    pub lines: Vec<Line>,
}

/// Rows that came out in the same way.
pub struct Line {
    pub reason: String,
    pub status: String,
    pub tone: &'static str,
    /// How many there are, and where the first of them are.
    pub at: String,
}

impl Done {
    pub fn new(lang: Lang, summary: &Summary, city: &str) -> Self {
        let (rows, open) = (lang.whole(summary.rows), lang.whole(summary.open()));
        let key = match (summary.rows, summary.open()) {
            (0, _) => "batch_page.done_none",
            (1, 0) => "batch_page.done_one",
            (1, _) => "batch_page.done_one_open",
            (_, 0) => "batch_page.done_all",
            _ => "batch_page.done_text",
        };
        let values = [("rows", &*rows), ("open", &*open)];
        let sections = [(true, "open"), (false, "settled")].map(|(open, id)| {
            let counts = summary.counts.iter().filter(|count| count.open == open);
            let lines = counts.map(|count| Line::new(lang, count, city)).collect();
            Section { id, title: lang.t(&format!("batch_page.{id}"), &[]), lines }
        });
        let renamed = summary
            .renamed
            .iter()
            .map(|(column, new)| lang.t("batch_page.renamed", &[("column", column), ("new", new)]));
        Self {
            text: lang.t(key, &values),
            renamed: renamed.collect(),
            sections: sections.into_iter().filter(|section| !section.lines.is_empty()).collect(),
        }
    }
}

impl Line {
    fn new(lang: Lang, count: &Count, city: &str) -> Self {
        let status = match count.status {
            INVALID => lang.t("batch_page.invalid", &[]),
            code => lang.t(&format!("status.{code}"), &[("city", city)]),
        };
        let rows = count.first.iter().map(|row| lang.whole(*row)).collect::<Vec<_>>().join(", ");
        let all = count.rows == count.first.len() as u64;
        let key = if all { "batch_page.in_rows" } else { "batch_page.first_rows" };
        let at = lang.t(key, &[("rows", &rows)]);
        Self {
            reason: lang.t(&format!("batch.reason.{}", count.reason), &[]),
            status,
            tone: match (count.open, count.status) {
                (_, INVALID) => "danger",
                (true, _) => "warning",
                (false, "outside") => "info",
                (false, _) => "success",
            },
            at: match count.rows {
                1 => at,
                rows => {
                    format!("{}. {at}", lang.t("batch_page.rows", &[("count", &lang.whole(rows))]))
                }
            },
        }
    }
}

/// Why there are no answers.
pub fn failure(lang: Lang, failure: &Failure) -> String {
    match failure {
        Failure::Batch(error) => defect(lang, error),
        Failure::NoRoom => lang.t("batch_page.answers_too_large", &[]),
        Failure::Internal => lang.t("batch_page.internal", &[]),
    }
}

/// What is wrong with a file, and where.
pub fn defect(lang: Lang, error: &BatchError) -> String {
    let file = lang.t("batch_page.file", &[]);
    let told = |key: &str, values: &[(&str, &str)]| {
        lang.t(&format!("batch.{key}"), &[&[("file", file.as_str())], values].concat())
    };
    match error {
        BatchError::Empty => told("empty", &[]),
        BatchError::Table(TableError::OpenQuote { line }) => {
            told("open_quote", &[("line", &line.to_string())])
        }
        BatchError::Table(TableError::TooLong { line }) => {
            told("too_long", &[("line", &line.to_string())])
        }
        BatchError::Table(TableError::Encoding) => told("encoding", &[]),
        BatchError::Features(FeatureError::NoCollection(problem)) => {
            told("no_collection", &[("error", problem)])
        }
        BatchError::Features(FeatureError::NoFlatGeobuf(problem)) => {
            told("no_flatgeobuf", &[("error", problem)])
        }
        BatchError::Features(FeatureError::Feature { number, problem }) => {
            told("bad_feature", &[("number", &number.to_string()), ("error", problem)])
        }
        BatchError::Features(FeatureError::LateCrs) => told("late_crs", &[]),
        BatchError::Crs(_) => lang.t("batch_page.bad_crs", &[]),
        BatchError::Stopped => lang.t("batch_page.stopped", &[]),
        BatchError::NoPlace | BatchError::AddressInLayer | BatchError::Question(_) => {
            lang.t("batch_page.no_way", &[])
        }
        BatchError::NoColumn { .. } => lang.t("batch_page.no_column", &[]),
        BatchError::DoubleColumn { .. } => lang.t("batch_page.double_column", &[]),
        BatchError::Table(TableError::Read(_))
        | BatchError::Features(FeatureError::Read(_))
        | BatchError::Write(_) => lang.t("batch_page.unreadable", &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::assign::REASONS, locale::Catalogue, service::batch::ROW_REASONS};

    #[test]
    fn every_way_in_which_a_row_can_come_out_has_words() {
        // A list makes no difference between the places outside.
        let decided = REASONS.into_iter().filter(|code| *code != "outside_far");
        for reason in decided.chain(ROW_REASONS) {
            for lang in [Lang::De, Lang::En] {
                let catalogue = Catalogue::of(lang).unwrap();
                assert!(catalogue.has(&format!("batch.reason.{reason}")), "{reason} in {lang:?}");
            }
        }
        for code in REASONS {
            let has = |end: &str| Catalogue::german().has(&format!("reason.{code}{end}"));
            assert!(has("") || has("_whole"), "{code}");
        }
    }

    #[test]
    fn times_and_sizes_are_round() {
        let de = Lang::De;
        assert_eq!(left(de, 1), "Noch etwa 5 Sekunden");
        assert_eq!(left(de, 61), "Noch etwa 65 Sekunden");
        assert_eq!(left(de, 121), "Noch etwa 3 Minuten");
        assert_eq!(size(de, 1), "1 kB");
        assert_eq!(size(de, 5 << 20), "5 MB");
        assert_eq!(
            kept(de, Duration::from_secs(1_799)),
            "Diese Datei wird in 30 Minuten vergessen."
        );
        assert_eq!(kept(de, Duration::ZERO), "Diese Datei wird in einer Minute vergessen.");
    }
}
