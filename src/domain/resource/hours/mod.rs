//! Opening hours.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// Opening hours that were read.
#[derive(Debug, Clone)]
pub struct Hours;

/// Why hours cannot be read.
#[derive(Debug, Clone)]
pub struct BadHours;

/// Holidays.
#[derive(Debug, Clone, Default)]
pub struct Calendar;

/// Whether something is open.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// Open.
    Open { comment: Option<String>, until: Option<DateTime> },
    /// Closed.
    Closed { comment: Option<String>, next_open: Option<DateTime> },
    /// By appointment.
    ByAppointment { comment: Option<String> },
    /// Not known.
    Unknown { comment: Option<String> },
}

impl Hours {
    /// Reads hours.
    pub fn parse(_: &str) -> Result<Self, BadHours> {
        Ok(Self)
    }

    /// The state at a time.
    pub fn at(&self, _: DateTime, _: &Calendar) -> State {
        State::Unknown { comment: None }
    }
}

/// School holidays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SchoolHolidays {
    /// The first day covered.
    pub covers_from: Date,
}
