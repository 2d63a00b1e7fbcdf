//! The changes of an entry: those made, and those still to come.

use jiff::civil::Date;

use super::fields::{self, Difference};
use crate::{
    domain::organisation::{Change, Content, Details, EntryKey, Timeline},
    locale::Lang,
    service::Service,
};

/// A change as the page shows it.
pub struct ChangeView {
    /// Its number.
    pub id: i64,
    /// Who made it and when.
    pub made: String,
    /// From when on it holds.
    pub valid_from: String,
    /// What it changes; empty for an entry that ends.
    pub differences: Vec<Difference>,
    /// Whether the entry ends with it.
    pub ends: bool,
    /// When and by whom it was taken back.
    pub undone: Option<String>,
}

/// The changes of an entry, newest first.
pub fn changes(lang: Lang, service: &Service, all: &[Change], key: &EntryKey) -> Vec<ChangeView> {
    let own: Vec<Change> = all.iter().filter(|change| change.entry == *key).cloned().collect();
    own.iter().rev().map(|change| view(lang, service, &own, change)).collect()
}

fn view(lang: Lang, service: &Service, own: &[Change], change: &Change) -> ChangeView {
    let before = before(service, own, change).unwrap_or_default();
    let at = |at| lang.moment(&Service::local(at));
    ChangeView {
        id: change.id,
        made: lang
            .t("entry.made", &[("who", &*change.recorded_by), ("when", &*at(change.recorded_at))]),
        valid_from: lang.t("entry.valid", &[("day", &lang.day(change.valid_from))]),
        differences: fields::differences(lang, change.entry.kind, &before, &change.content),
        ends: change.content == Content::Ended,
        undone: change.undone.as_ref().map(|undone| {
            lang.t("entry.undone", &[("who", &*undone.by), ("when", &*at(undone.at))])
        }),
    }
}

/// What held on the first day of a change when it was recorded.
fn before(service: &Service, own: &[Change], change: &Change) -> Option<Details> {
    let counted_then = |other: &&Change| {
        other.id < change.id
            && other.undone.as_ref().is_none_or(|undone| undone.at > change.recorded_at)
    };
    let former: Vec<Change> = own
        .iter()
        .filter(counted_then)
        .map(|other| Change { undone: None, ..other.clone() })
        .collect();
    let timeline = Timeline::new(service.organisation().base().clone(), &former);
    let entries = timeline.on(change.valid_from).entries();
    entries.into_iter().find(|(key, _)| *key == change.entry).map(|(_, details)| details)
}

/// What changes after a day, in a sentence each, in the order of the days.
pub fn upcoming(
    lang: Lang,
    service: &Service,
    all: &[Change],
    key: &EntryKey,
    after: Date,
) -> Vec<String> {
    let coming = |change: &&Change| {
        change.entry == *key && change.undone.is_none() && change.valid_from > after
    };
    let mut days: Vec<Date> = all.iter().filter(coming).map(|change| change.valid_from).collect();
    days.sort_unstable();
    days.dedup();
    let organisation = service.organisation();
    let on = |date: Date| {
        let entries = organisation.on(date).entries();
        entries.into_iter().find(|(other, _)| other == key).map(|(_, details)| details)
    };
    let sentence = |date: Date| {
        let before = date.yesterday().ok().and_then(on);
        let what = match (before, on(date)) {
            (None, Some(_)) => lang.t("entry.begins", &[]),
            (Some(_), None) => lang.t("entry.ends", &[]),
            (Some(before), Some(after)) => {
                let content = Content::Details(after);
                let labels = fields::differences(lang, key.kind, &before, &content);
                let labels: Vec<String> = labels.into_iter().map(|d| d.label).collect();
                let labels = labels.join(", ");
                (!labels.is_empty()).then(|| lang.t("entry.changes", &[("fields", &labels)]))?
            }
            (None, None) => return None,
        };
        Some(lang.t("entry.from", &[("day", &lang.day(date)), ("what", &what)]))
    };
    days.into_iter().filter_map(sentence).collect()
}
