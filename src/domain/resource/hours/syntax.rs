//! What an expression says, taken apart.

use super::sun::SunEvent;

/// Minutes of a day.
pub const DAY: u16 = 24 * 60;

/// One rule: on which dates, at which times, in which state.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rule {
    /// Every group must match, and of each group one selector. No group: every date.
    pub dates: Vec<Vec<DateSelector>>,
    /// None: the whole day.
    pub times: Vec<TimeSpan>,
    pub modifier: Modifier,
    pub comment: Option<String>,
    pub join: Join,
}

/// What a rule says about its times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Modifier {
    #[default]
    Open,
    Off,
    Unknown,
}

/// How a rule goes together with the rules before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Join {
    /// `;`: replaces them on its dates.
    #[default]
    Normal,
    /// `,`: adds to them.
    Additional,
    /// `||`: holds where they leave closed.
    Fallback,
}

/// Which dates.
#[derive(Debug, Clone, PartialEq)]
pub enum DateSelector {
    /// Every `step`th year; without an end: for good.
    Years {
        from: i16,
        to: Option<i16>,
        step: i16,
    },
    /// Months 1 to 12; may run over the end of the year.
    Months {
        from: i8,
        to: i8,
    },
    /// A single date or a range; without a year it may run over the end of the year.
    Dates {
        from: Anchor,
        to: Option<Anchor>,
    },
    /// ISO weeks.
    Weeks {
        from: i8,
        to: i8,
        step: i8,
    },
    /// Bit 0 is Monday.
    Weekdays(u8),
    /// A weekday (0 is Monday) counted in its month: from the start or, if negative, from the end.
    Nth {
        weekday: i8,
        nth: Vec<i8>,
        offset: i16,
    },
    /// Public holidays, or the days so far off one.
    Public {
        offset: i16,
    },
    School,
}

/// A day that is found anew in every year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anchor {
    pub year: Option<i16>,
    pub day: AnchorDay,
    /// Days to add.
    pub offset: i16,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AnchorDay {
    Date { month: i8, day: i8 },
    Nth { month: i8, weekday: i8, nth: i8 },
    Easter,
}

/// A span of time that starts on the day itself and may end up to 48:00.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeSpan {
    pub from: TimePoint,
    pub to: TimePoint,
    /// The end is not stated; `to` only bounds how long it stays unknown.
    pub open_end: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TimePoint {
    /// Minutes since midnight.
    Fixed(u16),
    /// Minutes after an event (before it, if negative).
    Sun { event: SunEvent, offset: i16 },
}

impl TimeSpan {
    pub const WHOLE_DAY: Self =
        Self { from: TimePoint::Fixed(0), to: TimePoint::Fixed(DAY), open_end: false };
}

impl Rule {
    /// All selectors of its dates.
    pub fn selectors(&self) -> impl Iterator<Item = &DateSelector> {
        self.dates.iter().flatten()
    }
}
