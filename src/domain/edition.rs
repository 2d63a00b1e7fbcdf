//! Editions: a partition in force over a period, with the decision it rests on.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whether the boundaries of an edition are settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EditionStatus {
    /// In force, but its boundaries are not confirmed yet.
    Draft,
    /// In force with confirmed boundaries.
    Confirmed,
}

/// A partition in force from a day on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Running number, from 1.
    pub number: u32,
    /// First day in force.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// Last day in force; `None` until further notice.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
    /// The decision it rests on.
    pub decision: String,
    /// Whether its boundaries are settled.
    pub status: EditionStatus,
    /// What a reader must know about it.
    #[serde(default)]
    pub note: Option<String>,
}

impl Edition {
    /// Whether the edition is in force on a day; first and last day belong to it.
    pub fn in_force_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// Whether two editions are ever in force on the same day.
    pub fn overlaps(&self, other: &Edition) -> bool {
        let starts_before_end =
            |a: &Edition, b: &Edition| b.valid_to.is_none_or(|last| a.valid_from <= last);
        starts_before_end(self, other) && starts_before_end(other, self)
    }
}

/// The edition in force on a day, if there is one.
pub fn in_force(editions: &[Edition], day: Date) -> Option<&Edition> {
    editions.iter().find(|edition| edition.in_force_on(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn edition(from: Date, to: Option<Date>) -> Edition {
        Edition {
            number: 1,
            valid_from: from,
            valid_to: to,
            decision: String::new(),
            status: EditionStatus::Draft,
            note: None,
        }
    }

    #[test]
    fn first_and_last_day_belong_to_the_edition() {
        let e = edition(date(2014, 1, 1), Some(date(2020, 12, 31)));
        assert!(!e.in_force_on(date(2013, 12, 31)));
        assert!(e.in_force_on(date(2014, 1, 1)));
        assert!(e.in_force_on(date(2020, 12, 31)));
        assert!(!e.in_force_on(date(2021, 1, 1)));
    }

    #[test]
    fn an_open_end_overlaps_everything_later() {
        let open = edition(date(2014, 1, 1), None);
        assert!(open.overlaps(&edition(date(2030, 1, 1), None)));
        assert!(!open.overlaps(&edition(date(2000, 1, 1), Some(date(2013, 12, 31)))));
    }
}
