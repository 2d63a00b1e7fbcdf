//! The organisation over time: what the data folder says, and what was filled in since, each
//! change valid from a day on.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    Organisation,
    entry::{Details, EntryKey},
};

/// What a change says about its entry from its first day on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "a city has some hundred of them at most")]
pub enum Content {
    /// These details hold.
    Details(Details),
    /// The entry ends.
    Ended,
}

/// When and by whom a change was taken back.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Undone {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// A change that is not kept yet.
#[derive(Debug, Clone, PartialEq)]
pub struct NewChange {
    /// The entry.
    pub entry: EntryKey,
    /// First day on which it holds.
    pub valid_from: Date,
    /// What holds from then on.
    pub content: Content,
}

/// A change of the organisation.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Change {
    /// Running number.
    pub id: i64,
    /// The entry.
    #[schema(value_type = String, example = "team/nord-a")]
    pub entry: EntryKey,
    /// First day on which it holds.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// What holds from then on.
    pub content: Content,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Timestamp,
    /// Who recorded it.
    pub recorded_by: String,
    /// When and by whom it was taken back; it does not count then.
    pub undone: Option<Undone>,
}

/// The organisation on every day. A handful of versions, each whole: asking costs nothing.
#[derive(Debug, Clone)]
pub struct Timeline {
    base: Organisation,
    /// First day and what holds from then on, by day.
    versions: Vec<(Date, Organisation)>,
}

impl Timeline {
    /// The organisation of the data folder with the changes made since. Of several changes of
    /// an entry for one day, the one recorded last holds.
    pub fn new(base: Organisation, changes: &[Change]) -> Self {
        let mut counting: Vec<&Change> = changes.iter().filter(|c| c.undone.is_none()).collect();
        counting.sort_by_key(|change| (change.valid_from, change.id));
        let days: BTreeSet<Date> = counting.iter().map(|change| change.valid_from).collect();
        let mut current = base.clone();
        let version = |day: Date| {
            for change in counting.iter().filter(|change| change.valid_from == day) {
                match &change.content {
                    Content::Details(details) => current.fill_in(&change.entry, details),
                    Content::Ended => current.take_out(&change.entry),
                }
            }
            (day, current.clone())
        };
        let versions = days.into_iter().map(version).collect();
        Self { base, versions }
    }

    /// The organisation on a day.
    pub fn on(&self, day: Date) -> &Organisation {
        let later = self.versions.partition_point(|(first, _)| *first <= day);
        self.versions[..later].last().map_or(&self.base, |(_, organisation)| organisation)
    }

    /// The organisation as the data folder has it.
    pub fn base(&self) -> &Organisation {
        &self.base
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::organisation::tests::organisation;

    fn change(id: i64, entry: &str, from: Date, content: Content) -> Change {
        Change {
            id,
            entry: entry.parse().unwrap(),
            valid_from: from,
            content,
            recorded_at: Timestamp::UNIX_EPOCH,
            recorded_by: "erika".into(),
            undone: None,
        }
    }

    fn named(name: &str) -> Content {
        Content::Details(Details {
            name: name.into(),
            region: Some("nord".into()),
            ..Details::default()
        })
    }

    #[test]
    fn a_change_holds_from_its_day_on_whatever_the_order_of_recording() {
        let changes = [
            change(1, "team/nord-a", date(2026, 6, 1), named("Neu")),
            change(2, "team/nord-a", date(2026, 1, 1), named("Zwischen")),
            change(3, "team/nord-a", date(2026, 6, 1), named("Neu, berichtigt")),
        ];
        let timeline = Timeline::new(organisation(), &changes);
        let name = |day| timeline.on(day).teams[0].name.clone();
        assert_eq!(name(date(2025, 12, 31)), organisation().teams[0].name);
        assert_eq!(name(date(2026, 1, 1)), "Zwischen");
        assert_eq!(name(date(2026, 5, 31)), "Zwischen");
        assert_eq!(name(date(2026, 6, 1)), "Neu, berichtigt");
        assert_eq!(name(date(2099, 1, 1)), "Neu, berichtigt");
    }

    #[test]
    fn what_is_taken_back_does_not_count() {
        let mut changes = [change(1, "team/nord-a", date(2026, 1, 1), named("Neu"))];
        changes[0].undone = Some(Undone { at: Timestamp::UNIX_EPOCH, by: "erika".into() });
        let timeline = Timeline::new(organisation(), &changes);
        assert_eq!(timeline.on(date(2026, 2, 1)), &organisation());
    }

    #[test]
    fn a_way_without_an_address_leads_somewhere_from_its_day_on() {
        let leads_to = Some("team/nord-a".to_owned());
        let details = Content::Details(Details { leads_to, ..Details::default() });
        let mut changes = [change(1, "route/protected-place", date(2026, 1, 1), details)];
        let target = |changes: &[Change], day| {
            let routes = Timeline::new(organisation(), changes).on(day).routes_on_file();
            let led: Vec<_> = routes.into_iter().filter_map(|route| route.leads_to).collect();
            led.into_iter().map(|target| target.name).collect::<Vec<_>>()
        };
        assert!(target(&changes, date(2025, 12, 31)).is_empty());
        assert_eq!(target(&changes, date(2026, 1, 1)), ["Team Nord A"]);
        changes[0].undone = Some(Undone { at: Timestamp::UNIX_EPOCH, by: "erika".into() });
        assert!(target(&changes, date(2026, 1, 1)).is_empty());
    }

    #[test]
    fn offers_come_and_go_and_teams_stay() {
        let changes = [
            change(1, "city_offer/neu", date(2026, 1, 1), named("Neues Angebot")),
            change(2, "city_offer/neu", date(2026, 3, 1), Content::Ended),
            change(3, "team/nord-a", date(2026, 3, 1), Content::Ended),
            change(4, "team/gone", date(2026, 3, 1), named("Kein Team")),
            change(5, "neighbour/01060039", date(2026, 3, 1), named("Jugendamt nebenan")),
        ];
        let timeline = Timeline::new(organisation(), &changes);
        let offers = |day| timeline.on(day).city_offers.len();
        assert_eq!([date(2025, 1, 1), date(2026, 1, 1), date(2026, 3, 1)].map(offers), [0, 1, 0]);
        let last = timeline.on(date(2026, 3, 1));
        assert_eq!(last.teams, organisation().teams);
        assert_eq!(last.neighbours[0].name, "Jugendamt nebenan");
    }
}
