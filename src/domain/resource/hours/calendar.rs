//! The calendar of a place: public holidays, school holidays, and where the sun stands.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::holidays::{self, Land, PublicHoliday};
use crate::domain::grid::LonLat;

/// What the evaluation of hours has to know about days.
#[derive(Debug, Clone)]
pub struct Calendar {
    land: Land,
    school: Option<SchoolHolidays>,
    position: Option<LonLat>,
}

/// A name that is none of the sixteen federal states.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a German federal state")]
pub struct UnknownLand(pub String);

/// School holidays as a data folder lists them, in the form of `school_holidays.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchoolHolidays {
    /// First day about which the list is complete.
    pub covers_from: Date,
    /// Last day about which the list is complete.
    pub covers_to: Date,
    /// Where the dates come from.
    pub source: SchoolSource,
    /// The holidays in their order.
    pub holiday: Vec<SchoolHoliday>,
}

/// Where school holidays were read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchoolSource {
    /// Who decided the dates.
    pub decided_by: String,
    /// Through what they came here.
    pub read_from: String,
    /// When.
    pub state: Date,
}

/// One span of school holidays, both ends included.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchoolHoliday {
    /// Name for people.
    pub name: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// What is wrong with a list of school holidays.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSchoolHolidays {
    /// The covered period ends before it starts.
    #[error("the covered period ends before it starts")]
    Covers,
    /// This holiday (counted from 0) ends before it starts.
    #[error("holiday {0} ends before it starts")]
    Backwards(usize),
    /// This holiday (counted from 0) starts before the one above it has ended.
    #[error("holiday {0} starts before the one above it has ended")]
    Order(usize),
}

impl SchoolHolidays {
    /// Proves that the spans are in order and apart.
    pub fn check(&self) -> Result<(), BadSchoolHolidays> {
        if self.covers_to < self.covers_from {
            return Err(BadSchoolHolidays::Covers);
        }
        for (index, holiday) in self.holiday.iter().enumerate() {
            if holiday.to < holiday.from {
                return Err(BadSchoolHolidays::Backwards(index));
            }
            if index > 0 && holiday.from <= self.holiday[index - 1].to {
                return Err(BadSchoolHolidays::Order(index));
            }
        }
        Ok(())
    }
}

/// Whether a day lies in school holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchoolDay<'a> {
    /// In these holidays.
    Holiday(&'a str),
    /// In none.
    Term,
    /// No list covers the day.
    Unknown,
}

impl Calendar {
    /// The calendar of a federal state by its German name, without school holidays and position.
    pub fn new(land: &str) -> Result<Self, UnknownLand> {
        let land = Land::named(land).ok_or_else(|| UnknownLand(land.to_owned()))?;
        Ok(Self { land, school: None, position: None })
    }

    /// Adds the school holidays.
    pub fn with_school(mut self, school: SchoolHolidays) -> Result<Self, BadSchoolHolidays> {
        school.check()?;
        self.school = Some(school);
        Ok(self)
    }

    /// Adds where sunrise and sunset are computed for: the middle of the city will do, a few
    /// kilometres are a few seconds. Without it, times by the sun are unknown.
    #[must_use]
    pub fn with_position(mut self, position: LonLat) -> Self {
        self.position = Some(position);
        self
    }

    /// Where the sun is looked at from.
    pub fn position(&self) -> Option<LonLat> {
        self.position
    }

    /// The public holiday on a date.
    pub fn public_holiday(&self, date: Date) -> Option<PublicHoliday> {
        holidays::on(date, self.land)
    }

    /// Whether a date lies in school holidays. Logarithmic in the length of the list.
    pub fn school_day(&self, date: Date) -> SchoolDay<'_> {
        let Some(school) = &self.school else { return SchoolDay::Unknown };
        if date < school.covers_from || school.covers_to < date {
            return SchoolDay::Unknown;
        }
        let after = school.holiday.partition_point(|holiday| holiday.to < date);
        match school.holiday.get(after) {
            Some(holiday) if holiday.from <= date => SchoolDay::Holiday(&holiday.name),
            _ => SchoolDay::Term,
        }
    }
}
